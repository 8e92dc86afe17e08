"""RIS, which EndNote, Mendeley and Zotero import: `TY  - ` to `ER  - `, a line a value (Reference Manager, 2001)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from arxtui import citation, people, text
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """The records, a blank line between them; lines end with CR LF, as the format says."""
    return "\r\n".join(["".join([f"{tag}  - {value}\r\n" for tag, value in _lines(one)]) for one in entries])


_TYPES = {"journal": "JOUR", "meeting": "CONF", "": "UNPB"}


def _lines(entry: Entry[Paper]) -> Iterator[tuple[str, str]]:
    """Yield (tag, value) of each line of a record."""
    paper = entry.paper
    place = publication(paper)
    values = [
        ("TY", _TYPES[place.kind if place else ""]),
        ("TI", text.clean(text.plain_title(paper.title)) or paper.id),
        *(("AU", _name(name)) for name in people.names(paper.authors)),
        *_date(paper, place),
        *_place(place),
        ("PB", "" if place else "arXiv"),
        ("AN", f"arXiv:{paper.id}"),
        ("DO", citation.doi(paper.doi or "")),
        ("UR", f"https://arxiv.org/abs/{paper.id}"),
        ("L1", f"https://arxiv.org/pdf/{paper.id}"),
        *(("KW", tag) for tag in entry.mark.tags),
        ("N1", entry.mark.note or ""),
        ("AB", text.plain(paper.abstract)),
    ]
    for tag, value in values:
        if value := text.clean(value):
            yield tag, value
    yield "ER", ""


def _date(paper: Paper, place: Publication | None) -> list[tuple[str, str]]:
    """Return year and date of the first version; of a published paper the year of publication."""
    year, month = citation.year_month(paper)
    if place is not None and place.kind:
        return [("PY", f"{place.year or year:04d}")]
    return [("PY", f"{year:04d}"), ("DA", f"{year:04d}/{month:02d}/{(paper.day or '')[8:]}")]


def _place(place: Publication | None) -> list[tuple[str, str]]:
    """Return the lines that tell where a paper was published."""
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
