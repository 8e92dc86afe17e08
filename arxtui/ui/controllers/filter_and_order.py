"""Filter, order and layout of the list."""

from __future__ import annotations

from arxtui.ui.controllers.for_you import ForYou
from arxtui.ui.controllers.search import Searching
from arxtui.ui.view_counts import by_choice
from arxtui.ui.workspace import Workspace
from arxtui.view import View


class Views:
    """The commands that change which papers are shown and how; they change no paper."""

    def __init__(self, stage: Workspace, searching: Searching, for_you: ForYou) -> None:
        self._stage = stage
        self._searching = searching
        self._for_you = for_you

    # which papers

    def ask_filter(self) -> None:
        """Offer the filters."""
        shown = self._stage.shown
        counts = by_choice(shown.view, len(shown.heads), shown.counts, shown.watched)
        self._stage.questions.menu("filter", self._filter, counts=counts)

    def _filter(self, word: str) -> None:
        stage = self._stage
        only = View(only=word).only  # type: ignore[arg-type]
        stage.change_view(lambda: stage.shown.filter(only), layer=word != "all")

    def ask_order(self) -> None:
        """Offer the orders."""
        self._stage.questions.menu("order", self._order)

    def _order(self, word: str) -> None:
        stage = self._stage
        order = View(order=word).order  # type: ignore[arg-type]
        if order == "for you":
            self._for_you.order()
            return
        stage.change_view(lambda: stage.shown.order(order), layer=False)

    def ask_view(self) -> None:
        """Offer the views over all days."""
        self._stage.questions.menu("view", self._searching.view_all, self._stage.settings.searches)

    def renew(self) -> None:
        """Apply the view anew, and paint every cell."""
        self._stage.change_view(self._stage.shown.renew, layer=False)
        self.repaint()

    def repaint(self) -> None:
        """Paint every cell: another program may have written on the terminal."""
        self._stage.forget_screen()
        for widget in self._stage.query("*"):
            widget.refresh()

    # layout

    def toggle_reader(self) -> None:
        """Show the paper on the whole screen, or the list again; on the last row muted papers."""
        stage = self._stage
        if stage.papers.on_footer:
            stage.screen_layers.leave_reader()
            stage.change_view(stage.shown.open_muted)
        else:
            stage.screen_layers.toggle("-reader")

    def toggle_zoom(self) -> None:
        """Show the list alone, or the list with the detail."""
        self._stage.screen_layers.toggle("-zoom")

    def toggle_rows(self) -> None:
        """Switch between one row and two rows for each paper."""
        papers = self._stage.papers
        papers.lines_a_paper = 3 - papers.lines_a_paper
        if papers.lines_a_paper == 1:
            self._stage.say("one row a paper", "quiet")
        else:
            self._stage.say("two rows a paper", "quiet")

    def toggle_source(self) -> None:
        """Switch between title and abstract as TeX source and as Unicode."""
        stage = self._stage
        stage.reading.source = not stage.reading.source
        stage.reading.show()
        if stage.reading.source:
            stage.say("showing the TeX source", "quiet", lasts=True)
        else:
            stage.say("")
