"""What a taste is learnt from beside stars: papers seen and not starred, and the user's words."""

from __future__ import annotations

import heapq
from zlib import crc32

from arxtui.config import Settings
from arxtui.model import Mark
from arxtui.query import subject_of
from arxtui.steps import Steps
from arxtui.store import Library
from arxtui.taste import LEARNT_FROM

_NEWEST_SEEN = 3_000
"""Papers among which those seen and not starred are drawn: as good as all of them."""
_FEW_SEEN = 50
"""Below this many papers seen, unmarked papers of the newest days stand in for them."""
_DAYS = 20
_MARKS_A_STEP = 2_000


def wishes(library: Library, settings: Settings) -> tuple[str, ...]:
    """Return the words of watch rules, saved searches and tags: the user's names for subjects."""
    rules = [*settings.watch.values(), *settings.searches.values()]
    found = [subject_of(rule) for rule in rules]
    return tuple(dict.fromkeys([*filter(None, found), *library.marks.tags()]))


def seen(library: Library) -> Steps[dict[str, str]]:
    """Return id -> day file of at most 300 papers that were seen and not starred.

    The file is `` where it is not known. These are papers that were read and not marked in another
    way; where fewer than fifty were read, unmarked papers of the newest days. The draw goes by a
    checksum of the id: reading one paper more changes at most one of the three hundred.
    """
    read: list[tuple[bool, str]] = []
    for number, paper_id in enumerate(library.marks.ids(), 1):
        if library.marks.pile(paper_id) == "read" and not _is_wanted(library.marks.of(paper_id)):
            read.append(_age(paper_id))
        if number % _MARKS_A_STEP == 0:
            read = heapq.nlargest(_NEWEST_SEEN, read)
            yield
    files = {paper_id: "" for _, paper_id in heapq.nlargest(_NEWEST_SEEN, read)}
    yield
    if len(files) < _FEW_SEEN:
        files = yield from _unmarked(library)
    drawn = heapq.nsmallest(LEARNT_FROM, files, key=lambda paper_id: crc32(paper_id.encode()))
    return {paper_id: files[paper_id] for paper_id in sorted(drawn)}


def _unmarked(library: Library) -> Steps[dict[str, str]]:
    """Return (id -> day file) of the papers of the newest days that were not wanted."""
    found = {}
    for day in library.papers.days()[:_DAYS]:
        for head in library.papers.day(day):
            if not _is_wanted(library.marks.of(head.id)):
                found[head.id] = head.file
        yield
    return found


def _is_wanted(mark: Mark) -> bool:
    return mark.star or bool(mark.tags) or mark.pile == "later" or mark.note is not None


def _age(paper_id: str) -> tuple[bool, str]:
    """Return a key that sorts ids by their month: those from before April 2007 (`cs/1`) first."""
    return "/" not in paper_id, paper_id
