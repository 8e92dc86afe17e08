"""`arxtui export`: papers in another form, to standard output, a file, or a folder of notes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui.cli import stale
from arxtui.cli.library import open_library
from arxtui.cli.marks import known
from arxtui.cli.papers import hits, watch_rules
from arxtui.cli.terminal import DONE, IN_PART, Refused, warn, write
from arxtui.text import many, reason_of

if TYPE_CHECKING:
    from arxtui.export.options import Options
    from arxtui.export_files.export_form import Form
    from arxtui.model import Entry, Paper
    from arxtui.settings.config import Settings
    from arxtui.store import Library


def export(args: argparse.Namespace) -> int:
    """Write papers in another form to standard output or a file; no file is made for no papers."""
    from arxtui.cli import settings as settings_
    from arxtui.export_files import export_form

    library = open_library(args.library)
    settings, broken = settings_.read()
    if args.stale:
        return stale.show(args, library, settings)
    if args.format == "notes":
        if broken:
            raise Refused("no note is written: the settings of notes are not known")
        return _export_notes(args, library, settings)
    file = args.output
    if file == "-":
        file = None
    if broken and file and not args.style:
        raise Refused(f"{file} is not written: correct the settings, or give --style")
    try:
        form = export_form.choose(args.format, file, *_export_options(args, library, settings))
        if args.append and not file:
            raise ValueError("--append needs -o FILE")
        ids, status = _named(library, args.query, settings)
        entries = _exported(library, ids)
        if not entries:
            warn(_nothing_exported(library, args.query, file))
        if not file:
            write(form.dump(entries))
        elif entries:
            _write_file(Path(file), form, entries, args)
    except BrokenPipeError:
        raise
    except FileExistsError:
        raise Refused(_is_there(args.output, form.format)) from None
    except ValueError as why:
        raise Refused(str(why)) from None
    except OSError as why:
        raise Refused(f"{args.output}: {reason_of(why)}") from None
    return status


def _write_file(
    path: Path, form: Form, entries: Sequence[Entry[Paper]], args: argparse.Namespace
) -> None:
    """Write a new file, or append to a .bib, and report the number of papers.

    Raises OSError (FileExistsError among them), and ValueError if the file cannot be written in
    this form.
    """
    from arxtui.export_files import append_to_bib, export_to_file

    if args.append:
        outcome = append_to_bib.append(path, form, entries)
        warn(str(outcome))
        for line in outcome.alike():
            warn(line)
    else:
        count = export_to_file.write(path, form, entries, force=args.force)
        warn(f"{many(count, 'paper')} to {path}")


def _export_notes(args: argparse.Namespace, library: Library, settings: Settings) -> int:
    """Write a Markdown file for each paper into a folder; return the exit status.

    Raises Refused if no folder is named, it cannot be written, or the template cannot be used.
    """
    from arxtui.export_files import note_folder
    from arxtui.locations import place

    others = (args.style, args.unicode, args.abstract, args.files)
    if args.append or args.force or any(others):
        raise Refused("-f notes takes -o FOLDER and a query: notes are always brought up to date")
    folder = args.output or settings.notes.folder
    if not folder or folder == "-":
        raise Refused("notes go into a folder, a file for each paper: -o FOLDER")
    ids, status = _named(library, args.query, settings)
    entries = _exported(library, ids)
    if not entries:
        warn(_nothing_exported(library, args.query, folder))
        return status
    try:
        report = note_folder.write(place(folder), entries, settings.notes, library.key_template)
    except OSError as why:
        raise Refused(f"{folder}: {reason_of(why)}") from None
    except ValueError as why:
        raise Refused(str(why)) from None
    for line in report.refused:
        warn(f"arxtui: {line}")
    warn(f"{report} · {folder}")
    if report.refused:
        return IN_PART
    return status


def _export_options(
    args: argparse.Namespace, library: Library, settings: Settings
) -> tuple[Options, list[str]]:
    """Return the options of an export, and the names of the options that the command line gives."""
    from arxtui.export.options import Options

    given = {
        "style": args.style,
        "unicode": args.unicode,
        "abstract": args.abstract,
        "files": args.files,
    }
    style = args.style or settings.style
    files = None
    if args.files or settings.files:
        files = library.saved_pdfs.find
    options = Options(style, args.unicode, args.abstract, files, settings.key)
    return options, [name for name, value in given.items() if value]


def _named(library: Library, query: Sequence[str], settings: Settings) -> tuple[Sequence[str], int]:
    """Return the ids of the papers to export, and the exit status.

    The papers are the hits of the query, the ids on standard input for `-`, or without a query the
    starred papers. Raises Refused for a wrong query, or if standard input names no paper of the
    library.
    """
    if "-" in query:
        return known(library, query)
    if query:
        entries, _ = hits(library, query, watch_rules(library, settings), settings.watch)
        return [entry.paper.id for entry in entries], DONE
    return library.marks.starred(), DONE


def _exported(library: Library, ids: Sequence[str]) -> list[Entry[Paper]]:
    """Return papers with their marks; a warning counts the papers that the library has lost."""
    library.note_export()
    entries = library.entries(ids)
    if len(entries) < len(ids):
        found = {entry.paper.id for entry in entries}
        missing = [paper_id for paper_id in ids if paper_id not in found]
        papers = many(len(missing), "starred paper")
        warn(f"{papers} left out, not in the library: arxtui fetch {' '.join(missing[:3])}")
    return entries


def _nothing_exported(library: Library, query: Sequence[str], file: str | None) -> str:
    """Return why an export has no papers, and that its file is not written."""
    reason = "nothing is starred yet: arxtui star ID stars a paper"
    if library.marks.starred():
        reason = "nothing to export"
    if query:
        reason = f"no paper matches {' '.join(query)}"
    if file:
        reason += f" · {file} is not written"
    return reason


def _is_there(file: str, format_: str) -> str:
    """Return the message for a file that exists, with the options that help."""
    if format_ == "bibtex":
        return f"{file} is there already: --append adds to it, --force overwrites it"
    return f"{file} is there already: --force overwrites it"
