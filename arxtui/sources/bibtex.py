"""Papers out of a .bib: its entries that name an arXiv id in any way that bib_entry.py knows."""

from __future__ import annotations

from arxtui import text
from arxtui.arxiv_id import NotAnId
from arxtui.model import Paper, Problem
from arxtui.sources import (
    UNKNOWN,
    NotAListing,
    Reading,
    bib_entry,
    bib_grammar,
    bib_people,
    bib_text,
    values,
)
from arxtui.sources.records import NOT_UTF8, RECORD_LIMIT, TOO_LARGE, UNDECODED, Refused


def read(data: bytes, file: str) -> Reading:
    """Return the papers of the entries. Raises NotAListing if there is no entry."""
    source, whole = bib_text.decode(data)
    items, mistakes = bib_grammar.read(source)
    if not items:
        raise NotAListing(f"{UNKNOWN}BibTeX without an entry")
    problems: list[Problem] = []
    for line, reason in mistakes:
        problems.append(Problem(file, line, reason.encode(errors="replace").decode()))
    papers: list[Paper] = []
    others = 0
    for item in items:
        if not item.whole:
            continue
        try:
            made = _paper(item, whole=whole)
        except (Refused, NotAnId) as why:
            problems.append(Problem(file, item.line, str(why)))
            continue
        if made:
            papers.append(made)
        else:
            others += 1
    if others:
        entries = "entries"
        if others == 1:
            entries = "entry"
        problems.append(Problem(file, 0, f"{others} {entries} without an arXiv id"))
    return Reading(tuple(papers), tuple(problems), form="BibTeX")


def _paper(item: bib_grammar.Item, *, whole: bool) -> Paper | None:
    """Return the paper of an entry, None if it is not of arXiv. Raises Refused and NotAnId."""
    found = bib_entry.arxiv_id(item)
    if found is None:
        return None
    if sum(map(len, item.fields.values())) > RECORD_LIMIT:
        raise Refused(TOO_LARGE)
    if not whole and any(map(UNDECODED.search, item.fields.values())):
        raise Refused(NOT_UTF8)
    paper_id, version = found
    value = item.fields.get
    return values.paper(
        paper_id,
        text.plain(value("title", "")),
        bib_people.authors(item),
        [bib_entry.primary(item)],
        values.flat(value("abstract")),
        version=version,
        doi=bib_entry.doi(item),
        comment=value("comment"),
        journal_ref=bib_entry.journal(item),
    )
