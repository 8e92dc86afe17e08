"""A program of the user: started without a shell, with limits of time and output.

In the background it has no terminal: its output is read, and only the last line is kept. It runs
until it has ended and closed its output, as `$(...)` of a shell waits, and it is ended together
with its children (its process group).
"""

from __future__ import annotations

import atexit
import os
import re
import selectors
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from arxtui.text import many, visible

MOST = 64 << 20
"""Bytes that a program may print before it is ended."""
GRACE = 1.0
"""Seconds between asking a program to end (SIGTERM) and ending it (SIGKILL)."""
_LOOK = 0.1
"""Seconds between two looks whether a program is to be ended."""
_SETTLED = 2.0
"""Seconds after which a program with a window counts as started if it still runs."""
_TAIL = 4096
"""Bytes at the end of the output in which the last line is looked for."""
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Colours and other escape sequences (ECMA-48, section 5.4), which are removed from a line."""


class Outcome(NamedTuple):
    """How a program ended."""

    fault: str
    """Why it failed, in a clause: `exit status 1`; `` = it succeeded."""
    last: str = ""
    """The last line that it printed, safe to show."""
    hopeless: bool = False
    """True if it would fail for every other paper too: it cannot be started, or was ended."""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.fault or "done", self.last)))


class Program:
    """A program that runs in the background."""

    def __init__(
        self,
        words: Sequence[str],
        given: bytes,
        seconds: float,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`given` is its standard input; `seconds` is the limit of its time.

        `environment` has variables that it gets besides the variables of arxtui.
        """
        self._words = tuple(words)
        self._given = given
        self._seconds = seconds
        self._environment = {**os.environ, **(environment or {})}
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._tail = b""
        self._printed = 0

    def end(self) -> None:
        """End the program soon, from another thread."""
        self._ended.set()

    def run(self) -> Outcome:
        """Run the program to its end and return how it ended; no child of it is left running."""
        try:
            with tempfile.TemporaryFile() as given:
                given.write(self._given)
                given.seek(0)
                process = _started(self._words, given, subprocess.PIPE, self._environment)
        except (OSError, ValueError) as why:
            return Outcome(_not_started(self._words[0], why), hopeless=True)
        self._process = process
        atexit.register(self._kill)
        fault = "ended"
        try:
            fault = self._follow(process)
        finally:
            if fault:
                _end(process)
            atexit.unregister(self._kill)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        if fault:
            return Outcome(fault, _last_line(self._tail), hopeless=True)
        return Outcome(fault_of(process.returncode), _last_line(self._tail))

    def _follow(self, process: subprocess.Popen[bytes]) -> str:
        """Read the output until the program has ended; return why it must be ended, else ``."""
        until = time.monotonic() + self._seconds
        with selectors.DefaultSelector() as outputs:
            for pipe in (process.stdout, process.stderr):
                assert pipe is not None
                outputs.register(pipe, selectors.EVENT_READ)
            assert process.stdout is not None
            while process.stdout in _open(outputs) or process.poll() is None:
                if self._ended.is_set():
                    return "ended"
                if time.monotonic() > until:
                    return f"ended after {many(round(self._seconds), 'second')}, its time limit"
                if self._printed > MOST:
                    return f"ended: it printed more than {MOST >> 20} MiB"
                self._read(process, outputs, _LOOK)
            while self._read(process, outputs, 0) and self._printed <= MOST:
                pass  # the output is complete; a child may still have the pipe of errors open
        return ""

    def _read(
        self, process: subprocess.Popen[bytes], outputs: selectors.BaseSelector, wait: float
    ) -> bool:
        """Wait at most `wait` seconds for output and read it; return True if there was output."""
        if not outputs.get_map():
            with suppress(subprocess.TimeoutExpired):
                process.wait(wait)
            return False
        ready = outputs.select(wait)
        for key, _ in ready:
            piece = os.read(key.fd, 1 << 16)
            if not piece:
                outputs.unregister(key.fileobj)
            self._printed += len(piece)
            self._tail = (self._tail + piece)[-_TAIL:]
        return bool(ready)

    def _kill(self) -> None:
        """End the program at once, because arxtui ends."""
        if self._process is not None:
            _signal(self._process, signal.SIGKILL)


def run_on_terminal(
    words: Sequence[str], given: bytes | None, environment: Mapping[str, str]
) -> Outcome:
    """Run a program that has the terminal; `given` is its standard input, None = the terminal.

    `environment` as in Program.
    """
    variables = {**os.environ, **environment}
    try:
        with tempfile.TemporaryFile() as file:
            stdin = None
            if given is not None:
                file.write(given)
                file.seek(0)
                stdin = file
            done = subprocess.run(list(words), stdin=stdin, env=variables, check=False)
    except (OSError, ValueError) as why:
        return Outcome(_not_started(words[0], why), hopeless=True)
    return Outcome(fault_of(done.returncode))


def start(
    words: Sequence[str], given: bytes = b"", environment: Mapping[str, str] | None = None
) -> Outcome:
    """Start a program with a window, and return when it has begun.

    It continues after arxtui ends; its output is thrown away. `environment` as in Program.
    """
    variables = {**os.environ, **(environment or {})}
    try:
        with tempfile.TemporaryFile() as file:
            file.write(given)
            file.seek(0)
            process = _started(words, file, subprocess.DEVNULL, variables)
        status = process.wait(_SETTLED)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()  # else it ends as a zombie
        return Outcome("")
    except (OSError, ValueError) as why:
        return Outcome(_not_started(words[0], why), hopeless=True)
    return Outcome(fault_of(status))


def _started(
    words: Sequence[str], given: IO[bytes], output: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start a program in a new session, where it has no terminal. Raises OSError."""
    return subprocess.Popen(
        list(words),
        stdin=given,
        stdout=output,
        stderr=output,
        env=environment,
        start_new_session=True,
    )


def _open(outputs: selectors.BaseSelector) -> list[object]:
    return [key.fileobj for key in outputs.get_map().values()]


def _not_started(name: str, why: Exception) -> str:
    """Return why a program does not start."""
    if isinstance(why, FileNotFoundError) and shutil.which(name) is None:
        return f"there is no program {visible(name)}"
    reason = str(why)
    if isinstance(why, OSError) and why.strerror:
        reason = why.strerror
    return f"{visible(name)} cannot be started: {reason}"


def fault_of(status: int) -> str:
    """Return the fault for an exit status; a negative status is the number of a signal."""
    if status == 0:
        return ""
    if status > 0:
        return f"exit status {status}"
    try:
        return f"stopped by {signal.Signals(-status).name}"
    except ValueError:
        return f"stopped by signal {-status}"


def _last_line(tail: bytes) -> str:
    """Return the last line of an output that is not blank, safe to show."""
    text = _ESCAPE.sub("", tail.decode("utf-8", "replace"))
    for line in reversed(re.split(r"[\r\n]", text)):
        shown = visible(line).strip()
        if shown:
            return shown
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a program and its children to end, and end them if they do not."""
    _signal(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    _signal(process, signal.SIGKILL)
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the process group of a program, if a process of it still runs."""
    with suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for a group that has ended
        os.killpg(process.pid, number)
