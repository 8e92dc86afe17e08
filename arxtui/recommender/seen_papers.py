"""The data besides stars from which a taste is learnt: papers seen and not starred, and words."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from arxtui.model import Mark
from arxtui.query import subject_of
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.taste.learnt import LEARNT_FROM
from arxtui.work_in_steps import Steps

_ENOUGH_SEEN = 1_000
"""Papers of whole months; among so many 300 are drawn, which serve as well as all papers."""
FEW_SEEN = 50
"""If fewer papers were read, unmarked papers of the newest days are used in their place."""
_DAYS = 20
_MARKS_A_STEP = 2_000


def wishes(library: Library, settings: Settings) -> tuple[str, ...]:
    """Return the words of watch rules, saved searches and tags: the user's names for subjects."""
    rules = [*settings.watch.values(), *settings.searches.values()]
    found = [subject_of(rule) for rule in rules]
    return tuple(dict.fromkeys([*filter(None, found), *library.marks.tags()]))


@dataclass(frozen=True, slots=True)
class Seen:
    """Papers that were seen and not starred."""

    days: Mapping[str, str]
    """Id -> day of each paper, `` if it is not known; at most 300 papers."""
    starred_share: float | None = None
    """The share of stars among the papers of these months that were read or starred.

    None if the papers are unmarked papers, at which the user may not have looked.
    """


def seen(library: Library) -> Steps[Seen]:
    """Return papers that were seen and not starred.

    These are papers that were read and not marked in another way, of the newest months; where fewer
    than fifty were read, unmarked papers of the newest days. The draw goes by a checksum of the id:
    one more paper read changes at most one of the 300 papers.
    """
    of_month: dict[str, list[str]] = {}
    stars: Counter[str] = Counter()  # by month
    for number, paper_id in enumerate(library.marks.ids(), 1):
        if library.marks.has_star(paper_id):
            stars[_month(paper_id)] += 1
        elif library.marks.pile(paper_id) == "read" and not _is_wanted(library.marks.of(paper_id)):
            of_month.setdefault(_month(paper_id), []).append(paper_id)
        if number % _MARKS_A_STEP == 0:
            yield
    read: list[str] = []
    starred = 0
    for month in sorted(of_month, reverse=True):
        if len(read) >= _ENOUGH_SEEN:
            break
        read += of_month[month]
        starred += stars[month]
    yield
    if len(read) < FEW_SEEN:
        return Seen((yield from unmarked(library)))
    drawn = _drawn(dict.fromkeys(read, ""))
    yield
    return Seen(drawn, starred / (starred + len(read)))


def _drawn(days: Mapping[str, str]) -> dict[str, str]:
    """Draw three hundred papers."""
    drawn = heapq.nsmallest(LEARNT_FROM, days, key=lambda paper_id: crc32(paper_id.encode()))
    return {paper_id: days[paper_id] for paper_id in sorted(drawn)}


def unmarked(library: Library) -> Steps[dict[str, str]]:
    """Return id -> day of at most 300 papers of the newest days that have no mark."""
    found: dict[str, str] = {}
    for day in library.papers.days()[:_DAYS]:
        for paper_id in library.papers.day_ids(day):
            if not _is_wanted(library.marks.of(paper_id)):
                found[paper_id] = day
        yield
        if len(found) >= _ENOUGH_SEEN:
            break
    return _drawn(found)


def _is_wanted(mark: Mark) -> bool:
    return mark.star or bool(mark.tags) or mark.pile == "later" or mark.note is not None


def _month(paper_id: str) -> str:
    """Return the month of an id, `2023-10`; old ids such as `cs/9901001` sort before new ids."""
    digits = paper_id.rpartition("/")[2]
    century = "20"
    if digits[:1] == "9" and "/" in paper_id:
        century = "19"
    return f"{century}{digits[:2]}-{digits[2:4]}"
