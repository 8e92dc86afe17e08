"""Esc and the key behind it are two keys, however quickly they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from arxtui.store import Library
from arxtui.ui.terminal_keys import KeyParser, split
from tests.screen import Driver, drive
from tests.terminal import TRUE_COLOUR, Terminal

SIGNS = [chr(code) for code in range(0x20, 0x7F) if chr(code) not in "[Obf"]


def keys(text: str) -> list[str]:
    """Return the names of the keys in a text of the terminal, after a pause."""
    parser = KeyParser()
    found = list(parser.feed(text))
    if parser.is_waiting:
        parser._timeout_time = 0.0  # the pause is over
        found += parser.tick()
    return [event.key for event in found if isinstance(event, events.Key)]


@pytest.mark.parametrize("sign", [*SIGNS, "\r", "\t", "\x06", "é", "中", "[", "O"])
def test_esc_and_a_key_are_two_keys(sign: str) -> None:
    assert keys(f"\x1b{sign}") == ["escape", *keys(sign)]
    assert keys(f"\x1b{sign} ") == ["escape", *keys(sign), "space"]


def test_a_sequence_that_begins_with_esc_is_a_single_key() -> None:
    assert keys("\x1b[A") == ["up"]
    assert keys("\x1bOP") == ["f1"]
    assert keys("\x1b[1;5D") == ["ctrl+left"]
    assert keys("\x1b\x7f") == ["ctrl+w"]
    assert keys("\x1b") == ["escape"]
    assert keys("\x1b\x1b") == ["escape", "escape"]
    assert keys("\x1b\x1bd") == ["escape", "escape", "d"]
    assert keys("\x1b\x1b[A") == ["escape", "up"]


@pytest.mark.parametrize("sign", ["b", "f"])
def test_alt_b_and_alt_f_move_by_words_in_a_text_only(sign: str) -> None:
    (event,) = KeyParser().feed(f"\x1b{sign}")
    assert isinstance(event, events.Key)
    moves = {"b": "ctrl+left", "f": "ctrl+right"}
    assert [key.key for key in split(event, in_text=True)] == [moves[sign]]
    assert [key.key for key in split(event, in_text=False)] == ["escape", sign]
    assert split(events.Key("b", "b"), in_text=False) == []


def test_esc_leaves_the_box_and_the_letter_is_a_command(folder: Path, seeded: Library) -> None:
    terminal = Terminal("--library", str(folder), env={**TRUE_COLOUR, "ESCDELAY": "2000"})
    try:
        terminal.until(b"90 of 90 unread")
        terminal.until(b"help")
        terminal.type("/gaussian")
        terminal.until(b"hits")
        terminal.type("\x1bd")
        terminal.until(b"89 of 90 unread")
    finally:
        terminal.close()


def test_esc_and_b_set_a_paper_aside(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "space")
        app = user.main.app
        for event in KeyParser().feed("\x1bb"):
            app.post_message(event)
        await user.until(lambda: seeded.marks.total("later") == 1)
        assert not user.main.papers.selected

    drive(seeded, play)


def test_esc_and_b_in_the_box_move_by_a_word(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("/", "t", "w", "o", "space", "g")
        app = user.main.app
        for event in KeyParser().feed("\x1bb"):
            app.post_message(event)
        await user.press("x")
        await user.until(lambda: "x" in user.main.box.text)
        assert user.main.box.text == "two xg"
        assert user.main.box.prompt is not None
        assert seeded.marks.total("later") == 0

    drive(seeded, play)
