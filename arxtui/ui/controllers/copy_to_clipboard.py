"""Copy BibTeX, keys, ids, addresses or titles of papers to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui.model import Entry, Paper
from arxtui.text import visible
from arxtui.ui.bib_of_settings import BibOfSettings
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents


class CopyToClipboard:
    """The command that copies texts of papers, with the keys of the .bib in the settings."""

    def __init__(self, stage: Workspace, mine: BibOfSettings) -> None:
        self._stage = stage
        self._mine = mine

    def ask(self) -> None:
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
        copied = texts[0]
        if len(texts) > 1:
            copied = f"{len(texts)} papers"
        elif what == "BibTeX":
            copied = entries[0].paper.title
        self._stage.say(f"{what} sent to the clipboard: {copied}")


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
