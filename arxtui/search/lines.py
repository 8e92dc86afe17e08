"""The search lines of all papers, and the rows of lines that have a text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from arxtui.search.packed_lines import PackedLines, packed
from arxtui.search.query_terms import written_apart
from arxtui.search.vocabulary import Vocabulary
from arxtui.search.vocabulary_builder import learn
from arxtui.text import words
from arxtui.work_in_steps import Steps

MANY = 30_000
"""Lines of a large library, where searches that take long are left out."""
AT_ONCE = 1_000
"""Lines looked at in one step."""
_LOOKED_UP = 15_000  # lines with a word; beyond this number a scan of all lines costs no more
_REMEMBERED = 8  # texts whose rows are remembered, for terms that stay while a query is typed on
_CHANGED_AT_ONCE = 100  # changed lines that are put into the vocabulary in one step
_LEARNT_AT_ONCE = 200  # lines whose words are learnt in one step


class Lines:
    """The lines by row, a higher row is a newer paper; and the vocabulary of their words."""

    def __init__(self, lines: PackedLines | Iterable[str] = ()) -> None:
        """Take the lines, oldest first if they are not PackedLines."""
        if not isinstance(lines, PackedLines):
            lines = packed(lines)
        self._packed = lines
        self._tagged: dict[int, str] = {}  # lines that have tags, or had tags before
        self._tagged_in: defaultdict[int, list[int]] = defaultdict(list)  # block -> rows
        self._everywhere: dict[str, list[int]] = {}  # text -> the rows whose line has it
        self._vocabulary = Vocabulary()
        self._is_warm = False
        self._learning: Steps[None] | None = None
        self._changed: deque[tuple[int, str, str]] = deque()  # not yet in the vocabulary
        self.looked = 0
        """Number of lines that were looked at; a caller sets it to 0 to count."""

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, row: int) -> str:
        line = self._tagged.get(row)
        if line is None:
            line = self._packed[row].decode("utf-8", "replace")
        return line

    def rows(self) -> Sequence[int]:
        """Return all rows, the newest first."""
        return range(len(self._packed) - 1, -1, -1)

    def retag(self, row: int, tags: str) -> None:
        """Give a row other tags (folded, separated by blanks)."""
        before = self[row]
        line = self._packed[row].decode("utf-8", "replace")
        if words(tags):
            line = f"{line}| {words(tags)} "
        self._changed.append((row, before, line))
        if row not in self._tagged:
            self._tagged_in[self._packed.place(row)[0]].append(row)
        self._tagged[row] = line
        self._everywhere.clear()

    def retagged(self) -> Collection[int]:
        """Return the rows whose line has, or had, tags."""
        return self._tagged.keys()

    def parted(self, term: str) -> list[str]:
        """Return a term as the two words that lines have: `multi view` of `multiview`.

        The result is [] before the words of a large library are learnt.
        """
        halves = written_apart(term)
        if self._is_warm:
            known = self._vocabulary.has
            halves = [(one, two) for one, two in halves if known(one) and known(two)]
        elif len(self._packed) > MANY:
            halves = []
        return [f"{one} {two}" for one, two in halves]

    def having_anywhere(self, sought: str) -> Steps[list[int]]:
        """Return all rows whose line has a text, newest first."""
        if sought in self._everywhere:
            return self._everywhere[sought]
        rows = None
        if self._is_warm and not self._changed and _is_in_words(sought):
            rows = yield from self._vocabulary.rows_with(sought, _LOOKED_UP)
            yield
        if rows is None:
            rows = []
            for some in self.newest_having(sought):
                rows += some
                yield
        else:
            self.looked += len(rows)
        if len(self._everywhere) >= _REMEMBERED:
            del self._everywhere[next(iter(self._everywhere))]
        self._everywhere[sought] = rows
        return rows

    def newest_having(self, sought: str) -> Iterator[list[int]]:
        """Yield the rows whose line has a text, newest first, a list for each step's lines."""
        part = sought.encode("utf-8", "replace")
        for number, block in enumerate(self._packed.blocks):
            self.looked += len(block)
            top = self._packed.top(number)
            found = [top - at for at in block.having(part)]
            if number in self._tagged_in:
                tagged = [row for row in self._tagged_in[number] if sought in self._tagged[row]]
                found = sorted({*found, *tagged}, reverse=True)
            yield found

    def having(self, sought: str, rows: Sequence[int]) -> Steps[list[int]]:
        """Return the rows, of some rows, whose line has a text, in their order."""
        self.looked += len(rows)
        part = sought.encode("utf-8", "replace")
        tagged = self._tagged
        found: list[int] = []
        for some in parts(rows, AT_ONCE):
            having = self._packed.having(part, some)
            if tagged:
                there = {*having, *(row for row in some if sought in tagged.get(row, ""))}
                having = [row for row in some if row in there]
            found += having
            yield
        return found

    def warm(self) -> Steps[Vocabulary]:
        """Return the words of all lines, learnt the first time; several may wait for them."""
        if self._learning is None:
            self._changed.clear()
            self._is_warm = False
            self._learning = self._learn(dict(self._tagged))
        for _ in self._learning:
            yield
        while self._changed:
            for _ in range(min(len(self._changed), _CHANGED_AT_ONCE)):
                self._vocabulary.change(*self._changed.popleft())
            yield
        return self._vocabulary

    def having_side_by_side(self, two: str) -> Steps[list[int]]:
        """Return the rows whose line has two words (` multi view`) next to each other."""
        if self._is_warm:
            rows = self._vocabulary.rows(two.split()[0])
            return (yield from self.having(two + " ", rows))
        return (yield from self.having_anywhere(two + " "))

    def _learn(self, tagged: Mapping[int, str]) -> Steps[None]:
        self._vocabulary = yield from learn(self._newest_first(tagged))
        self._is_warm = True

    def _newest_first(self, tagged: Mapping[int, str]) -> Iterator[list[tuple[int, str]]]:
        """Yield (row, line) of all lines, some at a time; `tagged` has the lines with tags."""
        for number, block in enumerate(self._packed.blocks):
            top = self._packed.top(number)
            lines = block.text.decode("utf-8", "replace").split("\n")[:-1]
            for start in range(0, len(lines), _LEARNT_AT_ONCE):
                some = []
                for at, line in enumerate(lines[start : start + _LEARNT_AT_ONCE], start):
                    some.append((top - at, tagged.get(top - at, line)))
                yield some


def parts(rows: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield the rows in pieces of this size."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _is_in_words(sought: str) -> bool:
    """Return whether a text can only be inside a word: it has a letter, and no blank."""
    return len(sought) > 2 and " " not in sought and any(map(str.isalpha, sought))
