"""The papers found by their heads together with the papers found by their text."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from arxtui.finder.full_text import ByText
from arxtui.finder.rows import Rows
from arxtui.search_result import SearchResult
from arxtui.store.text_line import end_of_head


class HeadsAndText:
    """The papers found by heads, and the papers that the text adds."""

    def __init__(
        self,
        papers: Rows,
        by_heads: SearchResult,
        around: tuple[Sequence[int], Sequence[int]],
        wanted: Wanted,
        limit: int,
    ) -> None:
        """Begin with the papers found by heads; `around` has their rows, before and after."""
        self.now = by_heads
        """The result if the text adds no papers."""
        self._papers = papers
        self._by_heads = by_heads
        self._first, self._last = around
        self._wanted = wanted
        self._limit = limit

    def found(self, step: ByText | None) -> SearchResult | None:
        """Return the result so far; None if it has not changed."""
        if step is None:
            return None
        rows = list(dict.fromkeys((*self._first, *step.rows, *self._last)))
        self.now = self.now._replace(
            heads=self._papers.some(rows[: self._limit]),
            total=self._by_heads.total + step.total - self._wanted.known_again,
            by_abstract=step.total,
            share=step.share,
        )
        return self.now._replace(more=True)

    def correct(self, meant: Mapping[str, str], needles: Sequence[str]) -> None:
        """Look for other words from here on: typed -> meant, and all of them as needles.

        Heads that have the corrected words come before abstracts that have them; where the heads
        have only some of the words, the abstracts come first.
        """
        tier = self._by_heads.tier
        if tier == "close":
            self._first = self._last
            self._last = ()
        if not self._by_heads.total:
            tier = "close"
        self.now = self.now._replace(corrected=tuple(meant.items()), tier=tier)
        self._wanted.look_for(needles)
        self._wanted.known_again = 0


class Wanted:
    """Decides which papers found by their text are added to the papers found by their heads."""

    def __init__(
        self,
        papers: Rows,
        needles: Sequence[str],
        known: Container[int],
        passes: Callable[[int], bool] | None,
    ) -> None:
        self._papers = papers
        self.look_for(needles)
        self._known = known
        self._passes = passes
        self._tagged = papers.index.retagged()
        self.is_slow = passes is not None
        """True if passes() may open a file."""
        self.also_known = False
        """True where known papers are wanted too: their heads have only some of the words."""
        self.known_again = 0
        """How many of the papers that passed were known."""

    def look_for(self, needles: Sequence[str]) -> None:
        """Set the condition for a head to be found without its text."""
        self._sought = [sought.encode("utf-8", "replace") for sought in needles]

    def passes(self, row: int, line: bytes) -> bool:
        """Return whether a paper is wanted: its head alone does not have all the words."""
        known = row in self._known
        if known and not self.also_known:
            return False
        end = end_of_head(line)
        if row in self._tagged:
            line = self._papers.index.line(row).encode()
            end = len(line)
        for sought in self._sought:
            if line.find(sought, 0, end) < 0:
                break
        else:
            return False
        if self._passes is not None and not self._passes(row):
            return False
        self.known_again += known
        return True
