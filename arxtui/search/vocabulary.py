"""The words of all lines: the rows that have a word, and the words near a mistyped word."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from arxtui.search.typos import allowed_typos, distances
from arxtui.search.word_list import NONE, WordList
from arxtui.work_in_steps import Steps

_SEARCHED_AT_ONCE = 40_000  # words searched for a part in one step
_ROWS_AT_ONCE = 5_000
_COMPARED_AT_ONCE = 4_000  # words compared with a term in one step; the last list may be longer
_NEAREST = 60
_GIVEN = 15
_REMEMBERED = 1_000

Near = tuple[tuple[str, float], ...]
"""(word, distance), nearest first."""


class _Found(NamedTuple):
    """A word near a term."""

    distance: float
    fewer: int
    """Its rows, as a negative number, so that the most frequent word comes first."""
    word: str


class Vocabulary:
    """The words of lines, with the rows in which each word stands."""

    def __init__(
        self,
        words: WordList | None = None,
        rows: Sequence[int] = (),
        ends: Sequence[int] = (0,),
    ) -> None:
        """`rows` has the rows of all words in their order, `ends` the end of each word's rows."""
        self._words = words or WordList()
        self._all_rows = rows
        self._ends = ends
        self._changed: dict[str, array[int]] = {}  # word -> its rows, where they have changed
        self._new: list[str] = []  # words that are not in `_words`
        self._known: dict[str, Near] = {}

    def change(self, row: int, before: str, after: str) -> None:
        """Replace the words of a row's old line by the words of its new line."""
        old = _words_of(before)
        new = _words_of(after)
        for word in old - new:
            self._rows_to_change(word).remove(row)
        for word in new - old:
            self._rows_to_change(word).append(row)
        self._known.clear()

    def _rows_to_change(self, word: str) -> array[int]:
        """Return the rows of a word as an array that may be changed."""
        if word not in self._changed:
            number = self._words.number(word)
            if number == NONE:
                self._new.append(word)
                self._changed[word] = array("I")
            else:
                self._changed[word] = array("I", self._rows_of(number))
        return self._changed[word]

    def has(self, word: str) -> bool:
        """Return whether a line has a word."""
        return len(self.rows(word)) > 0

    def rows(self, word: str) -> Sequence[int]:
        """Return the rows that have a word."""
        if word in self._changed:
            return self._changed[word]
        number = self._words.number(word)
        if number == NONE:
            return ()
        return self._rows_of(number)

    def _rows_of(self, number: int) -> Sequence[int]:
        """Return the rows of a word, by its number, at the time of learning."""
        return self._all_rows[self._ends[number] : self._ends[number + 1]]

    def rows_with(self, part: str, most: int) -> Steps[list[int] | None]:
        """Return the rows with a word that has this part, newest first; None if they may be many.

        A part has at least three signs, a letter among them, and no blank. Many are more than about
        `most`.
        """
        lists: list[Sequence[int]] = []
        lists += [self._changed[word] for word in self._new if part in word]
        count = sum(map(len, lists))
        for numbers in _ranges(len(self._words), _SEARCHED_AT_ONCE):
            for number in self._words.having(part, numbers):
                rows = self._rows_of(number)
                if self._changed:
                    rows = self._changed.get(self._words[number], rows)
                count += len(rows)
                lists.append(rows)
            if count > most:
                return None
            yield
        found: set[int] = set()
        taken = 0
        for rows in lists:
            found.update(rows)
            taken += len(rows)
            if taken >= _ROWS_AT_ONCE:
                taken = 0
                yield
        return sorted(found, reverse=True)

    def near(self, term: str) -> Steps[Near]:
        """Return at most 15 words that a term may mean, nearest and most frequent first."""
        if term not in self._known:
            found: list[_Found] = []
            if allowed := allowed_typos(term):
                found = yield from self._near(term, allowed)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            best = [(word, far) for far, fewer, word in sorted(found) if fewer]
            self._known[term] = tuple(best[:_GIVEN])
        return self._known[term]

    def _near(self, term: str, allowed: int) -> Steps[list[_Found]]:
        size = len(term)
        sizes = range(size - allowed, size + allowed + 1)

        def may_be_meant(word: str) -> bool:
            return len(word) in sizes and word != term

        def is_longer(word: str) -> bool:
            return len(word) > sizes[-1]

        def begins_wrongly(word: str) -> bool:
            return _may_begin_wrongly(term, word)

        def begins_alike(start: str) -> bool:
            return start[0] == term[0]

        def may_have_begun(start: str) -> bool:
            return _may_have_begun(term, start)

        found = yield from self._closest(term, begins_alike, may_be_meant, allowed)
        if size >= 5:  # the beginning of a longer word, with a typo in it
            longer = yield from self._closest(term, term[:2].__eq__, is_longer, 1, begun=True)
            found += [one._replace(distance=one.distance + 0.5) for one in longer]
        if all(one.fewer > -3 for one in found):
            found += yield from self._closest(term, may_have_begun, begins_wrongly, 1)
        return [*{one.word: one for one in sorted(found, reverse=True)}.values()]

    def _closest(
        self,
        term: str,
        begins: Callable[[str], bool],
        fits: Callable[[str], bool],
        allowed: int,
        *,
        begun: bool = False,
    ) -> Steps[list[_Found]]:
        """Return the nearest words that `begins` and `fits` accept, at most `allowed` typos away.

        `begins` gets the first two letters of words, `fits` the words that begin so. With `begun`
        the beginnings of the words are compared.
        """
        found: list[_Found] = []
        for words in self._beginning(begins):
            pool = [word for word in words if fits(word) and word.isalpha()]
            compared = pool
            if begun:
                compared = [word[: len(term)] for word in pool]
            for at, far in distances(term, compared, allowed):
                found.append(_Found(far, -len(self.rows(pool[at])), pool[at]))
            yield
        return sorted(found)[:_NEAREST]

    def _beginning(self, begins: Callable[[str], bool]) -> Iterator[list[str]]:
        """Yield the words whose first two letters `begins` accepts, a list for each step."""
        some = [word for word in self._new if begins(word[:2])]
        for start, numbers in self._words.groups():
            if not begins(start):
                continue
            for part in _ranges(len(numbers), _COMPARED_AT_ONCE):
                some += self._words.some(numbers[part.start : part.stop])
                if len(some) >= _COMPARED_AT_ONCE:
                    yield some
                    some = []
        yield some


def _ranges(size: int, at_once: int) -> Iterator[range]:
    """Yield range(size) in parts."""
    for start in range(0, size, at_once):
        yield range(start, min(start + at_once, size))


def _words_of(line: str) -> set[str]:
    """Return the words of a line that a vocabulary has."""
    return set(filter(is_word, line.split()))


def is_word(word: str) -> bool:
    """Return whether a vocabulary has a word; it lacks short words, numbers and ids."""
    if len(word) < 3:
        return False
    return not (word[0].isdigit() and (word.isdecimal() or "." in word))


def _may_have_begun(term: str, start: str) -> bool:
    """Return whether words with this beginning may be a term with a typo in its first letter."""
    return start[0] != term[0] and (start[1] in term[:2] or start[0] == term[1])


def _may_begin_wrongly(term: str, word: str) -> bool:
    """Return whether a word may be a term with a typo in its first two letters."""
    if abs(len(word) - len(term)) > 1:
        return False
    return word[1:3] == term[1:3] or word[1] == term[0] or word[0] == term[1]
