"""The cursor and selection at each action on several papers, which undo restores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.ui.controllers.reported_actions import Outcome
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Steps

_ROWS_A_STEP = 1_000


@dataclass(slots=True)
class Spot:
    """The place of the user when papers were marked."""

    cursor: str
    """The id of the paper under the cursor."""
    top: int
    """The first line on the screen."""
    rows: frozenset[int]
    """The rows that were selected."""
    reading: Steps[None]
    """Puts the ids of the papers of these rows into `ids`."""
    ids: set[str] = field(default_factory=set)
    """The ids of these papers; complete when `reading` has ended."""


class Spots:
    """The spots by the action that began there.

    Undo restores a selection that the action cleared.
    """

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._kept: dict[str, Spot] = {}

    def here(self) -> Spot | None:
        """Return the present spot; None in an empty list."""
        papers = self._stage.papers
        heads = self._stage.shown.heads
        if not heads:
            return None
        ids: set[str] = set()
        reading = _read_ids(heads, papers.selected, ids)
        return Spot(heads[papers.cursor].id, papers.top, papers.selected, reading, ids)

    def keep(self, outcome: Outcome, spot: Spot | None) -> None:
        """Store the spot of an action, unless it only changed the paper under the cursor."""
        if spot is not None and outcome.action and (spot.rows or len(outcome.ids) > 1):
            self._kept[outcome.action] = spot
            name = f"selection of {outcome.action}"
            self._stage.work.run_now(name, partial(_read_all, spot), lambda _: None)

    def show_undone(self, outcome: Outcome) -> None:
        """Show the papers of an undone action: the spot where it began, or its first paper.

        Spots are known for actions of this window only.
        """
        spot = self._kept.get(outcome.action)
        if spot is not None:
            self._go_back(spot)
        elif len(outcome.ids) == 1:
            self._go_to(*outcome.ids)
        elif outcome.ids:
            self._go_to_first(outcome.ids)

    def show_redone(self, outcome: Outcome) -> None:
        """Show the paper of a redone action; clear the selection again for done and later."""
        spot = self._kept.get(outcome.action)
        if spot is not None and spot.rows and self._stage.papers.selected:
            self._stage.select(frozenset())
        if len(outcome.ids) == 1:
            self._go_to(*outcome.ids)

    def _go_back(self, spot: Spot) -> None:
        rows = self._rows_of(spot)
        show = partial(self._show, spot)
        self._stage.long_work.run("reading the selection", rows, show, quietly=True)

    def _show(self, spot: Spot, rows: frozenset[int]) -> None:
        """Select rows, and move the cursor to the place where the action began."""
        if rows:
            self._stage.select(rows)
        row = self._stage.shown.row_of(spot.cursor)
        if row is not None:
            self._stage.papers.go_back_to(row, spot.top)

    def _rows_of(self, spot: Spot) -> Steps[frozenset[int]]:
        """Return the rows in the present list of the papers that were selected, in steps."""
        yield from _read_all(spot)
        heads = self._stage.shown.heads
        for number, row in enumerate(spot.rows, 1):
            if row >= len(heads) or id_at(heads, row) not in spot.ids:
                return self._stage.shown.rows_of(spot.ids)
            if number % _ROWS_A_STEP == 0:
                yield
        return spot.rows

    def _go_to(self, paper_id: str) -> None:
        row = self._stage.shown.row_of(paper_id)
        if row is not None:
            self._stage.papers.go(row)

    def _go_to_first(self, ids: frozenset[str]) -> None:
        """Move the cursor to the first of these papers, at the top if it is not on the page."""
        papers = self._stage.papers
        row = min(self._stage.shown.rows_of(ids), default=None)
        if row is not None and row in papers.page_rows:
            papers.go(row)
        elif row is not None:
            papers.go_to_top(row)


def _read_ids(heads: Sequence[Head], rows: frozenset[int], ids: set[str]) -> Steps[None]:
    """Add the ids of the papers at these rows to `ids`, in steps."""
    for number, row in enumerate(rows, 1):
        ids.add(id_at(heads, row))
        if number % _ROWS_A_STEP == 0:
            yield


def _read_all(spot: Spot) -> Steps[bool]:
    """Take the steps of a spot that are left; another call may take some of them meanwhile."""
    for _ in spot.reading:
        yield
    return True
