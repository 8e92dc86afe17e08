"""The log: acts newest first, read from the ends of the journals only as far as needed.

Inside a journal the acts have the order of their times; only lines written by hand may not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import groupby
from pathlib import Path

from arxtui.store.act import Act
from arxtui.store.act_line import act_of
from arxtui.store.line_reader import backwards
from arxtui.store.long_line import LongLine, unless_long
from arxtui.store.undo import find
from arxtui.work_in_steps import Steps


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

    def undoable(self) -> Steps[Act | None]:
        """Return the act that undo() would undo, in brief; None without such an act."""
        return self._find(undone=False)

    def redoable(self) -> Steps[Act | None]:
        """Return the act that redo() would redo, in brief; None without such an act."""
        return self._find(undone=True)

    def _find(self, *, undone: bool) -> Steps[Act | None]:
        step = yield from find(newest_lines_first(self._marks, self._machine), undone=undone)
        if step is None:
            return None
        act = step.act.in_brief()
        yield from step.let_go()
        return act


def newest_first(marks: Path) -> Iterator[Act]:
    """Yield the acts of all machines, newest first, without bad lines.

    `marks` is the folder of the journals. Each act is yielded once, even if a sync left copies of a
    journal. Raises OSError.
    """
    for act in _newest_first(marks, "*", act_of):
        if isinstance(act, Act):
            yield act


def newest_lines_first(marks: Path, machine: str) -> Iterator[Act | LongLine | None]:
    """Yield the acts of a machine as newest_first() does; long lines are yielded undecoded.

    None is a step in which a part of a long line was read.
    """
    return _newest_first(marks, machine, unless_long)


def _newest_first(
    marks: Path, machine: str, decode: Callable[[bytes, str], Act | LongLine | None]
) -> Iterator[Act | LongLine | None]:
    """Yield the acts of a machine, of all machines for `*`; `decode` makes them of lines.

    None is a step in which a part of a long line was read, where a year has a single journal.
    """
    paths = sorted(marks.glob(f"{machine}.*.jsonl"), key=_year, reverse=True)
    of_file = partial(_of_file, decode)
    for _, of_year in groupby(paths, key=_year):
        last = ""
        for act in _merged([*map(of_file, of_year)]):
            if act is None:
                yield None
            elif act.stamp != last:
                last = act.stamp
                yield act


def _merged(
    journals: Sequence[Iterator[Act | LongLine | None]],
) -> Iterator[Act | LongLine | None]:
    """Return the acts of journals, newest first; only a single journal is read in steps."""
    if len(journals) == 1:
        return journals[0]
    acts = [(act for act in journal if act is not None) for journal in journals]
    return merge(*acts, key=_stamp, reverse=True)


def _stamp(act: Act | LongLine) -> str:
    return act.stamp


def _year(path: Path) -> str:
    """Return the year in the name of a journal, or of a copy that a sync made."""
    return path.name.partition(".")[2][:4]


def _of_file(
    decode: Callable[[bytes, str], Act | LongLine | None], path: Path
) -> Iterator[Act | LongLine | None]:
    """Yield the acts of a file, newest first; None is a step without an act. Raises OSError."""
    machine = path.name.split(".")[0]
    for line in backwards(path):
        if line is None:
            yield None
            continue
        act = decode(line, machine)
        if act is not None:
            yield act
