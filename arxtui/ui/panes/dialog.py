"""A dialog over the screen: it ends once, whatever keys and clicks are still on their way to it."""

from __future__ import annotations

from textual.screen import ModalScreen


class Dialog(ModalScreen[str | None]):
    """A screen of its own that ends with a text, or None."""

    _ended = False

    def end(self, result: str | None) -> None:
        """Close the dialog with a result.

        Keys typed faster than the dialog closes come here after its end, and mean nothing any more:
        Textual would take them for the end of the screen below.
        """
        if self._ended:
            return
        self._ended = True
        self.dismiss(result)

    def action_leave(self) -> None:
        """Close without a result."""
        self.end(None)
