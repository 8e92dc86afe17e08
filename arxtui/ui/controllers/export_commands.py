"""Export the starred, selected or shown papers, to the .bib of the settings or to another file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from arxtui.settings import settings_file
from arxtui.text import many, reason_of
from arxtui.ui import bib_of_settings
from arxtui.ui.controllers.note_files import NoteFiles
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.workspace import Workspace


class ExportCommands:
    """The commands that write papers into files."""

    def __init__(self, stage: Workspace, mine: bib_of_settings.BibOfSettings) -> None:
        self._stage = stage
        self._mine = mine
        self._notes = NoteFiles(stage)

    def to_bib(self) -> None:
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
