"""CSL-JSON, which pandoc, Zotero and citeproc read: one array of items (CSL 1.0.2, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from arxtui import cite, people, text
from arxtui.export import bibtex
from arxtui.model import Entry, Paper


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """The array, one item a paper; the ids are those of the .bib."""
    whole = list(entries)
    keys = bibtex.keys(whole)
    items = [_item(entry, keys[entry.paper.id]) for entry in whole]
    return json.dumps(items, ensure_ascii=True, indent=1) + "\n"


def _item(entry: Entry[Paper], key: str) -> dict[str, object]:
    paper = entry.paper
    year, month = cite.year_month(paper)
    item = {
        "id": key, "type": "article", "title": text.clean(text.plain(paper.title)) or paper.id,
        "author": [_name(name) for name in people.names(paper.authors)],
        "issued": {"date-parts": [[year, month, int(paper.day[8:])] if paper.day else [year, month]]},
        "publisher": "arXiv", "number": f"arXiv:{paper.id}", "DOI": cite.doi(paper.doi or ""),
        "URL": f"https://arxiv.org/abs/{paper.id}", "note": text.clean(paper.journal_ref or ""),
        "keyword": ", ".join(entry.mark.tags), "abstract": text.clean(text.plain(paper.abstract)),
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _name(name: people.Name) -> dict[str, str]:
    if name.team or not name.first:
        return {"literal": name.last}
    parts = {"family": name.last, "given": name.first, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
