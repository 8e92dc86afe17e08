"""The log: acts newest first, read from the ends of the journals only as far as needed.

Inside a journal the acts have the order of their times; only lines written by hand may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

from arxtui.store.act import Act
from arxtui.store.act_line import act_of
from arxtui.store.line_reader import backwards
from arxtui.store.undo import Step, find


class Log:
    """The acts of a library, read from its journals."""

    def __init__(self, marks: Path, machine: str) -> None:
        self._marks = marks
        self._machine = machine

    def newest_first(self) -> Iterator[Act]:
        """Yield the acts of all machines, newest first.

        The journals are read only as far as the caller iterates.
        """
        return newest_first(self._marks)

    def undoable(self) -> Step | None:
        """Return the act that undo() would undo; None without such an act."""
        return find(newest_first(self._marks, self._machine), undone=False)

    def redoable(self) -> Step | None:
        """Return the act that redo() would redo; None without such an act."""
        return find(newest_first(self._marks, self._machine), undone=True)


def newest_first(marks: Path, machine: str = "*") -> Iterator[Act]:
    """Yield the acts of a machine, or of all machines, newest first, without bad lines.

    `marks` is the folder of the journals. Each act is yielded once, even if a sync left copies of a
    journal. Raises OSError.
    """
    paths = sorted(marks.glob(f"{machine}.*.jsonl"), key=_year, reverse=True)
    for _, of_year in groupby(paths, key=_year):
        acts = merge(*map(_of_file, of_year), key=lambda act: act.stamp, reverse=True)
        for _, copies in groupby(acts, key=lambda act: act.stamp):
            yield next(copies)


def _year(path: Path) -> str:
    """Return the year in the name of a journal, or of a copy that a sync made."""
    return path.name.partition(".")[2][:4]


def _of_file(path: Path) -> Iterator[Act]:
    """Yield the acts of a file, newest first. Raises OSError."""
    machine = path.name.split(".")[0]
    for line in backwards(path):
        if act := act_of(line, machine):
            yield act
