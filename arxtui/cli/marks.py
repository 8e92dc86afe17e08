"""Commands that mark papers (star, read, later, tags, notes), undo and redo, and the log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from arxtui.cli import settings as settings_
from arxtui.cli.library import act, finish, open_library
from arxtui.cli.progress import taken
from arxtui.cli.terminal import DONE, IN_PART, Refused, say, tell, warn

if TYPE_CHECKING:
    from arxtui.store import Library, Undone

_FEW = 1_000
"""Papers that are looked up at once."""


def known(library: Library, words: Sequence[str]) -> tuple[list[str], int]:
    """Return the ids of the library's papers that words name, and the exit status.

    `-` among the words stands for standard input. A word that names no paper is reported, and the
    status is IN_PART. Raises Refused if no word names a paper.
    """
    from arxtui.model import UNMARKED

    ids, wrong = _ids(words)
    if len(ids) <= _FEW:
        papers = library.papers.find(ids)
    else:
        steps = library.papers.read_in_steps(dict.fromkeys(ids, ""))
        papers = taken(steps, "reading the papers")
    there = []
    for paper_id, impossible in ids.items():
        if paper_id in papers or library.marks.of(paper_id) != UNMARKED:
            there.append(paper_id)
        elif impossible:
            wrong.append(impossible)
        else:
            missing = f"no paper {paper_id} in the library"
            wrong.append(f"{missing}; arxtui fetch {paper_id} fetches it")
    if not there:
        raise Refused("\n".join(wrong) or "no ids given")
    for line in wrong:
        warn(f"arxtui: {line}")
    if wrong:
        return there, IN_PART
    return there, DONE


def _ids(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the ids that words name, in order, and a reason for each word that names no id.

    An id that arXiv cannot have given is returned too, with the reason: an older arxtui may have
    loaded it. The reason of every other id is ``.
    """
    from arxtui.arxiv_id import ImpossibleId, NotAnId, parse_id, split_ids

    typed = [piece for word in words if word != "-" for piece in split_ids(word)]
    if "-" in words:
        typed += piped_ids()
    ids: dict[str, str] = {}
    wrong = []
    for word in typed:
        try:
            ids[parse_id(word)[0]] = ""
        except ImpossibleId as why:
            ids[why.paper_id] = str(why)
        except NotAnId as why:
            wrong.append(str(why))
    return ids, wrong


def piped_ids() -> list[str]:
    """Return the pieces of standard input that should be ids.

    JSON lines give their ids, as `list --json` prints them; other lines are split by split_ids().
    """
    from arxtui.arxiv_id import split_ids

    pieces: list[str] = []
    for line in sys.stdin.read().split("\n"):
        paper_id = _id_in_json(line)
        if paper_id:
            pieces.append(paper_id)
        else:
            pieces += split_ids(line)
    return pieces


def _id_in_json(line: str) -> str:
    """Return the id of a paper that is a JSON object, `` for another line."""
    import json

    if not line.startswith('{"id":'):
        return ""
    try:
        found = json.loads(line)["id"]
    except ValueError:
        return ""
    if isinstance(found, str):
        return found
    return ""


def verdict(args: argparse.Namespace) -> int:
    """Star or unstar papers, or mark them as read, later or unread."""
    library = open_library(args.library)
    ids, status = known(library, args.ids)
    if args.command in ("star", "unstar"):
        act(library, ids, {"star": args.command == "star"})
    else:
        act(library, ids, {"pile": args.command})
    return status


def tag(args: argparse.Namespace) -> int:
    """Put tags on papers, or take them off."""
    from arxtui.model import tag_name

    library = open_library(args.library)
    try:
        tags = [tag_name(tag) for tag in args.tags.split(",")]
    except ValueError as why:
        raise Refused(str(why)) from None
    ids, status = known(library, args.ids)
    act(library, ids, {f"#{tag}": args.command == "tag" for tag in tags})
    return status


def note(args: argparse.Namespace) -> int:
    """Set, remove or print the note of a paper."""
    library = open_library(args.library)
    ids, status = known(library, args.ids)
    if args.text is None:
        for line in (library.marks.of(ids[0]).note or "").splitlines():
            say(line)
        return status
    text = args.text
    if text == "-":
        text = sys.stdin.read().strip()
    act(library, ids, {"note": text or None})
    return status


def undo(args: argparse.Namespace) -> int:
    """Undo or redo the last actions."""
    from arxtui.store import NotOnDisk

    library = open_library(args.library)
    back = args.command == "undo"
    done = "redone"
    does = "doing it again"
    if back:
        done = "undone"
        does = "undoing"
    for number in range(args.times):
        try:
            undone = taken(library.reverse_in_steps("", back=back), does)
            if undone is None:
                say(_nothing(args.command, number))
                break
            undone.receipt.wait()
        except NotOnDisk as why:
            raise Refused(f"NOT ON DISK: {why}") from None
        say(f"{done}: {_summary(undone)}")
    finish(library)
    return DONE


def _nothing(command: str, number: int) -> str:
    """Return the message that there is nothing to undo or redo, after `number` actions."""
    if number:
        return f"nothing more to {command}"
    return f"nothing to {command}"


def _summary(undone: Undone) -> str:
    """Return a summary of an undo or redo: its changes, and how many papers it left unchanged."""
    line = undone.act.summary()
    count = len(undone.act.ids)
    if undone.kept:
        line += f" · {count - undone.kept} of {count}, {undone.kept} changed since"
    if undone.shared:
        line += f" · {undone.shared} stay, as another machine has the same marks"
    return line


def log(args: argparse.Namespace) -> int:
    """Print the actions, newest first: as a table on a terminal, as lines in a pipe."""
    library = open_library(args.library)
    actions = islice(library.log.newest_first(), args.n)
    if sys.stdout.isatty():
        from arxtui.cli import log_table
        from arxtui.cli.local_time import today
        from arxtui.cli.page import Page

        log_table.show(actions, Page(signs=settings_.signs()), today().year)
        return tell(library.problems)
    for action in actions:
        say(f"{action.t[:19]}Z  {action.machine}  {action.summary()}")
    return tell(library.problems)
