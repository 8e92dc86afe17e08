"""The search: folded lines and words -> ranked hits. Here the lines; vocabulary.py corrects what typed.py takes apart.

All words must be in a line, in any order, as parts of words (short ones as beginnings); what is left of the lines is
narrowed as the query grows, and at most 200 are scored. Only when nothing matches are the words corrected, against the
words of the lines and never against whole lines: no scorer over lines finds what is meant. All that grows with the
library is done in steps of a few milliseconds, so that the next key can take its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from operator import and_
from typing import Literal

from arxtui.search.typed import apart, in_text, needle, spans, terms
from arxtui.search.vocabulary import Near, Vocabulary, learn
from arxtui.steps import Epoch, Steps, finish
from arxtui.text import words

__all__ = ["SCORED", "Epoch", "Hits", "Index", "Steps", "apart", "finish", "in_text", "needle", "spans", "terms"]

SCORED = 200
"""Lines that are scored at most."""
_POOL = 10_000  # newest matches among which those worth scoring are picked
_MANY = 30_000  # lines beyond which one or two letters give the newest matches only
_NEWEST = 1_000
_MENDED = 16  # words that are corrected at most: of a pasted abstract the longest
_AT_ONCE = 1_000  # lines looked at in one step
_CHANGED_AT_ONCE = 100  # changed lines that the vocabulary takes over in one step
_ASKED_AT_ONCE = 50  # rows asked in one step whether they pass: that may open a file

Tier = Literal["exact", "close", "part"]
Passes = Callable[[int], bool]
Alternatives = tuple[tuple[str, str, float], ...]  # (word, as looked for, penalty)


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


class Index:
    """The lines of one state of the library, oldest first: a higher row is a newer paper.

    search(), with_name() and warm() work in steps; a change of tags ends those that are under way.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = list(lines)
        self._epoch = Epoch()
        self._untagged: dict[int, str] = {}
        self._stack: list[tuple[tuple[str, ...], list[int]]] = []
        self._vocabulary = Vocabulary()
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
        self._epoch.change()

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
            if rows:
                best = yield from self._ranked(rows, these, [*map(_alternatives, these)], limit)
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
            rows = yield from self._with(needle(term), self._all() if rows is None else rows)
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

    def _with(self, sought: str, rows: Sequence[int]) -> Steps[list[int]]:
        self.looked += len(rows)
        lines, found = self._lines, []
        for part in _parts(rows, _AT_ONCE):
            found += [row for row in part if sought in lines[row]]
            yield
        return found

    def _ranked(
        self, rows: Sequence[int], asked: Sequence[str], looked_for: Sequence[Alternatives], limit: int
    ) -> Steps[tuple[int, ...]]:
        """The best rows, and behind them the rest, newest first."""
        pairs = [f" {one} {two}" for one, two in pairwise(asked)]
        worth = yield from self._worth_scoring(rows[:_POOL], asked, pairs, min(limit, 10))
        letters = sum(len(term) for term in asked)
        scored: list[tuple[float, int]] = []
        for part in _parts(worth, _ASKED_AT_ONCE):
            scored += [(-self._score(row, looked_for, pairs, letters), -row) for row in part]
            yield
        best = [-row for _, row in sorted(scored)]
        if len(best) < min(limit, len(rows)):
            known = set(best)
            others = (row for row in rows if row not in known)
            best += islice(others, limit - len(best))
        return tuple(best[:limit])

    def _worth_scoring(
        self, rows: Sequence[int], asked: Sequence[str], pairs: Sequence[str], enough: int
    ) -> Steps[Sequence[int]]:
        """At most SCORED rows: those with words begun, in the title, whole, side by side, while enough are left."""
        lines = self._lines
        begun, whole = [f" {term}" for term in asked], [f" {term} " for term in asked]
        for kind, needles in (("", begun), ("title", begun), ("", whole), ("", pairs)):
            for sought in needles:
                if len(rows) <= SCORED:
                    return rows
                fewer = yield from self._with(sought, rows)
                if kind == "title":
                    fewer = [row for row in fewer if lines[row].find(sought) < lines[row].index(" |")]
                rows = fewer if len(fewer) >= enough else rows
        return rows[:SCORED]

    def _score(self, row: int, looked_for: Sequence[Alternatives], pairs: Sequence[str], letters: int) -> float:
        """By field, word boundary, order and share typed; about 1 for each word found whole."""
        line = self._lines[row]
        self.looked += 1
        title = line.index(" |") + 1
        total = 0.0
        for alternatives in looked_for:
            total += max((_weight(line, title, *one) for one in alternatives), default=0.0) or -0.6
        total += 0.3 * sum(line.find(pair, 0, title) >= 0 for pair in pairs)
        return total + 0.15 * letters / title

    # corrected

    def warm(self) -> Steps[Vocabulary | None]:
        """Learn the words of all lines for typos and return them; None when it was ended.

        What was learnt stays: the next call, or a search with a typo, goes on from there.
        """
        return self._epoch.guard(self._warm())

    def _warm(self) -> Steps[Vocabulary]:
        if self._learning is None:
            self._changed.clear()
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

    def _corrected(
        self, asked: tuple[str, ...], passes: Passes | None, limit: int
    ) -> Steps[Hits]:
        vocabulary = yield from self._warm()
        longest = set(sorted(asked, key=len, reverse=True)[:_MENDED])
        asked = tuple(term for term in dict.fromkeys(asked) if term in longest)
        looked_for: list[Alternatives] = []
        having: list[set[int]] = []
        for term in asked:
            rows: set[int] | None = None
            for part in apart((term,)):
                near = vocabulary.near(part)
                looked_for.append(_alternatives(part, near))
                yield
                these = set((yield from self._with(needle(part), self._all())))
                these.update(*(vocabulary.rows(word) for word, _ in near))
                rows = these if rows is None else rows & these
            having.append(rows or set())
        for tier, found in _fewer_and_fewer(having):
            fitting = yield from _passing(sorted(found, reverse=True), passes)
            if fitting:
                best = yield from self._ranked(fitting, apart(asked), looked_for, limit)
                return Hits(best, len(fitting), tier, self._meant(best[0], looked_for))
        return Hits((), 0, "part")

    def _meant(self, row: int, looked_for: Sequence[Alternatives]) -> tuple[tuple[str, str], ...]:
        line = self._lines[row]
        changed = [(one[0][0], [word for word, sought, _ in one[1:] if sought in line]) for one in looked_for]
        return tuple((term, there[0]) for term, there in changed if there and needle(term) not in line)


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


def _alternatives(term: str, near: Near = ()) -> Alternatives:
    return ((term, " " + term, 0.0), *((word, " " + word, 0.15 + 0.2 * far) for word, far in near))


def _fewer_and_fewer(having: Sequence[set[int]]) -> Iterator[tuple[Tier, set[int]]]:
    """The rows that have all the terms, then those that have all but one (of two: the rarer one)."""
    few = sorted(having, key=len)
    yield "close", set.intersection(*few)
    if len(few) == 2:
        yield from (("part", rows) for rows in few)
    elif len(few) > 2:
        before = [*accumulate(few, and_)]
        after = [*accumulate(reversed(few), and_)][::-1]
        between = (one & other for one, other in zip(before, after[2:], strict=False))
        yield "part", after[1].union(before[-2], *between)


def _goes_on(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether every line of these terms also was a line of those before."""
    if len(before) > len(now) or before[:-1] != now[: len(before) - 1]:
        return False
    last, same = before[-1], now[len(before) - 1]
    return last == same or (same.startswith(last) and needle(last).strip() == last and needle(last) in needle(same))


def _weight(line: str, title: int, word: str, sought: str, penalty: float) -> float:
    """What one word found in a line is worth; 0 = not found."""
    at = line.find(sought)
    if at >= 0:
        end = at + len(sought)
        if line[end] == " " or line.find(sought + " ") >= 0:
            worth = 1.0 if at < title or line.find(sought + " ,") >= 0 else 0.9
        else:
            worth = (0.6 if at < title else 0.5) + 0.3 * len(word) / (line.index(" ", end) - at - 1)
        return worth - penalty
    if penalty:
        return 0.0
    at = line.find(word)
    return 0.0 if at < 0 else 0.4 if at < title else 0.25
