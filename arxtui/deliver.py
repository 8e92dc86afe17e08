"""Exports to files: whole or not at all; a .bib is added to without touching a byte of what it holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from arxtui.config import STYLES, Export
from arxtui.export import FORMATS, bibtex, of_file, refuse_unknown
from arxtui.export.options import USUAL, Options
from arxtui.model import Entry, Head, Paper
from arxtui.query import Case, parse
from arxtui.sources import bib
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
    _refuse_special(path)
    if path.exists() and not force:
        raise FileExistsError(17, "is there already", str(path))
    write_whole(path, form.dump(entries).encode())
    return len(entries)


def append(path: Path, form: Form, entries: Sequence[Entry[Paper]]) -> tuple[int, int]:
    """(added, already there): add to a .bib the papers that it lacks, by eprint.

    OSError leaves it as it was; so does ValueError: the form is not BibTeX, or the file is not.
    """
    if form.format != "bibtex":
        raise ValueError("only a .bib can be added to")
    taken, old = there(path)
    new = [entry for entry in entries if entry.paper.id not in taken]
    if new:
        between = b"" if not old or old.endswith(b"\n\n") else b"\n" if old.endswith(b"\n") else b"\n\n"
        write_whole(path, old + between + bibtex.dump(new, form.options, taken=taken).encode())
    return len(new), len(entries) - len(new)


def keep_current(library: Library, exports: Sequence[Export], style: str) -> list[str]:
    """Write those .bib files anew that are no longer what their query finds; why one could not be written."""
    failed = []
    heads = library.marked_heads() if exports else ()
    for export in exports:
        path = Path(export.file).expanduser()
        try:
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
    _refuse_special(path)
    old = path.read_bytes() if path.exists() else b""
    if old and not old.startswith(_KEPT.encode()):
        raise ValueError("is not a file that arxtui keeps: [[export]] would write over it; name another one")
    if old != data:
        write_whole(path, data)


def there(path: Path) -> tuple[dict[str, str], bytes]:
    """Eprint -> key in a .bib, and its bytes; nothing when there is none. OSError, ValueError with file and line."""
    _refuse_special(path)
    old = path.read_bytes() if path.exists() else b""
    try:
        items, mistakes = bib.read(old.decode("utf-8"))
    except UnicodeDecodeError as why:
        raise ValueError(f"{path}: not UTF-8 ({why.reason} at byte {why.start})") from None
    if mistakes:
        raise ValueError(f"{path}:{mistakes[0][0]}: {mistakes[0][1]}; nothing was added")
    return bib.eprints(items), old


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refuse_special(path: Path) -> None:
    """Only regular files are read or replaced: a pipe would hang, a device would be gone."""
    if path.exists() and not path.is_file():
        raise OSError(22, "not a regular file", str(path))


def write_whole(path: Path, data: bytes) -> None:
    """A file of the user's holds all of `data` or what it held before; a link stays a link. OSError."""
    path = Path(os.path.realpath(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    files.write_atomic(path, data, durable=True, mode=mode)
