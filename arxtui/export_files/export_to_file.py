"""Export papers to a file: to a new file, or appended to a .bib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from arxtui import user_files
from arxtui.export_files import append_to_bib
from arxtui.export_files.export_form import Form
from arxtui.locations import place
from arxtui.model import Entry, Paper
from arxtui.text import many


def deliver(target: str, form: Form, entries: Sequence[Entry[Paper]]) -> str:
    """Append papers to a .bib, or write them to a new file of another format.

    Returns the receipt for the message line. Raises OSError, and ValueError for a file name that
    cannot be used; both leave the file unchanged.
    """
    path = place(target)
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    if form.format == "bibtex":
        return append_to_bib.append(path, form, entries).with_keys()
    return f"{many(write(path, form, entries), 'paper')} as {form.format} · {path}"


def write(path: Path, form: Form, entries: Sequence[Entry[Paper]], *, force: bool = False) -> int:
    """Write a new file and return the number of papers in it.

    Raises FileExistsError unless `force`; an OSError leaves an old file unchanged.
    """
    user_files.refuse_special(path)
    if path.exists() and not force:
        raise FileExistsError(17, "is there already", str(path))
    user_files.write_whole(path, form.dump(entries).encode())
    return len(entries)
