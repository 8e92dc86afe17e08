"""Reports of crashes: files that the user can send; the next start names the new file.

A report has versions, the terminal, and the place in the code. It has no text of a paper and no
path of this machine: messages of exceptions are left out unless Python made them from names and
types alone.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import arxtui
from arxtui import locations
from arxtui.model import Problem
from arxtui.text import reason_and_file

if TYPE_CHECKING:
    import traceback

MOST = 10
"""Reports that are kept; when there are more, the oldest are deleted."""
_FRAMES = 60
"""Innermost calls of a report."""
_HARMLESS = (
    TypeError,
    AttributeError,
    NameError,
    UnboundLocalError,
    IndexError,
    ZeroDivisionError,
    RecursionError,
    ImportError,
    ModuleNotFoundError,
)
"""Exceptions whose messages Python makes of names and types.

Others (KeyError, ValueError) may quote a paper.
"""
_reported: list[tuple[BaseException, Path]] = []
"""(exception, report) of this process: an exception that is caught twice is reported once."""
_PACKAGES = (
    *("textual", "rich", "tinydb", "rapidfuzz", "orjson", "platformdirs", "pylatexenc"),
    *("arxiv", "requests"),
)


def folder() -> Path:
    """Return the folder of the reports. Raises NoHome, an OSError, without a home folder."""
    return locations.machine_file().parent / "crashes"


def report(fault: BaseException) -> str:
    """Return the text of a report on an exception."""
    import platform

    lines = [
        f"arxtui {arxtui.__version__} stopped with an error."
        " No text of papers and none of your paths are in this report.",
        "",
        f"time      {_now('%Y-%m-%dT%H:%M:%SZ')}",
        f"system    {platform.platform()}, Python {platform.python_version()}",
        f"terminal  TERM={os.environ.get('TERM', '')} COLORTERM={os.environ.get('COLORTERM', '')}",
        f"packages  {', '.join(f'{name} {_version(name)}' for name in _PACKAGES)}",
        "",
    ]
    for each in _chain(fault):
        lines += _calls(each)
    return "\n".join(lines) + "\n"


def _now(form: str) -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime(form)


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "is missing"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, the last exception first."""
    seen: set[int] = set()
    each: BaseException | None = fault
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or each.__context__


def _calls(fault: BaseException) -> list[str]:
    """Return the lines on one exception: its name, then the calls, outermost first."""
    calls = _stack(fault)
    lines = [describe(fault)]
    if len(calls) > _FRAMES:
        lines.append(f"  … {len(calls) - _FRAMES} outer calls are left out")
    for call in calls[-_FRAMES:]:
        lines.append(f"  {_place(call)}")
        if _of_package(call.filename) and call.line:
            lines.append(f"    {call.line.strip()}")
    return [*lines, ""]


def _stack(fault: BaseException) -> traceback.StackSummary:
    import traceback

    return traceback.extract_tb(fault.__traceback__)


def describe(fault: BaseException) -> str:
    """Return the name of an exception, with its message if that cannot quote a paper or a path."""
    name = type(fault).__qualname__
    if isinstance(fault, OSError) and fault.errno:
        return f"{name}: [Errno {fault.errno}] {os.strerror(fault.errno)}"
    if type(fault) in _HARMLESS:
        return f"{name}: {fault}"
    return f"{name} (its message is left out: it may quote a paper)"


def _place(call: traceback.FrameSummary) -> str:
    return f"{_shortened(call.filename)}:{call.lineno} {call.name}"


def _of_package(file: str) -> bool:
    """Return True if a file of code belongs to arxtui or to an installed package."""
    return "site-packages" in file or Path(arxtui.__file__).parent in Path(file).parents


def _shortened(file: str) -> str:
    """Return the path of a file of code without the folders of this machine."""
    here = Path(arxtui.__file__).parent
    if here in Path(file).parents:
        return Path(file).relative_to(here.parent).as_posix()
    _, packages, rest = file.rpartition("site-packages/")
    if packages:
        return rest
    return Path(file).name


def keep(fault: BaseException) -> Path:
    """Write a report on an exception, which the next start mentions, and return its place.

    Raises OSError if it cannot be written.
    """
    for other, path in _reported:
        if other is fault:
            return path
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = place / f"{_now('%Y-%m-%dT%H%M%S.%f')}-{os.getpid()}.txt"
    _write(path, report(fault))
    _reported.append((fault, path))
    for old in sorted(place.glob("*.txt"))[:-MOST]:
        old.unlink(missing_ok=True)
    _write(place / "unseen", path.name)
    return path


def _write(path: Path, text: str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(fd, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)


def unseen() -> Problem | None:
    """Return the report that no start has mentioned yet, None without such a report.

    From then on it counts as mentioned.
    """
    note = folder() / "unseen"
    try:
        path = folder() / note.read_text("utf-8").strip()
        note.unlink()
    except (OSError, UnicodeDecodeError):  # no crash since the last start, or an unreadable folder
        return None
    if not path.is_file():
        return None
    place = f"a report that you can send lies at {path}"
    return Problem("arxtui stopped with an error last time", 0, place)


def watch() -> None:
    """Report every exception that nothing handles, of any thread, in a file from now on."""

    def stopped(
        kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        for line in stopped_by(fault):
            sys.stderr.write(line + "\n")

    def thread_stopped(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            stopped(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = stopped
    threading.excepthook = thread_stopped


def stopped_by(fault: BaseException) -> list[str]:
    """Write a report on an exception; return the lines for the user."""
    calls = _stack(fault)
    where = ""
    if calls:
        where = f" in {_place(calls[-1])}"
    lines = [f"arxtui: stopped by an error of its own: {type(fault).__qualname__}{where}"]
    try:
        path = keep(fault)
    except OSError as why:
        return [*lines, f"no report could be written: {reason_and_file(why)}", report(fault)]
    return [*lines, f"The marks are saved. A report without any text of papers: {path}"]
