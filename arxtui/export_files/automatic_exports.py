"""The .bib files and note folders of [[export]] in the settings, which hold the hits of a query."""

from __future__ import annotations

from pathlib import Path

from arxtui import user_files
from arxtui.export.options import Options
from arxtui.export_files import note_folder
from arxtui.export_files.export_form import Form
from arxtui.locations import place
from arxtui.query import condition
from arxtui.query_cases import Cases
from arxtui.settings.config import Export, Settings
from arxtui.store import Library
from arxtui.text import reason_of
from arxtui.watch_and_mute_rules import Rules


def keep_current(library: Library, settings: Settings) -> list[str]:
    """Write the .bib files whose hits or fields changed, and the notes of each folder.

    Returns the reasons why files could not be written. The note of a paper that is no longer a hit
    stays.
    """
    if not settings.export:
        return []
    rules = Rules(library, settings.watch)
    failed = []
    heads = library.papers.marked()
    cases = Cases(library, watched=rules.names)
    library.note_export()
    for export in settings.export:
        path = Path(export.file or export.folder)
        try:
            path = place(str(path))
            query = condition(export.query)
            ids = [head.id for head in heads if query.matches(cases.of(head))]
            entries = library.entries(ids)
            if export.folder:
                report = note_folder.write(path, entries, settings.notes, library.key_template)
                failed += report.refused
                continue
            options = _options(library, export, settings)
            form = Form(options=options)
            _write_kept(path, (_KEPT + form.dump(entries)).encode())
        except ValueError as why:
            failed.append(f"{path}: {why}")
        except OSError as why:
            failed.append(f"NOT ON DISK: {path}: {reason_of(why)}")
    return failed


def _options(library: Library, export: Export, settings: Settings) -> Options:
    """Return the options of a file; the settings supply options that its [[export]] lacks."""
    files = settings.files
    if export.files is not None:
        files = export.files
    pdf_of = None
    if files:
        pdf_of = library.saved_pdfs.find
    return Options(style=export.style or settings.style, files=pdf_of, key=library.key_template)


_SIGN = "% Kept by arxtui, see [[export]] in its settings:"
"""The beginning of a file that is kept up to date."""
_KEPT = f"{_SIGN} it is written again after each change, so do not edit it.\n\n"
"""The first lines of such a file."""


def _write_kept(path: Path, data: bytes) -> None:
    """Write a file that is kept up to date, unless it holds the same bytes already.

    Raises OSError, and ValueError for a file that arxtui did not write.
    """
    user_files.refuse_special(path)
    old = b""
    if path.exists():
        old = path.read_bytes()
    if old and not old.startswith(_SIGN.encode()):
        raise ValueError(
            "is not a file that arxtui keeps: [[export]] would write over it; name another one"
        )
    if old != data:
        user_files.write_whole(path, data)
