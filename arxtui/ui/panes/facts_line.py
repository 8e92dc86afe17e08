"""The facts of a paper in its detail: `2310.19224v1 · cs.CV · NeurIPS · code 1`. No state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from arxtui.categories import classes
from arxtui.facts_in_comments import Facts
from arxtui.model import Entry, Paper
from arxtui.text import visible
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.line_breaks import lines_of
from arxtui.ui.panes.render import Signs
from arxtui.ui.panes.styled_text import Part, styled

_LINKS_NAMED = 3
_MOST_CATEGORIES = 4
_SPARE = ("categories", "pages", "pdf")
"""Facts that make room for a companion, the first first."""

_Piece = tuple[str, str]  # a text and its style
_Fact = tuple[str, Sequence[_Piece]]  # the name of a fact, and its text


def facts_line(
    entry: Entry[Paper], facts: Facts, beside: Beside, signs: Signs, width: int
) -> Content:
    """Return `2310.19224v1 · cs.CV cs.LG · NeurIPS · code 1 · 16 pp · ★ · #gan · later`.

    In a list of several days the day is behind the id.

    The companion is found while the paper is shown, and the lines below must not move then: it
    takes no further row. It has the room of less important facts, else it is left out.
    """
    others = [fact for fact in _facts(entry, facts, beside, signs) if fact[1][0][0]]
    without = _joined(others, signs)
    if not beside.companion:
        return without
    rows = len(lines_of(without.plain, width))
    companion = ("companion", [(visible(beside.companion), "success")])
    for count in range(len(_SPARE) + 1):
        kept = [fact for fact in others if fact[0] not in _SPARE[:count]]
        with_companion = _joined([*kept, companion], signs)
        if len(lines_of(with_companion.plain, width)) <= rows:
            return with_companion
    return without


def _joined(facts: list[_Fact], signs: Signs) -> Content:
    parts: list[Part] = []
    for name, text in facts:
        if name == "categories":  # behind the primary category
            parts.append(" ")
        elif parts:
            parts.append((signs.part, "quiet"))
        parts += text
    return styled(*parts)


def _facts(entry: Entry[Paper], facts: Facts, beside: Beside, signs: Signs) -> Iterator[_Fact]:
    it = entry.paper
    mark = entry.mark
    yield "id", [(visible(it.versioned), "quiet")]
    if beside.shows_day:
        yield "day", [(visible(it.day or ""), "quiet")]
    yield "primary", [(visible(it.primary), "quiet")]
    yield "categories", [(_other_categories(it), "quiet")]
    yield "venue", [(visible(facts.venue), "success")]
    if facts.withdrawn:
        yield "withdrawn", [("withdrawn", "alarm")]
    for link in _links(facts):
        yield "link", link
    if facts.pages:
        yield "pages", [(f"{facts.pages} pp", "quiet")]
    if beside.has_pdf:
        yield "pdf", [("PDF on disk", "quiet")]
    if mark.outdated(it.version):
        seen = "marked"
        if mark.read_version:
            seen = "read"
        news = f"{signs.updated} v{it.version}, was v{mark.seen} when you {seen} it"
        yield "news", [(news, "alarm")]
    if beside.watched:
        rules = ", ".join(beside.watched)
        yield "watched", [(visible(f"{signs.hit} {rules}"), "alarm")]
    if mark.star:
        yield "star", [(signs.star, "star")]
    tags = " ".join(signs.tag + visible(tag) for tag in mark.tags)
    yield "tags", [(tags, "success")]
    if mark.pile == "later":
        yield "pile", [("later", "warning")]
    elif mark.pile == "read":
        yield "pile", [("read", "quiet")]


def _links(facts: Facts) -> Iterator[Sequence[_Piece]]:
    """Yield the first links by the digit that opens them: `code 1`, `project 2`, `link 3`."""
    for number, link in enumerate(facts.links[:_LINKS_NAMED], 1):
        kind = _kind_of(link)
        if link == facts.code:
            kind = "code"
        yield [(f"{kind} ", "quiet"), (str(number), "key")]


def _other_categories(it: Paper) -> str:
    """Return the categories beside the primary category: `cs.LG stat.ML`, at most three."""
    others = [name for name in classes(it.categories) if name != it.primary]
    return " ".join(others[: _MOST_CATEGORIES - 1])


def _kind_of(link: str) -> str:
    """Return the kind of a link by its address: `project` or `link`."""
    if ".github.io" in link or "project" in link.lower():
        return "project"
    return "link"
