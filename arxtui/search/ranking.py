"""The score of a line for a query: its words, their places, and pairs of words.

The layout of a line is in text.search_line().
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SIDE_BY_SIDE = 0.3
"""The score of two words next to each other as typed, beyond their own scores."""
_BEGUN_BESIDE = 0.2
"""The score of a word next to the beginning of another word as typed."""
_SECOND_SURNAME = 0.3
"""The score of a second surname in the list of authors that has the first."""
_FIRST_WORD = 0.3
"""The score of the only word that begins the title: the name of a method."""
_MISSING = 0.6
"""The score that is subtracted for a missing word."""
_FORMS_COUNTED = 4


class Form(NamedTuple):
    """A form in which a line may have a term."""

    word: str
    """The word, folded."""
    sought: str
    """The word as it begins in a line, with a blank before it."""
    penalty: float
    """The score that this form loses against the word as typed."""


Forms = tuple[Form, ...]


class Worth(NamedTuple):
    """How well a line fits; the larger the better, the fields in their order."""

    words: float
    """About 1 for each word of title or surnames that was typed in this form."""
    share: float
    """The share of title and authors that was typed, 0 to about .3; decides among equals."""


def forms(term: str, parted: Sequence[str] = (), near: Sequence[tuple[str, float]] = ()) -> Forms:
    """Return the forms in which a line may have a term.

    They are the term as typed, in two words (`multi view` of `multiview`), and each word of `near`,
    with its distance.
    """
    return (
        Form(term, " " + term, 0.0),
        *(Form(term, " " + two, 0.0) for two in parted),
        *(Form(word, " " + word, 0.15 + 0.2 * far) for word, far in near),
    )


class Ranking:
    """A query, prepared for many lines."""

    def __init__(self, asked: Sequence[str], looked_for: Sequence[Forms]) -> None:
        """`looked_for` are the forms of each term; `asked` the terms in the order typed."""
        self._looked_for = looked_for
        self._begun = [
            [(form.sought, form.sought + " ", form.sought + " ,") for form in some[:_FORMS_COUNTED]]
            for some in looked_for
        ]
        self._pairs = [*map(_Pair, *_neighbours(looked_for))]
        self._letters = sum(map(len, asked))

    def signs(self, line: str) -> int:
        """Return a rough score of a line, which is cheap, to choose the lines to score."""
        title = line.index(" |") + 1
        count = 0
        for some in self._begun:
            best = 0
            for begun, whole, surname in some:
                at = line.find(begun)
                if at >= 0:
                    found = 1 + (at < title) + (whole in line) + (surname in line)
                    best = max(best, found)
            count += best
        for pair in self._pairs:
            count += pair.written[0] in line
        return count

    def worth(self, line: str) -> Worth:
        """Return how well a line fits."""
        title = line.index(" |") + 1
        names = line.index(" |", title) + 1
        worth = [
            max(_worth(line, title, names, form) for form in some) for some in self._looked_for
        ]
        surnames = sum(any(surname in line for _, _, surname in begun) for begun in self._begun)
        total = 0.0
        for number, pair in enumerate(self._pairs):
            total += pair.worth(line, title)
            if pair.joined in line:
                worth[number] = worth[number + 1] = 1.0
        total += sum(value or -_MISSING for value in worth)
        share = 0.15 * self._letters / title
        if surnames > 1:
            total += _SECOND_SURNAME * (surnames - 1)
            share += 0.15 * surnames / line.count(" ,", title, names)
        if len(self._begun) == 1 and any(line.startswith(word) for _, word, _ in self._begun[0]):
            total += _FIRST_WORD
        return Worth(round(total, 2), share)


def _neighbours(looked_for: Sequence[Forms]) -> tuple[Sequence[Forms], Sequence[Forms]]:
    """Return two lists: all terms but the last, and all terms but the first."""
    return looked_for[:-1], looked_for[1:]


class _Pair:
    """Two terms that were typed next to each other."""

    def __init__(self, first: Forms, second: Forms) -> None:
        self.joined = f" {first[0].word}{second[0].word} "
        """Both terms joined to a single word."""
        self.written = [
            one.sought + two.sought
            for one in first
            for two in second
            if not one.penalty and not two.penalty
        ]
        """Both terms side by side, each written as a word or as two words."""

    def worth(self, line: str, title: int) -> float:
        """Return the score of words side by side in title or name."""
        if self.joined in line:
            return _SIDE_BY_SIDE
        worth = 0.0
        for both in self.written:
            at = line.find(both)
            if at < 0:
                continue
            if both + " " in line[:title] or both + " ," in line:
                return _SIDE_BY_SIDE
            if at < title:
                worth = _BEGUN_BESIDE
        return worth


def _worth(line: str, title: int, names: int, form: Form) -> float:
    """Return the score of a form of a word in a line; 0 = it is not there."""
    word, sought, penalty = form
    at = line.find(sought)
    if at >= 0:
        end = at + len(sought)
        if line[end] == " " or sought + " " in line:
            hyphenated = at > names and "." not in word and "/" not in word
            if at < title or hyphenated or sought + " ," in line:
                return 1.0 - penalty
            return 0.9 - penalty
        share = len(word) / (line.index(" ", end) - at - 1)
        if at < title:
            return 0.6 + 0.3 * share - penalty
        return 0.5 + 0.3 * share - penalty
    if penalty or sought != " " + word:
        return 0.0
    at = line.find(word)
    if at < 0:
        return 0.0
    if at < title:
        return 0.4
    return 0.25
