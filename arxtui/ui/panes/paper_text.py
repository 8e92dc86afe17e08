"""A paper as a styled text: people, facts, the abstract with its claim, and further fields.

No state. Every text of a paper passes through visible() here; styles are named, and arxtui.tcss
defines them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from arxtui.categories import classes
from arxtui.facts_in_comments import Facts
from arxtui.model import Entry, Paper
from arxtui.text import fold, plain, plain_title, visible
from arxtui.ui.panes import note_text
from arxtui.ui.panes.byline import without_stars
from arxtui.ui.panes.note_text import labelled
from arxtui.ui.panes.render import UNICODE, Signs, Spans

NAMES = 30
"""Authors whose starred papers are counted."""
_LONG = 20_000  # characters of a text that is compared word by word
_BYLINE_ROWS = 2
_LINKS_NAMED = 3
_LINK_DIGITS = 9
_MOST_CATEGORIES = 4


class Beside(NamedTuple):
    """The facts that are shown besides the fields and the mark of a paper."""

    stars: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """Name of an author -> (starred papers, all papers)."""
    starred: Callable[[str, str], bool] = without_stars
    """True for (folded name, id) if the author has a starred paper with another id."""
    spans: Spans | None = None
    """Returns where the search matched in a text; None without a search."""
    watched: tuple[str, ...] = ()
    """The names of the watch rules that match."""
    source: bool = False
    """True to show title and abstract as TeX source."""
    before: tuple[int, str, str] | None = None
    """Version, title and abstract of the previous version."""
    reason: str = ""
    """The reason for the paper's place in the order `for you`."""
    has_pdf: bool = False
    """True if its PDF is on disk."""
    companion: str = ""
    """Its companion, with the relation: `earlier: 2509.22647`."""


class PaperText(NamedTuple):
    """A text for the detail, and the offsets of its parts."""

    content: Content
    """The whole text."""
    body: int = 0
    """Offset of the abstract."""
    claim: int | None = None
    """Offset of the sentence that says what the paper does; None without such a sentence."""


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

        head = Content("\n").join([*self._head()])
        abstract = self._abstract()
        claim = (
            None if self._beside.source else claim_of(self._read_title(self._paper.title), abstract)
        )
        body = self._newer(Content(abstract), self._news and _joined(self._news[2], self._read))
        if claim is not None:
            body = body.stylize(".detail--claim", claim.start, claim.end)
        notes = note_text.notes(self._mark, self._signs, self._width)
        blocks = [*notes, Content("\n").join(self._small_print())]
        if abstract:
            blocks.insert(0, body)
        gap = "\n" if abstract else "\n\n"
        whole = Content.assemble(head, gap, Content("\n\n").join(blocks))
        for start, stop in self._beside.spans(whole.plain) if self._beside.spans else ():
            whole = whole.stylize(".detail--match", start, stop)
        start = len(head.plain) + len(gap)
        return PaperText(whole, start, None if claim is None else start + claim.start)

    # above the abstract

    def _head(self) -> Iterator[Content]:
        title = Content.assemble((self._read_title(self._paper.title), ".detail--title"))
        yield self._newer(title, self._news and self._read_title(self._news[1]))
        if self._paper.authors:
            yield self._byline()
        yield self._facts_line()
        note = note_text.first_line(self._mark, self._signs, self._width)
        if note is not None:
            yield note
        if self._beside.reason:
            yield Content.assemble((visible(self._beside.reason), ".detail--reason"))

    def _byline(self) -> Content:
        """Return the authors that fit into two rows, and how many more there are."""
        room = _BYLINE_ROWS * self._width - 8
        names: list[Content] = []
        used = 0
        for name in self._paper.authors:
            named = self._named(name)
            used += cell_len(named.plain) + 2
            if names and used > room:
                break
            names.append(named)
        line = Content(", ").join(names)
        more = len(self._paper.authors) - len(names)
        if more:
            line += Content.assemble((f" {self._signs.ellipsis} +{more}", ".detail--quiet"))
        return line

    def _named(self, name: str) -> Content:
        counted = self._beside.stars.get(name)
        if counted is not None:
            starred, written = counted
            return Content.assemble(
                (self._signs.star, ".detail--star"),
                visible(name),
                (f" ({starred} of {written} starred)", ".detail--quiet"),
            )
        if self._beside.starred(fold(name), self._paper.id):
            return Content.assemble((self._signs.star, ".detail--star"), visible(name))
        return Content(visible(name))

    def _facts_line(self) -> Content:
        """Return `2310.19224v1 · cs.CV cs.LG · NeurIPS · code 1 · 16 pp · ★ · #gan · later`."""
        parts = [part for part in self._facts_parts() if part.plain]
        return Content.assemble((self._signs.part, ".detail--quiet")).join(parts)

    def _facts_parts(self) -> Iterator[Content]:
        it = self._paper
        mark = self._mark
        yield _styled(it.versioned, ".detail--quiet")
        yield _styled(_categories(it), ".detail--quiet")
        yield _styled(visible(self._facts.venue), ".detail--venue")
        if self._facts.withdrawn:
            yield _styled("withdrawn", ".detail--alarm")
        yield from self._links()
        if self._facts.pages:
            yield _styled(f"{self._facts.pages} pp", ".detail--quiet")
        if self._beside.has_pdf:
            yield _styled("PDF on disk", ".detail--quiet")
        if mark.outdated(it.version):
            seen = "read" if mark.read_version else "marked"
            news = f"{self._signs.updated} v{it.version}, was v{mark.seen} when you {seen} it"
            yield _styled(news, ".detail--alarm")
        if self._beside.watched:
            rules = ", ".join(self._beside.watched)
            yield _styled(visible(f"{self._signs.hit} {rules}"), ".detail--alarm")
        if self._beside.companion:
            yield _styled(visible(self._beside.companion), ".detail--venue")
        if mark.star:
            yield _styled(self._signs.star, ".detail--star")
        tags = " ".join(self._signs.tag + visible(tag) for tag in mark.tags)
        yield _styled(tags, ".detail--tag")
        if mark.pile == "later":
            yield _styled("later", ".detail--later")
        elif mark.pile == "read":
            yield _styled("read", ".detail--quiet")

    def _links(self) -> Iterator[Content]:
        """Yield the first links by the digit that opens them: `code 1`, `project 2`, `link 3`."""
        for number, link in enumerate(self._facts.links[:_LINKS_NAMED], 1):
            kind = "code" if link == self._facts.code else _kind_of(link)
            yield Content.assemble((f"{kind} ", ".detail--quiet"), (str(number), ".detail--key"))

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
        yield labelled(
            "Categories", " ".join(classes(it.categories)) or visible(_unbroken(it.categories))
        )
        for number, link in enumerate(self._facts.links[:_LINK_DIGITS], 1):
            yield labelled(str(number), visible(link), ".detail--key")

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
                content = content.stylize(".detail--changed", words[start][0], words[stop - 1][1])
        return content


def _styled(text: str, style: str) -> Content:
    return Content.assemble((text, style)) if text else Content("")


def _read(text: str) -> str:
    return visible(plain(text))


def _read_title(title: str) -> str:
    return visible(plain_title(title))


def _joined(abstract: str, read: Callable[[str], str]) -> str:
    """Return an abstract with its paragraphs apart; the listing has three blanks between them."""
    return "\n\n".join(read(piece) for piece in re.split(r" {3,}", abstract) if piece)


def _unbroken(text: str) -> str:
    """Return a field of several lines as a single line."""
    return " ".join(text.split())


def _categories(it: Paper) -> str:
    """Return the primary category and further categories: `cs.CV cs.LG`, at most four."""
    others = [name for name in classes(it.categories) if name != it.primary]
    shown = [visible(it.primary), *others][:_MOST_CATEGORIES]
    return " ".join(filter(None, shown))


def _kind_of(link: str) -> str:
    """Return the kind of a link by its address: `code`, `project` or `link`."""
    if ".github.io" in link or "project" in link.lower():
        return "project"
    return "link"


def _dates(it: Paper) -> Iterable[str]:
    if it.day:
        yield visible(it.day if it.published else f"listed {it.day}")
    if it.updated and it.updated[:10] != it.day:
        yield f"v{it.version or '?'} {visible(it.updated[:10])}"
