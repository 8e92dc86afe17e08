"""Verbs that say something about papers, and what was said: verdicts, tags, notes, undo, log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from arxtui.cli.library import act, finish, open_library
from arxtui.cli.terminal import DONE, IN_PART, Refused, say, tell, warn

if TYPE_CHECKING:
    from arxtui.store import Library, Undone


def known(library: Library, words: Sequence[str]) -> tuple[list[str], int]:
    """Return the ids of papers of the library that words name, and IN_PART where some name none.

    `-` among the words stands for standard input. Raises Refused if no word names a paper.
    """
    from arxtui.arxiv_id import ImpossibleId, NotAnId, parse_id, split_ids
    from arxtui.model import UNMARKED

    typed = [piece for word in words if word != "-" for piece in split_ids(word)]
    if "-" in words:
        typed += split_ids(sys.stdin.read())
    ids: dict[str, None] = {}
    impossible: dict[str, ImpossibleId] = {}
    wrong = []
    for word in typed:
        try:
            ids[parse_id(word)[0]] = None
        except ImpossibleId as why:  # an older arxtui may have loaded it all the same
            ids[why.paper_id] = None
            impossible[why.paper_id] = why
        except NotAnId as why:
            wrong.append(str(why))
    papers = library.papers.find(ids)
    there = [paper_id for paper_id in ids if paper_id in papers or library.marks.of(paper_id) != UNMARKED]
    for paper_id in ids:
        if paper_id not in there:
            lacking = f"no paper {paper_id} in the library; arxtui fetch {paper_id} brings it"
            wrong.append(str(impossible.get(paper_id, lacking)))
    if not there:
        raise Refused("\n".join(wrong) or "no ids given")
    for line in wrong:
        warn(f"arxtui: {line}")
    return there, IN_PART if wrong else DONE


def verdict(args: argparse.Namespace) -> int:
    """star, unstar, read, later, unread."""
    library = open_library(args.library)
    ids, status = known(library, args.ids)
    fields = {"star": {"star": True}, "unstar": {"star": False}}.get(args.command, {"pile": args.command})
    act(library, ids, dict(fields))
    return status


def tag(args: argparse.Namespace) -> int:
    """tag, untag."""
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
        for line in (library.marks.of(ids[0]).note or "").split("\n"):
            say(line)
        return status
    text = sys.stdin.read().strip() if args.text == "-" else args.text
    act(library, ids, {"note": text or None})
    return status


def undo(args: argparse.Namespace) -> int:
    """undo, redo."""
    from arxtui.store import NotOnDisk

    library = open_library(args.library)
    for done in range(args.times):
        try:
            undone = library.undo() if args.command == "undo" else library.redo()
            if undone is None:
                say(f"nothing to {args.command}" if not done else f"nothing more to {args.command}")
                break
            undone.receipt.wait()
        except NotOnDisk as why:
            raise Refused(f"NOT ON DISK: {why}") from None
        say(_undone_line(args.command, undone))
    finish(library)
    return DONE


def _undone_line(verb: str, undone: Undone) -> str:
    line = f"{verb[:-2] + 'done' if verb == 'undo' else 'redone'}: {undone.act.summary()}"
    if undone.kept:
        line += f" · {len(undone.act.ids) - undone.kept} of {len(undone.act.ids)}, {undone.kept} changed since"
    if undone.shared:
        line += f" · {undone.shared} marked so by another machine too"
    return line


def log(args: argparse.Namespace) -> int:
    """All acts, newest first."""
    library = open_library(args.library)
    for one in islice(library.log.newest_first(), args.n):
        say(f"{one.t[:19]}Z  {one.machine}  {one.summary()}")
    return tell(library.problems)
