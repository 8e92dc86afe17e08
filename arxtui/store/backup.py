"""Copies of the journals, once a day. Nothing in the library needs them.

A journal that may still be written is copied. A journal of a closed year, to which no machine
appends, gets a hard link in backup/years/ instead: the library never changes its bytes.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from arxtui.store import files

_LEFT_BEHIND = 3_600  # seconds after which no process still uses a half-made copy
_DAYS = 3  # the copies of this many days are kept
_WEEKS = 4  # and the newest copy of each of this many weeks before


def keep(library: Path, name: str, since: str) -> None:
    """Copy the journals into backup/<name>/, whole and durable. Raises OSError.

    `name` is a day. `since` is the first year (four digits) whose journals may still be written:
    the year of the clock, or of the newest act if it is earlier.
    """
    marks = library / "marks"
    backup = library / "backup"
    target = backup / name
    if target.exists() or not marks.is_dir():
        return
    files.make_folder(backup)
    _remove_leftovers(backup)
    coming = Path(tempfile.mkdtemp(".tmp", f".{name}.", backup))
    try:
        for path in sorted(marks.glob("*.jsonl")):
            if not _closed(path, since) or not _link(path, backup / "years" / path.name):
                files.write_atomic(coming / path.name, path.read_bytes(), durable=True)
        _put(coming, target)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    _thin_out(backup, name)


def _put(coming: Path, target: Path) -> None:
    """Give a folder its name, durably, unless another process was first. Raises OSError."""
    try:
        os.replace(coming, target)
    except OSError as why:
        if why.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return
        raise
    files.sync(target.parent)


def _remove_leftovers(backup: Path) -> None:
    """Remove half-made copies of a killed process; a younger copy may be in use and stays."""
    for left in backup.glob(".2*.tmp"):
        with suppress(FileNotFoundError):  # another process was first
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)


def _closed(path: Path, since: str) -> bool:
    """Return whether a journal is of a year before `since`; False if its name has no year."""
    year = path.name.split(".")[1][:4]
    return year.isascii() and year.isdigit() and year < since


def _link(path: Path, target: Path) -> bool:
    """Give a journal a second name and return True.

    Return False if a file of that name is not the beginning of this journal: it is a copy from
    before the journal was damaged, or replaced by a sync, and it stays. On a file system without
    links the journal is copied. Raises OSError.
    """
    if target.exists():
        if target.samefile(path):
            return True
        if not path.read_bytes().startswith(target.read_bytes()):
            return False
    files.make_folder(target.parent)
    coming = target.with_name(f".{target.name}.tmp")
    coming.unlink(missing_ok=True)
    try:
        os.link(path, coming)
    except OSError:  # another file system, or a file system without links
        shutil.copyfile(path, coming)
        files.sync(coming)
    with suppress(FileNotFoundError):  # another process was first, with the same file
        os.replace(coming, target)
    files.sync(target.parent)
    return target.exists()


def _thin_out(backup: Path, today: str) -> None:
    """Delete the copies of days that are neither among the newest nor the newest of their week.

    A copy of a day after `today` comes from a clock that was ahead. It stays and is not counted:
    else the copy of today would be the oldest and be deleted at once. Raises OSError.
    """
    days: dict[date, Path] = {}
    for path in backup.iterdir():
        with suppress(ValueError):  # a folder that is not named for a day stays
            day = date.fromisoformat(path.name)
            if path.name <= today:
                days[day] = path
    newest = sorted(days, reverse=True)
    weeks = {day.isocalendar()[:2]: day for day in reversed(newest)}
    for day in {*newest[_DAYS:]} - {*sorted(weeks.values(), reverse=True)[:_WEEKS]}:
        with suppress(FileNotFoundError):  # another process was first
            shutil.rmtree(days[day])


def copies(backup: Path, name: str) -> list[Path]:
    """Return the copies of a journal, newest first."""
    return sorted(backup.glob(f"*/{name}"), key=lambda path: path.parent.name, reverse=True)
