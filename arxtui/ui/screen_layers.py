"""Layers of the screen as classes of the style sheet: paper alone, list alone, receipt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace


class ScreenLayers:
    """Shows and hides layers: `-reader`, `-zoom`, `-receipt`."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self.is_laying_out = False
        """True between a change of the layout and the next frame: sizes are still old."""

    @property
    def hides_paper(self) -> bool:
        """True while only the list is on the screen, so that no paper is read."""
        stage = self._stage
        alone = stage.has_class("-zoom") or stage.has_class("-narrow")
        return alone and not stage.has_class("-reader")

    def change(self, add: str = "", remove: Iterable[str] = ()) -> None:
        """Show or hide a layer."""
        stage = self._stage
        before = stage.classes
        stage.remove_class(*remove)
        if add:
            stage.add_class(add)
        if stage.classes != before:
            stage.reading.show_missed()
            self.is_laying_out = True
            stage.call_after_refresh(self._laid_out)

    def show_titles(self) -> None:
        """Show the list alone; on a very wide screen with the detail, for which it has room."""
        if self._stage.has_class("-very-wide"):
            self.change(remove=["-reader", "-zoom"])
        else:
            self.change(add="-zoom", remove=["-reader"])

    def _laid_out(self) -> None:
        self.is_laying_out = False
        self._stage.settled()

    def toggle(self, name: str) -> None:
        """Show a layer, or hide it if it is shown."""
        stage = self._stage
        if not stage.shown.heads:
            stage.no_paper()
            return
        if stage.has_class(name):
            self.change(remove=[name])
        else:
            self.change(add=name)
        if stage.has_class("-reader"):
            stage.reading.look_for_companion()
        else:
            stage.set_focus(stage.papers)

    def leave_reader(self) -> None:
        """Show the list again."""
        self.change(remove=["-reader", "-receipt"])
        self._stage.set_focus(self._stage.papers)
        self._stage.show_hints()
