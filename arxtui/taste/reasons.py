"""Why a paper stands where it stands: `like: HexPlane, K-Planes · gaussian splatting · by Kerbl (3 starred)`.

An empty reason is honest: only papers above the divider get one (of fewer than twenty stars: papers
with a third of the best score of their listing), for every nonsensical reason in the study of the
method stood below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arxtui import people
from arxtui.model import Paper
from arxtui.taste.features import (
    plain_words,
    singular,
    title_pairs,
    words_of,
)
from arxtui.text import fold, plain_title

_LEAST_SHARE = 0.03  # of what speaks for a paper; a word that gives less is no reason
_LEAST_COSINE = 0.12  # from which a star is worth naming
_STARS_NAMED = 2
_PHRASES = 2
_SHORT_TITLE = 24  # characters of the name before a title's colon
_TITLE_WORDS = 4
_GENERIC = frozenset(
    "approach aware better efficient effective enhancing enhanced exploring framework general high "
    "improved improving large learning local low network networks novel rethinking robust simple single "
    "steps system task tasks toward towards unified universal versatile your".split()
)
"""Words that may weigh but explain nothing."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The reasons for one paper, each part possibly empty."""

    like: tuple[str, ...]
    """Short names of the starred papers that are nearest."""
    phrases: tuple[str, ...]
    """Words that speak for it."""
    author: str
    """The surname of an author with starred papers."""
    starred: int
    """How many papers of that author are starred."""

    def parts(self) -> tuple[str, ...]:
        """Return the reason in its parts, the one that says most first."""
        parts = []
        if self.like:
            parts.append(f"like: {', '.join(self.like)}")
        parts += self.phrases
        if self.author:
            parts.append(f"by {self.author} ({self.starred} starred)")
        return tuple(parts)

    def __str__(self) -> str:
        return " · ".join(self.parts())


class Reasons:
    """Finds reasons by what a taste was learnt from."""

    def __init__(
        self,
        starred: Sequence[Paper],
        in_stars: Counter[str],
    ) -> None:
        """`in_stars` has in how many starred papers each feature stands."""
        self._starred = starred
        self._in_stars = in_stars
        self._authors = Counter(
            fold(author) for paper in starred for author in dict.fromkeys(paper.authors)
        )

    def reason(self, paper: Paper, weighed: Mapping[str, float], cosines: Sequence[float]) -> Reason:
        """Return the reason for a paper.

        `weighed` is what each of its features adds to its score, `cosines` how near it is to each star.
        """
        author, starred = self._author(paper)
        return Reason(
            self._like(paper, cosines),
            self._phrases(paper, weighed),
            author,
            starred,
        )

    def _like(self, paper: Paper, cosines: Sequence[float]) -> tuple[str, ...]:
        by_nearness = sorted(range(len(cosines)), key=lambda star: (-cosines[star], star))
        near = [star for star in by_nearness if cosines[star] >= _LEAST_COSINE]
        others = [star for star in near if self._starred[star].id != paper.id]
        named = [short_title(self._starred[star].title) for star in others[:_STARS_NAMED]]
        return tuple(dict.fromkeys(named))

    def _author(self, paper: Paper) -> tuple[str, int]:
        most = ""
        count = 0
        for author in paper.authors:
            starred = self._authors[fold(author)]
            if starred > count:
                most = author
                count = starred
        named = people.names([most])
        if not named:
            return "", 0
        return named[0].last, count

    def _phrases(self, paper: Paper, weighed: Mapping[str, float]) -> tuple[str, ...]:
        """Choose the words and word pairs that add most, in words of the title where they stand there."""
        positive = sum(weight for weight in weighed.values() if weight > 0)
        least = _LEAST_SHARE * positive
        in_title = {singular(word): word for word in reversed(plain_words(paper.title))}
        parts_of_title = set(words_of(paper.title))
        pairs = title_pairs(paper.title)
        shown: list[str] = []
        for name in sorted(weighed, key=lambda name: (-weighed[name], name)):
            if weighed[name] <= least or len(shown) == _PHRASES:
                break
            if name[0] in "@#" or not _GENERIC.isdisjoint(name.split(" ")):
                continue
            if name not in parts_of_title and name not in pairs and self._in_stars[name] < 2:
                continue
            phrase = _longest_phrase(name, pairs, weighed, least)
            if not any(_says_the_same(phrase, other) for other in shown):
                shown.append(in_title.get(phrase, phrase))
        return tuple(shown)


def _longest_phrase(
    name: str, pairs: Sequence[str], weighed: Mapping[str, float], least: float
) -> str:
    """Return the heaviest pair of the title that holds a word, if both its words speak for the paper."""
    if " " in name:
        return name
    best = name
    weight = 0.0
    for pair in pairs:
        words = [singular(word) for word in pair.split(" ")]
        if name not in words or not all(_speaks(word, weighed, least) for word in words):
            continue
        both = sum(weighed[word] for word in words)
        if both > weight:
            best = pair
            weight = both
    return best


def _speaks(word: str, weighed: Mapping[str, float], least: float) -> bool:
    return word not in _GENERIC and weighed.get(word, 0) > least


def _stem(word: str) -> str:
    """Return a word without a plural's ending."""
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word.removesuffix("e").removesuffix("y")


def _says_the_same(phrase: str, other: str) -> bool:
    """True if a word of one phrase, in singular or plural or as a part at a hyphen, is in the other."""
    mine = {_stem(part) for word in phrase.split() for part in (word, *word.split("-"))}
    others = {_stem(part) for word in other.split() for part in (word, *word.split("-"))}
    return not mine.isdisjoint(others)


def short_title(title: str) -> str:
    """Return the name before a title's colon if it is short, else the title's first four words."""
    shown = plain_title(title)
    name, colon, _ = shown.partition(":")
    if colon and len(name) <= _SHORT_TITLE:
        return name
    words = shown.split()
    short = " ".join(words[:_TITLE_WORDS]).rstrip(",;:-")
    return short if len(words) <= _TITLE_WORDS else f"{short}…"

