"""`arxtui completion`: the scripts that complete commands in a shell, and the words they ask for.

The scripts are in arxtui/completions/; tests/completions.py makes them from the grammar.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

from arxtui import categories
from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library
from arxtui.cli.terminal import DONE, say
from arxtui.text import plain_title

if TYPE_CHECKING:
    from arxtui.store import Library

SCRIPTS = {"bash": "arxtui.bash", "zsh": "_arxtui", "fish": "arxtui.fish"}
"""Shell -> the file of its script."""
WORDS = ("ids", "tags", "fields", "commands")
"""The lists that the scripts ask for."""
_IN_QUOTES = frozenset(" ()\"'")
"""Signs in a value that needs quotes in a query."""
_MOST = 500
"""Marked papers whose ids are printed: this many, newest first."""


def show(args: argparse.Namespace) -> int:
    """Print the script of a shell, or a list that it asks for, a line each.

    A library is never made.
    """
    if args.shell in SCRIPTS:
        script = files("arxtui") / "completions" / SCRIPTS[args.shell]
        for line in script.read_text("utf-8").splitlines():
            say(line)
        return DONE
    if args.shell == "commands":
        for command in settings_.in_silence().commands:
            say(command.name)
        return DONE
    library = open_library(args.library, seeds=False)
    if args.shell == "tags":
        for tag in library.marks.tags():
            say(tag)
    elif args.shell == "fields":
        for word in _fields(library):
            say(word)
    else:
        for paper_id, title in _ids(library):
            say(paper_id, title)
    return DONE


def _ids(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the ids of marked papers and of the newest day, with their titles."""
    marked = library.marks.items()
    ids = [paper_id for paper_id, mark in marked if mark.star or mark.pile == "later"]
    ids = sorted(ids, reverse=True)[:_MOST]
    for day in library.papers.days()[:1]:
        ids += library.papers.day_ids(day)
    for entry in library.entries(dict.fromkeys(ids)):
        yield entry.paper.id, plain_title(entry.paper.title)


def _fields(library: Library) -> Iterator[str]:
    """Yield the fields of a query, with their values where they are few: `is:read`, `tag:gan`.

    Values that need quotes, for the shell and again for the query, are left out.
    """
    values: Mapping[str, Iterable[str]] = {
        "tag": library.marks.tags(),
        "watch": settings_.in_silence().watch,
        "cat": categories.ALL,
        "primary": categories.ALL,
    }
    from arxtui.query import FIELDS

    for name, field in FIELDS.items():
        known = field.choices or values.get(name, ())
        found = [value for value in known if _IN_QUOTES.isdisjoint(value)]
        if not found:
            yield f"{name}:"
        for value in found:
            yield f"{name}:{value}"
