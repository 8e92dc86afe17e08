"""The paper that others are compared with: exactly by all its words, quickly by lines of text/."""

from __future__ import annotations

import math
from collections.abc import Iterator

from arxtui.model import Paper
from arxtui.taste.features import (
    LONGEST_ABSTRACT,
    Features,
    features_of,
    without_authors,
    words_of,
)
from arxtui.taste.vectors import Space
from arxtui.text import fold, words

_IN_TITLE = 1.4  # the value of a word of the title, 1 + ln 4, less 1 for a word of the abstract
_LENGTH = 20  # words of a line that do not count: without them a short abstract weighs too much


def subject(paper: Paper) -> Features:
    """Return the features by which a paper is compared: all but its authors."""
    return without_authors(features_of(paper))


class WantedPaper:
    """A paper that others are compared with."""

    def __init__(self, space: Space, paper: Paper) -> None:
        """Weigh the words of the paper by how rare they are in `space`."""
        self._space = space
        features = subject(paper)
        vector = space.vector(features)
        self._weights = dict(zip(vector.columns, vector.values, strict=True))
        known = [name for name in features if name in space]
        worth: dict[str, float] = {}
        for name, value in zip(known, vector.values, strict=True):
            worth[name] = value * space.rarity(name)
        self._forms = dict(_written(paper, worth))
        self._sought = frozenset(self._forms)

    def cosine(self, other: Paper) -> float:
        """Return how alike a paper is, 0 to 1."""
        vector = self._space.vector(subject(other))
        total = 0.0
        for column, value in zip(vector.columns, vector.values, strict=True):
            weight = self._weights.get(column)
            if weight is not None:
                total += weight * value
        return total

    def guess(self, line: bytes) -> float:
        """Return about how alike the paper of a line of text/ is, on a scale of its own.

        Each word that both papers have counts once, and once more if it is in the title. It takes a
        tenth of the time of cosine(), and no day file.
        """
        head, _, rest = line.partition(b"|")
        others = rest.split()
        in_title = self._sought.intersection(head.split())
        in_both = self._sought.intersection(others) | in_title
        worth = self._forms.__getitem__
        total = sum(map(worth, in_both)) + _IN_TITLE * sum(map(worth, in_title))
        return total / math.sqrt(len(others) + _LENGTH)


def _written(paper: Paper, worth: dict[str, float]) -> Iterator[tuple[bytes, float]]:
    """Yield the words of a paper as lines of text/ may have them, each with its worth.

    Features are in singular and without leading digits, and lines have words with hyphens in parts
    and as one word: `3dgs` is the feature `dgs`, and `multi-view` stands as `multiview`.
    """
    for name, value in worth.items():
        if " " in name or name[0] == "#":
            continue
        joined = name.replace("-", "").encode()
        yield joined, value
        yield joined + b"s", value
        yield joined + b"es", value
        if joined.endswith(b"y"):
            yield joined[:-1] + b"ies", value
    text = f"{paper.title} {paper.abstract}"[:LONGEST_ABSTRACT]
    for word in dict.fromkeys(words(fold(text)).split()):
        value = max([worth.get(name, 0.0) for name in words_of(word)], default=0.0)
        if value:
            yield word.encode("utf-8", "replace"), value
