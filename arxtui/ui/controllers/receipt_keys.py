"""The receipt at the end of the two passes: shows it, opens its lines and comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.model import Entry, Paper
from arxtui.ui.bib_of_settings import BibOfSettings
from arxtui.ui.controllers.days import Days
from arxtui.ui.controllers.search import Searching
from arxtui.ui.receipt_content import Morning, ReceiptRows
from arxtui.ui.unread_days import UnreadDays
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents

_MOVES = {
    "next": 1,
    "previous": -1,
    "half_down": 5,
    "half_up": -5,
    "page_down": 10,
    "page_up": -10,
    "first": -10_000,
    "last": 10_000,
}
"""Command -> number of rows by which it moves the cursor of the receipt."""
_AT_ONCE = 10  # papers that are read in one step


class Receipt:
    """The receipt, shown in place of the list and the detail until the user leaves it."""

    def __init__(
        self,
        stage: Workspace,
        my_bib: BibOfSettings,
        searching: Searching,
        days: Days,
        run_command: Callable[[str], None],
    ) -> None:
        self._stage = stage
        self._my_bib = my_bib
        self._searching = searching
        self._days = days
        self._run_command = run_command
        self._rows: ReceiptRows | None = None
        self._depth: int | None = None  # number of places to go back to when a line was opened
        self._paper_opened = False

    @property
    def shown(self) -> bool:
        """True while the receipt is on the screen."""
        return self._stage.has_class("-receipt")

    def open(self, morning: Morning) -> None:
        """Show the receipt of a morning; counts that take time are added later."""
        stage = self._stage
        self._rows = ReceiptRows(stage.library, stage.signs, stage.key, morning)
        self._depth = None
        self._show()

    def _show(self) -> None:
        """Show the receipt with the present marks."""
        stage = self._stage
        stage.screen_layers.change(add="-receipt")
        keys = (f"{stage.key('reader')} opens a line", f"{stage.key('back')} closes")
        stage.say(" · ".join(keys), "asks", lasts=True)
        stage.show_hints()
        self.renew()

    def renew(self) -> None:
        """Show the present marks, and count unread papers and the entries of an export anew."""
        rows = self._rows
        if rows is None or not self.shown:
            return
        self._paint(rows)
        stage = self._stage
        days = UnreadDays(stage.library, stage.shown.rules)
        begin = partial(days.all, partial(self._newest_counted, rows))
        stage.work.run("unread days", begin, partial(self._unread_counted, rows))
        self._my_bib.ask(self._my_bib.path(), partial(self._read_bib, rows))

    def _paint(self, rows: ReceiptRows) -> None:
        if rows is self._rows and self.shown:
            self._stage.receipt.show(rows.rows())

    def _newest_counted(self, rows: ReceiptRows, unread: Sequence[tuple[str, int]]) -> None:
        """Show the newest days with unread papers while the others are counted the first time."""
        if rows.unread is None:
            rows.unread = unread
            rows.counts_others = True
            self._paint(rows)

    def _unread_counted(self, rows: ReceiptRows, unread: Sequence[tuple[str, int]]) -> None:
        rows.unread = unread
        rows.counts_others = False
        self._paint(rows)

    # the outcome of the export

    def _read_bib(self, rows: ReceiptRows, contents: Contents) -> None:
        begin = partial(self._compare, rows, contents)
        self._stage.work.run("receipt", begin, partial(self._compared, rows))

    def _compare(self, rows: ReceiptRows, contents: Contents) -> Steps[tuple[dict[str, str], int]]:
        """Return the keys of this morning's stars, and how many starred papers the .bib lacks.

        A few of all starred papers are read in each step.
        """
        library = self._stage.library
        from arxtui.export_files import papers_in_bib

        library.note_export()
        taken = library.marks.bib_keys()
        listed = set(rows.starred)
        keys: dict[str, str] = {}
        added = 0
        starred = yield from library.marks.starred_in_steps()
        for start in range(0, len(starred), _AT_ONCE):
            entries: Sequence[Entry[Paper]] = library.entries(starred[start : start + _AT_ONCE])
            for entry in entries:
                added += contents.find(entry.paper) is None
                if entry.paper.id in listed:
                    keys[entry.paper.id] = papers_in_bib.key_of(
                        entry, contents, taken, library.key_template
                    )
            yield
        return keys, added

    def _compared(self, rows: ReceiptRows, found: tuple[dict[str, str], int]) -> None:
        keys, added = found
        rows.keys = keys
        rows.exports = self._forecast(added)
        self._paint(rows)

    def _forecast(self, added: int) -> str:
        """Return a forecast of the export: `2 new entries to ~/thesis/arxiv.bib`."""
        stage = self._stage
        if not stage.library.marks.total("star"):
            return "no starred papers to export"
        entries = "no new entries"
        if added == 1:
            entries = "1 new entry"
        elif added:
            entries = f"{added} new entries"
        if stage.settings.bib:
            return f"{entries} to {stage.settings.bib}"
        return f"{entries} to a .bib file, which it asks for"

    # keys

    def takes(self, command: str) -> bool:
        """Run a command of the receipt; return False for another command."""
        if not self.shown:
            return False
        if command in _MOVES:
            self._stage.receipt.move(_MOVES[command])
            return True
        if command == "reader":
            self.open_line(self._stage.receipt.opens)
            return True
        return False

    def leave(self) -> bool:
        """Show the list again; return whether the receipt was shown."""
        if not self.shown:
            return False
        self._stage.screen_layers.leave_reader()
        self._stage.say("")
        return True

    def open_line(self, opens: tuple[str, str] | None) -> None:
        """Open the papers or the command of a line."""
        if opens is None:
            return
        stage = self._stage
        kind, value = opens
        if kind == "export":
            self._run_command("export")
            return
        if kind == "calendar":
            self._days.open_calendar()
            return
        self.leave()
        self._depth = len(stage.shown.places)
        self._paper_opened = kind == "paper"
        match kind:
            case "paper":
                self._open_paper(value)
            case "later":
                self._searching.view_all("later")
            case "tag":
                self._searching.show(f'tag:"{value}"')
            case "day":
                stage.go_to_day(value)

    def _open_paper(self, paper_id: str) -> None:
        """Show a starred paper on the whole screen, between the morning's other starred papers."""
        stage = self._stage
        rows = self._rows
        assert rows is not None
        stage.remember()
        heads = stage.library.papers.heads_of(rows.starred)
        stage.shown.show_papers(heads, "starred this morning")
        stage.fill(stage.shown.row_of(paper_id) or 0)
        stage.screen_layers.change(add="-reader")

    def returns(self) -> bool:
        """Come back to the receipt from a line that was opened; return whether that is possible."""
        stage = self._stage
        if self._depth is None:
            return False
        deeper = len(stage.shown.places) - self._depth
        if deeper < 1:
            self._depth = None
        if deeper != 1 or (stage.has_class("-reader") and not self._paper_opened):
            return False
        self._depth = None
        stage.back_place()
        stage.screen_layers.leave_reader()
        self._show()
        return True
