"""Panels: help, problems and the receipt in place of the list, and the keys that close them."""

from __future__ import annotations

from arxtui.keys import shown
from arxtui.ui.controllers.receipt_keys import Receipt
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.workspace import Workspace

_BESIDE_PANEL = ("export", "fetch", "help", "palette")  # commands that leave a panel open
_FOR_PAPERS = (
    "done", "later", "star", "toggle_read", "catch_up", "page_read", "tag", "quick_tag", "again",
    "note", "select", "range", "authors", "page", "pdf", "link", "copy", "command",
    "jump",
)  # fmt: skip
"""Commands for the papers of the list, which a panel hides."""


class Panels:
    """Closes a panel at the next key, and decides whether the key also runs its command."""

    def __init__(self, stage: Workspace, receipt: Receipt, passes: Passes) -> None:
        self._stage = stage
        self._receipt = receipt
        self._passes = passes

    def take(self, verb: str, key: str) -> bool:
        """Close the panel that is shown, and return True if the command must not run.

        A surplus key in the passes must not mark a hidden paper, nor close the receipt.
        """
        stage = self._stage
        if self._receipt.shown and verb in _FOR_PAPERS:
            keys = f"{stage.key('reader')} opens the line · {stage.key('back')} closes"
            stage.say(f"no paper is shown for {shown(key)} · {keys}", "quiet")
            return True
        if verb in _BESIDE_PANEL or not self._close(verb):
            return False
        if verb in _FOR_PAPERS:
            line = f"back at the list · press {shown(key)} again for the paper under the cursor"
            stage.say(line, "quiet")
        return verb in ("back", "quit", *_FOR_PAPERS)

    def _close(self, verb: str) -> bool:
        """Show the list again; return whether a panel or the receipt was shown in its place.

        Undo at the receipt undoes a mark of the passes, and the passes continue.
        """
        if self._receipt.leave():
            if verb == "undo":
                self._passes.resume_after_undo()
            return True
        return self._stage.reading.leave_panel()
