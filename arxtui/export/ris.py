"""RIS, which EndNote, Mendeley and Zotero import (Reference Manager, 2001).

A record goes from `TY  - ` to `ER  - `, with a line for each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from arxtui import citation, people, text
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """Return the records, a blank line between them; lines end with CR LF, as the format says."""
    return "\r\n".join(map(_record, entries))


def _record(entry: Entry[Paper]) -> str:
    return "".join([f"{tag}  - {value}\r\n" for tag, value in _lines(entry)])


_TYPES = {"journal": "JOUR", "meeting": "CONF", "": "UNPB"}


def _lines(entry: Entry[Paper]) -> Iterator[tuple[str, str]]:
    """Yield (tag, value) of each line of a record."""
    paper = entry.paper
    place = publication(paper)
    kind = ""
    publisher = "arXiv"
    if place is not None:
        kind = place.kind
        publisher = ""
    values = [
        ("TY", _TYPES[kind]),
        ("TI", text.clean(text.plain_title(paper.title)) or paper.id),
        *(("AU", _name(name)) for name in people.names(paper.authors)),
        *_date(paper, place),
        *_place(place),
        ("PB", publisher),
        ("AN", f"arXiv:{paper.id}"),
        ("DO", citation.doi(paper.doi or "")),
        ("UR", f"https://arxiv.org/abs/{paper.id}"),
        ("L1", f"https://arxiv.org/pdf/{paper.id}"),
        *(("KW", tag) for tag in entry.mark.tags),
        ("N1", entry.mark.note or ""),
        ("AB", text.plain(paper.abstract)),
    ]
    for tag, value in values:
        cleaned = text.clean(value)
        if cleaned:
            yield tag, cleaned
    yield "ER", ""


def _date(paper: Paper, place: Publication | None) -> list[tuple[str, str]]:
    """Return year and date of the first version, or the year of a publication."""
    year, month = citation.year_month(paper)
    if place is not None and place.kind:
        return [("PY", f"{place.year or year:04d}")]
    day = ""
    if paper.day:
        day = paper.day[8:]
    return [("PY", f"{year:04d}"), ("DA", f"{year:04d}/{month:02d}/{day}")]


def _place(place: Publication | None) -> list[tuple[str, str]]:
    """Return the lines of the publication."""
    if place is None or not place.kind:
        return []
    first, _, last = place.pages.partition("-")
    return [
        ("T2", text.plain(place.container)),
        ("VL", place.volume),
        ("IS", place.number),
        ("SP", first),
        ("EP", last),
    ]


def _name(name: people.Name) -> str:
    """Return `Last, First, Suffix`; `et al.` for a list that was cut."""
    if name.others:
        return "et al."
    return ", ".join(filter(None, (name.last, name.first, name.suffix)))
