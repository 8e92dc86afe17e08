"""Note files: the notes of papers as Markdown files in a folder, written by a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from arxtui.locations import place
from arxtui.store import NotOnDisk
from arxtui.text import many, reason_and_file, reason_of
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.file_thread import Outcome
from arxtui.ui.workspace import Workspace

_FOLDER = "~/notes"
"""The folder that is proposed if the settings have no folder."""


class NoteFiles:
    """Asks for a folder and writes the notes of papers into it."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def ask(self, ids: Sequence[str]) -> None:
        """Ask for the folder of the notes of papers."""
        label = f"{many(len(ids), 'paper')} as notes into the folder:"
        folder = self._stage.settings.notes.folder or _FOLDER
        entered = partial(self._begin, ids)
        self._stage.open_box(Asked(self._stage, label, folder, entered, partial(_forecast, ids)))

    def _begin(self, ids: Sequence[str], target: str) -> str:
        """Begin to write notes into a folder; return why it cannot be used, else ``."""
        try:
            folder = _folder(target)
        except (OSError, ValueError) as why:
            return reason_and_file(why)
        if self._stage.file_thread.is_running:
            return "another export is being written"
        self._stage.library.note_export()
        does = f"writing {many(len(ids), 'note')}"
        self._stage.file_thread.run(does, partial(self._write, ids, folder, target))
        return ""

    def _write(
        self, ids: Sequence[str], folder: Path, target: str, begin_file: Callable[[], None]
    ) -> Outcome:
        """Write the notes, in a thread; `begin_file` is called before each file."""
        from arxtui.export_files import note_folder

        try:
            library = self._stage.library.another()
            notes = self._stage.settings.notes
            entries = library.entries(ids)
            report = note_folder.write(folder, entries, notes, library.key_template, begin_file)
        except (OSError, NotOnDisk) as why:
            return Outcome(f"NOT ON DISK: {target}: {reason_of(why)}", failed=True)
        except ValueError as why:
            return Outcome(str(why), failed=True)
        line = " · ".join([f"{report}", target, *report.refused[:1]])
        return Outcome(line, failed=bool(report.refused))


def _folder(target: str) -> Path:
    """Return the path of a folder that exists or can be made.

    Raises OSError for a file or a missing parent, ValueError for the home of an unknown user.
    """
    path = place(target)
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(20, "not a folder", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    return path


def _forecast(ids: Sequence[str], target: str) -> str:
    """Return a forecast of the files to be written, or why no file can be written."""
    try:
        folder = _folder(target)
    except (OSError, ValueError) as why:
        return reason_and_file(why)
    where = "the folder"
    if not folder.exists():
        where = "a new folder"
    return f"{many(len(ids), 'note')} into {where} · Enter writes · Esc cancels"
