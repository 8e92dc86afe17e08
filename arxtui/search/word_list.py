"""All words of the lines in the order of their letters, in one piece of memory.

A dict of 330,000 words takes 40 MB, this list takes 4 MB; and one search of the piece finds all
words that contain a text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

NONE = -1


class WordList:
    """Words by number, in the order of their letters."""

    def __init__(self) -> None:
        self._text = bytearray()  # each word with a line feed behind it
        self._starts = array("I", (0,))
        # Small objects that are made while words are learnt keep the memory around them from being
        # given back, so the groups of words stand in one string and one array.
        self._groups = ""  # the first two letters of each group
        self._group_ends = array("I", (0,))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, start: str, words: Sequence[str]) -> None:
        """Add words in their order, behind all earlier words; all begin with `start`."""
        for word in words:
            self._text += word.encode("utf-8", "replace")
            self._text += b"\n"
            self._starts.append(len(self._text))
        if self._groups[-2:] != start:
            self._groups += start
            self._group_ends.append(0)
        self._group_ends[-1] = len(self)

    def groups(self) -> Iterator[tuple[str, range]]:
        """Yield (first two letters, numbers of the words that begin so)."""
        for number in range(len(self._group_ends) - 1):
            start = self._groups[2 * number : 2 * number + 2]
            yield start, range(self._group_ends[number], self._group_ends[number + 1])

    def __getitem__(self, number: int) -> str:
        return self._encoded(number).decode()

    def _encoded(self, number: int) -> bytes:
        return bytes(self._text[self._starts[number] : self._starts[number + 1] - 1])

    def number(self, word: str) -> int:
        """Return the number of a word; NONE if the list lacks it."""
        encoded = word.encode("utf-8", "replace")
        number = bisect_left(range(len(self)), encoded, key=self._encoded)
        if number < len(self) and self._encoded(number) == encoded:
            return number
        return NONE

    def some(self, numbers: range) -> list[str]:
        """Return the words of consecutive numbers."""
        text = self._text[self._starts[numbers.start] : self._starts[numbers.stop]]
        return text.decode().split("\n")[:-1]

    def having(self, part: str, numbers: range) -> list[int]:
        """Return the numbers, of some numbers, whose words contain a text."""
        sought = part.encode("utf-8", "replace")
        text = self._text
        starts = self._starts
        end = starts[numbers.stop]
        after = numbers.start
        found = []
        at = text.find(sought, starts[after], end)
        while at >= 0:
            after = bisect_right(starts, at, after)
            found.append(after - 1)
            at = text.find(sought, starts[after], end)
        return found
