"""A library with more papers than are looked at in the turn of a key."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from arxtui import loader
from arxtui.store import Library

if TYPE_CHECKING:
    from tests.screen import Driver

T = TypeVar("T")

MANY = 6_500
"""The number of its papers."""
IDS = tuple(f"2501.{at:05d}" for at in range(MANY))
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


def make(folder: Path) -> Path:
    """Make the library in a folder, and return its path."""
    listings = []
    for at in range(DAYS):
        day = date(2025, 1, 1) + timedelta(at)
        text = f"# Arxiv Papers in cs.CV on {day}\n"
        for number in range(at * 100, at * 100 + 100):
            text += RECORD.format(number=number, id=IDS[number], day=day)
        listing = folder / f"{day}.md"
        listing.write_text(text, "utf-8")
        listings.append(str(listing))
    library = Library(folder / "library", "test-0001")
    loader.load(library, listings)
    library.close()
    return library.path


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


def take(steps: Generator[Any, None, T], counts: list[int], look: Callable[[], int]) -> T:
    """Take steps to their end, and note after each how far `look` has come."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        counts.append(look())
