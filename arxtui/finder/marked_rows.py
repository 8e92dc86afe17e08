"""The marks of papers in an index: tags and notes to search, and standings for the order."""

from __future__ import annotations

from collections.abc import Collection

from arxtui.finder.rows import Rows
from arxtui.store import Library
from arxtui.text import fold
from arxtui.work_in_steps import Steps

_AT_ONCE = 1_000  # papers looked at in one step

STARRED = 4
LATER = 3
TAGGED = 2
READ = 1


def take_over(library: Library, papers: Rows, ids: Collection[str]) -> Steps[None]:
    """Put the present marks of these papers into the rows of an index."""
    yield from _place(papers, ids)
    for number, paper_id in enumerate(ids):
        row = papers.row_of[paper_id]
        if row is not None:
            papers.index.set_standing(row, standing(library, paper_id))
            said = _said(library, paper_id)
            if said != papers.said.get(paper_id, ""):
                papers.index.retag(row, said)
                papers.said[paper_id] = said
        if number % _AT_ONCE == _AT_ONCE - 1:
            yield


def standing(library: Library, paper_id: str) -> int:
    """Return the standing of a paper: starred, set aside, tagged or noted, read, else 0."""
    marks = library.marks
    pile = marks.pile(paper_id)
    if marks.has_star(paper_id):
        return STARRED
    if pile == "later":
        return LATER
    if marks.tags_of(paper_id) or marks.note_of(paper_id):
        return TAGGED
    if pile == "read":
        return READ
    return 0


def _said(library: Library, paper_id: str) -> str:
    """Return the tags and the note of a paper, folded as an index has them."""
    marks = library.marks
    return fold(" ".join([*marks.tags_of(paper_id), marks.note_of(paper_id)])).strip()


def _place(papers: Rows, ids: Collection[str]) -> Steps[None]:
    """Find the rows of these papers, the newest papers first; some have no row."""
    wanted: set[str] = set()
    for number, paper_id in enumerate(ids, 1):
        if paper_id not in papers.row_of:
            wanted.add(paper_id)
        if number % _AT_ONCE == 0:
            yield
    for row, paper_id in zip(papers.rows(), papers.ids(), strict=True):
        if not wanted:
            break
        if paper_id in wanted:
            papers.row_of[paper_id] = row
            wanted.remove(paper_id)
        if row % _AT_ONCE == 0:
            yield
    for paper_id in wanted:
        papers.row_of[paper_id] = None
