"""The journals: one line per act, append-only, one file per machine and year.

The marks follow from them alone.

The form of a line is in act_line.py, how a file is read in line_reader.py, the marks that follow
from the lines in journal_fold.py, the list of acts, newest first, in acts_newest_first.py.
"""

from __future__ import annotations

import errno
import os
import time
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from arxtui.model import Problem
from arxtui.store import files
from arxtui.store.act import END, PAPERS_A_STEP, Act, iso, micros
from arxtui.store.act_line import LONG, SCHEMA, BadLine, NewerSchema, decode, encode, pieces, seal
from arxtui.store.journal_position import Bad, Identity, Position
from arxtui.store.line_reader import BLOCK, forwards
from arxtui.text import reason_of
from arxtui.work_in_steps import Steps

_END = micros(END)
_LINE_END = 64  # bytes by which the end of a file is known again


def now() -> int:
    """Return the clock: microseconds since 1970."""
    return time.time_ns() // 1000


class Journal:
    """The journals of a folder: all machines' are read, this machine's is written."""

    def __init__(self, folder: Path, machine: str, clock: Callable[[], int] = now) -> None:
        self.folder = folder
        """marks/ of the library."""
        self.machine = machine
        """This machine's name, the first part of its files' names."""
        self.clock = clock
        """Microseconds since 1970."""
        self.places: dict[str, Position] = {}
        """File name -> the position up to which it was folded."""
        self.newest = ""
        """The latest t seen; `` before the first act."""
        self.notices: dict[str, Problem] = {}
        """File name -> why it cannot be read, or which part of it was set aside."""
        self.newer = False
        """A journal was written by a newer arxtui: nothing may be written."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The files that cannot be read, and the lines that cannot be used; never fatal."""
        lines = [
            Problem(str(self.folder / name), bad.number, bad.reason)
            for name, place in self.places.items()
            for bad in place.bad
        ]
        return (*self.notices.values(), *lines)

    # reading

    def look(self) -> dict[str, Identity]:
        """Return name -> identity of the journals in the folder. Raises OSError."""
        found: dict[str, Identity] = {}
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".jsonl") and entry.is_file():
                        found[entry.name] = files.identity(entry.stat())
        except FileNotFoundError:
            return {}
        return dict(sorted(found.items()))

    def rewritten(self, found: Mapping[str, Identity]) -> bool:
        """Return whether the folded part of some journal has changed.

        Then all journals have to be folded again.
        """
        if self.places.keys() - found.keys():
            return True
        for name, place in self.places.items():
            if place.seen == found[name]:
                continue
            try:
                with open(self.folder / name, "rb") as file:
                    if not place.fits(file):
                        return True
            except OSError:
                continue  # read() reports it
        return False

    def read(self, found: Mapping[str, Identity]) -> Iterator[Act | None]:
        """Yield the acts that were appended to the journals since the last look, in no order.

        None is a step in which a part of a long line was read. A file that cannot be read is
        reported and read again the next time, from the same place: acts that it yielded before the
        error are yielded again.
        """
        for name, seen in found.items():
            place = self.places.get(name) or Position()
            if place.seen == seen:
                continue
            try:
                name.encode()
                with open(self.folder / name, "rb", buffering=BLOCK) as file:
                    if place.fits(file):
                        place = yield from self._read(file, name, place)
                        place.seen = seen
                        self.places[name] = place
            except (OSError, UnicodeEncodeError) as why:
                reason = f"cannot be read: {reason_of(why)}"
                self.notices[name] = Problem(str(self.folder / name), 0, reason)
            else:
                self.notices.pop(name, None)

    def read_until(self, places: Mapping[str, Position]) -> Iterator[Act | None]:
        """Yield the acts of these files from their beginning to these places, as read() does.

        Only for a Journal that has folded nothing yet. Raises OSError.
        """
        for name, until in places.items():
            with open(self.folder / name, "rb", buffering=BLOCK) as file:
                self.places[name] = yield from self._read(file, name, Position(), until.offset)

    def _read(
        self, file: BinaryIO, name: str, place: Position, until: int | None = None
    ) -> Generator[Act | None, None, Position]:
        """Yield the acts behind a place of a file, and return the place behind them.

        `until` is the offset of the first line that is not read. Raises OSError.
        """
        machine = name.split(".")[0]
        tail = place.tail(file)
        offset = place.offset
        number = place.lines
        bad = list(place.bad)
        for line in forwards(file):
            if until is not None and offset >= until:
                break
            number += 1
            text = line[:-1]
            act = None
            try:
                if len(text) >= LONG:
                    act = yield from _decode_in_steps(text, machine)
                elif text:
                    act = decode(text, machine)
            except BadLine as why:
                self.newer |= isinstance(why, NewerSchema)
                bad.append(Bad(offset, len(text), zlib.crc32(text), number, str(why)))
            if act:
                self.newest = max(self.newest, act.t)
                yield act
            offset += len(line)
            tail = (tail + line[-64:])[-64:]
        place = Position(offset, zlib.crc32(tail), number)
        place.bad = bad
        return place

    def forget(self) -> None:
        """Forget all positions: the journals are folded from their beginning again."""
        self.places.clear()
        self.notices.clear()
        self.newest = ""

    # writing

    def stamp(self) -> str:
        """Return the t of the next act: later than the t of all acts seen, whatever the clocks.

        Raises OSError if the newest act seen leaves no later time that decode() would read.
        """
        after = 0
        if self.newest:
            after = micros(self.newest) + 1
        if after >= _END:
            raise OSError(errno.ERANGE, self._no_later())
        clock = self.clock()
        if clock >= _END:
            return iso(after)
        return iso(max(clock, after))

    def _no_later(self) -> str:
        """Return the message for a line whose time is too late for a later act."""
        for path in sorted(self.folder.glob("*.jsonl")):
            for at, line in enumerate(path.read_bytes().split(b"\n"), 1):
                if self.newest.encode() in line:
                    reason = "no later time can be written: remove that line"
                    return f"{path}:{at} is of {self.newest[:4]}, and {reason}"
        return f"an action is of {self.newest}, and no later time can be written"

    def own(self, year: str) -> Path:
        """Return the path of this machine's journal of a year."""
        return self.folder / f"{self.machine}.{year}.jsonl"

    def _header(self) -> bytes:
        return seal({"arxtui": "marks", "schema": SCHEMA, "machine": self.machine})

    def write(self, act: Act) -> Steps[Path]:
        """Append an act and return the journal's path. The line is neither synced nor folded.

        The caller holds the lock and has read the tails of other journals. The file is unchanged
        if the steps end before the last step, and if OSError is raised. A process that is killed
        between two steps leaves an unfinished line, which readers ignore.
        """
        path = self.own(act.t[:4])
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            if size := os.fstat(fd).st_size:
                self._mend(fd, size, path)
            if not os.fstat(fd).st_size:
                files.append(fd, self._header())
                files.sync(self.folder)
                self.places[path.name] = Position(lines=1)
            end = yield from self._append(fd, path, act)
            self.places[path.name].go_on(end, files.identity(os.fstat(fd)))
            self.newest = max(self.newest, act.t)
        finally:
            os.close(fd)
        return path

    def _append(self, fd: int, path: Path, act: Act) -> Steps[bytes]:
        """Append the line of an act, a piece a step if it is long; return the end of the line."""
        if len(act.ids) <= PAPERS_A_STEP:
            line = encode(act)
            files.append(fd, line)
            return line
        size = os.fstat(fd).st_size
        end = b""
        try:
            for piece in pieces(act):
                yield  # not behind the last piece: the act is done then
                _refuse_other(fd, path)
                files.append(fd, piece)
                end = (end + piece)[-_LINE_END:]
        except BaseException:  # also that nobody takes the next step
            os.ftruncate(fd, size)
            raise
        return end

    def _mend(self, fd: int, size: int, path: Path) -> None:
        """Move an unfinished last line, which a kill or a power cut left, into another file.

        Raises OSError.
        """
        if os.pread(fd, 1, size - 1) == b"\n":
            return
        data = path.read_bytes()
        end = data.rfind(b"\n") + 1
        aside = path.with_name(path.name + ".torn")
        earlier = b""
        if aside.exists():
            earlier = aside.read_bytes()
        files.write_atomic(aside, earlier + data[end:] + b"\n", durable=True)
        os.ftruncate(fd, end)
        number = data.count(b"\n", 0, end) + 1
        reason = f"1 unfinished line set aside in {aside.name}"
        self.notices[aside.name] = Problem(str(path), number, reason)


def _decode_in_steps(line: bytes, machine: str) -> Steps[Act | None]:
    """Return the act of a long line as decode() does, read in steps. Raises BadLine."""
    from arxtui.store.long_line import in_steps, unless_long

    found = unless_long(line, machine)
    if found is not None:
        found = yield from in_steps(found)
    if found is None:
        return decode(line, machine)  # a header, or a line that cannot be used: for the reason
    return found


def _refuse_other(fd: int, path: Path) -> None:
    """Raise OSError if the open file is no longer the file at its path.

    Between two steps a user or a sync may move the library or replace its files.
    """
    if files.identity(os.stat(path))[0] != files.identity(os.fstat(fd))[0]:
        raise OSError(errno.ESTALE, "the journal was replaced meanwhile", str(path))
