"""A folder of notes: one Markdown file a paper, made by export/note_file.py.

Files that arxtui did not write, and the user's part of its own files, are not changed. A file is
renamed if its paper has another name now, because its key or the pattern changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from arxtui import user_files
from arxtui.export import bibtex, note_file, note_template
from arxtui.export.note_template import Template
from arxtui.locations import place
from arxtui.model import Entry, Paper, Problem
from arxtui.pdf import pdf_names
from arxtui.settings.config import Notes
from arxtui.text import many, reason_of

NAME = "{key}"
"""The pattern of the names if the settings have no pattern."""
_LONGEST = 4 << 20
"""Bytes of a note or a template; arxtui did not write a larger file."""


@dataclass(slots=True)
class Report:
    """The outcome of an export of notes."""

    written: int = 0
    """Files that are new or changed."""
    unchanged: int = 0
    """Files that were up to date."""
    renamed: int = 0
    """Files that have the new name of their paper."""
    refused: list[str] = field(default_factory=list)
    """The reasons why files were not written."""

    def __str__(self) -> str:
        parts = [f"{many(self.written, 'note')} written"]
        if self.renamed:
            parts.append(f"{self.renamed} renamed")
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged")
        return ", ".join(parts)


def write(
    folder: Path,
    entries: Sequence[Entry[Paper]],
    notes: Notes,
    key_template: str = "",
    begin_file: Callable[[], object] = bool,
) -> Report:
    """Write the notes of papers into a folder, which is made if it is missing.

    `notes` has the pattern of the names and the template. `begin_file` is called before each note
    is written; it may raise an exception. Raises ValueError, with file and line, if
    the template cannot be used, and OSError if the folder or a file cannot be read or written:
    files that were written before are whole.
    """
    template = _template(notes.template)
    folder.mkdir(exist_ok=True)
    report = Report()
    keys = bibtex.keys(entries, template=key_template)
    targets = {entry.paper.id: folder / _name(entry.paper, keys, notes.name) for entry in entries}
    _rename(_papers_there(folder, targets), targets, report)
    for entry in entries:
        own = note_file.own_part(entry, keys[entry.paper.id], template)
        begin_file()
        _write(targets[entry.paper.id], entry.paper.id, own, report)
    return report


def _name(paper: Paper, keys: Mapping[str, str], pattern: str) -> str:
    return pdf_names.file_name(pattern or NAME, paper, keys[paper.id], ".md")


def _template(name: str) -> Template:
    """Return the template in a file, arxtui's template for ``.

    Raises ValueError with file and line if it cannot be read or used.
    """
    if not name:
        return note_template.read(note_template.USUAL)
    path = place(name)
    try:
        user_files.refuse_special(path)
        if path.stat().st_size > _LONGEST:
            raise ValueError(f"{path}: too large for a template of notes")
        return note_template.read(path.read_text("utf-8"))
    except note_template.BadTemplate as why:
        raise ValueError(str(Problem(str(path), why.line, f"the template {why}"))) from None
    except UnicodeDecodeError as why:
        line = why.object.count(b"\n", 0, why.start) + 1
        raise ValueError(str(Problem(str(path), line, "the template is not UTF-8"))) from None
    except OSError as why:
        reason = f"the template of notes cannot be read: {reason_of(why)}"
        raise ValueError(f"{path}: {reason}") from None


def _papers_there(folder: Path, targets: Mapping[str, Path]) -> dict[str, Path]:
    """Return arXiv id -> the file of its note, of the files that arxtui wrote.

    Of two files of one paper, such as a copy that a sync made, it is the file with the right name.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.md")):
        paper_id = note_file.id_of(_read(path))
        if paper_id and (paper_id not in found or path == targets.get(paper_id)):
            found[paper_id] = path
    return found


def _read(path: Path) -> bytes:
    """Return the bytes of a file; b"" if it is not regular, or too large for a note."""
    if not path.is_file() or path.stat().st_size > _LONGEST:
        return b""
    return path.read_bytes()


def _rename(there: Mapping[str, Path], targets: Mapping[str, Path], report: Report) -> None:
    """Give the files of papers their names; two papers may have exchanged names.

    A name that another file keeps is not taken: the writing of that note reports it.
    """
    waiting: dict[Path, Path] = {}
    for paper_id, target in targets.items():
        old = there.get(paper_id, target)
        if old != target:
            waiting[old] = target
    while waiting:
        free = [old for old, target in waiting.items() if not os.path.lexists(target)]
        for old in free:
            os.rename(old, waiting.pop(old))
            report.renamed += 1
        if free:
            continue
        cycle = [old for old, target in waiting.items() if target in waiting]
        if not cycle:
            return
        aside = cycle[0].with_name(f"{cycle[0].stem} (renamed by arxtui).md")
        os.rename(cycle[0], aside)
        waiting[aside] = waiting.pop(cycle[0])


def _write(target: Path, paper_id: str, own: str, report: Report) -> None:
    """Write the file of a paper, unless another program wrote it or it is of another paper."""
    old = b""
    if os.path.lexists(target):
        old = _read(target)
    try:
        _refuse_others(target, old, paper_id)
        new = note_file.merged(old, own)
    except note_file.NotOurs as why:
        report.refused.append(f"{target}: {why}; move it, or give the paper another key")
        return
    if new == old:
        report.unchanged += 1
        return
    user_files.write_whole(target, new)
    report.written += 1


def _refuse_others(target: Path, old: bytes, paper_id: str) -> None:
    """Raise NotOurs if a file is the note of another paper, or cannot be read as a file."""
    found = note_file.id_of(old)
    if found not in ("", paper_id):
        raise note_file.NotOurs(f"it is the note on {found}")
    if not old.strip() and os.path.lexists(target) and not _is_empty(target):
        raise note_file.NotOurs("arxtui did not write it")


def _is_empty(path: Path) -> bool:
    """Return True for a file without anything but blanks."""
    return path.is_file() and path.stat().st_size <= _LONGEST
