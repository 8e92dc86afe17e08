"""How well a paper fits that was found by its abstract: by its line in text/."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.store.text_line import abstract_of, title_of

_TITLE = 10.0
"""A word in the title is worth more than all that the abstract can add."""
_CLOSE = 3.0
_WHOLE = 0.2
_PLACES = 20
"""Places of a word in an abstract that are looked at."""


def worth(
    line: bytes, words: Sequence[bytes], rarity: Sequence[float], least: float = -1.0
) -> float:
    """Return what a line is worth: words in the title, then how close together, then whole words.

    A rare word in the title is worth more than a frequent one. Where the title alone shows that it
    is at most `least`, return -1: most lines are looked at no further.
    """
    title = title_of(line)
    total = 0.0
    beside: list[bytes] = []
    for word, rare in zip(words, rarity, strict=True):
        if line.find(b" " + word, *title) >= 0:
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
        places = [found for word in beside if (found := _places(line, word, *abstract))]
    if len(places) > 1:
        letters = sum(map(len, words))
        total += _CLOSE * letters / max(letters, _window(places))
    return total


def _whole(line: bytes, word: bytes) -> float:
    """Return _WHOLE for a whole word, half of that for the beginning of one, else 0."""
    if b" " + word + b" " in line:
        return _WHOLE
    if b" " + word in line:
        return _WHOLE / 2
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
