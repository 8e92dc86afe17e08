"""The values of the query language: Case (a paper), Query (a parsed query), QueryError."""

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
    """The mark of the paper."""
    paper: Callable[[], Paper | None]
    """Returns the whole paper, for fields that the head lacks."""
    newest: str
    """The `loaded` of the newest batch."""
    marked: Callable[[], str] = _never
    """Returns the time of its newest mark in ISO 8601, `` for a paper without a mark."""
    home: Callable[[], Collection[str]] = _nowhere
    """Returns the categories that the library follows."""
    watched: Callable[[], tuple[str, ...]] = tuple
    """Returns the names of the watch rules that match it."""
    has_pdf: Callable[[], bool] = bool
    """Returns whether its PDF is on disk."""
    abstract: Callable[[], str] | None = None
    """Returns the folded words of its abstract; None if only the whole paper has them."""


Predicate = Callable[[Case], bool]
"""True for a paper that matches a part of a query."""


class QueryError(ValueError):
    """A text that is not a query."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        """Offset of the mistake in the text."""
        self.reason = reason
        """The reason, a clause with the text that was expected."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: free words to rank by, and a condition made of all other parts."""

    text: str
    """The text of the query, unchanged."""
    words: tuple[str, ...]
    """The free words and phrases, folded: a paper must have all of them, and they rank it."""
    predicate: Predicate | None
    """The condition; None for a query of words only."""
    needs_paper: bool
    """True where the predicate looks into comment, journal or DOI: it opens day files."""
    ids: tuple[str, ...] = ()
    """The ids, if the text is nothing but ids in any spelling."""
    like: str = ""
    """The id of the paper of `like:`, by which other papers are ranked; `` without `like:`."""
    needs_abstract: bool = False
    """True where the predicate looks into the abstract."""
    in_abstract: tuple[str, ...] = ()
    """Folded words that are in the abstract of every paper that matches the predicate."""
    named: tuple[tuple[str, str], ...] = ()
    """The field and the value of each `tag:`, `watch:`, `cat:` and `primary:`, in order."""
    needs_rules: bool = False
    """True where the predicate asks for watch rules."""

    @property
    def plain(self) -> bool:
        """True for words only."""
        return self.predicate is None

    @property
    def ranks(self) -> bool:
        """True if words, or the paper of `like:`, rank the papers that match."""
        return bool(self.words or self.like)

    def matches(self, case: Case) -> bool:
        """Return whether the condition holds for a paper; free words are not compared."""
        return self.predicate is None or self.predicate(case)
