"""A paper as a styled text: people, facts, the abstract with its claim, and further fields.

No state. Every text of a paper passes through visible() here; styles are named, and arxtui.tcss
defines them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from arxtui.categories import classes
from arxtui.facts_in_comments import Facts
from arxtui.model import Entry, Paper
from arxtui.text import plain, plain_title, visible
from arxtui.ui.panes import note_text
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.detail_byline import detail_byline
from arxtui.ui.panes.facts_line import facts_line
from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.note_text import labelled
from arxtui.ui.panes.render import UNICODE, Signs
from arxtui.ui.panes.styled_text import Part, joined, styled

NAMES = 30
"""Authors whose starred papers are counted."""
_LONG = 20_000  # characters of a text that is compared word by word
_LINK_DIGITS = 9


class PaperText(NamedTuple):
    """A text for the detail, and the offsets of its parts."""

    content: Content
    """The whole text."""
    body: int = 0
    """Offset of the abstract."""
    claim: int | None = None
    """Offset of the sentence that says what the paper does; None without such a sentence."""
    end: int | None = None
    """Offset behind the abstract; None = the end of the text."""
    matches: tuple[tuple[int, int], ...] = ()
    """(first, behind the last) offset of each match of the searched words."""


def paper(
    entry: Entry[Paper],
    facts: Facts,
    beside: Beside | None = None,
    signs: Signs = UNICODE,
    width: int = 78,
) -> PaperText:
    """Return the text of a paper for a detail of `width` cells; only the byline is cut."""
    return _Writer(entry, facts, beside or Beside(), signs, width).text()


class _Writer:
    def __init__(
        self, entry: Entry[Paper], facts: Facts, beside: Beside, signs: Signs, width: int
    ) -> None:
        self._paper = entry.paper
        self._mark = entry.mark
        self._facts = facts
        self._beside = beside
        self._signs = signs
        self._width = width
        self._read = visible if beside.source else _read
        self._read_title = visible if beside.source else _read_title
        self._news = self._version_before()
        self._facts_line = facts_line(entry, facts, self._beside, signs, width)

    def _version_before(self) -> tuple[int, str, str] | None:
        """Return the previous version if the user saw it."""
        before = self._beside.before
        if before and self._mark.outdated(self._paper.version) and before[0] == self._mark.seen:
            return before
        return None

    def text(self) -> PaperText:
        """Return the whole text."""
        from arxtui.claim import (
            claim_of,  # its patterns take 8 ms, which the first list saves
        )

        head = joined("\n", self._head())
        abstract = self._abstract()
        claim = None
        if not self._beside.source:
            claim = claim_of(self._read_title(self._paper.title), abstract)
        body = Content(abstract, strip_control_codes=False)  # visible() removed them
        body = self._newer(body, self._news and _joined(self._news[2], self._read))
        if claim is not None:
            body = body.stylize("title", claim.start, claim.end)
        notes = note_text.notes(self._mark, self._signs, self._width)
        blocks = [*notes, joined("\n", self._small_print())]
        if abstract:
            blocks.insert(0, body)
        gap = "\n\n"
        if abstract:
            gap = "\n"
        parts: list[Part] = [head, gap, blocks[0]]
        for block in blocks[1:]:
            parts += ["\n\n", block]
        whole = styled(*parts)
        matches: tuple[tuple[int, int], ...] = ()
        if self._beside.spans:
            matches = self._beside.spans(whole.plain)
        for first, stop in matches:
            whole = whole.stylize("match", first, stop)
        start = len(head.plain) + len(gap)
        end = start + len(body.plain)
        at = None
        if claim is not None:
            at = start + claim.start
        return PaperText(whole, start, at, end, matches)

    # above the abstract

    def _head(self) -> Iterator[Content]:
        title = styled((self._read_title(self._paper.title), "title"))
        yield self._newer(title, self._news and self._read_title(self._news[1]))
        if self._paper.authors:
            yield detail_byline(self._paper, self._beside, self._signs, self._width)
        yield self._facts_line
        note = note_text.first_line(self._mark, self._signs, self._width)
        if note is not None:
            yield note
        if self._beside.reason:
            yield styled((visible(self._beside.reason), "success"))

    # the abstract and the lines below it

    def _abstract(self) -> str:
        return _joined(self._paper.abstract, self._read)

    def _small_print(self) -> Iterator[Content]:
        """Yield a line for each fact; links have the digits that open them."""
        it = self._paper
        if it.comment:
            yield labelled("Comment", _read(_unbroken(it.comment)))
        if it.journal_ref:
            yield labelled("Journal", _read(_unbroken(it.journal_ref)))
        if it.doi:
            yield labelled("DOI", visible(it.doi))
        dates = self._signs.part.join(_dates(it))
        if it.published:
            yield labelled("Submitted", dates)
        elif dates:
            yield labelled("Dates", dates)
        categories = " ".join(classes(it.categories)) or visible(_unbroken(it.categories))
        yield self._with_companion(labelled("Categories", categories))
        for number, link in enumerate(self._facts.links[:_LINK_DIGITS], 1):
            yield labelled(str(number), visible(link), "key")

    def _with_companion(self, line: Content) -> Content:
        """Return a line with the companion, if the facts have no room for it and the line has."""
        companion = visible(self._beside.companion)
        if not companion or companion in self._facts_line.plain:
            return line
        longer = styled(line, (self._signs.part, "quiet"), (companion, "success"))
        if len(lines_of(longer.plain, self._width)) > len(lines_of(line.plain, self._width)):
            return line
        return longer

    def _newer(self, content: Content, before: str | None) -> Content:
        """Return a text in which the words that the previous version lacked are marked."""
        if before is None or len(content.plain) > _LONG:
            return content
        import difflib

        words = [found.span() for found in re.finditer(r"\S+", content.plain)]
        matcher = difflib.SequenceMatcher(
            None, before.split(), content.plain.split(), autojunk=False
        )
        for kind, _, _, start, stop in matcher.get_opcodes():
            if kind in ("insert", "replace"):
                content = content.stylize("changed", words[start][0], words[stop - 1][1])
        return content


def _read(text: str) -> str:
    return visible(plain(text))


def _read_title(title: str) -> str:
    return visible(plain_title(title))


@lru_cache(maxsize=8)  # each mark shows its paper anew
def _joined(abstract: str, read: Callable[[str], str]) -> str:
    """Return an abstract with its paragraphs apart; the listing has three blanks between them."""
    return "\n\n".join(read(piece) for piece in re.split(r" {3,}", abstract) if piece)


def _unbroken(text: str) -> str:
    """Return a field of several lines as a single line."""
    return " ".join(text.split())


def _dates(it: Paper) -> Iterable[str]:
    if it.day:
        yield visible(it.day if it.published else f"listed {it.day}")
    if it.updated and it.updated[:10] != it.day:
        yield f"v{it.version or '?'} {visible(it.updated[:10])}"
