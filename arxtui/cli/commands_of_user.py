"""`arxtui run`: the commands of the settings, without the screen."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from arxtui import locations
from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library
from arxtui.cli.marks import known
from arxtui.cli.papers import watch_names
from arxtui.cli.parser import did_you_mean
from arxtui.cli.terminal import DONE, IN_PART, NOTHING, Refused, say, warn
from arxtui.settings.config import Command, Settings
from arxtui.text import many

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents
    from arxtui.programs.command_runs import Run
    from arxtui.programs.program import Outcome
    from arxtui.store import Library


def run(args: argparse.Namespace) -> int:
    """Run a command of the settings for papers, or list the commands; return the exit status."""
    settings, _ = settings_.read()
    if not settings.commands:
        raise Refused(f"no commands yet: add [commands] to {locations.settings_file()}")
    if args.name is None:
        for command in settings.commands:
            say(command.key, command.name, command.open or shlex.join(command.run))
        return DONE
    command = _named(settings.commands, args.name)
    library = open_library(args.library)
    ids, status = known(library, args.ids)
    library.note_export()
    runs = _runs(library, settings, command, ids)
    failed = 0
    for number, each in enumerate(runs, 1):
        outcome = each.failed() or _outcome(library, command, each)
        where = ""
        if len(runs) > 1:
            where = f"{each.paper_id}: "
        if not outcome.fault:
            say(f"{command.name}: {where}{outcome}")
            continue
        failed += 1
        warn(f"arxtui: {command.name}: {where}{outcome}")
        if outcome.hopeless and number < len(runs):
            warn(f"arxtui: {command.name}: not run for {many(len(runs) - number, 'more paper')}")
            failed += len(runs) - number
            break
    if failed == len(runs):
        return NOTHING
    if failed:
        return IN_PART
    return status


def _named(commands: Sequence[Command], name: str) -> Command:
    """Return the command of a name. Raises Refused, with the nearest name."""
    by_name = {command.name: command for command in commands}
    if name in by_name:
        return by_name[name]
    meant = did_you_mean(name, by_name) or f"There are {', '.join(by_name)}"
    raise Refused(f"no command {name!r} in [commands] of the settings. {meant}".rstrip())


def _runs(
    library: Library, settings: Settings, command: Command, ids: Sequence[str]
) -> list[Run]:
    """Return the runs of a command for papers."""
    from arxtui.export_files import papers_in_bib
    from arxtui.programs.command_runs import Runs

    taken = library.marks.bib_keys()
    template = library.key_template
    contents = _my_bib(settings)
    runs = Runs(
        command,
        library.saved_pdfs.path,
        partial(papers_in_bib.key_of, contents=contents, taken=taken, template=template),
        "arxtui pdf fetches it",
        watch_names(library, settings, ids),
    )
    entries = library.entries(ids)
    if runs.per_paper:
        return [runs.of_paper(entry) for entry in entries]
    return [runs.of_all(entries)]


def _my_bib(settings: Settings) -> Contents:
    """Return the entries of the .bib of the settings; empty if the file cannot be read."""
    from arxtui.export_files import papers_in_bib

    if not settings.bib:
        return papers_in_bib.Contents()
    try:
        return papers_in_bib.known_keys(locations.place(settings.bib))
    except (OSError, ValueError):
        return papers_in_bib.Contents()


def _outcome(library: Library, command: Command, run: Run) -> Outcome:
    """Run a command and return how it ended."""
    from arxtui.programs import command_runs, program

    environment = command_runs.environment(library.path)
    if command.open:
        return _opened(run.address)
    if command.terminal:
        given = None
        if run.is_for_all:
            given = run.given()
        return program.run_on_terminal(run.words, given, environment)
    if command.window:
        return program.start(run.words, run.given(), environment)
    return program.Program(run.words, run.given(), command.seconds, environment).run()


def _opened(address: str) -> Outcome:
    """Open an address in the browser."""
    from arxtui.programs.program import Outcome
    from arxtui.ui import browser

    try:
        found = browser.find()
    except browser.NoBrowser as why:
        return Outcome(f"{why}: {address}", hopeless=True)
    if found.open(address, on_terminal=found.is_text):
        return Outcome("", f"opened {address}")
    return Outcome(f"the browser failed: {address}")
