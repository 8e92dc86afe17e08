"""Moving: the cursor by rows and pages, and the abstract by pages."""

from __future__ import annotations

from arxtui.ui.workspace import Workspace


class Moving:
    """The commands that move the cursor of the list, or scroll the paper that fills the screen."""

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
        """Move by pages; a paper that fills the screen is scrolled by a whole page."""
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
