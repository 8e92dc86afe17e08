"""The authors with a starred paper, whom the list names before others. No Textual."""

from __future__ import annotations

from arxtui.store import Library
from arxtui.text import fold

_MOST_STARS = 2_000  # of which the authors are known: some milliseconds when a view is opened


class StarredAuthors:
    """The authors of the starred papers, read again when the number of stars changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stars = 0
        self._names: frozenset[str] = frozenset()

    def names(self) -> frozenset[str]:
        """Return the folded names of all authors with a star; nobody where that would take long."""
        stars = self._library.marks.total("star")
        if stars != self._stars:
            self._stars = stars
            self._names = frozenset()
            if stars <= _MOST_STARS:
                self._names = self._read()
        return self._names

    def _read(self) -> frozenset[str]:
        found: set[str] = set()
        for paper_id in self._library.marks.starred():
            copy = self._library.marks.of(paper_id).cite
            if copy is not None:
                found.update(map(fold, copy.authors))
        return frozenset(found)
