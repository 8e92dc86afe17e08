"""The cursor and selection at each action on several papers, which undo restores."""

from __future__ import annotations

from typing import NamedTuple

from arxtui.lazy_sequence import id_at
from arxtui.ui.controllers.reported_actions import Outcome
from arxtui.ui.workspace import Workspace


class Spot(NamedTuple):
    """The place of the user when papers were marked."""

    cursor: str
    """The id of the paper under the cursor."""
    top: int
    """The first line on the screen."""
    rows: frozenset[int]
    """The rows that were selected."""
    ids: frozenset[str]
    """The ids of the papers of these rows."""


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
        ids = frozenset(id_at(heads, row) for row in papers.selected)
        return Spot(heads[papers.cursor].id, papers.top, papers.selected, ids)

    def keep(self, outcome: Outcome, spot: Spot | None) -> None:
        """Store the spot of an action, unless it only changed the paper under the cursor."""
        if spot is not None and outcome.action and (spot.rows or len(outcome.ids) > 1):
            self._kept[outcome.action] = spot

    def show_undone(self, outcome: Outcome) -> None:
        """Show the papers of an undone action: the spot where it began, or its only paper."""
        spot = self._kept.get(outcome.action)
        if spot is not None:
            self._go_back(spot)
        elif len(outcome.ids) == 1:
            self._go_to(*outcome.ids)

    def show_redone(self, outcome: Outcome) -> None:
        """Show the paper of a redone action; clear the selection again for done and later."""
        spot = self._kept.get(outcome.action)
        if spot is not None and spot.rows and self._stage.papers.selected:
            self._stage.select(frozenset())
        if len(outcome.ids) == 1:
            self._go_to(*outcome.ids)

    def _go_back(self, spot: Spot) -> None:
        rows = self._rows_of(spot)
        if rows:
            self._stage.select(rows)
        row = self._stage.shown.row_of(spot.cursor)
        if row is not None:
            self._stage.papers.go_back_to(row, spot.top)

    def _rows_of(self, spot: Spot) -> frozenset[int]:
        """Return the rows in the present list of the papers that were selected."""
        heads = self._stage.shown.heads
        there = [row for row in spot.rows if row < len(heads)]
        if {id_at(heads, row) for row in there} == spot.ids:
            return spot.rows
        return self._stage.shown.rows_of(spot.ids)

    def _go_to(self, paper_id: str) -> None:
        row = self._stage.shown.row_of(paper_id)
        if row is not None:
            self._stage.papers.go(row)
