"""The result of a search."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Literal, NamedTuple

from arxtui.model import Head


class Lacking(NamedTuple):
    """Words of the query that no hit has in title, authors, tags or note."""

    words: tuple[str, ...]
    """The words as typed."""
    shown: tuple[str, ...]
    """The words of the query that hits have, after correction."""
    unknown: bool
    """True if the abstracts of the library lack these words too."""

    def __str__(self) -> str:
        words = " or ".join(self.words)
        shown = " ".join(self.shown)
        if self.unknown:
            return f"no paper has {words} · shown: {shown}"
        return f"no hit has {words} in its title · shown: {shown}"


class SearchResult(NamedTuple):
    """The papers that a query found so far."""

    heads: Sequence[Head]
    """Best first if words rank them, else newest day first."""
    total: int
    """Papers that match; more than len(heads) if a ranking stops early."""
    tier: Literal["exact", "close", "part"] = "exact"
    """How the heads were found: by the typed words, corrected words, or all but one of them."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(word typed, word used instead)."""
    by_abstract: int = 0
    """Papers that have some of the words in their abstracts only."""
    more: bool = False
    """True while the search is still running."""
    share: float = 1.0
    """The part of the library that was searched, 0 to 1."""
    lacking: Lacking | None = None
    """The words that the titles of all hits lack, if they are known."""
    missing: tuple[str, ...] = ()
    """Ids that were asked for and are not in the library."""
    recent: int | None = None
    """Papers at the top that are of the last thirty days, if older papers are below them."""

    def told(self, *, searching: bool = False) -> str:
        """Return the way of finding in words; `` if the heads have all words as typed.

        `searching` is False for a search that was stopped before its end.
        """
        if self.missing:
            return f"not in the library: {' '.join(self.missing)}"
        if self.more and not searching:
            return "search stopped, there may be more"
        close = ", ".join(f"{typed} → {meant}" for typed, meant in self.corrected)
        parts = []
        if self.lacking is not None and not self.more:
            parts.append(str(self.lacking))
        elif close and self.tier == "part" and self.by_abstract:
            parts.append(f"close: {close}")
        elif close:
            parts.append(f"no exact match · close: {close}")
        if self.by_abstract:
            if self.tier == "exact":
                parts.append(f"{self.total - self.by_abstract:,} by title or author")
            parts.append(f"{self.by_abstract:,} by abstract")
        if self.more:
            parts.append(f"still searching, {self.share:.0%}".replace("%", " %"))
        elif self.tier == "part" and not parts:
            parts.append("no paper has all the words")
        elif self.tier == "part" and self.by_abstract:
            parts.append("no other paper has all the words")
        return " · ".join(parts)


Finding = Generator[SearchResult | None, None, None]
"""A search in steps of a few milliseconds: yields a result that has changed, else None.

The last result is final.
"""
