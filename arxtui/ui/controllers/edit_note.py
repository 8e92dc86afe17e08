"""Write the note of a paper in the user's editor."""

from __future__ import annotations

from textual.app import SuspendNotSupported

from arxtui.model import Head
from arxtui.text import reason_of
from arxtui.ui import editor
from arxtui.ui.controllers.mark_commands import MarkCommands
from arxtui.ui.lend_terminal import terminal_away
from arxtui.ui.workspace import Workspace


class EditNote:
    """The command that opens the note of the paper under the cursor in the editor."""

    def __init__(self, stage: Workspace, marks: MarkCommands) -> None:
        self._stage = stage
        self._marks = marks

    def edit(self) -> None:
        """Open the note of the paper in the user's editor."""
        head = self._stage.chosen.first()
        if head is not None:
            self._edit(head)

    def _edit(self, head: Head) -> None:
        old = new = self._stage.library.marks.of(head.id).note or ""
        failed: Exception | None = None
        try:
            with terminal_away(self._stage.app):
                try:
                    new = editor.edit(old)
                except (OSError, ValueError) as why:
                    failed = why
        except SuspendNotSupported as why:
            failed = why
        if failed:
            self._stage.say(f"note unchanged: {reason_of(failed)}", "error")
        elif new == old:
            self._stage.say("note unchanged", "quiet")
        else:
            self._marks.note(head, new)
