"""The content of the detail: the paper under the cursor, or a panel in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from arxtui import facts_in_comments
from arxtui.model import Entry, Head, Paper
from arxtui.ui import messages, row_context
from arxtui.ui.detail_of_muted import muted_text
from arxtui.ui.panes import paper_text
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.detail_painter import WIDEST
from arxtui.ui.panes.paper_text import PaperText
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace

_LONG_REST = 0.5  # seconds on a paper before its companion is looked for
_REST = 0.15  # seconds on a paper before its authors are looked up
_NARROWEST = 20  # cells of the text at least
_Stars = dict[str, tuple[int, int]]  # author -> (starred papers, all papers)


class Reading:
    """Decides which text the detail shows."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self.source = False
        """True while titles and abstracts are shown as TeX source."""
        self.has_begun = False
        """True once the patterns of the claim are compiled, and the first paper is shown."""
        self._panel: Content | None = None
        self._filled = False  # True if a paper filled the screen before the panel did
        self._stars: tuple[str, _Stars] = ("", {})  # id of a paper, and the stars of its authors
        self._missed = False  # a paper was not shown, because only the list is on the screen
        self._paper: Paper | None = None  # the paper that was shown last
        self._laid_out_for = 0  # the width, in cells, for which it was laid out
        self._companion: tuple[str, str] = ("", "")  # (id of a paper, text on its companion)

    def begin(self) -> None:
        """Compile the patterns of the claim in steps, and show the paper then."""
        self._stage.work.run_now("claim", self._prepare, lambda _: self._show_first())

    def _prepare(self) -> Steps[bool]:
        from arxtui.claim import compile_in_steps

        yield
        return (yield from compile_in_steps())

    def _show_first(self) -> None:
        self.has_begun = True
        self.show()
        self._stage.settled()

    def show(self, *, counted: bool = False) -> None:
        """Show the paper under the cursor; `counted`: only the stars of its authors changed."""
        stage = self._stage
        if self._panel:
            stage.detail.show(PaperText(self._panel))
            return
        if not self.has_begun:
            return
        self._missed = stage.screen_layers.hides_paper
        if self._missed:
            return
        entry = stage.papers.current
        if entry is None:
            self._show_no_paper()
            return
        head = entry.paper
        paper = stage.library.papers.find([head.id], {head.id: head.file}).get(head.id)
        if paper is None:
            stage.detail.show(PaperText(Content(messages.GONE)))
            return
        if not stage.library.marks.total("star"):
            self._stars = ("", {})
        whole = Entry(paper, entry.mark)
        width = self._width()
        self._laid_out_for = width
        beside = self._beside(head, whole)
        text = paper_text.paper(whole, facts_in_comments.lift(paper), beside, stage.signs, width)
        stage.detail.show(text, stay=counted)
        if not counted and stage.library.marks.total("star"):
            begin = partial(stage.shown.finder().starred_by, paper.authors[: paper_text.NAMES])
            stage.work.run("stars", begin, partial(self._stars_counted, paper.id), _REST)
        if not counted:
            self._paper = paper
            self.look_for_companion()

    def show_missed(self) -> None:
        """Show the paper under the cursor if it was not shown while the list hid it."""
        if self._missed:
            self.show()

    def _show_no_paper(self) -> None:
        """Show the mute rules if the cursor is on the row of muted papers, else an empty detail."""
        stage = self._stage
        self._laid_out_for = self._width()
        if not stage.papers.on_footer:
            stage.detail.show(None)
            return
        muted = stage.shown.muted
        self._show_muted(muted, {})
        begin = partial(stage.shown.rules.muted_by, muted)
        stage.work.run("muted", begin, partial(self._show_muted, muted))

    def _show_muted(self, muted: Sequence[Head], counts: Mapping[str, int]) -> None:
        """Show how many papers are muted, and by which rule; not if the cursor has moved."""
        stage = self._stage
        if stage.papers.on_footer and stage.shown.muted is muted and self._panel is None:
            keys = (stage.key("reader"), stage.key("later"))
            queries = stage.settings.mute
            text = muted_text(len(muted), queries, counts, stage.signs, keys)
            stage.detail.show(PaperText(text))

    def _width(self) -> int:
        """Return the cells of a line of text in the detail."""
        return min(WIDEST, max(_NARROWEST, self._stage.detail.size.width))

    def fit(self) -> None:
        """Lay the paper out anew if the width of the detail has changed; not before the first."""
        if self._laid_out_for and self._width() != self._laid_out_for:
            self.show(counted=True)

    def look_for_companion(self) -> None:
        """Look for a companion of the shown paper, after a rest on it.

        The search reads all heads, so it is done only for a paper that fills the screen, or if
        another search has read them.
        """
        stage = self._stage
        paper = self._paper
        if paper is None or self._companion[0] == paper.id:
            return
        if stage.has_class("-reader") or stage.shown.has_read_heads:
            begin = partial(stage.shown.finder().companion, paper)
            found = partial(self._companion_found, paper)
            stage.work.run("companion", begin, found, _LONG_REST)

    def _companion_found(self, paper: Paper, found: tuple[Head | None]) -> None:
        head = found[0]
        named = ""
        if head is not None:
            when = "earlier"
            if (head.day, head.id) > (paper.day or "", paper.id):
                when = "newer"
            named = f"{when}: {head.id}"
        if self._shows(paper.id):
            self._companion = (paper.id, named)
            if named:
                self.show(counted=True)

    def _shows(self, paper_id: str) -> bool:
        here = self._stage.papers.current
        return here is not None and here.paper.id == paper_id and self._panel is None

    def _beside(self, head: Head, whole: Entry[Paper]) -> Beside:
        """Return the facts shown beside a paper: its authors' stars, matches, watch rules."""
        stage = self._stage
        paper = whole.paper
        stars: _Stars = {}
        if self._stars[0] == paper.id:
            stars = self._stars[1]
        companion = ""
        if self._companion[0] == paper.id:
            companion = self._companion[1]
        earlier = None
        if whole.mark.outdated(paper.version):
            earlier = stage.library.papers.earlier_version(head)
        return Beside(
            stars,
            stage.papers.content.known.starred,
            row_context.spans(stage.shown.view, stage.shown.found),
            stage.shown.rules.watched(head),
            self.source,
            earlier,
            stage.signs.part.join(stage.reason(head.id)),
            stage.library.saved_pdfs.is_saved(whole),
            companion,
            stage.papers.content.known.days,
        )

    def _stars_counted(self, paper_id: str, stars: _Stars) -> None:
        here = self._stage.papers.current
        if here is None or here.paper.id != paper_id:
            return
        shown: _Stars = {}
        if self._stars[0] == paper_id:
            shown = self._stars[1]
        self._stars = (paper_id, stars)
        if stars != shown:
            self.show(counted=True)
        self.look_for_companion()  # the count has read the heads

    @property
    def has_panel(self) -> bool:
        """True while a panel is shown in place of a paper."""
        return self._panel is not None

    def show_panel(self, content: Content) -> None:
        """Show a text in place of a paper, until a key of another task."""
        self._filled = self._stage.has_class("-reader")
        self._panel = content
        self._stage.screen_layers.change(add="-reader")
        self.show()

    def renew_panel(self, panel: Content, content: Content) -> None:
        """Replace the text of a panel, unless the user has left it."""
        if self._panel is panel:
            self._panel = content
            self.show()

    def leave_panel(self) -> bool:
        """Show the paper in place of the panel again; return whether a panel was shown."""
        if not self._panel:
            return False
        self._panel = None
        if not self._filled:
            self._stage.screen_layers.leave_reader()
        self.show()
        return True
