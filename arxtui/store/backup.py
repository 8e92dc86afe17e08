"""Copies of the journals, once a day: the running year's as files, closed years' as hard links. Nothing needs them."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from arxtui.store import files

_DAYS, _WEEKS = 3, 4  # newest days kept, and behind them the newest day of as many weeks


def keep(library: Path, name: str) -> None:
    """Copy the journals into backup/<name>/ (a day, or what a migration begins from), whole and durable; OSError."""
    marks, backup = library / "marks", library / "backup"
    target = backup / name
    if target.exists() or not marks.is_dir():
        return
    files.make_folder(backup)
    for left in backup.glob(".2*.tmp"):  # by a kill; today's may be another process at work
        if not left.name.startswith(f".{name}"):
            shutil.rmtree(left, ignore_errors=True)
    coming = Path(tempfile.mkdtemp(".tmp", f".{name}.", backup))
    try:
        for path in sorted(marks.glob("*.jsonl")):
            if name[:4] in path.name.split("."):
                files.write_atomic(coming / path.name, path.read_bytes(), durable=True)
            else:
                _link(path, backup / "years" / path.name)
        if not target.exists():  # else another process was first
            os.replace(coming, target)
            files.sync(backup)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    _thin_out(backup)


def _link(path: Path, target: Path) -> None:
    """A closed year, which nobody writes any more: a second name for it is enough."""
    if not target.exists() or not target.samefile(path):
        files.make_folder(target.parent)
        coming = target.with_name(f".{target.name}.tmp")
        coming.unlink(missing_ok=True)
        try:
            os.link(path, coming)
        except OSError:  # another file system, or one without links
            shutil.copyfile(path, coming)
        os.replace(coming, target)


def _thin_out(backup: Path) -> None:
    days: dict[date, Path] = {}
    for path in backup.iterdir():
        with suppress(ValueError):  # what is not named for a day stays
            days[date.fromisoformat(path.name)] = path
    newest = sorted(days, reverse=True)
    weeks = {day.isocalendar()[:2]: day for day in reversed(newest)}
    for day in {*newest[_DAYS:]} - {*sorted(weeks.values(), reverse=True)[:_WEEKS]}:
        shutil.rmtree(days[day])


def copies(backup: Path, name: str) -> list[Path]:
    """The copies of a journal, newest first."""
    return sorted(backup.glob(f"*/{name}"), key=lambda path: path.parent.name, reverse=True)
