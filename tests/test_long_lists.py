"""Commands over a long list work in steps: keys wait, Esc stops, and one undo reverts all."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Generator, Sequence
from typing import Any

import pytest
from textual import events

from arxtui.model import Head
from arxtui.store import Library
from arxtui.ui import long_work
from arxtui.ui.controllers.undo_positions import Spots
from arxtui.ui.long_work import AT_ONCE
from arxtui.ui.unread_rows import next_unread, unread_rows
from arxtui.ui.view_counts import COUNTED, count, findable
from arxtui.view import View
from tests.counting import longest_step
from tests.long_library import MANY, begin_marking_all, open_all, take
from tests.screen import Driver, drive


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


def unread(library: Library) -> int:
    return MANY - library.marks.total("read")


def test_all_papers_are_marked_as_read_in_steps_as_a_single_action(long: Library) -> None:
    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        assert unread(long) == MANY
        assert "reading the papers · Esc stops" in user.main.message.text
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


@pytest.fixture
def single_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every turn of a long work take a single step, so that a test can come in between."""
    monkeypatch.setattr(long_work, "SLICE", 0)


def journal_of(library: Library) -> bytes:
    """Return the bytes of the journals of a library."""
    return b"".join(path.read_bytes() for path in library.path.glob("marks/*.jsonl"))


async def begin_writing_all(user: Driver) -> bytes:
    """Mark all papers as read until a part of the line is written; return the journal before."""
    library = user.library
    library.act([user.current], {"#gan": True})
    before = journal_of(library)
    await begin_marking_all(user)
    await user.until(lambda: len(journal_of(library)) > len(before))
    assert not unread(library) < MANY
    return before


@pytest.mark.usefixtures("single_steps")
def test_esc_behind_the_last_step_of_the_writing_claims_nothing(long: Library) -> None:
    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        await user.until(lambda: long.acts_written == 1)
        user.main.action_verb("back", "escape")
        assert user.main.long_work.is_running
        assert "nothing was changed" not in user.main.message.text
        await user.until(lambda: not user.main.long_work.is_running)
        assert user.message.startswith("read: 6,500 papers")
        assert unread(long) == 0
        await user.press("u")
        await user.until(lambda: unread(long) == MANY)

    drive(long, play)


@pytest.mark.usefixtures("single_steps")
def test_an_action_over_all_papers_shows_how_far_it_is(long: Library) -> None:
    shown: list[str] = []

    async def play(user: Driver) -> None:
        def has_ended() -> bool:
            shown.append(user.main.message.text)
            return not user.main.long_work.is_running

        await begin_marking_all(user)
        await user.until(has_ended)
        for key in ("u", "U", "u"):
            user.main.action_verb({"u": "undo", "U": "redo"}[key], key)
            await user.until(has_ended)

    drive(long, play)
    for does in ("marking as read", "undoing", "doing it again"):
        lines = [line for line in shown if line.startswith(f"{does}, ")]
        found = [re.match(rf"{does}, (\d+) %", line) for line in lines]
        per_cent = [int(each[1]) for each in found if each]
        assert len(per_cent) == len(lines)
        assert min(per_cent) < 30
        assert max(per_cent) > 85
        assert any(line.endswith(" % · Esc stops") for line in lines)
        assert any(line.endswith(" %") for line in lines)  # it is in the journal


@pytest.mark.parametrize("key", ["q", "ctrl+z", "s", "j"])
def test_a_key_behind_an_action_over_all_papers_waits_for_its_end(long: Library, key: str) -> None:
    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        assert user.main.held.take(events.Key(key, None))
        user.main.held.drop()
        assert user.main.held.take(events.Key("q", "q"))  # one step back, to the newest day
        await user.until(lambda: len(user.main.shown.heads) == 100)
        assert unread(long) == 0

    drive(long, play)


@pytest.mark.usefixtures("single_steps")
@pytest.mark.parametrize("again", [True, False], ids=["again", "not again"])
def test_ctrl_c_asks_before_it_takes_back_an_action(long: Library, again: bool) -> None:
    journals: list[bytes] = []

    async def play(user: Driver) -> None:
        journals.append(await begin_writing_all(user))
        user.main.action_verb("leave", "ctrl+c")
        asks = "press again to quit and lose 1 unsaved action (it is being written)"
        assert user.main.message.text == asks
        assert user.main.long_work.is_running
        size = len(journal_of(long))
        await user.until(lambda: len(journal_of(long)) > size)
        assert user.main.message.text == asks  # its progress does not replace the question
        if again:
            user.main.action_verb("leave", "ctrl+c")
        else:
            await user.until(lambda: user.message.startswith("read: 6,500 papers"))
            user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert (journal_of(long) == journals[0]) == again
    assert unread(Library(long.path, "test-0001")) == MANY * again


@pytest.mark.usefixtures("single_steps")
@pytest.mark.parametrize("key", ["ctrl+c", "escape"])
def test_the_question_of_ctrl_c_stays_until_it_is_answered(long: Library, key: str) -> None:
    asks = "press again to quit and lose 1 unsaved action (it is being written)"

    async def play(user: Driver) -> None:
        await begin_marking_all(user)
        assert user.main.message.text.startswith("reading the papers")
        user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: journal_of(long) != b"")  # the next part of the command
        assert user.main.message.text == asks
        if key == "escape":
            user.main.action_verb("back", "escape")
            assert user.message == "stopped · nothing was changed"
            await begin_writing_all(user)
            assert user.main.message.text.startswith("marking as read, ")
            user.main.action_verb("leave", "ctrl+c")
            assert user.main.message.text == asks
        user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert unread(Library(long.path, "test-0001")) == MANY


@pytest.mark.usefixtures("single_steps")
def test_an_end_of_the_program_takes_back_an_action_that_is_half_written(long: Library) -> None:
    journals: list[bytes] = []

    async def play(user: Driver) -> None:
        journals.append(await begin_writing_all(user))
        user.app.exit()  # as a signal does
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert journal_of(long) == journals[0]
    long.act(["2501.00000"], {"star": True})  # the lock is free
    assert not long.problems


async def select_all(user: Driver) -> None:
    """Select the papers of all days."""
    await open_all(user)
    await user.press("g", "space", "G", "v")
    assert len(user.main.papers.selected) == MANY


@pytest.mark.usefixtures("single_steps")
@pytest.mark.parametrize("key", ["d", "s", "t", "r"])
def test_a_command_on_a_long_selection_reads_its_papers_in_steps(long: Library, key: str) -> None:
    async def play(user: Driver) -> None:
        await select_all(user)
        verbs = {"d": "done", "s": "star", "t": "tag", "r": "toggle_read"}
        user.main.action_verb(verbs[key], key)
        assert user.main.long_work.is_running
        assert user.main.message.text == "reading the papers · Esc stops"
        user.main.action_verb("back", "escape")
        assert user.message == "stopped · nothing was changed"
        assert long.acts_written == 0
        assert len(user.main.papers.selected) == MANY

    drive(long, play)


def test_a_long_selection_is_tagged_and_judged_as_single_actions(long: Library) -> None:
    async def play(user: Driver) -> None:
        await select_all(user)
        await user.press("t")
        await user.until(lambda: user.main.box.prompt is not None)
        await user.type("nerf")
        await user.press("enter")
        await user.until(lambda: user.message.startswith("tagged nerf: 6,500 papers"))
        assert long.marks.tags() == {"nerf": MANY}
        await user.press("d")
        await user.until(lambda: unread(long) == 0 and not user.main.long_work.is_running)
        assert not user.main.papers.selected
        await user.press("u")
        await user.until(lambda: unread(long) == MANY and not user.main.long_work.is_running)
        assert len(user.main.papers.selected) == MANY
        assert user.message.startswith("undone: read · 6500 papers")
        await user.press("u")
        await user.until(lambda: not long.marks.tags() and not user.main.long_work.is_running)
        assert [act.summary() for act in long.log.newest_first()][-1] == (
            "tagged nerf · 6500 papers"
        )

    drive(long, play)


def test_no_count_is_negative_while_marked_papers_are_not_indexed_yet(long: Library) -> None:
    heads = list(long.papers.heads())
    long.act([head.id for head in heads], {"pile": "read"})
    whole = count(long, View(), heads)
    assert (whole.unread, whole.knows_unread) == (0, True)
    indexed = count(long, View(), heads[: COUNTED + 1])
    assert (indexed.unread, indexed.knows_unread) == (0, False)


def test_a_long_filtered_list_claims_no_wrong_number_of_unread_papers(long: Library) -> None:
    heads = list(long.papers.heads())
    long.act([head.id for head in heads], {"star": True, "pile": "read"})
    starred = count(long, View(only="starred"), heads)
    assert (starred.unread, starred.knows_unread) == (0, False)
    read = count(long, View(only="read"), heads)
    assert (read.unread, read.knows_unread) == (0, True)


class Cycle:
    """An object that only a collection of garbage frees."""

    def __init__(self) -> None:
        self.itself = self


def test_the_garbage_of_ten_long_works_is_freed(seeded: Library) -> None:
    made: list[weakref.ref[Cycle]] = []

    def work() -> Generator[None, None, bool]:
        for _ in range(300):
            made.extend(weakref.ref(Cycle()) for _ in range(100))
            yield
        return True

    async def play(user: Driver) -> None:
        before = gc.get_threshold()
        for _ in range(10):
            user.main.long_work.run("working", work(), bool)
            await user.until(lambda: not user.main.long_work.is_running)
            assert gc.isenabled()
            assert gc.get_threshold() == before

    gc.enable()
    drive(seeded, play)
    assert len(made) == 300_000
    gc.collect()
    alive = sum(cycle() is not None for cycle in made)
    assert alive < 300  # the object that was in use during each of some dozen collections


def test_the_place_before_an_action_on_a_long_selection_is_read_in_steps(long: Library) -> None:
    async def play(user: Driver) -> None:
        await select_all(user)
        counted = Counted(user.main.shown.heads)
        user.main.shown.heads = counted
        spot = Spots(user.main).here()
        assert spot is not None
        assert counted.taken == 1
        taken: list[int] = []
        take(spot.reading, taken, lambda: counted.taken)
        assert taken == [1_001, 2_001, 3_001, 4_001, 5_001, 6_001]
        assert len(spot.ids) == MANY
        user.main.shown.heads = counted.heads

    drive(long, play)


def test_a_selection_is_restored_in_another_list_too(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "space", "space")
        chosen = user.main.papers.content.ids(user.main.papers.selected)
        await user.press("d", "S", "t", "u")
        assert user.main.papers.content.ids(user.main.papers.selected) == chosen
        assert len(chosen) == 3

    drive(seeded, play)


def test_no_step_of_days_counts_marks_and_orders_grows_with_the_library(long: Library) -> None:
    steps = list(long.papers.unread_by_day("2025"))
    assert len(steps) > 65  # a day a step, and the parts of the heads
    long.act([head.id for head in long.papers.heads()], {"star": True, "pile": "later"})
    heads = long.papers.heads()
    most = 90_000  # lines of Python, of which a millisecond has about 10,000
    assert longest_step(long.papers.marked_in_steps()) < most
    assert longest_step(long.papers.unread_by_day("2025")) < most
    assert longest_step(long.marks.starred_in_steps()) < most
    ordered = View(order="title").applied(heads, long.marks.of)
    assert longest_step(ordered) < most / 5


def test_a_list_that_is_filled_again_looks_at_the_first_rows_of_a_long_selection() -> None:
    assert findable(frozenset(range(100_000))) == list(range(2 * COUNTED))
