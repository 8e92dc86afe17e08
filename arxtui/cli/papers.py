"""Commands that show papers: list, show."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from arxtui import people
from arxtui.categories import ALL as CATEGORIES
from arxtui.cli.library import open_library
from arxtui.cli.marks import known
from arxtui.cli.terminal import Refused, exit_code, say, tell, warn, write
from arxtui.settings import config

if TYPE_CHECKING:
    from arxtui.model import Entry, Head, Mark, Paper
    from arxtui.settings.config import Settings
    from arxtui.store import Library
    from arxtui.watch_and_mute_rules import Rules

    Watched = Callable[[Head], tuple[str, ...]]  # a paper -> the names of its watch rules

RANKED = 50
"""Hits of a search by words that `list` prints, unless -n or --all asks for others."""
ORDERS = tuple(order.replace(" ", "") for order in config.ORDERS)
"""The values of `list --order`: the orders of the screen, in one word each."""


def hits(
    library: Library, query: Sequence[str], watched: Watched, rules: Collection[str] = ()
) -> tuple[list[Entry[Head]], bool]:
    """Return the papers of a query, and whether words rank them; `rules` are names of watch rules.

    Raises Refused if it is no query.
    """
    from arxtui.finder import Finder
    from arxtui.finder.unknown_names import unknown_names
    from arxtui.query import QueryError, parse

    try:
        asked = parse(" ".join(query))
    except QueryError as why:
        raise Refused(f"{why.reason} (at character {why.place + 1} of the query)") from None
    found = Finder(library, watched).find(asked, sys.maxsize)
    unknown = unknown_names(asked, library.marks.tags(), rules)
    if unknown:
        warn(unknown)
    report = found.told()
    if report:
        warn(report + _fetch_hint(found.missing))
    for word in query:
        if word in CATEGORIES:
            warn(f"{word} was searched as a word; the papers of the category: cat:{word}")
    return [library.entry(head) for head in found.heads], asked.ranks


def _fetch_hint(missing: Sequence[str]) -> str:
    """Return the command that fetches papers that the library lacks, `` if no paper is missing."""
    if not missing:
        return ""
    if len(missing) == 1:
        return f"; arxtui fetch {missing[0]} fetches it"
    return f"; arxtui fetch {' '.join(missing)} fetches them"


def _not_watched(_: Head) -> tuple[str, ...]:
    return ()


def watch_rules(library: Library, settings: Settings) -> Watched:
    """Return the function that names the watch rules of the settings that match a paper."""
    if not settings.watch:
        return _not_watched
    return _rules(library, "watch", settings.watch).names


def _rules(library: Library, kind: str, queries: Mapping[str, str]) -> Rules:
    """Return the watch rules or mute rules of the settings, and report unusable rules."""
    from arxtui.watch_and_mute_rules import Rules

    rules = Rules(library, queries)
    for name, reason in rules.faults.items():
        warn(f"{kind} rule {name} does not apply: {reason}")
    return rules


def watch_names(
    library: Library, settings: Settings, ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the names of the watch rules that match papers, by id."""
    watched = watch_rules(library, settings)
    return {head.id: watched(head) for head in library.papers.heads_of(ids)}


def list_(args: argparse.Namespace) -> int:
    """Print papers as a table, lines, ids or JSON; return the exit status.

    With --exit-code it is FOUND_NONE if no paper matches.
    """
    from arxtui.cli import settings as settings_

    library = open_library(args.library)
    settings, _ = settings_.read()
    watched = watch_rules(library, settings)
    entries, limit = _listed(library, args, watched, settings)
    if args.order:
        entries = _ordered(library, entries, args.order, settings, watched)
    entries = entries[:limit]
    if args.json:
        _print_json(library, [entry.paper for entry in entries], watched)
    else:
        _print(entries, args, watched, signs=settings.signs)
    status = tell(library.problems)
    if args.exit_code:
        return exit_code(len(entries))
    return status


def _print(
    entries: Sequence[Entry[Head]],
    args: argparse.Namespace,
    watched: Watched,
    *,
    signs: str,
) -> None:
    """Print papers as ids, as a table on a terminal, or as lines."""
    if args.ids:
        for entry in entries:
            say(entry.paper.id)
    elif sys.stdout.isatty():
        from arxtui.cli import paper_table
        from arxtui.cli.page import Page

        rows = [paper_table.row(entry, _mark_words(entry, watched)) for entry in entries]
        paper_table.show(rows, Page(signs=signs))
    else:
        for entry in entries:
            head = entry.paper
            authors = people.without_team_signs(head.authors.split(", "))
            words = " ".join(_mark_words(entry, watched))
            say(head.id, words, head.plain, ", ".join(authors))


def _listed(
    library: Library, args: argparse.Namespace, watched: Watched, settings: Settings
) -> tuple[list[Entry[Head]], int | None]:
    """Return the papers of `list`, and how many of them to print (None = no limit)."""
    if args.query:
        entries, ranked = hits(library, args.query, watched, settings.watch)
        if ranked and not args.all and args.n is None:
            return entries, RANKED
        return entries, args.n
    if args.all:
        return [library.entry(head) for head in library.papers.heads()], args.n
    return _newest_day(library, settings), args.n


def _newest_day(library: Library, settings: Settings) -> list[Entry[Head]]:
    """Return the papers of the newest day without muted papers, as on the screen.

    The number of muted papers is reported, with the command that lists them.
    """
    newest = library.papers.days()[:1]
    entries = [library.entry(head) for day in newest for head in library.papers.day(day)]
    if not settings.mute:
        return entries
    rules = _rules(library, "mute", settings.mute)
    shown = [entry for entry in entries if not rules.mutes(entry.paper, entry.mark)]
    muted = len(entries) - len(shown)
    if muted:
        where = "--all"
        if newest[0]:
            where = f"day:{newest[0]}"
        warn(f"{muted:,} muted · arxtui list {where} lists all papers of the day")
    return shown


def _mark_words(entry: Entry[Head], watched: Watched) -> list[str]:
    """Return the marks of a paper in words: `unread star #nerf !splatting`."""
    mark = entry.mark
    words: list[str] = [mark.pile]
    if mark.star:
        words.append("star")
    words += [f"#{tag}" for tag in mark.tags]
    words += [f"!{name}" for name in watched(entry.paper)]
    return words


def _ordered(
    library: Library,
    entries: list[Entry[Head]],
    order: str,
    settings: Settings,
    watched: Watched,
) -> list[Entry[Head]]:
    """Return papers in one of ORDERS.

    Without a star or a watch rule `foryou` is listing order, which is reported.
    """
    from arxtui.view import View

    if order != "foryou":
        view = View(order=order)  # type: ignore[arg-type]
        listed = [entry.paper for entry in entries]
        marks = library.marks
        heads = view.apply(listed, marks.of, marked_at=marks.marked_at, watched=watched)
        return [library.entry(head) for head in heads]
    from arxtui.recommender import Recommender
    from arxtui.work_in_steps import finish

    recommender = Recommender(library, lambda: settings)
    heads = [entry.paper for entry in entries]
    recommended = finish(recommender.rank(heads))
    if recommended is None or not recommended.learnt:
        warn("in listing order: foryou learns from stars and watch rules, star a paper first")
        return entries
    in_order = View(order="for you").apply(heads, library.marks.of, recommended.places)
    return [library.entry(head) for head in in_order]


def _print_json(library: Library, heads: Sequence[Head], watched: Watched) -> None:
    """Print papers as JSON lines, each with the names of its watch rules."""
    from arxtui.export import jsonl

    library.note_export()
    names = {head.id: watched(head) for head in heads}
    write(jsonl.dump(library.entries(names), names))


def show(args: argparse.Namespace) -> int:
    """Print full records."""
    from arxtui.cli import settings as settings_

    library = open_library(args.library)
    ids, status = known(library, args.ids)
    settings, _ = settings_.read()
    watched = watch_rules(library, settings)
    heads = library.papers.heads_of(ids)
    if args.json:
        _print_json(library, heads, watched)
        return status
    names = {head.id: watched(head) for head in heads}
    for entry in library.entries(ids):
        for line in _page(entry, names.get(entry.paper.id, ())):
            say(line)
    return status


def _page(entry: Entry[Paper], rules: Iterable[str]) -> Iterable[str]:
    """Yield the lines of a full record; `rules` are the watch rules that match the paper."""
    from arxtui.text import plain, plain_title

    paper = entry.paper
    yield plain_title(paper.title)
    yield ", ".join(people.without_team_signs(paper.authors))
    categories = " ".join(paper.categories.split())
    yield " · ".join(filter(None, (paper.versioned, categories, paper.day)))
    yield " · ".join([*_marks(entry.mark), *(f"!{rule}" for rule in rules)])
    yield paper.abs_url
    fields = (("comment", paper.comment), ("journal", paper.journal_ref), ("doi", paper.doi))
    for name, value in fields:
        if value:
            yield f"{name}: {' '.join(value.split())}"
    if entry.mark.note:
        yield f"note: {entry.mark.note}"
    for stamp, text in entry.mark.other_notes:
        yield f"other note, {stamp[:10]} on {stamp.partition(' ')[2]}: {text}"
    yield ""
    yield plain(paper.abstract)
    yield ""


def _marks(mark: Mark) -> list[str]:
    """Return the marks of a paper in words: `later`, `starred`, `#nerf`."""
    words: list[str] = [mark.pile]
    if mark.star:
        words.append("starred")
    return words + [f"#{tag}" for tag in mark.tags]
