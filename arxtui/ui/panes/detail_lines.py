"""The lines of the detail: a text in lines, a long abstract from its claim on. No colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.render import Signs

_SENTENCE = re.compile(r"[.!?] +(?=[A-Z])")
"""The end of a sentence, with the blanks before the next."""
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
    """Return the lines of a text, without the first sentences of an abstract that is too long.

    Of an abstract that does not fit into `height` lines with the lines above it, as many sentences
    before the claim are skipped as necessary.
    """
    claim = text.claim
    if claim is None or claim == text.body:
        return all_lines(text, width)
    plain = text.content.plain
    head = lines_of(plain[: text.body - 1], width)
    abstract = plain[text.body : text.end]
    room = height - len(head)
    start = claim
    before = len(lines_of(plain[text.body : claim].rstrip(), width))
    if _at_least(abstract, width) - room < before:
        offsets = lines_of(abstract, width)
        too_many = len(offsets) - room
        if too_many <= 0:
            return all_lines(text, width)
        if too_many < before:
            start = _next_sentence(plain, text.body + offsets[too_many][0], claim)
            before = len(lines_of(plain[text.body : start].rstrip(), width))
    dots = signs.ellipsis + " "
    rest = lines_of(dots + plain[start:], width)
    mark = (dots, ".detail--quiet")
    content = Content.assemble(text.content[:start], mark, text.content[start:])
    lines = [*head, *_moved(rest, start)]
    return DetailLines(content, lines, len(head), before)


def _next_sentence(text: str, start: int, claim: int) -> int:
    """Return the offset of the first sentence from `start` on, not behind the claim."""
    found = _SENTENCE.search(text, max(0, start - 2), claim)
    if found is None:
        return claim
    return found.end()


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
