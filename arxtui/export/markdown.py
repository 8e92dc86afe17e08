"""Markdown: a list of links with authors, date, where the paper was published, tags and the note.

What Markdown would take for its own is escaped by commonmark.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from arxtui import people, text
from arxtui.export import commonmark
from arxtui.export.options import USUAL, Options
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper

_NAMED = 6  # authors that are named
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9._~/:;,@!$&'*+=-]")


def dump(entries: Iterable[Entry[Paper]], options: Options = USUAL) -> str:
    """Return the list, one item a paper; with abstracts each item has a paragraph more."""
    return "".join([_item(entry, options.abstract) for entry in entries])


def _item(entry: Entry[Paper], abstract: bool) -> str:
    """Return the item of a paper, with a line end."""
    paper, mark = entry.paper, entry.mark
    title = _visible(text.plain_title(paper.title)) or paper.id
    about = ", ".join([*map(_visible, _names(paper)), *filter(None, (paper.day,))])
    place = publication(paper)
    beside = ""
    if place is not None:
        about = ", ".join(filter(None, (about, _visible(_venue(place)))))
        beside = f"{_doi_link(place)}, arXiv:{paper.id}"
    tags = [commonmark.code_span(f"#{_visible(tag)}") for tag in mark.tags]
    code = "`" in title + about and bool(tags or ("`" in title and "`" in about))
    link = f"[{commonmark.inline(title, code=code, link=True)}]({paper.abs_url})"
    said = " ".join([commonmark.inline(about, code=code) + beside, *tags])
    lines = [f"- {link} – {said}\n"]
    for line in (mark.note or "").split("\n"):
        if line.strip():
            lines.append(f"  > {commonmark.line(_visible(line))}\n")
    if abstract and (shown := _visible(text.plain(paper.abstract))):
        lines.append(f"\n  {commonmark.line(shown)}\n\n")
    return "".join(lines)


def _names(paper: Paper) -> list[str]:
    """Return the first names without TeX, and `et al.` where there are more or the list was cut."""
    typed = [name for name in paper.authors if name != people.TEAM_SIGN]
    whole = [name for name in typed if name != people.OTHERS]
    shown = [people.readable(name) for name in whole[:_NAMED]]
    if len(shown) < len(typed):
        shown.append("et al.")
    return shown


def _venue(place: Publication) -> str:
    """Return the short name with a year (`CVPR 2023`), else the journal or proceedings with the year."""
    if any(map(str.isdigit, place.venue)):
        return place.venue
    return text.plain(place.short)


def _doi_link(place: Publication) -> str:
    """Return what follows a published paper's venue: a link with its DOI."""
    if not place.doi:
        return ""
    address = _NOT_IN_ADDRESS.sub(lambda found: "".join([f"%{byte:02X}" for byte in found[0].encode()]), place.doi)
    return f", [doi:{commonmark.inline(_visible(place.doi), code=True, link=True)}](https://doi.org/{address})"


def _visible(raw: str) -> str:
    """Return one line that no terminal can take for a command."""
    return text.visible(text.clean(raw))
