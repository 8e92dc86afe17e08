"""Commands over a long list work in steps: keys wait, Esc stops, and one undo reverts all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events

from arxtui import loader
from arxtui.model import Head
from arxtui.store import Library
from arxtui.ui.long_work import AT_ONCE
from arxtui.ui.unread_rows import next_unread, unread_rows
from tests.screen import Driver, drive

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
