"""Watch rules and mute rules: named queries of the settings that match papers or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from arxtui.model import Head, Mark
from arxtui.query import Query, QueryError, condition
from arxtui.query_cases import Cases
from arxtui.store import Library
from arxtui.work_in_steps import Steps

_MOST = 50_000  # papers whose rules are remembered

Names = tuple[str, ...]
"""The names of the rules that match a paper, in the order of the settings."""


class Rules:
    """Named queries on the papers of a library; each paper is compared with them once.

    The words of a rule may be anywhere in title, authors, id and tags, as in a search, but typos in
    them are not corrected. A rule that cannot be used is left out, with a reason in `faults`.
    """

    def __init__(self, library: Library, queries: Mapping[str, str]) -> None:
        """Read the rules; `queries` has name -> text of the query."""
        self._library = library
        self._queries: dict[str, Query] = {}
        self._known: dict[str, Names] = {}
        self._cases: Cases | None = None
        self.faults: dict[str, str] = {}
        """Name of a rule that cannot be used -> the reason."""
        for name, text in queries.items():
            self._add(name, text)

    def _add(self, name: str, text: str) -> None:
        try:
            query = condition(text)
        except QueryError as why:
            self.faults[name] = why.reason
            return
        if query.needs_rules:
            self.faults[name] = "a rule cannot ask for is:watched or watch:"
        else:
            self._queries[name] = query

    def __bool__(self) -> bool:
        """Return whether there is a rule."""
        return bool(self._queries)

    def names(self, head: Head) -> Names:
        """Return the names of the rules that match a paper."""
        names = self._known.get(head.id)
        if names is None:
            names = self._compared(head)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[head.id] = names
        return names

    def mutes(self, head: Head, mark: Mark) -> bool:
        """Return whether a paper is muted: a rule matches it, and the user did not mark it."""
        return may_be_muted(mark) and bool(self.names(head))

    def is_known(self, paper_id: str) -> bool:
        """Return whether a paper was compared with the rules and has not changed since."""
        return paper_id in self._known

    def _compared(self, head: Head) -> Names:
        if not self._queries:
            return ()
        if self._cases is None:
            batch = self._library.papers.newest_batch()
            newest = ""
            if batch is not None:
                newest = batch.loaded
            self._cases = Cases(self._library, newest)
        case = self._cases.of(head)
        return tuple(name for name, query in self._queries.items() if query.matches(case))

    def matching(self, heads: Sequence[Head]) -> Steps[list[int]]:
        """Return the rows of the papers that a rule matches, a paper a step."""
        rows: list[int] = []
        for row in range(len(heads)):
            if self.names(heads[row]):
                rows.append(row)
            yield
        return rows

    def forget(self, ids: Iterable[str]) -> None:
        """Compare these papers anew at the next question: their marks changed."""
        for paper_id in ids:
            self._known.pop(paper_id, None)

    def forget_all(self) -> None:
        """Compare all papers anew: papers arrived or were removed."""
        self._known.clear()
        self._cases = None


def may_be_muted(mark: Mark) -> bool:
    """Return whether mute rules apply to a paper: it has no mark other than read."""
    return not (mark.star or mark.pile == "later" or mark.tags or mark.note is not None)
