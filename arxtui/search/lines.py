"""The search lines of all papers, and which of them have something."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence

from arxtui.search.typed import written_apart
from arxtui.search.vocabulary import Vocabulary, learn
from arxtui.steps import Steps
from arxtui.text import words

MANY = 30_000
"""Lines of a large library: what takes long is left out there."""
AT_ONCE = 1_000
"""Lines looked at in one step."""
_LOOKED_UP = 15_000  # lines with a word beyond which looking at all lines costs no more
_REMEMBERED = 8  # terms whose lines are remembered, for those that stay while a query is typed on
_CHANGED_AT_ONCE = 100  # changed lines that the vocabulary takes over in one step


class Lines:
    """The lines by row, a higher row is a newer paper; and the vocabulary of their words."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = list(lines)
        self._untagged: dict[int, str] = {}
        self._everywhere: dict[str, list[int]] = {}  # what all lines have, by what was sought
        self._vocabulary = Vocabulary()
        self._is_warm = False
        self._learning: Steps[None] | None = None
        self._changed: deque[tuple[int, str, str]] = deque()  # what the vocabulary has yet to learn
        self.looked = 0
        """Lines looked at, counted by whoever sets it to 0."""

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, row: int) -> str:
        return self._lines[row]

    def rows(self) -> Sequence[int]:
        """Return all rows, the newest first."""
        return range(len(self._lines) - 1, -1, -1)

    def retag(self, row: int, tags: str) -> None:
        """Give a row other tags (folded, separated by blanks)."""
        before = self._lines[row]
        line = self._untagged.setdefault(row, before)
        if words(tags):
            line = f"{line}| {words(tags)} "
        self._changed.append((row, before, line))
        self._lines[row] = line
        self._everywhere.clear()

    def retagged(self) -> Collection[int]:
        """Return the rows whose line has, or had, tags."""
        return self._untagged.keys()

    def parted(self, term: str) -> list[str]:
        """Return how a term stands in lines as two words: `multi view` of `multiview`.

        Before the words of a large library are learnt this is not known.
        """
        halves = written_apart(term)
        if self._is_warm:
            known = self._vocabulary.has
            halves = [(one, two) for one, two in halves if known(one) and known(two)]
        elif len(self._lines) > MANY:
            halves = []
        return [f"{one} {two}" for one, two in halves]

    def having_anywhere(self, sought: str) -> Steps[list[int]]:
        """Return all rows that have this, the newest first."""
        if sought in self._everywhere:
            return self._everywhere[sought]
        rows = None
        if self._is_warm and not self._changed and _is_in_words(sought):
            rows = yield from self._vocabulary.rows_with(sought, _LOOKED_UP)
            yield
        if rows is None:
            rows = yield from self.having(sought, self.rows())
        else:
            self.looked += len(rows)
        if len(self._everywhere) >= _REMEMBERED:
            del self._everywhere[next(iter(self._everywhere))]
        self._everywhere[sought] = rows
        return rows

    def having(self, sought: str, rows: Sequence[int]) -> Steps[list[int]]:
        """Return those of these rows that have this."""
        self.looked += len(rows)
        lines = self._lines
        found: list[int] = []
        for part in parts(rows, AT_ONCE):
            found += [row for row in part if sought in lines[row]]
            yield
        return found

    def warm(self) -> Steps[Vocabulary]:
        """Return the words of all lines, learnt the first time; several may wait for them."""
        if self._learning is None:
            self._changed.clear()
            self._is_warm = False
            self._learning = self._learn(tuple(self._lines))
        for _ in self._learning:
            yield
        while self._changed:
            for _ in range(min(len(self._changed), _CHANGED_AT_ONCE)):
                self._vocabulary.change(*self._changed.popleft())
            yield
        return self._vocabulary

    def having_side_by_side(self, two: str) -> Steps[list[int]]:
        """Return the rows that have these two words (` multi view`) one behind the other."""
        rows = self.rows()
        if self._is_warm:
            rows = self._vocabulary.rows(two.split()[0])
        return self.having(two + " ", rows)

    def _learn(self, lines: Sequence[str]) -> Steps[None]:
        self._vocabulary = yield from learn(lines)
        self._is_warm = True


def parts(rows: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield the rows in pieces of this size."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _is_in_words(sought: str) -> bool:
    """Return whether only words can have this: it has a letter, and no blank."""
    return len(sought) > 2 and " " not in sought and any(map(str.isalpha, sought))
