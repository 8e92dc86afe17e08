"""The table of commands: group, help, examples, words, and the function that runs each.

`arxtui --help`, the help of a command, the errors about misspelled names and the tests derive from
it. grammar.py reads a command line by it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from arxtui.cli import (
    commands_of_user,
    exports,
    library,
    load_and_fetch,
    manual,
    marks,
    options,
    papers,
    pdf,
    rekey,
    shell_completion,
    statistics,
    taste,
)
from arxtui.cli.parser import Parser

Group = Literal["look", "mark", "bring in", "hand over", "care"]
"""The headings of `arxtui --help`, in their order."""


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the table: a command of the command line."""

    group: Group
    """The heading in `arxtui --help`."""
    words: str
    """The words behind the command, for the list of commands: `TAG[,TAG] ID...`."""
    help: str
    """The purpose of the command, in one clause."""
    run: Callable[[argparse.Namespace], int]
    """Runs the command and returns the exit status."""
    examples: tuple[str, str]
    """Two command lines, which the tests run on a library with the examples."""
    add_words: Callable[[Parser], None] = options.no_words
    """Adds its words and options to the parser of the command."""
    query: Literal["no", "maybe", "always"] = "no"
    """Whether the command takes a query: `always`, `maybe` or `no`.

    After `--` all words belong to it.
    """
    more: str = ""
    """Further sentences for the help of the command."""


def open_screen(args: argparse.Namespace) -> int:
    """Open the screen, on the hits of the query if a query is given, and return the exit status."""
    return library.screen(args.library, " ".join(args.query))


COMMANDS: Mapping[str, Command] = {
    "open": Command(
        "look", "QUERY", "open the screen on the hits of a query", open_screen,
        ("arxtui open is:later", "arxtui open 'au:schmitt ti:there'"),
        options.query, query="always",
    ),
    "list": Command(
        "look", "[QUERY]", "list papers; without QUERY the newest day", papers.list_,
        ("arxtui list 'au:schmitt is:unread'", "arxtui list is:starred --json"),
        options.list_, query="maybe",
        more="One line a paper: id, marks, title, authors, separated by tabs.",
    ),
    "show": Command(
        "look", "ID...", "show papers in full, with abstract and marks", papers.show,
        ("arxtui show 2310.19231", "arxtui show https://arxiv.org/abs/2310.19231v1 --json"),
        options.show,
    ),
    "taste": Command(
        "look", "", "show which words the order `for you` has learnt", taste.show,
        ("arxtui taste", "arxtui taste --library ~/other-library"),
    ),
    "stats": Command(
        "look", "", "count papers, marks and the papers read each week",
        statistics.stats,
        ("arxtui stats", "arxtui stats --weeks 52 --json"),
        options.stats,
        more="A week begins on Monday, in your time zone. Seen: marked as read or set aside. "
        "Minutes: the times between actions that follow each other within five minutes.",
    ),
    "log": Command(
        "look", "", "show the history of actions, newest first", marks.log,
        ("arxtui log -n 10", "arxtui log | grep undo"),
        options.log,
    ),
    "star": Command(
        "mark", "ID...", "star papers", marks.verdict,
        ("arxtui star 2310.19231 2310.19210", "arxtui list ti:diffusion --ids | arxtui star -"),
        options.ids,
    ),
    "unstar": Command(
        "mark", "ID...", "unstar papers", marks.verdict,
        ("arxtui unstar 2310.19231", "arxtui list is:starred --ids | arxtui unstar -"),
        options.ids,
    ),
    "read": Command(
        "mark", "ID...", "mark papers as read", marks.verdict,
        ("arxtui read 2310.19231", "arxtui list ti:medical --ids | arxtui read -"),
        options.ids,
    ),
    "later": Command(
        "mark", "ID...", "set papers aside for later", marks.verdict,
        ("arxtui later 2310.19231", "arxtui list ti:splatting --ids | arxtui later -"),
        options.ids,
    ),
    "unread": Command(
        "mark", "ID...", "mark papers as unread", marks.verdict,
        ("arxtui unread 2310.19231", "arxtui list is:later --ids | arxtui unread -"),
        options.ids,
    ),
    "tag": Command(
        "mark", "TAG[,TAG] ID...", "put tags on papers", marks.tag,
        ("arxtui tag thesis 2310.19231", "arxtui tag nerf,3d 2310.19231 2310.19210"),
        options.tags,
    ),
    "untag": Command(
        "mark", "TAG[,TAG] ID...", "take tags off papers", marks.tag,
        ("arxtui untag thesis 2310.19231", "arxtui list tag:nerf --ids | arxtui untag nerf -"),
        options.tags,
    ),
    "note": Command(
        "mark", "ID [TEXT]", "write a note on a paper, or print the note", marks.note,
        ("arxtui note 2310.19231 'section 3 is the proof'", "arxtui note 2310.19231"),
        options.note,
    ),
    "rekey": Command(
        "mark", "ID [KEY]", "give a paper another citation key", rekey.rekey,
        ("arxtui rekey 2310.19231 Schmitt:2023", "arxtui list is:starred --ids | arxtui rekey -"),
        options.rekey,
        more="Without KEY the papers get the keys that the template in the settings makes. No .bib "
        "file is edited, except the files of [[export]] in the settings.",
    ),
    "undo": Command(
        "mark", "[N]", "undo the last actions", marks.undo,
        ("arxtui undo", "arxtui undo 3"),
        options.times,
    ),
    "redo": Command(
        "mark", "[N]", "redo the last actions that were undone", marks.undo,
        ("arxtui redo", "arxtui redo 3"),
        options.times,
    ),
    "fetch": Command(
        "bring in", "[CATEGORY|ID...]",
        "fetch papers from arXiv, by category or by id",
        load_and_fetch.fetch,
        ("arxtui fetch cs.CV cs.LG", "arxtui fetch arXiv:2310.19231 --star"),
        options.fetch,
        more="Without a category or an id it fetches the categories of the settings. Without an "
        "option it fetches the papers submitted since the last fetch.",
    ),
    "load": Command(
        "bring in", "PATH...", "load papers from files, folders or standard input",
        load_and_fetch.load,
        ("arxtui load refs.bib --star", "arxtui load listings/ --quiet"),
        options.load,
        more="These formats are recognised by their content: listings such as arxtui's examples, "
        "arXiv's API (Atom), RSS, OAI-PMH, mails and .abs files, Kaggle's snapshot, JSON lines of "
        "arxtui, BibTeX with arXiv ids; each also packed with gzip or zip.",
    ),
    "export": Command(
        "hand over", "[QUERY]", "export papers; the starred ones without QUERY", exports.export,
        ("arxtui export -o refs.bib --append", "arxtui export tag:thesis -f csl"),
        options.export, query="maybe",
    ),
    "pdf": Command(
        "hand over", "ID...", "save PDFs in the folder that the settings name", pdf.save,
        ("arxtui pdf 2310.19231", "arxtui list is:starred --ids | arxtui pdf -"),
        options.pdf,
        more="It prints the path of each. A PDF that is already there is not fetched again.",
    ),
    "run": Command(
        "hand over", "[NAME ID...]", "run a command from the settings on papers",
        commands_of_user.run,
        ("arxtui run", "arxtui list is:starred --ids | arxtui run papis -"),
        options.run,
        more="Without NAME it lists the commands. A command that names a field of a paper runs "
        "once for each paper. The last line that it prints is reported.",
    ),
    "forget": Command(
        "care", "DAY|ID...", "remove days or papers; their marks stay", load_and_fetch.forget,
        ("arxtui forget 2023-10-30", "arxtui forget 2310.19231"),
        options.forget,
    ),
    "check": Command(
        "care", "", "read everything again and report damage", library.check,
        ("arxtui check", "arxtui check --mend"),
        options.check,
    ),
    "keys": Command(
        "care", "", "list the keys of the screen", library.keys,
        ("arxtui keys", "arxtui keys --json"),
        options.keys,
    ),
    "config": Command(
        "care", "", "print the path of the settings file", library.config_,
        ("arxtui config", '${EDITOR:-vi} "$(arxtui config)"'),
        more="If the file does not exist, it is written with every setting commented out.",
    ),
    "where": Command(
        "care", "", "print where library, settings and crash reports are", library.where,
        ("arxtui where", "arxtui where --library ~/other-library"),
    ),
    "help": Command(
        "care", "[TOPIC]", "show a page of the manual", manual.show,
        ("arxtui help", "arxtui help search"),
        options.topic,
    ),
    "completion": Command(
        "care", "SHELL", "print the script that completes commands in a shell",
        shell_completion.show,
        ("arxtui completion bash", "arxtui completion ids | head -n 3"),
        options.shell,
    ),
}  # fmt: skip
"""Name -> command, in the order of `arxtui --help`."""
