"""The values of the language: the paper that a query is put to, the query, and its mistakes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from arxtui.model import Head, Mark, Paper


def _never() -> str:
    return ""


def _nowhere() -> Collection[str]:
    return ()


class Case(NamedTuple):
    """A paper that a query is put to."""

    head: Head
    """The paper in short."""
    mark: Mark
    """Its mark."""
    paper: Callable[[], Paper | None]
    """Returns the paper whole, when a field asks for it."""
    newest: str
    """The `loaded` of the newest batch."""
    marked: Callable[[], str] = _never
    """Returns the time of its newest mark in ISO 8601, `` where there is none."""
    home: Callable[[], Collection[str]] = _nowhere
    """Returns the categories that the library follows."""
    watched: Callable[[], tuple[str, ...]] = tuple
    """Returns the names of the watch rules that match it."""
    has_pdf: Callable[[], bool] = bool
    """Returns whether its PDF is on disk."""
    abstract: Callable[[], str] | None = None
    """Returns the folded words of its abstract, where that costs less than the paper whole."""


Predicate = Callable[[Case], bool]
"""True for a paper that a part of a query finds."""


class QueryError(ValueError):
    """A text that is not a query."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        """Offset of the mistake in the text."""
        self.reason = reason
        """The text that was expected there, a clause."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: free words to rank by, and a condition for the rest."""

    text: str
    """As it was typed."""
    words: tuple[str, ...]
    """The free words and phrases, folded: all must be found, the ranking goes by them."""
    predicate: Predicate | None
    """The condition for the rest; None = words only."""
    needs_paper: bool
    """True where the predicate looks into comment, journal or DOI: it opens day files."""
    ids: tuple[str, ...] = ()
    """The papers that were asked for, where the text is ids in any spelling and nothing else."""
    like: str = ""
    """The id of the paper that others are to be like, which ranks them; `` = no such paper."""
    needs_abstract: bool = False
    """True where the predicate looks into the abstract."""
    in_abstract: tuple[str, ...] = ()
    """Words, folded, that the abstract of every paper has that the predicate finds."""
    needs_rules: bool = False
    """True where the predicate asks for watch rules."""

    @property
    def plain(self) -> bool:
        """True for words only."""
        return self.predicate is None

    @property
    def ranks(self) -> bool:
        """True where words, or a paper that others are like, rank what is found."""
        return bool(self.words or self.like)

    def matches(self, case: Case) -> bool:
        """Return whether all but the free words holds."""
        return self.predicate is None or self.predicate(case)
