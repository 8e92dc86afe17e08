"""Colours as the terminal gets them: bytes on a pseudo-terminal, with and without NO_COLOR."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.screen import Driver, drive
from tests.terminal import LEFT, Terminal

TERMINALS = {
    "16 colours": {"TERM": "xterm", "COLORTERM": ""},
    "256 colours": {"TERM": "xterm-256color", "COLORTERM": ""},
    "true colour": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
}
THEMES = ("", *sorted(BUILTIN_THEMES))
SCREENS = """
import sys
from pathlib import Path
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.app import ArxtuiApp

for theme in sys.argv[2:]:
    library = Library(Path(sys.argv[1]), "test-0001")
    ArxtuiApp(library, Settings(theme=theme)).run()
    library.close()
"""
_PLAIN = {b"", b"0", b"1", b"2", b"4", b"7", b"39", b"49"}
"""Allowed on a terminal without colours: weights, an underline, reverse, default colours."""


def asked(seen: bytes) -> set[bytes]:
    """Return all SGR codes that were sent to the terminal, each number by itself."""
    found: list[bytes] = re.findall(rb"\x1b\[([0-9;]*)m", seen)
    return {number for numbers in found for number in numbers.split(b";")}


def style_before(seen: bytes, text: bytes) -> set[bytes]:
    """Return the style that the terminal got for the last place of this text."""
    return asked(seen[seen.rindex(b"\x1b[", 0, seen.rindex(text)) : seen.rindex(text)])


@pytest.mark.parametrize("colours", TERMINALS)
def test_with_no_color_every_theme_uses_the_terminals_own_colours(
    seeded: Library, folder: Path, colours: str
) -> None:
    """A third of the themes in each kind of terminal, the default theme in all three."""
    themes: Sequence[str] = ["", *THEMES[1 + list(TERMINALS).index(colours) :: 3]]
    terminal = Terminal(
        str(folder), *themes, env={**TERMINALS[colours], "NO_COLOR": "1"}, script=SCREENS
    )
    try:
        for _ in themes:
            terminal.until(b"more (J)")
            assert b"7" in style_before(terminal.seen, "▌".encode())
            everything = terminal.seen
            for keys, drawn in ((" ", b"1 selected"), ("/nerf", b"by abstract"), ("\x03", LEFT)):
                terminal.type(keys)
                terminal.until(drawn)
                everything += terminal.seen
            # the next program may begin in the same read
            terminal.seen = terminal.seen[terminal.seen.rindex(LEFT) + len(LEFT) :]
            assert asked(everything) <= _PLAIN
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_an_empty_no_color_counts_as_not_set(seeded: Library, folder: Path) -> None:
    """By no-color.org; Textual takes an empty value as set. Later output is not checked."""
    texts = (b"90 of 90 unread", "▌".encode(), b"more (J)")
    seen = []
    for empty in ({}, {"NO_COLOR": ""}):
        terminal = Terminal("--library", str(folder), env={**TERMINALS["true colour"], **empty})
        try:
            for text in texts:
                terminal.until(text)
            seen.append([style_before(terminal.seen, text) for text in texts])
        finally:
            terminal.close()
    assert all(b"38" in style for style in seen[0])
    assert seen[0] == seen[1]


def test_without_colour_the_help_and_the_calendar_show_the_current_row(
    seeded: Library, folder: Path
) -> None:
    terminal = Terminal("--library", str(folder), env={**TERMINALS["true colour"], "NO_COLOR": "1"})
    try:
        terminal.until(b"help")
        terminal.type("?")
        terminal.until(b"MOVE")
        terminal.quiet(0.2)
        assert b"4" in style_before(terminal.seen, b"next paper")
        assert b"4" not in style_before(terminal.seen, b"previous paper")
        cursor = rb"\x1b\[(?:[0-9]+;)*7(?:;[0-9]+)*mt\x1b\[[0-9;]*mype to find"
        assert re.search(cursor, terminal.seen)
        terminal.type("\x1b")
        terminal.quiet(0.2)
        terminal.type("se")
        terminal.until(b"~/arxtui.bib")
        assert b"7" in style_before(terminal.seen, b"~/arxtui.bib")
        terminal.type("\x1b")
        terminal.quiet(0.2)
        terminal.type("D")
        terminal.until(b"of 90 unread")
        terminal.quiet(0.2)
        assert "@" in terminal.shown.lines()
        assert asked(terminal.seen) <= _PLAIN
    finally:
        terminal.close()


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("command", ["help", "calendar"])
def test_a_dialog_hides_the_list_behind_it_in_every_theme(
    seeded: Library, theme: str, command: str
) -> None:
    async def play(user: Driver) -> None:
        await user.press(user.main.verb_of[command].keys[0])
        assert user.app.screen is not user.main
        assert "listing order" not in user.text()

    drive(seeded, play, (100, 30), Settings(theme=theme))
