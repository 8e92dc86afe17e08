"""Export the starred, selected or shown papers, to the .bib of the settings or to another file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from arxtui.store import Library, NotOnDisk
from arxtui.text import many, reason_of
from arxtui.ui import bib_of_settings
from arxtui.ui.controllers.note_files import NoteFiles
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.file_thread import Outcome
from arxtui.ui.workspace import Workspace

_AT_ONCE = 200
"""Papers that are written in the turn of the key; more are written by a thread."""


class ExportCommands:
    """The commands that write papers into files."""

    def __init__(self, stage: Workspace, mine: bib_of_settings.BibOfSettings) -> None:
        self._stage = stage
        self._mine = mine
        self._notes = NoteFiles(stage)

    def to_bib(self) -> None:
        """Append the starred or selected papers to the .bib file, which is asked for once."""
        self._stage.chosen.ids(self._selected_to_bib)

    def _selected_to_bib(self, selected: Sequence[str]) -> None:
        """Append the selected papers to the .bib, without a selection the starred papers."""
        if selected:
            self._to_bib(selected)
        else:
            starred = self._stage.library.marks.starred_in_steps()
            self._stage.long_work.run("reading the stars", starred, self._to_bib)

    def _to_bib(self, ids: Sequence[str]) -> None:
        """Append papers to the .bib file."""
        stage = self._stage
        if not ids:
            stage.say(f"no starred papers yet · {stage.key('star')} stars one", "quiet")
        elif fault := settings_file.fault():
            stage.say(f"nothing exported: {fault}", "error")
        elif stage.settings.bib:
            reason = self._write("bibtex", ids, stage.settings.bib)
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
        return self._write("bibtex", ids, target, partial(self._save_bib, target))

    def _save_bib(self, target: str) -> None:
        """Save the name of the .bib in the settings."""
        self._stage.settings = self._stage.settings._replace(bib=target)
        failed = settings_file.save("bib", target)
        if failed:
            self._stage.say(failed, "error")

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
        self._stage.chosen.ids(partial(self._ask_file, format_), or_all=True)

    def _ask_file(self, format_: str, ids: Sequence[str]) -> None:
        """Ask for a file, and write papers into it."""
        from arxtui.export import FOLDERS, FORMATS

        stage = self._stage
        if format_ in FOLDERS:
            self._notes.ask(ids)
            return
        label = f"{many(len(ids), 'paper')} as {format_} to:"
        file = f"~/arxtui{FORMATS[format_].ending}"
        foretold = bib_of_settings.Forecast(stage, self._mine, format_, ids)
        stage.open_box(Asked(stage, label, file, partial(self._write, format_, ids), foretold))

    def _write(
        self, format_: str, ids: Sequence[str], target: str, then: Callable[[], object] = bool
    ) -> str:
        """Write papers to a file or append them to a .bib; return why that failed, else ``.

        Many papers are written by a thread, which reports the outcome. `then` is called once they
        are in the file.
        """
        stage = self._stage
        if stage.file_thread.is_running:
            return "another export is being written"
        stage.library.note_export()
        deliver = _Delivery(stage.settings, format_, ids, target)
        if len(ids) <= _AT_ONCE:
            line, failed = deliver.from_library(stage.library)
            if failed:
                return line
            stage.say(line)
            then()
        else:
            does = f"writing {many(len(ids), 'paper')} to {target}"
            stage.file_thread.run(does, partial(deliver.in_thread, stage.library), then)
        return ""


@dataclass(frozen=True, slots=True)
class _Delivery:
    """Papers that are written to a file, or appended to a .bib."""

    settings: Settings
    format: str
    ids: Sequence[str]
    target: str

    def in_thread(self, library: Library, begin_file: Callable[[], None]) -> Outcome:
        """Write the papers, in a thread; `begin_file` is called before the file is written."""
        try:
            return self.from_library(library.another(), begin_file)
        except NotOnDisk as why:
            return Outcome(f"NOT ON DISK: {self.target}: {why}", failed=True)

    def from_library(
        self, library: Library, begin_file: Callable[[], object] = bool
    ) -> Outcome:
        """Write the papers as a library of this thread has them."""
        from arxtui.export.options import Options
        from arxtui.export_files import export_form, export_to_file

        files = None
        if self.settings.files:
            files = library.saved_pdfs.find
        options = Options(style=self.settings.style, files=files, key=library.key_template)
        try:
            form = export_form.Form(self.format, options)
            entries = library.entries(self.ids)
            line = export_to_file.deliver(self.target, form, entries, begin_file)
        except OSError as why:
            return Outcome(f"NOT ON DISK: {self.target}: {reason_of(why)}", failed=True)
        except ValueError as why:
            return Outcome(str(why), failed=True)
        return Outcome(line, failed=False)
