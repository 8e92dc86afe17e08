"""Verbs by which papers come and go: load, fetch, forget."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from arxtui.arxiv_id import parse_id, split_ids
from arxtui.cli.library import act, open_library
from arxtui.cli.progress import Bar
from arxtui.cli.terminal import DONE, NOTHING, Refused, afterwards, say, tell, warn
from arxtui.model import is_day
from arxtui.text import many

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from arxtui import fetch as fetching
    from arxtui import loader
    from arxtui.loader import Report
    from arxtui.store import Library


def load(args: argparse.Namespace) -> int:
    """Load papers from files and say in one line what came."""
    from arxtui import input_files, loader

    library = open_library(args.library, seeds=False)
    bar = Bar(args.quiet)

    def progress(at: loader.Progress) -> None:
        bar.show(at.done, at.of, f"{at.done}/{at.of} files", at.papers)

    with _kept_if_broken_off(library, "loaded", bar):
        report = loader.load(
            library, args.paths, limit=None if args.no_limit else input_files.LIMIT, progress=progress, ids=args.star
        )
    afterwards(library.checkpoint.catch_up)
    if args.star:
        act(library, report.ids, {"star": True})
    status = tell(report.problems)
    if not args.quiet:
        forms = " and ".join(
            f"{count} of {form}" if form != "listing" else many(count, form) for form, count in report.forms.items()
        )
        _say(report, f"{many(report.papers, 'paper')} from {forms or 'nothing'}")
    return NOTHING if report.problems and not report.forms else status


def fetch(args: argparse.Namespace) -> int:
    """Fetch papers from arXiv, by id or by category, and report in one line what arrived."""
    from arxtui import fetch as fetching
    from arxtui.cli import settings as settings_

    categories, ids = _asked_for(args.words)
    settings, broken = settings_.read()
    named = bool(categories or ids or args.query)
    if broken and not named:
        raise Refused("nothing is fetched: mend the settings, or name the categories: arxtui fetch cs.CV")
    if not named:
        categories = settings.categories
    day = _day(args.day)
    since = _day(args.since)
    if args.new and args.query:
        raise Refused("--new is all that is announced today: it takes no --query")
    if args.star and not ids:
        raise Refused("--star is for papers named by id: arxtui fetch 2310.19210 --star")
    if ids and (args.new or args.query or day or since):
        raise Refused("papers named by id are fetched whatever their day: leave --day, --since, --new and --query out")
    wish = fetching.Request(categories, day or since, day, args.new, args.query, ids)
    library = open_library(args.library, seeds=False)
    bar = Bar(args.quiet)

    def progress(at: fetching.Progress) -> None:
        from arxtui.arxiv_client import COURTESY, PAGE

        pages = -(-(at.of - at.done) // PAGE)
        line = f"{at.what}: {at.done:,} of {at.of:,}" if at.of else f"{at.what}: asking arXiv"
        bar.show(at.done, at.of, line, at.done, least=pages * COURTESY)

    with _kept_if_broken_off(library, "fetched", bar):
        try:
            report = fetching.fetch(library, wish, progress=progress)
        except ValueError as why:
            raise Refused(str(why)) from None
    afterwards(library.checkpoint.catch_up)
    bar.clear()
    if args.star:
        act(library, report.ids, {"star": True})
    status = tell(report.problems)
    if not args.quiet and (report.papers or not report.problems):
        asked = ", ".join(categories) or wish.query
        origin = "from arXiv"
        if asked:
            origin = f"of {asked} from arXiv"
        _say(report, f"{many(report.papers, 'paper')} {origin}")
    return NOTHING if report.problems and not report.papers else status


def _asked_for(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (categories, ids with the versions that were named) out of the words of `fetch`.

    A word with a digit is an id, every other one a category; `-` stands for ids on standard input.
    Raises Refused if a word with a digit is no id.
    """
    categories = []
    ids = []
    for word in words:
        if word == "-":
            ids += split_ids(sys.stdin.read())
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
        spelled.append(f"{paper_id}v{version}" if version else paper_id)
    if "-" in words and not spelled:
        raise Refused("no ids on standard input")
    return tuple(categories), tuple(dict.fromkeys(spelled))


def forget(args: argparse.Namespace) -> int:
    """Take days and papers out of the library; marks stay."""
    from arxtui.store import NotOnDisk

    days = [what for what in args.what if is_day(what)]
    try:
        ids = [parse_id(what)[0] for what in args.what if what not in days]
    except ValueError as why:
        raise Refused(f"{why}, and not a day such as 2023-10-30") from None
    library = open_library(args.library)
    try:
        gone = library.forget(days, ids)
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}") from None
    say(f"{many(gone, 'paper')} forgotten; stars, tags and notes stay in the marks")
    return DONE if gone else NOTHING


def _day(text: str | None) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"not a day: {text!r}; days look like 2023-10-30") from None


@contextmanager
def _kept_if_broken_off(library: Library, done: str, bar: Bar) -> Iterator[None]:
    from arxtui.store import NotOnDisk

    try:
        yield
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {library.path}: {why}; what was {done} before is kept") from None
    except KeyboardInterrupt:
        bar.clear()
        warn(f"interrupted: what was {done} is kept; the same command goes on")
        raise


def _say(report: Report, what: str) -> None:
    say(
        f"{what}: {report.new} new, {report.updated} updated, {report.unchanged} unchanged; "
        f"{many(len(report.problems), 'problem')}"
    )
    if report.dropped:
        say(f"{report.dropped} example papers without a mark were removed")
