"""The lines of the detail: a text in lines, a long abstract from its claim on. No colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from arxtui.text import fold
from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.render import Signs
from arxtui.ui.panes.styled_text import styled

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
    before the claim are skipped as necessary. After a search the abstract begins at an earlier or
    later sentence if more of the searched words are visible then.
    """
    plain = text.content.plain
    if not plain:
        return all_lines(text, width)
    head = lines_of(plain[: text.body - 1], width)
    room = height - len(head)
    start = _before_claim(text, width, room)
    if text.matches:
        start = _with_matches(text, start, width, room)
    if start == text.body:
        return all_lines(text, width)
    before = len(lines_of(plain[text.body : start].rstrip(), width))
    dots = signs.ellipsis + " "
    rest = lines_of(dots + plain[start:], width)
    mark = (dots, "quiet")
    content = styled(text.content[:start], mark, text.content[start:])
    lines = [*head, *_moved(rest, start)]
    return DetailLines(content, lines, len(head), before)


def _before_claim(text: PaperText, width: int, room: int) -> int:
    """Return the offset from which an abstract shows its claim in `room` lines.

    It is the beginning of the abstract if that fits, or if there is no claim.
    """
    plain = text.content.plain
    claim = text.claim
    if claim is None or claim == text.body:
        return text.body
    abstract = plain[text.body : text.end]
    before = len(lines_of(plain[text.body : claim].rstrip(), width))
    if _at_least(abstract, width) - room < before:
        offsets = lines_of(abstract, width)
        too_many = len(offsets) - room
        if too_many <= 0:
            return text.body
        if too_many < before:
            return _next_sentence(plain, text.body + offsets[too_many][0], claim)
    return claim


def _with_matches(text: PaperText, start: int, width: int, room: int) -> int:
    """Return the offset from which an abstract shows most of the searched words: usually `start`.

    For words that match only above `start` it is the sentence of the match nearest above `start`.
    Without a match on the screen it is the sentence of the first match below. In a very long
    sentence it is half a line before the match.
    """
    if room <= 0:
        return start
    plain = text.content.plain
    end = text.end or len(plain)
    seen = _words_on_screen(text, start, width, room)
    above = {}
    below = []
    for first, stop in text.matches:
        word = fold(plain[first:stop])
        if word not in seen and text.body <= first < start:
            above[word] = first
        elif not seen and start <= first < end:
            below.append(first)
    if not above and not below:
        return start
    match = min(above.values() or below)
    for wanted in (_sentence_at(plain, text.body, match), _words_before(plain, match, width)):
        begin = max(text.body, wanted)
        if len(_words_on_screen(text, begin, width, room)) > len(seen):
            return begin
    return start


def _words_on_screen(text: PaperText, start: int, width: int, room: int) -> set[str]:
    """Return the matched words above the abstract, and in `room` lines of it from `start` on."""
    plain = text.content.plain
    lines = lines_of("  " + plain[start : text.end], width)
    stop = start + lines[min(room, len(lines)) - 1][1] - 2
    return {
        fold(plain[first:last])
        for first, last in text.matches
        if last <= text.body or (start <= first and last <= stop)
    }


def _sentence_at(text: str, start: int, at: int) -> int:
    """Return the offset, from `start` on, where the sentence with the sign at `at` begins."""
    begin = start
    for found in _SENTENCE.finditer(text, start, at + 1):
        begin = found.end()
    return begin


def _words_before(text: str, at: int, width: int) -> int:
    """Return the offset of a word about half a line before `at`."""
    blank = text.find(" ", max(0, at - width // 2), at)
    if blank < 0:
        return at
    return blank + 1


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
