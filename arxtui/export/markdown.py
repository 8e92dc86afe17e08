"""Markdown: a list of links with authors, date, where the paper was published, tags and the note.

commonmark.py escapes the signs that Markdown would read as syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from arxtui import people, text
from arxtui.export import commonmark
from arxtui.export.options import USUAL, Options
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper

_NAMED = 6
"""Authors of a paper that are named; further authors are `et al.`"""
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9._~/:;,@!$&'*+=-]")


def dump(entries: Iterable[Entry[Paper]], options: Options = USUAL) -> str:
    """Return the list, one item a paper; with an abstract the item has a second paragraph."""
    return "".join([_item(entry, options.abstract) for entry in entries])


def _item(entry: Entry[Paper], abstract: bool) -> str:
    """Return the item of a paper, with a line end."""
    paper = entry.paper
    mark = entry.mark
    title = _visible(text.plain_title(paper.title)) or paper.id
    parts = [_visible(name) for name in _names(paper)]
    if paper.day:
        parts.append(paper.day)
    place = publication(paper)
    links = ""
    if place is not None:
        venue = _visible(venue_text(place))
        if venue:
            parts.append(venue)
        links = f"{_doi_link(place)}, arXiv:{paper.id}"
    about = ", ".join(parts)
    tags = [commonmark.code_span(f"#{_visible(tag)}") for tag in mark.tags]
    code = "`" in title + about and bool(tags or ("`" in title and "`" in about))
    link = f"[{commonmark.inline(title, code=code, link=True)}]({paper.abs_url})"
    behind = " ".join([commonmark.inline(about, code=code) + links, *tags])
    lines = [f"- {link} – {behind}\n"]
    for line in (mark.note or "").split("\n"):
        if line.strip():
            lines.append(f"  > {commonmark.line(_visible(line))}\n")
    if abstract:
        shown = _visible(text.plain(paper.abstract))
        if shown:
            lines.append(f"\n  {commonmark.line(shown)}\n\n")
    return "".join(lines)


def _names(paper: Paper) -> list[str]:
    """Return the first authors without TeX, and `et al.` if there are more or the list was cut."""
    typed = people.without_team_signs(paper.authors)
    whole = [name for name in typed if name != people.OTHERS]
    shown = [people.readable(name) for name in whole[:_NAMED]]
    if len(shown) < len(typed):
        shown.append("et al.")
    return shown


def venue_text(place: Publication) -> str:
    """Return the short name with its year (`CVPR 2023`), else the container with its year."""
    if any(map(str.isdigit, place.venue)):
        return place.venue
    return text.plain(place.short)


def _doi_link(place: Publication) -> str:
    """Return the link with a publisher's DOI, `` without a DOI."""
    if not place.doi:
        return ""
    address = _NOT_IN_ADDRESS.sub(_percent_encoded, place.doi)
    label = commonmark.inline(_visible(place.doi), code=True, link=True)
    return f", [doi:{label}](https://doi.org/{address})"


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in found[0].encode()])


def _visible(raw: str) -> str:
    """Return a text in one line, without control characters."""
    return text.visible(text.clean(raw))
