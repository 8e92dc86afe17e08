"""The workspace: the panes with a library, and common actions such as messages and questions."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui import messages, row_context
from arxtui.ui.background_work import Work
from arxtui.ui.chosen_papers import ChosenPapers
from arxtui.ui.detail_content import Reading
from arxtui.ui.file_thread import FileThread
from arxtui.ui.first_row import FirstRow
from arxtui.ui.hint_lines import HintLines, Mode
from arxtui.ui.list_state import ListState
from arxtui.ui.long_work import LongWork
from arxtui.ui.pane_screen import PaneScreen
from arxtui.ui.panes.status_lines import Kind
from arxtui.ui.questions import Questions
from arxtui.ui.screen_layers import ScreenLayers
from arxtui.ui.search_progress import SearchProgress
from arxtui.ui.unread_rows import next_unread
from arxtui.ui.view_counts import findable
from arxtui.work_in_steps import finish

_VERY_WIDE = 185
"""Cells of a screen on which the list has all cells that a paper uses, beside the widest detail."""


class Workspace(PaneScreen):
    """The panes with the library."""

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__(settings)
        self.library = library
        self.shown = ListState(library, lambda: self.settings)
        self.forget_screen: Callable[[], None] = lambda: None
        """Makes the next frame send every cell; the app sets it."""
        self._lasts = False  # True if the message stays until the view changes
        self._hint_lines = HintLines(self.verb_of)
        self.work = Work(self)
        """Work between two keys."""
        self.reading = Reading(self)
        """The content of the detail."""
        self.long_work = LongWork(self)
        """The command that works on a long list."""
        self.file_thread = FileThread(self)
        """The export that a thread writes."""
        self.chosen = ChosenPapers(self)
        """The papers that a command is about."""
        self.questions = Questions(self)
        """Questions and menus."""
        self.screen_layers = ScreenLayers(self)
        """The paper alone, the list alone, the receipt."""
        self.first_row = FirstRow(self)
        """View and counts."""
        self.search_progress = SearchProgress(self)
        """The search in progress."""

    def on_resize(self, event: events.Resize) -> None:
        """Lay the panes out for the new width."""
        self.fit(event.size.width)
        self.call_after_refresh(self.show_hints)

    def fit(self, width: int) -> None:
        """Lay the panes out for `width` cells."""
        self.set_class(width < 80, "-narrow")
        self.set_class(width >= 120, "-wide")
        self.set_class(width >= _VERY_WIDE, "-very-wide")
        self.reading.show_missed()

    def settled(self) -> None:
        """Run the waiting keys: the papers that they are for are shown."""

    def say_aside(self, line: str) -> None:
        """Show a line while there is no other message."""
        if not self.message.text:
            self.say(line, "quiet", lasts=True)

    # messages and questions

    def say(self, line: str, kind: Kind = "done", then: str = "", *, lasts: bool = False) -> None:
        """Show a message, `then` at its end, until the next key.

        An error stays until the view changes, and so does a message that `lasts`.
        """
        if self.questions.has_menu and kind != "error":
            return  # the choices of a menu are in this line
        self.message.say(line, kind, then)
        self._lasts = lasts or kind == "error"

    def end_message(self) -> None:
        """Remove the message of the previous key, unless it lasts."""
        if not self._lasts and self.message.text:
            self.say("")

    def no_paper(self) -> None:
        """Report that there is no paper for the key."""
        if self.papers.on_footer:
            self.say(messages.muted(self.shown, self.key), "quiet")
        elif self.papers.current is None:
            self.say("No paper here", "quiet")
        elif self.library.missing:
            self.say(f"NOT ON DISK: {self.library.missing}", "error")
        else:
            self.say(f"{messages.GONE} · {self.key('redraw')} refreshes the list", "error")

    def refused(self, reason: str) -> None:
        """Report that the box refuses its text."""
        self.say(reason, "error")

    def box_closed(self) -> None:
        """Show the hints again, and the message on missing hits: the box was closed."""
        super().box_closed()
        if self.shown.found is not None and self.shown.found.missing:
            self.search_progress.say_found()  # its message names keys, which work at once now

    def show_hints(self) -> None:
        """Show the keys of the menu, of the selection, or else of the mode."""
        selected = len(self.papers.selected)
        if self.questions.has_menu:
            self.questions.show_menu()
        elif selected:
            self.hints.show_first(self._hint_lines.selection(selected, self.quick()))
        else:
            self.hints.show(self._hint_lines.usual(self.quick(), self.mode()))

    def mode(self) -> Mode:
        """Return the mode of the user, for the hints."""
        if self.reading.has_panel:
            return "panel"
        if self.has_class("-receipt"):
            return "receipt"
        if self.has_class("-reader"):
            return "reader"
        if not self.papers.content.rows:
            return "empty"
        if self.papers.on_footer:
            return "muted"
        return "list"

    def select(self, rows: frozenset[int]) -> None:
        """Select these rows of the list."""
        self.papers.selected = rows
        self.first_row.show()

    def quick(self) -> dict[str, int]:
        """Return tag -> its digit."""
        tags = dict.fromkeys((*self.settings.quick, *self.library.marks.tags()))
        return {tag: at for at, tag in enumerate(list(tags)[:9], 1)}

    # the list

    def fill(self, keep: int = 0, top: int | None = None) -> None:
        """Show the papers of the present view; the detail follows when the list is painted."""
        self.papers.quick = self.quick()
        content = row_context.content(self.shown, self.key, self.reason)
        self.papers.show(content, keep, top)
        self.first_row.show()
        self.first_row.count_watched()
        self.show_hints()
        self.filled()
        self.call_after_refresh(self.reading.show)

    def reason(self, paper_id: str) -> tuple[str, ...]:
        """Return the reason for a paper's place in the order `for you`, in parts, or ()."""
        reason = self.shown.for_you.reason(paper_id)
        if reason is None:
            return ()
        return tuple(part.replace("…", self.signs.ellipsis) for part in reason.parts())

    def filled(self) -> None:
        """Update other parts of the screen after other papers are shown."""

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show these days, from the first unread paper on."""
        self.say("")
        self.shown.open_days(days)
        if self.shown.lookup.awaited:
            self.call_after_refresh(self.search_progress.go_on)
        if not self.shown.lookup.awaited or not self.papers.current:
            self.show_opened()
        self.search_progress.say_reordering()

    def show_opened(self) -> None:
        """Fill the list with days that were opened."""
        self.search_progress.end_awaited_message()
        self.screen_layers.leave_reader()
        first = next_unread(self.library, self.shown.heads, -1, 1, wrap=False)
        self.fill(finish(first) or 0)

    def go_to_day(self, day: str) -> None:
        """Show a day; Esc goes back to a list of several days, to hits and to other views."""
        places = self.shown.places[:]
        if not self.shown.view.is_one_day:
            self.remember()
            places = self.shown.places[:]
        self.open_days((day,))
        self.shown.places[:] = places

    def change_view(self, change: Callable[[], None], *, layer: bool = True) -> None:
        """Show another view, or a layer that Esc closes; the cursor keeps its paper if it can."""
        here = self.papers.current
        self.say("")
        if layer:
            self.remember()
        change()
        if self.shown.lookup.searching:
            self.shown.kept = here.paper.id if here else ""
            self.search_progress.go_on()
        else:
            self.fill((here and self.shown.row_of(here.paper.id)) or 0)

    def refill(self) -> None:
        """Show the view again after its rows changed; cursor and selection stay on their papers."""
        here = self.papers.current
        selected = self.papers.content.ids(findable(self.papers.selected))
        row = self.shown.row_of(here.paper.id) if here else None
        self.fill(self.papers.cursor if row is None else row, self.papers.top)
        self.papers.selected = self.shown.rows_of(selected)
        self.first_row.show()

    def remember(self) -> None:
        """Store the present place, to which Esc goes back."""
        self.shown.remember(self.papers.cursor, self.papers.top)

    def back_place(self) -> bool:
        """Show the last place again; return False without a place."""
        place = self.shown.back()
        if place is None:
            return False
        self.say("")
        if place.view.days and place.view.only == "all" and not place.heads:
            self.open_days(self.shown.retrieval.opening_days())  # all papers of the place are gone
        else:
            self.fill(place.cursor, place.top)
        return True

    def keep_paper(self) -> None:
        """Let the cursor stay on its paper while hits change."""
        here = self.papers.current
        self.shown.kept = here.paper.id if here else ""
