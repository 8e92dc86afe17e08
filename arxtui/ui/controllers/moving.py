"""Moving: the cursor by rows, pages and days, and the abstract by pages."""

from __future__ import annotations

from arxtui.ui.workspace import Workspace


class Moving:
    """What moves the cursor of the list, or scrolls the paper that fills the screen."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def next(self) -> None:
        """Go to the next paper."""
        self._stage.papers.move(1)

    def previous(self) -> None:
        """Go to the previous paper."""
        self._stage.papers.move(-1)

    def first(self) -> None:
        """Go to the first paper."""
        self._stage.papers.go(0)

    def last(self) -> None:
        """Go to the last paper."""
        self._stage.papers.go(len(self._stage.shown.heads) - 1)

    def half_down(self) -> None:
        """Go half a page down."""
        self._page(0.5)

    def half_up(self) -> None:
        """Go half a page up."""
        self._page(-0.5)

    def page_down(self) -> None:
        """Go a page down."""
        self._page(1)

    def page_up(self) -> None:
        """Go a page up."""
        self._page(-1)

    def _page(self, pages: float) -> None:
        """Move by pages; a paper that fills the screen is scrolled by a whole one."""
        stage = self._stage
        if not stage.has_class("-reader"):
            stage.papers.page(pages)
        elif pages > 0:
            stage.detail.scroll_page(1)
        else:
            stage.detail.scroll_page(-1)

    def more(self) -> None:
        """Scroll the abstract down."""
        self._stage.detail.scroll_page(1)

    def less(self) -> None:
        """Scroll the abstract up."""
        self._stage.detail.scroll_page(-1)

    def older(self) -> None:
        """Go to the day before."""
        self._go_day(-1, "no older day")

    def newer(self) -> None:
        """Go to the day after."""
        self._go_day(1, "no newer day")

    def _go_day(self, step: int, no_day: str) -> None:
        """Go to another day: in a list of several days to its first paper."""
        stage = self._stage
        row = stage.papers.next_heading(-step)
        if row is not None:
            stage.papers.go_to_top(row)
            return
        day = stage.shown.neighbour(step)
        if day is None:
            stage.say(no_day, "quiet")
        else:
            stage.open_days((day,))
