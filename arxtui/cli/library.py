"""Verbs about the library as a whole: open it, count, check; and the screen on it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui import config, crash
from arxtui.cli.terminal import DONE, IN_PART, Refused, afterwards, say, tell, warn
from arxtui.text import many

if TYPE_CHECKING:
    import argparse

    from arxtui.store import Library


def open_library(place: str | None, *, seeds: bool = True, quiet: bool = False) -> Library:
    """The library of --library, else of the settings; where none is, one with the shipped seeds is made. Refused."""
    from arxtui.store import Library

    folder = _folder(place)
    unnamed = ""
    try:
        machine = config.machine_name()
    except config.NoHome:
        raise
    except OSError as why:
        machine, unnamed = "unnamed", f"{config.machine_file()} cannot be kept: {why.strerror or why}"
    try:
        library = Library(folder, machine)
    except OSError as why:
        raise Refused(f"no library at {folder}: {why.strerror or why}") from None
    if unnamed:
        library.readonly = unnamed
    library.waiting = _wait_for
    if seeds and not library.readonly and library.is_new():
        from arxtui import loader
        from arxtui.store import NotOnDisk

        try:
            report = loader.load(library, [str(loader.seeds())], examples=True)
        except NotOnDisk as why:
            raise Refused(f"no library can be made at {folder}: {why}") from None
        if report.new and not quiet:
            warn(f"made {folder} with {report.new} example papers; arxtui load PATH... brings your own")
    return library


def _folder(named: str | None) -> Path:
    """Return the library's folder. Raises Refused, NoHome."""
    try:
        return config.library_folder(named)
    except ValueError as why:
        raise Refused(str(why)) from None


def _wait_for(holder: str) -> None:
    warn(f"waiting for another arxtui{holder and f' (process {holder})'}")


def act(library: Library, ids: Iterable[str], fields: dict[str, object]) -> int:
    """An act, durable when this returns; how many papers it changed."""
    from arxtui.store import NotOnDisk

    try:
        receipt = library.act(ids, fields)
        receipt.wait()
    except ValueError as why:
        raise Refused(str(why)) from None
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}") from None
    finish(library)
    return len(receipt.ids)


def finish(library: Library) -> None:
    """Let go of the library after acts, and bring the files of [[export]] up to them."""
    library.close()
    afterwards(library.catch_up)
    settings, problems = config.read_settings(config.settings_file(), _parse)
    tell(problem for problem in problems if "export" in problem.reason)
    if settings.export:
        from arxtui import deliver

        for line in deliver.keep_current(library, settings.export, settings.style):
            warn(f"arxtui: {line}")


def screen(place: str | None, query: str = "") -> int:
    """Open the screen, on the hits of a query; return 1 if it ended by a fault. Needs a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("the screen needs a terminal; arxtui --help shows what works without one")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise Refused("this terminal (TERM=dumb) cannot show the screen; arxtui list works here")
    gc.disable()  # until the first frame: a quarter less for the imports
    from arxtui.store import busy
    from arxtui.ui.app import ArxtuiApp

    library = open_library(place, quiet=True)
    library.waiting = busy
    settings, problems = config.read_settings(config.settings_file(), _parse)
    crashed = crash.unseen()
    if crashed is not None:
        problems = (crashed, *problems)
    app = ArxtuiApp(library, settings, problems, query)
    try:
        app.run(mouse=settings.mouse)
    finally:
        library.save_marks()
        library.close()
    if app.fault is None:
        return app.return_code or DONE
    for line in crash.stopped_by(app.fault):
        warn(line)
    return IN_PART


def stats(args: argparse.Namespace) -> int:
    """How many papers, piles, stars and tags."""
    from arxtui.model import PILES

    library = open_library(args.library)
    marks = [mark for _, mark in library.marked()]
    days = library.days()
    here = [mark.pile for day in days for mark in map(library.mark, library.day_ids(day))]
    say(f"{many(len(here), 'paper')} of {many(len(days), 'day')}")
    say(", ".join(f"{here.count(pile)} {pile}" for pile in PILES))
    say(f"{sum(mark.star for mark in marks)} starred, {sum(bool(mark.tags) for mark in marks)} tagged, "
        f"{sum(mark.note is not None for mark in marks)} with a note")  # fmt: skip
    for tag, count in library.tags().items():
        say(f"  #{tag} {count}")
    return tell(library.problems)


def check(args: argparse.Namespace) -> int:
    """Re-read everything; IN_PART when something is wrong."""
    from arxtui import loader

    library = open_library(args.library)
    if args.mend:
        library.mend()
    status = tell(library.check())
    same, days = loader.verify(library)
    acts = sum(1 for _ in library.log())
    say(f"{many(len(library.heads()), 'paper')}, {many(acts, 'act')}; {same} of {many(days, 'day')} "
        "byte for byte as the listing was: " + ("all is well" if status == DONE else "see above"))  # fmt: skip
    return status


def keys(args: argparse.Namespace) -> int:
    """The key table."""
    from arxtui.keys import VERBS

    if args.json:
        import json

        rows = [{"id": v.id, "keys": v.keys, "label": v.label, "help": v.help, "group": v.group} for v in VERBS]
        say(json.dumps(rows, ensure_ascii=True))
        return DONE
    for verb in VERBS:
        say(f"{verb.group:<8} {verb.shown:<12} {verb.help}")
    return DONE


def config_(args: argparse.Namespace) -> int:
    """Write a commented settings file where none is, and print its place."""
    path = config.settings_file()
    if not path.exists():
        from arxtui import deliver
        from arxtui.store import files

        files.make_folder(path.parent)
        deliver.write_whole(path, config.commented().encode())
    say(str(path))
    return tell(config.read_settings(path, _parse)[1])


def _parse(query: str) -> None:
    from arxtui.query import QueryError, parse

    try:
        parse(query)
    except QueryError as why:
        raise ValueError(f"{why.reason} (at character {why.place + 1} of the query)") from None


def where(args: argparse.Namespace) -> int:
    """Print where library, settings, machine name and reports of crashes are."""
    say(f"library   {_folder(args.library)}")
    say(f"settings  {config.settings_file()}")
    say(f"machine   {config.machine_file()}")
    say(f"crashes   {crash.folder()}")
    return DONE
