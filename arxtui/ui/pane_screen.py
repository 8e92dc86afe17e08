"""The screen with its panes: list, detail, lines, receipt and box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from arxtui.keys import rebound
from arxtui.settings.config import Settings
from arxtui.ui.panes import render
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.painted_lines import PaintedLines
from arxtui.ui.panes.palette import PaletteScreen
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.panes.status_lines import Hints, MessageLine, ViewLine

if TYPE_CHECKING:
    from arxtui.ui.panes.prompt_box import Box, Prompt
    from arxtui.ui.panes.receipt import ReceiptPane


class Panes(Container):
    """The place of list, message line, detail and receipt."""

    def __init__(self, *panes: Widget, id: str) -> None:
        super().__init__(*panes, id=id)
        self._styles_cache = PaintedLines()


class PaneScreen(PaletteScreen):
    """The panes of the main screen; receipt and box are mounted after the first frame."""

    view_line: ViewLine
    papers: PaperList
    message: MessageLine
    detail: Detail
    hints: Hints
    receipt: ReceiptPane
    box: Box

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._styles_cache = PaintedLines()
        self.settings = settings
        self.signs = render.ASCII if settings.signs == "ascii" else render.UNICODE
        self.verb_of = {verb.id: verb for verb in rebound(settings.keys)}
        self.has_begun = False
        """True once the first frame is painted, and all panes and commands are there."""

    def compose(self) -> ComposeResult:
        """Yield the panes of the first frame."""
        self.view_line = ViewLine(self.signs, id="view")
        self.papers = PaperList(self.signs, self.settings.columns, id="list")
        self.message = MessageLine(self.signs, id="message")
        keys = (self.key("more"), self.key("less"))
        from_claim = self.settings.abstract == "claim"
        self.detail = Detail(self.signs, keys, from_claim=from_claim, id="detail")
        self.hints = Hints(self.signs, id="hints")
        self._panes = Panes(self.papers, self.message, self.detail, id="panes")
        yield self.view_line
        yield self._panes
        yield self.hints

    async def mount_hidden_panes(self) -> None:
        """Mount the receipt and the box, which the first frame does not show.

        Nothing is mounted once the program has begun to end: Textual would raise MountError.
        """
        if not self.is_attached:
            return
        from arxtui.ui.panes.prompt_box import Box
        from arxtui.ui.panes.receipt import ReceiptPane

        self.receipt = ReceiptPane(self.signs, id="receipt")
        self.box = Box(self.box_closed, self.refused, self.signs, id="box")
        mounted = (self._panes.mount(self.receipt), self.mount(self.box))
        for pane in mounted:
            await pane

    def key(self, command: str) -> str:
        """Return the present key of a command, for messages; without a key, its name."""
        return self.verb_of[command].first_key

    @property
    def prompt(self) -> Prompt | None:
        """The prompt of the box; None while the box is closed."""
        if self.has_begun:
            return self.box.prompt
        return None

    def open_box(self, prompt: Prompt) -> None:
        """Open the box with a prompt, in place of the hints."""
        self.hints.display = False
        self.box.open(prompt)

    def box_closed(self) -> None:
        """Show the hints again, and focus the list: the box was closed."""
        self.hints.display = True
        self.set_focus(self.papers)

    def refused(self, reason: str) -> None:
        """Report that the box refuses its text."""
