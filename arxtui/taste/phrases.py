"""The words in the reason for a paper, chosen and joined so that a person can read them.

The rules were found by reading some hundred reasons for papers of real reading lists: a word must
explain something, stand for the paper's subject, and be shown with the words that belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from arxtui.model import Paper
from arxtui.taste.features import Features, pairs_of, plain_words, singular
from arxtui.taste.generic_words import is_generic, is_generic_alone
from arxtui.text import fold

_LEAST_SHARE = 0.03  # least share of a word in all positive weights of a paper
_LEAST_STARS = 2  # starred papers that must have a word that is not in the title
_PHRASES = 2
_LONGEST = 3_000  # characters of an abstract in which the spelling of a word is looked for
_SAME_BEGINNING = 6  # letters at the beginning of two words that mean the same
_LEAST_STEM = 5  # letters of a word that, with an ending, means the same: `count`, `counting`
_ENDINGS = ("ed", "er", "ing", "or")
_SHORT = 2  # letters of a word that is no subject as a part of a name: `Floor-SP`
_SHORT_SIGNS = r"[^:;,.?!()]{1,5}"  # between two words of a phrase, such as `x-` and `3d`
_BREAK = re.compile(r"[:;,.?!()&]")  # ends a part of a title; phrases do not cross it


class Phrases:
    """Chooses the phrases of a paper."""

    def __init__(
        self,
        paper: Paper,
        features: Features,
        weighed: Mapping[str, float],
        in_stars: Mapping[str, int],
    ) -> None:
        """Read the words of a paper.

        `weighed` has feature -> its part of the paper's score, `in_stars` feature -> number of
        starred papers with it.
        """
        self._features = features
        self._weighed = weighed
        self._in_stars = in_stars
        self._least = _LEAST_SHARE * sum(weight for weight in weighed.values() if weight > 0)
        words = plain_words(paper.title)
        clauses = _BREAK.split(paper.title)
        self._clauses = [plain_words(clause) for clause in clauses]
        self._pairs = [pair for clause in clauses for pair in pairs_of(clause)]
        self._title = {singular(word): word for word in reversed(words)}
        self._title_text = paper.title
        self._abstract = paper.abstract[:_LONGEST]
        self._in_title = frozenset(part for word in words for part in _parts(word))
        stand = [*words, *plain_words(self._abstract)]
        self._words = frozenset([*stand, *(part for word in stand for part in _parts(word))])
        self._whole_of = self._hyphened()

    def _hyphened(self) -> dict[str, str]:
        """Return part -> hyphenated word with it, of the words with a positive weight."""
        found: dict[str, str] = {}
        for name in self._features:
            if "-" in name and " " not in name and self._weighed.get(name, 0) > 0:
                for part in name.split("-"):
                    found.setdefault(singular(part), name)
        return found

    def chosen(self) -> tuple[str, ...]:
        """Return the heaviest phrases, at most two, in the spelling of the title."""
        shown: list[str] = []
        for name in sorted(self._weighed, key=lambda name: (-self._weighed[name], name)):
            if self._weighed[name] <= self._least or len(shown) == _PHRASES:
                break
            if not self._may_explain(name):
                continue
            phrase = self._phrase(name)
            if is_generic_alone(phrase) or self._begins_as_verb(phrase):
                continue
            if any(_says_the_same(phrase, other) for other in shown):
                continue
            shown.append(phrase)
        return tuple(map(self._written, shown))

    def _begins_as_verb(self, phrase: str) -> bool:
        """Return whether a word is the verb of a title such as `Measuring Dataset Granularity`."""
        if not phrase.endswith("ing"):
            return False
        return any(words[:1] == [phrase] for words in self._clauses)

    def _written(self, phrase: str) -> str:
        """Return a word in the spelling of the title, else of the abstract: `clothes`, `3dgs`.

        The feature itself is in singular, without digits at its beginning. A phrase has the short
        signs that stand between its words in the title: `chest x-ray reports`.
        """
        if " " in phrase:
            return _between(phrase, fold(self._title_text))
        if phrase in self._title:
            return self._title[phrase]
        text = fold(self._abstract)
        for word in plain_words(text):
            if singular(word) == phrase:
                return _with_digits(word, text)
        return _with_digits(phrase, f"{fold(self._title_text)} {text}")

    def _may_explain(self, name: str) -> bool:
        """Return whether a feature is a word of the paper's subject.

        A word that is not in the title must be in the abstract twice and in two starred papers:
        `hand` may come from `on the other hand`. A part of a name that stands nowhere as a word,
        such as `seg` of `SegNet`, explains nothing.
        """
        if name[0] in "@#":
            return False
        if len(name) <= _SHORT:
            return name in self._title
        if " " not in name and name not in self._words:
            return False
        if name in self._in_title or name in self._pairs:
            return True
        return self._features[name] > 1 and self._in_stars.get(name, 0) >= _LEAST_STARS

    def _phrase(self, name: str) -> str:
        """Return the longest phrase of the title with a word or pair."""
        if " " not in name:
            pair = self._heaviest_pair(name)
            if pair is None and name in self._title:
                return name
            if pair is None:
                return self._whole_of.get(name, name)
            name = pair
        generic = [word for word in name.split(" ") if is_generic(word)]
        if generic:
            return generic[0]
        return self._extended(name)

    def _heaviest_pair(self, word: str) -> str | None:
        """Return the heaviest pair of the title with a word, if both words have some weight."""
        best = None
        most = 0.0
        for pair in self._pairs:
            words = [singular(part) for part in pair.split(" ")]
            if word in words and all(self._speaks(part) for part in words):
                both = sum(self._weighed[part] for part in words)
                if both > most:
                    best = pair
                    most = both
        return best

    def _speaks(self, word: str) -> bool:
        return not is_generic(word) and self._weighed.get(word, 0) > self._least

    def _extended(self, pair: str) -> str:
        """Return a pair with the title word behind it or before it, if it has a positive weight.

        `time adaptation` of a title `Test Time Adaptation` is half a phrase.
        """
        first, last = pair.split(" ")
        for other in self._pairs:
            before, behind = other.split(" ")
            if before == last and self._adds(behind):
                return f"{pair} {behind}"
            if behind == first and self._adds(before):
                return f"{before} {pair}"
        return pair

    def _adds(self, word: str) -> bool:
        return not is_generic(word) and self._weighed.get(singular(word), 0) > 0


def _between(phrase: str, title: str) -> str:
    """Return the part of a folded title from the first to the last word of a phrase."""
    words = map(re.escape, phrase.split(" "))
    found = re.search(rf"(?<![a-z0-9]){_SHORT_SIGNS.join(words)}(?![a-z0-9])", title)
    if found is None:
        return phrase
    return found[0]


def _with_digits(word: str, text: str) -> str:
    """Return a word with the digits before it in a folded text: `3dgs` of `dgs`."""
    found = re.search(rf"(?<![a-z0-9])\d*{re.escape(word)}(?![a-z0-9])", text)
    if found is None:
        return word
    return found[0]


def _parts(word: str) -> tuple[str, ...]:
    """Return a word in singular, and the parts of a word with hyphens."""
    parts = word.split("-")
    return (singular(word), *map(singular, parts))


def _says_the_same(phrase: str, other: str) -> bool:
    """Return whether two phrases have words, or parts of words, with the same beginning.

    Plurals count as the same, and so do `supervised` and `supervision`, `count` and `counting`.
    """
    mine = {part for word in phrase.split() for part in _parts(word)}
    others = {part for word in other.split() for part in _parts(word)}
    if not mine.isdisjoint(others):
        return True
    return any(_same_beginning(part, each) for part in mine for each in others)


def _same_beginning(word: str, other: str) -> bool:
    """Return whether two words begin alike, or a word of five letters or more is the beginning.

    A shorter word means the same with an ending: `edit`, `editing`; but not `text`, `texture`.
    """
    short, long = sorted((word, other), key=len)
    if long.removeprefix(short) in _ENDINGS:
        return True
    if min(len(word), len(other)) < _LEAST_STEM:
        return False
    return word[:_SAME_BEGINNING] == other[:_SAME_BEGINNING] or (
        word.startswith(other) or other.startswith(word)
    )
