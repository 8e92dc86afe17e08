"""Which rows have a word with some letters in it: looked up in the words, not in the lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from arxtui.steps import Steps

_WORDS_IN_A_PIECE = 10_000
_PIECES_AT_ONCE = 8


class _Piece:
    """Some words, joined by line feeds so that one search looks at all of them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._starts: list[int] = []
        place = 1
        for word in words:
            self._starts.append(place)
            place += len(word) + 1
        self._text = "\n".join(["", *words, ""])

    def having(self, part: str) -> list[str]:
        """Return the words that have this part."""
        found = []
        at = self._text.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            word = self._words[number]
            found.append(word)
            at = self._text.find(part, self._starts[number] + len(word))
        return found


class Postings:
    """All words of a vocabulary, in pieces; a word that stands in no row any more finds none."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._loose: list[str] = []

    def add(self, word: str) -> None:
        """Take in a word that was not there before."""
        self._loose.append(word)
        if len(self._loose) == _WORDS_IN_A_PIECE:
            self._pieces.append(_Piece(self._loose))
            self._loose = []

    def rows(
        self, part: str, rows_of: Callable[[str], Sequence[int]], most: int
    ) -> Steps[list[int] | None]:
        """Return the rows with a word that has this part, the highest first.

        `rows_of` returns the rows of a word. None stands for more than about `most` rows.
        """
        lists = []
        count = 0
        loose = [word for word in self._loose if part in word]
        for number, piece in enumerate((None, *self._pieces)):
            words = loose
            if piece is not None:
                words = piece.having(part)
            for word in words:
                rows = rows_of(word)
                count += len(rows)
                lists.append(rows)
            if count > most:
                return None
            if number % _PIECES_AT_ONCE == _PIECES_AT_ONCE - 1:
                yield
        found: set[int] = set()
        for rows in lists:
            found.update(rows)
        return sorted(found, reverse=True)
