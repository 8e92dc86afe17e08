"""A folder of notes: one Markdown file a paper, as export/note_file.py has it.

A file that arxtui did not write is left alone, and so is the user's part of the others. A file
whose paper has another citation key by now is renamed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from arxtui import pdf_names
from arxtui.export import bibtex, note_file
from arxtui.model import Entry, Paper
from arxtui.store import files
from arxtui.text import many

_LONGEST = 4 << 20
"""Bytes of a note; a larger file is somebody else's."""


@dataclass(slots=True)
class Report:
    """The outcome of an export of notes."""

    written: int = 0
    """Files that are new or changed."""
    unchanged: int = 0
    """Files that were up to date."""
    renamed: int = 0
    """Files that have the new key of their paper as their name."""
    refused: list[str] = field(default_factory=list)
    """Why a file was left alone."""

    def __str__(self) -> str:
        parts = [f"{many(self.written, 'note')} written"]
        if self.renamed:
            parts.append(f"{self.renamed} renamed")
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged")
        return ", ".join(parts)


def write(folder: Path, entries: Sequence[Entry[Paper]]) -> Report:
    """Write the notes of papers into a folder, which is made if it is missing.

    Raises OSError if the folder or a file cannot be read or written: files that were written before
    are whole.
    """
    folder.mkdir(exist_ok=True)
    report = Report()
    there = _papers_there(folder)
    keys = bibtex.keys(entries)
    for entry in entries:
        key = keys[entry.paper.id]
        target = folder / f"{pdf_names.file_stem(key)}.md"
        try:
            _move(there.get(entry.paper.id, target), target, report)
            _write(target, entry, key, report)
        except note_file.NotOurs as why:
            report.refused.append(f"{target}: {why}; move it, or give the paper another key")
    return report


def _papers_there(folder: Path) -> dict[str, Path]:
    """Return arXiv id -> the file of its note, of the files that arxtui wrote."""
    found = {}
    for path in sorted(folder.glob("*.md")):
        paper_id = note_file.id_of(_read(path))
        if paper_id:
            found[paper_id] = path
    return found


def _read(path: Path) -> bytes:
    """Return the bytes of a file; b"" if it is not regular, or too large for a note."""
    if not path.is_file() or path.stat().st_size > _LONGEST:
        return b""
    return path.read_bytes()


def _move(old: Path, target: Path, report: Report) -> None:
    """Rename the file of a paper. Raises NotOurs if another file has that name."""
    if old == target:
        return
    if target.exists():
        raise note_file.NotOurs(f"it is in the way of {old.name}")
    os.rename(old, target)
    report.renamed += 1


def _write(target: Path, entry: Entry[Paper], key: str, report: Report) -> None:
    """Write the file of a paper. Raises NotOurs if it is no file of arxtui's for this paper."""
    old = b""
    if target.exists():
        old = _read(target)
        found = note_file.id_of(old)
        if found not in ("", entry.paper.id):
            raise note_file.NotOurs(f"it is the note on {found}")
        if not old.strip() and (not target.is_file() or target.stat().st_size):
            raise note_file.NotOurs("arxtui did not write it")
    new = note_file.merged(old, note_file.own_part(entry, key))
    if new == old:
        report.unchanged += 1
        return
    files.write_atomic(target, new, durable=True, mode=_mode(target))
    report.written += 1


def _mode(path: Path) -> int:
    """Return the rights of a file that exists, else the rights of a new file."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o644
