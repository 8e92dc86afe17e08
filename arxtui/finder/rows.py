"""The papers of one state of the library as numbered rows: their head lines and an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from arxtui.lazy_sequence import Lazy
from arxtui.model import Head
from arxtui.query_cases import Cases
from arxtui.search import Index, PackedLines
from arxtui.store.heads import day_of, file_of, from_line, id_of, joined


class Rows:
    """The papers of one state of the library, as rows of an index: a higher row is a newer paper.

    Rows keep their meaning for ever: a list that was found in an older state still shows its
    papers.
    """

    def __init__(self, heads: PackedLines, lines: PackedLines, cases: Cases) -> None:
        self.heads = heads
        """Head lines without their search line."""
        self.index = Index(lines)
        """Their search lines, with tags."""
        self.cases = cases
        """The papers as queries see them."""
        self.row_of: dict[str, int | None] = {}
        """The rows of papers with a mark, by id; None = it is not among them."""
        self.said: dict[str, str] = {}
        """The tags and notes that the index has, by id, folded."""
        self.written: dict[str, int] = {}
        """How many papers an author has, by folded name, for the authors looked up so far."""

    def rows(self) -> range:
        """Return all rows, newest first."""
        return range(len(self.heads) - 1, -1, -1)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all rows, newest first."""
        return map(id_of, self.heads.newest_first())

    def files(self) -> Iterator[str]:
        """Yield the day files of all rows, newest first."""
        return map(file_of, self.heads.newest_first())

    def id_at(self, row: int) -> str:
        """Return the id of a row."""
        return id_of(self.heads[row])

    def file_at(self, row: int) -> str:
        """Return the day file of a row."""
        return file_of(self.heads[row])

    def head(self, row: int) -> Head:
        """Return the paper of a row in short."""
        return from_line(joined(self.heads[row], self.index.line(row)))

    def some(self, rows: Sequence[int]) -> Sequence[Head]:
        """Return the papers of these rows, each made when it is looked at."""
        return Lazy(
            len(rows),
            lambda at: self.head(rows[at]),
            lambda at: self.id_at(rows[at]),
            lambda at: day_of(self.heads[rows[at]]),
        )
