"""`arxtui completion`: the scripts that complete commands in a shell, and the words they ask for.

The scripts lie in arxtui/completions/, written from the grammar by tests/completions.py.
"""

from __future__ import annotations

import argparse
from importlib.resources import files

from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library
from arxtui.cli.terminal import DONE, say
from arxtui.text import plain_title

SCRIPTS = {"bash": "arxtui.bash", "zsh": "_arxtui", "fish": "arxtui.fish"}
"""Shell -> the file of its script."""
WORDS = ("ids", "tags", "commands")
"""The lists that the scripts ask for."""
_MOST = 500
"""Marked papers whose ids are printed, the newest ones."""


def show(args: argparse.Namespace) -> int:
    """Print the script of a shell, or ids with titles, tags, names of commands, a line each.

    The ids are of marked papers and of the newest day. A library is never made.
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
        return DONE
    marked = library.marks.items()
    ids = [paper_id for paper_id, mark in marked if mark.star or mark.pile == "later"]
    ids = sorted(ids, reverse=True)[:_MOST]
    for day in library.papers.days()[:1]:
        ids += library.papers.day_ids(day)
    for entry in library.entries(dict.fromkeys(ids)):
        say(entry.paper.id, plain_title(entry.paper.title))
    return DONE
