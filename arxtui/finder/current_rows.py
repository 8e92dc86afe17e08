"""The rows of the present library: read once, read anew after loads, with present marks."""

from __future__ import annotations

from collections.abc import Callable

from arxtui.finder.marked_rows import take_over
from arxtui.finder.rows import Rows
from arxtui.model import Head
from arxtui.query_cases import Cases
from arxtui.search import PackedLines
from arxtui.store import Library
from arxtui.store.heads import split
from arxtui.work_in_steps import Steps

_AT_ONCE = 1_000  # marks read in one step


class CurrentRows:
    """The papers of a library at the last reading. Several searches may wait for them."""

    def __init__(self, library: Library, watched: Callable[[Head], tuple[str, ...]]) -> None:
        """`watched` returns the names of the watch rules that match a paper."""
        self._library = library
        self._watched = watched
        self.now = Rows(PackedLines(), PackedLines(), Cases(library, watched=watched))
        """The rows that were read last; empty before the first reading."""
        self.has_read = False
        """True when the heads are in memory, so that to look through them costs little."""
        self.partial = False
        """True when days that are not indexed yet are left out."""
        self._reading: Steps[None] | None = None  # the first reading, which all callers share
        self._retagged: set[str] = set()  # papers whose marks the rows may lack
        self._tagging: Steps[None] | None = None

    def ready(self) -> Steps[Rows]:
        """Return the rows, read the first time, with the present marks."""
        if not self.has_read:
            if self._reading is None:
                self._reading = self.read_again()
            for _ in self._reading:
                yield
        if self._retagged and self._tagging is None:
            self._tagging = self._tag(self.now, frozenset(self._retagged))
        for _ in self._tagging or ():
            yield
        return self.now

    def forget_reading(self) -> None:
        """Begin the first reading anew at the next call of ready()."""
        self._reading = None

    def read_again(self) -> Steps[None]:
        """Read all heads; ready() returns these rows from the last step on."""
        misses = self._library.indexing.misses
        batch = self._library.papers.newest_batch()
        marked = set()
        for number, paper_id in enumerate(self._library.marks.ids()):
            marked.add(paper_id)
            if number % _AT_ONCE == 0:
                yield
        heads = PackedLines()
        lines = PackedLines()
        for some in self._library.papers.head_lines():
            both = [split(line) for line in some]
            heads.add([head for head, _ in both])
            lines.add([line for _, line in both])
            yield
        newest = ""
        if batch is not None:
            newest = batch.loaded
        self.now = Rows(heads, lines, Cases(self._library, newest, self._watched))
        self.partial = self._library.indexing.misses > misses
        self.has_read = True
        self._tagging = None
        self._retagged |= marked

    def retag(self, ids: set[str]) -> None:
        """Note that the marks of these papers changed."""
        self._retagged |= ids
        self._tagging = None

    def _tag(self, papers: Rows, ids: frozenset[str]) -> Steps[None]:
        """Give the rows of these papers their present marks."""
        yield from take_over(self._library, papers, ids)
        self._retagged -= ids
