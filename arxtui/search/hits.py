"""The hits of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["exact", "close", "part"]
"""exact: with the typed words; close: with corrected words; part: without one of the words."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a search."""

    rows: tuple[int, ...]
    """Rows of the index, best first."""
    total: int
    """Number of matches; for words of 1 or 2 letters in a large library at most the newest
    1,000."""
    tier: Tier
    """The tier of all these hits."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant) in the best hit."""
    lacking: tuple[str, ...] = ()
    """Words of the query that these lines lack, and words near them too."""
    unknown: bool = False
    """True if all lines lack the words of `lacking`."""
