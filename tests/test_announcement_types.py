"""Announcements of arXiv: the types of each form, kept, found and left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.finder import Finder
from arxtui.network.fetch import Request, fetch
from arxtui.query import parse
from arxtui.sources import listing
from arxtui.sources.forms import read
from arxtui.store import Library, heads
from tests.arxiv_server import ArxivServer
from tests.conftest import SEEDS, in_place_of_arxiv, paper

MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
NEW = "2310.00001"
CROSS = "2310.00002"
REPLACED = "2310.00003"
BOTH = "2310.00004"
PAPERS = (
    paper(1),
    paper(2)._replace(primary="cs.LG", categories="cs.LG, cs.CV"),
    paper(3, version=2),
    paper(4, version=3)._replace(primary="cs.LG", categories="cs.LG, cs.CV"),
)


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """Return arXiv on the loopback, which announces a paper of each type in cs.CV."""
    with in_place_of_arxiv(monkeypatch, PAPERS) as server:
        yield server


def found(library: Library, query: str) -> list[str]:
    hits = Finder(library, lambda _: ()).find(parse(query), 100).heads
    return sorted(head.id for head in hits)


def announce(library: Library, category: str = "cs.CV", *announced: str) -> object:
    request = Request([category], new=True)
    if announced:
        request = replace(request, announced=announced)
    return fetch(library, request, now=MORNING)


def put(library: Library, *announced: str | None, version: int = 1) -> str | None:
    """Load paper 7 with these announcements in turn; return the announcement that is kept."""
    for name in announced:
        with library.loading() as loading:
            loading.put([paper(7, version=version)._replace(announced=name)], {"name": "x"})
    return library.papers.find(["2310.00007"])["2310.00007"].announced


def test_announcement_types_are_stored_and_searched(arxiv: ArxivServer, library: Library) -> None:
    announce(library)
    assert found(library, "is:cross") == [CROSS, BOTH]
    assert found(library, "is:replaced") == [REPLACED, BOTH]
    assert found(library, "is:new -is:cross -is:replaced") == [NEW]
    again = Library(library.path, "test-0001")
    assert found(again, "is:replaced") == [REPLACED, BOTH]
    for path in library.path.glob("heads/*"):
        path.unlink()
    again.mend()
    assert found(again, "is:replaced") == [REPLACED, BOTH]


def test_a_fetch_from_the_api_keeps_the_announcement_type(
    arxiv: ArxivServer, library: Library
) -> None:
    announce(library)
    ids = [each.id for each in PAPERS]
    assert fetch(library, Request(ids=ids), now=MORNING).updated == 4
    assert found(library, "is:replaced") == [REPLACED, BOTH]


@pytest.mark.parametrize(
    ("announced", "arrived"),
    [
        (["new", "cross", "replaced"], [NEW, CROSS, REPLACED, BOTH]),
        (["new", "cross"], [NEW, CROSS]),
        (["new", "replaced"], [NEW, REPLACED]),
        (["new"], [NEW]),
    ],
)
def test_the_setting_leaves_out_types_of_announcements(
    arxiv: ArxivServer, library: Library, announced: list[str], arrived: list[str]
) -> None:
    report = announce(library, "cs.CV", *announced)
    assert found(library, "day:2026") == arrived
    assert report.left_out == 4 - len(arrived)  # type: ignore[attr-defined]


def test_a_new_version_of_a_library_paper_is_loaded_although_its_type_is_left_out(
    arxiv: ArxivServer, library: Library
) -> None:
    with library.loading() as loading:
        loading.put([paper(3), paper(9)], {"name": "x"})
    library.act([REPLACED], {"pile": "read"}).wait()
    assert found(library, "is:updated") == []
    report = announce(library, "cs.CV", "new")
    assert (report.new, report.updated, report.left_out) == (1, 1, 2)  # type: ignore[attr-defined]
    assert found(library, "is:updated") == [REPLACED]
    assert found(library, "is:new") == [NEW]  # it is of the batch that it came in
    assert found(library, "is:replaced") == [REPLACED]


def test_the_first_announcement_of_a_version_counts_but_new_replaces_it(library: Library) -> None:
    assert put(library, None) is None
    assert put(library, "cross") == "cross"
    assert put(library, "replace") == "cross"
    assert put(library, "new") == "new"
    assert put(library, "cross", None) == "new"
    assert put(library, "replace", version=2) == "replace"
    assert put(library, "new", version=1) == "replace"  # an old feed, loaded late
    assert put(library, None, version=3) == "replace"


def test_loading_the_same_feed_twice_changes_nothing(arxiv: ArxivServer, library: Library) -> None:
    announce(library)
    report = announce(library)
    assert (report.new, report.updated, report.unchanged) == (0, 0, 4)  # type: ignore[attr-defined]


def test_the_fetch_command_follows_the_setting_and_reports_left_out_papers(
    arxiv: ArxivServer, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "config" / "arxtui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('announced = ["new", "cross"]\n')
    words = ["--library", str(folder), "fetch", "cs.CV", "--new"]
    assert run(words) == 0
    out, _ = capsys.readouterr()
    assert out.splitlines()[1] == "2 papers left out by the setting announced"
    settings.write_text('announced = ["replacements"]\n')
    assert run(words) == 0
    wrong = "announced takes new or cross or replaced, not 'replacements'"
    assert capsys.readouterr().err == f"{settings}:1: {wrong}\n"
    settings.write_text('announced = ["new]\n')
    assert run(words) == 2
    assert "correct the settings: they say what --new leaves out" in capsys.readouterr().err


def test_heads_and_records_of_older_versions_are_read(library: Library) -> None:
    put(library, None)
    line = heads.to_line(library.papers.heads()[0])
    old = heads.from_line(line)._replace(flags="djcw12")
    assert (old.pages, heads.from_line(heads.to_line(old)).flags) == ("12", "djcw12")
    assert old._replace(flags="xr8").pages == "8"
    file = next(library.path.glob("catalogue/2023/*.json"))
    record = json.loads(file.read_text())
    assert "announced" not in record["papers"]["2310.00007"]  # as an older version has it
    record["papers"]["2310.00007"]["announced"] = "revived"  # of a newer version
    file.write_text(json.dumps(record))
    again = Library(library.path, "test-0001")
    again.mend()
    assert again.papers.heads()[0].flags == ""
    assert again.papers.find(["2310.00007"])["2310.00007"].title == paper(7).title


ITEM = """<rss xmlns:arxiv="a" version="2.0"><channel><title>x</title><item><title>T</title>
<guid>oai:arXiv.org:2310.00001v2</guid>{}</item></channel></rss>"""
MAIL = """\\\\
arXiv:2310.00001{}
{}Title: A title
Authors: Ann Lee
Categories: cs.CV
\\\\
  An abstract.
\\\\ ( https://arxiv.org/abs/2310.00001 ,  1kb)
"""


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        (ITEM.format("<arxiv:announce_type>replace-cross</arxiv:announce_type>"), "replace-cross"),
        (ITEM.format("<arxiv:announce_type> new\n</arxiv:announce_type>"), "new"),
        (ITEM.format("<arxiv:announce_type>revived</arxiv:announce_type>"), None),
        (ITEM.format("<description>x Announce Type: cross \nAbstract: y</description>"), "cross"),
        (ITEM.format("<description>Abstract: Announce Type: cross</description>"), None),
        (ITEM.format(""), None),
        (MAIL.format("", "Date: Mon, 2 Apr 2007 19:18:42 GMT   (9kb)\n"), None),
        (MAIL.format(" (*cross-listing*)", ""), "cross"),
        (
            MAIL.format("", "replaced with revised version Mon, 2 Apr 2007 19:18:42 GMT   (9kb)\n"),
            "replace",
        ),
    ],
)
def test_each_form_gives_its_announcement_type(text: str, announced: str | None) -> None:
    assert [each.announced for each in read(text.encode(), "x").papers] == [announced]


def test_feeds_before_2024_give_the_announcement_type_in_the_title() -> None:
    data = (SEEDS.parent / "tests" / "data" / "rss_1.0.xml").read_bytes()
    found = [each.announced for each in read(data, "x").papers]
    assert found == ["new", "replace", "cross"]


def test_a_listing_has_no_announcement_type() -> None:
    papers = listing.read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "x").papers
    assert {each.announced for each in papers} == {None}
