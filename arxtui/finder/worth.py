"""How well a paper fits that was found by its abstract: by its line in text/."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.store.text_line import abstract_of, title_of

_TITLE = 10.0
"""A word in the title is worth more than all that the abstract can add."""
_CLOSE = 3.0
_PLACES = 20
"""Places of a word in an abstract that are looked at."""


def worth(line: bytes, words: Sequence[bytes], rarity: Sequence[float]) -> float:
    """Return what a line is worth: words in the title, then how close together, then whole words.

    A rare word in the title is worth more than a frequent one.
    """
    title = title_of(line)
    abstract = abstract_of(line)
    total = 0.0
    places: list[list[int]] = []
    for word, rare in zip(words, rarity, strict=True):
        total += _whole(line, word)
        if line.find(b" " + word, *title) >= 0:
            total += _TITLE + rare
        elif len(words) > 1 and (found := _places(line, word, *abstract)):
            places.append(found)
    if len(places) > 1:
        letters = sum(map(len, words))
        total += _CLOSE * letters / max(letters, _window(places))
    return total


def _whole(line: bytes, word: bytes) -> float:
    """Return .2 for a whole word, .1 for the beginning of one, 0 for another part."""
    if b" " + word + b" " in line:
        return 0.2
    if b" " + word in line:
        return 0.1
    return 0.0


def _places(line: bytes, word: bytes, begin: int, end: int) -> list[int]:
    """Return where a word stands between two places, the first ones."""
    found: list[int] = []
    at = line.find(word, begin, end)
    while at >= 0 and len(found) < _PLACES:
        found.append(at)
        at = line.find(word, at + len(word), end)
    return found


def _window(places: Sequence[Sequence[int]]) -> int:
    """Return how far apart the nearest places of different words are, one place of each word."""
    order = sorted((at, word) for word, some in enumerate(places) for at in some)
    last: dict[int, int] = {}
    best = order[-1][0] - order[0][0]
    for at, word in order:
        last[word] = at
        if len(last) == len(places):
            best = min(best, at - min(last.values()))
    return best
