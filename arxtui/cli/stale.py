"""`arxtui export --stale`: entries of a .bib whose paper was published or revised since."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from arxtui.cli import settings as settings_
from arxtui.cli.terminal import Refused, say, tell, warn
from arxtui.text import many, reason_of

if TYPE_CHECKING:
    from pathlib import Path

    from arxtui.export_files.stale_entries import Report, Stale
    from arxtui.settings.config import Settings
    from arxtui.store import Library


def show(args: argparse.Namespace, library: Library, settings: Settings) -> int:
    """Print the stale entries of -o FILE, else of the .bib of the settings; return the exit status.

    The status is IN_PART if some of the file could not be read, else DONE. Raises Refused if the
    file is missing, and for options of other exports.
    """
    from arxtui.export_files import stale_entries

    _refuse_others(args)
    path = _bib(args.output, settings)
    try:
        report = stale_entries.look(path, library)
    except OSError as why:
        raise Refused(f"{path}: {reason_of(why)}") from None
    if sys.stdout.isatty():
        _print_table(report.stale)
    else:
        for each in report.stale:
            say(each.paper_id, each.key, each.kind, each.now)
    status = tell(report.problems)
    warn(_summary(report, path))
    return status


def _refuse_others(args: argparse.Namespace) -> None:
    """Raise Refused for words and options of other exports."""
    others = (args.query, args.format, args.style, args.unicode, args.abstract, args.files)
    if any(others) or args.append or args.force:
        raise Refused("--stale takes -o FILE and nothing else: it lists entries and writes no file")


def _bib(named: str | None, settings: Settings) -> Path:
    """Return the path of the .bib. Raises Refused if neither -o nor the settings name a file."""
    from arxtui.locations import place

    name = named or settings.bib
    if not name or name == "-":
        raise Refused("no .bib to look at: -o FILE, or `bib` in the settings (arxtui config)")
    try:
        return place(name)
    except ValueError as why:
        raise Refused(str(why)) from None


def _print_table(stale: Sequence[Stale]) -> None:
    """Print the entries in columns that fit the terminal."""
    from arxtui.cli.page import GAP, Page

    page = Page(signs=settings_.signs())
    key = page.widest([each.key for each in stale], page.width // 3)
    kind = page.widest([each.kind for each in stale], page.width)
    now = max(10, page.width - key - kind - 2 * len(GAP))
    for each in stale:
        page.line(
            (page.fill(each.key, key), "cyan"),
            (GAP, ""),
            (page.fill(each.kind, kind), "yellow"),
            (GAP, ""),
            (page.cut(each.now, now), ""),
        )


def _summary(report: Report, path: Path) -> str:
    """Return how many entries are stale, and how many papers the library lacks."""
    entries = "entries"
    if report.entries == 1:
        entries = "entry"
    line = f"{len(report.stale)} of {report.entries} {entries} of {path.name} can be renewed"
    if report.missing:
        are = f"{many(len(report.missing), 'arXiv paper')} of it not in the library"
        line += f"; {are}: arxtui fetch {' '.join(report.missing[:3])}"
    if len(report.missing) > 3:
        line += " ..."
    return line
