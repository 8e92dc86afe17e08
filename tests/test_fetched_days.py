"""Which days count as fetched: a test for each way in which a day wrongly counted as complete."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import orjson
import pytest

from arxtui.loader import Report
from arxtui.model import Paper
from arxtui.network import arxiv_client
from arxtui.network.fetch import Request, fetch
from arxtui.store import Library, NotOnDisk
from tests.arxiv_server import ArxivServer
from tests.conftest import in_place_of_arxiv, paper

FIRST = date(2023, 10, 2)
DAYS = 20
NOW = datetime(2023, 11, 20, 8, tzinfo=UTC)
WISH = Request(["cs.CV"], FIRST)


def some_papers(first: date, days: int, each: int) -> list[Paper]:
    """Return `each` papers of each day."""
    return [
        paper((first.toordinal() + at) % 9000 * 10 + number, day=str(first + timedelta(days=at)))
        for at in range(days)
        for number in range(each)
    ]


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with two papers a day, asked without pauses, 10 papers at a time."""
    monkeypatch.setattr(arxiv_client, "PAGE", 10)
    with in_place_of_arxiv(monkeypatch, some_papers(FIRST, DAYS, 2)) as server:
        set_clock(server, NOW)
        yield server


def set_clock(arxiv: ArxivServer, now: datetime) -> None:
    arxiv.today = format_datetime(now)


def complete(library: Library, category: str = "cs.CV") -> list[str]:
    """Return the days that are complete in fetched.json."""
    path = library.path / "catalogue" / "fetched.json"
    if not path.exists():
        return []
    days: list[str] = orjson.loads(path.read_bytes())["fetched"].get(category, {"complete": []})[
        "complete"
    ]
    return days


def all_there(library: Library, arxiv: ArxivServer) -> bool:
    return {head.id for head in library.papers.heads()} == {one.id for one in arxiv.papers}


def reasons(report: Report) -> list[str]:
    return [problem.reason for problem in report.problems]


def the_next_fetch_brings_the_rest(
    library: Library, arxiv: ArxivServer, now: datetime = NOW
) -> None:
    assert fetch(library, Request(["cs.CV"]), now=now).problems == ()
    assert all_there(library, arxiv)
    assert len(complete(library)) == DAYS


# Ends of a fetch while it writes


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes: a full disk, which has room for small files only."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_fetch_on_a_full_disk_completes_no_day(arxiv: ArxivServer, library: Library) -> None:
    large = [paper(at, day="2023-10-12")._replace(abstract="long " * 900) for at in range(1, 5)]
    arxiv.papers += large
    with files_at_most(12_000), pytest.raises(NotOnDisk):
        fetch(library, WISH, now=NOW)
    assert 0 < len(library.papers.days()) < DAYS
    assert complete(library) == []
    assert fetch(library, WISH, now=NOW).problems == ()
    assert all_there(library, arxiv)
    assert len(complete(library)) == DAYS


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_while_papers_are_stored_completes_no_day_without_its_papers(
    times: int, arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.replace
    left = [5, 8][:times]  # renames until the next Ctrl-C

    def interrupted(source: str, target: Path) -> None:
        rename(source, target)
        if left:
            left[0] -= 1
            if not left[0]:
                left.pop(0)
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "replace", interrupted)
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a job in the background has it ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            fetch(library, WISH, now=NOW)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not left
    here = {head.day for head in library.papers.heads()}
    if times == 1:  # the papers that arrived are kept
        assert all_there(library, arxiv)
    else:
        assert 0 < len(here) < DAYS
    assert set(complete(library)) <= here
    assert fetch(library, WISH, now=NOW).problems == ()
    assert all_there(library, arxiv)


def test_days_are_recorded_after_their_papers_are_on_disk(
    arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed: set[str] = set()
    synced: set[str] = set()
    at_the_note: list[set[str]] = []
    rename = os.replace
    sync = os.fsync
    sync_everything = os.sync

    def noted_rename(source: str, target: Path) -> None:
        if Path(target).name == "fetched.json":
            at_the_note.append(renamed - synced)
            assert os.path.realpath(source) in synced
        renamed.add(os.path.realpath(target))
        rename(source, target)

    def noted_sync(fd: int) -> None:
        synced.add(os.readlink(f"/proc/self/fd/{fd}"))
        sync(fd)

    def noted_sync_everything() -> None:
        synced.update(renamed)
        sync_everything()

    monkeypatch.setattr(os, "replace", noted_rename)
    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "sync", noted_sync_everything)
    arxiv.papers[:] = arxiv.papers[:6]  # three days: few enough to be synced singly
    fetch(library, WISH, now=NOW)
    days = {os.path.realpath(path) for path in (library.path / "catalogue").rglob("2023*.json")}
    assert len(days) == 3
    assert [left & days for left in at_the_note] == [set()]
    assert str(library.path / "catalogue") in synced
    synced.clear()
    library.close()
    os.unlink(
        library.path / "catalogue" / "fetched.json"
    )  # its papers came, and it was never written: kill -9
    fetch(Library(library.path, "test-0001"), WISH, now=NOW)
    assert days <= synced


# Clocks


@pytest.mark.parametrize("dates", [("header",), ("feed",), ("header", "feed"), ()])
def test_a_run_with_the_clock_44_days_ahead_loses_no_day(
    dates: tuple[str, ...], arxiv: ArxivServer, library: Library
) -> None:
    arxiv.dates = dates
    start = datetime(2023, 10, 22, 8, tzinfo=UTC)
    arxiv.papers[:] = some_papers(FIRST, 60, 2)
    every = list(arxiv.papers)

    def morning(days: int, ahead: int = 0) -> Report:
        now = start + timedelta(days=days)
        set_clock(arxiv, now)
        arxiv.papers[:] = [one for one in every if (one.published or "") < f"{now:%Y-%m-%d}"]
        return fetch(library, Request(["cs.CV"]), now=now + timedelta(days=ahead))

    morning(0)
    morning(1, ahead=44)
    for at in range(2, 30):
        assert morning(at).new == 2
    assert {head.day for head in library.papers.heads()} == {
        str(date(2023, 10, 15) + timedelta(days=at)) for at in range(36)
    }
    assert len(complete(library)) == (29 if dates else 0)  # 15 October to 12 November


def test_a_first_fetch_with_the_clock_ahead_begins_by_the_clock_of_arxiv(
    arxiv: ArxivServer, library: Library
) -> None:
    set_clock(arxiv, datetime(2023, 10, 22, 8, tzinfo=UTC))
    fetch(library, Request(["cs.CV"]), now=datetime(2024, 1, 10, tzinfo=UTC))
    assert min(head.day for head in library.papers.heads()) == "2023-10-15"
    stored = orjson.loads((library.path / "catalogue" / "fetched.json").read_bytes())
    assert stored == {"fetched": {"cs.CV": {"begin": "2023-10-15", "complete": []}}}


BEHIND = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2023, 9, 1, tzinfo=UTC)]
"""Clocks without a battery, and a clock that is 80 days late."""


@pytest.mark.parametrize("wrong", BEHIND)
def test_a_fetch_with_the_clock_behind_forgets_no_day(
    wrong: datetime, arxiv: ArxivServer, library: Library
) -> None:
    fetch(library, WISH, now=NOW)
    path = library.path / "catalogue" / "fetched.json"
    before = path.read_bytes()
    arxiv.papers.append(paper(70_001, day="2023-11-19"))
    assert fetch(library, Request(["cs.CV"]), now=wrong).problems == ()
    assert path.read_bytes() == before
    assert all_there(library, arxiv)


@pytest.mark.parametrize("wrong", BEHIND)
def test_a_first_fetch_with_the_clock_behind_begins_by_the_clock_of_arxiv(
    wrong: datetime, arxiv: ArxivServer, library: Library
) -> None:
    set_clock(arxiv, datetime(2023, 10, 20, 8, tzinfo=UTC))
    fetch(library, Request(["cs.CV"]), now=wrong)
    stored = orjson.loads((library.path / "catalogue" / "fetched.json").read_bytes())
    assert stored == {"fetched": {"cs.CV": {"begin": "2023-10-13", "complete": []}}}
    assert min(head.day for head in library.papers.heads()) == "2023-10-13"
    assert max(head.day for head in library.papers.heads()) == "2023-10-20"


def test_a_paper_of_a_future_day_is_refused(arxiv: ArxivServer, library: Library) -> None:
    odd = [paper(1, day="2999-01-01"), paper(2, day="2100-11-22")]
    arxiv.papers[:] = [*arxiv.papers, *odd]
    report = fetch(library, Request(query="all:abstract"), now=NOW)
    assert reasons(report) == [
        f"{one.id}: its date is in the future: {one.published}" for one in odd
    ]
    assert library.papers.days()[0] == "2023-10-21"


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-02-30T00:00:00Z", ""]
)
def test_a_paper_with_an_invalid_time_is_skipped_and_its_days_stay_incomplete(
    time: str, arxiv: ArxivServer, library: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    served = arxiv.papers[7]
    arxiv.papers[7] = served._replace(published="2023-10-05T07:07:07Z")
    arxiv.rewrite = (b"2023-10-05T07:07:07Z", time.encode())
    report = fetch(library, WISH, now=NOW)
    assert len(library.papers.heads()) == 39
    assert (
        reasons(report)[0]
        == f"cs.CV 2023-10-02 to 2023-10-31: skipping entry http://arxiv.org/abs/{served.id}v1"
        " missing <published>"
    )
    assert complete(library) == []
    assert capfd.readouterr() == ("", "")


# Answers that are right in form only


WRONG = {
    "shuffled": "25 of 40 papers arrived",
    "shifted": "36 of 40 papers arrived",
    "no total": "arXiv did not say how many papers there are, 40 arrived",
}


@pytest.mark.parametrize("answer", WRONG)
def test_answers_with_missing_papers_complete_no_day(
    answer: str, arxiv: ArxivServer, library: Library
) -> None:
    arxiv.answers[:] = ["ok", "ok", "ok", answer] if answer == "shifted" else [answer] * 5
    report = fetch(library, WISH, now=NOW)
    assert len(report.problems) == 1
    assert reasons(report)[0].startswith("cs.CV 2023-10-02 to 2023-10-31: ")
    assert reasons(report)[0].endswith(" arrived; these days are asked for again")
    assert complete(library) == []
    the_next_fetch_brings_the_rest(library, arxiv)


def test_shuffled_answers_followed_by_an_empty_answer_complete_no_day(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.answers[:] = ["shuffled", "403"]
    fetch(library, WISH, now=NOW)
    assert 0 < len(library.papers.heads()) < 40
    assert complete(library) == []
    the_next_fetch_brings_the_rest(library, arxiv)


def test_a_single_empty_answer_completes_no_day(arxiv: ArxivServer, library: Library) -> None:
    arxiv.papers += some_papers(date(2023, 11, 15), 3, 1)
    arxiv.answers[:] = ["nothing"]
    assert fetch(library, WISH, now=NOW).new == 3  # the second span had papers
    assert min(complete(library)) == "2023-11-01"
    assert fetch(library, WISH, now=NOW).new == 40


def test_a_second_empty_answer_on_another_day_completes_the_day(
    arxiv: ArxivServer, library: Library
) -> None:
    arxiv.papers[:] = some_papers(date(2023, 11, 5), 10, 1)
    fetch(library, WISH, now=NOW)
    first = [str(FIRST + timedelta(days=at)) for at in range(30)]
    assert not set(first) & set(complete(library))
    later = NOW + timedelta(hours=3)
    set_clock(arxiv, later)
    fetch(library, WISH, now=later)
    assert not set(first) & set(complete(library))  # the same day
    arxiv.papers += [paper(9, day="2023-11-20")]
    tomorrow = NOW + timedelta(days=1)
    set_clock(arxiv, tomorrow)
    fetch(library, WISH, now=tomorrow)
    assert set(first) <= set(complete(library))


def test_no_day_after_the_newest_paper_is_complete(arxiv: ArxivServer, library: Library) -> None:
    for at in range(3):
        now = NOW + timedelta(days=at)
        set_clock(arxiv, now)
        fetch(library, WISH, now=now)
        assert max(complete(library)) == "2023-10-21"  # the day of the newest paper


# fetched.json


WELL = {"begin": "2023-10-02", "complete": ["2023-10-02", "2023-10-03"]}


def test_recorded_days_that_are_impossible_or_in_the_future_are_ignored(
    arxiv: ArxivServer, library: Library
) -> None:
    path = library.path / "catalogue" / "fetched.json"
    path.parent.mkdir(parents=True)
    coming = [str(date(2023, 11, 1) + timedelta(days=at)) for at in range(100)]
    told = {
        "begin": "2023-10-02",
        "complete": ["2023-10-02", "2023-10-31", "2023-02-30", "x", *coming],
    }
    path.write_bytes(orjson.dumps({"fetched": {"cs.CV": told}}))
    arxiv.papers[:] = some_papers(date(2023, 11, 9), 5, 1)
    arxiv.asked.clear()
    now = datetime(2023, 11, 14, 8, tzinfo=UTC)
    set_clock(arxiv, now)
    report = fetch(library, Request(["cs.CV"]), now=now)
    assert reasons(report) == [
        "catalogue/fetched.json is damaged: days may be asked for again, or need --since DAY"
    ]
    assert report.new == 5
    assert "2023-11-07" not in complete(library)
    assert all(day <= "2023-11-06" for day in complete(library))


@pytest.mark.parametrize(
    "begin",
    [
        "2026-02-30",
        "1985-12-31",
        "2999-01-01",
        "0000-00-00",
        "9999-12-31",
        "0001-01-01",
        "",
        None,
        7,
        ["2023-10-02"],
    ],
)
def test_an_invalid_recorded_begin_does_not_stop_fetching(
    begin: object, arxiv: ArxivServer, library: Library
) -> None:
    path = library.path / "catalogue" / "fetched.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(
        orjson.dumps({"fetched": {"cs.CV": {"begin": begin, "complete": ["2023-10-03"]}, "x": 7}})
    )
    now = datetime(2023, 10, 22, 8, tzinfo=UTC)
    set_clock(arxiv, now)
    report = fetch(library, Request(["cs.CV"]), now=now)
    assert report.new >= 14
    assert len(report.problems) == 1
    assert len(arxiv.asked) < 10  # and not for all months since then
    assert orjson.loads(path.read_bytes())["fetched"]["cs.CV"]["begin"] <= "2023-10-15"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"fetched": []}', '{"fetched": 1}', "\xff", '{"fetched": {"cs.CV": 1}}'],
)
def test_a_damaged_record_of_days_is_reported_and_rewritten(
    text: str, arxiv: ArxivServer, library: Library
) -> None:
    path = library.path / "catalogue" / "fetched.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, "latin-1")
    report = fetch(library, WISH, now=NOW)
    assert [reason for reason in reasons(report) if "damaged" in reason]
    assert report.new == 40
    the_next_fetch_brings_the_rest(library, arxiv)


# Two at once


def test_two_fetches_at_once_record_both_categories(
    arxiv: ArxivServer, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC)
    set_clock(arxiv, today)
    arxiv.papers[:] = [
        paper(at, day=str(today.date() - timedelta(days=1)))._replace(
            categories=category,
            primary=category,
        )
        for at, category in enumerate(["cs.CV", "cs.LG"], 1)
    ]
    arxiv.gate = threading.Barrier(2)  # both have read fetched.json before either writes it
    command = [sys.executable, "-m", "arxtui", "--library", str(folder), "fetch"]
    processes = [
        subprocess.Popen(
            [*command, category], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for category in ("cs.CV", "cs.LG")
    ]
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert not err or err.startswith("waiting for another arxtui")
        assert "1 new" in out
    known = orjson.loads((folder / "catalogue" / "fetched.json").read_bytes())["fetched"]
    begin = str(today.date() - timedelta(days=7))
    assert known == {category: {"begin": begin, "complete": []} for category in ("cs.CV", "cs.LG")}


def test_a_damaged_day_is_restored_by_the_fetch_command_in_its_message(
    arxiv: ArxivServer, library: Library
) -> None:
    fetch(library, WISH, now=NOW)
    (library.path / "catalogue/2023/20231010.json").write_text("{")
    damaged = Library(library.path, "test-0001")
    assert "arxtui fetch --day 2023-10-10" in str(damaged.check()[0])
    day = date(2023, 10, 10)
    assert fetch(damaged, Request(["cs.CV"], day, day), now=NOW).new == 2
    assert all_there(damaged, arxiv)
    assert damaged.check() == []
