"""The screen: composes the panes, owns every verb, and with its parts shown, acts and out alone calls Library.

The table in MainScreen.__init__ ties each verb of keys.py to a method; a test holds the two together.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer

from arxtui import cite, facts
from arxtui.config import Settings
from arxtui.keys import MENUS, VERBS, Verb, rebound, shown
from arxtui.model import Head, Problem
from arxtui.store import Busy, Library, NotOnDisk, Receipt
from arxtui.ui import out, render, words
from arxtui.ui.acts import Acts, Told
from arxtui.ui.box import Box, Complete
from arxtui.ui.detail import Detail
from arxtui.ui.lines import Hints, Kind, MessageLine, ViewLine
from arxtui.ui.paper_list import PaperList
from arxtui.ui.shown import Shown
from arxtui.ui.tagging import Tagging
from arxtui.view import Only, View, day_name

if TYPE_CHECKING:
    from arxtui.search import Steps

_HINTS = ("done", "later", "star", "tag", "undo", "export", "search", "help")
_ENDINGS = {"bibtex": ".bib", "json": ".jsonl", "listing": ".md"}
_NONE: Mapping[str, str] = MappingProxyType({})
_CROWD = 12  # authors that `a` looks for
_WRITING = 0.3  # seconds in which silence means on disk
_SLICE = 0.008  # seconds of searching between two looks at the keys
_PAUSE = 0.002  # seconds between slices of work
_REST = 0.15  # seconds on a paper before its authors are looked up
_BEHIND = 2_000  # acts that marks.json may lack before it is written, else at the end
_AGAIN = 0.2  # seconds between tries while another process holds the library
_POLL = 1.0  # seconds between looks at what other processes did


def bindings(verbs: Sequence[Verb]) -> list[BindingType]:
    """The keys of the verbs. A printable one opens the box before the next letter is looked at: none gets lost."""
    return [
        Binding(
            key, f"verb('{verb.id}', '{key}')", verb.label, show=False, id=f"{verb.id}.{key}",
            priority=len(shown(key)) == 1 and shown(key) not in "↑↓←→",
        )
        for verb in verbs
        for key in verb.keys
    ]  # fmt: skip


class MainScreen(Screen[None]):
    """List, detail, message line, hints or box."""

    BINDINGS = bindings(VERBS)

    view_line = query_one("#view", ViewLine)
    papers = query_one("#list", PaperList)
    message = query_one("#message", MessageLine)
    detail = query_one("#detail", Detail)
    hints = query_one("#hints", Hints)
    box = query_one("#box", Box)

    def __init__(self, library: Library, settings: Settings, problems: Sequence[Problem], query: str) -> None:
        super().__init__()
        self._library = library
        self._settings = settings
        self._problems = tuple(problems)
        self._query = query
        self._verb_of = {verb.id: verb for verb in rebound(settings.keys)}
        self._pass = 0  # which of the two passes is under way; the piles say how far it is
        self._passing: tuple[float, list[str]] = (0.0, [])
        self._source = False
        self._panel: Content | None = None
        self._signs = render.ASCII if settings.signs == "ascii" else render.UNICODE
        self._shown = Shown(library)
        self._acts = Acts(library)
        self._asking: Callable[[str], bool] | None = None
        self._waiting: list[Callable[[], Told]] = []
        self._leaving = False
        self._boxed = ""
        self._kept = ""  # the paper that the cursor keeps while hits change; `` = the best one
        self._earlier: list[str] = []
        self._stars: tuple[str, dict[str, tuple[int, int]]] = ("", {})
        self._recalled = 0
        self._soon: dict[str, Timer] = {}
        self._tagging: Tagging | None = None
        self._batch = library.batch()
        self._warming: Iterator[None] | None = None
        self._reading = False
        self._verbs: dict[str, Callable[[str], object]] = {
            "next": lambda _: self._move(1), "previous": lambda _: self._move(-1),
            "first": lambda _: self.papers.go(0), "last": lambda _: self.papers.go(len(self._shown.heads) - 1),
            "half_down": lambda _: self._page(0.5), "half_up": lambda _: self._page(-0.5),
            "page_down": lambda _: self._page(1), "page_up": lambda _: self._page(-1),
            "more": lambda _: self.detail.scroll_page(1), "less": lambda _: self.detail.scroll_page(-1),
            "next_unread": lambda _: self._go_unread(1), "previous_unread": lambda _: self._go_unread(-1),
            "older": lambda _: self._go_day(-1), "newer": lambda _: self._go_day(1),
            "calendar": lambda _: self._when_read(self._open_calendar),
            "reader": lambda _: self._toggle_class("-reader"), "zoom": lambda _: self._toggle_class("-zoom"),
            "done": lambda _: self._verdict("read"), "later": lambda _: self._verdict("later"),
            "star": lambda _: self._toggle("star", "starred", "unstarred"),
            "toggle_read": lambda _: self._toggle("read", "read", "unread"), "catch_up": lambda _: self._catch_up(),
            "all_read": lambda _: self._ask_all_read(), "tag": lambda _: self._open_tags(),
            "quick_tag": self._quick_tag, "again": lambda _: self._act(partial(self._acts.again, self._targets())),
            "note": lambda _: self._edit_note(), "select": lambda _: self._select(self.papers.select),
            "range": lambda _: self._select(self.papers.select_range),
            "undo": lambda _: self._step(self._acts.undo), "redo": lambda _: self._step(self._acts.redo),
            "search": lambda _: self._when_read(self._open_search),
            "filter": lambda _: self._menu("filter", self._filter),
            "view": lambda _: self._menu("view", self._view_all, _numbered(self._settings.searches)),
            "order": lambda _: self._menu("order", self._order),
            "authors": lambda _: self._when_read(self._same_authors),
            "keep_search": lambda _: self._open_keep_search(),
            "page": lambda _: self._browse("abs"), "pdf": lambda _: self._browse("pdf"),
            "link": lambda _: self._choose_link(),
            "copy": lambda _: self._menu("copy", self._copy) if self._targets() else self._no_paper(),
            "export": lambda _: self._export(),
            "export_shown": lambda _: self._menu("export_shown", self._export_shown),
            "passes": lambda _: self._two_passes(), "source": lambda _: self._show_source(),
            "problems": lambda _: self._show_problems(),
            "palette": lambda _: self._open_help(), "help": lambda _: self._open_help(),
            "redraw": lambda _: self._renew(), "back": lambda _: self._back(), "quit": lambda _: self._quit(),
            "leave": lambda _: self._leave(), "suspend": lambda _: self.app.action_suspend_process(),
        }  # fmt: skip

    # composition

    def compose(self) -> ComposeResult:
        """One row, the panes, one row."""
        signs = self._signs
        yield ViewLine(signs, id="view")
        with Container(id="panes"):
            yield PaperList(signs, self._settings.columns, id="list")
            yield MessageLine(signs, id="message")
            yield Detail(signs, id="detail")
        yield Hints(signs, id="hints")
        yield Box(id="box")

    def on_mount(self) -> None:
        """Fill the list before the first frame; what can wait comes after it."""
        self._fit(self.app.size.width)
        self.set_class(self._signs is render.ASCII, "-ascii")
        self._show_hints()
        self._mark_watched()
        self._open_days(self._library.opening())
        if self._query:
            self._show_search(self._query)
        told = [*self._problems, *self._library.problems]
        if self._library.readonly:
            self._say(f"read-only: {self._library.readonly}", "error")
        elif told:
            self._say(f"{len(told)} problems (!) · {told[0]}", "error")
        elif self._batch is not None and self._batch.examples:
            self._say("these are examples · arxtui load FILE brings your own · ? help", "quiet")
        self.set_interval(_POLL, self._look_around)
        self._reading = self._library.readonly is None and self._library.catalogue.stale()
        if self._reading:
            self.call_after_refresh(self._tidy)
        self.app.app_resume_signal.subscribe(self, lambda _: self._repaint())

    @work(thread=True, group="tidy")
    def _tidy(self) -> None:
        self._library.tidy()
        self.app.call_from_thread(self._tidied)

    def _tidied(self) -> None:
        self._reading = False
        self._say("the library is read", "quiet")

    def _when_read(self, verb: Callable[[], None]) -> None:
        """Do what needs all papers in short, unless those are still being read."""
        if self._reading:
            self._say("reading the library after an unfinished load · again in a moment", "asks")
        else:
            verb()

    def on_resize(self, event: events.Resize) -> None:
        """Another width may need another layout."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        self.set_class(width < 80, "-narrow")
        self.set_class(width >= 120, "-wide")

    # keys

    def action_verb(self, verb: str, key: str) -> None:
        """Every key of keys.py comes by here."""
        if self._panel:
            self._panel = None
            self._show_detail()
        while self._shown.awaited:  # this key is for what the one before it asked for
            self._search_on(math.inf)
        if self._asking is not None:
            self._answer(key, shown(key))
        else:
            self._verbs[verb](key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the box is open its field has the keys, all but those that leave."""
        return action != "verb" or not self._boxed or parameters[0] in ("leave", "suspend")

    def on_key(self, event: events.Key) -> None:
        """A question or a menu waits for its answer: no verb sees that key."""
        if self._asking is not None:
            event.stop()
            event.prevent_default()
            self._answer(event.key, event.character or event.key)

    def _answer(self, key: str, typed: str) -> None:
        asking, self._asking = self._asking, None
        if key == "escape":
            self._say("")
        elif asking is not None and not asking(typed):
            self._say(f"{typed} is none of these", "quiet")

    def _ask(self, question: str, answer: Callable[[str], bool]) -> None:
        self._asking = answer
        self._say(question, "asks")

    def _menu(self, verb: str, choose: Callable[[str], object], more: Mapping[str, str] = _NONE) -> None:
        self._offer(self._verb_of[verb].label, {**MENUS[verb], **more}, choose)

    def _offer(self, label: str, choices: Mapping[str, str], choose: Callable[[str], object]) -> None:

        def answer(key: str) -> bool:
            if key not in choices:
                return False
            self._say("")
            choose(choices[key])
            return True

        self._ask(words.menu(label, choices), answer)

    # telling

    def _say(self, line: str, kind: Kind = "done", then: str = "") -> None:
        self.message.right = then
        self.message.say(line, kind)

    def _no_paper(self) -> None:
        self._say("No paper here", "quiet")

    def _show_hints(self) -> None:
        quick = [(str(at), tag) for tag, at in self._quick().items()]
        pairs = [(shown(verb.keys[0]), verb.label) for one in _HINTS if (verb := self._verb_of[one]).keys]
        self.hints.show([*pairs[:4], *quick, *pairs[4:]])

    def _show_counts(self) -> None:
        shown = self._shown
        chosen = f" · {len(self.papers.selected)} selected" if self.papers.selected else ""
        self.view_line.show(
            words.place(shown) + chosen, (shown.found and shown.found.told()) or shown.view.describe_order()
        )

    # the list

    def _fill(self, keep: int = 0, top: int | None = None) -> None:
        """Show the papers of the present view; the detail follows when the list is painted."""
        shown = self._shown
        self.papers.quick = self._quick()
        self.papers.empty = words.nothing(shown)
        self.papers.show(shown.entries(), keep, top, shown.spans())
        self._show_counts()
        self.call_after_refresh(self._show_detail)

    def _quick(self) -> dict[str, int]:
        tags = dict.fromkeys((*self._settings.quick, *self._library.tags()))
        return {tag: at for at, tag in enumerate(list(tags)[:9], 1)}

    def _open_days(self, days: tuple[str, ...]) -> None:
        self._shown.open_days(days)
        self._leave_layers()
        first = self._shown.next_unread(-1, 1, wrap=False)
        self._fill(first or 0)

    def _leave_layers(self) -> None:
        self.remove_class("-reader")
        self.set_focus(self.papers)

    @on(PaperList.Moved)
    def _paper_moved(self) -> None:
        self._show_detail()

    @on(PaperList.Chosen)
    def _paper_chosen(self) -> None:
        self._toggle_class("-reader")

    def _show_detail(self, *, counted: bool = False) -> None:
        entry = self.papers.current
        head = entry.paper if entry else None
        paper = self._library.papers_of([head.id], head.file).get(head.id) if head else None
        if paper is None or self._panel:
            self.detail.show(self._panel)
            return
        whole = self._library.entries([paper.id])[0]
        stars = self._stars[1] if self._stars[0] == paper.id else {}
        rules = self._shown.watching(head) if head and self._shown.rules else ()
        beside = render.Beside(stars, self._shown.spans(), rules, self._source)
        self.detail.show(render.paper(whole, facts.lift(paper), beside, self._signs), stay=counted)
        if not counted and self._library.count("star"):
            steps = self._shown.finder().starred_by(paper.authors[: render.NAMES])
            self._later("stars", _REST, partial(self._count_stars, paper.id, steps))

    def _count_stars(self, one: str, steps: Steps[dict[str, tuple[int, int]]]) -> None:
        """Look up how many papers of these authors are starred, while the paper is looked at."""
        until = time.monotonic() + _SLICE
        while (here := self.papers.current) and here.paper.id == one:
            if time.monotonic() > until:
                self._later("stars", _PAUSE, partial(self._count_stars, one, steps))
                return
            try:
                next(steps)
            except StopIteration as end:
                if self._stars != (one, end.value):
                    self._stars = (one, end.value)
                    self._show_detail(counted=True)
                return

    def _targets(self) -> list[Head]:
        """The papers selected, else the one under the cursor."""
        entry = self.papers.current
        chosen = sorted(self.papers.selected)
        return [self._shown.heads[row] for row in chosen] if chosen else [entry.paper] if entry else []

    def _select(self, select: Callable[[], None]) -> None:
        select()
        self._show_counts()

    def _move(self, by: int) -> None:
        self.papers.move(by)

    def _page(self, pages: float) -> None:
        if self.has_class("-reader"):
            self.detail.scroll_page(1 if pages > 0 else -1)
        else:
            self.papers.page(pages)

    def _go_unread(self, step: int) -> None:
        row = self._shown.next_unread(self.papers.cursor, step, wrap=True)
        if row is None:
            self._say_finished()
        else:
            self.papers.go(row)

    def _go_day(self, step: int) -> None:
        day = self._shown.neighbour(step)
        if day is None:
            self._say("no older day" if step < 0 else "no newer day", "quiet")
        else:
            self._open_days((day,))

    def _toggle_class(self, name: str) -> None:
        if not self._shown.heads:
            self._no_paper()
            return
        self.toggle_class(name)
        if not self.has_class("-reader"):
            self.set_focus(self.papers)

    # acts

    def _act(self, act: Callable[[], Told], *, needs_paper: bool = True) -> Told | None:
        """Do it, tell it, repaint what it changed; None when it is not on disk."""
        if needs_paper and not self._targets():
            self._no_paper()
            return None
        if self._waiting:
            self._waiting.append(act)
            return None
        try:
            told = act()
        except Busy as why:
            self._waiting.append(act)
            if not self._leaving:
                self._say(f"waiting for another arxtui ({why}) · this is done when it lets go", "asks")
            self.set_timer(_AGAIN, self._act_again)
            return None
        except NotOnDisk as why:
            self._say(f"NOT ON DISK: {why}", "error")
            return None
        self._leaving = False
        self._say(told.line, then=told.then)
        self._marks_changed(set(told.ids))
        if told.receipt is not None:
            self.set_timer(_WRITING, partial(self._watch, told.receipt))
        return told

    def _act_again(self) -> None:
        """Do what waited, in order."""
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self._act(act, needs_paper=False)

    def _step(self, step: Callable[[], Told]) -> None:
        """Undo or redo, and show the paper it was about."""
        told = self._act(step, needs_paper=False)
        if told is not None and len(told.ids) == 1 and (row := self._shown.row_of(next(iter(told.ids)))) is not None:
            self.papers.go(row)

    def _watch(self, receipt: Receipt) -> None:
        """Say nothing while the line is on its way for a moment, then say so."""
        if receipt.error is not None:
            self._say(f"NOT ON DISK: {receipt.error} · the same key tries again", "error")
        elif not receipt.settled():
            self._say("writing…", "asks")
            self.set_timer(_WRITING, partial(self._watch, receipt))
        elif self.message.text == "writing…":
            self._say("")

    def _marks_changed(self, ids: set[str]) -> None:
        if not ids:
            return
        tags = self._quick()
        self._shown.changed(ids)
        here = self.papers.current
        if tags != self.papers.quick or ids != {here.paper.id if here else None}:
            self.papers.quick = tags
            self.papers.changed_all()
            self._show_hints()
        else:
            self.papers.changed([self.papers.cursor])
        self._show_counts()
        if here and here.paper.id in ids:
            self._show_detail()

    def _verdict(self, pile: str) -> None:
        heads = self._targets()
        told = self._act(lambda: self._acts.set(heads, {"pile": pile}, pile))
        if told is None:
            return
        if self._pass and self._go_on(heads):
            return
        row = self._shown.next_unread(self.papers.cursor, 1, wrap=False)
        if self._settings.after == "stay":
            return
        if row is not None:
            self.papers.go(row)
        elif not self._shown.counts.unread:
            self._say_finished()
        else:
            self._say(f"Last row · {self._shown.counts.unread} unread above (n)")

    def _say_finished(self) -> None:
        day = self._shown.neighbour(-1)
        self._say(words.finished(self._shown, (day, self._library.unread(day)) if day is not None else None))

    def _toggle(self, name: str, word: str, unword: str) -> None:
        heads = self._targets()
        self._act(lambda: self._acts.toggle(heads, name, word=word, unword=unword))

    def _quick_tag(self, key: str) -> None:
        tag = next((tag for tag, digit in self._quick().items() if str(digit) == key), None)
        if tag is None:
            self._say(f"no tag on {key} yet · t makes one", "quiet")
        else:
            self._toggle(f"#{tag}", f"tag {tag}", f"untag {tag}")

    def _catch_up(self) -> None:
        heads = [self._shown.heads[row] for row in self._shown.unread_rows(self.papers.cursor)]
        if heads:
            self._act(lambda: self._acts.set(heads, {"pile": "read"}, "read", keep=False))
        else:
            self._say("nothing unread here and above", "quiet")

    def _ask_all_read(self) -> None:
        heads = [self._shown.heads[row] for row in self._shown.unread_rows()]

        def answer(key: str) -> bool:
            if key == "y":
                self._act(lambda: self._acts.set(heads, {"pile": "read"}, "read", keep=False))
            else:
                self._say("nothing changed", "quiet")
            return True

        if heads:
            self._ask(f"mark {len(heads)} unread papers as read?  y yes  n no", answer)
        else:
            self._say_finished()

    # search, filter, views

    def _open_search(self) -> None:
        here = self.papers.current
        self._kept, self._recalled = here.paper.id if here else "", 0
        self._shown.remember(self.papers.cursor, self.papers.top)
        self._leave_layers()
        self._open_box("search", "/", "", self._complete)
        if self._warming is None:
            self._warming = self._shown.warm()
            self._warm()

    def _show_search(self, text: str, name: str = "") -> None:
        """Show what a query finds, as a view to come back from."""
        self._kept = ""
        self._shown.remember(self.papers.cursor, self.papers.top)
        self._leave_layers()
        self._search(text, name)

    def _same_authors(self) -> None:
        """Show all papers of the authors of this one; of a crowd the first."""
        heads = self._targets()
        if not heads:
            self._no_paper()
            return
        names = [name.replace('"', "") for name in heads[0].authors.split(", ")]
        query = " OR ".join(f'au:"{name}"' for name in names[:_CROWD])
        self._show_search(query, f"papers of {cite.short(names)}")

    def _later(self, what: str, seconds: float, do: Callable[[], None]) -> None:
        """Go on with something after a moment; of each there is one at a time."""
        if what in self._soon:
            self._soon[what].stop()
        self._soon[what] = self.set_timer(seconds, do)

    def _warm(self) -> None:
        """Ready the search for typos between the keys."""
        until = time.monotonic() + _SLICE
        while self._warming is not None and time.monotonic() < until:
            try:
                next(self._warming)
            except StopIteration:
                return
        self.set_timer(_PAUSE, self._warm)

    def _complete(self, text: str) -> list[str]:
        """Texts that the query may become, told in the message line."""
        from arxtui.query import complete

        def values(field: str, typed: str) -> Iterable[str]:
            return self._library.tags() if field == "tag" else self._shown.finder().values(field, typed)

        start, known = complete(text, values)
        self._say(" · ".join(known) or "nothing known begins like this", "quiet")
        return [start + one for one in known]

    def _open_box(self, what: str, label: str, text: str, complete: Complete | None = None) -> None:
        self._boxed = what
        self.hints.display = False
        self.box.open(label, text, complete)

    def _close_box(self) -> None:
        self._boxed = ""
        self.box.close()
        self.hints.display = True
        self.set_focus(self.papers)

    @on(Box.Changed)
    def _box_changed(self, event: Box.Changed) -> None:
        if self._boxed == "search":
            self._search(event.text)
        elif self._tagging is not None and self._boxed == "tags":
            self._say(self._tagging.near(event.text), "quiet")

    def _search(self, text: str, name: str = "") -> None:
        from arxtui.query import QueryError, parse

        self.box.error_at = None
        try:
            query = parse(text)
        except QueryError as why:
            self._shown.end_search()
            self.box.error_at = why.place
            self._say(why.reason, "error")
            return
        if query.plain and not query.words:
            place = self._shown.places[-1]
            self._shown.back()
            self._shown.remember(place.cursor, place.top)
            self._fill(place.cursor, place.top)
            self._say("")
            return
        self._shown.search(query, name)
        self._search_on()

    def _search_on(self, seconds: float = _SLICE) -> None:
        """Search for a moment, show what was found, and again; a key that comes meanwhile has its turn first."""
        if self._shown.go_on(seconds):
            row = self._shown.row_of(self._kept) if self._kept else None
            moved = self._kept and self.papers.current and row is not None
            self._fill(row or 0, None if moved else 0)
            self._say(self._shown.found.told() if self._shown.found else "", "asks")
        if self._shown.searching:
            self._later("search", _PAUSE, self._search_on)

    @on(Box.Submitted)
    def _box_submitted(self, event: Box.Submitted) -> None:
        what = self._boxed
        self._close_box()
        if what == "search":
            self._searched(event.text)
        elif what == "tags" and self._tagging is not None:
            self._set_tags(self._tagging, event.text)
        elif what == "bib":
            self._export_to(event.text)
        elif what.startswith("export "):
            self._deliver(event.text, what[7:], self._chosen() or [head.id for head in self._shown.heads])
        elif name := event.text.strip():
            self._named(what, name)

    def _searched(self, text: str) -> None:
        """Keep the hits as a view; the next key is for them, so they have to be there."""
        while self._shown.awaited:
            self._search_on(math.inf)
        if self._shown.found is None:
            self._shown.places.pop()
        else:
            self._earlier = [*(one for one in self._earlier if one != text), text]

    @on(Box.Recalled)
    def _box_recalled(self, event: Box.Recalled) -> None:
        """Put an earlier query, or a later one again, into the box."""
        self._recalled = max(0, min(self._recalled + event.by, len(self._earlier)))
        if self._boxed == "search":
            self.box.type([*self._earlier, ""][-1 - self._recalled])

    @on(Box.Dismissed)
    def _box_dismissed(self) -> None:
        what = self._boxed
        self._close_box()
        self._say("")
        if what == "search":
            self._back_place()

    @on(Box.Stepped)
    def _box_stepped(self, event: Box.Stepped) -> None:
        self.papers.move(event.by)
        here = self.papers.current
        self._kept = here.paper.id if here else ""

    def _back_place(self) -> bool:
        place = self._shown.back()
        if place is not None:
            self._fill(place.cursor, place.top)
        return place is not None

    def _back(self) -> bool:
        """One layer back; False on the plain list."""
        self._say("")
        if self.papers.selected:
            self.papers.selected = frozenset()
            self._show_counts()
            return True
        if self._pass:
            self._leave_passes()
            return True
        for layer in ("-reader", "-zoom"):
            if self.has_class(layer):
                self.remove_class(layer)
                self.set_focus(self.papers)
                return True
        return self._back_place()

    def _quit(self) -> None:
        if not self._back():
            self._leave()

    def _leave(self) -> None:
        """End the program; what still waits for its turn is asked about first."""
        if not self._waiting or self._leaving:
            self.app.exit()
        self._leaving = True
        self._say(f"the same key again leaves without {len(self._waiting)} acts that wait for another arxtui", "asks")

    def _change_view(self, change: Callable[[], None], *, layer: bool = True) -> None:
        here = self.papers.current
        if layer:
            self._shown.remember(self.papers.cursor, self.papers.top)
        change()
        self._fill((here and self._shown.row_of(here.paper.id)) or 0)

    def _filter(self, word: str) -> None:
        self._change_view(lambda: self._shown.filter(View(only=word).only), layer=word != "all")  # type: ignore[arg-type]

    def _view_all(self, word: str) -> None:
        if word in self._settings.searches:
            self._when_read(partial(self._show_search, self._settings.searches[word], word))
            return
        self._when_read(partial(self._open_all, View(only=word).only))  # type: ignore[arg-type]

    def _open_all(self, only: Only) -> None:
        here = self.papers.current
        self._kept = here.paper.id if here else ""
        self._change_view(lambda: self._shown.open_all(only))
        self._search_on()

    def _order(self, word: str) -> None:
        self._change_view(lambda: self._shown.order(View(order=word).order), layer=False)  # type: ignore[arg-type]

    def _renew(self) -> None:
        self._change_view(self._shown.renew, layer=False)
        self._repaint()

    def _repaint(self) -> None:
        """Paint every cell: another program may have written on the terminal."""
        for widget in self.query("*"):
            widget.refresh()

    # tags

    def _open_tags(self) -> None:
        heads = self._targets()
        if not heads:
            self._no_paper()
            return
        self._tagging = Tagging(self._library, heads, self._quick())
        self._open_box("tags", "tags:", self._tagging.text(), self._tagging.complete)
        self._say(self._tagging.near(""), "quiet")

    def _set_tags(self, tagging: Tagging, text: str) -> None:
        try:
            fields = tagging.fields(text)
        except ValueError as why:
            self._say(str(why), "error")
            return
        if not fields:
            self._say("tags as they were", "quiet")
            return
        said = ", ".join(f"{'tag' if on else 'untag'} {name[1:]}" for name, on in fields.items())
        self._act(lambda: self._acts.set(tagging.heads, fields, said))

    # out

    def _browse(self, kind: str) -> None:
        papers = self._library.papers_of([head.id for head in self._targets()])
        for paper in papers.values():
            self._open_page(paper.abs_url if kind == "abs" else paper.pdf_url)
        if not papers:
            self._no_paper()

    @work(thread=True, group="browser")
    def _open_page(self, url: str) -> None:
        opened = out.browse(url)
        self.app.call_from_thread(self._page_opened, url, opened)

    def _page_opened(self, url: str, opened: bool) -> None:
        if opened:
            self._say(f"opened {url}")
        else:
            self.app.copy_to_clipboard(url)
            self._say(f"no browser here · to the clipboard: {url}")

    def _copy(self, what: str) -> None:
        entries = self._library.entries([head.id for head in self._targets()])
        texts = [out.copied(entry, what, self._library.keys()) for entry in entries]
        self.app.copy_to_clipboard("\n".join(texts))
        told = f"{len(texts)} papers" if len(texts) > 1 else entries[0].paper.title if what == "BibTeX" else texts[0]
        self._say(f"{what} sent to the clipboard: {told}")

    def _export(self) -> None:
        if self._settings.bib:
            self._deliver(self._settings.bib, "bibtex", self._chosen() or self._library.starred())
        else:
            self._open_box("bib", "append starred papers to:", "~/arxtui.bib")
            self._say("asked once, then kept in the settings · Enter exports · Esc leaves it", "asks")

    def _chosen(self) -> list[str]:
        return [head.id for head in self._targets()] if self.papers.selected else []

    def _export_to(self, text: str) -> None:
        if self._deliver(text, "bibtex", self._chosen() or self._library.starred()):
            self._settings = replace(self._settings, bib=text.strip())
            self._keep("bib", text.strip())

    def _export_shown(self, format_: str) -> None:
        count = len(self.papers.selected) or len(self._shown.heads)
        self._open_box(f"export {format_}", f"{count} papers as {format_} to:", f"~/arxtui{_ENDINGS[format_]}")
        self._say("a .bib is added to, other files must be new · Enter exports · Esc back", "asks")

    def _deliver(self, target: str, format_: str, ids: Sequence[str]) -> bool:
        if not ids:
            self._say("no starred papers yet · s stars one", "quiet")
            return False
        path = Path(target.strip()).expanduser()
        try:
            self._say(out.deliver_to(path, format_, self._settings.style, self._library.entries(ids)))
        except (OSError, ValueError) as why:
            reason = why.strerror if isinstance(why, OSError) else str(why)
            self._say(f"NOT ON DISK: {path}: {reason}", "error")
            return False
        return True

    def _keep(self, name: str, value: str, table: str = "") -> None:
        """Write a setting; where that fails it holds until the end."""
        try:
            out.keep(name, value, table)
        except OSError as why:
            self._say(f"holds until the end: the settings could not be written: {why.strerror}", "error")

    def _choose_link(self) -> None:
        papers = self._library.papers_of([head.id for head in self._targets()[:1]])
        links = [link for paper in papers.values() for link in facts.lift(paper).links[:9]]
        if links:
            self._offer("link", _numbered(links), self._open_page)
        else:
            self._say("no links in comment and abstract", "quiet")

    def _edit_note(self) -> None:
        heads = self._targets()
        if not heads:
            self._no_paper()
            return
        old = new = self._library.mark(heads[0].id).note or ""
        failed: Exception | None = None
        try:
            with self.app.suspend():  # which does not end when something is raised in it
                try:
                    new = out.edit(old)
                except (OSError, ValueError) as why:
                    failed = why
        except SuspendNotSupported as why:
            failed = why
        if failed:
            self._say(f"no note: {failed}", "error")
        elif new == old:
            self._say("the note is as it was", "quiet")
        else:
            self._act(
                lambda: self._acts.set(heads[:1], {"note": new or None}, "noted" if new else "note removed", keep=False)
            )

    def _open_keep_search(self) -> None:
        if self._shown.view.found:
            self._menu("keep_search", self._keep_search)
        else:
            self._say("search first (/): w keeps the search that is shown", "quiet")

    def _keep_search(self, what: str) -> None:
        self._open_box(what, f"{what} {self._shown.view.found} · its name:", self._shown.view.found[:20])

    def _named(self, what: str, name: str) -> None:
        """Keep the search that is shown under a name."""
        query, table = self._shown.view.found, "watch" if what == "watch rule" else "searches"
        kept = {**(self._settings.watch if table == "watch" else self._settings.searches), name: query}
        self._settings = replace(self._settings, **{table: kept})  # type: ignore[arg-type]
        self._mark_watched()
        self._say(f"{what} {name}: {query}" + ("" if table == "watch" else f" · V {min(len(kept), 9)} shows it"))
        self._keep(name, query, table)

    def _mark_watched(self) -> None:
        """Mark the papers for which a watch rule holds."""
        if self._settings.watch:
            from arxtui.query import parse

            self._shown.rules = {name: parse(f"({query})") for name, query in self._settings.watch.items()}
            self.papers.watched = lambda head: bool(self._shown.watching(head))
            self.papers.changed_all()

    # calendar, passes

    def _open_calendar(self) -> None:
        from arxtui.ui.calendar import Calendar, CalendarScreen

        days = [day for day in self._library.days() if day]
        if not days:
            self._say("no days yet · arxtui load FILE brings some", "quiet")
            return
        here = self._shown.view.days
        day = here[0] if here and here[0] else days[0]
        counts = lru_cache(None)(self._library.unread_by_day)
        calendar = Calendar(counts, days, day, ascii_=self._signs is render.ASCII)
        self.app.push_screen(CalendarScreen(calendar), lambda day: self._open_days((day,)) if day else None)

    def _two_passes(self) -> None:
        """Titles while papers are unread, then those put by at length, then the end; in the middle: leave it."""
        if self._pass:
            self._leave_passes()
        else:
            self._passing = (time.monotonic(), [head.id for head in self._shown.heads])
            self._next_pass()

    def _next_pass(self) -> None:
        shown = self._shown
        first = shown.next_unread(-1, 1, wrap=False)
        if self._pass == 0 and first is not None:
            self._pass = 1
            self.remove_class("-reader")
            self.add_class("-zoom")
            self.papers.go(first)
            self._say(f"first pass, titles: {shown.counts.unread} unread · d done  b later  s star  T leaves", "asks")
            return
        shown.remember(self.papers.cursor, self.papers.top)
        self.remove_class("-zoom")
        if self._pass < 2 and shown.open_later():
            self._pass = 2
            self.add_class("-reader")
            self._fill()
            self._say(f"second pass: {len(shown.heads)} later · d done  b still later  s star  T leaves", "asks")
        else:
            shown.places.pop()
            seconds = time.monotonic() - self._passing[0]
            told = words.passed([self._library.mark(one) for one in self._passing[1]], seconds)
            self._leave_passes()
            self._show_panel(Content(told))

    def _go_on(self, heads: Sequence[Head]) -> bool:
        """After a verdict: the next paper of this pass, or the next pass; False leaves it to the verdict."""
        if self._pass == 1 and self._shown.counts.unread:
            return False
        row = self._shown.row_of(heads[-1].id)
        if self._pass == 2 and row is not None and row + 1 < len(self._shown.heads):
            self.papers.go(row + 1)
        else:
            self._next_pass()
        return True

    def _leave_passes(self) -> None:
        self.remove_class("-reader", "-zoom")
        if self._pass == 2:
            self._back_place()
        self._pass = 0
        self.set_focus(self.papers)
        self._say("the passes are left · T goes on where the piles are", "quiet")

    def _show_source(self) -> None:
        self._source = not self._source
        self._show_detail()
        self._say("TeX as it stands in the listing" if self._source else "", "quiet")

    # help, problems, the world

    def _open_help(self) -> None:
        from arxtui.ui.help import HelpScreen

        self.app.push_screen(HelpScreen(tuple(self._verb_of.values())), self._run_chosen)

    def _run_chosen(self, verb: str | None) -> None:
        if verb is not None:
            self.action_verb(verb, (*self._verb_of[verb].keys, "")[0])

    def _show_problems(self) -> None:
        told = [str(problem) for problem in (*self._problems, *self._library.problems)]
        if not told:
            self._say("no problems", "quiet")
            return
        self._show_panel(render.problems(told))

    def _show_panel(self, content: Content) -> None:
        """Show this in place of a paper, until the next key."""
        self._panel = content
        self.add_class("-reader")
        self._show_detail()

    def _look_around(self) -> None:
        """Show what other processes and machines did."""
        try:
            self._marks_changed(self._library.refresh())
        except OSError as why:
            self._say(f"the journals cannot be read: {why.strerror or why}", "error")
        if self._library.behind >= _BEHIND:
            self._library.save_marks()
        batch = self._library.batch()
        if batch != self._batch:
            self._batch = batch
            here, top = self.papers.current, self.papers.top
            changed = self._shown.papers_came()
            if not self._shown.heads and self._shown.view.days is not None:
                self._open_days(self._library.opening())
            elif changed:
                self._fill((here and self._shown.row_of(here.paper.id)) or 0, top)
            if batch:
                newest = day_name(batch.days[0]) if batch.days else ""
                self._say(f"{batch.papers} new papers came · {newest}" if newest else "papers left the library")


def _numbered(values: Iterable[str]) -> dict[str, str]:
    """The first nine, by the digit that chooses them."""
    return {str(number): value for number, value in zip(range(1, 10), values, strict=False)}
