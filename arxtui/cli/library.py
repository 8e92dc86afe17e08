"""Commands for the library as a whole: open it, count, check, name its files, show the screen."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui import crash_report, locations, terminal_text
from arxtui.cli import settings as settings_
from arxtui.cli.terminal import (
    DONE,
    IN_PART,
    Refused,
    afterwards,
    mend_terminal_streams,
    say,
    tell,
    warn,
)
from arxtui.settings import settings_file
from arxtui.text import many, reason_of

if TYPE_CHECKING:
    import argparse

    from arxtui.store import Library, Receipt


def open_library(place: str | None, *, seeds: bool = True, quiet: bool = False) -> Library:
    """Return the library of --library, else of the usual folder; make it if it is missing.

    `seeds` puts the example papers into a new library; `quiet` does so without a report. Raises
    Refused, with the path, if it cannot be made.
    """
    from arxtui.store import Library

    folder = _folder(place)
    machine, unnamed = _machine()
    try:
        library = Library(folder, machine)
    except OSError as why:
        raise Refused(f"no library at {folder}: {reason_of(why)}") from None
    if unnamed:
        library.readonly = unnamed
    library.wait_with(_wait_for)
    settings = settings_.in_silence()
    library.texts.wanted = settings.full_text
    library.key_template = settings.key
    library.saved_pdfs.use(settings.pdf)
    if library.is_new():
        if library.readonly:
            raise Refused(f"no library at {folder}, and it cannot be made: {library.readonly}")
        if seeds:
            _fill(library, quiet=quiet)
    return library


def _folder(named: str | None) -> Path:
    """Return the library's folder. Raises Refused, NoHome."""
    try:
        return locations.library_folder(named)
    except ValueError as why:
        raise Refused(str(why)) from None


def _machine() -> tuple[str, str]:
    """Return this machine's name, and the reason if it cannot be stored (`` if it can).

    Raises NoHome.
    """
    try:
        return locations.machine_name(), ""
    except locations.NoHome:
        raise
    except OSError as why:
        return "unnamed", f"{locations.machine_file()} cannot be written: {reason_of(why)}"


def _fill(library: Library, *, quiet: bool) -> None:
    """Put the example papers into a new library.

    Raises Refused, with the path, if it cannot be written.
    """
    from arxtui import loader

    try:
        report = loader.load(library, [str(loader.seeds())], examples=True)
    except OSError as why:
        reason = f"it cannot be made: {reason_of(why)}"
        raise Refused(f"no library at {library.path}, and {reason}") from None
    if report.new and not quiet:
        made = f"made {library.path} with {report.new} example papers"
        warn(f"{made}; arxtui fetch CATEGORY or arxtui load PATH replaces them with yours")


def _wait_for(holder: str) -> None:
    process = ""
    if holder:
        process = f" (process {holder})"
    warn(f"waiting for another arxtui{process}")


def act(library: Library, ids: Iterable[str], fields: dict[str, object]) -> int:
    """Set fields on papers, wait for the disk, and return how many papers changed.

    Raises Refused if the change cannot be written.
    """
    from arxtui.cli.progress import taken

    return written(library, lambda: taken(library.act_in_steps(ids, fields), "writing"))


def written(library: Library, action: Callable[[], Receipt]) -> int:
    """Do an action, wait for the disk, and return how many papers it changed.

    Raises Refused if it cannot be written, or is not allowed.
    """
    from arxtui.store import NotOnDisk

    try:
        receipt = action()
        receipt.wait()
    except ValueError as why:
        raise Refused(str(why)) from None
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}") from None
    finish(library)
    return len(receipt.ids)


def finish(library: Library) -> None:
    """Close the library after actions, and write the files of [[export]] that they change."""
    library.close()
    afterwards(library.checkpoint.catch_up)
    settings, broken = settings_.read()
    if broken and settings_.names("[[export"):
        warn("arxtui: the files of [[export]] stay as they are until the settings can be read")
    if settings.export:
        from arxtui.export_files import automatic_exports

        failed = automatic_exports.keep_current(library, settings)
        for line in failed:
            warn(f"arxtui: {line}")


def screen(place: str | None = None, query: str = "") -> int:
    """Open the screen, on the hits of a query; return 1 if an error ended it.

    Raises Refused without a terminal that can show it.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("the screen needs a terminal; arxtui --help shows what works without one")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise Refused("this terminal (TERM=dumb) cannot show the screen; arxtui list works here")
    gc.disable()  # off until the first frame: imports take a quarter less time
    from arxtui.store import busy
    from arxtui.ui.app import ArxtuiApp

    library = open_library(place, quiet=True)
    library.wait_with(busy)
    place_of_settings = locations.settings_file()
    settings, problems = settings_file.read_settings(place_of_settings, settings_.check_query)
    crashed = crash_report.unseen()
    if crashed is not None:
        problems = (crashed, *problems)
    text = terminal_text.of_terminal(settings.signs, sys.__stderr__)  # Textual writes to it
    app = ArxtuiApp(library, settings, problems, query, text)
    try:
        app.run(mouse=settings.mouse)
    finally:
        library.checkpoint.save()
        library.close()
    if app.fault is None:
        return app.return_code or DONE
    mend_terminal_streams()
    for line in crash_report.stopped_by(app.fault):
        warn(line)
    return IN_PART


def check(args: argparse.Namespace) -> int:
    """Read all files again and report problems; return IN_PART if there is a problem."""
    from arxtui import loader

    library = open_library(args.library)
    if args.mend:
        library.mend()
    _, mistakes = settings_file.read_settings(locations.settings_file(), settings_.check_query)
    status = tell([*library.check(), *mistakes])
    if library.readonly:
        warn(f"read-only: {library.readonly}")
    identical, days = loader.verify(library)
    actions = sum(1 for _ in library.log.newest_first())
    found = "no problems"
    if status != DONE:
        found = "problems: see above"
    say(
        f"{many(len(library.papers.heads()), 'paper')}, {many(actions, 'action')}; "
        f"{identical} of {many(days, 'day')} equal to the listings, byte for byte; {found}"
    )
    return status


def keys(args: argparse.Namespace) -> int:
    """Print the table of keys, as the settings have them."""
    from arxtui.keys import rebound

    settings, _ = settings_.read()
    commands = rebound(settings.keys)
    if args.json:
        import json

        rows = [
            {
                "id": command.id,
                "keys": command.keys,
                "label": command.label,
                "help": command.help,
                "group": command.group,
            }
            for command in commands
        ]
        say(json.dumps(rows, ensure_ascii=True))
        return DONE
    for command in commands:
        say(f"{command.group:<6} {command.shown:<18} {command.help}")
    return DONE


def config_(args: argparse.Namespace) -> int:
    """Print the path of the settings file; write a commented file first if it is missing."""
    path = locations.settings_file()
    if not path.exists():
        from arxtui import user_files
        from arxtui.store import files

        files.make_folder(path.parent)
        user_files.write_whole(path, settings_file.commented().encode())
    say(str(path))
    return tell(settings_file.read_settings(path, settings_.check_query)[1])


def where(args: argparse.Namespace) -> int:
    """Print where library, settings, machine name and reports of crashes are."""
    say(f"library   {_folder(args.library)}")
    say(f"settings  {locations.settings_file()}")
    say(f"machine   {locations.machine_file()}")
    say(f"crashes   {crash_report.folder()}")
    return DONE
