"""The stage: the panes of the screen and what each of its parts does with them: show, say, ask, be typed into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.getters import query_one
from textual.screen import Screen

from arxtui.config import Settings
from arxtui.keys import MENUS, rebound
from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.store import Library
from arxtui.text import many
from arxtui.ui import messages
from arxtui.ui.background_work import PAUSE, SLICE, Work
from arxtui.ui.detail_content import Reading
from arxtui.ui.hint_lines import HintLines, Mode
from arxtui.ui.list_state import ListState
from arxtui.ui.menu_lines import menu_lines
from arxtui.ui.panes import render
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.panes.prompt_box import Box, Prompt
from arxtui.ui.panes.receipt import ReceiptPane
from arxtui.ui.panes.status_lines import Hints, Kind, MessageLine, ViewLine
from arxtui.ui.view_counts import COUNTED


class Workspace(Screen[None]):
    """List, detail, message line, hints or box, on one library."""

    view_line = query_one("#view", ViewLine)
    papers = query_one("#list", PaperList)
    message = query_one("#message", MessageLine)
    detail = query_one("#detail", Detail)
    receipt = query_one("#receipt", ReceiptPane)
    hints = query_one("#hints", Hints)
    box = query_one("#box", Box)

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__()
        self.library = library
        self.settings = settings
        self.shown = ListState(library, lambda: self.settings)
        self.signs = render.ASCII if settings.signs == "ascii" else render.UNICODE
        self.verb_of = {verb.id: verb for verb in rebound(settings.keys)}
        self.asking: Callable[[str], bool] | None = None
        """What the next key answers."""
        self._asking_ended: Callable[[], None] = lambda: None
        self.forget_screen: Callable[[], None] = lambda: None
        """Lets every cell of the next frame be sent; the app sets it."""
        self.is_laying_out = False
        """True between a change of the layout and the next frame: sizes are those from before."""
        self.pass_name = ""
        """Which of the two passes is under way: `pass 1 of 2`; `` = none."""
        self.indexing = ""
        """How far the library is indexed, while it is not."""
        self.earlier = (0, 0)
        """Days before those shown that have unread papers, and the number of these papers."""
        self._menu: tuple[str, Mapping[str, str]] | None = None  # label and choices
        self._lasts = False  # the message lasts until the view goes
        self._awaiting = False  # the message is that keys wait
        self._hint_lines = HintLines(self.verb_of)
        self.work = Work(self)
        """What is done between two keys."""
        self.reading = Reading(self)
        """What the detail shows."""

    def compose(self) -> ComposeResult:
        """One row, the panes, one row."""
        yield ViewLine(self.signs, id="view")
        with Container(id="panes"):
            yield PaperList(self.signs, self.settings.columns, id="list")
            yield MessageLine(self.signs, id="message")
            yield Detail(
                self.signs,
                (self.key("more"), self.key("less")),
                from_claim=self.settings.abstract == "claim",
                id="detail",
            )
            yield ReceiptPane(self.signs, id="receipt")
        yield Hints(self.signs, id="hints")
        yield Box(self._box_closed, lambda reason: self.say(reason, "error"), id="box")

    def on_resize(self, event: events.Resize) -> None:
        """Another width may need another layout."""
        self.fit(event.size.width)
        self.call_after_refresh(self.show_hints)

    def fit(self, width: int) -> None:
        """Lay the panes out for so many cells."""
        self.set_class(width < 80, "-narrow")
        self.set_class(width >= 120, "-wide")

    def search_on(self) -> None:
        """Search for a moment, show what was found, and again; a key that comes meanwhile has its turn first."""
        view = self.shown.view
        heads = self.shown.heads
        selected = self.papers.selected
        if self.shown.searching and not self.shown.awaited and self.papers.cursor:
            self.keep_paper()  # the user went to it while the rest is looked for
        news = self.shown.go_on(SLICE)
        if news and self.shown.opens:
            self._show_opened()
        elif news:
            row = self.shown.row_of(self.shown.kept) if self.shown.kept else None
            moved = row is not None and self.papers.current
            self.fill(row or 0, None if moved else 0)
            if selected and self.shown.view is view:
                self.select(self.shown.rows_of({id_at(heads, at) for at in selected}))
            self.say_found()
        if self.shown.searching:
            self.work.later("search", PAUSE, self.search_on)
        if not self.shown.awaited:
            self.settled()

    def settled(self) -> None:
        """What was asked for is shown: the keys behind it have their turn."""

    def say_found(self) -> None:
        """Say how the hits were found, and that more papers are still being indexed."""
        if self.box.error_at is not None:
            return  # the mistake is what matters
        found = self.shown.found
        told = ""
        if found is not None:
            told = found.told(searching=self.shown.searching)
        if found is not None and found.missing:
            told = f"not here: {' '.join(found.missing)} · {self.key('fetch')} fetches it"
        self.say(" · ".join(filter(None, (told, self.indexing))), "asks", lasts=True)

    def say_indexing(self, line: str) -> None:
        """Say how far the indexing is, where nothing else was said meanwhile; `` = it has ended."""
        before = self.indexing
        self.indexing = line
        if self.message.text in ("", before):
            self.say(line, "quiet", lasts=True)

    def say_aside(self, line: str) -> None:
        """Say this where nothing else is said."""
        if not self.message.text:
            self.say(line, "quiet", lasts=True)

    def say_awaited(self, keys: int = 0) -> None:
        """Say that hits are still looked for, and how many keys wait for them."""
        wait = f" · {many(keys, 'key')} waiting" if keys else ""
        does = "still searching…"
        if self.shown.awaits_order:
            does = "ordering…"
        self.say(f"{does}{wait} · {self.key('back')} goes back", "asks", lasts=True)
        self._awaiting = True

    # telling and asking

    def key(self, command: str) -> str:
        """Return the key that a command has now, for messages; without a key, its name for the palette."""
        return self.verb_of[command].first_key

    def say(self, line: str, kind: Kind = "done", then: str = "", *, lasts: bool = False) -> None:
        """Show a message, `then` at its end, until the next key.

        An error stays until the view goes, and so does what `lasts`.
        """
        if self._menu is not None and kind != "error":
            return  # its choices have the line
        self.message.say(line, kind, then)
        self._lasts = lasts or kind == "error"
        self._awaiting = False

    def end_message(self) -> None:
        """A key is pressed: the message of the one before ends, unless it lasts."""
        if not self._lasts and self.message.text:
            self.say("")

    def no_paper(self) -> None:
        """Say that there is no paper that the key could be for."""
        if self.papers.on_footer:
            self.say(messages.muted(self.shown, self.key), "quiet")
        elif self.papers.current is None:
            self.say("No paper here", "quiet")
        else:
            self.say(f"{messages.GONE} · {self.key('redraw')} refreshes the list", "error")

    def ask(
        self,
        question: str,
        answer: Callable[[str], bool],
        choices: Mapping[str, str],
        label: str = "",
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask; the next key goes to `answer`, which returns whether it is one.

        The choices, key -> word, take the last row, and the message line too where they need two.
        `ended` is called before the answer, for Esc too.
        """
        self.say(question, "asks")
        self.asking = answer
        self._asking_ended = ended
        self._menu = (label, choices)
        self.show_hints()

    def answered(self, key: str, typed: str) -> None:
        """A key for what is asked; Esc takes the question back."""
        asking = self.asking
        self.asking = None
        self._menu = None
        self._asking_ended()
        self.say("")
        self.show_hints()
        if key != "escape" and asking is not None and not asking(typed):
            self.say(f"{typed} is not a choice here", "quiet")

    def offer(
        self,
        label: str,
        choices: Mapping[str, str],
        choose: Callable[[str], object],
        counts: Mapping[str, int] | None = None,
    ) -> None:
        """Let one of these be chosen by its key; `counts` are papers by choice."""

        def answer(key: str) -> bool:
            if key not in choices:
                return False
            choose(choices[key])
            return True

        shown = {key: messages.choice(word, counts or {}) for key, word in choices.items()}
        self.ask("", answer, shown, label)

    def menu(
        self,
        verb: str,
        choose: Callable[[str], object],
        more: Iterable[str] = (),
        counts: Mapping[str, int] | None = None,
    ) -> None:
        """Offer the choices of a verb, and more by their digits."""
        choices = {**MENUS[verb], **messages.numbered(more)}
        self.offer(self.verb_of[verb].label, choices, choose, counts)

    def open_box(self, prompt: Prompt) -> None:
        """Let a text be typed, in place of the hints."""
        self.hints.display = False
        self.box.open(prompt)

    def _box_closed(self) -> None:
        self.hints.display = True
        self.set_focus(self.papers)

    def show_hints(self) -> None:
        """Show the keys that matter: a menu's, those for the selection, else those of the mode."""
        selected = len(self.papers.selected)
        if self._menu is not None:
            self._show_menu(*self._menu)
        elif selected:
            self.hints.show_first(self._hint_lines.selection(selected, self.quick()))
        else:
            self.hints.show(self._hint_lines.usual(self.quick(), self.mode()))

    def _show_menu(self, label: str, choices: Mapping[str, str]) -> None:
        """Show the choices of a menu in the last row, and in the message line if they need two."""
        lines = menu_lines(label, choices, self.size.width, self.signs)
        if len(lines) > 1:
            self.message.show_keys(lines[0])
        self.hints.show_first([lines[-1]])

    def mode(self) -> Mode:
        """Return what the user is doing, for the hints."""
        if self.reading.has_panel:
            return "panel"
        if self.has_class("-reader"):
            return "reader"
        return "list"

    def select(self, rows: frozenset[int]) -> None:
        """Select these rows of the list."""
        self.papers.selected = rows
        self.show_counts()

    def quick(self) -> dict[str, int]:
        """Tag -> its digit."""
        tags = dict.fromkeys((*self.settings.quick, *self.library.marks.tags()))
        return {tag: at for at, tag in enumerate(list(tags)[:9], 1)}

    # the list

    def fill(self, keep: int = 0, top: int | None = None) -> None:
        """Show the papers of the present view; the detail follows when the list is painted."""
        self.papers.quick = self.quick()
        self.papers.show(self._content(), keep, top)
        self.show_counts()
        self.count_watched()
        self.filled()
        self.call_after_refresh(self.reading.show)

    def _content(self) -> ListContent:
        """Return what the list shows of the present view."""
        shown = self.shown
        return ListContent(
            entries=shown.entries(),
            spans=shown.spans(),
            headings=shown.headings(),
            divider=shown.for_you.divider(shown.heads),
            levels=shown.for_you.levels(),
            reason=self.reason,
            rules=shown.rules.watched,
            known=shown.known(),
            footer=messages.muted(shown, self.key),
            empty=messages.nothing(shown, self.key),
        )

    def reason(self, paper_id: str) -> tuple[str, ...]:
        """Return why a paper stands where it stands in the order `for you`, in parts; () = no reason."""
        reason = self.shown.for_you.reason(paper_id)
        if reason is None:
            return ()
        return tuple(part.replace("…", self.signs.ellipsis) for part in reason.parts())

    def filled(self) -> None:
        """Do what follows when other papers are shown; a part of the screen may have something."""

    def show_counts(self) -> None:
        """Show the view line and the hints: both say how many papers are selected."""
        selected = len(self.papers.selected)
        place = self.shown.view.describe()
        if self.pass_name:
            place = self.pass_name + self.signs.part + place
        if self.papers.heading:
            place += self.signs.part + self.papers.heading
        self.view_line.show(
            place,
            self._counts(selected),
            self.shown.view.describe_order(),
            keep=2 if selected else 1,
        )
        self.show_row()
        self.show_hints()

    def show_row(self) -> None:
        """Show in the view line on which paper of how many the cursor is."""
        size = len(self.shown.heads)
        place = ""
        if size and not self.papers.on_footer:
            place = f"{self.papers.cursor + 1} of {size}"
        self.view_line.show_row(place)

    def _counts(self, selected: int) -> list[tuple[str, str]]:
        """Return what row 1 counts, each long and short."""
        counts = messages.counts(self.shown, selected, self.signs)
        if self.shown.view.days is not None and self.earlier[1]:
            long, short = messages.earlier(*self.earlier)
            if self.shown.view.order != "listing":
                long = short  # the name of the order needs the room
            counts.append((long, short))
        return counts

    def count_watched(self) -> None:
        """Count the watched papers of the list, between the keys."""
        if self.shown.rules.watch is not None and len(self.shown.heads) <= COUNTED:
            self.work.run("watched", self.shown.count_watched, self._watched_counted)

    def _watched_counted(self, _: int) -> None:
        self.show_counts()

    def targets(self) -> list[Head]:
        """Return the papers selected, else the one under the cursor, that are still in the library."""
        heads: list[Head] = []
        if self.papers.selected:
            heads = [self.shown.heads[row] for row in sorted(self.papers.selected)]
        elif self.papers.current is not None:
            heads = [self.papers.current.paper]
        return [head for head in heads if self.library.papers.knows(head)]

    def open_days(self, days: tuple[str, ...]) -> None:
        """Show these days, from the first unread paper on."""
        self.say("")
        self.shown.open_days(days)
        if self.shown.awaited:
            self.call_after_refresh(self.search_on)
        if not self.shown.awaited or not self.papers.current:
            self._show_opened()

    def _show_opened(self) -> None:
        """Show days that were opened."""
        if self._awaiting:
            self.say("")
        self.leave_reader()
        self.fill(self.shown.next_unread(-1, 1, wrap=False) or 0)

    def go_to_day(self, day: str) -> None:
        """Show a day; Esc comes back from it to a list of several days, to hits and to other views."""
        places = self.shown.places[:]
        if not self.shown.view.is_one_day:
            self.remember()
            places = self.shown.places[:]
        self.open_days((day,))
        self.shown.places[:] = places

    def change_view(self, change: Callable[[], None], *, layer: bool = True) -> None:
        """Show something else, which Esc comes back from (`layer`), the cursor on the same paper if it is there."""
        here = self.papers.current
        self.say("")
        if layer:
            self.remember()
        change()
        if self.shown.searching:
            self.shown.kept = here.paper.id if here else ""
            self.search_on()
        else:
            self.fill((here and self.shown.row_of(here.paper.id)) or 0)

    def end_awaited(self) -> None:
        """Look no further for what was asked for, and show again what was there before it.

        Hits of a query that was typed on the way (`ab` of `abc`) are passed over; another order or
        filter of what is shown leaves it as it is.
        """
        found_anew = self.shown.awaits_hits
        self.shown.end_search()
        places = self.shown.places
        if places and (found_anew or places[-1].heads is self.shown.heads):
            self.back_place()
        else:
            self.show_counts()
            self.say_found()

    def refill(self) -> None:
        """Show the view again after rows came or left: cursor and selection stay on their papers."""
        here = self.papers.current
        selected = self.papers.content.ids(self.papers.selected)
        cursor = self.papers.cursor
        row = self.shown.row_of(here.paper.id) if here else None
        self.fill(cursor if row is None else row, self.papers.top)
        self.papers.selected = self.shown.rows_of(selected)
        self.show_counts()

    def remember(self) -> None:
        """Keep the present place for Esc."""
        self.shown.remember(self.papers.cursor, self.papers.top)

    def back_place(self) -> bool:
        """Show the last place again; False when there is none."""
        place = self.shown.back()
        if place is None:
            return False
        self.say("")
        if place.view.days and place.view.only == "all" and not place.heads:
            self.open_days(self.library.papers.opening_days())  # its papers were removed meanwhile
        else:
            self.fill(place.cursor, place.top)
        return True

    def keep_paper(self) -> None:
        """The cursor is to stay on this paper while hits change."""
        here = self.papers.current
        self.shown.kept = here.paper.id if here else ""

    # layers

    def change_layers(self, add: str = "", remove: Iterable[str] = ()) -> None:
        """Show a layer (`-reader`, `-zoom`, `-receipt`) or none of it any more."""
        before = self.classes
        self.remove_class(*remove)
        if add:
            self.add_class(add)
        if self.classes != before:
            self.is_laying_out = True
            self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        self.is_laying_out = False
        self.settled()

    def toggle_layer(self, name: str) -> None:
        """The reader or the zoom, and back."""
        if not self.shown.heads:
            self.no_paper()
            return
        if self.has_class(name):
            self.change_layers(remove=[name])
        else:
            self.change_layers(add=name)
        if self.has_class("-reader"):
            self.reading.look_for_companion()
        else:
            self.set_focus(self.papers)

    def leave_reader(self) -> None:
        """Show the list again."""
        self.change_layers(remove=["-reader", "-receipt"])
        self.set_focus(self.papers)
        self.show_hints()
