"""Exports to files: whole or not at all; a .bib is added to without touching a byte of what it holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from arxtui import bib_file
from arxtui.config import STYLES, Export, place
from arxtui.export import FORMATS, bibtex, of_file, refuse_unknown
from arxtui.export.options import USUAL, Options
from arxtui.model import Entry, Head, Paper
from arxtui.query import Case, parse
from arxtui.store import Library, files


@dataclass(frozen=True, slots=True)
class Form:
    """In which form papers leave."""

    format: str = "bibtex"
    """One of export.FORMATS."""
    options: Options = USUAL
    """For the formats that know them."""

    def dump(self, entries: Sequence[Entry[Paper]]) -> str:
        """Return the text of a whole file."""
        return FORMATS[self.format].dump(entries, self.options)


def choose(format_: str | None, file: str | None, options: Options = USUAL, asked: Iterable[str] = ()) -> Form:
    """Return the form asked for, else the one that the file's name tells, else BibTeX.

    `asked` are the fields of the options that the user gave. Raises ValueError, naming what there is, for a format,
    an ending or a style that is none, and for an option that the format does not know.
    """
    name = format_ or of_file(file or "")
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    refuse_unknown(name, asked)
    if options.style not in STYLES:
        raise ValueError(f"no style {options.style!r}; there are {', '.join(STYLES)}")
    return Form(name, options)


def write(path: Path, form: Form, entries: Sequence[Entry[Paper]], *, force: bool = False) -> int:
    """A new file (FileExistsError unless `force`); how many papers it holds. OSError leaves what was there."""
    bib_file.refuse_special(path)
    if path.exists() and not force:
        raise FileExistsError(17, "is there already", str(path))
    write_whole(path, form.dump(entries).encode())
    return len(entries)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did."""

    added: Mapping[str, str]
    """arXiv id -> key, of the papers that were added."""
    there: Mapping[str, bib_file.Found]
    """arXiv id -> the entry, of the papers that were in the file already."""

    def __str__(self) -> str:
        return f"{len(self.added)} added, {len(self.there)} already there"

    def with_keys(self, most: int = 2) -> str:
        """Return the counts with the first keys: `1 added, 2 already there · there as Doe2020, smith2024title`."""
        keys = [f"new {', '.join(_first(self.added.values(), most))}"] if self.added else []
        if self.there:
            keys.append(f"there as {', '.join(_first((one.key for one in self.there.values()), most))}")
        return " · ".join([str(self), *keys])

    def alike(self) -> Iterator[str]:
        """Yield a line for each paper that was known only by its title, first author and year."""
        for paper_id, found in self.there.items():
            if found.by_title:
                yield f"{paper_id} is there as {found.key}: same title, first author and year"


def _first(keys: Iterable[str], most: int) -> list[str]:
    """Return the first keys, and how many more there are."""
    every = [*keys]
    more = len(every) - most
    return every[:most] + [f"+{more}"] * (more > 0)


def append(path: Path, form: Form, entries: Sequence[Entry[Paper]]) -> Appended:
    """Add to a .bib the papers that it lacks, in its own line ends, without touching a byte of what it holds.

    Raises OSError, and ValueError when the form is not BibTeX or the file is no .bib that can be added to; both leave
    the file as it was.
    """
    if form.format != "bibtex":
        raise ValueError("only a .bib can be added to")
    old = bib_file.read(path)
    there = {one.paper.id: found for one in entries if (found := old.contents.find(one.paper))}
    new = [entry for entry in entries if entry.paper.id not in there]
    taken = old.contents.taken()
    if new:
        write_whole(path, old.followed_by(bibtex.dump(new, form.options, taken=taken)))
    return Appended(bibtex.keys(new, taken), there)


def keep_current(library: Library, exports: Sequence[Export], style: str) -> list[str]:
    """Write those .bib files anew that are no longer what their query finds; why one could not be written."""
    failed = []
    heads = library.marked_heads() if exports else ()
    if exports:
        library.keys_leave()
    for export in exports:
        path = Path(export.file)
        try:
            path = place(export.file)
            query = parse(f"({export.query})")  # in brackets words are looked for, not ranked
            ids = [head.id for head in heads if query.matches(_case(library, head))]
            form = Form(options=Options(style=export.style or style))
            _write_kept(path, (_KEPT + form.dump(library.entries(ids))).encode())
        except ValueError as why:
            failed.append(f"{path}: {why}")
        except OSError as why:
            failed.append(f"NOT ON DISK: {path}: {why.strerror or why}")
    return failed


_KEPT = "% Kept by arxtui, see [[export]] in its settings: written anew after each act, so do not edit it.\n\n"


def _case(library: Library, head: Head) -> Case:
    return Case(head, library.mark(head.id), lambda: library.papers_of([head.id]).get(head.id), "")


def _write_kept(path: Path, data: bytes) -> None:
    """Write a file that is kept, unless it is so already; ValueError for one that was not written here."""
    bib_file.refuse_special(path)
    old = path.read_bytes() if path.exists() else b""
    if old and not old.startswith(_KEPT.encode()):
        raise ValueError("is not a file that arxtui keeps: [[export]] would write over it; name another one")
    if old != data:
        write_whole(path, data)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_whole(path: Path, data: bytes) -> None:
    """A file of the user's holds all of `data` or what it held before; a link stays a link. OSError."""
    path = Path(os.path.realpath(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    files.write_atomic(path, data, durable=True, mode=mode)
