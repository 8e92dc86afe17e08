"""Export the starred, selected or shown papers, to the .bib of the settings or to another file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from arxtui.lazy_sequence import id_at
from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from arxtui.store import Library, NotOnDisk
from arxtui.text import many, reason_of
from arxtui.ui import bib_of_settings
from arxtui.ui.controllers.note_files import NoteFiles
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.workspace import Workspace

_AT_ONCE = 200
"""Papers that are written in the turn of the key; more are written by a thread."""


class ExportCommands:
    """The commands that write papers into files."""

    def __init__(self, stage: Workspace, mine: bib_of_settings.BibOfSettings) -> None:
        self._stage = stage
        self._mine = mine
        self._notes = NoteFiles(stage)
        self._is_writing = False
        """True while a thread writes papers to a file."""

    def to_bib(self) -> None:
        """Append the starred or selected papers to the .bib file, which is asked for once."""
        stage = self._stage
        ids = self._chosen() or stage.library.marks.starred()
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
        from arxtui.export import FOLDERS, FORMATS

        stage = self._stage
        heads = stage.shown.heads
        ids = self._chosen() or [id_at(heads, row) for row in range(len(heads))]
        if format_ in FOLDERS:
            self._notes.ask(ids)
            return
        label = f"{many(len(ids), 'paper')} as {format_} to:"
        file = f"~/arxtui{FORMATS[format_].ending}"
        foretold = bib_of_settings.Forecast(stage, self._mine, format_, ids)
        stage.open_box(Asked(stage, label, file, partial(self._write, format_, ids), foretold))

    def _chosen(self) -> list[str]:
        """Return the ids of the selected papers; [] without a selection."""
        heads = self._stage.shown.heads
        return [id_at(heads, row) for row in sorted(self._stage.papers.selected)]

    def _write(
        self, format_: str, ids: Sequence[str], target: str, then: Callable[[], object] = bool
    ) -> str:
        """Write papers to a file or append them to a .bib; return why that failed, else ``.

        Many papers are written by a thread, which reports the outcome. `then` is called once they
        are in the file.
        """
        stage = self._stage
        if self._is_writing:
            return "another export is being written"
        stage.library.note_export()
        if len(ids) <= _AT_ONCE:
            line, failed = _deliver(stage.library, stage.settings, format_, ids, target)
            if failed:
                return line
            stage.say(line)
            then()
            return ""
        self._is_writing = True
        stage.say(f"writing {many(len(ids), 'paper')} to {target}…", "asks", lasts=True)
        work = partial(self._write_in_thread, format_, ids, target, then)
        stage.run_worker(work, thread=True, group="export of papers")
        return ""

    def _write_in_thread(
        self, format_: str, ids: Sequence[str], target: str, then: Callable[[], object]
    ) -> None:
        """Write papers to a file, in a thread, and report the outcome."""
        stage = self._stage
        try:
            library = stage.library.another()
            line, failed = _deliver(library, stage.settings, format_, ids, target)
        except NotOnDisk as why:
            line = f"NOT ON DISK: {target}: {why}"
            failed = True
        stage.app.call_from_thread(self._written, line, failed, then)

    def _written(self, line: str, failed: bool, then: Callable[[], object]) -> None:
        self._is_writing = False
        if failed:
            self._stage.say(line, "error")
        else:
            self._stage.say(line)
            then()


def _deliver(
    library: Library, settings: Settings, format_: str, ids: Sequence[str], target: str
) -> tuple[str, bool]:
    """Write papers to a file or append them to a .bib; return (message, whether that failed)."""
    from arxtui.export.options import Options
    from arxtui.export_files import export_form, export_to_file

    files = None
    if settings.files:
        files = library.saved_pdfs.find
    options = Options(style=settings.style, files=files, key=library.key_template)
    try:
        form = export_form.Form(format_, options)
        return export_to_file.deliver(target, form, library.entries(ids)), False
    except OSError as why:
        return f"NOT ON DISK: {target}: {reason_of(why)}", True
    except ValueError as why:
        return str(why), True
