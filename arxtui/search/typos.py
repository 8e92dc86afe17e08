"""Typos: how many typos a word may have, and which words are near it.

The only user of rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from arxtui.text import fold
from arxtui.work_in_steps import Steps

_LOOKED_AT_ONCE = 5_000
_NEAREST = 60
_SIMILAR = 0.5
"""Share of the letters of two names that are the same, at least, in nearest()."""
_SHORTEST = 6
"""Letters; fragments() returns nothing for a shorter word."""


def allowed_typos(term: str) -> int:
    """Return how many typos a term may have."""
    if len(term) < 3 or not term.isalpha():
        return 0
    if len(term) < 8:
        return 1
    return 2


def distances(term: str, pool: Sequence[str], allowed: int) -> list[tuple[int, float]]:
    """Return (place in the pool, distance) of the words at most `allowed` typos from a term."""
    if not pool:
        return []
    from rapidfuzz import process  # 30 ms, which the exact search saves
    from rapidfuzz.distance import OSA

    found = process.extract(
        term, pool, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=None
    )
    return [(int(at), float(far)) for _, far, at in found]


def closest(term: str, words: Iterable[str]) -> Steps[Sequence[tuple[str, float]]]:
    """Return (word, distance) of the words that a mistyped term may mean, nearest first."""
    allowed = allowed_typos(term)
    if not allowed:
        return ()
    found: list[tuple[str, float]] = []
    for pool in _pools(term, words, allowed):
        found += [(pool[at], far) for at, far in distances(term, pool, allowed)]
        yield
    found.sort(key=itemgetter(1))
    return found[:_NEAREST]


def _pools(term: str, words: Iterable[str], allowed: int) -> Iterator[list[str]]:
    """Yield words of about the length of a term, in lists of the size of a step."""
    rest = iter(words)
    size = len(term)
    while some := list(islice(rest, _LOOKED_AT_ONCE)):
        yield [word for word in some if abs(len(word) - size) <= allowed and word != term]


def fragments(term: str) -> tuple[str, ...]:
    """Return parts of a term: every text with a word near it has one of them unchanged.

    Words near it are the words that closest() returns. The parts are ` neu` and `ral ` of `neutral`
    with one typo, three parts where two typos are allowed. Returns () for a short word, whose parts
    are in every text.
    """
    size = len(term)
    allowed = allowed_typos(term)
    if size < _SHORTEST or not allowed:
        return ()
    if allowed == 1:
        half = (size + 1) // 2
        return (" " + term[: half - 1], term[half:] + " ")
    third = size // 3
    return (" " + term[:third], term[third : 2 * third], term[2 * third :] + " ")


def nearest(typed: str, names: Iterable[str]) -> str:
    """Return the name nearest to a mistyped name; `` if no name is near.

    A name that begins as typed is nearest. Accents and capitals count for nothing.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded = {name: fold(name) for name in names}
    wanted = fold(typed)
    for name, line in folded.items():
        if line.startswith(wanted):
            return name
    found = process.extractOne(
        wanted, folded, scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR
    )
    if found is None:
        return ""
    return str(found[2])
