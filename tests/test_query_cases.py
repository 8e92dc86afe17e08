"""The fields that ask the library: when a paper was marked, which categories are followed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from arxtui.cli import run
from arxtui.finder import Finder
from arxtui.finder.unknown_names import unknown_names
from arxtui.query import parse
from arxtui.query_cases import Cases
from arxtui.store import Library
from arxtui.store.fetch_log import Answer
from tests.command import RunCommand, write_settings
from tests.conftest import paper


def ids(library: Library, text: str) -> list[str]:
    return sorted(head.id for head in Finder(library).find(parse(text)).heads)


def fill(library: Library) -> None:
    papers = [paper(number)._replace(categories="cs.CV", primary="cs.CV") for number in (1, 2)]
    papers.append(paper(3)._replace(categories="cs.RO, cs.CV", primary="cs.RO"))
    papers.append(paper(4)._replace(categories="cs.LG, cs.CV", primary="cs.LG"))
    with library.loading() as load:
        load.put(papers, {"name": "made up"})


def at(library: Library, t: str, paper_id: str, fields: str) -> None:
    """Write an action of another machine with its time."""
    journal = library.path / "marks" / f"other-1111.{t[:4]}.jsonl"
    journal.parent.mkdir(exist_ok=True)
    with journal.open("a") as file:
        file.write(f'{{"t":"{t}.000000Z","ids":["{paper_id}"],"set":{fields}}}\n')
    library.refresh()


def test_papers_are_found_by_the_time_of_their_newest_mark(library: Library) -> None:
    fill(library)
    at(library, "2024-05-01T10:00:00", "2310.00001", '{"star":true}')
    at(library, "2024-05-31T23:59:59", "2310.00002", '{"pile":"later"}')
    at(library, "2024-06-01T00:00:00", "2310.00003", '{"note":"about ablation"}')
    assert ids(library, "marked:2024-05") == ["2310.00001", "2310.00002"]
    assert ids(library, "marked:2024-05-31..") == ["2310.00002", "2310.00003"]
    assert ids(library, "is:starred marked:2024") == ["2310.00001"]
    assert ids(library, "note:ablation") == ids(library, "marked:2024-06-01") == ["2310.00003"]
    at(library, "2024-06-02T00:00:00", "2310.00001", '{"#gan":true}')
    assert ids(library, "marked:2024-05") == ["2310.00002"]
    at(library, "2024-07-02T00:00:00", "2310.00001", '{"#gan":false}')
    assert ids(library, "marked:2024-07") == []
    assert library.marks.marked_at("2310.00001") == "2024-05-01T10:00:00.000000Z"
    assert library.marks.marked_at("2310.00004") == library.marks.marked_at("nobody") == ""


def test_the_time_of_a_mark_is_the_same_after_a_restart(library: Library) -> None:
    fill(library)
    at(library, "2024-05-01T10:00:00", "2310.00001", '{"star":true}')
    library.checkpoint.save()
    with_marks = library.another()
    assert with_marks.marks.marked_at("2310.00001") == "2024-05-01T10:00:00.000000Z"
    with_marks.close()


def test_a_cross_list_has_a_primary_category_that_is_not_fetched(library: Library) -> None:
    fill(library)
    assert Cases(library).home() == ("cs.CV",)
    assert ids(library, "is:cross") == ["2310.00003", "2310.00004"]
    now = datetime(2023, 11, 20, tzinfo=UTC)
    day = date(2023, 10, 30)
    fetched = library.fetched
    for category in ("cs.CV", "cs.RO"):
        fetched.want(category, day)
        fetched.add(Answer(category, (day,), day, now))
    with library.loading():
        fetched.save(now)
    assert ids(library, "is:cross") == ["2310.00004"]
    assert ids(library, "-is:cross") == ["2310.00001", "2310.00002", "2310.00003"]


def test_an_empty_library_has_no_cross_lists(library: Library) -> None:
    assert ids(library, "is:cross") == []


# The command line


def listed(capsys: pytest.CaptureFixture[str], library: Library, *words: str) -> list[str]:
    capsys.readouterr()
    assert run(["--library", str(library.path), "list", "--ids", *words]) == 0
    return capsys.readouterr().out.split()


def test_list_without_a_query_lists_all_papers_on_demand(
    capsys: pytest.CaptureFixture[str], library: Library
) -> None:
    fill(library)
    with library.loading() as load:
        load.put([paper(5, day="2023-10-29"), paper(6, day="2022-01-01")], {"name": "more"})
    assert len(listed(capsys, library)) == 4
    assert listed(capsys, library, "--all")[-2:] == ["2310.00005", "2310.00006"]
    assert len(listed(capsys, library, "--all")) == 6
    assert listed(capsys, library, "--all", "-n", "1") == listed(capsys, library)[:1]


def test_list_accepts_the_order_of_marks_and_the_fields_of_time(
    capsys: pytest.CaptureFixture[str], library: Library
) -> None:
    fill(library)
    at(library, "2024-05-01T10:00:00", "2310.00003", '{"star":true}')
    at(library, "2024-06-01T00:00:00", "2310.00001", '{"pile":"read"}')
    ordered = listed(capsys, library, "--order", "marked")
    assert ordered[:2] == ["2310.00001", "2310.00003"]
    assert listed(capsys, library, "primary:cs.RO") == ["2310.00003"]
    assert listed(capsys, library, "marked:2024-05..2024-06 -is:read") == ["2310.00003"]
    assert run(["--library", str(library.path), "list", "colour:red"]) == 2
    assert "no field colour: · fields: au ti abs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tag:nrf", "unknown tag nrf · nearest: nerf"),
        ("tag:#to", "unknown tag to · nearest: to read"),
        ("nerf -tag:zzzzzz", "unknown tag zzzzzz"),
        ("watch:splating", "unknown watch rule splating · nearest: splatting"),
        ("cat:cs.CVV", "unknown category cs.CVV · nearest: cs.CV"),
        ("primary:cs.vc OR tag:nrf", "unknown category cs.vc · nearest: cs.CV · unknown tag nrf"),
        ("tag:NeRF tag:nérf cat:cs cat:CS.lg watch:Splatting is:later", ""),
    ],
)
def test_a_name_that_nothing_has_is_reported_with_the_nearest(query: str, told: str) -> None:
    report = unknown_names(parse(query), ("nerf", "to read"), ("splatting", "gan"))
    assert report.startswith(told)
    assert bool(report) == bool(told)


def test_unknown_names_are_reported_by_list_and_export(ran: RunCommand) -> None:
    write_settings("[watch]\nsplatting = 'gaussian splatting'\n")
    ran("tag", "nerf", "2310.19210")
    for command in ("list", "export"):
        said = ran(command, "tag:nrf", "watch:splating", "cat:cs.CVV").err
        assert "unknown tag nrf · nearest: nerf" in said
        assert "unknown watch rule splating · nearest: splatting" in said
        assert "unknown category cs.CVV · nearest: cs.CV" in said
        assert "unknown" not in ran(command, "tag:nerf", "watch:splatting", "cat:cs.CV").err
