"""The weeks of reading: counted from the acts, in local time, without acts that were undone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.cli.local_time import monday
from arxtui.cli.reading_weeks import weeks
from arxtui.store import Act, Library
from tests.test_log_and_stats import ONE, THREE, TWO, Clock, mark

MONDAY = date(2026, 11, 16)
NEXT = date(2026, 11, 23)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Return a function that sets the zone of the system."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    put("UTC")
    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock(zone: object) -> Clock:
    return Clock("2026-11-22T23:30:00")


@pytest.fixture
def marked(seeded: Library, folder: Path, clock: Clock) -> Library:
    return Library(folder, "test-0001", clock=clock)


def counted(
    library: Library, count: int = 8, today: date = date(2026, 11, 22)
) -> list[tuple[date, int, int, int]]:
    found = weeks(library.log.newest_first(), today, count)
    return [(week.begin, week.seen, week.starred, week.minutes) for week in found]


def test_papers_and_minutes_of_a_week_are_counted(marked: Library, clock: Clock) -> None:
    mark(marked, ONE, pile="read")
    clock.later(minutes=4)
    mark(marked, f"{ONE} {TWO}", star=True)
    clock.later(minutes=5)
    mark(marked, TWO, pile="later")
    clock.later(minutes=6)  # a pause
    mark(marked, THREE, **{"#nerf": True})
    assert counted(marked) == [(MONDAY, 2, 2, 9)]


def test_only_the_last_mark_of_a_paper_counts(marked: Library) -> None:
    mark(marked, f"{ONE} {TWO}", pile="read", star=True)
    mark(marked, ONE, pile="unread")
    mark(marked, TWO, star=False)
    assert counted(marked) == [(MONDAY, 1, 1, 0)]


def test_undone_actions_do_not_count_and_redone_actions_do(marked: Library) -> None:
    mark(marked, ONE, star=True)
    mark(marked, f"{ONE} {TWO}", pile="read")
    marked.undo()
    assert counted(marked) == [(MONDAY, 0, 1, 0)]
    marked.redo()
    assert counted(marked) == [(MONDAY, 2, 1, 0)]
    marked.undo()
    marked.undo()
    assert counted(marked) == [(MONDAY, 0, 0, 0)]


def test_undo_on_another_machine_reverts_only_its_own_actions(
    marked: Library, folder: Path, clock: Clock
) -> None:
    mark(marked, ONE, star=True)
    other = Library(folder, "desk-0002", clock=clock)
    mark(other, TWO, star=True)
    other.undo()
    assert counted(marked) == [(MONDAY, 0, 1, 0)]


def test_weeks_are_in_local_time(marked: Library, zone: object) -> None:
    mark(marked, ONE, pile="read")  # Sunday in UTC, Monday in Tokyo
    assert counted(marked) == [(MONDAY, 1, 0, 0)]
    zone("Asia/Tokyo")  # type: ignore[operator]
    assert counted(marked, today=NEXT) == [(NEXT, 1, 0, 0)]


def test_a_week_begins_on_monday() -> None:
    assert monday(NEXT) == NEXT
    assert monday(date(2026, 11, 29)) == NEXT
    assert monday(date(1, 1, 1)) == date(1, 1, 1)


def test_weeks_without_an_action_are_listed_between_others(marked: Library, clock: Clock) -> None:
    mark(marked, ONE, pile="read")
    clock.later(days=15)
    mark(marked, TWO, pile="read")
    found = counted(marked, today=date(2026, 12, 16))
    assert [seen for _, seen, _, _ in found] == [0, 1, 0, 0, 1]
    assert found[0][0] == date(2026, 12, 14)
    assert [seen for _, seen, _, _ in counted(marked, 2, date(2026, 12, 16))] == [0, 1]


def test_no_more_actions_are_read_than_the_weeks_have(marked: Library, clock: Clock) -> None:
    for number in range(50):
        mark(marked, ONE, star=number % 2 == 0)
    clock.later(days=30)
    mark(marked, TWO, star=True)
    clock.later(days=7)
    mark(marked, TWO, star=False)
    read: list[Act] = []

    def counting() -> Iterator[Act]:
        for act in marked.log.newest_first():
            read.append(act)
            yield act

    assert len(weeks(counting(), clock.time.date(), 2)) == 2
    assert len(read) == 3


def test_minutes_across_sunday_midnight_count_for_the_later_week(
    marked: Library, clock: Clock
) -> None:
    mark(marked, ONE, pile="read")
    for number in range(15):
        clock.later(minutes=4)
        mark(marked, ONE, star=number % 2 == 0)
    found = counted(marked, today=NEXT)
    assert found == [(NEXT, 0, 1, 32), (MONDAY, 1, 1, 28)]


def test_actions_dated_in_the_future_are_left_out(marked: Library, clock: Clock) -> None:
    mark(marked, ONE, pile="read")
    clock.later(days=14)
    mark(marked, TWO, pile="read")
    assert counted(marked) == [(MONDAY, 1, 0, 0)]
    marked.undo()
    marked.undo()
    assert counted(marked) == [(MONDAY, 0, 0, 0)]


def test_without_an_action_there_is_no_week(marked: Library) -> None:
    assert counted(marked) == []
    assert counted(marked, 10**9) == []


def test_weeks_are_printed_in_a_pipe_and_as_json(
    folder: Path, marked: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(marked, f"{ONE} {TWO}", pile="read", star=True)
    mark(marked, ONE, **{"#nerf": True})
    assert run(["--library", str(folder), "stats", "--weeks", "1000000"]) == 0
    assert capsys.readouterr().out.split("\n")[-2] == "2026-11-16\t2\t2\t0"
    assert run(["--library", str(folder), "stats", "--json", "--weeks", "1000000"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["weeks"][-1] == {"begin": "2026-11-16", "seen": 2, "starred": 2, "minutes": 0}
    del record["weeks"]
    assert record == {
        "papers": 90,
        "days": 1,
        "unread": 88,
        "later": 0,
        "read": 2,
        "starred": 2,
        "tagged": 1,
        "noted": 0,
        "tags": {"nerf": 1},
    }


def test_an_invalid_number_of_weeks_is_refused(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "stats", "--weeks", "0"]) == 2
    assert "not a count: '0'" in capsys.readouterr().err
