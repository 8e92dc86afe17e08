"""The lines of the detail: a text in lines, a long abstract from its claim on. No colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.render import Signs

_Offsets = tuple[int, int]  # the first offset, and the offset behind the last


class DetailLines(NamedTuple):
    """Lines of a text, at most as wide as the pane; each is cut out when it is shown."""

    text: Content
    """The text."""
    offsets: Sequence[_Offsets] = ()
    """(first, behind the last) offset of each line of the text."""
    head: int = 0
    """Lines above the abstract; 0 if no line is skipped."""
    skipped: int = 0
    """Skipped lines of the abstract, before its claim."""

    def ends(self, number: int) -> _Offsets:
        """Return the offsets in the text of a line, from 0; below the last line it is empty."""
        if number >= len(self.offsets):
            return 0, 0
        return self.offsets[number]


def all_lines(text: PaperText, width: int) -> DetailLines:
    """Return all lines of a text."""
    if not text.content.plain:
        return DetailLines(text.content)
    return DetailLines(text.content, lines_of(text.content.plain, width))


def from_claim(text: PaperText, width: int, height: int, signs: Signs) -> DetailLines:
    """Return the lines of a text with a claim, as many as fit into `height` lines.

    Of a longer text only as many lines before the claim are skipped as necessary.
    """
    claim = text.claim
    if claim is None or claim == text.body:
        return all_lines(text, width)
    plain = text.content.plain
    head = lines_of(plain[: text.body - 1], width)
    before = len(lines_of(plain[text.body : claim].rstrip(), width))
    body = plain[text.body :]
    if len(head) + _at_least(body, width) - height < before:
        lines = [*head, *_moved(lines_of(body, width), text.body)]
        too_many = len(lines) - height
        if too_many <= 0:
            return DetailLines(text.content, lines)
        if too_many < before:
            del lines[len(head) : len(head) + too_many]
            return DetailLines(text.content, lines, len(head), too_many)
    dots = signs.ellipsis + " "
    rest = lines_of(dots + plain[claim:], width)
    mark = (dots, ".detail--quiet")
    content = Content.assemble(
        text.content[:claim], mark, text.content[claim:], strip_control_codes=False
    )
    lines = [*head, *_moved(rest, claim)]
    return DetailLines(content, lines, len(head), before)


def _moved(lines: Sequence[_Offsets], by: int) -> list[_Offsets]:
    return [(start + by, stop + by) for start, stop in lines]


def _at_least(text: str, width: int) -> int:
    """Return a lower bound of the number of lines of a text, found without breaking it."""
    lines = 0
    for paragraph in text.split("\n"):
        letters = "".join(paragraph.split())
        cells = len(letters)
        if not letters.isascii():
            cells = cell_len(letters)
        lines += max(1, -(-cells // width))
    return lines
