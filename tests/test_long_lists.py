"""Commands over a long list work in steps: keys wait, Esc stops, and one undo reverts all."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual import events

from arxtui import loader
from arxtui.model import Head
from arxtui.store import Library
from arxtui.store.act import PAPERS_A_STEP, Act
from arxtui.store.act_line import act_of, encode
from arxtui.store.long_line import LongLine, in_steps, unless_long
from arxtui.ui.long_work import AT_ONCE
from arxtui.ui.unread_rows import next_unread, unread_rows
from arxtui.work_in_steps import finish
from tests.screen import Driver, drive

T = TypeVar("T")

MANY = 6_500
"""More papers than are looked at in the turn of a key."""


DAYS = 65
RECORD = """### Paper {number} on light
- **Arxiv ID**: http://arxiv.org/abs/{id}v1
- **DOI**: None
- **Categories**: **cs.CV**
- **Links**: [PDF](http://arxiv.org/pdf/{id}v1)
- **Published**: {day} 10:00:00+00:00
- **Updated**: {day} 10:00:00+00:00
- **Authors**: Ada Lovelace
- **Comment**: None
- **Journal**: None
- **Summary**: We look at light.



"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with many papers."""
    folder = tmp_path_factory.mktemp("many")
    listings = []
    for at in range(DAYS):
        day = date(2025, 1, 1) + timedelta(at)
        text = f"# Arxiv Papers in cs.CV on {day}\n"
        for number in range(at * 100, at * 100 + 100):
            text += RECORD.format(number=number, id=f"2501.{number:05d}", day=day)
        listing = folder / f"{day}.md"
        listing.write_text(text, "utf-8")
        listings.append(str(listing))
    library = Library(folder / "library", "test-0001")
    loader.load(library, listings)
    library.close()
    return folder / "library"


@pytest.fixture
def long(made: Path, tmp_path: Path) -> Iterator[Library]:
    """Return a separate library with many papers."""
    shutil.copytree(made, tmp_path / "library")
    library = Library(tmp_path / "library", "test-0001")
    yield library
    library.close()


class Counted(Sequence[Head]):
    """Papers that count how often a paper is read."""

    def __init__(self, heads: Sequence[Head]) -> None:
        self.heads = heads
        self.taken = 0

    def __len__(self) -> int:
        return len(self.heads)

    def __getitem__(self, row: Any) -> Any:
        self.taken += 1
        return self.heads[row]


def test_a_step_looks_at_a_thousand_rows(long: Library) -> None:
    day = long.papers.day("2025-01-01")
    heads = Counted([day[0]] * MANY)
    steps = unread_rows(long, heads)
    for number in range(1, 7):
        next(steps)
        assert heads.taken == number * 1_000
    long.act([day[0]], {"pile": "read"})
    heads.taken = 0
    search = next_unread(long, heads, -1, 1, wrap=False)
    for number in range(1, 7):
        next(search)
        assert heads.taken == number * 1_000


async def open_all(user: Driver) -> None:
    """Show the papers of all days in one list."""
    await user.press("V", "a")
    await user.until(lambda: len(user.main.shown.heads) == MANY)
    await user.until(lambda: not user.main.shown.lookup.searching)


async def begin_marking_all(user: Driver) -> None:
    """Begin to mark the papers of all days as read, which takes many steps."""
    await open_all(user)
    await user.press("A")
    await user.until(lambda: "6,500 unread papers as read?" in user.text())
    user.main.questions.answered("y", "y")
    assert user.main.long_work.is_running


def unread(library: Library) -> int:
    return MANY - library.marks.total("read")


def test_all_papers_are_marked_as_read_in_steps_as_a_single_action(long: Library) -> None:
    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        assert unread(long) == MANY
        assert "marking as read · Esc stops" in user.main.message.text
        assert user.main.held.take(events.Key("s", "s"))  # it waits
        assert not long.marks.total("star")
        await user.until(lambda: long.marks.total("star") == 1)
        assert unread(long) == 0
        await user.press("u", "u")
        await user.until(lambda: unread(long) == MANY)

    drive(long, play)


def test_esc_stops_marking_before_anything_is_written(long: Library) -> None:
    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        assert user.main.held.take(events.Key("s", "s"))
        await user.press("escape")
        assert not user.main.long_work.is_running
        assert "nothing was changed" in user.message
        assert len(user.main.shown.heads) == MANY
        await user.press("j")
        assert user.main.papers.cursor == 1
        assert (unread(long), long.marks.total("star")) == (MANY, 0)

    drive(long, play)


def test_the_next_unread_paper_of_a_long_list_is_looked_for_in_steps(long: Library) -> None:
    async def play(user: Driver) -> None:
        await open_all(user)
        heads = user.main.shown.heads
        last = heads[MANY - 1]
        long.act(heads[: MANY - 1], {"pile": "read"})
        user.main.shown.changed({last.id})
        user.main.action_verb("next_unread", "n")
        assert user.main.long_work.is_running
        assert user.main.held.take(events.Key("s", "s"))
        await user.until(lambda: long.marks.has_star(last.id))
        assert user.main.papers.cursor == MANY - 1

    drive(long, play)


def test_a_list_of_usual_size_has_nothing_to_wait_for(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("A", "y")
        assert not user.main.long_work.is_running
        assert seeded.marks.total("read") == 90

    assert AT_ONCE * 1_000 >= 5_000
    drive(seeded, play)


def take(steps: Generator[Any, None, T], counts: list[int], look: Callable[[], int]) -> T:
    """Take steps to their end, and note after each how far `look` has come."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        counts.append(look())


def most_at_once(counts: list[int]) -> int:
    """Return by how much a step changed the count at most."""
    return max(abs(after - before) for before, after in pairwise([counts[0], *counts]))


def test_an_action_is_written_and_folded_some_hundred_papers_a_step(long: Library) -> None:
    ids = long.papers.day_ids("2025-01-01") + tuple(f"2501.{at:05d}" for at in range(100, MANY))
    sizes: list[int] = []
    marked: list[int] = []
    versions = dict.fromkeys(ids, 1)
    folder = long.path / "marks"

    def written() -> int:
        marked.append(long.marks.total("read"))
        return sum(path.stat().st_size for path in folder.glob("*.jsonl"))

    receipt = take(long.act_in_steps(ids, {"pile": "read"}, versions), sizes, written)
    assert len(receipt.ids) == MANY
    assert most_at_once(marked) == PAPERS_A_STEP
    assert most_at_once(sizes) < 120 * PAPERS_A_STEP
    marked.clear()
    sizes.clear()
    step = finish(long.log.undoable())
    assert step is not None
    assert step.act.ids == ids
    undone = take(long.reverse_in_steps(step.act.t, back=True), sizes, written)
    assert undone is not None
    assert most_at_once(marked) == PAPERS_A_STEP
    assert most_at_once(sizes) < 120 * PAPERS_A_STEP
    assert not long.marks.ids()
    again = Library(long.path, "test-0001")
    assert not again.marks.ids()
    assert not again.problems


def test_an_action_that_ends_before_its_last_piece_was_never_done(long: Library) -> None:
    ids = [f"2501.{at:05d}" for at in range(MANY)]
    long.act(ids[:1], {"star": True})
    journal = next((long.path / "marks").glob("*.jsonl"))
    before = journal.read_bytes()
    versions = dict.fromkeys(ids, 1)
    steps = 0
    while True:
        acting = long.act_in_steps(ids, {"pile": "read"}, versions)
        for _ in range(steps):
            next(acting)
        if long.checkpoint.is_folding:
            break
        acting.close()
        assert journal.read_bytes() == before
        assert long.marks.total("read") == 0
        steps += 1
    assert steps > 2 * MANY // PAPERS_A_STEP
    acting.close()  # too late: the line is written
    long.checkpoint.save()
    assert long.marks.total("read") == MANY
    assert Library(long.path, "test-0001").marks.total("read") == MANY


def test_an_action_that_is_killed_between_two_pieces_was_never_done(
    long: Library, tmp_path: Path
) -> None:
    ids = [f"2501.{at:05d}" for at in range(MANY)]
    acting = long.act_in_steps(ids, {"pile": "read"}, dict.fromkeys(ids, 1))
    copies = 0
    while not long.checkpoint.is_folding:
        next(acting)
        here = tmp_path / f"copy-{copies % 2}"
        shutil.rmtree(here, ignore_errors=True)
        (here / "marks").mkdir(parents=True)
        for path in (long.path / "marks").glob("*.jsonl"):
            shutil.copy(path, here / "marks")
        size = sum(path.stat().st_size for path in here.glob("marks/*.jsonl"))
        copy = Library(here, "test-0001")
        total = copy.marks.total("read")
        assert total in (0, MANY)
        assert (total == MANY) == long.checkpoint.is_folding
        copies += size > 1_000
    assert copies > MANY // PAPERS_A_STEP
    acting.close()


def test_marks_that_are_read_while_an_action_is_folded_are_whole(long: Library) -> None:
    ids = [f"2501.{at:05d}" for at in range(MANY)]
    acting = long.act_in_steps(ids, {"pile": "read"}, dict.fromkeys(ids, 1))
    while not long.checkpoint.is_folding:
        next(acting)
    next(acting)
    assert 0 < long.marks.total("read") < MANY
    long.act(ids[:1], {"star": True})  # the next action comes behind all of it
    assert long.marks.total("read") == MANY
    assert [act.summary() for act in long.log.newest_first()][1] == "read · 6500 papers"
    acting.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line,
        lambda line: line.replace(b'"pile":"read"', b'"pile":"reed"', 1),
        lambda line: line.replace(b'"2501.00007"', b'"2501.0007"', 1),
        lambda line: line[:-3] + b'0"}',
        lambda line: line.replace(
            b'"was":{', b'"was":{"2501.00001":{"note":["},\\"2501.1\\":{",null]},', 1
        ),
        lambda line: line.replace(b'{"t"', b'{ "t"', 1),
        lambda line: line.replace(b'"ids":["2501.00000",', b'"ids":[7,', 1),
        lambda line: line.replace(b'"set":{', b'"set":{"x":{"was":{}},', 1),
    ],
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_long_line_is_read_in_steps_as_it_is_at_once(
    change: Callable[[bytes], bytes], is_sealed: bool
) -> None:
    ids = tuple(f"2501.{at:05d}" for at in range(9_000))
    each: dict[str, dict[str, Any]] = {}
    was: dict[str, dict[str, tuple[Any, str | None]]] = {}
    for paper_id in ids:
        each[paper_id] = {"note": '},"2501.1":{ é', "cite": {"title": "a]", "key": paper_id}}
        was[paper_id] = {
            "pile": (None, None),
            "cite": ({"key": "},"}, "2026-01-01T00:00:00.000000Z"),
        }
    act = Act("2026-01-02T00:00:00.000000Z", "m-0001", ids, {"pile": "read"}, each, was)
    line = change(encode(act)[:-1])
    if is_sealed:
        body = line[: line.rindex(b',"c":"')]
        line = body + b',"c":"%08x"}' % zlib.crc32(body)
    found = unless_long(line, "m-0001")
    steps: list[int] = []
    expected = act_of(line, "m-0001")
    if isinstance(found, LongLine):
        assert take(in_steps(found), steps, int) == expected
    else:
        assert found == expected


@pytest.mark.parametrize("about", [{}, {"undo": "2026-01-01T00:00:00.000000Z"}, {"loaded": True}])
@pytest.mark.parametrize("has_each", [True, False])
def test_a_step_reads_some_hundred_papers_of_a_long_line(
    about: dict[str, Any], has_each: bool
) -> None:
    ids = tuple(f"2501.{at:05d}" for at in range(20_000))
    each = {paper_id: {"#a": True} for paper_id in ids if has_each}
    was = {paper_id: {"pile": ("later", None)} for paper_id in ids}
    act = Act("2026-01-02T00:00:00.000000Z", "m-0001", ids, {"pile": "read"}, each, was, **about)
    found = unless_long(encode(act)[:-1], "m-0001")
    assert isinstance(found, LongLine)
    steps: list[int] = []
    assert take(in_steps(found), steps, int) == act
    assert len(steps) > len(ids) // 1_000
