"""The correction of words that no line has together; or else a line may lack a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arxtui.search.hits import Tier
from arxtui.search.lines import AT_ONCE, Lines, parts
from arxtui.search.query_terms import apart, needle
from arxtui.search.ranking import Forms, forms
from arxtui.work_in_steps import Steps

TIERS: tuple[Tier, ...] = ("close", "part")
"""The tiers of hits with corrected words, best first."""
_CORRECTED = 16  # words that are corrected: the longest of a pasted abstract


@dataclass(frozen=True, slots=True)
class Correction:
    """The words of a query with the words of lines that are near them."""

    asked: tuple[str, ...]
    """The terms."""
    looked_for: tuple[Forms, ...]
    """Their forms; `gpt-3.5` and `image/video` have forms word by word."""
    having: tuple[set[int], ...]
    """The rows that have each term or a word near it."""

    def rows(self, tier: Tier) -> Steps[list[list[int]]]:
        """Return the rows that have all terms, or else all but a single term, newest first.

        Of two terms the rows of the rarer term come first; the rows of the more frequent term are a
        second list.
        """
        few = sorted(self.having, key=len)
        if tier == "close":
            rows = few[0].intersection(*few[1:])
            yield
            return [sorted(rows, reverse=True)]
        if len(few) == 1:
            return []
        if len(few) == 2:
            return [sorted(rows, reverse=True) for rows in few]
        most = []
        for part in parts([*few[0].union(few[1])], AT_ONCE):  # other rows lack two terms
            most += [row for row in part if sum(row in rows for rows in few) == len(few) - 1]
            yield
        return [sorted(most, reverse=True)]

    def meant(self, line: str) -> tuple[tuple[str, str], ...]:
        """Return (typed, meant) for each word that a line has in place of a typed word."""
        found = []
        for typed, *others in self.looked_for:
            there = [form.word for form in others if form.penalty and form.sought in line]
            if there and needle(typed.word) not in line:
                found.append((typed.word, there[0]))
        return tuple(found)

    def lacking(self, rows: Sequence[int]) -> tuple[tuple[str, ...], bool]:
        """Return the terms that these rows lack, and whether all lines lack them."""
        lacking = []
        unknown = True
        for term, having in zip(self.asked, self.having, strict=True):
            if having.isdisjoint(rows):
                lacking.append(term)
                unknown = unknown and not having
        return tuple(lacking), unknown


def correct(lines: Lines, asked: Sequence[str]) -> Steps[Correction]:
    """Return the correction of terms; of more than 16 terms the longest are corrected."""
    vocabulary = yield from lines.warm()
    longest = set(sorted(asked, key=len, reverse=True)[:_CORRECTED])
    kept = tuple(term for term in dict.fromkeys(asked) if term in longest)
    looked_for: list[Forms] = []
    having: list[set[int]] = []
    for term in kept:
        rows: set[int] | None = None
        for part in apart((term,)):
            near = yield from vocabulary.near(part)
            looked_for.append(forms(part, lines.parted(part), near))
            yield
            these = set((yield from lines.having_anywhere(needle(part))))
            these.update(*(vocabulary.rows(word) for word, _ in near))
            if rows is None:
                rows = these
            else:
                rows &= these
            yield
        having.append(rows or set())
    return Correction(kept, tuple(looked_for), tuple(having))
