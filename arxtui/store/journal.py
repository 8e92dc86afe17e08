"""The journals: one line per act, append-only, one file per machine and year.

They are the truth about the marks.

The form of a line is in act.py, how a file is read in journal_lines.py, what the lines add up to in
fold.py, how the acts are listed, newest first, in log.py.
"""

from __future__ import annotations

import errno
import os
import time
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from arxtui.model import Problem
from arxtui.store import files
from arxtui.store.act import (
    END,
    SCHEMA,
    Act,
    BadLine,
    NewerSchema,
    decode,
    encode,
    iso,
    micros,
    seal,
)
from arxtui.store.journal_lines import BLOCK, forwards

_END = micros(END)
Identity = tuple[int, int, int]  # inode, size, mtime_ns


def now() -> int:
    """Return the clock: microseconds since 1970."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be used. It stays in its file, and is read again when the file changes."""

    offset: int
    """Its first byte in the file."""
    size: int
    """Its bytes without the line end."""
    check: int
    """Their CRC-32: if it is another one later, somebody has repaired the line."""
    number: int
    """Its line number, from 1."""
    reason: str
    """Why it cannot be used."""


@dataclass(slots=True)
class Place:
    """How far one journal file has been folded."""

    offset: int = 0
    """Bytes folded, always the end of a line."""
    before: int = 0
    """CRC-32 of the 64 bytes before the offset, which shows that it is still the same file."""
    lines: int = 0
    """Lines before the offset."""
    seen: Identity = (0, 0, 0)
    """Identity of the file when it was last looked at."""
    bad: list[Bad] = field(default_factory=list)
    """The lines before the offset that cannot be used."""

    def fits(self, file: BinaryIO) -> bool:
        """Return whether a file still begins with what was folded, damaged lines included.

        Raises OSError.
        """
        start = max(0, self.offset - 64)
        file.seek(start)
        head = file.read(self.offset - start)
        if len(head) < self.offset - start or zlib.crc32(head) != self.before:
            return False
        for bad in self.bad:
            file.seek(bad.offset)
            if zlib.crc32(file.read(bad.size)) != bad.check:
                return False
        return True


@dataclass(slots=True)
class Journal:
    """The journals of a folder: those of all machines to read, this machine's to write."""

    folder: Path
    """marks/ of the library."""
    machine: str
    """This machine's name, the first part of its files' names."""
    clock: Callable[[], int] = now
    """Microseconds since 1970."""
    places: dict[str, Place] = field(default_factory=dict)
    """File name -> how far it was folded."""
    newest: str = ""
    """The latest t seen; `` where there is no act yet."""
    notices: dict[str, Problem] = field(default_factory=dict)
    """File name -> why it cannot be read, or what of it was set aside."""
    newer: bool = False
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
        """Return whether some journal no longer begins with what was folded.

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

    def read(self, found: Mapping[str, Identity]) -> Iterator[Act]:
        """Yield the acts that were appended to the journals since the last look, in no order.

        A file that cannot be read is reported and read again the next time, from the same place:
        its acts that were already yielded come again.
        """
        for name, seen in found.items():
            place = self.places.get(name) or Place()
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
                self.notices[name] = Problem(str(self.folder / name), 0, f"not read: {why}")
            else:
                self.notices.pop(name, None)

    def read_until(self, places: Mapping[str, Place]) -> Iterator[Act]:
        """Yield the acts of these files from their beginning to these places.

        For a journal that has folded nothing yet. Raises OSError.
        """
        for name, until in places.items():
            with open(self.folder / name, "rb", buffering=BLOCK) as file:
                self.places[name] = yield from self._read(file, name, Place(), until.offset)

    def _read(
        self, file: BinaryIO, name: str, place: Place, until: int | None = None
    ) -> Generator[Act, None, Place]:
        """Yield the acts behind a place of a file, and return the place behind them.

        `until` is the offset of the first line that is not read. Raises OSError.
        """
        machine = name.split(".")[0]
        start = max(0, place.offset - 64)
        file.seek(start)
        tail = file.read(place.offset - start)
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
                if text:
                    act = decode(text, machine)
            except BadLine as why:
                self.newer |= isinstance(why, NewerSchema)
                bad.append(Bad(offset, len(text), zlib.crc32(text), number, str(why)))
            if act:
                self.newest = max(self.newest, act.t)
                yield act
            offset += len(line)
            tail = (tail + line[-64:])[-64:]
        return Place(offset, zlib.crc32(tail), number, bad=bad)

    def forget(self) -> None:
        """Begin again: nothing has been folded."""
        self.places.clear()
        self.notices.clear()
        self.newest = ""

    # writing

    def stamp(self) -> str:
        """Return the t of the next act, later than that of every act seen, whatever the clocks.

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
        """Return a message that names the line behind which no time is left."""
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

    def write(self, act: Act) -> Path:
        """Append an act and return the journal's path. The line is neither synced nor folded.

        The lock must be held, and the tails of other journals read. Raises OSError, and leaves the
        file as it was.
        """
        path = self.own(act.t[:4])
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            if size := os.fstat(fd).st_size:
                self._mend(fd, size, path)
            if not os.fstat(fd).st_size:
                files.append(fd, self._header())
                files.sync(self.folder)
                self.places[path.name] = Place(lines=1)
            line = encode(act)
            files.append(fd, line)
            self._go_on(path.name, files.identity(os.fstat(fd)), line)
            self.newest = max(self.newest, act.t)
        finally:
            os.close(fd)
        return path

    def _go_on(self, name: str, seen: Identity, line: bytes) -> None:
        """Move the place of the own journal behind a line just written, which needs no reading."""
        place = self.places[name]
        place.offset = seen[1]
        place.before = zlib.crc32(line[-64:])  # a line is never shorter
        place.lines += 1
        place.seen = seen

    def _mend(self, fd: int, size: int, path: Path) -> None:
        """Set an unfinished last line aside, which a kill or a power cut left. Raises OSError."""
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
