"""The words of all lines, to correct typed ones. The only user of rapidfuzz; knows no papers but as rows."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from arxtui.steps import Steps

Near = tuple[tuple[str, float], ...]
"""(word, distance), nearest first."""


class Vocabulary:
    """Which word stands in which rows."""

    def __init__(self) -> None:
        self._once: dict[str, int] = {}  # most words: an array for each would take twice the memory
        self._rows: dict[str, array[int]] = {}
        self._by_start: dict[str, list[str]] = defaultdict(list)  # the first two letters
        self._known: dict[str, Near] = {}

    def change(self, row: int, before: str, after: str) -> None:
        """Take over that the line of a row became another."""
        old = _words_of(before)
        new = _words_of(after)
        for word in old - new:
            if word in self._once:
                self._rows[word] = array("I")
                del self._once[word]
            else:
                self._rows[word].remove(row)
        for word in new - old:
            self.put(word, row)
        self._known.clear()

    def put(self, word: str, row: int) -> None:
        """Note that a word stands in a row."""
        if word in self._rows:
            self._rows[word].append(row)
        elif word in self._once:
            self._rows[word] = array("I", (self._once.pop(word), row))
        else:
            self._once[word] = row
            self._by_start[word[:2]].append(word)

    def rows(self, word: str) -> Sequence[int]:
        """The rows that have a word."""
        return (self._once[word],) if word in self._once else self._rows.get(word, ())

    def near(self, term: str) -> Near:
        """(word, distance) of at most 15 words that may have been meant, nearest and most frequent first."""
        if term not in self._known:
            allowed = 0 if len(term) < 3 or not term.isalpha() else 1 if len(term) < 8 else 2
            found = [one for one in self._near(term, allowed) if self.rows(one[0])] if allowed else []
            found.sort(key=lambda one: (one[1], -len(self.rows(one[0])), one[0]))
            if len(self._known) > 1_000:
                self._known.clear()
            self._known[term] = tuple(found[:15])
        return self._known[term]

    def _near(self, term: str, allowed: int) -> list[tuple[str, float]]:
        size = len(term)
        same_first = [start for start in self._by_start if start[0] == term[0]]
        pool = [word for word in self._of(same_first) if size - allowed <= len(word) <= size + allowed]
        found = [(word, far) for word, far, _ in _close(term, pool, allowed, 60) if word != term]
        if size >= 5:  # the beginning of a longer word, with a typo in it
            longer = [word for word in self._of((term[:2],)) if len(word) > size + allowed]
            found += [(longer[at], far + 0.5) for _, far, at in _close(term, [word[:size] for word in longer], 1, 60)]
        if not found or max(len(self.rows(word)) for word, _ in found) < 3:  # the first letter may be the typo
            starts = [
                start
                for start in self._by_start
                if start[0] != term[0] and (start[1] in term[:2] or start[0] == term[1])
            ]
            others = [
                word
                for word in self._of(starts)
                if abs(len(word) - size) < 2 and (word[1:3] == term[1:3] or word[1] == term[0] or word[0] == term[1])
            ]
            found += [(word, far) for word, far, _ in _close(term, others, 1, 30)]
        return list(dict(sorted(found, key=lambda one: -one[1])).items())

    def _of(self, starts: Iterable[str]) -> Iterator[str]:
        return (word for start in starts for word in self._by_start.get(start, ()))


def learn(lines: Sequence[str], at_once: int = 200) -> Steps[Vocabulary]:
    """Return the vocabulary of all lines, learnt in steps of `at_once` lines.

    Nobody has it before it is whole, so that nothing can change it while it is half learnt.
    """
    vocabulary = Vocabulary()
    for start in range(0, len(lines), at_once):
        for row, line in enumerate(lines[start : start + at_once], start):
            for word in _words_of(line):
                vocabulary.put(word, row)
        yield
    return vocabulary


def _words_of(line: str) -> set[str]:
    return {word for word in line.split() if len(word) > 2 and word.isalpha()}


def _close(term: str, pool: Sequence[str], allowed: int, limit: int) -> list[tuple[str, float, int]]:
    from rapidfuzz import process  # 30 ms that the exact search does without
    from rapidfuzz.distance import OSA

    found = process.extract(term, pool, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=limit)
    return [(word, float(far), int(at)) for word, far, at in found]
