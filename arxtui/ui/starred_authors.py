"""The authors with a starred paper, whom the list names before others. No Textual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from arxtui.store import Library
from arxtui.text import fold

_MOST_STARS = 2_000  # stars whose authors are read, which takes some milliseconds


class StarredAuthors:
    """Counts the starred papers of each author, also when stars are set or removed."""

    def __init__(self, library: Library) -> None:
        """Begin without authors: stars are read at the first question."""
        self._library = library
        self._is_read = False
        self._names_of: dict[str, frozenset[str]] = {}  # by id: folded names
        self._stars: Counter[str] = Counter()

    def has_star(self, name: str, besides: str) -> bool:
        """Return whether the author with this folded name has a starred paper.

        `besides` is the id of a paper whose star does not count, because its row is painted, or ``.
        Returns False for every author if there are more stars than can be read while a key is
        handled.
        """
        if not self._is_read:
            if self._library.marks.total("star") > _MOST_STARS:
                return False
            self._is_read = True
            self.changed(self._library.marks.starred())
        own = int(name in self._names_of.get(besides, ()))
        return self._stars[name] > own

    def changed(self, ids: Iterable[str]) -> frozenset[str]:
        """Count the stars of these papers anew.

        Return the folded names of the authors who got their first star, or lost their last star.
        """
        if not self._is_read:
            return frozenset()
        differ: set[str] = set()
        for paper_id in ids:
            was_starred = paper_id in self._names_of
            if self._library.marks.has_star(paper_id) == was_starred:
                continue
            if was_starred:
                differ |= self._take(paper_id)
            else:
                differ |= self._add(paper_id)
        return frozenset(differ)

    def _add(self, paper_id: str) -> set[str]:
        """Count a star; return the authors for whom it is the first."""
        names: frozenset[str] = frozenset()
        copy = self._library.marks.of(paper_id).cite
        if copy is not None:
            names = frozenset(map(fold, copy.authors))
        self._names_of[paper_id] = names
        self._stars.update(names)
        return {name for name in names if self._stars[name] == 1}

    def _take(self, paper_id: str) -> set[str]:
        """Remove a star from the counts; return the authors for whom it was the last."""
        names = self._names_of.pop(paper_id)
        self._stars.subtract(names)
        gone = {name for name in names if self._stars[name] == 0}
        for name in gone:
            del self._stars[name]
        return gone
