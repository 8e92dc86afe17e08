"""How many papers authors have in the library, and how many of them are starred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from arxtui.finder.current_rows import CurrentRows
from arxtui.store import Library
from arxtui.text import fold, words
from arxtui.work_in_steps import Steps

_AT_ONCE = 1_000  # marks looked at in one step


class AuthorCounts:
    """Counts papers by author; the starred papers are counted once until a mark changes."""

    def __init__(self, library: Library, current: CurrentRows) -> None:
        self._library = library
        self._current = current
        self._starred: Counter[str] | None = None  # starred papers by folded author

    def forget(self) -> None:
        """Count starred papers anew when they are next asked for: marks have changed."""
        self._starred = None

    def starred_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]]]:
        """Return name -> (starred, all) papers, for authors with several papers and a star.

        If no author has a star, no heads are read.
        """
        starred = yield from self._count_starred()
        found = {}
        for name in names:
            folded = words(fold(name))
            if not starred[folded]:
                continue
            count = yield from self._count(folded)
            if count is None:
                return {}
            if count > 1:
                found[name] = (starred[folded], count)
        return found

    def written_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]]]:
        """Return name -> (starred, all) papers for each of these authors."""
        starred = yield from self._count_starred()
        found = {}
        for name in names:
            folded = words(fold(name))
            count = yield from self._count(folded)
            if count is None:
                return {}
            found[name] = (starred[folded], count)
        return found

    def _count(self, folded: str) -> Steps[int | None]:
        """Return how many papers an author has, by folded name; None when a change ended it."""
        papers = yield from self._current.ready()
        if not folded:
            return 0
        if folded not in papers.written:
            rows = yield from papers.index.with_name(folded)
            if rows is None:
                return None
            papers.written[folded] = len(rows)
        return papers.written[folded]

    def _count_starred(self) -> Steps[Counter[str]]:
        """Return how many starred papers each folded author has."""
        if self._starred is not None:
            return self._starred
        starred = Counter[str]()
        for number, paper_id in enumerate(self._library.marks.ids()):
            if self._library.marks.has_star(paper_id):
                copy = self._library.marks.of(paper_id).cite
                if copy is not None:
                    starred.update(words(fold(name)) for name in set(copy.authors))
            if number % _AT_ONCE == 0:
                yield
        self._starred = starred
        return starred
