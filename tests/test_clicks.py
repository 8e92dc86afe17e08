"""Each key that is shown on the last row can be clicked, and does the same as when it is typed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.panes.box_keys import NAMES
from arxtui.ui.panes.line import KeysLine, Pairs, width_of
from tests.conftest import at_once, paper
from tests.screen import Driver, drive

WIDE = (100, 30)
NARROW = (60, 20)
STATES = {
    "list": (WIDE, ()),
    "selection": (WIDE, ("space", "space")),
    "selection of few keys": (NARROW, ("space", "space")),
    "reader": (WIDE, ("enter",)),
    "first pass": (WIDE, ("T",)),
    "second pass": (WIDE, ("T", "b", "b", "C", "A", "y")),
    "receipt": (WIDE, ("T", "b", "A", "y", "d")),
    "filter": (NARROW, ("f",)),
    "view": (NARROW, ("V",)),
    "order": (NARROW, ("S",)),
    "copy": (WIDE, ("y",)),
    "export": (NARROW, ("E",)),
    "authors": (WIDE, ("a",)),
    "links": (WIDE, ("O",)),
    "all read": (WIDE, ("A",)),
    "save": (WIDE, ("slash", *"gan", "enter", "w")),
    "search": (WIDE, ("slash", *"gan")),
    "tags": (WIDE, ("t", *"new")),
}
"""State -> size of the screen, and the keys that lead there."""
QUICK = ("selection of few keys", "first pass", "receipt", "filter", "authors", "all read", "tags")
"""The states that are tried in each run; ARXTUI_LONG tries all."""
TRIED = STATES if os.environ.get("ARXTUI_LONG") else QUICK
BIB = "~/starred.bib"
SETTINGS = Settings(mute={"robots": "ti:robot"}, bib=BIB, searches={"gan": "ti:gan"})


def shown(user: Driver) -> list[tuple[KeysLine, str, int, int]]:
    """Return (widget, key, column, line) of each key that can be clicked now."""
    found = []
    for widget in user.main.query(KeysLine):
        if widget.display and widget.region.height and widget.region.width:
            pairs = widget._fitting(widget.size.width)
            found += [(widget, key, column, 0) for key, column in columns(pairs)]
    return found


def columns(pairs: Pairs) -> list[tuple[str, int]]:
    """Return each key of pairs with the column of its first letter."""
    found = []
    for at, (key, _) in enumerate(pairs):
        column = width_of(pairs[:at]) + 1
        if key.endswith(":"):
            continue
        for word in key.split(" "):
            if len(word) == 1 or word in (*NAMES, "Enter", "Esc"):
                found.append((word, column))
            column += len(word) + 1
    return found


class Day:
    """A library with the seeds, fresh for each session."""

    def __init__(self, seeds: Path, folder: Path) -> None:
        self._seeds = seeds
        self._folder = folder

    def ends(self, state: str, place: int, *, click: bool) -> tuple[str, list[str]]:
        """Return a shown key, and the screen after it was clicked or typed."""
        shutil.rmtree(self._folder, ignore_errors=True)
        Path(BIB).expanduser().unlink(missing_ok=True)
        shutil.copytree(self._seeds, self._folder, copy_function=shutil.copy2)
        size, keys = STATES[state]
        seen: list[str] = []
        pressed = ""
        library = Library(self._folder, "test-0001", fsync=at_once)

        async def play(user: Driver) -> None:
            nonlocal pressed
            await user.press(*keys)
            places = shown(user)
            if place >= len(places):
                return
            widget, pressed, column, line = places[place]
            if click:
                await user.pilot.click(widget, offset=(column, line))
                await user.press()
            else:
                await user.press(NAMES.get(pressed, pressed))
            if user.app.is_running:
                await user.rest()
                seen.extend(user.lines())

        drive(library, play, size, SETTINGS)
        library.close()
        return pressed, seen


@pytest.mark.parametrize("state", TRIED)
def test_a_click_does_the_same_as_its_key(state: str, seeded_once: Path, folder: Path) -> None:
    day = Day(seeded_once, folder)
    place = 0
    while True:
        key, clicked = day.ends(state, place, click=True)
        if not key:
            break
        assert (key, clicked) == day.ends(state, place, click=False)
        place += 1
    assert place > 0


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
def test_the_keys_of_the_calendar_can_be_clicked(seeded: Library, size: tuple[int, int]) -> None:
    async def click(user: Driver, word: str) -> None:
        row = next(at for at, line in enumerate(user.lines()) if f" {word} " in f" {line} ")
        column = user.lines()[row].index(word)
        await user.pilot.click(offset=(column, row))
        await user.settle()

    async def play(user: Driver) -> None:
        before = user.lines()
        await user.press("D")
        await user.settle()
        await click(user, "Esc")
        assert user.lines() == before
        await user.press("D")
        await user.settle()
        await click(user, "Enter")
        assert user.app.screen is user.main
        assert "Mon 2023-10-30" in user.lines()[0]

    drive(seeded, play, size)


def two_years(library: Library) -> None:
    days = ("2022-03-01", "2022-04-01", "2023-10-28", "2023-10-30")
    papers = [paper(number, day=day) for number, day in enumerate(days, 1)]
    with library.loading() as load:
        load.put(papers, {"name": "a listing"})


def test_a_day_of_the_calendar_can_be_clicked_and_opened(library: Library) -> None:
    two_years(library)

    async def play(user: Driver) -> None:
        await user.press("D")
        await user.settle()
        row, column = next(
            (at, line.index("@")) for at, line in enumerate(user.lines()) if "@" in line
        )
        await user.pilot.click(offset=(column, row - 2))  # Saturday is five lines below Monday
        await user.pilot.click(offset=(column - 1, row + 5))
        await user.settle()
        assert "Sat 2023-10-28" in user.text()
        where = next((at, line.index("@")) for at, line in enumerate(user.lines()) if "@" in line)
        await user.pilot.click(offset=(where[1], where[0]))
        await user.until(lambda: user.app.screen is user.main)
        assert "Sat 2023-10-28" in user.lines()[0]

    drive(library, play, (100, 30))


def test_a_month_of_a_small_calendar_can_be_clicked_and_opened(library: Library) -> None:
    two_years(library)

    async def play(user: Driver) -> None:
        await user.press("D", "pageup")
        await user.until(lambda: "2022-04" in user.text())
        row = next(at for at, line in enumerate(user.lines()) if "2022-03" in line)
        await user.pilot.click(offset=(3, row))
        await user.until(lambda: "@2022-03" in user.text())
        await user.pilot.click(offset=(3, row))
        await user.until(lambda: user.app.screen is user.main)
        assert "2022-03-01" in user.lines()[0]

    drive(library, play, (40, 12))
