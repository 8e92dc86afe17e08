"""The order `for you` of the papers in the list: bars, divider, reasons. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from arxtui.model import Head
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.work_in_steps import Steps, imported

if TYPE_CHECKING:
    from arxtui.recommender import Recommended, Recommender
    from arxtui.taste.reasons import Reason


_MODULES = (
    *("arxtui.taste.features", "arxtui.taste.vectors", "arxtui.taste.learning"),
    *("arxtui.taste.nearest", "arxtui.taste.generic_words", "arxtui.taste.phrases"),
    *("arxtui.taste.short_title", "arxtui.taste.reasons", "arxtui.taste.learnt"),
    *("arxtui.query", "arxtui.recommender"),
)
"""The modules of the order `for you`, lowest first."""


class Recommending:
    """The order `for you` of the papers in the list."""

    def __init__(self, library: Library, settings: Callable[[], Settings]) -> None:
        """Begin without a taste; `settings` returns the present settings."""
        self._library = library
        self._settings = settings
        self._recommender: Recommender | None = None
        self.shown: Recommended | None = None
        """The ranking of the shown papers, while they have this order."""

    def recommender(self) -> Recommender:
        """Return the recommender, which is made at its first use."""
        if self._recommender is None:
            from arxtui.recommender import Recommender

            self._recommender = Recommender(self._library, self._settings)
        return self._recommender

    def prepared(self) -> Steps[Recommender]:
        """Return the recommender; its modules are imported a module a step.

        All of them in one step take 15 ms, and twice that where Python may not write compiled code.
        """
        yield from imported(_MODULES)
        return self.recommender()

    def learnt(self) -> Steps[bool | None]:
        """Learn ahead of time; the value is True when that is done, None if a change ended it."""
        recommender = yield from self.prepared()
        return (yield from recommender.learnt())

    def can_learn(self) -> Steps[bool]:
        """Return whether there is a star, a watch rule, a saved search or a tag to learn from.

        With a star no module is imported, and it takes no step.
        """
        if self._library.marks.total("star"):
            return True
        recommender = yield from self.prepared()
        return recommender.can_learn()

    def changed(self, *, papers: bool = False) -> None:
        """Note that marks, or the `papers` of the library, changed."""
        if self._recommender is not None:
            self._recommender.changed(papers=papers)

    def levels(self) -> Mapping[str, int]:
        """Return id -> how well a paper fits, 0 to 7; empty in another order."""
        if self.shown is None:
            return {}
        return self.shown.levels

    def divider(self, heads: Sequence[Head]) -> tuple[int, str] | None:
        """Return the row below the divider in a list of papers and its text: `9 for you`."""
        if self.shown is None:
            return None
        row = self.shown.divider(heads)
        if row is None:
            return None
        return row, f"{row} for you"

    def reason(self, paper_id: str) -> Reason | None:
        """Return the reason for a paper's place; None for a paper without a reason."""
        if self.shown is None:
            return None
        return self.shown.reasons.get(paper_id)


def places_of(recommended: Recommended | None) -> Mapping[str, int]:
    """Return id -> place in the order `for you`; empty in another order."""
    if recommended is None:
        return {}
    return recommended.places
