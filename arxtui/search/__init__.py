"""The search: returns the best lines for the words of a query. This room knows papers only as rows.

All words must be in a line, in any order, as parts of words (short words as beginnings). While a
query is typed on, only the lines found before are searched; at most 200 are scored. Only when
nothing matches are the words corrected, against the words of the lines and never against whole
lines: a scorer over whole lines does not find the meant words. Work that grows with the library is
done in steps of a few milliseconds, between which keys are handled.

query_terms.py takes a query apart. lines.py has the lines (packed_lines.py), vocabulary.py the
rows of their words (word_list.py), which vocabulary_builder.py makes. correction.py corrects typed
words, with the words near them (typos.py); ranking.py scores.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice

from arxtui.search.correction import TIERS, correct
from arxtui.search.hits import Hits
from arxtui.search.lines import AT_ONCE, MANY, Lines, parts
from arxtui.search.packed_lines import PackedLines
from arxtui.search.query_terms import apart, in_text, needle, spans, terms
from arxtui.search.ranking import Forms, Ranking, forms
from arxtui.search.typos import closest, fragments, nearest
from arxtui.search.vocabulary import Vocabulary
from arxtui.work_in_steps import Epoch, Steps, finish

__all__ = [
    "SCORED",
    "Epoch",
    "Hits",
    "Index",
    "PackedLines",
    "Steps",
    "apart",
    "closest",
    "finish",
    "fragments",
    "in_text",
    "nearest",
    "needle",
    "spans",
    "terms",
]

SCORED = 200
"""Lines that are scored at most."""
_POOL = 10_000  # newest matches among which the lines to score are chosen
_NEWEST = 1_000
_FEW = 4  # words of a query; in a longer query no word is looked for as two words
_ASKED_AT_ONCE = 50  # rows checked by `passes` in one step: each check may open a file

Passes = Callable[[int], bool]
"""True for a row that is wanted."""


class Index:
    """The lines of one state of the library, oldest first: a higher row is a newer paper.

    search(), with_name() and warm() work in steps; a change of tags ends the searches under way.
    """

    def __init__(self, lines: PackedLines | Iterable[str] = ()) -> None:
        """Take the lines, oldest first if they are not PackedLines."""
        self._lines = Lines(lines)
        self._epoch = Epoch()
        self._stack: list[tuple[tuple[str, ...], list[int]]] = []
        self._standing = bytearray(len(self._lines))

    @property
    def looked(self) -> int:
        """Lines looked at by the last search."""
        return self._lines.looked

    def line(self, row: int) -> str:
        """Return the line of a row."""
        return self._lines[row]

    def retag(self, row: int, tags: str) -> None:
        """Give a row other tags (folded, separated by blanks)."""
        self._lines.retag(row, tags)
        self._stack.clear()
        self._epoch.change()

    def standings(self) -> Sequence[int]:
        """Return the standing of each row: how much the user marked it, 0 (no mark) to 255."""
        return self._standing

    def set_standing(self, row: int, standing: int) -> None:
        """Set the standing of a row, 0 to 255: among equal hits the higher standing comes first."""
        self._standing[row] = standing

    def retagged(self) -> Collection[int]:
        """Return the rows whose line has, or had, tags."""
        return self._lines.retagged()

    def search(
        self, free: Sequence[str], passes: Passes | None = None, limit: int = SCORED
    ) -> Steps[Hits | None]:
        """Return the best rows for the free words of a query; None when a change ended the search.

        `passes` returns whether a row is wanted.
        """
        return self._epoch.guard(self._search(free, passes, limit))

    def _search(self, free: Sequence[str], passes: Passes | None, limit: int) -> Steps[Hits]:
        self._lines.looked = 0
        asked = terms(free)
        if not asked:
            return Hits((), 0, "exact")
        for these in dict.fromkeys((asked, apart(asked))):
            rows = yield from self._having(these, passes)
            looked_for = [forms(term) for term in these]
            if len(these) <= _FEW:
                looked_for = [forms(term, self._lines.parted(term)) for term in these]
            also = yield from self._in_two_words(these, looked_for, passes)
            if also:
                rows = sorted({*rows, *also}, reverse=True)
            if rows:
                best = yield from self._ranked(rows, Ranking(these, looked_for), limit)
                return Hits(best, len(rows), "exact")
        return (yield from self._corrected(asked, passes, limit))

    def with_name(self, author: str) -> Steps[list[int] | None]:
        """Return the rows that have a whole author's name (folded); None when a change ended it."""
        return self._epoch.guard(self._with_name(author))

    def _with_name(self, author: str) -> Steps[list[int]]:
        lines = self._lines
        rows: list[int] = []
        for some in lines.newest_having(f" {author} ,"):
            rows += some
            yield
        whole = (f"| {author} ,", f", {author} ,")
        return [row for row in rows if any(name in lines[row] for name in whole)]

    # exact

    def _having(self, asked: tuple[str, ...], passes: Passes | None) -> Steps[list[int]]:
        """Return the rows that pass, with all terms, newest first."""
        while self._stack and not _goes_on(self._stack[-1][0], asked):
            self._stack.pop()
        if not self._stack and len(self._lines) > MANY and all(len(term) < 3 for term in asked):
            return (yield from self._newest(asked, passes))
        rows = yield from self._narrowed(asked)
        return (yield from _passing(rows, passes))

    def _narrowed(self, asked: tuple[str, ...]) -> Steps[list[int]]:
        """Return the rows with all terms, out of the rows of a search that these terms continue."""
        done: tuple[str, ...] = ()
        rows: list[int] | None = None
        if self._stack:
            done, rows = self._stack[-1]
        if rows is not None and done == asked:
            return rows
        new = {term for at, term in enumerate(asked) if at >= len(done) or done[at] != term}
        for term in sorted(new, key=lambda term: (-len(term), term)):
            if rows is None:
                rows = yield from self._lines.having_anywhere(needle(term))
            else:
                rows = yield from self._lines.having(needle(term), rows)
        self._stack.append((asked, rows or []))
        return rows or []

    def _newest(self, asked: tuple[str, ...], passes: Passes | None) -> Steps[list[int]]:
        """Return the newest rows that pass, with all of these short terms."""
        found: list[int] = []
        first, *others = dict.fromkeys(asked)
        for rows in self._lines.newest_having(needle(first)):
            for term in others:
                rows = yield from self._lines.having(needle(term), rows)
            found += yield from _passing(rows, passes)
            if len(found) >= _NEWEST:
                break
            yield
        return found[:_NEWEST]

    def _in_two_words(
        self, asked: Sequence[str], looked_for: Sequence[Forms], passes: Passes | None
    ) -> Steps[list[int]]:
        """Return rows that have all terms, where a term may stand as two words; in no order."""
        lines = self._lines
        found: list[int] = []
        for some in looked_for:
            for form in some[1:]:
                rows = yield from lines.having_side_by_side(form.sought)
                for other in looked_for:
                    if other is not some:
                        wanted = [needle(other[0].word), *(two.sought for two in other[1:])]
                        rows = [row for row in rows if any(one in lines[row] for one in wanted)]
                found += yield from _passing(rows, passes)
        return found

    def _ranked(self, rows: Sequence[int], ranking: Ranking, limit: int) -> Steps[tuple[int, ...]]:
        """Return the best rows first, then all others, newest first.

        Among equals, papers that the user marked come first, then lines of which a larger share was
        typed, then the newest.
        """
        worth = yield from self._worth_scoring(rows, ranking)
        scored: list[tuple[float, int, float, int]] = []
        for part in parts(worth, _ASKED_AT_ONCE):
            for row in part:
                fits = ranking.worth(self._lines[row])
                scored.append((-fits.words, -self._standing[row], -fits.share, -row))
            self._lines.looked += len(part)
            yield
        best = [-row for *_, row in sorted(scored)]
        if len(best) < min(limit, len(rows)):
            known = set(best)
            others = (row for row in rows if row not in known)
            best += islice(others, limit - len(best))
        return tuple(best[:limit])

    def _worth_scoring(self, rows: Sequence[int], ranking: Ranking) -> Steps[Sequence[int]]:
        """Return SCORED rows with the most signs, and as many rows that the user marked."""
        if len(rows) <= SCORED:
            return rows
        lines = self._lines
        by_signs: dict[int, list[int]] = {}
        for part in parts(rows[:_POOL], AT_ONCE):
            for row in part:
                by_signs.setdefault(ranking.signs(lines[row]), []).append(row)
            self._lines.looked += len(part)
            yield
        by_standing: dict[int, list[int]] = {}
        for part in parts(rows, 10 * AT_ONCE):
            for row in part:
                if self._standing[row]:
                    by_standing.setdefault(self._standing[row], []).append(row)
            yield
        chosen = dict.fromkeys(_first(by_signs, SCORED))
        chosen.update(dict.fromkeys(_first(by_standing, SCORED)))
        return [*chosen]

    # corrected

    def warm(self) -> Steps[Vocabulary | None]:
        """Learn the words of all lines for typos and return them; None when a change ended it.

        The words learnt so far stay: the next call, or a search with a typo, continues.
        """
        return self._epoch.guard(self._lines.warm())

    def _corrected(self, asked: tuple[str, ...], passes: Passes | None, limit: int) -> Steps[Hits]:
        """Return rows with corrected words, or with all words but a single word."""
        correction = yield from correct(self._lines, asked)
        ranking = Ranking(apart(correction.asked), correction.looked_for)
        for tier in TIERS:
            for found in (yield from correction.rows(tier)):
                fitting = yield from _passing(found, passes)
                if fitting:
                    best = yield from self._ranked(fitting, ranking, limit)
                    meant = correction.meant(self._lines[best[0]])
                    lacking, unknown = correction.lacking(fitting)
                    return Hits(best, len(fitting), tier, meant, lacking, unknown)
        return Hits((), 0, "part")


def _passing(rows: Sequence[int], passes: Passes | None) -> Steps[list[int]]:
    if passes is None:
        return list(rows)
    found: list[int] = []
    for part in parts(rows, _ASKED_AT_ONCE):
        found += filter(passes, part)
        yield
    return found


def _first(by_key: Mapping[int, list[int]], count: int) -> list[int]:
    """Return `count` rows, highest keys first."""
    found: list[int] = []
    for key in sorted(by_key, reverse=True):
        found += by_key[key][: count - len(found)]
    return found


def _goes_on(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Return whether every line that has the terms `now` also has the terms `before`."""
    if len(before) > len(now) or before[:-1] != now[: len(before) - 1]:
        return False
    last = before[-1]
    same = now[len(before) - 1]
    if last == same:
        return True
    sought = needle(last)
    return same.startswith(last) and sought.strip() == last and sought in needle(same)
