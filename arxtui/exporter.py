"""Exports to files: whole or not at all.

Appending to a .bib changes no byte of what it holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from arxtui import bib_file
from arxtui.config import STYLES, Export
from arxtui.export import FORMATS, bibtex, of_file, refuse_unknown
from arxtui.export.options import USUAL, Options
from arxtui.locations import place
from arxtui.model import Entry, Paper
from arxtui.query import condition
from arxtui.query_cases import Cases
from arxtui.store import Library, files
from arxtui.text import many
from arxtui.watch_and_mute import Rules


@dataclass(frozen=True, slots=True)
class Form:
    """A format with the options chosen for it."""

    format: str = "bibtex"
    """One of export.FORMATS."""
    options: Options = USUAL
    """For the formats that know them."""

    def dump(self, entries: Sequence[Entry[Paper]]) -> str:
        """Return the text of a whole file."""
        return FORMATS[self.format].dump(entries, self.options)


def choose(
    format_: str | None, file: str | None, options: Options = USUAL, asked: Iterable[str] = ()
) -> Form:
    """Return the form asked for, else that of the file's name, else BibTeX.

    `asked` are the fields of the options that the user gave. Raises ValueError, with the accepted
    values, for an unknown format, ending or style, and for an option that the format does not know.
    """
    name = format_ or of_file(file or "")
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    refuse_unknown(name, asked)
    if options.style not in STYLES:
        raise ValueError(f"no style {options.style!r}; there are {', '.join(STYLES)}")
    return Form(name, options)


def deliver(target: str, form: Form, entries: Sequence[Entry[Paper]]) -> str:
    """Append papers to a .bib, or write them to a new file of another format.

    Returns the receipt for the message line. Raises OSError, and ValueError for a file name that
    cannot be used; both leave the file as it was.
    """
    path = place(target)
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    if form.format == "bibtex":
        return append(path, form, entries).with_keys()
    return f"{many(write(path, form, entries), 'paper')} as {form.format} · {path}"


def write(path: Path, form: Form, entries: Sequence[Entry[Paper]], *, force: bool = False) -> int:
    """Write a new file and return the number of papers in it.

    Raises FileExistsError unless `force`; an OSError leaves an old file as it was.
    """
    bib_file.refuse_special(path)
    if path.exists() and not force:
        raise FileExistsError(17, "is there already", str(path))
    write_whole(path, form.dump(entries).encode())
    return len(entries)


@dataclass(frozen=True, slots=True)
class Appended:
    """The outcome of an append."""

    file: str
    """The name of the file, without its folder."""
    added: Mapping[str, str]
    """arXiv id -> key, of the papers that were added."""
    there: Mapping[str, bib_file.Found]
    """arXiv id -> the entry, of the papers that were in the file already."""

    def __str__(self) -> str:
        were = "were"
        if len(self.there) == 1:
            were = "was"
        added = f"{len(self.added)} added to {self.file}"
        return f"{added} ({len(self.there)} {were} already in it)"

    def with_keys(self, most: int = 2) -> str:
        """Return the counts with the first keys.

        `1 added to my.bib (1 was already in it) · new lee2024x · there as Doe2020`.
        """
        parts = [str(self)]
        if self.added:
            parts.append(f"new {_first(self.added.values(), most)}")
        if self.there:
            keys = [found.key for found in self.there.values()]
            parts.append(f"there as {_first(keys, most)}")
        return " · ".join(parts)

    def alike(self) -> Iterator[str]:
        """Yield a line for each paper recognised only by its title, first author and year."""
        for paper_id, found in self.there.items():
            if found.by_title:
                yield f"{paper_id} is there as {found.key}: same title, first author and year"


def _first(keys: Iterable[str], most: int) -> str:
    """Return the first keys, and how many more there are: `a, b, +3`."""
    every = [*keys]
    shown = every[:most]
    if len(every) > most:
        shown.append(f"+{len(every) - most}")
    return ", ".join(shown)


def append(path: Path, form: Form, entries: Sequence[Entry[Paper]]) -> Appended:
    """Add to a .bib the papers that it lacks, with the line ends of the file.

    Raises OSError, and ValueError if the form is not BibTeX or the file is no .bib that can be
    added to; both leave the file as it was.
    """
    if form.format != "bibtex":
        raise ValueError("only a .bib can be added to")
    old = bib_file.read(path)
    there: dict[str, bib_file.Found] = {}
    new: list[Entry[Paper]] = []
    for entry in entries:
        found = old.contents.find(entry.paper)
        if found:
            there[entry.paper.id] = found
        else:
            new.append(entry)
    taken = old.contents.taken()
    if new:
        write_whole(path, old.followed_by(bibtex.dump(new, form.options, taken=taken)))
    return Appended(path.name, bibtex.keys(new, taken), there)


def keep_current(
    library: Library, exports: Sequence[Export], style: str, watch: Mapping[str, str] | None = None
) -> list[str]:
    """Write those .bib files anew that no longer hold the papers of their query.

    `watch` has the watch rules of the settings, for queries that ask for them. Returns the reasons
    why files could not be written.
    """
    if not exports:
        return []
    rules = Rules(library, watch or {})
    failed = []
    heads = library.papers.marked()
    cases = Cases(library, watched=rules.names)
    library.note_export()
    for export in exports:
        path = Path(export.file)
        try:
            path = place(export.file)
            query = condition(export.query)
            ids = [head.id for head in heads if query.matches(cases.of(head))]
            form = Form(options=Options(style=export.style or style))
            _write_kept(path, (_KEPT + form.dump(library.entries(ids))).encode())
        except ValueError as why:
            failed.append(f"{path}: {why}")
        except OSError as why:
            failed.append(f"NOT ON DISK: {path}: {why.strerror or why}")
    return failed


_SIGN = "% Kept by arxtui, see [[export]] in its settings:"
"""The beginning of a file that is kept up to date."""
_KEPT = f"{_SIGN} it is written again after each change, so do not edit it.\n\n"
"""The first lines of such a file."""


def _write_kept(path: Path, data: bytes) -> None:
    """Write a file that is kept up to date, unless it holds the same bytes already.

    Raises OSError, and ValueError for a file that arxtui did not write.
    """
    bib_file.refuse_special(path)
    old = b""
    if path.exists():
        old = path.read_bytes()
    if old and not old.startswith(_SIGN.encode()):
        raise ValueError(
            "is not a file that arxtui keeps: [[export]] would write over it; name another one"
        )
    if old != data:
        write_whole(path, data)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of the user's, so that it holds all of `data` or its old contents.

    A symbolic link stays a link. Raises OSError.
    """
    path = Path(os.path.realpath(path))
    if path.exists():
        mode = path.stat().st_mode & 0o777
    else:
        mode = 0o666 & ~_umask()
    files.write_atomic(path, data, durable=True, mode=mode)
