"""The search: folded lines and words -> ranked hits. Here the lines; vocabulary.py corrects what typed.py takes apart.

All words must be in a line, in any order, as parts of words (short ones as beginnings); what is left of the lines is
narrowed as the query grows, and at most 200 are scored. Only when nothing matches are the words corrected, against the
words of the lines and never against whole lines: no scorer over lines finds what is meant. All that grows with the
library is done in steps of a few milliseconds, so that the next key can take its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from arxtui.search.ranking import Forms, Ranking, forms
from arxtui.search.typed import apart, in_text, needle, spans, terms, written_apart
from arxtui.search.vocabulary import Vocabulary, closest, fragments, learn
from arxtui.steps import Epoch, Steps, finish
from arxtui.text import words

__all__ = [
    "SCORED",
    "Epoch",
    "Hits",
    "Index",
    "Steps",
    "apart",
    "closest",
    "finish",
    "fragments",
    "in_text",
    "needle",
    "spans",
    "terms",
]

SCORED = 200
"""Lines that are scored at most."""
_POOL = 10_000  # newest matches among which those worth scoring are picked
_MANY = 30_000  # lines beyond which one or two letters give the newest matches only
_NEWEST = 1_000
_LOOKED_UP = 15_000  # lines with a word beyond which looking at all lines costs no more
_REMEMBERED = 8  # terms whose lines are remembered, for those that stay while a query is typed on
_FEW = 4  # words of a query in which one of them may be two words of a line
_MENDED = 16  # words that are corrected at most: of a pasted abstract the longest
_AT_ONCE = 1_000  # lines looked at in one step
_CHANGED_AT_ONCE = 100  # changed lines that the vocabulary takes over in one step
_ASKED_AT_ONCE = 50  # rows asked in one step whether they pass: that may open a file

Tier = Literal["exact", "close", "part"]
Passes = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found."""

    rows: tuple[int, ...]
    """Rows of the index, best first."""
    total: int
    """How many lines match; for one or two letters among more than 30,000 lines at most the newest 1,000."""
    tier: Tier
    """As the words stand, with corrected words, or with all but one of them."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant) in the best hit."""
    lacking: tuple[str, ...] = ()
    """Words of the query that none of these lines has, nor a word near them."""
    unknown: bool = False
    """True if no line at all has the words that are lacking."""


class Index:
    """The lines of one state of the library, oldest first: a higher row is a newer paper.

    search(), with_name() and warm() work in steps; a change of tags ends those that are under way.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = list(lines)
        self._epoch = Epoch()
        self._untagged: dict[int, str] = {}
        self._stack: list[tuple[tuple[str, ...], list[int]]] = []
        self._everywhere: dict[str, list[int]] = {}  # what all lines have, by what was sought
        self._standing = bytearray(len(self._lines))
        self._vocabulary = Vocabulary()
        self._is_warm = False
        self._learning: Steps[None] | None = None
        self._changed: deque[tuple[int, str, str]] = deque()  # what the vocabulary has yet to take over
        self.looked = 0
        """Lines looked at by the last search."""

    def line(self, row: int) -> str:
        """Return the line of a row."""
        return self._lines[row]

    def retag(self, row: int, tags: str) -> None:
        """Give a row other tags (folded, separated by blanks)."""
        before = self._lines[row]
        line = self._untagged.setdefault(row, before)
        if words(tags):
            line = f"{line}| {words(tags)} "
        self._changed.append((row, before, line))
        self._lines[row] = line
        self._stack.clear()
        self._everywhere.clear()
        self._epoch.change()

    def set_standing(self, row: int, standing: int) -> None:
        """Say how much the user marked a row, 0 to 255: among equals the higher standing comes first."""
        self._standing[row] = standing

    def retagged(self) -> Collection[int]:
        """Return the rows whose line has, or had, tags."""
        return self._untagged.keys()

    def search(
        self, free: Sequence[str], passes: Passes | None = None, limit: int = SCORED
    ) -> Steps[Hits | None]:
        """Return the best rows for the free words of a query, among those that pass; None when it was ended."""
        return self._epoch.guard(self._search(free, passes, limit))

    def _search(self, free: Sequence[str], passes: Passes | None, limit: int) -> Steps[Hits]:
        self.looked = 0
        asked = terms(free)
        if not asked:
            return Hits((), 0, "exact")
        for these in dict.fromkeys((asked, apart(asked))):
            rows = yield from self._having(these, passes)
            looked_for = [forms(term) for term in these]
            if len(these) <= _FEW:
                looked_for = [forms(term, self._parted(term)) for term in these]
            also = yield from self._in_two_words(these, looked_for, passes)
            if also:
                rows = sorted({*rows, *also}, reverse=True)
            if rows:
                best = yield from self._ranked(rows, Ranking(these, looked_for), limit)
                return Hits(best, len(rows), "exact")
        return (yield from self._corrected(asked, passes, limit))

    def with_name(self, author: str) -> Steps[list[int] | None]:
        """Return the rows that have a whole author's name (folded); None when it was ended."""
        return self._epoch.guard(self._with_name(author))

    def _with_name(self, author: str) -> Steps[list[int]]:
        rows = yield from self._with(f" {author} ,", self._all())
        lines = self._lines
        return [row for row in rows if f"| {author} ," in lines[row] or f", {author} ," in lines[row]]

    # exact

    def _all(self) -> Sequence[int]:
        return range(len(self._lines) - 1, -1, -1)

    def _having(self, asked: tuple[str, ...], passes: Passes | None) -> Steps[list[int]]:
        """Rows that pass, with all terms, newest first."""
        while self._stack and not _goes_on(self._stack[-1][0], asked):
            self._stack.pop()
        if not self._stack and len(self._lines) > _MANY and all(len(term) < 3 for term in asked):
            return (yield from self._newest(asked, passes))
        rows = yield from self._narrowed(asked)
        return (yield from _passing(rows, passes))

    def _narrowed(self, asked: tuple[str, ...]) -> Steps[list[int]]:
        """Rows with all terms, out of those of the last search that these terms go on from."""
        done, rows = self._stack[-1] if self._stack else ((), None)
        if rows is not None and done == asked:
            return rows
        new = {term for at, term in enumerate(asked) if at >= len(done) or done[at] != term}
        for term in sorted(new, key=lambda term: (-len(term), term)):
            if rows is None:
                rows = yield from self._with_everywhere(needle(term))
            else:
                rows = yield from self._with(needle(term), rows)
        self._stack.append((asked, rows or []))
        return rows or []

    def _newest(self, asked: tuple[str, ...], passes: Passes | None) -> Steps[list[int]]:
        """The newest rows that pass, with all of these short terms."""
        found: list[int] = []
        for part in _parts(self._all(), _AT_ONCE):
            rows: Sequence[int] = part
            for term in set(asked):
                rows = yield from self._with(needle(term), rows)
            found += yield from _passing(rows, passes)
            if len(found) >= _NEWEST:
                break
        return found[:_NEWEST]

    def _parted(self, term: str) -> list[str]:
        """Return how a term stands in lines as two words: `multi view` of `multiview`.

        Before the words of a large library are learnt this is not known.
        """
        halves = written_apart(term)
        if self._is_warm:
            known = self._vocabulary.has
            halves = [(one, two) for one, two in halves if known(one) and known(two)]
        elif len(self._lines) > _MANY:
            halves = []
        return [f"{one} {two}" for one, two in halves]

    def _in_two_words(
        self, asked: Sequence[str], looked_for: Sequence[Forms], passes: Passes | None
    ) -> Steps[list[int]]:
        """Return rows that have all terms, one of them in two words, in no order."""
        lines = self._lines
        found: list[int] = []
        for some in looked_for:
            for form in some[1:]:
                rows: Sequence[int] = self._all()
                if self._is_warm:
                    rows = self._vocabulary.rows(form.sought.split()[0])
                rows = yield from self._with(form.sought + " ", rows)
                for other in looked_for:
                    if other is not some:
                        wanted = [needle(other[0].word), *(two.sought for two in other[1:])]
                        rows = [row for row in rows if any(one in lines[row] for one in wanted)]
                found += yield from _passing(rows, passes)
        return found

    def _with_everywhere(self, sought: str) -> Steps[list[int]]:
        """Return all rows that have this, the highest first."""
        if sought in self._everywhere:
            return self._everywhere[sought]
        rows = None
        if self._is_warm and not self._changed and _is_in_words(sought):
            rows = yield from self._vocabulary.rows_with(sought, _LOOKED_UP)
            yield
        if rows is None:
            rows = yield from self._with(sought, self._all())
        else:
            self.looked += len(rows)
        if len(self._everywhere) >= _REMEMBERED:
            del self._everywhere[next(iter(self._everywhere))]
        self._everywhere[sought] = rows
        return rows

    def _with(self, sought: str, rows: Sequence[int]) -> Steps[list[int]]:
        self.looked += len(rows)
        lines, found = self._lines, []
        for part in _parts(rows, _AT_ONCE):
            found += [row for row in part if sought in lines[row]]
            yield
        return found

    def _ranked(self, rows: Sequence[int], ranking: Ranking, limit: int) -> Steps[tuple[int, ...]]:
        """Return the best rows, and behind them the rest, newest first.

        Among equals those come first that the user marked, then those of which more was typed, then
        the newest.
        """
        worth = yield from self._worth_scoring(rows, ranking)
        scored: list[tuple[float, int, float, int]] = []
        for part in _parts(worth, _ASKED_AT_ONCE):
            for row in part:
                fits = ranking.worth(self._lines[row])
                scored.append((-fits.words, -self._standing[row], -fits.share, -row))
            self.looked += len(part)
            yield
        best = [-row for *_, row in sorted(scored)]
        if len(best) < min(limit, len(rows)):
            known = set(best)
            others = (row for row in rows if row not in known)
            best += islice(others, limit - len(best))
        return tuple(best[:limit])

    def _worth_scoring(self, rows: Sequence[int], ranking: Ranking) -> Steps[Sequence[int]]:
        """Return SCORED rows with the most signs, and as many of those that the user marked."""
        if len(rows) <= SCORED:
            return rows
        lines = self._lines
        by_signs: dict[int, list[int]] = {}
        for part in _parts(rows[:_POOL], _AT_ONCE):
            for row in part:
                by_signs.setdefault(ranking.signs(lines[row]), []).append(row)
            self.looked += len(part)
            yield
        by_standing: dict[int, list[int]] = {}
        for part in _parts(rows, 10 * _AT_ONCE):
            for row in part:
                if self._standing[row]:
                    by_standing.setdefault(self._standing[row], []).append(row)
            yield
        chosen = dict.fromkeys(_first(by_signs, SCORED))
        chosen.update(dict.fromkeys(_first(by_standing, SCORED)))
        return [*chosen]

    # corrected

    def warm(self) -> Steps[Vocabulary | None]:
        """Learn the words of all lines for typos and return them; None when it was ended.

        What was learnt stays: the next call, or a search with a typo, goes on from there.
        """
        return self._epoch.guard(self._warm())

    def _warm(self) -> Steps[Vocabulary]:
        if self._learning is None:
            self._changed.clear()
            self._is_warm = False
            self._learning = self._learn(tuple(self._lines))
        for _ in self._learning:  # shared: several searches may wait for it
            yield
        while self._changed:
            for _ in range(min(len(self._changed), _CHANGED_AT_ONCE)):
                self._vocabulary.change(*self._changed.popleft())
            yield
        return self._vocabulary

    def _learn(self, lines: Sequence[str]) -> Steps[None]:
        self._vocabulary = yield from learn(lines)
        self._is_warm = True

    def _corrected(
        self, asked: tuple[str, ...], passes: Passes | None, limit: int
    ) -> Steps[Hits]:
        vocabulary = yield from self._warm()
        longest = set(sorted(asked, key=len, reverse=True)[:_MENDED])
        asked = tuple(term for term in dict.fromkeys(asked) if term in longest)
        looked_for: list[Forms] = []
        having: list[set[int]] = []
        for term in asked:
            rows: set[int] | None = None
            for part in apart((term,)):
                near = yield from vocabulary.near(part)
                looked_for.append(forms(part, self._parted(part), near))
                yield
                these = set((yield from self._with_everywhere(needle(part))))
                these.update(*(vocabulary.rows(word) for word, _ in near))
                rows = these if rows is None else rows & these
                yield
            having.append(rows or set())
        ranking = Ranking(apart(asked), looked_for)
        for tier in _TIERS:
            for found in (yield from _fewer(having, tier)):
                fitting = yield from _passing(found, passes)
                if fitting:
                    best = yield from self._ranked(fitting, ranking, limit)
                    meant = self._meant(best[0], looked_for)
                    lacking = [
                        number for number, rows in enumerate(having) if rows.isdisjoint(fitting)
                    ]
                    words_ = tuple(asked[number] for number in lacking)
                    unknown = not any(having[number] for number in lacking)
                    return Hits(best, len(fitting), tier, meant, words_, unknown)
        return Hits((), 0, "part")

    def _meant(self, row: int, looked_for: Sequence[Forms]) -> tuple[tuple[str, str], ...]:
        """Return (typed, meant) of the words that a row has in place of typed ones."""
        line = self._lines[row]
        meant = []
        for typed, *others in looked_for:
            there = [form.word for form in others if form.penalty and form.sought in line]
            if there and needle(typed.word) not in line:
                meant.append((typed.word, there[0]))
        return tuple(meant)


def _parts(rows: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _passing(rows: Sequence[int], passes: Passes | None) -> Steps[list[int]]:
    if passes is None:
        return list(rows)
    found: list[int] = []
    for part in _parts(rows, _ASKED_AT_ONCE):
        found += filter(passes, part)
        yield
    return found


def _is_in_words(sought: str) -> bool:
    """Return whether the words of lines say which of them have this: a letter in it, and no blank."""
    return len(sought) > 2 and " " not in sought and any(map(str.isalpha, sought))


def _first(by_key: Mapping[int, list[int]], count: int) -> list[int]:
    """Return so many rows, those with the highest keys first."""
    found: list[int] = []
    for key in sorted(by_key, reverse=True):
        found += by_key[key][: count - len(found)]
    return found


_TIERS: tuple[Tier, ...] = ("close", "part")


def _fewer(having: Sequence[set[int]], tier: Tier) -> Steps[list[list[int]]]:
    """Return the rows that have all the terms, or those that have all but one, the highest first.

    Of two terms the rows of the rarer one come first, those of the other one are a second choice.
    """
    few = sorted(having, key=len)
    if tier == "close":
        rows = few[0].intersection(*few[1:])
        yield
        return [sorted(rows, reverse=True)]
    if len(few) == 1:
        return []
    if len(few) == 2:
        return [sorted(rows, reverse=True) for rows in few]
    most = []
    for part in _parts([*few[0].union(few[1])], _AT_ONCE):  # what lacks two terms is in neither
        most += [row for row in part if sum(row in rows for rows in few) == len(few) - 1]
        yield
    return [sorted(most, reverse=True)]


def _goes_on(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether every line of these terms also was a line of those before."""
    if len(before) > len(now) or before[:-1] != now[: len(before) - 1]:
        return False
    last, same = before[-1], now[len(before) - 1]
    return last == same or (same.startswith(last) and needle(last).strip() == last and needle(last) in needle(same))
