"""Export papers to a file: to a new file, or appended to a .bib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from arxtui import user_files
from arxtui.export_files import append_to_bib
from arxtui.export_files.export_form import Form
from arxtui.locations import place
from arxtui.model import Entry, Paper
from arxtui.text import many


def deliver(
    target: str,
    form: Form,
    entries: Sequence[Entry[Paper]],
    begin_file: Callable[[], object] = bool,
) -> str:
    """Append papers to a .bib, or write them to a new file of another format.

    `begin_file` is called before the file is written, and may raise an exception. Returns the
    receipt for the message line. Raises OSError, and ValueError for a file name that cannot be
    used; both leave the file unchanged.
    """
    path = place(target)
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    if form.format == "bibtex":
        return append_to_bib.append(path, form, entries, begin_file).with_keys()
    count = write(path, form, entries, begin_file=begin_file)
    return f"{many(count, 'paper')} as {form.format} · {path}"


def write(
    path: Path,
    form: Form,
    entries: Sequence[Entry[Paper]],
    *,
    force: bool = False,
    begin_file: Callable[[], object] = bool,
) -> int:
    """Write a new file and return the number of papers in it; `begin_file` as in deliver().

    Raises FileExistsError unless `force`; an OSError leaves an old file unchanged.
    """
    user_files.refuse_special(path)
    if path.exists() and not force:
        raise FileExistsError(17, "is there already", str(path))
    data = form.dump(entries).encode()
    begin_file()
    user_files.write_whole(path, data)
    return len(entries)
