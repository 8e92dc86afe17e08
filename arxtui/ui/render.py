"""How a paper looks: the parts of its row in the list, its whole text in the detail. No colour, no state.

Every text of a paper passes through visible() here; styles are named, arxtui.tcss says what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.content import Content
from textual.widget import Widget

from arxtui.categories import classes
from arxtui.facts import Facts
from arxtui.model import Entry, Mark, Paper
from arxtui.people import short
from arxtui.text import plain, plain_title, visible


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that are not letters, each one cell wide but for the ellipsis and the part."""

    cursor: str
    """The row of the cursor."""
    selected: str
    """A selected row."""
    unread: str
    """A paper in the pile unread."""
    later: str
    """A paper in the pile later."""
    star: str
    """A starred paper."""
    tag: str
    """A tagged paper, where no tag has a digit."""
    hit: str
    """News: a hit of a watch rule."""
    updated: str
    """News: a newer version than the one read."""
    note: str
    """News: the user's note."""
    ellipsis: str
    """Where text was cut."""
    rule: str
    """Of what lines are drawn."""
    more: str
    """Text goes on below."""
    part: str
    """Between two parts of a line, with its blanks."""


UNICODE = Signs("▌", "+", "·", "~", "★", "#", "!", "^", '"', "…", "─", "▼", " · ")
ASCII = Signs(">", "+", ".", "~", "*", "#", "!", "^", '"', "..", "-", "v", " - ")

_LONG = 20_000  # characters of a text that is compared word by word
NAMES = 30
"""Names of the full byline; more are counted."""
_JOINERS: dict[int, str | None] = {0x200D: None, 0xFE0F: None, **{0x1F1E6 + at: chr(65 + at) for at in range(26)}}
"""Signs that glue emoji together, and the letters of flags: terminals do not agree on the width of what they make."""


Spans = Callable[[str], tuple[tuple[int, int], ...]]
"""A text as it is shown -> where it was matched, as (start, stop) in characters."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of a paper that neither the listings nor its mark tell."""

    stars: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """(starred, all) papers of an author, by name."""
    spans: Spans | None = None
    """Where the search hit."""
    watched: tuple[str, ...] = ()
    """The watch rules that hold."""
    source: bool = False
    """TeX as it stands in the listing."""
    before: tuple[int, str, str] | None = None
    """Version, title and abstract of the version before this one."""


def style_of(widget: Widget, *classes: str) -> Style:
    """Component classes laid over each other and over the widget's own style (get_visual_style() forgets `reverse`)."""
    style = widget.get_visual_style(*classes).rich_style
    reverse = any(widget.get_component_styles(name).text_style.reverse for name in classes)
    return style + Style(reverse=True) if reverse else style


def one_line(text: str) -> str:
    """Text of a paper for one row: visible, and as wide in every terminal as it is measured."""
    text = visible(text)
    return text if text.isascii() else text.translate(_JOINERS)


def cut(text: str, width: int, ellipsis: str = UNICODE.ellipsis) -> str:
    """Text of at most `width` cells; what does not fit ends in the ellipsis."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    return set_cell_size(text, room).rstrip() + ellipsis if room > 0 else set_cell_size(text, width)


def paper(entry: Entry[Paper], facts: Facts, beside: Beside = Beside(), signs: Signs = UNICODE) -> Content:
    """All that is known of a paper: title, one line, abstract, and below what is seldom looked at."""
    it, mark, read = entry.paper, entry.mark, visible if beside.source else _read
    news = beside.before if beside.before and mark.outdated(it.version) and beside.before[0] == mark.seen else None
    read_title = visible if beside.source else _read_title
    title = _newer(Content.assemble((read_title(it.title), ".detail--title")), news and read_title(news[1]))
    blocks: list[Content] = [title + Content.assemble("\n", _short_line(it, mark, facts, beside, signs))]
    if abstract := _abstract(it.abstract, read):
        blocks.append(_newer(Content(abstract), news and _abstract(news[2], read)))
    if mark.note:
        blocks.append(_labelled("Note", "\n".join(visible(line) for line in mark.note.split("\n"))))
    for stamp, text in mark.other_notes:
        label = f"Other note, {stamp[:10]} on {stamp.partition(' ')[2]}"
        blocks.append(_labelled(visible(label), "\n".join(visible(line) for line in text.split("\n"))))
    blocks.append(Content("\n").join(_small_print(it, facts, beside.stars, signs)))
    abstract_follows = Content("\n") if it.abstract else Content("\n\n")
    whole = blocks[0] + abstract_follows + Content("\n\n").join(blocks[1:])
    for start, stop in beside.spans(whole.plain) if beside.spans else ():
        whole = whole.stylize(".detail--match", start, stop)
    return whole


def _abstract(text: str, read: Callable[[str], str]) -> str:
    return "\n\n".join(read(piece) for piece in re.split(r" {3,}", text) if piece)


def _newer(content: Content, before: str | None) -> Content:
    """A text with the words marked that the version before had not there."""
    if before is None or len(content.plain) > _LONG:
        return content
    import difflib

    words = [found.span() for found in re.finditer(r"\S+", content.plain)]
    matcher = difflib.SequenceMatcher(None, before.split(), content.plain.split(), autojunk=False)
    for what, _, _, start, stop in matcher.get_opcodes():
        if what in ("insert", "replace"):
            content = content.stylize(".detail--changed", words[start][0], words[stop - 1][1])
    return content


def _read(text: str) -> str:
    return visible(plain(text))


def _read_title(title: str) -> str:
    return visible(plain_title(title))


def _short_line(it: Paper, mark: Mark, facts: Facts, beside: Beside, signs: Signs) -> Content:
    """`Yang, Pan +2 · 2310.19210v1 · cs.CV · ICONIP 2023 · ★ · #gan #nerf · later`."""
    parts: list[tuple[str, str]] = [
        (visible(short(it.authors)), ""),
        (it.versioned, ".detail--quiet"),
        (visible(it.primary), ".detail--quiet"),
        (visible(facts.venue), ".detail--venue"),
        ("withdrawn" if facts.withdrawn else "", ".detail--alarm"),
        ("code" if facts.code else "", ".detail--quiet"),
        (_outdated(it, mark, signs) if mark.outdated(it.version) else "", ".detail--alarm"),
        (visible(f"{signs.hit} {', '.join(beside.watched)}") if beside.watched else "", ".detail--alarm"),
        (signs.star if mark.star else "", ".detail--star"),
        (" ".join(signs.tag + visible(tag) for tag in mark.tags), ".detail--tag"),
        (mark.pile if mark.pile != "unread" else "", ".detail--later" if mark.pile == "later" else ".detail--quiet"),
    ]
    between = Content.assemble((signs.part, ".detail--quiet"))
    return between.join(Content.assemble(part) for part in parts if part[0])


def _outdated(it: Paper, mark: Mark, signs: Signs) -> str:
    return f"{signs.updated} v{it.version}, was v{mark.seen} when you {'read' if mark.read_version else 'marked'} it"


def _small_print(it: Paper, facts: Facts, stars: Mapping[str, tuple[int, int]], signs: Signs) -> Iterator[Content]:
    """The lines below the abstract, one for each thing known; links are numbered from 1 as the keys that open them."""
    counted = {name: f" ({some} of {every} starred)" for name, (some, every) in stars.items()}
    names = [visible(name) + counted.get(name, "") for name in it.authors[:NAMES]]
    more = f" {signs.ellipsis} +{len(it.authors) - NAMES}" if len(it.authors) > NAMES else ""
    yield _labelled("Authors", ", ".join(names) + more)
    if it.comment:
        yield _labelled("Comment", _read(_unbroken(it.comment)))
    if it.journal_ref:
        yield _labelled("Journal", _read(_unbroken(it.journal_ref)))
    if it.doi:
        yield _labelled("DOI", visible(it.doi))
    if dates := signs.part.join(_dates(it)):
        yield _labelled("Dates", dates)
    yield _labelled("Classes", " ".join(classes(it.categories)) or visible(_unbroken(it.categories)))
    for number, link in enumerate(facts.links[:9], 1):
        yield _labelled(str(number), visible(link), ".detail--key")


def _dates(it: Paper) -> Iterable[str]:
    if it.day:
        yield visible(it.day if it.published else f"listed {it.day}")
    if it.updated and it.updated[:10] != it.day:
        yield f"v{it.version or '?'} {visible(it.updated[:10])}"


def _unbroken(text: str) -> str:
    """A field that went on over lines, in one line."""
    return " ".join(text.split())


def _labelled(label: str, text: str, style: str = ".detail--quiet") -> Content:
    return Content.assemble((f"{label:7}", style), "  ", text)


def problems(told: Sequence[str]) -> Content:
    """Problems, one below the other."""
    title = Content.assemble(("Problems", ".detail--title"))
    return Content("\n\n").join([title, *(Content(visible(one)) for one in told)])
