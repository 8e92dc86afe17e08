"""Open pages and links, copy to the clipboard, export, and edit notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from arxtui import facts_in_comments
from arxtui.model import Entry, Head, Paper
from arxtui.settings import settings_file
from arxtui.text import many, reason_of, visible
from arxtui.ui import bib_of_settings, browser, editor, messages
from arxtui.ui.controllers.mark_commands import MarkCommands
from arxtui.ui.controllers.note_files import NoteFiles
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.lend_terminal import terminal_away
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents


_HTML = "HTML"
"""The choice for the whole paper as a web page at arXiv."""


class OpenCopyExport:
    """The commands that send papers to the browser, the clipboard, files and the editor."""

    def __init__(
        self, stage: Workspace, marks: MarkCommands, mine: bib_of_settings.BibOfSettings
    ) -> None:
        self._stage = stage
        self._marks = marks
        self._mine = mine
        self._notes = NoteFiles(stage)

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

    def ask_copy(self) -> None:
        """Offer the texts of the papers that can be copied."""
        if self._stage.targets():
            self._stage.questions.menu("copy", self._copy_of)
        else:
            self._stage.no_paper()

    def _copy_of(self, what: str) -> None:
        """Copy the chosen text of the papers to the clipboard."""
        entries = self._stage.library.entries([head.id for head in self._stage.targets()])
        if not entries:
            self._stage.no_paper()
            return
        path = self._mine.path() if what in ("BibTeX", "key") else None
        self._mine.ask(path, partial(self._copy, what, entries))

    def _copy(self, what: str, entries: Sequence[Entry[Paper]], contents: Contents) -> None:
        from arxtui.export_files import papers_in_bib

        if what in ("BibTeX", "key"):
            self._stage.library.note_export()
        taken = self._stage.library.marks.bib_keys()
        template = self._stage.library.key_template
        texts = []
        for entry in entries:
            key = papers_in_bib.key_of(entry, contents, taken, template)
            texts.append(_copied(entry, what, key))
        self._stage.app.copy_to_clipboard("\n".join(texts))
        told = (
            f"{len(texts)} papers"
            if len(texts) > 1
            else entries[0].paper.title
            if what == "BibTeX"
            else texts[0]
        )
        self._stage.say(f"{what} sent to the clipboard: {told}")

    # files

    def export(self) -> None:
        """Append the starred or selected papers to the .bib file, which is asked for once."""
        stage = self._stage
        ids = self._chosen() or stage.library.marks.starred()
        if not ids:
            stage.say(f"no starred papers yet · {stage.key('star')} stars one", "quiet")
        elif fault := settings_file.fault():
            stage.say(f"nothing exported: {fault}", "error")
        elif stage.settings.bib:
            reason = self._deliver("bibtex", ids, stage.settings.bib)
            if reason:
                stage.say(reason, "error")
        else:
            label = "append starred papers to:"
            if stage.papers.selected:
                label = f"append {many(len(ids), 'paper')} to:"
            foretold = bib_of_settings.Forecast(
                stage, self._mine, "bibtex", ids, " · asked only once"
            )
            first = partial(self._first_to_bib, ids)
            stage.open_box(Asked(stage, label, "~/arxtui.bib", first, foretold))

    def _first_to_bib(self, ids: Sequence[str], target: str) -> str:
        """Append papers to a .bib and save its name in the settings; return a failure's reason."""
        reason = self._deliver("bibtex", ids, target)
        if reason:
            return reason
        self._stage.settings = replace(self._stage.settings, bib=target)
        failed = settings_file.save("bib", target)
        if failed:
            self._stage.say(failed, "error")
        return ""

    def ask_format(self) -> None:
        """Offer the formats for the selected papers, else for the shown papers."""
        from arxtui.export import letters

        stage = self._stage
        count = len(stage.papers.selected) or len(stage.shown.heads)
        if count:
            stage.questions.offer(f"{many(count, 'paper')} as", letters(), self._export_shown)
        else:
            stage.no_paper()

    def _export_shown(self, format_: str) -> None:
        """Ask for a file, and write the selected papers, else the shown papers, into it."""
        from arxtui.export import FOLDERS, FORMATS

        stage = self._stage
        ids = self._chosen() or [head.id for head in stage.shown.heads]
        if format_ in FOLDERS:
            self._notes.ask(ids)
            return
        label = f"{many(len(ids), 'paper')} as {format_} to:"
        file = f"~/arxtui{FORMATS[format_].ending}"
        foretold = bib_of_settings.Forecast(stage, self._mine, format_, ids)
        stage.open_box(Asked(stage, label, file, partial(self._deliver, format_, ids), foretold))

    def _chosen(self) -> list[str]:
        return [head.id for head in self._stage.targets()] if self._stage.papers.selected else []

    def _deliver(self, format_: str, ids: Sequence[str], target: str) -> str:
        """Write papers to a file or append them to a .bib; return the reason of a failure or ``."""
        from arxtui.export.options import Options
        from arxtui.export_files import export_form, export_to_file

        stage = self._stage
        try:
            stage.library.note_export()
            entries = stage.library.entries(ids)
            files = None
            if stage.settings.files:
                files = stage.library.saved_pdfs.find
            options = Options(
                style=stage.settings.style, files=files, key=stage.library.key_template
            )
            form = export_form.Form(format_, options)
            stage.say(export_to_file.deliver(target, form, entries))
        except OSError as why:
            return f"NOT ON DISK: {target}: {reason_of(why)}"
        except ValueError as why:
            return str(why)
        return ""

    # notes

    def edit_note(self) -> None:
        """Open the note of the paper in the user's editor."""
        heads = self._stage.targets()
        if heads:
            self._edit_note(heads[0])
        else:
            self._stage.no_paper()

    def _edit_note(self, head: Head) -> None:
        old = new = self._stage.library.marks.of(head.id).note or ""
        failed: Exception | None = None
        try:
            with terminal_away(self._stage.app):
                try:
                    new = editor.edit(old)
                except (OSError, ValueError) as why:
                    failed = why
        except SuspendNotSupported as why:
            failed = why
        if failed:
            self._stage.say(f"note unchanged: {reason_of(failed)}", "error")
        elif new == old:
            self._stage.say("note unchanged", "quiet")
        else:
            self._marks.note(head, new)


def _copied(entry: Entry[Paper], what: str, key: str) -> str:
    """Return BibTeX, key, id, URL or title of a paper, safe for a terminal's clipboard."""
    from arxtui.export import bibtex

    paper = entry.paper
    match what:
        case "BibTeX":
            return bibtex.entry(paper, key, entry.mark.tags)
        case "key":
            return key
        case "id":
            return paper.id
        case "URL":
            return paper.abs_url
        case _:
            return visible(paper.title)
