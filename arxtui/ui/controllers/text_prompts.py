"""Asked: a text that a command asks for in the box: a file, a name, categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arxtui.ui.panes.prompt_box import Prompt
from arxtui.ui.workspace import Workspace


class Asked(Prompt):
    """A text that is asked for, and what is done with it."""

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

        `entered` uses it and returns why it is refused, `` if it is not; `foretold` says what it
        would do; `complete` returns texts that it may be completed to.
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
        """Show a forecast of what the text would do."""
        self._stage.say(self._foretold(text.strip()), "quiet")

    def entered(self, text: str) -> str:
        """Use the text; nothing but blanks is the same as Esc."""
        if not text.strip():
            self._stage.say("cancelled", "quiet")
            return ""
        return self._entered(text.strip())

    def complete(self, text: str) -> Sequence[str]:
        """Return whole texts that this may be completed to, best first."""
        if self._complete is None:
            return ()
        return self._complete(text)

    def left(self) -> None:
        """Say nothing more."""
        self._stage.say("")
