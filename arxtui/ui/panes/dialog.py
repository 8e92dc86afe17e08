"""A dialog over the screen. It ends only once, even if further keys and clicks arrive."""

from __future__ import annotations

from textual.screen import ModalScreen


class Dialog(ModalScreen[str | None]):
    """A screen over the main screen whose result is a text, or None."""

    _ended = False

    def end(self, result: str | None) -> None:
        """Close the dialog with a result.

        Keys that were typed before the dialog closed call this again and are ignored: Textual would
        take a second end for the end of the main screen.
        """
        if self._ended:
            return
        self._ended = True
        self.dismiss(result)

    def action_leave(self) -> None:
        """Close without a result."""
        self.end(None)
