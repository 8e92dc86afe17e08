"""The screen: begins, passes keys to commands, and ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on

from arxtui.keys import VERBS, shown
from arxtui.model import Problem
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.arrived_and_removed import ArrivedAndRemoved
from arxtui.ui.bindings import bindings
from arxtui.ui.hint_lines import Mode
from arxtui.ui.panes import render
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.line import Pressed
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.rules_of_settings import use_rules
from arxtui.ui.waiting_keys import HeldKeys
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.ui.command_table import CommandTable
    from arxtui.ui.panes.receipt import ReceiptPane

_POLL = 1.0  # seconds between two looks for changes by other processes


class MainScreen(Workspace):
    """The workspace with the commands.

    The first frame is painted before the modules of the commands are imported: a start waits for
    the list only.
    """

    BINDINGS = bindings(VERBS)

    def __init__(
        self, library: Library, settings: Settings, problems: Sequence[Problem], query: str
    ) -> None:
        super().__init__(library, settings)
        library.saved_pdfs.use(settings.pdf)
        library.indexing.use_indexed()
        self._faults = tuple(problems)
        self._papers = ArrivedAndRemoved(library, self.shown)
        self._query = query
        self._heading = ""
        self._moves = 0  # moves of the cursor that the detail has followed
        self._commands: CommandTable | None = None
        self.begun: Callable[[], object] = lambda: None
        """Called when all panes and commands are there; the app sets it."""
        self._by_shown_key = {
            shown(key): (verb.id, key) for verb in self.verb_of.values() for key in verb.keys
        }
        verb_of_key = {key: verb.id for verb in self.verb_of.values() for key in verb.keys}
        self.held = HeldKeys(self, verb_of_key, self.action_verb)
        """The keys that wait for hits."""

    # beginning and ending

    def on_mount(self) -> None:
        """Fill the list before the first frame; other work comes after it."""
        self.fit(self.app.size.width)
        self.set_class(self.signs is render.ASCII, "-ascii")
        use_rules(self)
        self.papers.lines_a_paper = self.settings.rows
        self.open_days(self.shown.retrieval.opening_days())
        while self.shown.lookup.awaited and not self.shown.lookup.awaits_order:
            self.search_progress.go_on()  # muting works in steps; the first frame waits
        if self._query:
            self.commands.searching.show(self._query)
        self.poll = self.set_interval(_POLL, self._look)
        self.call_after_refresh(self.reading.begin)
        self.call_after_refresh(self._begin_work)

    async def _begin_work(self) -> None:
        """Begin the work beside the keys: the first frame is painted."""
        await self.mount_hidden_panes()
        if not self.is_attached:
            return  # a signal ends the program
        self.has_begun = True
        commands = self.commands
        commands.begin()
        self.begun()
        self.app.app_resume_signal.subscribe(self, lambda _: commands.views.repaint())

    def _look(self) -> None:
        """Show the changes of other processes and machines."""
        self.commands.arrivals.look()

    @property
    def commands(self) -> CommandTable:
        """The commands; the first call imports and makes them."""
        if self._commands is None:
            from arxtui.ui.command_table import CommandTable

            self._commands = CommandTable(self, self._faults, self._papers, self._run_chosen)
        return self._commands

    def on_unmount(self) -> None:
        """End the threads, also where no key has ended the program: by a signal, or by an error."""
        if self._commands is not None:
            self._commands.leaving.end_work()
        else:
            self.long_work.close()

    def settled(self) -> None:
        """Run the keys that waited."""
        self.held.release()

    def filled(self) -> None:
        """Count the unread papers of earlier days, and let the passes follow other days."""
        if self._commands is not None:
            self._commands.list_changed()

    # keys

    def action_verb(self, verb: str, key: str) -> None:
        """Run the command of a key; every key of keys.py is handled here."""
        self.end_message()
        self.commands.run(verb, key)
        self._follow_cursor()
        self.show_hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the field of the box while it is open, except the keys that quit."""
        return action != "verb" or not self.prompt or parameters[0] in ("leave", "suspend")

    def on_key(self, event: events.Key) -> None:
        """Give a key to the question or menu that waits for it; report a key without a command."""
        self.commands.forget_missed_menu()
        if self.questions.asking is not None:
            event.stop()
            event.prevent_default()
            self.questions.answered(event.key, event.character or event.key)
        elif self.prompt is None:
            key = shown(event.key)
            if event.is_printable and event.character:
                key = event.character
            self.say(f"{key} has no command · {self.key('help')} lists the keys", "quiet")

    @on(Pressed)
    def _key_clicked(self, event: Pressed) -> None:
        """Run the command of a key that was clicked in the hints or in a menu."""
        self.search_progress.keep_listing()
        if not self.has_begun or self.shown.lookup.awaited or self.long_work.is_running:
            return
        verb, key = self._by_shown_key.get(event.key, ("", ""))
        if self.questions.asking is not None:
            self.questions.clicked(key, event.key)
        elif verb:
            self.action_verb(verb, key)

    def mode(self) -> Mode:
        """Return the mode of the user, for the hints: the passes have their modes."""
        mode = super().mode()
        if self._commands is not None:
            mode = self._commands.passes.mode(mode)
        return mode

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

    def on_receipt_pane_chosen(self, message: ReceiptPane.Chosen) -> None:
        """Open the papers of a line of the receipt that was clicked."""
        self.commands.receipt.open_line(message.opens)

    @on(Detail.Resized)
    def _detail_resized(self) -> None:
        self.reading.fit()

    @on(PaperList.Chosen)
    def _paper_chosen(self) -> None:
        self.commands.views.toggle_reader()

    # boxes and dialogs

    def box_closed(self) -> None:
        """Show the hints again, and the receipt anew: the box was closed."""
        super().box_closed()
        self.commands.receipt.renew()

    def _run_chosen(self, verb: str | None) -> None:
        if verb is not None:
            self.action_verb(verb, (*self.verb_of[verb].keys, "")[0])
