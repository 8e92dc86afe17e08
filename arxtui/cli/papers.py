"""Verbs that show papers or give them to other programs: list, show, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui import config
from arxtui.cli.library import open_library
from arxtui.cli.marks import known
from arxtui.cli.terminal import DONE, IN_PART, Refused, say, tell, warn, write
from arxtui.text import many

if TYPE_CHECKING:
    from arxtui.config import Settings
    from arxtui.export.options import Options
    from arxtui.model import Entry, Head, Paper
    from arxtui.store import Library

    Watched = Callable[[Head], tuple[str, ...]]  # a paper -> the names of its watch rules

RANKED = 50  # hits of a search that `list` prints unless told otherwise
ORDERS = tuple(order.replace(" ", "") for order in config.ORDERS)
"""What `list --order` takes: the orders of the screen, in one word each."""


def hits(
    library: Library, query: Sequence[str], watched: Watched
) -> tuple[list[Entry[Head]], bool]:
    """Return the papers of a query, and whether words rank them. Raises Refused if it is no query."""
    from arxtui.finder import Finder
    from arxtui.query import QueryError, parse

    try:
        asked = parse(" ".join(query))
    except QueryError as why:
        raise Refused(f"{why.reason} (at character {why.place + 1} of the query)") from None
    found = Finder(library, watched).find(asked, sys.maxsize)
    if told := found.told():
        warn(told)
    return [library.entry(head) for head in found.heads], asked.ranks


def _not_watched(_: Head) -> tuple[str, ...]:
    return ()


def _watch_rules(library: Library, settings: Settings) -> Watched:
    """Return the function that names the watch rules of the settings that match a paper."""
    if not settings.watch:
        return _not_watched
    from arxtui.rules import Rules

    rules = Rules(library, settings.watch)
    for name, reason in rules.faults.items():
        warn(f"watch rule {name} does not apply: {reason}")
    return rules.names


def list_(args: argparse.Namespace) -> int:
    """Papers as lines, ids or JSON."""
    from arxtui.cli import settings as settings_

    library = open_library(args.library)
    settings, _ = settings_.read()
    watched = _watch_rules(library, settings)
    if args.query:
        entries, ranked = hits(library, args.query, watched)
        limit = args.n
        if ranked and not args.all and limit is None:
            limit = RANKED
    elif args.all:
        entries = [library.entry(head) for head in library.papers.heads()]
        limit = args.n
    else:
        entries = [library.entry(head) for day in library.papers.days()[:1] for head in library.papers.day(day)]
        limit = args.n
    if args.order:
        entries = _ordered(library, entries, args.order, settings, watched)
    entries = entries[:limit]
    if args.json:
        _print_json(library, [entry.paper.id for entry in entries])
    elif args.ids:
        for entry in entries:
            say(entry.paper.id)
    else:
        _print_lines(entries, watched)
    return tell(library.problems)


def _print_lines(entries: Iterable[Entry[Head]], watched: Watched) -> None:
    """Print a line for each paper: id, marks with watch rules, title and authors."""
    for entry in entries:
        head = entry.paper
        mark = entry.mark
        marks: list[str] = [mark.pile]
        if mark.star:
            marks.append("star")
        marks += [f"#{tag}" for tag in mark.tags]
        marks += [f"!{name}" for name in watched(head)]
        say(head.id, " ".join(marks), head.plain, head.authors)


def _ordered(
    library: Library,
    entries: list[Entry[Head]],
    order: str,
    settings: Settings,
    watched: Watched,
) -> list[Entry[Head]]:
    """Put papers in one of ORDERS; without a star or a watch rule `foryou` is listing order, and says so."""
    from arxtui.view import View

    if order != "foryou":
        view = View(order=order)  # type: ignore[arg-type]
        listed = [entry.paper for entry in entries]
        marks = library.marks
        heads = view.apply(listed, marks.of, marked_at=marks.marked_at, watched=watched)
        return [library.entry(head) for head in heads]
    from arxtui.recommender import Recommender
    from arxtui.steps import finish

    recommender = Recommender(library, lambda: settings)
    heads = [entry.paper for entry in entries]
    recommended = finish(recommender.rank(heads))
    if recommended is None or not recommended.learnt:
        warn("listing order: star a paper or keep a watch rule, and foryou learns from it")
        return entries
    in_order = View(order="for you").apply(heads, library.marks.of, recommended.places)
    return [library.entry(head) for head in in_order]


def _print_json(library: Library, ids: Iterable[str]) -> None:
    from arxtui.export import jsonl

    library.note_export()
    write(jsonl.dump(library.entries(ids)))


def show(args: argparse.Namespace) -> int:
    """Papers whole."""
    library = open_library(args.library)
    ids, status = known(library, args.ids)
    if args.json:
        _print_json(library, ids)
        return status
    for entry in library.entries(ids):
        for line in _page(entry):
            say(line)
    return status


def _page(entry: Entry[Paper]) -> Iterable[str]:
    from arxtui.text import plain, plain_title

    paper, mark = entry.paper, entry.mark
    yield plain_title(paper.title)
    yield ", ".join(paper.authors)
    yield " · ".join(filter(None, (paper.versioned, " ".join(paper.categories.split()), paper.day)))
    yield " · ".join([mark.pile, *["starred"] * mark.star, *(f"#{tag}" for tag in mark.tags)])
    yield paper.abs_url
    for name, value in (("comment", paper.comment), ("journal", paper.journal_ref), ("doi", paper.doi)):
        if value:
            yield f"{name}: {' '.join(value.split())}"
    if mark.note:
        yield "note: " + mark.note
    for stamp, text in mark.other_notes:
        yield f"other note, {stamp[:10]} on {stamp.partition(' ')[2]}: {text}"
    yield ""
    yield plain(paper.abstract)
    yield ""


def export_(args: argparse.Namespace) -> int:
    """Write papers in another form to standard output or a file; a file of no papers is not made."""
    from arxtui import exporter
    from arxtui.cli import settings as settings_

    library = open_library(args.library)
    settings, broken = settings_.read()
    if args.format == "notes":
        return _export_notes(args, library, settings)
    file = args.output if args.output != "-" else None  # `-` is standard output
    if broken and file and not args.style:
        raise Refused(f"{file} is not written: mend the settings, or give --style")
    try:
        form = exporter.choose(args.format, file, *_export_options(args, settings))
        if args.append and not file:
            raise ValueError("--append needs -o FILE")
        ids, status = _named(library, args.query, settings)
        entries = _exported(library, ids)
        if not entries:
            warn(_nothing_exported(library, args.query, file))
        if not file:
            write(form.dump(entries))
        elif args.append and entries:
            did = exporter.append(Path(file), form, entries)
            warn(str(did))
            for line in did.alike():
                warn(line)
        elif entries:
            count = exporter.write(Path(file), form, entries, force=args.force)
            warn(f"{many(count, 'paper')} to {file}")
    except BrokenPipeError:
        raise
    except FileExistsError:
        raise Refused(_is_there(args.output, form.format)) from None
    except ValueError as why:
        raise Refused(str(why)) from None
    except OSError as why:
        raise Refused(f"{args.output}: {why.strerror or why}") from None
    return status


def _export_notes(args: argparse.Namespace, library: Library, settings: Settings) -> int:
    """Write a Markdown file for each paper into a folder; return the exit status.

    Raises Refused if no folder is named, or it cannot be written.
    """
    from arxtui import note_folder
    from arxtui.places import place

    if args.output in (None, "-"):
        raise Refused("notes go into a folder, a file for each paper: -o FOLDER")
    ids, status = _named(library, args.query, settings)
    entries = _exported(library, ids)
    if not entries:
        warn(_nothing_exported(library, args.query, args.output))
        return status
    try:
        report = note_folder.write(place(args.output), entries)
    except (OSError, ValueError) as why:
        raise Refused(f"{args.output}: {why}") from None
    for line in report.refused:
        warn(f"arxtui: {line}")
    warn(f"{report} · {args.output}")
    if report.refused:
        return IN_PART
    return status


def _export_options(args: argparse.Namespace, settings: Settings) -> tuple[Options, list[str]]:
    """Return the options of an export, and the names of those that the command line gives."""
    from arxtui.export.options import Options

    given = {"style": args.style, "unicode": args.unicode, "abstract": args.abstract}
    options = Options(style=args.style or settings.style, unicode=args.unicode, abstract=args.abstract)
    return options, [name for name, value in given.items() if value]


def _named(
    library: Library, query: Sequence[str], settings: Settings
) -> tuple[Sequence[str], int]:
    """Return the ids of a query, of standard input for `-`, else of the starred papers; and the status.

    Raises Refused if the query is none, or if standard input names no paper of the library.
    """
    if "-" in query:
        return known(library, query)
    if query:
        entries, _ = hits(library, query, _watch_rules(library, settings))
        return [entry.paper.id for entry in entries], DONE
    return library.marks.starred(), DONE


def _exported(library: Library, ids: Sequence[str]) -> list[Entry[Paper]]:
    """Return these papers; those that are lost are counted."""
    library.note_export()
    entries = library.entries(ids)
    if len(entries) < len(ids):
        warn(f"{len(ids) - len(entries)} starred papers are neither loaded nor cited: left out")
    return entries


def _nothing_exported(library: Library, query: Sequence[str], file: str | None) -> str:
    """Return why an export holds no paper, and what happens to its file."""
    reason = "nothing is starred yet: arxtui star ID stars a paper"
    if library.marks.starred():
        reason = "nothing to export"
    if query:
        reason = f"no paper matches {' '.join(query)}"
    if file:
        reason += f" · {file} is not written"
    return reason


def _is_there(file: str, format_: str) -> str:
    """Return what can be done about a file that is there already: only a .bib can be added to."""
    if format_ == "bibtex":
        return f"{file} is there already: --append adds to it, --force overwrites it"
    return f"{file} is there already: --force overwrites it"
