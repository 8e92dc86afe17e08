"""The words of all lines, to look them up and to correct typed ones. The only user of rapidfuzz."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter

from arxtui.search.postings import Postings
from arxtui.steps import Steps

_COMPARED_AT_ONCE = 2_000  # words that are compared with a term in one step

Near = tuple[tuple[str, float], ...]
"""(word, distance), nearest first."""


class Vocabulary:
    """Which word stands in which rows."""

    def __init__(self) -> None:
        self._once: dict[str, int] = {}  # most words: an array for each would take twice the memory
        self._rows: dict[str, array[int]] = {}
        self._by_start: dict[str, list[str]] = defaultdict(list)  # the first two letters
        self._known: dict[str, Near] = {}
        self._postings = Postings()

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
            self._postings.add(word)
            if word.isalpha():
                self._by_start[word[:2]].append(word)

    def has(self, word: str) -> bool:
        """Return whether a word stands in some row."""
        return word in self._once or bool(self._rows.get(word))

    def rows_with(self, part: str, most: int) -> Steps[list[int] | None]:
        """Return the rows with a word that has this part, newest first; None if they may be many.

        A part has at least three signs, a letter among them, and no blank.
        """
        return self._postings.rows(part, self.rows, most)

    def rows(self, word: str) -> Sequence[int]:
        """Return the rows that have a word."""
        if word in self._once:
            return (self._once[word],)
        return self._rows.get(word, ())

    def near(self, term: str) -> Steps[Near]:
        """Return at most 15 words that may have been meant, nearest and most frequent first."""
        if term not in self._known:
            found: list[tuple[str, float]] = []
            if allowed := _allowed(term):
                found = yield from self._near(term, allowed)
            found = [pair for pair in found if self.rows(pair[0])]
            found.sort(key=lambda pair: (pair[1], -len(self.rows(pair[0])), pair[0]))
            if len(self._known) > 1_000:
                self._known.clear()
            self._known[term] = tuple(found[:15])
        return self._known[term]

    def _near(self, term: str, allowed: int) -> Steps[list[tuple[str, float]]]:
        size = len(term)
        same = (
            word
            for word in self._of([start for start in self._by_start if start[0] == term[0]])
            if size - allowed <= len(word) <= size + allowed and word != term
        )
        found = yield from _closest(term, same, allowed, 60)
        if size >= 5:  # the beginning of a longer word, with a typo in it
            longer = (word for word in self._of((term[:2],)) if len(word) > size + allowed)
            begun = yield from _closest(term, longer, 1, 60, begun=True)
            found += [(word, far + 0.5) for word, far in begun]
        if not found or max(len(self.rows(word)) for word, _ in found) < 3:
            others = filter(partial(_may_begin_wrongly, term), self._of(self._other_starts(term)))
            found += yield from _closest(term, others, 1, 30)
        return list(dict(sorted(found, key=lambda pair: -pair[1])).items())

    def _other_starts(self, term: str) -> list[str]:
        """Return the beginnings of words whose first letter may be the typo."""
        return [
            start
            for start in self._by_start
            if start[0] != term[0] and (start[1] in term[:2] or start[0] == term[1])
        ]

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
    """Return the words of a line with a letter in them, ids left out."""
    return {word for word in line.split() if len(word) > 2 and not _is_number(word)}


def _is_number(word: str) -> bool:
    """Return whether a word is a number or an id: `2023`, `2310.19210`."""
    return word[0].isdigit() and (word.isdecimal() or "." in word)


def _may_begin_wrongly(term: str, word: str) -> bool:
    """Return whether a word may be a term with a typo in its first two letters."""
    if abs(len(word) - len(term)) > 1:
        return False
    return word[1:3] == term[1:3] or word[1] == term[0] or word[0] == term[1]


def _closest(
    term: str, words: Iterator[str], allowed: int, limit: int, *, begun: bool = False
) -> Steps[list[tuple[str, float]]]:
    """Return (word, distance) of the nearest words, at most `limit`, no further away than allowed.

    With `begun` the beginnings of the words are compared.
    """
    found: list[tuple[str, float]] = []
    while part := list(islice(words, _COMPARED_AT_ONCE)):
        compared = part
        if begun:
            compared = [word[: len(term)] for word in part]
        found += [(part[at], far) for far, at in _distances(term, compared, allowed, limit)]
        yield
    found.sort(key=itemgetter(1))
    return found[:limit]


_SHORTEST = 6
"""Letters of a word that fragments() takes."""


def closest(term: str, words: Iterable[str]) -> Steps[Sequence[tuple[str, float]]]:
    """Return (word, distance) of the words that a mistyped term may mean, nearest first."""
    allowed = _allowed(term)
    if not allowed:
        return ()
    size = len(term)
    pool = (word for word in words if abs(len(word) - size) <= allowed and word != term)
    return (yield from _closest(term, pool, allowed, 60))


def fragments(term: str) -> tuple[str, ...]:
    """Return what a text has one of, where it has a word that closest() finds for a term.

    So many typos leave one of these parts as it is: ` neu` or `ral ` of `neutral` with one typo,
    one of three parts where two are allowed. A short word has parts that are in every text:
    nothing is returned for it.
    """
    size = len(term)
    allowed = _allowed(term)
    if size < _SHORTEST or not allowed:
        return ()
    if allowed == 1:
        half = (size + 1) // 2
        return (" " + term[: half - 1], term[half:] + " ")
    third = size // 3
    return (" " + term[:third], term[third : 2 * third], term[2 * third :] + " ")


def _allowed(term: str) -> int:
    """Return how many typos a term may have."""
    if len(term) < 3 or not term.isalpha():
        return 0
    if len(term) < 8:
        return 1
    return 2


def _distances(
    term: str, pool: Sequence[str], allowed: int, limit: int
) -> list[tuple[float, int]]:
    from rapidfuzz import process  # 30 ms that the exact search does without
    from rapidfuzz.distance import OSA

    found = process.extract(
        term, pool, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=limit
    )
    return [(float(far), int(at)) for _, far, at in found]
