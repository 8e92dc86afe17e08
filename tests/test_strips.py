"""Lines of a pane are as wide as the pane, with as few segments as possible."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from arxtui.ui.panes.render import cells
from arxtui.ui.panes.strips import filled

PLAIN = Style(color="white")
BOLD = Style(bold=True)


def test_blanks_are_a_part_of_a_text_in_the_same_style() -> None:
    assert list(filled([Segment("ab", PLAIN)], 5, PLAIN)) == [Segment("ab   ", PLAIN)]
    assert list(filled([Segment("ab", BOLD)], 5, PLAIN)) == [
        Segment("ab", BOLD),
        Segment("   ", PLAIN),
    ]
    assert list(filled([], 3, PLAIN)) == [Segment("   ", PLAIN)]


@pytest.mark.parametrize("text", ["", "ab", "abcdefgh", "点云点", "a… b", "★ 点云 …", "e\u0301a"])
@pytest.mark.parametrize("width", [1, 4, 5, 9])
def test_a_line_is_as_wide_as_the_pane(text: str, width: int) -> None:
    strip = filled([Segment(text, BOLD)], width, PLAIN)
    assert strip.cell_length == width
    assert cell_len(strip.text) == width
    assert cells(text) == cell_len(text)
