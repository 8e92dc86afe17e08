"""Make the vocabulary of all lines.

The words are numbered and counted in one pass, then sorted; then the rows of each word are put into
one array for all words, which takes a quarter of the memory of an array for each word.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

from arxtui.search.vocabulary import Vocabulary, is_word
from arxtui.search.word_list import WordList
from arxtui.work_in_steps import Steps

_WORDS_AT_ONCE = 2_000  # words sorted in one step
_PLACED_AT_ONCE = 8_000  # words of lines whose rows get their place in one step


def learn(lines: Iterable[Sequence[tuple[int, str]]]) -> Steps[Vocabulary]:
    """Return the vocabulary of (row, line) pairs; each list that `lines` yields is a step.

    The vocabulary is returned only when it is complete, so that no change can reach a part of it.
    """
    read = _Read()
    for some in lines:
        for row, line in some:
            read.line(row, line)
        yield
    words, ends = yield from read.in_order()
    rows = yield from read.rows_in_order()
    return Vocabulary(words, rows, ends)


class _Read:
    """Words that were read, numbered in the order of their first occurrence."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._begun: defaultdict[str, list[str]] = defaultdict(list)  # first two letters -> words
        self._counts = array("I")  # number of lines with each word; later the place of its next row
        self._words = array("I")  # the numbers of the words of all lines, line by line
        self._rows = array("I")  # the rows of the lines
        self._ends = array("I")  # where the words of each line end

    def line(self, row: int, line: str) -> None:
        """Read the words of a line."""
        numbers = self._numbers
        counts = self._counts
        words = self._words
        for word in set(line.split()):
            number = numbers.get(word)
            if number is None:
                if not is_word(word):
                    continue
                number = len(counts)
                numbers[word] = number
                counts.append(0)
                self._begun[word[:2]].append(word)
            counts[number] += 1
            words.append(number)
        self._rows.append(row)
        self._ends.append(len(words))

    def in_order(self) -> Steps[tuple[WordList, array[int]]]:
        """Return the sorted words, and where the rows of each word end; forget the numbers.

        The numbers are forgotten in parts, because to free all of them takes longer than a step.
        """
        words = WordList()
        ends = array("I", (0,))
        total = 0
        done = 0
        for start in sorted(self._begun):
            begun = sorted(self._begun.pop(start))
            for first in range(0, len(begun), _WORDS_AT_ONCE):
                some = begun[first : first + _WORDS_AT_ONCE]
                words.add(start, some)
                for word in some:
                    number = self._numbers.pop(word)
                    count = self._counts[number]
                    self._counts[number] = total
                    total += count
                    ends.append(total)
                if len(words) - done >= _WORDS_AT_ONCE:
                    done = len(words)
                    yield
        return words, ends

    def rows_in_order(self) -> Steps[array[int]]:
        """Return the rows of all words, in the order of the words."""
        words = self._words
        places = self._counts
        rows = array("I", (0,)) * len(words)
        begin = 0
        done = 0
        for row, end in zip(self._rows, self._ends, strict=True):
            for number in words[begin:end]:
                place = places[number]
                rows[place] = row
                places[number] = place + 1
            begin = end
            if end - done > _PLACED_AT_ONCE:
                done = end
                yield
        return rows
