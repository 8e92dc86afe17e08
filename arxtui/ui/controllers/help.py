"""Help: all commands in a dialog, first the commands for the user's present task."""

from __future__ import annotations

from collections.abc import Callable

from arxtui.keys import Group
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.workspace import Workspace


class Help:
    """Opens the dialog of the help."""

    def __init__(
        self, stage: Workspace, passes: Passes, run_command: Callable[[str | None], None]
    ) -> None:
        """`run_command` gets the id of the chosen command, or None if the dialog was closed."""
        self._stage = stage
        self._passes = passes
        self._run_command = run_command

    def open(self) -> None:
        """Show the commands."""
        from arxtui.ui.panes.help import HelpScreen

        dialog = HelpScreen(tuple(self._stage.verb_of.values()), self._group(), self._stage.signs)
        self._stage.app.push_screen(dialog, self._run_command)

    def _group(self) -> Group:
        """Return the group of commands for the user's present task."""
        stage = self._stage
        if stage.papers.selected or self._passes.number:
            return "MARK"
        if stage.reading.has_panel:
            return "OUT"
        if stage.shown.found is not None:
            return "FIND"
        return "MOVE"
