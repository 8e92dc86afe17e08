"""Open the pages, links and PDFs of papers in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import SuspendNotSupported

from arxtui import facts_in_comments
from arxtui.model import Head, Paper
from arxtui.text import many
from arxtui.ui import browser, clipboard, messages
from arxtui.ui.lend_terminal import terminal_away
from arxtui.ui.workspace import Workspace

MANY = 20
"""Pages or PDFs that are opened without a question."""
_HTML = "HTML"
"""The choice for the whole paper as a web page at arXiv."""


class OpenInBrowser:
    """The commands that open addresses in the browser, which may need the terminal."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def open_page(self) -> None:
        """Open the abstract pages of the papers."""
        self._stage.chosen.find(self._ask_pages)

    def _ask_pages(self, heads: Sequence[Head]) -> None:
        """Ask before many pages are opened."""
        read = partial(self._stage.chosen.read, heads, self._open_pages)
        if len(heads) > MANY:
            pages = many(len(heads), "page")
            self._stage.questions.confirm(f"open {pages} in the browser?", read)
        else:
            read()

    def _open_pages(self, papers: Sequence[Paper]) -> None:
        self.open_addresses([paper.abs_url for paper in papers])

    def browse_pdfs(self, papers: Sequence[Paper]) -> None:
        """Open the PDFs of papers in the browser."""
        self.open_addresses([paper.pdf_url for paper in papers])

    def choose_link(self) -> None:
        """Offer the links of the paper, and its HTML at arXiv."""
        head = self._stage.chosen.first()
        if head is None:
            return
        for paper in self._stage.library.papers.find([head.id]).values():
            links = messages.numbered(facts_in_comments.lift(paper).links)
            choose = partial(self._open_link, paper)
            self._stage.questions.offer("link", {**links, "h": _HTML}, choose)

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
        if not clipboard.send(self._stage.app, "\n".join(urls)):
            self._stage.say(reason, "error")
            return
        addresses = " ".join(urls)
        if len(urls) > MANY:
            addresses = f"{len(urls):,} addresses"
        self._stage.say(f"{reason} · sent to the clipboard: {addresses}")
