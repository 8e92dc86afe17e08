"""What a query found, or found so far."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal

from arxtui.model import Head


@dataclass(frozen=True, slots=True)
class Lacking:
    """Words that were asked for and that no paper found has in title, authors, tags or note."""

    words: tuple[str, ...]
    """The words, as they were typed."""
    shown: tuple[str, ...]
    """The words that were found, corrected ones as they are meant."""
    unknown: bool
    """True if no paper of the library has them in its abstract either."""

    def __str__(self) -> str:
        words = " or ".join(self.words)
        shown = " ".join(self.shown)
        if self.unknown:
            return f"no paper has {words} · shown: {shown}"
        return f"no hit has {words} in its title · shown: {shown}"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a query found, or found so far."""

    heads: Sequence[Head]
    """Best first where words rank them, else newest day first."""
    total: int
    """How many papers fit; more than len(heads) where a ranking stops early."""
    tier: Literal["exact", "close", "part"] = "exact"
    """As the words stand, with corrected words, or with all but one word: the papers found by their heads."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant)."""
    by_abstract: int = 0
    """How many of the papers have some of the words in their abstracts only."""
    more: bool = False
    """The rest of the library was not looked through yet."""
    share: float = 1.0
    """How much of the library was looked through, 0 to 1."""
    lacking: Lacking | None = None
    """The words that no paper found has in its title, where that is known."""
    missing: tuple[str, ...] = ()
    """Ids that were asked for and are not in the library."""
    recent: int | None = None
    """How many of the first papers are of the last thirty days, where older ones stand below them."""

    def told(self, *, searching: bool = False) -> str:
        """Return how it was found, in words; `` when the heads have the words as they were typed.

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
        elif close and not (self.tier == "part" and self.by_abstract):
            parts.append(f"no exact match · close: {close}")
        if self.by_abstract:
            if self.tier == "exact":
                parts.append(f"{self.total - self.by_abstract} by title or author")
            parts.append(f"{self.by_abstract} by abstract")
        if self.more:
            parts.append(f"still searching, {self.share:.0%}".replace("%", " %"))
        elif self.tier == "part" and not parts:
            parts.append("no paper has all the words")
        return " · ".join(parts)


Finding = Generator[SearchResult | None, None, None]
"""What was found so far, now and then; None = nothing else than before. Each step takes a few milliseconds."""
