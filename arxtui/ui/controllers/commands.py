"""The commands of the settings: `|` offers them, and the chosen command runs for the papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from arxtui import locations
from arxtui.model import Entry, Head, Paper
from arxtui.settings import settings_file
from arxtui.settings.command_words import fields_of
from arxtui.settings.config import Command
from arxtui.store import PAPERS_A_STEP
from arxtui.ui import bib_of_settings
from arxtui.ui.lend_terminal import terminal_away
from arxtui.ui.menu_lines import MORE, menu_pages
from arxtui.ui.running_commands import Job, RunningCommands
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Steps, let_go

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents
    from arxtui.programs.command_runs import Run
    from arxtui.programs.program import Outcome


class Commands:
    """Shows the menu of commands, and runs the chosen command."""

    def __init__(
        self,
        stage: Workspace,
        mine: bib_of_settings.BibOfSettings,
        open_addresses: Callable[[Sequence[str]], object],
    ) -> None:
        """`open_addresses` opens addresses in the browser."""
        self._stage = stage
        self._mine = mine
        self._open_addresses = open_addresses
        self._numbers = count()
        self.running = RunningCommands(stage)
        """The commands that run in the background."""

    # the menu

    def ask(self) -> None:
        """Offer the commands for the selected papers, else for the paper under the cursor."""
        stage = self._stage
        if not stage.settings.commands:
            stage.say(self._how_to_make_one(), "quiet")
        elif stage.chosen.first() is not None:
            self._offer(0)

    def _how_to_make_one(self) -> str:
        path = locations.settings_file()
        problems = settings_file.read_settings(path)[1]
        refused = any(problem.reason.startswith("commands") for problem in problems)
        if refused or settings_file.unusable(problems):
            shows = f"{self._stage.key('problems')} shows what is wrong"
            return f"no commands · {shows} in {_short(path)}"
        return f"no commands yet · add [commands] to {_short(path)} · then start arxtui again"

    def _offer(self, page: int) -> None:
        """Show a page of the menu; the keys of all commands work on every page."""
        stage = self._stage
        by_key = {command.key: command for command in stage.settings.commands}
        names = {key: command.name for key, command in by_key.items()}
        label = stage.verb_of["command"].label
        pages = menu_pages(label, names, stage.size.width)
        answer = partial(self._answer, by_key, page + 1)
        stage.questions.ask("", answer, pages[page % len(pages)], label)

    def _answer(self, by_key: Mapping[str, Command], next_page: int, key: str) -> bool:
        """Run the command of a key, or turn the page; return whether the key has a command."""
        if key == MORE:
            self._offer(next_page)
            return True
        if key not in by_key:
            return False
        self._choose(by_key[key])
        return True

    # running a command

    def _choose(self, command: Command) -> None:
        """Make the runs of a command for the papers, between the keys."""
        self._stage.chosen.find(partial(self._read_bib, command))

    def _read_bib(self, command: Command, heads: Sequence[Head]) -> None:
        """Read the .bib of the settings if the command names the key of a paper."""
        self._stage.library.note_export()
        path = None
        if "key" in fields_of([*command.run, command.open]):
            path = self._mine.path()
        self._mine.ask(path, partial(self._prepare, command, heads))

    def _prepare(self, command: Command, heads: Sequence[Head], contents: Contents) -> None:
        begin = partial(self._runs, command, heads, contents)
        self._stage.work.run(f"command {next(self._numbers)}", begin, self._begin)

    def _runs(self, command: Command, heads: Sequence[Head], contents: Contents) -> Steps[Job]:
        """Return a command with its runs, a paper a step."""
        from arxtui.export_files import papers_in_bib
        from arxtui.programs.command_runs import Runs

        stage = self._stage
        taken = stage.library.marks.bib_keys()
        template = stage.library.key_template
        runs = Runs(
            command,
            stage.library.saved_pdfs.path,
            partial(papers_in_bib.key_of, contents=contents, taken=taken, template=template),
            f"{stage.key('pdf')} fetches it",
            (yield from self._watch_names(heads)),
        )
        files: dict[str, str] = {}
        for number, head in enumerate(heads, 1):
            files[head.id] = head.file
            if number % PAPERS_A_STEP == 0:
                yield
        yield from let_go(heads)
        papers = yield from stage.library.papers.read_in_steps(files)
        yield from let_go(files)
        entries: list[Entry[Paper]] = []
        made: list[Run] = []
        for paper_id, paper in papers.items():
            yield
            entry = Entry(paper, stage.library.marks.of(paper_id))
            if runs.per_paper:
                made.append(runs.of_paper(entry))
            else:
                entries.append(entry)
        if entries:
            made.append(runs.of_all(entries))
        yield from let_go(papers, entries)
        return Job(command, tuple(made))

    def _watch_names(self, heads: Sequence[Head]) -> Steps[dict[str, Sequence[str]]]:
        """Return the names of the watch rules of papers by id, a paper a step."""
        rules = self._stage.shown.rules.watch
        names: dict[str, Sequence[str]] = {}
        for head in heads:
            if rules is not None:
                names[head.id] = rules.names(head)
            yield
        return names

    def _begin(self, job: Job) -> None:
        if job.command.open:
            self._open_addresses([run.address for run in job.runs])
        elif job.command.terminal:
            self._run_on_terminal(job)
        else:
            self.running.add(job)

    def _run_on_terminal(self, job: Job) -> None:
        """Give the terminal to a program until it ends, for each run."""
        report = job.report()
        for run in job.runs:
            outcome = run.failed() or self._on_terminal(run)
            report.add(run, outcome, len(job.runs))
            if outcome.hopeless:
                break
        self.running.report(report.line(len(job.runs)), failed=report.failed)

    def _on_terminal(self, run: Run) -> Outcome:
        """Run a program that has the terminal and return how it ended."""
        from arxtui.programs import command_runs, program

        environment = command_runs.environment(self._stage.library.path)
        given = None
        if run.is_for_all:
            given = run.given()
        try:
            with terminal_away(self._stage.app):
                return program.run_on_terminal(run.words, given, environment)
        except SuspendNotSupported as why:
            return program.Outcome(str(why), hopeless=True)


def _short(path: Path) -> str:
    """Return a path with `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
