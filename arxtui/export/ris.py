"""RIS, which EndNote, Mendeley and Zotero import: `TY  - ` to `ER  - `, a line a value (Reference Manager, 2001)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from arxtui import cite, people, text
from arxtui.model import Entry, Paper


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """The records, a blank line between them; lines end with CR LF, as the format says."""
    return "\r\n".join(["".join([f"{tag}  - {value}\r\n" for tag, value in _lines(one)]) for one in entries])


def _lines(entry: Entry[Paper]) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    year, month = cite.year_month(paper)
    values = [
        ("TY", "UNPB"), ("TI", text.clean(text.plain(paper.title)) or paper.id),
        *(("AU", _name(name)) for name in people.names(paper.authors)),
        ("PY", f"{year:04d}"), ("DA", f"{year:04d}/{month:02d}/{(paper.day or '')[8:]}"), ("PB", "arXiv"),
        ("AN", f"arXiv:{paper.id}"), ("DO", cite.doi(paper.doi or "")), ("UR", f"https://arxiv.org/abs/{paper.id}"),
        ("L1", f"https://arxiv.org/pdf/{paper.id}"), *(("KW", tag) for tag in entry.mark.tags),
        ("N1", paper.journal_ref or ""), ("N1", entry.mark.note or ""), ("AB", text.plain(paper.abstract)),
    ]  # fmt: skip
    for tag, value in values:
        if value := text.clean(value):
            yield tag, value
    yield "ER", ""


def _name(name: people.Name) -> str:
    """Return `Last, First, Suffix`; `et al.` for a list that was cut."""
    if name.others:
        return "et al."
    return ", ".join(filter(None, (name.last, name.first, name.suffix)))
