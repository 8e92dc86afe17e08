"""Papers from arXiv, played by a server on loopback: answers, broken answers, refusals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path

import orjson
import pytest
import requests

from arxtui import locations
from arxtui.cli import run
from arxtui.loader import Report
from arxtui.model import Problem
from arxtui.network import arxiv_client, arxiv_session
from arxtui.network.arxiv_session import Refused
from arxtui.network.fetch import Progress, Request, fetch
from arxtui.settings import settings_file
from arxtui.sources import listing
from arxtui.store import Library, ReadOnly
from arxtui.ui.controllers.fetch import _outcome
from tests.arxiv_server import ArxivServer
from tests.conftest import SEEDS, in_place_of_arxiv, paper
from tests.screen import Driver, drive

SEEDED = listing.read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "x").papers
DAY = date(2023, 10, 30)
MORNING = datetime(2023, 10, 31, 8, tzinfo=UTC)


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with the 90 papers of the seeds, asked without pauses, 40 papers at a time."""
    monkeypatch.setattr(arxiv_client, "PAGE", 40)
    with in_place_of_arxiv(monkeypatch, SEEDED) as server:
        yield server


def days(library: Library) -> dict[str, int]:
    return {day: len(library.papers.day_ids(day)) for day in library.papers.days()}


def fetched(library: Library) -> dict[str, object]:
    told: dict[str, dict[str, object]] = orjson.loads(
        (library.path / "catalogue" / "fetched.json").read_bytes()
    )
    return told["fetched"]


def both_at(arxiv: ArxivServer, now: datetime) -> datetime:
    """Set arXiv's clock; return the same time for the clock of this machine."""
    arxiv.today = format_datetime(now)
    return now


# Answers


def test_a_fetched_category_equals_its_listing(arxiv: ArxivServer, library: Library) -> None:
    seen: list[Progress] = []
    report = fetch(library, Request(["cs.CV"]), progress=seen.append, now=both_at(arxiv, MORNING))
    assert (report.papers, report.new, report.problems) == (90, 90, ())
    assert list(library.papers.find([one.id for one in SEEDED]).values()) == list(SEEDED)
    assert seen[0] == Progress("cs.CV 2023-10-24 to 2023-10-31", 0, 0)
    assert [(at.done, at.of) for at in seen[1:]] == [(40, 90), (80, 90), (90, 90)]
    assert len(arxiv.asked) == 3
    assert "submittedDate%3A%5B202310240000+TO+202310312359%5D" in arxiv.asked[0]
    again = fetch(library, Request(["cs.CV"]), now=both_at(arxiv, MORNING))
    assert (again.new, again.updated, again.unchanged) == (0, 0, 90)


def test_no_paper_is_missed_between_two_fetches(arxiv: ArxivServer, library: Library) -> None:
    late = paper(1, day="2023-10-30")
    fetch(library, Request(["cs.CV"]), now=both_at(arxiv, MORNING))
    assert fetched(library) == {"cs.CV": {"begin": "2023-10-24", "complete": []}}
    arxiv.papers.append(late)  # announced days after it was submitted
    assert (
        fetch(
            library, Request(["cs.CV"]), now=both_at(arxiv, datetime(2023, 11, 6, 8, tzinfo=UTC))
        ).new
        == 1
    )
    assert fetched(library)["cs.CV"] == {
        "begin": "2023-10-24",
        "complete": [f"2023-10-{day}" for day in range(24, 30)],
    }
    arxiv.asked.clear()
    fetch(
        library, Request(["cs.CV"]), now=both_at(arxiv, datetime(2023, 11, 20, 8, tzinfo=UTC))
    )  # two weeks away
    assert "202310300000+TO+202311202359" in arxiv.asked[0]
    arxiv.asked.clear()
    arxiv.papers.append(paper(2, day="2023-11-20"))
    fetch(library, Request(["cs.CV"]), now=both_at(arxiv, datetime(2023, 11, 20, 9, tzinfo=UTC)))
    assert "202310310000+TO+202311202359" in arxiv.asked[0]  # no paper of a later day had come
    arxiv.asked.clear()
    fetch(library, Request(["cs.CV"]), now=both_at(arxiv, datetime(2023, 11, 20, 10, tzinfo=UTC)))
    assert "202311130000+TO+202311202359" in arxiv.asked[0]


def test_a_named_day_is_fetched_and_a_long_period_in_parts(
    arxiv: ArxivServer, library: Library
) -> None:
    fetch(
        library, Request(["cs.CV"], DAY, DAY), now=both_at(arxiv, datetime(2024, 1, 1, tzinfo=UTC))
    )
    fetch(
        library, Request(["cs.CV"], DAY, DAY), now=both_at(arxiv, datetime(2024, 1, 1, tzinfo=UTC))
    )
    assert [one.count("202310300000+TO+202310302359") for one in arxiv.asked] == [1] * 6
    assert fetched(library)["cs.CV"] == {"begin": "", "complete": ["2023-10-30"]}
    arxiv.asked.clear()
    fetch(
        library,
        Request(["cs.CV"], date(2023, 10, 1)),
        now=both_at(arxiv, datetime(2023, 12, 31, 12, tzinfo=UTC)),
    )
    spans = [one.partition("%5B")[2][:28] for one in arxiv.asked]
    assert spans[0] == "202310010000+TO+202310292359"  # the day between is complete
    assert spans[1] == "202310310000+TO+202311292359"
    assert spans[-1][16:24] == "20231231"


def test_a_fetched_query_gives_the_newest_hits(arxiv: ArxivServer, library: Library) -> None:
    report = fetch(library, Request(query="ti:diffusion"), now=MORNING)
    assert 0 < report.new < 30
    assert all("diffusion" in head.title.lower() for head in library.papers.heads())
    report = fetch(library, Request(["eess.IV"], DAY, query="ti:learning OR ti:image"), now=MORNING)
    assert (
        "%28ti%3Alearning+OR+ti%3Aimage%29+AND+%28cat%3Aeess.IV%29+AND+submittedDate"
        in arxiv.asked[-1]
    )
    assert not report.problems


def test_papers_announced_by_rss_get_their_day_later(arxiv: ArxivServer, library: Library) -> None:
    arxiv.papers[0] = SEEDED[0]._replace(version=2)
    report = fetch(library, Request(["cs.CV", "cs.LG"], new=True), now=MORNING)
    assert arxiv.asked == ["/rss/cs.CV+cs.LG"]
    assert report.new == 90
    assert days(library) == {"2026-11-23": 90}
    first = library.papers.find([SEEDED[0].id])[SEEDED[0].id]
    assert (first.version, first.published, first.listed) == (2, None, "2026-11-23")
    library.act([SEEDED[0].id], {"star": True}).wait()
    report = fetch(library, Request(["cs.CV"]), now=MORNING)
    assert (report.new, report.updated) == (0, 90)
    assert days(library) == {"2023-10-30": 90}
    assert library.marks.of(SEEDED[0].id).star
    known = library.papers.find([SEEDED[0].id])[SEEDED[0].id]
    assert (known.version, known.published, known.listed) == (2, SEEDED[0].published, None)
    report = fetch(library, Request(["cs.CV"], new=True), now=MORNING)
    assert (report.new, report.updated, report.unchanged) == (0, 0, 90)  # it has no newer data


# Broken answers


BROKEN = {
    "403": "arXiv refuses this machine (403): it asks for fewer requests, try again in an hour",
    "429": "arXiv asks for a pause (429): try again in 120 s",
    "500": "arXiv has trouble (500): try again later",
    "503": "arXiv has trouble (503): try again later",
    "cut": "arXiv's answer was cut off",
    "cut quietly": "arXiv's answer was cut off",
    "close": "arXiv cannot be reached",
    "nonsense": "arXiv answered with something that is not a feed: try again later",
    "binary": "arXiv answered with something that is not a feed: try again later",
    "empty": "arXiv sent no papers where there should be some: try again later",
    "redirect foreign": "arXiv sends on to http://example.invalid, which is not arXiv",
    "redirect file": "arXiv sends on to file://, which is not arXiv",
    "huge": "arXiv's answer is larger than 1 MiB",
    "hang": "arXiv did not answer for 0.2 s",
    "drip": "arXiv did not answer for 0.2 s",
}


@pytest.mark.parametrize("answer", BROKEN)
def test_a_broken_answer_is_reported_in_a_sentence_and_loads_nothing(
    answer: str, arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_session, "SILENCE", 0.2)
    monkeypatch.setattr(arxiv_session, "LIMIT", 1 << 20)
    for wish in (Request(["cs.CV"]), Request(["cs.CV"], new=True)):
        if wish.new and answer == "empty":
            continue
        arxiv.answers[:] = [answer] * 10
        arxiv.asked.clear()
        report = fetch(library, wish, now=MORNING)
        assert report.papers == 0
        assert [problem.reason for problem in report.problems] == [BROKEN.get(answer)]
        final = answer in ("403", "429", "nonsense", "binary", "huge") or answer.startswith(
            "redirect"
        )
        assert len(arxiv.asked) == (1 if final or wish.new else 5 if answer == "empty" else 4)
        assert not (library.path / "catalogue").exists()


def test_a_temporary_failure_is_retried_with_longer_pauses(
    arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(arxiv_client, "COURTESY", 3.0)
    monkeypatch.setattr("arxiv.time.sleep", lambda seconds: pauses.append(round(seconds)))
    arxiv.answers[:] = ["503", "close", "cut", "ok"]
    assert fetch(library, Request(["cs.CV"]), now=both_at(arxiv, MORNING)).new == 90
    assert pauses == [6, 12, 24, 3, 3]


def test_a_date_in_retry_after_is_understood(arxiv: ArxivServer, library: Library) -> None:
    arxiv.answers[:] = ["429 date"]
    reason = fetch(library, Request(["cs.CV"]), now=MORNING).problems[0].reason
    assert 110 <= int(reason.split()[-2]) <= 120


def test_a_broken_connection_keeps_the_loaded_papers_and_the_next_fetch_resumes(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.papers += [paper(at, day="2023-10-26") for at in range(1, 31)]
    arxiv.answers[:] = ["ok", *["close"] * 4]
    now = datetime(2023, 11, 20, 8, tzinfo=UTC)
    report = fetch(library, Request(["cs.CV"], date(2023, 10, 24)), now=now)
    assert (report.new, [problem.reason for problem in report.problems]) == (
        40,
        ["arXiv cannot be reached"],
    )
    assert days(library) == {"2023-10-30": 10, "2023-10-26": 30}
    assert fetched(library)["cs.CV"] == {"begin": "2023-10-24", "complete": []}
    arxiv.asked.clear()
    assert fetch(library, Request(["cs.CV"]), now=now).new == 80
    assert "202310240000" in arxiv.asked[0]
    assert fetched(library)["cs.CV"] == {
        "begin": "2023-10-24",
        "complete": [f"2023-10-{day}" for day in range(24, 31)],
    }


def test_ctrl_c_keeps_the_papers_fetched_before_it(arxiv: ArxivServer, library: Library) -> None:
    def progress(at: Progress) -> None:
        if at.done == 80:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(library, Request(["cs.CV"]), progress=progress, now=MORNING)
    assert len(library.papers.heads()) == 80
    assert fetch(library, Request(["cs.CV"]), now=MORNING).new == 10


def test_no_request_is_sent_for_a_read_only_library(
    arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "readonly", "no permission to write in X")
    with pytest.raises(ReadOnly, match="no permission to write"):
        fetch(library, Request(["cs.CV"]))
    assert arxiv.asked == []


@pytest.mark.parametrize(
    "address",
    ["http://export.arxiv.org/api/query?", "https://arxiv.org.evil.example/",
     "https://evil.example/arxiv.org",
     "https://arxiv.org:8080/", "https://user@evil.example", "file:///etc/passwd",
     "https://xarxiv.org/"],
)  # fmt: skip
def test_only_hosts_of_arxiv_are_asked_and_only_by_https(address: str) -> None:
    with pytest.raises((Refused, requests.exceptions.InvalidSchema)):
        arxiv_session.Session("").get(address)


@pytest.mark.parametrize(
    "bad", ["", "cs.CB", "cs.CV OR cat:math.OC", "../x", "cs.CV&start=0", "\x1b[31m"]
)
def test_an_invalid_category_is_never_requested(
    bad: str, arxiv: ArxivServer, library: Library
) -> None:
    with pytest.raises(ValueError, match="is not an arXiv category"):
        fetch(library, Request([bad]))
    assert arxiv.asked == []


def test_a_result_without_a_title_is_skipped_alone(arxiv: ArxivServer, library: Library) -> None:
    arxiv.papers[5] = SEEDED[5]._replace(title=" ")
    report = fetch(library, Request(["cs.CV"]), now=MORNING)
    assert (report.new, [str(one) for one in report.problems]) == (
        89, [f"fetch: {SEEDED[5].id}: no title or an author without a name"],
    )  # fmt: skip


# On the command line


def test_the_command_line_fetches_and_forgets(
    arxiv: ArxivServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(*words: str) -> tuple[int, str, str]:
        status = run(["--library", str(folder), *words])
        return status, *capsys.readouterr()

    assert printed("fetch") == (
        2,
        "",
        'arxtui: which category? arxtui fetch cs.CV, or in the settings categories = ["cs.CV"]\n',
    )
    assert not folder.exists() or not (folder / "catalogue").exists()
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text('categories = ["cs.CV"]\n')
    status, out, err = printed("fetch", "--day", "2023-10-30")
    assert (status, err) == (0, "")
    assert out == "90 papers of cs.CV from arXiv: 90 new, 0 updated, 0 unchanged; 0 problems\n"
    assert printed("fetch", "eess.IV", "--since", "2023-10-30", "--quiet")[:2] == (0, "")
    assert printed("fetch", "cs.CV", "--new", "--query", "x")[0] == 2
    assert printed("fetch", "--day", "30 Oct")[::2] == (
        2,
        "arxtui: not a day: '30 Oct'; days look like 2023-10-30\n",
    )
    assert printed("fetch", "xx.YY")[::2] == (
        2,
        "arxtui: xx.YY is not an arXiv category; they look like cs.CV or hep-th\n",
    )
    arxiv.answers[:] = ["429"]
    assert printed("fetch") == (2, "", "fetch: arXiv asks for a pause (429): try again in 120 s\n")
    run(["--library", str(folder), "star", SEEDED[0].id])
    capsys.readouterr()
    stays = "removed; stars, tags and notes stay in the marks\n"
    assert printed("forget", SEEDED[1].id, f"arXiv:{SEEDED[0].id}v1") == (
        0,
        f"2 papers {stays}",
        "",
    )
    assert printed("forget", "2023-10-30") == (0, f"88 papers {stays}", "")
    assert printed("forget", "2023-10-30")[0] == 2
    assert printed("forget", "yesterday")[0] == 2
    assert printed("export", "-f", "json")[1].count(SEEDED[0].id) >= 1  # its citation was copied
    status, out, _ = printed("fetch", "cs.CV", "--day", "2023-10-30")
    assert "90 new" in out


# In the screen


@pytest.mark.parametrize(
    ("new", "reason", "said"),
    [(3, "", "3 new papers arrived"), (0, "", "nothing new in 5 papers fetched"),
     (0, "no network", "no network"),
     (1, "no network", "no network · 1 new paper arrived")],
)  # fmt: skip
def test_the_last_message_of_a_fetch_counts_the_new_papers(
    new: int, reason: str, said: str
) -> None:
    problems = (Problem("fetch", 0, reason),) if reason else ()
    report = Report(5, {}, new, 0, 5 - new, 0, problems, ())
    assert _outcome(report) == (said, "error" if reason else "done")


def test_capital_f_fetches_while_the_list_is_used(arxiv: ArxivServer, seeded: Library) -> None:
    more = [paper(at, day="2023-10-31") for at in range(1, 4)]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    arxiv.papers[:] = [
        one._replace(published=f"{today}T00:00:0{at}Z") for at, one in enumerate(more)
    ]

    async def play(user: Driver) -> None:
        await user.press("j", "j")
        here = user.app.screen.papers.current.paper.id  # type: ignore[attr-defined]
        await user.press("F")
        assert user.text().count("fetch which categories") == 1
        await user.press(*"cs.CV,nonsense", "enter")
        assert "nonsense is not an arXiv category" in user.message
        await user.press("ctrl+u", *"cs.cv", "enter")
        await user.until(
            lambda: "3 new papers" in user.message and user.main.commands.fetching._thread is None
        )
        assert user.app.screen.papers.current.paper.id == here  # type: ignore[attr-defined]
        assert len(seeded.papers.days()) == 2
        arxiv.answers[:] = ["429"]
        await user.press("F")
        await user.until(
            lambda: (
                "asks for a pause" in user.message and user.main.commands.fetching._thread is None
            )
        )
        arxiv.answers[:] = ["hang"]
        await user.press("F")
        await user.until(lambda: "asking arXiv" in user.message)
        await user.press("j", "F")
        assert "the fetch stops" in user.message

    drive(seeded, play)
    assert settings_file.read_settings(locations.settings_file())[0].categories == ("cs.CV",)


# Papers by id

FIRST = SEEDED[0]


@pytest.mark.parametrize(
    "spelled",
    [
        "2310.19210",
        "https://arxiv.org/pdf/2310.19210v1",
        "arXiv:2310.19210 [cs.CV]",
        "10.48550/arXiv.2310.19210",
    ],
)
def test_a_paper_is_fetched_by_its_id(
    arxiv: ArxivServer, folder: Path, spelled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "fetch", spelled, "--star"]) == 0
    assert (
        capsys.readouterr().out == "1 paper from arXiv: 1 new, 0 updated, 0 unchanged; 0 problems\n"
    )
    library = Library(folder, "test-0001")
    assert library.marks.starred() == ["2310.19210"]
    assert library.papers.find(["2310.19210"]) == {"2310.19210": FIRST}
    assert len(arxiv.asked) == 1


def test_ids_to_fetch_are_read_from_standard_input_and_unknown_ids_reported(
    arxiv: ArxivServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ids = [one.id for one in SEEDED] + ["2310.00001", "math.GT/0309136"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(ids)))
    assert run(["--library", str(folder), "fetch", "-"]) == 1
    done = capsys.readouterr()
    assert done.out == "90 papers from arXiv: 90 new, 0 updated, 0 unchanged; 2 problems\n"
    assert done.err.splitlines() == [
        "fetch: 2310.00001: arXiv has no such paper",
        "fetch: math/0309136: arXiv has no such paper",
    ]


def test_every_unknown_id_is_reported(
    arxiv: ArxivServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unknown = [f"1901.{number:05d}" for number in range(1, 131)]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*unknown, SEEDED[0].id])))
    assert run(["--library", str(folder), "fetch", "-"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"fetch: {paper_id}: arXiv has no such paper" for paper_id in unknown]


def test_ids_of_json_lines_are_read_from_standard_input(
    arxiv: ArxivServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ids = [one.id for one in SEEDED[:2]]
    for command in ("fetch", "star"):
        lines = [f'{{"id": "{paper_id}", "title": "x"}}' for paper_id in ids]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        assert run(["--library", str(folder), command, "-"]) == 0
    assert Library(folder, "test-0001").marks.starred() == ids
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 7}\n{"id":\n'))
    assert run(["--library", str(folder), "star", "-"]) == 2


def test_more_ids_than_fit_in_a_request_are_requested_in_parts(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.papers = [paper(number) for number in range(1, 251)]
    ids = [one.id for one in arxiv.papers]
    report = fetch(library, Request(ids=ids))
    assert (report.papers, report.new, report.problems) == (250, 250, ())
    assert len(arxiv.asked) == 7
    assert report.ids == tuple(ids)


def test_a_fetch_of_an_unknown_id_loads_no_paper(
    arxiv: ArxivServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "fetch", "2310.00001"]) == 2
    assert capsys.readouterr().err == "fetch: 2310.00001: arXiv has no such paper\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["2313.12345"], "there is no month 13"),
        (["2310.19210", "--new"], "whatever their day"),
        (["cs.CV", "--star"], "--star is for papers named by id"),
        (["https://example.org/1"], "not an arXiv id"),
    ],
)
def test_arguments_that_cannot_be_fetched_are_refused(
    arxiv: ArxivServer,
    folder: Path,
    words: list[str],
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--library", str(folder), "fetch", *words]) == 2
    assert reason in capsys.readouterr().err
    assert arxiv.asked == []


def test_a_version_named_on_the_command_line_is_fetched(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.papers = [FIRST._replace(version=3)]
    report = fetch(library, Request(ids=["2310.19210v2"]))
    assert [problem.reason for problem in report.problems] == [
        "2310.19210v2: arXiv has no such paper"
    ]
    assert fetch(library, Request(ids=["2310.19210v3"])).ids == ("2310.19210",)
    assert "id_list=2310.19210v3" in arxiv.asked[-1]


def test_an_id_missing_from_the_library_is_fetched_by_the_key_in_the_message(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.papers.append(paper(7, day="2024-01-05"))
    wanted = arxiv.papers[-1].id

    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type(f"https://arxiv.org/abs/{wanted}")
        assert user.message == f"not here: {wanted} · Enter F fetches it"
        await user.press("enter")
        assert user.message == f"not here: {wanted} · F fetches it"
        await user.press("F")
        await user.until(lambda: user.current == wanted)
        assert "not here" not in user.message
        await user.press("s")
        assert user.library.marks.starred() == [wanted]

    drive(library, play)
    assert f"id_list={wanted}" in arxiv.asked[-1]


def test_a_version_typed_in_the_search_is_fetched(arxiv: ArxivServer, library: Library) -> None:
    arxiv.papers = [paper(7)._replace(version=2)]

    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type(f"https://arxiv.org/abs/{paper(7).id}v2")
        await user.press("enter", "F")
        await user.until(lambda: user.current == paper(7).id)

    drive(library, play)
    assert f"id_list={paper(7).id}v2&" in arxiv.asked[-1]


def test_the_message_on_many_missing_ids_still_names_the_key(library: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type(" ".join(f"1901.{number:05d}" for number in range(1, 31)))
        await user.press("enter")
        assert user.message == "not here: 1901.00001 and 29 more · F fetches them"

    drive(library, play)


def test_an_id_unknown_to_arxiv_is_reported(arxiv: ArxivServer, library: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("2310.00001")
        await user.press("enter", "F")
        await user.until(lambda: "arXiv has no such paper" in user.message)

    drive(library, play)
