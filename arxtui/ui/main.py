"""The screen: begins, passes keys to commands, and ends.

The table in MainScreen.__init__ ties each command of keys.py to a method; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on

from arxtui.keys import VERBS, shown
from arxtui.model import Problem
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.bib_of_settings import BibOfSettings
from arxtui.ui.bindings import bindings
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
from arxtui.ui.hint_lines import Mode
from arxtui.ui.panes import render
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.line import Pressed
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.panes.receipt import ReceiptPane
from arxtui.ui.waiting_keys import HeldKeys
from arxtui.ui.workspace import Workspace

_POLL = 1.0  # seconds between two looks for changes by other processes


class MainScreen(Workspace):
    """The workspace with all its controllers."""

    BINDINGS = bindings(VERBS)

    def __init__(
        self, library: Library, settings: Settings, problems: Sequence[Problem], query: str
    ) -> None:
        super().__init__(library, settings)
        library.saved_pdfs.use(settings.pdf)
        library.indexing.use_indexed()
        self._problems = Problems(self, problems)
        self._query = query
        self._heading = ""
        self._moves = 0  # moves of the cursor that the detail has followed
        self._missed_menu = MissedMenu(self)
        my_bib = BibOfSettings(self)
        self._searching = searching = Searching(self)
        self._for_you = for_you = ForYou(self, searching)
        self._saved = saved = Saved(self)
        self._writing = writing = Writing(self, for_you)
        self._arrivals = Arrivals(self, writing)
        self._days = days = Days(self)
        self._receipt = Receipt(self, my_bib, searching, days, self._run_chosen)
        self._passes = passes = Passes(self, self._receipt)
        cursor = CursorAfterMark(self, passes, days)
        self._panels = Panels(self, self._receipt, passes)
        self._marks = verdicts = MarkCommands(self, writing, passes, cursor)
        self._fetching = Fetching(self, self._arrivals.look)
        self._views = views = Views(self, searching, for_you)
        labels = Labels(self, verdicts)
        moving = Moving(self)
        browser = OpenInBrowser(self)
        exports = ExportCommands(self, my_bib)
        self._pdfs = Pdfs(self, browser.browse_pdfs)
        help_ = Help(self, passes, self._run_chosen)
        commands = Commands(self, my_bib, browser.open_addresses)
        run = commands.running
        threads = (run, self._fetching, self._pdfs, self._arrivals.indexing)
        ends = [self.long_work.close, *(thread.leave for thread in threads)]
        self._leaving = BackAndQuit(self, passes, self._receipt, writing, run.end, ends)
        self._verbs: dict[str, Callable[[], object]] = {
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
            "older": days.older,
            "newer": days.newer,
            "jump": labels.show,
            "calendar": days.open_calendar,
            "reader": views.toggle_reader,
            "zoom": views.toggle_zoom,
            "rows": views.toggle_rows,
            "done": verdicts.done,
            "later": verdicts.later,
            "star": verdicts.star,
            "toggle_read": verdicts.toggle_read,
            "catch_up": verdicts.catch_up,
            "page_read": verdicts.page_read,
            "all_read": verdicts.ask_all_read,
            "tag": verdicts.open_tags,
            "again": verdicts.again,
            "note": EditNote(self, verdicts).edit,
            "select": verdicts.select,
            "range": verdicts.select_range,
            "undo": verdicts.undo,
            "redo": verdicts.redo,
            "search": searching.open,
            "filter": views.ask_filter,
            "view": views.ask_view,
            "order": views.ask_order,
            "authors": ByAuthor(self, searching).ask,
            "more_like": for_you.more_like,
            "keep_search": saved.ask_kind,
            "page": browser.open_page,
            "pdf": self._pdfs.open,
            "link": browser.choose_link,
            "copy": CopyToClipboard(self, my_bib).ask,
            "command": commands.ask,
            "export": exports.to_bib,
            "export_shown": exports.ask_format,
            "fetch": self._fetching.begin,
            "passes": passes.begin,
            "source": views.toggle_source,
            "problems": self._problems.show,
            "palette": help_.open,
            "help": help_.open,
            "redraw": views.renew,
            "back": self._leaving.escape,
            "quit": self._leaving.quit,
            "leave": self._leaving.leave,
            "suspend": self._leaving.suspend,
        }
        self._by_shown_key = {
            shown(key): (verb.id, key) for verb in self.verb_of.values() for key in verb.keys
        }
        verb_of_key = {key: verb.id for verb in self.verb_of.values() for key in verb.keys}
        self.held = HeldKeys(self, verb_of_key, self.action_verb)
        """The keys that wait for hits."""

    # beginning

    def on_mount(self) -> None:
        """Fill the list before the first frame; other work comes after it."""
        self.fit(self.app.size.width)
        self.set_class(self.signs is render.ASCII, "-ascii")
        self._saved.use_rules()
        self.papers.lines_a_paper = self.settings.rows
        self.open_days(self.library.papers.opening_days())
        while self.shown.lookup.awaited and not self.shown.lookup.awaits_order:
            self.search_progress.go_on()  # muting works in steps; the first frame waits
        if self._query:
            self._searching.show(self._query)
        self._problems.say_first()
        self.poll = self.set_interval(_POLL, self._arrivals.look)
        self._writing.follow()
        self.call_after_refresh(self._for_you.begin)
        self.call_after_refresh(self._arrivals.indexing.begin_later)
        self.app.app_resume_signal.subscribe(self, lambda _: self._views.repaint())

    def on_unmount(self) -> None:
        """End the threads, also where no key has ended the program: by a signal, or by an error."""
        self._leaving.end_work()

    def settled(self) -> None:
        """Run the keys that waited."""
        self.held.release()

    def filled(self) -> None:
        """Count the unread papers of earlier days, and let the passes follow other days."""
        self._days.count_earlier()
        self._passes.list_changed()

    # keys

    def action_verb(self, verb: str, key: str) -> None:
        """Run the command of a key; every key of keys.py is handled here."""
        self._run(verb, key)
        self._follow_cursor()
        self.show_hints()

    def _run(self, verb: str, key: str) -> None:
        self.end_message()
        if self._missed_menu.takes(key):
            return
        if self._receipt.takes(verb):
            return
        if self._panels.take(verb, key):
            return
        if self.questions.asking is not None:
            self.questions.answered(key, shown(key))
        elif verb == "quick_tag":
            self._marks.quick_tag(key)
        else:
            self._verbs[verb]()
            self._missed_menu.note(verb)
            self._receipt.renew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the field of the box while it is open, except the keys that quit."""
        return action != "verb" or not self.box.prompt or parameters[0] in ("leave", "suspend")

    def on_key(self, event: events.Key) -> None:
        """Give a key to the question or menu that waits for it; report a key without a command."""
        self._missed_menu.forget()
        if self.questions.asking is not None:
            event.stop()
            event.prevent_default()
            self.questions.answered(event.key, event.character or event.key)
        elif self.box.prompt is None:
            key = shown(event.key)
            if event.is_printable and event.character:
                key = event.character
            self.say(f"{key} has no command · {self.key('help')} lists the keys", "quiet")

    @on(Pressed)
    def _key_clicked(self, event: Pressed) -> None:
        """Run the command of a key that was clicked in the hints or in a menu."""
        self.search_progress.keep_listing()
        if self.shown.lookup.awaited or self.long_work.is_running:
            return
        verb, key = self._by_shown_key.get(event.key, ("", ""))
        if self.questions.asking is not None:
            self.questions.clicked(key, event.key)
        elif verb:
            self.action_verb(verb, key)

    def mode(self) -> Mode:
        """Return the mode of the user, for the hints: the passes have their modes."""
        return self._passes.mode(super().mode())

    # list

    @on(PaperList.Moved)
    def _follow_cursor(self) -> None:
        """Show the paper of the cursor, if it moved since it was followed last.

        Moved arrives after the list was painted; after a key list and detail are painted together.
        """
        if self.papers.moves == self._moves:
            return
        self._moves = self.papers.moves
        if self.papers.heading != self._heading:
            self._heading = self.papers.heading
            self.first_row.show()
        else:
            self.first_row.show_row()
        self.reading.show()

    def on_click(self) -> None:
        """End the message of the last key: a click counts as a key."""
        self.end_message()
        self.show_hints()

    @on(ReceiptPane.Chosen)
    def _line_chosen(self, message: ReceiptPane.Chosen) -> None:
        self._receipt.open_line(message.opens)

    @on(Detail.Resized)
    def _detail_resized(self) -> None:
        self.reading.fit()

    @on(PaperList.Chosen)
    def _paper_chosen(self) -> None:
        self._views.toggle_reader()

    # boxes and dialogs

    def _box_closed(self) -> None:
        super()._box_closed()
        self._receipt.renew()

    def _run_chosen(self, verb: str | None) -> None:
        if verb is not None:
            self.action_verb(verb, (*self.verb_of[verb].keys, "")[0])
