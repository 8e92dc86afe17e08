"""The first row of the screen: the view, the pass, its counts, and the row of the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arxtui.ui import messages
from arxtui.ui.panes.status_lines import Place
from arxtui.ui.view_counts import COUNTED

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace


class FirstRow:
    """Shows the name and the counts of the view."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self.pass_name = ""
        """The pass in progress: `pass 1 of 2`; `` = no pass."""
        self.earlier = (0, 0)
        """Number of earlier days with unread papers, and the number of these papers."""

    def show(self) -> None:
        """Show view, counts and hints: all of them depend on the selection."""
        stage = self._stage
        selected = len(stage.papers.selected)
        view = stage.shown.view
        part = stage.signs.part
        before = ""
        if self.pass_name:
            before = self.pass_name + part
        behind = [text for text in (view.describe_filter(), stage.papers.heading) if text]
        place = Place(before, view.describe_place(), "".join(part + text for text in behind))
        keep = 1
        if selected:
            keep = 2
        stage.view_line.show(place, self._counts(selected), view.describe_order(), keep=keep)
        self.show_row()
        stage.show_hints()

    def show_row(self) -> None:
        """Show the number of the cursor's paper, and of all papers."""
        stage = self._stage
        size = len(stage.shown.heads)
        place = ""
        if size and not stage.papers.on_footer:
            place = f"{stage.papers.cursor + 1:,} of {size:,}"
        stage.view_line.show_row(place)

    def _counts(self, selected: int) -> list[tuple[str, str]]:
        """Return the counts, each in a long and a short form."""
        stage = self._stage
        counts = messages.counts(stage.shown, selected, stage.signs)
        if stage.shown.view.days is not None and self.earlier[1]:
            long, short = messages.earlier(*self.earlier)
            if stage.shown.view.order != "listing":
                long = short  # the name of the order needs this space
            counts.append((long, short))
        return counts

    def count_watched(self) -> None:
        """Count the watched papers of the list, between the keys."""
        shown = self._stage.shown
        if shown.rules.watch is not None and len(shown.heads) <= COUNTED:
            self._stage.work.run("watched", shown.count_watched, self._watched_counted)

    def _watched_counted(self, _: int) -> None:
        self.show()
