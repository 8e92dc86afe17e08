"""The papers of a library as queries see them: with mark, its time, and followed categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from functools import partial

from arxtui.model import Head, Paper
from arxtui.query import Case
from arxtui.store import Library

Watched = Callable[[Head], tuple[str, ...]]
"""A paper -> the names of the watch rules that match it."""


def _not_watched(_: Head) -> tuple[str, ...]:
    return ()


class Cases:
    """Makes the cases of one state of the library."""

    def __init__(self, library: Library, newest: str = "", watched: Watched = _not_watched) -> None:
        """`newest` is the `loaded` of the newest batch, `` where no paper counts as new.

        `watched` returns the names of the watch rules that match a paper.
        """
        self._library = library
        self._watched = watched
        self._newest = newest
        self._home: Collection[str] | None = None

    def of(self, head: Head) -> Case:
        """Return a paper with all that a query may ask about it."""
        library = self._library
        return Case(
            head,
            library.marks.of(head.id),
            partial(self._paper, head),
            self._newest,
            partial(library.marks.marked_at, head.id),
            self.home,
            partial(self._watched, head),
            partial(library.saved_pdfs.has, head),
        )

    def _paper(self, head: Head) -> Paper | None:
        """Return a paper whole; a removed paper has the fields of its citation."""
        if head.file:
            return self._library.papers.read(head.id, head.file)
        return self._library.papers.find([head.id]).get(head.id)

    def home(self) -> Collection[str]:
        """Return the categories that the library follows.

        They are the fetched categories, else the category that most papers of the newest day have.
        """
        if self._home is None:
            self._home = self._library.fetched.categories or self._most_common()
        return self._home

    def _most_common(self) -> Collection[str]:
        counted = Counter[str]()
        for day in self._library.papers.days()[:1]:
            for head in self._library.papers.day(day):
                counted.update(head.categories.split())
        return tuple(name for name, _ in counted.most_common(1))
