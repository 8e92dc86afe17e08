"""Rank the papers that were found by their abstract, and keep the best.

Their lines in text/ are scored.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from arxtui.store.text_line import abstract_of

_TITLE = 10.0
"""The score of a word in the title: more than the abstract can add."""
_CLOSE = 3.0
_WHOLE = 0.2
_DIGITS = 6
"""Decimals of a score, so that the order of addition does not change it."""
_PLACES = 20
"""Places of a word in an abstract that are compared."""


class Best:
    """The best papers found so far, at most as many as are shown.

    Papers whose scores differ by less than a tenth are equal; of these the papers that the user
    marked come first, then the newest.
    """

    def __init__(
        self,
        terms: Sequence[str],
        standings: Sequence[int],
        *,
        limit: int,
        in_title: int,
    ) -> None:
        """Begin with no paper; no paper has more than `in_title` of the terms in its title."""
        self.standings = standings
        """How much the user marked a paper, by row."""
        self.rarity: Sequence[float] = ()
        """How rare each of the terms is; to be given before the first paper."""
        self.is_full = False
        """True when an older paper without a mark has no place any more, whatever its line has."""
        words = [term.encode("utf-8", "replace") for term in dict.fromkeys(terms)]
        self._sought = [b" " + word for word in words]
        self._limit = limit
        self._in_title = in_title
        self._found: list[tuple[float, int, float, int]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, row: int, line: bytes) -> None:
        """Take in a paper with its line in text/; it is older than all before."""
        standing = self.standings[row]
        found = self._found
        if len(found) < self._limit:
            value = worth(line, self._sought, self.rarity)
            heapq.heappush(found, (round(value, 1), standing, value, row))
            if len(found) < self._limit:
                return
        else:
            least = -1.0
            if not standing:
                least = min(found[0][0], found[0][2])
            value = worth(line, self._sought, self.rarity, least)
            if value <= least:
                return
            heapq.heapreplace(found, max(found[0], (round(value, 1), standing, value, row)))
        most = self._most()
        self.is_full = (round(most, 1), 0, most) <= found[0][:3]

    def _most(self) -> float:
        """Return the highest score that a paper can have."""
        titles = sorted((_TITLE + rare for rare in self.rarity), reverse=True)[: self._in_title]
        most = sum(titles) + _WHOLE * len(self._sought)
        if len(self._sought) - len(titles) > 1:
            most += _CLOSE
        return round(most, _DIGITS)

    def rows(self) -> list[int]:
        """Return the rows, best first."""
        return [row for *_, row in sorted(self._found, reverse=True)]


def worth(
    line: bytes, words: Sequence[bytes], rarity: Sequence[float], least: float = -1.0
) -> float:
    """Return the score of a line: words in the title, then how close together, then whole words.

    The words have a blank before them. A rare word in the title is worth more than a frequent word.
    Returns -1 if the title alone shows that the score is at most `least`, as it does for most
    lines.
    """
    title = line.index(b" |") + 1
    total = 0.0
    beside: list[bytes] = []
    for word, rare in zip(words, rarity, strict=True):
        if line.find(word, 0, title) >= 0:
            total += _TITLE + rare
        else:
            beside.append(word)
    most = total + _WHOLE * len(words)
    if len(beside) > 1:
        most += _CLOSE
    if most <= least:
        return -1.0
    total += sum(_whole(line, word) for word in words)
    places: list[list[int]] = []
    if len(beside) > 1:
        abstract = abstract_of(line)
        places = [found for word in beside if (found := _places(line, word[1:], *abstract))]
    if len(places) > 1:
        letters = sum(map(len, words)) - len(words)
        total += _CLOSE * letters / max(letters, _window(places))
    return round(total, _DIGITS)


def _whole(line: bytes, word: bytes) -> float:
    """Return _WHOLE for a whole word, half of that for the beginning of a word, else 0."""
    if word + b" " in line:
        return _WHOLE
    if word in line:
        return _WHOLE / 2
    return 0.0


def _places(line: bytes, word: bytes, begin: int, end: int) -> list[int]:
    """Return at most _PLACES offsets of a word between two places, in order."""
    found: list[int] = []
    at = line.find(word, begin, end)
    while at >= 0 and len(found) < _PLACES:
        found.append(at)
        at = line.find(word, at + len(word), end)
    return found


def _window(places: Sequence[Sequence[int]]) -> int:
    """Return the length of the shortest span with a place of every word."""
    order = sorted((at, word) for word, some in enumerate(places) for at in some)
    last: dict[int, int] = {}
    best = order[-1][0] - order[0][0]
    for at, word in order:
        last[word] = at
        if len(last) == len(places):
            best = min(best, at - min(last.values()))
    return best
