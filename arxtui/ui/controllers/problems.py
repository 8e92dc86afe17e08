"""Problems: rejected papers and damage, reported at the start and listed by a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from arxtui.model import Problem
from arxtui.text import many
from arxtui.ui import messages
from arxtui.ui.panes import problem_text
from arxtui.ui.workspace import Workspace


class Problems:
    """The problems of settings and library."""

    def __init__(self, stage: Workspace, of_settings: Sequence[Problem]) -> None:
        self._stage = stage
        self.of_settings = tuple(of_settings)
        """The mistakes in the settings."""
        self._first = ""  # the message with the first problem

    def _found(self) -> list[Problem]:
        return [*self.of_settings, *self._stage.library.problems]

    def say_first(self) -> None:
        """Show that the library is read-only, or the first problem, else an offer to fetch."""
        stage = self._stage
        found = self._found()
        if stage.library.readonly:
            stage.say(f"read-only: {stage.library.readonly}", "error")
        elif found:
            problems = many(len(found), "problem")
            first = found[0]._replace(file=PurePath(found[0].file).name)
            stage.say(f"{problems} ({stage.key('problems')}) · {first}", "error")
            self._first = stage.message.text
        else:
            categories = stage.settings.categories
            offer = messages.offer(stage.library, categories, date.today(), stage.key)
            stage.say(offer, "quiet", lasts=True)

    def show(self) -> None:
        """Show all problems in place of the paper; the message with the first has then ended."""
        found = [str(problem) for problem in self._found()]
        if self._first and self._stage.message.text == self._first:
            self._stage.say("")
        if found:
            self._stage.reading.show_panel(problem_text.problems(found))
        else:
            self._stage.say("no problems", "quiet")
