"""A query put to the library: the predicate of query.py, the ranking of search.py, over all days or some papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from arxtui.model import Head, Paper
from arxtui.query import Query
from arxtui.search import Index
from arxtui.store import Library
from arxtui.text import fold


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found."""

    heads: Sequence[Head]
    """Best first where words rank them, else newest day first."""
    total: int
    """How many papers fit; more than len(heads) where a ranking stops early."""
    tier: Literal["exact", "close", "part"] = "exact"
    """As the words stand, with corrected words, or with all but one word."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant)."""


class Finder:
    """Finds in one state of the library; make a new one when papers came."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.heads = library.heads()
        batch = library.batch()
        self._newest = batch.loaded if batch else ""
        self._index: Index | None = None
        self._rows: dict[str, int] | None = None

    def _indexed(self) -> Index:
        if self._index is None:
            self._index = Index([head.line for head in self.heads], {})
            self.retag({one for one, mark in self._library.marked() if mark.tags})
        return self._index

    def warm(self) -> Iterator[int]:
        """Make the search ready for typos, a few papers at a time."""
        yield from self._indexed().warm()

    def retag(self, ids: set[str]) -> None:
        """Let the index know that tags of these papers changed."""
        if self._index is None or not ids:
            return
        if self._rows is None:
            self._rows = {head.id: row for row, head in enumerate(self.heads)}
        for one in ids & self._rows.keys():
            self._index.retag(self._rows[one], fold(" ".join(self._library.mark(one).tags)))

    def find(self, query: Query, limit: int = 200) -> Found:
        """The papers of a query; nothing for an empty one."""
        if not query.words:
            if query.plain:
                return Found((), 0)
            heads = [head for head in self.heads if self._fits(query, head)]
            return Found(heads, len(heads))
        allow = None if query.plain else lambda row: self._fits(query, self.heads[row])
        hits = self._indexed().search(query.words, allow, limit)
        return Found([self.heads[row] for row in hits.rows], hits.total, hits.tier, hits.corrected)

    def _fits(self, query: Query, head: Head) -> bool:
        return query.matches(self._library.entry(head), lambda one: self._paper(one, head.file), self._newest)

    def _paper(self, one: str, file: str) -> Paper | None:
        return self._library.catalogue.paper(one, file)
