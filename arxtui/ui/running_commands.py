"""Commands of the user that run in the background: in turn, in a thread."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from arxtui.settings.config import Command
from arxtui.text import many
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.programs.command_runs import Report, Run
    from arxtui.programs.program import Outcome, Program

_LOOK = 0.1
"""Seconds between two updates of the running command."""
_LEAVING = 3.0
"""Seconds that the end of the program waits until a command has ended."""


class Job(NamedTuple):
    """A chosen command, with its runs."""

    command: Command
    """The command."""
    runs: tuple[Run, ...]
    """Its runs: a single run for all papers, or a run for each paper."""

    def report(self) -> Report:
        """Return an empty report of the runs."""
        from arxtui.programs.command_runs import Report

        return Report(self.command.name)


class RunningCommands:
    """The command that runs, the commands that wait for it, and their messages."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._waiting: deque[Job] = deque()
        self._program: Program | None = None
        """The program that runs now."""
        self._now = ""
        """The running command: `papis, paper 2 of 5`; `` = no command runs."""
        self._thread: threading.Thread | None = None
        self._timer: Timer
        self._ended = False
        self._reports: deque[tuple[str, bool]] = deque()
        """A line for each job that has ended, and whether it failed."""
        self._fault: BaseException | None = None
        self._line = ""

    def add(self, job: Job) -> None:
        """Run a command after the commands that wait already."""
        self._waiting.append(job)
        if self._thread is None:
            self._begin()

    def end(self) -> bool:
        """End the running command, forget waiting commands; return False if no command runs."""
        if self._thread is None or self._ended:
            return False
        self._stop()
        return True

    def leave(self) -> None:
        """End the running command at the end of the program."""
        self._stop()
        if self._thread is not None:
            self._thread.join(_LEAVING)

    def _stop(self) -> None:
        self._ended = True
        self._waiting.clear()
        if self._program is not None:
            self._program.end()

    def _begin(self) -> None:
        self._ended = False
        self._line = self._stage.message.text
        self._thread = threading.Thread(target=self._run, name="command", daemon=True)
        self._thread.start()
        self._timer = self._stage.set_interval(_LOOK, self._look)

    # in the thread

    def _run(self) -> None:
        """Run the waiting commands; a timer of the screen reads their outcomes."""
        try:
            while self._waiting:
                self._run_job(self._waiting.popleft())
        except BaseException as fault:
            self._fault = fault  # the program ends: the screen raises it again
            raise
        finally:
            self._now = ""

    def _run_job(self, job: Job) -> None:
        report = job.report()
        name = job.command.name
        for number, run in enumerate(job.runs, 1):
            self._now = name
            if len(job.runs) > 1:
                self._now = f"{name}, paper {number} of {len(job.runs)}"
            outcome = run.failed() or self._outcome(job.command, run)
            report.add(run, outcome, len(job.runs))
            if outcome.hopeless:
                break
        self._reports.append((report.line(len(job.runs)), report.failed))

    def _outcome(self, command: Command, run: Run) -> Outcome:
        from arxtui.programs import command_runs, program

        environment = command_runs.environment(self._stage.library.path)
        if command.window:
            return program.start(run.words, run.given(), environment)
        self._program = program.Program(run.words, run.given(), command.seconds, environment)
        if self._ended:
            self._program.end()
        return self._program.run()

    # on the screen

    def _look(self) -> None:
        if self._fault is not None:
            raise self._fault
        while self._reports:
            line, failed = self._reports.popleft()
            self.report(line, failed=failed)
        if self._now and not self._ended:
            self._say(f"running {self._now}{self._behind()}")
        if self._thread is not None and not self._thread.is_alive():
            self._timer.stop()
            self._thread = None
            if self._waiting:
                self._begin()
            elif self._reports:
                self._look()

    def _behind(self) -> str:
        if not self._waiting:
            return ""
        return f" · {many(len(self._waiting), 'command')} waiting"

    def report(self, line: str, *, failed: bool) -> None:
        """Report how a command ended; a failure is shown until the view changes."""
        if failed:
            self._stage.say(line, "error", lasts=True)
        else:
            self._stage.say(line)

    def _say(self, line: str) -> None:
        """Show a line in the message line, unless it shows another message."""
        stage = self._stage
        if stage.message.text in ("", self._line):
            stage.say(line, "quiet", f"{stage.key('back')} ends it", lasts=True)
            self._line = stage.message.text
