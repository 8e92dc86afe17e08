"""Jump labels: a letter on each row goes to the row, its capital also sets the paper aside."""

from __future__ import annotations

from functools import partial

from arxtui.lazy_sequence import id_at
from arxtui.ui.controllers.mark_commands import MarkCommands
from arxtui.ui.workspace import Workspace

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters in the order of use: the letters that are typed fastest come first."""


class Labels:
    """Shows labels on the rows until the next key."""

    def __init__(self, stage: Workspace, verdicts: MarkCommands) -> None:
        self._stage = stage
        self._verdicts = verdicts

    def show(self) -> None:
        """Show a letter on each row of the page; the next key chooses a row."""
        stage = self._stage
        rows = self._rows()
        if stage.has_class("-reader"):
            stage.say(f"the list is hidden · {stage.key('reader')} shows it", "quiet")
        elif not rows:
            stage.no_paper()
        else:
            labels = dict(zip(rows, LETTERS, strict=False))
            stage.papers.labels = labels
            row_of = {letter: row for row, letter in labels.items()}
            question = "jump: letter goes there, capital also sets aside"
            choices = {"a-z": "go there", "A-Z": "set aside too"}
            stage.questions.ask(question, partial(self._jump, row_of), choices, ended=self._hide)

    def _rows(self) -> list[int]:
        """Return the rows to label, top down, at most as many as there are letters.

        If the page has more rows, unread papers are preferred, then rows near the cursor.
        """
        stage = self._stage
        page = stage.papers.page_rows
        if len(page) <= len(LETTERS):
            return list(page)
        heads = stage.shown.heads
        cursor = stage.papers.cursor

        def rank(row: int) -> tuple[bool, int]:
            return stage.library.marks.pile(id_at(heads, row)) != "unread", abs(row - cursor)

        return sorted(sorted(page, key=rank)[: len(LETTERS)])

    def _jump(self, row_of: dict[str, int], typed: str) -> bool:
        """Go to the row of a letter; return False for a key that is on no row."""
        row = row_of.get(typed.lower())
        if row is None:
            self._stage.say(f"no row has the label {typed}", "quiet")
            return True
        self._stage.say("")
        self._stage.papers.go_on_page(row)
        if typed.isupper():
            self._verdicts.set_aside(self._stage.shown.heads[row])
        return True

    def _hide(self) -> None:
        self._stage.papers.labels = {}
