"""What the command line says and with which status it ends: the only prints of the house."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from arxtui.text import visible

if TYPE_CHECKING:
    from arxtui.model import Problem


_MOST = 20
"""Problems of a file that are told one by one."""
DONE, IN_PART, NOTHING, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""


class Refused(Exception):
    """Nothing could be done; the text says why (exit 2)."""


def say(*parts: str) -> None:
    """Write one line to standard output, its parts (if there are several) separated by TAB. Raises as write() does."""
    with _output():
        sys.stdout.write("\t".join(map(visible, parts)) + "\n")


def write(text: str) -> None:
    """Write a whole text to standard output: to a file or a pipe its very bytes, in UTF-8; to a
    terminal what is safe there.

    Raises Refused if it cannot be written, BrokenPipeError if nobody reads it.
    """
    with _output():
        if sys.stdout.isatty():
            sys.stdout.write("\n".join(map(visible, text.split("\n"))))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def flush() -> None:
    """Write what is left for standard output. Raises as write() does."""
    with _output():
        sys.stdout.flush()


@contextmanager
def _output() -> Iterator[None]:
    """Name standard output where writing to it fails. Raises Refused, BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as why:
        close_output()
        raise Refused(f"standard output: {why.strerror or why}") from None


def let_go_of_streams() -> None:
    """Write what is left for standard output and error; where the terminal is gone, send it nowhere.

    Python would try once more when it ends, and end with status 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def close_output() -> None:
    """Send what is left for standard output nowhere: Python would try, and complain, once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(line: str) -> None:
    """One line to standard error."""
    print(visible(line), file=sys.stderr)


def tell(problems: Iterable[Problem]) -> int:
    """Problems to standard error, of each file the first twenty; the status they make."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.file] += 1
        if told[problem.file] <= _MOST:
            warn(str(problem))
    for file, count in told.items():
        if count > _MOST:
            warn(f"{file}: and {count - _MOST:,} more")
    return IN_PART if told else DONE


_afterwards: list[Callable[[], None]] = []


def afterwards(work: Callable[[], None]) -> None:
    """Let something be done once the command has answered: it must not fail, and nothing of the answer needs it."""
    _afterwards.append(work)


def do_afterwards() -> None:
    """Do what is left to do; Ctrl-C ends it, and the command is done all the same."""
    with suppress(KeyboardInterrupt):
        while _afterwards:
            _afterwards.pop()()


def mend_streams() -> None:
    """A closed standard stream, or one of few letters, is no reason to fail."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
