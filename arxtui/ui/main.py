"""The screen: ties every verb to what does it, begins, ends, and looks around for what other processes did.

The table in MainScreen.__init__ ties each verb of keys.py to a method; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual import events, on
from textual.binding import Binding, BindingType

from arxtui.config import Settings
from arxtui.keys import MENUS, VERBS, Verb, shown
from arxtui.model import Problem
from arxtui.store import FAR_BEHIND, Library
from arxtui.text import many
from arxtui.ui import messages
from arxtui.ui.controllers.fetch import Fetching
from arxtui.ui.controllers.indexing import Indexing
from arxtui.ui.controllers.outward import Outward
from arxtui.ui.controllers.search import Searching
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.controllers.verdicts import Acting
from arxtui.ui.controllers.write_queue import Writing
from arxtui.ui.held_keys import HeldKeys
from arxtui.ui.my_bib import MyBib
from arxtui.ui.panes import paper_text, render
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.workspace import Workspace
from arxtui.view import View, day_name

_BESIDE_PANEL = ("export", "fetch", "help", "palette")  # commands that leave the end of the passes on the screen
_FOR_PAPERS = (
    "done", "later", "star", "toggle_read", "catch_up", "tag", "quick_tag", "again", "note", "select", "range",
    "authors", "page", "pdf", "link", "copy",
)  # fmt: skip
"""Commands for the papers of the list, which a panel hides."""
_POLL = 1.0  # seconds between looks at what other processes did


def bindings(verbs: Sequence[Verb]) -> list[BindingType]:
    """Return the keys of the commands.

    All have priority: Textual runs such a binding before the next key is looked at. A key without it goes
    through the focused widget first, and a key typed right behind it would overtake it: in `Space d` the
    paper would be done before it is selected. While a box is open check_action() leaves them to the box.
    """
    return [
        Binding(
            key,
            f"verb('{verb.id}', '{key}')",
            verb.label,
            show=False,
            id=f"{verb.id}.{key}",
            priority=True,
        )
        for verb in verbs
        for key in verb.keys
    ]


def _choices(command: str) -> frozenset[str]:
    """Return the keys that the menu of a command takes; no keys for a command without a menu."""
    if command == "link":
        return frozenset("123456789")
    if command == "export_shown":
        from arxtui.export import FORMATS

        return frozenset(each.letter for each in FORMATS.values())
    return frozenset(MENUS.get(command, ()))


class MainScreen(Workspace):
    """The stage with all its parts."""

    BINDINGS = bindings(VERBS)

    def __init__(self, library: Library, settings: Settings, problems: Sequence[Problem], query: str) -> None:
        super().__init__(library, settings)
        library.use_indexed()
        self._problems = tuple(problems)
        self._query = query
        self._batch = library.batch()
        self._heading = ""
        self._refused: frozenset[str] = frozenset()
        self._indexed = library.indexed_at()
        self._searching = find = Searching(self)
        self._writing = Writing(self)
        mine = MyBib(self)
        self._passes = Passes(self, mine)
        self._acting = act = Acting(self, self._writing, self._passes)
        self._fetching = Fetching(self, self._look_around)
        self._indexing = Indexing(self, self._more_indexed)
        verb_of_key = {key: verb.id for verb in self.verb_of.values() for key in verb.keys}
        self.held = HeldKeys(self, verb_of_key, self.action_verb)
        """The keys that wait for hits."""
        out = Outward(self, act, mine)
        self._verbs: dict[str, Callable[[], object]] = {
            "next": lambda: self.papers.move(1), "previous": lambda: self.papers.move(-1),
            "first": lambda: self.papers.go(0), "last": lambda: self.papers.go(len(self.shown.heads) - 1),
            "half_down": lambda: self._page(0.5), "half_up": lambda: self._page(-0.5),
            "page_down": lambda: self._page(1), "page_up": lambda: self._page(-1),
            "more": lambda: self.detail.scroll_page(1), "less": lambda: self.detail.scroll_page(-1),
            "next_unread": lambda: act.go_unread(1), "previous_unread": lambda: act.go_unread(-1),
            "older": lambda: self._go_day(-1), "newer": lambda: self._go_day(1),
            "calendar": find.open_calendar,
            "reader": lambda: self.toggle_layer("-reader"), "zoom": lambda: self.toggle_layer("-zoom"),
            "rows": self._toggle_rows,
            "done": lambda: act.judge("read"), "later": lambda: act.judge("later"),
            "star": act.star, "toggle_read": act.toggle_read,
            "catch_up": act.catch_up, "all_read": act.ask_all_read, "tag": act.open_tags, "again": act.again,
            "note": out.edit_note, "select": lambda: self._select(self.papers.select),
            "range": lambda: self._select(self.papers.select_range),
            "undo": act.undo, "redo": act.redo,
            "search": find.open, "filter": lambda: self.menu("filter", self._filter),
            "view": lambda: self.menu("view", find.view_all, self.settings.searches),
            "order": lambda: self.menu("order", self._order), "authors": find.same_authors,
            "keep_search": find.open_keep, "page": lambda: out.browse("abs"), "pdf": lambda: out.browse("pdf"),
            "link": out.choose_link, "export": out.export,
            "copy": lambda: self.menu("copy", out.copy) if self.targets() else self.no_paper(),
            "export_shown": out.ask_format, "fetch": self._fetching.begin,
            "passes": self._passes.begin, "source": self._show_source, "problems": self._show_problems,
            "palette": self._open_help, "help": self._open_help, "redraw": self._renew, "back": self._back,
            "quit": self._quit, "leave": self._leave,
            "suspend": lambda: self.app.action_suspend_process(),
        }  # fmt: skip

    # beginning

    def on_mount(self) -> None:
        """Fill the list before the first frame; what can wait comes after it."""
        self.fit(self.app.size.width)
        self.set_class(self.signs is render.ASCII, "-ascii")
        self.show_hints()
        self._searching.mark_watched()
        self.papers.lines_a_paper = self.settings.rows
        self.open_days(self.library.opening())
        if self._query:
            self._searching.show(self._query)
        told = [*self._problems, *self.library.problems]
        if self.library.readonly:
            self.say(f"read-only: {self.library.readonly}", "error")
        elif told:
            problems = many(len(told), "problem")
            self.say(f"{problems} ({self.key('problems')}) · {told[0]}", "error")
        else:
            offer = messages.offer(self.library, self.settings.categories, date.today(), self.key)
            self.say(offer, "quiet", lasts=True)
        self.set_interval(_POLL, self._look_around)
        self._writing.follow()
        self.call_after_refresh(self._indexing.begin_later)
        self.app.app_resume_signal.subscribe(self, lambda _: self._repaint())

    def _look_around(self) -> None:
        """Show what other processes and machines did."""
        try:
            self._writing.marks_changed(self.library.refresh())
        except OSError as why:
            self.say(f"the journals cannot be read: {why.strerror or why}", "error")
            return
        if self.library.behind >= FAR_BEHIND:
            self.library.save_marks()
        self._look_at_papers()

    def _look_at_papers(self) -> None:
        """Show papers that another process loaded or removed."""
        batch = self.library.batch()
        indexed = self.library.indexed_at()
        if batch != self._batch:
            self._batch = batch
            self._papers_came()
            if batch and batch.days:
                self.say(f"{many(batch.papers, 'new paper')} arrived · {day_name(batch.days[0])}", lasts=True)
            else:
                self.say("papers were removed", lasts=True)
        elif indexed != self._indexed and not self._indexing.running:
            self._papers_came()
        else:
            self._indexing.begin()
        self._indexed = indexed

    def _papers_came(self) -> None:
        """Show papers that arrived or were removed, at once where a day is shown, else when they are read."""
        changed = self.shown.papers_came()
        if not self.shown.heads and self.shown.view.days is not None:
            self.open_days(self.library.opening())
        elif changed:
            self.refill()
        self._indexing.begin()
        if not self._indexing.running:
            self._catch_up(True)

    def _catch_up(self, whole: bool) -> None:
        """Search what arrived; where the heads are `whole`, rows of papers that were removed leave too."""
        self.work.run("catch up", lambda: self.shown.catch_up(whole=whole), self._caught_up)

    def _caught_up(self, changed: bool) -> None:
        if changed:
            self.refill()
            if not self.shown.heads:
                self._look_elsewhere()

    def _look_elsewhere(self) -> None:
        """All papers of the view were removed: look for those that it would show now."""
        if self.shown.view.days is None:
            self.shown.look_again(emptied=True)
            self.search_on()
        else:
            self.open_days(self.library.opening())

    def _more_indexed(self, whole: bool) -> None:
        """Search what was indexed meanwhile, also for what is shown."""
        self.work.run("catch up", lambda: self.shown.catch_up(whole=whole), self._look_again)

    def _look_again(self, changed: bool) -> None:
        self._caught_up(changed)
        if not self.shown.searching:
            self.keep_paper()
            self.shown.look_again()
            self.search_on()

    def settled(self) -> None:
        """Let the keys that waited have their turn."""
        self.held.release()

    # keys

    def action_verb(self, verb: str, key: str) -> None:
        """Every key of keys.py comes by here."""
        self.end_message()
        if self._was_for_menu(key):
            return
        if verb not in _BESIDE_PANEL and self.reading.leave_panel() and self._was_for_panel(verb, key):
            return
        if self.asking is not None:
            self.answered(key, shown(key))
        elif verb == "quick_tag":
            self._acting.quick_tag(key)
        else:
            self._verbs[verb]()
            self._note_refused(verb)

    def _note_refused(self, verb: str) -> None:
        """Remember the choices of a menu that did not open: the next key may be meant for it."""
        if self.asking is None and not self.box.prompt:
            self._refused = _choices(verb)

    def _was_for_menu(self, key: str) -> bool:
        """Return whether a key was typed for a menu that did not open; it must not run as a command."""
        refused = self._refused
        self._refused = frozenset()
        if shown(key) not in refused:
            return False
        self.say(f"no menu was open for {shown(key)}: press it again for its own command", "quiet")
        return True

    def _was_for_panel(self, verb: str, key: str) -> bool:
        """Return whether a key has done its work by closing the panel.

        A key too many in the passes must not act on a paper that nobody sees.
        """
        if verb in _FOR_PAPERS:
            self.say(f"{shown(key)} acts on the paper under the cursor: press it again", "quiet")
        return verb in ("back", "quit", *_FOR_PAPERS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the box is open its field has the keys, all but those that leave."""
        return action != "verb" or not self.box.prompt or parameters[0] in ("leave", "suspend")

    def on_key(self, event: events.Key) -> None:
        """A question or a menu waits for its answer: no verb sees that key."""
        self._refused = frozenset()
        if self.asking is not None:
            event.stop()
            event.prevent_default()
            self.answered(event.key, event.character or event.key)

    # list

    @on(PaperList.Moved)
    def _paper_moved(self) -> None:
        if self.papers.heading != self._heading:
            self._heading = self.papers.heading
            self.show_counts()
        self.reading.show()

    def on_click(self) -> None:
        """A click is a key, too: the message of the one before ends."""
        self.end_message()

    @on(PaperList.Chosen)
    def _paper_chosen(self) -> None:
        self.toggle_layer("-reader")

    def _select(self, select: Callable[[], None]) -> None:
        select()
        self.show_counts()

    def _page(self, pages: float) -> None:
        if self.has_class("-reader"):
            self.detail.scroll_page(1 if pages > 0 else -1)
        else:
            self.papers.page(pages)

    def _go_day(self, step: int) -> None:
        row = self.papers.next_heading(-step)
        if row is not None:
            self.papers.go_to_top(row)
            return
        day = self.shown.neighbour(step)
        if day is None:
            self.say("no older day" if step < 0 else "no newer day", "quiet")
        else:
            self.open_days((day,))

    def _filter(self, word: str) -> None:
        self.change_view(lambda: self.shown.filter(View(only=word).only), layer=word != "all")  # type: ignore[arg-type]

    def _order(self, word: str) -> None:
        self.change_view(lambda: self.shown.order(View(order=word).order), layer=False)  # type: ignore[arg-type]

    def _renew(self) -> None:
        self.change_view(self.shown.renew, layer=False)
        self._repaint()

    def _repaint(self) -> None:
        """Paint every cell: another program may have written on the terminal."""
        for widget in self.query("*"):
            widget.refresh()

    # layers

    def _back(self) -> bool:
        """One layer back; False on the plain list."""
        self.say("")
        if self.shown.awaited:
            self.end_awaited()
        elif self.papers.selected:
            self.select(frozenset())
        elif self._passes.number:
            self._passes.stop()
        elif layer := next(filter(self.has_class, ("-reader", "-zoom")), None):
            self.remove_class(layer)
            self.set_focus(self.papers)
        else:
            return self.back_place()
        return True

    def _quit(self) -> None:
        if not self._back():
            self._leave()

    def _leave(self) -> None:
        """End the program; what still waits for its turn is asked about first."""
        writing = self._writing
        if not writing.waiting or writing.leaving:
            self._fetching.leave()
            self._indexing.leave()
            self.app.exit()
        writing.leaving = True
        unsaved = many(len(writing.waiting), "unsaved action")
        self.say(f"press again to quit and lose {unsaved} (another arxtui has the library)", "asks")

    def _toggle_rows(self) -> None:
        self.papers.lines_a_paper = 3 - self.papers.lines_a_paper
        kind = "one row" if self.papers.lines_a_paper == 1 else "two rows"
        self.say(f"{kind} a paper", "quiet")

    def _show_source(self) -> None:
        self.reading.source = not self.reading.source
        self.reading.show()
        if self.reading.source:
            self.say("TeX as it stands in the listing", "quiet", lasts=True)
        else:
            self.say("")

    def _open_help(self) -> None:
        from arxtui.ui.panes.help import HelpScreen

        self.app.push_screen(HelpScreen(tuple(self.verb_of.values())), self._run_chosen)

    def _run_chosen(self, verb: str | None) -> None:
        if verb is not None:
            self.action_verb(verb, (*self.verb_of[verb].keys, "")[0])

    def _show_problems(self) -> None:
        told = [str(problem) for problem in (*self._problems, *self.library.problems)]
        if told:
            self.reading.show_panel(paper_text.problems(told))
        else:
            self.say("no problems", "quiet")
