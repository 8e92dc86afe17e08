"""The hits of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["exact", "close", "part"]
"""As the words stand, with corrected words, or with all but one."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a search."""

    rows: tuple[int, ...]
    """Rows of the index, best first."""
    total: int
    """How many lines match; for one or two letters in a large library at most the newest 1,000."""
    tier: Tier
    """How they match."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant) in the best hit."""
    lacking: tuple[str, ...] = ()
    """Words of the query that these lines lack, with all words near them."""
    unknown: bool = False
    """True if no line at all has the words that are lacking."""
