"""The search: its box, its hits as a view, and saved searches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from arxtui.ui.panes.prompt_box import Prompt
from arxtui.ui.workspace import Workspace
from arxtui.view import View


class Searching(Prompt):
    """The search over all days, from its box to its hits."""

    label = "/"
    keys = (
        ("Ctrl-p", "earlier"),
        ("↑↓", "hits"),
        ("Tab", "complete"),
        ("Enter", "stay"),
        ("Esc", "back"),
    )

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._earlier: list[str] = []
        self._recalled = 0
        self._typed = ""
        self._listed = (
            ""  # the query of the shown hits; `` = the list from which the search began is shown
        )
        self._good: list[str] = []  # the valid queries typed in this box, in order

    def open(self) -> None:
        """Open the box for a query; on hits it has their query, selected."""
        stage = self._stage
        self.text = stage.shown.view.found
        self._typed = self.text
        self._listed = ""
        self._good = []
        self._recalled = 0
        if self._earlier[-1:] == [self.text]:
            self._recalled = 1
        stage.shown.kept = (
            ""  # the cursor goes to the best hit until the user moves it
        )
        stage.remember()
        stage.screen_layers.leave_reader()
        stage.open_box(self)
        stage.work.run("warm", stage.shown.finder().warm, lambda _: None)

    def changed(self, text: str) -> None:
        """Show the hits; underline a mistake and keep the last hits."""
        from arxtui.query import QueryError, parse

        self._typed = text
        stage = self._stage
        stage.box.error_at = None
        try:
            parse(text)
        except QueryError as why:
            self._list(self._last_good(text, why.place))
            stage.box.error_at = why.place
            stage.say(why.reason, "error")
            return
        self._good.append(text)
        self._list(text)

    def _list(self, text: str) -> None:
        """Show the hits of a query; without words the list from which the search began."""
        from arxtui.query import parse

        query = parse(text)
        if text == self.text or (query.plain and not query.words):
            text = ""
        stage = self._stage
        if text == self._listed:
            stage.search_progress.say_found()
            return
        self._listed = text
        if text:
            stage.shown.search(query)
            stage.search_progress.go_on()
        else:
            place = stage.shown.places[-1]
            stage.back_place()
            stage.shown.remember(place.cursor, place.top)

    def _last_good(self, text: str, mistake: int) -> str:
        """Return the last query before the mistake; `` without an earlier query.

        `au` on the way to `au:` is a query too, but was not meant: texts that end inside the wrong
        word are skipped.
        """
        before = text[:mistake]
        begins = max(before.rfind(" "), before.rfind("(")) + 1
        for good in reversed(self._good):
            if not text.startswith(good) or len(good) <= begins:
                return good
        return ""

    def entered(self, text: str) -> str:
        """Keep the hits as a view.

        A mistake is refused. A search in progress continues, and later keys wait for its hits.
        """
        if text != self._typed:
            self.changed(text)
        if self._stage.box.error_at is not None:
            return self._stage.message.text
        shown = self._stage.shown
        if not self._listed:
            shown.places.pop()
            return ""
        self._earlier = [*(one for one in self._earlier if one != text), text]
        if shown.lookup.awaited:
            self._stage.search_progress.say_awaited()
        return ""

    def left(self) -> None:
        """Go back to the place where the search began."""
        self._stage.say("")
        self._stage.back_place()

    def stepped(self, by: int) -> None:
        """Move the cursor in the hits."""
        self._stage.papers.move(by)
        self._stage.keep_paper()

    def recalled(self, by: int) -> str:
        """Return an earlier query (1) or a later query (-1)."""
        self._recalled = max(0, min(self._recalled + by, len(self._earlier)))
        return [*self._earlier, ""][-1 - self._recalled]

    def complete(self, text: str) -> list[str]:
        """Return completions of the query; names that are read from papers are offered later."""
        from arxtui.query import complete

        stage = self._stage
        asked: list[tuple[str, str]] = []

        def values(field: str, typed: str) -> Iterable[str]:
            if field == "tag":
                return stage.library.marks.tags()
            if field == "watch":
                return stage.settings.watch
            asked.append((field, typed))
            return ()

        start, known = complete(text, values)
        if asked:
            begin = partial(stage.shown.finder().values, *asked[0])
            stage.work.run("complete", begin, partial(self._completed, text))
            return []
        return self._offered(start, known)

    def _completed(self, text: str, values: list[str]) -> None:
        from arxtui.query import complete

        self._stage.box.offer(text, self._offered(*complete(text, lambda *_: values)))

    def _offered(self, start: str, known: list[str]) -> list[str]:
        """Show the completions, and return the whole texts."""
        self._stage.say(" · ".join(known) or "no completion", "quiet")
        return [start + value for value in known]

    # views

    def show(self, text: str, name: str = "") -> None:
        """Show the hits of a query; `back` returns to the present view."""
        from arxtui.query import QueryError, parse

        stage = self._stage
        try:
            query = parse(text)
        except QueryError as why:
            stage.say(f"{text}: {why.reason}", "error")
            return
        stage.shown.kept = ""
        stage.remember()
        stage.screen_layers.leave_reader()
        stage.shown.search(query, name)
        stage.search_progress.go_on()

    def view_all(self, word: str) -> None:
        """Show the papers of all days in a pile or with a mark, or a saved search."""
        stage = self._stage
        if word == "newest":
            stage.open_days(stage.library.papers.newest_days())
            return
        if word in stage.settings.searches:
            self.show(stage.settings.searches[word], word)
            return
        stage.keep_paper()
        only = View(only=word).only  # type: ignore[arg-type] # a word of the menu
        stage.change_view(lambda: stage.shown.open_all(only))
        stage.search_progress.go_on()
