"""Stale entries: entries of a .bib whose paper has been published or revised since.

The library has the newest facts of a paper. They are compared with the fields of its entry:
journal, proceedings, publisher's DOI, notes on these, and the version in the arXiv id. No file is
changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from arxtui import text
from arxtui.arxiv_id import NotAnId
from arxtui.export.markdown import venue_text
from arxtui.export.published import Publication, publication
from arxtui.export_files import papers_in_bib
from arxtui.model import Entry, Paper, Problem
from arxtui.sources import bib_entry, bib_grammar
from arxtui.store import Library

_REMARKS = "note addendum howpublished annote annotation comment pubstate extra titleaddon".split()
"""Fields in which people write where a preprint will be published."""


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry that lacks a newer fact of its paper."""

    paper_id: str
    """arXiv id without version."""
    key: str
    """The key of the entry."""
    kind: Literal["published", "revised"]
    """`published`: the entry lacks a publication; `revised`: it lacks only a newer version."""
    now: str
    """The newest facts of the paper: `CVPR 2024, doi:10.1109/x, v3`."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a look at a .bib."""

    entries: int
    """How many entries the file has."""
    stale: tuple[Stale, ...]
    """In the order of the file."""
    missing: tuple[str, ...]
    """The ids of arXiv papers that the library lacks."""
    problems: tuple[Problem, ...]
    """Parts of the file that could not be read."""


def look(path: Path, library: Library) -> Report:
    """Compare the entries of a .bib with the papers of the library.

    An entry without arXiv id is looked for among the papers that have a mark. Raises OSError if the
    file cannot be read.
    """
    items, problems = papers_in_bib.readable_items(path)
    ids = [_id_of(item) for item in items]
    known = _papers(library, [paper_id for paper_id, _ in ids])
    unnamed = [item for item, (paper_id, _) in zip(items, ids, strict=True) if not paper_id]
    by_key = _by_doi_or_title(library, unnamed)
    stale: list[Stale] = []
    missing: list[str] = []
    for item, (paper_id, version) in zip(items, ids, strict=True):
        if paper_id and paper_id not in known:
            missing.append(paper_id)
        entry = known.get(paper_id) or by_key.get(item.key)
        if entry is not None and (found := _compared(item, version, entry)):
            stale.append(found)
    unknown = tuple(dict.fromkeys(missing))
    return Report(len(items), tuple(stale), unknown, tuple(problems))


def _id_of(item: bib_grammar.Item) -> tuple[str, int]:
    """Return (arXiv id, version or 0) of an entry; (``, 0) without an id."""
    try:
        return bib_entry.arxiv_id(item) or ("", 0)
    except NotAnId:
        return "", 0


def _papers(library: Library, ids: Sequence[str]) -> dict[str, Entry[Paper]]:
    return {entry.paper.id: entry for entry in library.entries(filter(None, ids))}


def _by_doi_or_title(
    library: Library, items: Sequence[bib_grammar.Item]
) -> dict[str, Entry[Paper]]:
    """Return key -> paper of entries without arXiv id, of the papers that have a mark."""
    if not items:
        return {}
    contents = papers_in_bib.contents(items)
    found: dict[str, Entry[Paper]] = {}
    for entry in library.entries(library.marks.ids()):
        there = contents.find(entry.paper)
        if there is not None:
            found[there.key] = entry
    return found


def _compared(item: bib_grammar.Item, version: int, entry: Entry[Paper]) -> Stale | None:
    """Return an entry with the facts that it lacks; None if it lacks no fact of the library."""
    if bib_entry.published_in(item) or bib_entry.doi(item):
        return None
    paper = entry.paper
    place = publication(paper)
    news: list[str] = []
    if place is not None:
        news += _news_of_publication(item, paper, place)
    kind: Literal["published", "revised"] = "published"
    if not news:
        kind = "revised"
    if not version and entry.mark.cite is not None:
        version = entry.mark.cite.version
    if 0 < version < paper.version:
        news.append(f"v{paper.version} (was v{version})")
    if not news:
        return None
    return Stale(paper.id, item.key, kind, ", ".join(news))


def _news_of_publication(
    item: bib_grammar.Item, paper: Paper, place: Publication
) -> Iterator[str]:
    """Yield the place and the DOI of a publication that no field of the entry has."""
    shown = text.clean(venue_text(place))
    remarks = [_words(item.fields.get(name, "")) for name in _REMARKS]
    names = (shown, place.venue, place.container, paper.journal_ref or "")
    said = any(
        name in remark for name in filter(None, map(_words, names)) for remark in remarks
    )
    if shown and not said:
        yield shown
    if place.doi:
        yield f"doi:{place.doi}"


def _words(typed: str) -> str:
    """Return a text as folded words with blanks around it, for comparing."""
    words = text.words(text.fold(text.plain(text.clean(bib_entry.unescaped(typed)))))
    if not words:
        return ""
    return f" {words} "
