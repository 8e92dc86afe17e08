"""Fewer bytes are sent to the terminal and it shows the same: tried on a small terminal here."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.store import Library
from arxtui.ui.changed_cells import ChangedCells
from tests.counting import longest_step
from tests.terminal import Shown, Terminal

LIGHT = "1;38;2;224;224;224;48;2;18;18;18"
STYLES = ["", LIGHT, "38;5;16;48;5;17", "7", "4;31", "48;2;1;1;1", "31;41"]
PIECE = st.tuples(
    st.integers(1, 6),
    st.integers(1, 30),
    st.sampled_from(STYLES),
    st.one_of(
        st.text("ab c·★", min_size=1, max_size=20),
        st.sampled_from(["点云 to 表面", "e\u0301", "x"]),
    ),
)


def frame(pieces: list[tuple[int, int, str, str]]) -> str:
    return "".join(f"\x1b[{r};{c}H\x1b[{style}m{text}\x1b[0m" for r, c, style, text in pieces)


@given(st.lists(st.lists(PIECE, max_size=6), max_size=6))
def test_the_terminal_shows_the_same_when_only_changed_cells_are_sent(
    frames: list[list[tuple[int, int, str, str]]],
) -> None:
    cells = ChangedCells()
    whole = Shown()
    less = Shown()
    for pieces in frames:
        text = "\x1b[?2026h" + frame(pieces) + "\x1b[?2026l"
        whole.write(text)
        less.write(cells.less(text))
        assert less.cells == whole.cells
        assert not pieces or less.place == whole.place


def test_a_frame_that_is_shown_already_is_not_sent_again() -> None:
    cells = ChangedCells()
    text = frame([(3, 1, LIGHT, "Gaussian Splatting"), (4, 1, "", "more")])
    assert "Gaussian Splatting" in cells.less(text)
    assert cells.less(text) == ""


def written(cells: ChangedCells, text: str) -> Generator[None, None, None]:
    """Write a text in a single step."""
    cells.less(text)
    yield


@pytest.mark.parametrize("text", ["other signs", "Gaussian sp"])
def test_no_step_is_taken_for_each_cell_of_a_text_in_the_style_that_was_there(text: str) -> None:
    """The lines of Python that are run do not grow with the width of the screen.

    The first frame fills the caches of styles, so it is not counted.
    """
    steps = []
    for times in (2, 1, 100):
        cells = ChangedCells()
        cells.less(frame([(1, 1, LIGHT, "Gaussian sp" * times)]))
        steps.append(longest_step(written(cells, frame([(1, 1, LIGHT, text * times)]))))
    assert steps[1] == steps[2]


def test_a_changed_word_is_sent_alone() -> None:
    cells = ChangedCells()
    cells.less(frame([(1, 1, LIGHT, "90 of 90 unread and more of it")]))
    sent = cells.less(frame([(1, 1, LIGHT, "89 of 90 unread and more of it")]))
    assert "89" in sent
    assert "unread" not in sent
    assert len(sent) < 70


@pytest.mark.parametrize("control", ["\x1b[2J", "\x1b[?1049h", "\x1bc", "\x1b[1S", "\x07"])
def test_unknown_output_is_passed_on_and_the_next_frame_is_sent_whole(control: str) -> None:
    cells = ChangedCells()
    text = frame([(1, 1, "", "unread")])
    cells.less(text)
    assert cells.less(control) == control
    assert "unread" in cells.less(text)


def test_other_sequences_are_passed_on_and_change_nothing() -> None:
    cells = ChangedCells()
    text = frame([(1, 1, "", "unread")])
    cells.less(text)
    for control in ("\x1b[?2026h", "\x1b[?25l", "\x1b]0;a title\x07", "\x1b]52;c;ZXZpbA==\x07"):
        assert cells.less(control) == control
    assert cells.less(text) == ""
    cells.forget()
    assert "unread" in cells.less(text)


def test_an_incomplete_sequence_is_passed_on() -> None:
    cells = ChangedCells()
    assert cells.less("\x1b[3") == "\x1b[3"


# bytes of a key in a real terminal


@pytest.fixture
def opened(seeded: Library, folder: Path) -> Terminal:
    """Return arxtui on the seed day, in a terminal of 80x24 in true colour."""
    seeded.close()
    return Terminal("--library", str(folder))


def bytes_of(terminal: Terminal, key: str) -> tuple[int, int]:
    """Return how many bytes the program sends for a key, and how many cells change."""
    before = dict(terminal.shown.cells)
    terminal.type(key)
    terminal.quiet()
    after = terminal.shown.cells
    return len(terminal.seen), sum(before.get(place) != after[place] for place in after)


def test_a_key_sends_few_bytes_beyond_its_change(opened: Terminal) -> None:
    """The budgets of a slow line: the cells that a key changes are sent, and little else."""
    try:
        opened.until(b"90 of 90 unread")
        opened.until(b"help")
        opened.quiet()
        for key in "jjjj":
            sent, changed = bytes_of(opened, key)
            assert sent <= 2 * changed + 150  # the colours of a line, and where it begins
        for key in "sjs":
            sent, changed = bytes_of(opened, key)
            assert key == "j" or sent <= 600
        bytes_of(opened, "z")
        for key in "jjjj":
            assert bytes_of(opened, key)[0] <= 500
        assert bytes_of(opened, "s")[0] <= 600
        opened.type("\x0c")  # Ctrl-l: another program may have written there
        opened.quiet()
        assert b"unread" in opened.seen
        assert b"CHAMMI" in opened.seen
    finally:
        opened.close()
