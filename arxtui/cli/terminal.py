"""The output of the command line and its exit statuses: only this room prints."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from arxtui import terminal_text
from arxtui.text import reason_of, visible

if TYPE_CHECKING:
    from arxtui.model import Problem


MOST_PROBLEMS = 20
"""Problems of a file that are reported a line each; more are only counted."""
DONE = 0
"""Exit status: all is done."""
IN_PART = 1
"""Exit status: done in part, with problems."""
NOTHING = 2
"""Exit status: nothing could be done."""
FOUND_NONE = 1
"""Exit status with --exit-code: no paper matches."""
INTERRUPTED = 130
"""Exit status: stopped by Ctrl-C."""


class Refused(Exception):
    """Raised where nothing can be done; the text is the reason (exit 2)."""


def say(*parts: str) -> None:
    """Write one line to standard output, its parts separated by TAB. Raises as write() does."""
    with _output():
        sys.stdout.write("\t".join(map(visible, parts)) + "\n")


def write(text: str) -> None:
    """Write a whole text to standard output.

    A file or pipe gets the bytes in UTF-8, a terminal the text without control characters. Raises
    Refused if it cannot be written, BrokenPipeError if the reader has closed the pipe.
    """
    with _output():
        if sys.stdout.isatty():
            sys.stdout.write("\n".join(map(visible, text.split("\n"))))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def flush() -> None:
    """Flush standard output. Raises as write() does."""
    with _output():
        sys.stdout.flush()


@contextmanager
def _output() -> Iterator[None]:
    """Turn an error of standard output into Refused. BrokenPipeError passes through."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as why:
        close_output()
        raise Refused(f"standard output: {reason_of(why)}") from None


def let_go_of_streams() -> None:
    """Flush standard output and error, and replace a stream without terminal by os.devnull.

    Python would else flush once more at its end, fail, and exit with status 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def close_output() -> None:
    """Send the unwritten part of standard output to os.devnull.

    Python would else flush once more at its end, and print an error.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(line: str) -> None:
    """Write one line to standard error."""
    print(visible(line), file=sys.stderr)


def tell(problems: Iterable[Problem], most: int = MOST_PROBLEMS) -> int:
    """Report problems on standard error, the first of each file; return the exit status."""
    reported: Counter[str] = Counter()
    for problem in problems:
        reported[problem.file] += 1
        if reported[problem.file] <= most:
            warn(str(problem))
    for file, count in reported.items():
        if count > most:
            warn(f"{file}: and {count - most:,} more")
    if reported:
        return IN_PART
    return DONE


def exit_code(papers: int) -> int:
    """Return the exit status of --exit-code for a number of papers: like grep, 1 for no match."""
    if papers:
        return DONE
    return FOUND_NONE


_afterwards: list[Callable[[], None]] = []


def afterwards(work: Callable[[], None]) -> None:
    """Register work to be done after the command has answered.

    The work must not fail, and the answer must not need it.
    """
    _afterwards.append(work)


def do_afterwards() -> None:
    """Do the work that afterwards() collected; Ctrl-C skips it, for the command has answered."""
    with suppress(KeyboardInterrupt):
        while _afterwards:
            _afterwards.pop()()


def mend_terminal_streams() -> None:
    """Let standard output and error write only signs that their terminal can show."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            terminal_text.of_terminal("auto", stream).use(stream)


def mend_streams() -> None:
    """Replace closed standard streams by os.devnull; print letters that have no encoding as `?`."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
