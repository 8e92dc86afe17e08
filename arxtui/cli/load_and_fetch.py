"""Commands that add and remove papers: load, fetch, forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from arxtui.arxiv_id import parse_id, split_ids
from arxtui.cli.library import act, finish, open_library
from arxtui.cli.marks import piped_ids
from arxtui.cli.progress import Bar
from arxtui.cli.terminal import (
    DONE,
    MOST_PROBLEMS,
    NOTHING,
    Refused,
    afterwards,
    exit_code,
    say,
    tell,
    warn,
)
from arxtui.model import is_day
from arxtui.text import many

_MOST_KEPT = 20
"""Differences of marks that are reported a line each; more are only counted."""

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from arxtui import loader
    from arxtui.loader import Report
    from arxtui.network import fetch as fetching
    from arxtui.store import Library


def load(args: argparse.Namespace) -> int:
    """Load papers from files, and report the counts in one line."""
    from arxtui import files_to_load, loader

    library = open_library(args.library, seeds=False)
    bar = Bar(args.quiet)
    limit: int | None = files_to_load.LIMIT
    if args.no_limit:
        limit = None

    def progress(at: loader.Progress) -> None:
        bar.show(at.done, at.of, f"{at.done}/{at.of} files", at.papers)

    with _kept_if_broken_off(library, "loaded", bar):
        report = loader.load(
            library,
            args.paths,
            limit=limit,
            progress=progress,
            ids=args.star,
            marks=args.marks,
        )
    afterwards(library.checkpoint.catch_up)
    status = tell(report.problems)
    if not args.quiet:
        forms = " and ".join(_files_of(form, count) for form, count in report.forms.items())
        _say(report, f"{many(report.papers, 'paper')} from {forms or '0 files'}")
    if args.marks:
        _load_marks(library, report, quiet=args.quiet)
    if args.star:
        starred = act(library, report.ids, {"star": True})
        if not args.quiet:
            say(f"starred: {starred} of {many(len(report.ids), 'paper')}")
    if report.problems and not report.forms:
        return NOTHING
    return status


def _load_marks(library: Library, report: Report, *, quiet: bool) -> None:
    """Set the marks that files have, and report marks of the library that differ and stay.

    Raises Refused if they cannot be written; the papers stay.
    """
    from arxtui.store import NotOnDisk

    try:
        loaded = library.load_marks(report.marks)
        loaded.receipt.wait()
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}; the papers are loaded, their marks are not") from None
    finish(library)
    for line in loaded.kept[:_MOST_KEPT]:
        warn(line)
    if len(loaded.kept) > _MOST_KEPT:
        warn(f"and {len(loaded.kept) - _MOST_KEPT:,} more")
    if quiet:
        return
    differ = ""
    if loaded.kept:
        differ = f"; {many(len(loaded.kept), 'mark')} of the file differed from those here"
    say(f"marks: {many(len(loaded.receipt.ids), 'paper')} marked{differ}")
    if not report.marks:
        warn("no marks in these files: only JSON lines of arxtui (export -f json) have marks")


def _files_of(form: str, count: int) -> str:
    """Return how many files of a form were read: `1 listing`, `2 BibTeX files`."""
    if form == "listing":
        return many(count, form)
    return many(count, f"{form} file")


def fetch(args: argparse.Namespace) -> int:
    """Fetch papers from arXiv, by id or by category, and report the counts in one line."""
    from arxtui.network import fetch as fetching

    request = _request(args)
    library = open_library(args.library, seeds=False)
    bar = Bar(args.quiet)

    def progress(at: fetching.Progress) -> None:
        from arxtui.network.arxiv_client import COURTESY, PAGE

        pages = -(-(at.of - at.done) // PAGE)
        line = f"{at.what}: asking arXiv"
        if at.of:
            line = f"{at.what}: {at.done:,} of {at.of:,}"
        bar.show(at.done, at.of, line, at.done, least=pages * COURTESY)

    with _kept_if_broken_off(library, "fetched", bar):
        try:
            report = fetching.fetch(library, request, progress=progress)
        except ValueError as why:
            raise Refused(str(why)) from None
    afterwards(library.checkpoint.catch_up)
    bar.clear()
    if args.star:
        act(library, report.ids, {"star": True})
    status = tell(report.problems, max(MOST_PROBLEMS, len(request.ids)))
    if not args.quiet and (report.papers or not report.problems):
        asked = ", ".join(request.categories) or request.query
        origin = "from arXiv"
        if asked:
            origin = f"of {asked} from arXiv"
        _say(report, f"{many(report.papers, 'paper')} {origin}")
    if report.problems and not report.papers:
        return NOTHING
    if args.exit_code:
        return exit_code(report.new)
    return status


def _request(args: argparse.Namespace) -> fetching.Request:
    """Return the request that the words of `fetch` make.

    Raises Refused for words that do not fit together.
    """
    from arxtui.cli import settings as settings_
    from arxtui.network.fetch import Request

    categories, ids = _asked_for(args.words)
    settings, broken = settings_.read()
    named = bool(categories or ids or args.query)
    if broken and args.new and settings_.names("announced"):
        reason = "correct the settings: they say what --new leaves out"
        raise Refused(f"nothing is fetched: {reason}")
    if broken and not named:
        reason = "correct the settings, or name the categories: arxtui fetch cs.CV"
        raise Refused(f"nothing is fetched: {reason}")
    if not named:
        categories = settings.categories
    day = _day(args.day)
    since = _day(args.since)
    if args.new and args.query:
        raise Refused("--new fetches all that is announced today: it takes no --query")
    if args.star and not ids:
        raise Refused("--star is for papers named by id: arxtui fetch 2310.19210 --star")
    if ids and (args.new or args.query or day or since):
        options = "--day, --since, --new and --query"
        raise Refused(f"papers named by id are fetched whatever their day: leave out {options}")
    return Request(
        categories, day or since, day, args.new, args.query, settings.announced, ids
    )


def _asked_for(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (categories, ids with the versions that were named) out of the words of `fetch`.

    A word with a digit is an id, every other word a category; `-` stands for ids on standard input.
    Raises Refused if a word with a digit is no id.
    """
    categories = []
    ids = []
    for word in words:
        if word == "-":
            ids += piped_ids()
        elif any(map(str.isdigit, word)):
            ids += split_ids(word)
        else:
            categories.append(word)
    spelled = []
    for text in ids:
        try:
            paper_id, version = parse_id(text)
        except ValueError as why:
            raise Refused(str(why)) from None
        if version:
            paper_id += f"v{version}"
        spelled.append(paper_id)
    if "-" in words and not spelled:
        raise Refused("no ids on standard input")
    return tuple(categories), tuple(dict.fromkeys(spelled))


def forget(args: argparse.Namespace) -> int:
    """Remove days and papers from the library; their marks stay."""
    from arxtui.store import NotOnDisk

    days = [word for word in args.what if is_day(word)]
    try:
        ids = [parse_id(word)[0] for word in args.what if word not in days]
    except ValueError as why:
        raise Refused(f"{why}, and not a day such as 2023-10-30") from None
    library = open_library(args.library)
    try:
        removed = library.forget(days, ids)
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}") from None
    if not removed:
        raise Refused(f"nothing to forget: no papers of {', '.join(args.what)} in the library")
    say(f"{many(removed, 'paper')} removed; stars, tags and notes stay in the marks")
    return DONE


def _day(text: str | None) -> date | None:
    """Return the day that an option names; None without the option.

    Raises Refused for another text, and for a day in the future: arXiv may be a day ahead.
    """
    from datetime import UTC, date, datetime, timedelta

    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"not a day: {text!r}; days look like 2023-10-30") from None
    if day > datetime.now(UTC).date() + timedelta(1):
        raise Refused(f"{text} is in the future")
    return day


@contextmanager
def _kept_if_broken_off(library: Library, done: str, bar: Bar) -> Iterator[None]:
    """Report that the papers before an interruption are kept; `done` is `loaded` or `fetched`.

    Passes KeyboardInterrupt on, and raises Refused if the disk cannot be written.
    """
    from arxtui.store import NotOnDisk

    try:
        yield
    except NotOnDisk as why:
        kept = f"the papers {done} before are kept"
        raise Refused(f"NOT ON DISK: {library.path}: {why}; {kept}") from None
    except KeyboardInterrupt:
        bar.clear()
        warn(f"interrupted: the papers {done} so far are kept; the same command continues")
        raise


def _say(report: Report, papers: str) -> None:
    """Print in one line how many papers were read, new, updated and unchanged."""
    counts = f"{report.new} new, {report.updated} updated, {report.unchanged} unchanged"
    say(f"{papers}: {counts}; {many(len(report.problems), 'problem')}")
    if report.left_out:
        say(f"{many(report.left_out, 'paper')} left out by the setting announced")
    if report.dropped:
        say(f"{report.dropped} example papers without a mark were removed")
