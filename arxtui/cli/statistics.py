"""The command `stats`: counts of papers and marks, and the papers read week by week."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library
from arxtui.cli.terminal import say, tell
from arxtui.text import many

if TYPE_CHECKING:
    from arxtui.cli.page import Page
    from arxtui.cli.reading_weeks import Week
    from arxtui.store import Library

WEEKS = 8
"""Weeks that are shown, unless --weeks asks for others."""
_LEAST_BAR = 6
"""Cells; a bar with less room is left out."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers and marks a library has."""

    papers: int
    """Papers in the catalogue."""
    days: int
    """Days with papers in the catalogue."""
    piles: Mapping[str, int]
    """Pile -> how many of these papers are in it."""
    starred: int
    tagged: int
    noted: int
    tags: Mapping[str, int]
    """Tag -> number of papers with it, the oldest tag first."""


def count(library: Library) -> Counts:
    """Return how many papers there are in each pile, and how many stars, tags and notes."""
    from arxtui.model import PILES

    days = library.papers.days()
    ids = [paper_id for day in days for paper_id in library.papers.day_ids(day)]
    found = Counter(map(library.marks.pile, ids))
    marks = [mark for _, mark in library.marks.items()]
    return Counts(
        papers=len(ids),
        days=len(days),
        piles={pile: found[pile] for pile in PILES},
        starred=sum(mark.star for mark in marks),
        tagged=sum(bool(mark.tags) for mark in marks),
        noted=sum(mark.note is not None for mark in marks),
        tags=library.marks.tags(),
    )


def stats(args: argparse.Namespace) -> int:
    """Print counts and weeks: as a page on a terminal, as lines in a pipe, or as JSON.

    The lines of a pipe have weeks only where --weeks asks for them.
    """
    library = open_library(args.library)
    counts = count(library)
    on_terminal = sys.stdout.isatty()
    some: Sequence[Week] = ()
    if on_terminal or args.json or args.weeks:
        from arxtui.cli import reading_weeks
        from arxtui.cli.local_time import today

        acts = library.log.newest_first()
        some = reading_weeks.weeks(acts, today(), args.weeks or WEEKS)
    if args.json:
        _print_json(counts, some)
    elif on_terminal:
        from arxtui.cli.page import Page

        _show(counts, some, Page(signs=settings_.signs()))
    else:
        _print_lines(counts, some)
    return tell(library.problems)


def _print_lines(counts: Counts, some: Sequence[Week]) -> None:
    """Print the counts in sentences, and a tab-separated line for each week."""
    say(f"{many(counts.papers, 'paper')} of {many(counts.days, 'day')}")
    say(", ".join(f"{papers} {pile}" for pile, papers in counts.piles.items()))
    say(f"{counts.starred} starred, {counts.tagged} tagged, {counts.noted} with a note")
    for tag, papers in counts.tags.items():
        say(f"  #{tag} {papers}")
    for week in some:
        say(week.begin.isoformat(), str(week.seen), str(week.starred), str(week.minutes))


def _print_json(counts: Counts, some: Sequence[Week]) -> None:
    """Print counts and weeks as one JSON object."""
    import json

    record = {
        "papers": counts.papers,
        "days": counts.days,
        **counts.piles,
        "starred": counts.starred,
        "tagged": counts.tagged,
        "noted": counts.noted,
        "tags": dict(counts.tags),
        "weeks": [
            {
                "begin": week.begin.isoformat(),
                "seen": week.seen,
                "starred": week.starred,
                "minutes": week.minutes,
            }
            for week in some
        ],
    }
    say(json.dumps(record, ensure_ascii=True))


# on a terminal


def _show(counts: Counts, some: Sequence[Week], page: Page) -> None:
    """Print counts, tags and weeks in columns, with bars as wide as the terminal."""
    rows = [
        (counts.papers, f"{_plural(counts.papers, 'paper')} of {many(counts.days, 'day')}"),
        *((papers, pile) for pile, papers in counts.piles.items()),
        (counts.starred, "starred"),
        (counts.tagged, "tagged"),
        (counts.noted, "with a note"),
    ]
    numbers = [f"{number:,}" for number, _ in rows]
    width = max(map(len, numbers))
    for number, (_, label) in zip(numbers, rows, strict=True):
        page.line((number.rjust(width), "bold"), (f"  {label}", ""))
    if counts.tags:
        _show_tags(counts.tags, page)
    if some:
        _show_weeks(some, page)


def _show_tags(tags: Mapping[str, int], page: Page) -> None:
    """Print a line for each tag, with a bar of its papers."""
    page.line()
    page.line(("tags", "bold"))
    most = max(tags.values())
    digits = len(f"{most:,}")
    names = page.widest([f"#{tag}" for tag in tags], max(8, page.width // 3))
    bars = page.width - names - digits - 4
    for tag, papers in tags.items():
        parts = [(page.fill(f"#{tag}", names), "cyan"), (f"  {papers:>{digits},}", "")]
        if bars >= _LEAST_BAR:
            parts.append((f"  {page.bar(papers, most, bars)}", "green"))
        page.line(*parts)


def _show_weeks(some: Sequence[Week], page: Page) -> None:
    """Print a line for each week, with a bar of the papers seen."""
    titles = ("seen", "starred", "minutes")
    rows = [[f"{number:,}" for number in (week.seen, week.starred, week.minutes)] for week in some]
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    heading = "".join(f"  {title:>{width}}" for title, width in zip(titles, widths, strict=True))
    page.line()
    page.line(("week of   ", "bold"), (heading, "bold"))
    most = max(week.seen for week in some)
    bars = page.width - len("2026-11-23") - len(heading) - 2
    for week, row in zip(some, rows, strict=True):
        numbers = "".join(f"  {number:>{width}}" for number, width in zip(row, widths, strict=True))
        parts = [(week.begin.isoformat(), "cyan"), (numbers, "")]
        if bars >= _LEAST_BAR and week.seen:
            parts.append((f"  {page.bar(week.seen, most, bars)}", "green"))
        page.line(*parts)


def _plural(count: int, noun: str) -> str:
    """Return the noun in its singular or plural form for a count."""
    return many(count, noun).partition(" ")[2]
