"""Prompts of commands that ask for a text in the box: a file, a name, categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arxtui.ui.panes.prompt_box import Prompt
from arxtui.ui.workspace import Workspace


class Asked(Prompt):
    """A prompt that asks for a text and passes it to a function."""

    def __init__(
        self,
        stage: Workspace,
        label: str,
        text: str,
        entered: Callable[[str], str],
        foretold: Callable[[str], str] = lambda _: "",
        complete: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """Ask for a text in the box.

        `entered` uses the text and returns why it is refused, else ``. `foretold` returns a
        forecast of the result. `complete` returns whole texts that begin with the text.
        """
        self._stage = stage
        self.label = label
        self.text = text
        self._entered = entered
        self._foretold = foretold
        self._complete = complete
        if complete is not None:
            self.keys = (("Tab", "complete"), *Prompt.keys)
        self.changed(text)

    def changed(self, text: str) -> None:
        """Show a forecast of the result while the text is typed."""
        self._stage.say(self._foretold(text.strip()), "quiet")

    def entered(self, text: str) -> str:
        """Use the text; blanks alone have the same effect as Esc."""
        if not text.strip():
            self._stage.say("cancelled", "quiet")
            return ""
        return self._entered(text.strip())

    def complete(self, text: str) -> Sequence[str]:
        """Return whole texts that begin with this text, best first."""
        if self._complete is None:
            return ()
        return self._complete(text)

    def left(self) -> None:
        """Remove the message."""
        self._stage.say("")
