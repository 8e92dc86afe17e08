"""CSL-JSON for pandoc, Zotero and citeproc: an array of items (CSL 1.0.2, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from arxtui import citation, people, text
from arxtui.export import bibtex
from arxtui.export.options import USUAL, Options
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper


def dump(entries: Iterable[Entry[Paper]], options: Options = USUAL) -> str:
    """Return the array, one item a paper; the ids are the keys of the .bib."""
    whole = list(entries)
    keys = bibtex.keys(whole, template=options.key)
    items = [_item(entry, keys[entry.paper.id]) for entry in whole]
    return json.dumps(items, ensure_ascii=True, indent=1) + "\n"


_TYPES = {"journal": "article-journal", "meeting": "paper-conference", "": "article"}


def _item(entry: Entry[Paper], key: str) -> dict[str, object]:
    """Return the item of a paper; if it is published, its arXiv id is archive, number and note."""
    paper = entry.paper
    place = publication(paper)
    publisher = "arXiv"
    note = ""
    kind = ""
    if place is not None:
        publisher = ""
        note = f"arXiv:{paper.id}"
        kind = place.kind
    item = {
        "id": key,
        "type": _TYPES[kind],
        "title": text.clean(text.plain_title(paper.title)) or paper.id,
        "author": [_name(name) for name in people.names(paper.authors)],
        "issued": {"date-parts": [_date(paper, place)]},
        "publisher": publisher,
        **_place(place),
        "number": f"arXiv:{paper.id}",
        "archive": "arXiv",
        "archive_location": paper.id,
        "DOI": citation.doi(paper.doi or ""),
        "URL": f"https://arxiv.org/abs/{paper.id}",
        "note": note,
        "keyword": ", ".join(entry.mark.tags),
        "abstract": text.clean(text.plain(paper.abstract)),
    }
    return {name: value for name, value in item.items() if value}


def _place(place: Publication | None) -> dict[str, str]:
    """Return the fields of the publication."""
    if place is None or not place.kind:
        return {}
    return {
        "container-title": text.clean(text.plain(place.container)),
        "volume": text.clean(place.volume),
        "issue": text.clean(place.number),
        "page": text.clean(place.pages),
    }


def _date(paper: Paper, place: Publication | None) -> list[int]:
    """Return year, month and day of the first version, or the year of a publication."""
    year, month = citation.year_month(paper)
    if place is not None and place.kind:
        return [place.year or year]
    if paper.day:
        return [year, month, int(paper.day[8:])]
    return [year, month]


def _name(name: people.Name) -> dict[str, str]:
    if name.team or not name.first:
        return {"literal": name.last}
    parts = {"family": name.last, "given": name.first, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
