"""Open the pages, links and PDFs of papers in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import SuspendNotSupported

from arxtui import facts_in_comments
from arxtui.model import Paper
from arxtui.ui import browser, messages
from arxtui.ui.lend_terminal import terminal_away
from arxtui.ui.workspace import Workspace

_HTML = "HTML"
"""The choice for the whole paper as a web page at arXiv."""


class OpenInBrowser:
    """The commands that open addresses in the browser, which may need the terminal."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def open_page(self) -> None:
        """Open the abstract pages of the papers."""
        papers = self._papers()
        if papers:
            self.open_addresses([paper.abs_url for paper in papers])

    def browse_pdfs(self, papers: Sequence[Paper]) -> None:
        """Open the PDFs of papers in the browser."""
        self.open_addresses([paper.pdf_url for paper in papers])

    def _papers(self) -> list[Paper]:
        """Return the selected papers, else the paper under the cursor; report an empty list."""
        papers = self._stage.library.papers.find([head.id for head in self._stage.targets()])
        if not papers:
            self._stage.no_paper()
        return list(papers.values())

    def choose_link(self) -> None:
        """Offer the links of the paper, and its HTML at arXiv."""
        papers = self._stage.library.papers.find([head.id for head in self._stage.targets()[:1]])
        for paper in papers.values():
            links = messages.numbered(facts_in_comments.lift(paper).links)
            choose = partial(self._open_link, paper)
            self._stage.questions.offer("link", {**links, "h": _HTML}, choose)
        if not papers:
            self._stage.no_paper()

    def _open_link(self, paper: Paper, link: str) -> None:
        """Open the chosen link."""
        if link == _HTML:
            link = paper.html_url
        self.open_addresses([link])

    def open_addresses(self, urls: Sequence[str]) -> None:
        """Open addresses in the browser, which a thread looks for."""
        self._stage.run_worker(partial(self._browse, urls), thread=True, group="browser")

    def _browse(self, urls: Sequence[str]) -> None:
        """Find the browser and start it, in the event loop if it may draw on the terminal."""
        call = self._stage.app.call_from_thread
        try:
            found = browser.find()
        except browser.NoBrowser as why:
            call(self._not_opened, urls, str(why))
            return
        if found.may_draw and call(self._on_terminal, found, urls):
            return
        if found.is_text:
            call(self._not_opened, urls, "a text browser cannot use this terminal")
        else:
            opened = [found.open(url) for url in urls]
            call(self._opened, urls, all(opened))

    def _on_terminal(self, found: browser.Browser, urls: Sequence[str]) -> bool:
        """Give the terminal to the browser until it ends; return False if that cannot be done."""
        opened: list[bool] = []
        try:
            with terminal_away(self._stage.app):
                opened = [found.open(url, on_terminal=True) for url in urls]
        except SuspendNotSupported:
            return False
        self._opened(urls, all(opened))
        return True

    def _opened(self, urls: Sequence[str], opened: bool) -> None:
        if not opened:
            self._not_opened(urls, "the browser failed")
        elif len(urls) == 1:
            self._stage.say(f"opened {urls[0]}")
        else:
            self._stage.say(f"opened {len(urls)} pages")

    def _not_opened(self, urls: Sequence[str], reason: str) -> None:
        self._stage.app.copy_to_clipboard("\n".join(urls))
        self._stage.say(f"{reason} · sent to the clipboard: {' '.join(urls)}")
