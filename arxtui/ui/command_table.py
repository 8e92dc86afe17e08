"""The command table: makes the controllers, and ties each command of keys.py to a method.

A test compares the table with keys.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arxtui.keys import shown
from arxtui.model import Problem
from arxtui.ui.arrived_and_removed import ArrivedAndRemoved
from arxtui.ui.bib_of_settings import BibOfSettings
from arxtui.ui.controllers.back_and_quit import BackAndQuit
from arxtui.ui.controllers.by_author import ByAuthor
from arxtui.ui.controllers.commands import Commands
from arxtui.ui.controllers.copy_to_clipboard import CopyToClipboard
from arxtui.ui.controllers.cursor_after_mark import CursorAfterMark
from arxtui.ui.controllers.days import Days
from arxtui.ui.controllers.edit_note import EditNote
from arxtui.ui.controllers.export_commands import ExportCommands
from arxtui.ui.controllers.fetch import Fetching
from arxtui.ui.controllers.filter_and_order import Views
from arxtui.ui.controllers.for_you import ForYou
from arxtui.ui.controllers.help import Help
from arxtui.ui.controllers.jump_labels import Labels
from arxtui.ui.controllers.mark_commands import MarkCommands
from arxtui.ui.controllers.missed_menu import MissedMenu
from arxtui.ui.controllers.moving import Moving
from arxtui.ui.controllers.open_in_browser import OpenInBrowser
from arxtui.ui.controllers.outside_changes import Arrivals
from arxtui.ui.controllers.panels import Panels
from arxtui.ui.controllers.pdfs import Pdfs
from arxtui.ui.controllers.problems import Problems
from arxtui.ui.controllers.receipt_keys import Receipt
from arxtui.ui.controllers.saved_searches import Saved
from arxtui.ui.controllers.search import Searching
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.controllers.write_queue import Writing
from arxtui.ui.workspace import Workspace


class CommandTable:
    """The controllers of a screen, and the method of each command."""

    def __init__(
        self,
        stage: Workspace,
        faults: Sequence[Problem],
        papers: ArrivedAndRemoved,
        run_chosen: Callable[[str | None], None],
    ) -> None:
        """`faults` are the mistakes in the settings.

        `run_chosen` runs the command that was chosen in a dialog; None for a closed dialog.
        """
        self._stage = stage
        self._missed_menu = MissedMenu(stage)
        self.problems = Problems(stage, faults)
        my_bib = BibOfSettings(stage)
        self.searching = Searching(stage)
        self.for_you = ForYou(stage, self.searching)
        saved = Saved(stage)
        self.writing = Writing(stage, self.for_you)
        self.arrivals = Arrivals(stage, self.writing, papers)
        self.days = Days(stage)
        self.receipt = Receipt(stage, my_bib, self.searching, self.days, run_chosen)
        self.passes = Passes(stage, self.receipt)
        cursor = CursorAfterMark(stage, self.passes, self.days)
        self._panels = Panels(stage, self.receipt, self.passes)
        self.marks = MarkCommands(stage, self.writing, self.passes, cursor)
        self.fetching = Fetching(stage, self.arrivals.look)
        self.views = Views(stage, self.searching, self.for_you)
        labels = Labels(stage, self.marks)
        moving = Moving(stage)
        browser = OpenInBrowser(stage)
        exports = ExportCommands(stage, my_bib)
        pdfs = Pdfs(stage, browser.browse_pdfs)
        help_ = Help(stage, self.passes, run_chosen)
        commands = Commands(stage, my_bib, browser.open_addresses)
        run = commands.running
        threads = (run, self.fetching, pdfs, self.arrivals.indexing)
        ends = [stage.long_work.close, *(thread.leave for thread in threads)]
        self.leaving = BackAndQuit(stage, self.passes, self.receipt, self.writing, run.end, ends)
        self.by_id: dict[str, Callable[[], object]] = {
            "next": moving.next,
            "previous": moving.previous,
            "first": moving.first,
            "last": moving.last,
            "half_down": moving.half_down,
            "half_up": moving.half_up,
            "page_down": moving.page_down,
            "page_up": moving.page_up,
            "more": moving.more,
            "less": moving.less,
            "next_unread": cursor.next_unread,
            "previous_unread": cursor.previous_unread,
            "older": self.days.older,
            "newer": self.days.newer,
            "jump": labels.show,
            "calendar": self.days.open_calendar,
            "reader": self.views.toggle_reader,
            "zoom": self.views.toggle_zoom,
            "rows": self.views.toggle_rows,
            "done": self.marks.done,
            "later": self.marks.later,
            "star": self.marks.star,
            "toggle_read": self.marks.toggle_read,
            "catch_up": self.marks.catch_up,
            "page_read": self.marks.page_read,
            "all_read": self.marks.ask_all_read,
            "tag": self.marks.open_tags,
            "again": self.marks.again,
            "note": EditNote(stage, self.marks).edit,
            "select": self.marks.select,
            "range": self.marks.select_range,
            "undo": self.marks.undo,
            "redo": self.marks.redo,
            "search": self.searching.open,
            "filter": self.views.ask_filter,
            "view": self.views.ask_view,
            "order": self.views.ask_order,
            "authors": ByAuthor(stage, self.searching).ask,
            "more_like": self.for_you.more_like,
            "keep_search": saved.ask_kind,
            "page": browser.open_page,
            "pdf": pdfs.open,
            "link": browser.choose_link,
            "copy": CopyToClipboard(stage, my_bib).ask,
            "command": commands.ask,
            "export": exports.to_bib,
            "export_shown": exports.ask_format,
            "fetch": self.fetching.begin,
            "passes": self.passes.begin,
            "source": self.views.toggle_source,
            "problems": self.problems.show,
            "palette": help_.open,
            "help": help_.open,
            "redraw": self.views.renew,
            "back": self.leaving.escape,
            "quit": self.leaving.quit,
            "leave": self.leaving.leave,
            "suspend": self.leaving.suspend,
        }
        """The command's id of keys.py -> the method that runs it."""

    def begin(self) -> None:
        """Report problems and begin the work beside the keys: the first frame is painted."""
        self.problems.say_first()
        self.writing.follow()
        self.list_changed()
        self.for_you.begin()
        self.arrivals.indexing.begin_later()

    def run(self, command: str, key: str) -> None:
        """Run the command of a key, if no missed menu, receipt or panel takes the key."""
        if self._missed_menu.takes(key):
            return
        if self.receipt.takes(command):
            return
        if self._panels.take(command, key):
            return
        if self._stage.questions.asking is not None:
            self._stage.questions.answered(key, shown(key))
            return
        if command == "quick_tag":
            self.marks.quick_tag(key)
            return
        self.by_id[command]()
        self._missed_menu.note(command)
        self.receipt.renew()

    def forget_missed_menu(self) -> None:
        """Run commands again for the keys of a menu that did not open."""
        self._missed_menu.forget()

    def list_changed(self) -> None:
        """Count the unread papers of earlier days, and let the passes follow other days."""
        self.days.count_earlier()
        self.passes.list_changed()
