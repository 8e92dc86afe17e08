"""The size of the terminal may change in every state: nothing is cut, and the cursor is visible."""

from __future__ import annotations

from itertools import pairwise

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.panes.line import width_of
from tests.screen import Driver, drive

STATES = {
    "list": ("G", "k"),
    "two rows": ("L", *"jjjj"),
    "list only": ("z", "G"),
    "selection": ("space", "space"),
    "reader": ("j", "enter"),
    "source": ("enter", "x"),
    "first pass": ("T", "G"),
    "second pass": ("T", "b", "b", "A", "y"),
    "receipt": ("T", "b", "s", "A", "y", "d"),
    "filter": ("f",),
    "view": ("V",),
    "order": ("S",),
    "copy": ("y",),
    "export": ("E",),
    "export file": ("E", "b"),
    "authors": ("a",),
    "links": ("O",),
    "all read": ("A",),
    "labels": ("apostrophe",),
    "search": ("slash", *"gan", "down"),
    "mistake": ("slash", *"au:"),
    "hits": ("slash", *"gan", "enter", "G"),
    "save": ("slash", *"gan", "enter", "w"),
    "no hits": ("slash", *"zzzzzz", "enter"),
    "tags": ("t", *"new"),
    "bib": ("s", "e"),
    "fetch": ("F",),
    "calendar": ("D",),
    "help": ("question_mark",),
    "problems": ("exclamation_mark",),
    "commands": ("vertical_line",),
    "muted": ("G", "j"),
    "muted opened": ("G", "j", "enter"),
}
"""State -> the keys that lead there."""
SIZES = ((60, 20), (200, 60), (100, 30), (140, 40), (20, 5), (1, 1), (40, 10), (60, 20), (80, 24))
SETTINGS = Settings(
    mute={"robots": "ti:robot"},
    watch={"gan": "ti:gan"},
    searches={f"saved search number {number}": "ti:gan" for number in range(1, 10)},
)


def check(user: Driver, width: int, height: int) -> None:
    """Check the screen in its present state."""
    main = user.main
    papers = main.papers
    lines = user.lines()
    assert len(lines) == height
    if papers.display and papers.region.height and papers.content.rows:
        line = papers._map.line_of(papers.cursor)
        assert papers.top <= line < papers.top + papers.size.height
    if width >= 60 and height >= 10 and main.questions.has_menu:
        _, choices = main.questions._menu or ("", {})
        shown = " ".join(lines[-2:])
        for key, choice in choices.items():
            assert f" {key} {choice} ".rstrip() in shown or f" {key} {choice.split()[0]}" in shown
    if width >= 60 and main.app.screen is main and main.hints.display:
        assert width_of(main.hints._fitting(width)) <= width + 1


@pytest.mark.parametrize("state", STATES)
def test_every_state_survives_every_size(seeded: Library, state: str) -> None:
    async def play(user: Driver) -> None:
        await user.press(*STATES[state])
        await user.settle()
        cursor = user.current
        before = user.lines()
        check(user, 80, 24)
        for old, new in pairwise(((80, 24), *SIZES)):
            assert old != new
            await user.pilot.resize_terminal(*new)
            await user.settle()
            check(user, *new)
        assert user.current == cursor
        after = user.lines()
        assert after[0] == before[0]
        assert after[-1] == before[-1]

    drive(seeded, play, settings=SETTINGS)
