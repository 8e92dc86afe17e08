"""A search in progress: its steps between the keys, its messages, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arxtui.keys import MENUS
from arxtui.lazy_sequence import id_at
from arxtui.text import many
from arxtui.ui import messages
from arxtui.ui.background_work import PAUSE, SLICE
from arxtui.ui.view_counts import findable

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace


class SearchProgress:
    """Takes the steps of a search, and shows the papers found so far."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self.indexing = ""
        """The progress of the indexing, in words; `` if the library is indexed."""
        self._awaited_line = ""  # the message while hits are awaited
        self._moves = 0  # moves of the cursor before the listed papers began to be ordered

    def go_on(self) -> None:
        """Search for a moment, show the papers found, let keys be handled, and search again."""
        stage = self._stage
        shown = stage.shown
        if shown.lookup.reorders and stage.papers.moves != self._moves:
            self.keep_listing()  # a click moved the cursor
        view = shown.view
        heads = shown.heads
        selected = stage.papers.selected
        if shown.lookup.searching and not shown.lookup.awaited and stage.papers.cursor:
            stage.keep_paper()  # the user moved the cursor to it during the search
        news = shown.go_on(SLICE)
        if news and shown.lookup.opens:
            stage.show_opened()
        elif news:
            self._show_found()
            if selected and shown.view is view:
                stage.select(shown.rows_of({id_at(heads, at) for at in findable(selected)}))
            self.say_found()
        if shown.lookup.searching:
            stage.work.later("search", PAUSE, self.go_on)
        if not shown.lookup.awaited:
            stage.settled()

    def _show_found(self) -> None:
        """Fill the list, the cursor on the paper that it keeps."""
        stage = self._stage
        row = None
        if stage.shown.kept:
            row = stage.shown.row_of(stage.shown.kept)
        if row is not None and stage.papers.current:
            stage.fill(row)
        else:
            stage.fill(row or 0, 0)

    def say_found(self) -> None:
        """Show how the hits were found, and that more papers are still being indexed."""
        stage = self._stage
        if stage.prompt is not None and stage.box.error_at is not None:
            return  # the message of a mistake stays
        found = stage.shown.found
        line = ""
        if found is not None:
            line = found.told(searching=stage.shown.lookup.searching)
        if found is not None and found.missing:
            keys = stage.key("fetch")
            if stage.prompt is not None:
                keys = f"Enter {keys}"  # the box gets all keys, so it is closed first
            line = messages.not_here(found.missing, keys)
        parts = (self._unknown_names(), line, self.indexing)
        stage.say(" · ".join(filter(None, parts)), "asks", lasts=True)

    def _unknown_names(self) -> str:
        """Return the tags, watch rules and categories of the query that do not exist, in words."""
        stage = self._stage
        if stage.shown.found is None:
            return ""
        from arxtui.finder.unknown_names import unknown_names
        from arxtui.query import parse

        query = parse(stage.shown.view.found)
        return unknown_names(query, stage.library.marks.tags(), stage.settings.watch)

    def say_indexing(self, line: str) -> None:
        """Show the progress of the indexing, alone or behind the hits; `` = it has ended.

        Another message stays.
        """
        before = self.indexing
        self.indexing = line
        text = self._stage.message.text
        if text in ("", before):
            self._stage.say(line, "quiet", lasts=True)
        elif before and text.endswith(f" · {before}"):
            self.say_found()

    def say_awaited(self, keys: int = 0) -> None:
        """Show that hits are still looked for, and how many keys wait for them."""
        stage = self._stage
        wait = ""
        if keys:
            wait = f" · {many(keys, 'key')} waiting"
        does = "still searching…"
        if stage.shown.lookup.awaits_order:
            does = "ordering…"
        stage.say(f"{does}{wait} · {stage.key('back')} goes back", "asks", lasts=True)
        self._awaited_line = stage.message.text

    def say_reordering(self) -> None:
        """Show that the listed papers are being put into the order `for you`, if they are."""
        stage = self._stage
        self._moves = stage.papers.moves
        if stage.shown.lookup.reorders and stage.library.marks.total("star"):
            back = stage.key("back")
            stage.say(f"ordering for you… · {back} keeps the listing order", lasts=True)
            self._awaited_line = stage.message.text

    def keep_listing(self) -> None:
        """Leave the papers in listing order, because the user has begun to work on this list.

        Otherwise the next key would apply to another paper than the paper that the user looks at.
        """
        stage = self._stage
        if stage.shown.lookup.reorders:
            stage.shown.lookup.end()
            order = stage.key("order")
            letter = next(key for key, name in MENUS["order"].items() if name == "for you")
            line = f"listing order · {order} {letter} puts it into the order for you"
            stage.say(line, lasts=True)

    def end_awaited_message(self) -> None:
        """Remove the message that hits are awaited, if it is still there."""
        if self._awaited_line and self._stage.message.text == self._awaited_line:
            self._stage.say("")

    def end_awaited(self) -> None:
        """End a search that has shown no hits yet, and go back to the previous view.

        Hits of a query that was typed on the way (`ab` of `abc`) are skipped. If the search was for
        another order or filter, the shown papers stay.
        """
        stage = self._stage
        found_anew = stage.shown.lookup.awaits_hits
        stage.shown.lookup.end()
        places = stage.shown.places
        if places and (found_anew or places[-1].heads is stage.shown.heads):
            stage.back_place()
        else:
            stage.first_row.show()
            self.say_found()
