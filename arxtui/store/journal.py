"""The journals: one line per act, append-only, one file per machine and year; the truth about the marks.

The form of a line is in act.py, how a file is read in journal_lines.py, what the lines add up to in marks.py, the acts,
newest first in log.py.
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
    OLDER,
    SCHEMA,
    Act,
    BadLine,
    NewerSchema,
    act_of,
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
    """A line that cannot be used. It stays in its file, and is looked at again when the file changes."""

    offset: int
    """Its first byte in the file."""
    size: int
    """Its bytes without the line end."""
    check: int
    """Their CRC: where it is another one, somebody has repaired the line."""
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
    """CRC of the 64 bytes before the offset: shows that the file is still the same one."""
    lines: int = 0
    """Lines before the offset."""
    seen: Identity = (0, 0, 0)
    """Of the file at the last look."""
    bad: list[Bad] = field(default_factory=list)
    """The lines before the offset that cannot be used."""

    def fits(self, file: BinaryIO) -> bool:
        """Return whether a file still begins with what was folded, damaged lines included; OSError."""
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
    """All journals of a folder to read, this machine's to write."""

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
        """Return the files that cannot be read, and the lines that cannot be used; never fatal."""
        lines = [
            Problem(str(self.folder / name), bad.number, bad.reason)
            for name, place in self.places.items()
            for bad in place.bad
        ]
        return (*self.notices.values(), *lines)

    # reading

    def look(self) -> dict[str, Identity]:
        """Return the journals of the folder, by name, and what each file is now. Raises OSError."""
        try:
            with os.scandir(self.folder) as entries:
                found = [(e.name, e.stat()) for e in entries if e.name.endswith(".jsonl") and e.is_file()]
        except FileNotFoundError:
            return {}
        return {name: files.identity(stat) for name, stat in sorted(found)}

    def rewritten(self, found: Mapping[str, Identity]) -> bool:
        """Return whether some journal no longer begins with what was folded: then all are to be folded again."""
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

        A file that cannot be read is reported, and read again the next time; the acts of it that were yielded then
        come again.
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
        """Yield the acts of these files from their beginning to these places, as if nothing had been folded.

        Raises OSError.
        """
        for name, until in places.items():
            with open(self.folder / name, "rb", buffering=BLOCK) as file:
                self.places[name] = yield from self._read(file, name, Place(), until.offset)

    def _read(
        self, file: BinaryIO, name: str, place: Place, until: int | None = None
    ) -> Generator[Act, None, Place]:
        """Yield the acts behind a place of a file, and return the place behind them; OSError."""
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
            try:
                act = decode(line[:-1], machine) if len(line) > 1 else None
            except BadLine as why:
                self.newer |= isinstance(why, NewerSchema)
                bad.append(Bad(offset, len(line) - 1, zlib.crc32(line[:-1]), number, str(why)))
            else:
                if act:
                    self.newest = max(self.newest, act.t)
                    yield act
            offset += len(line)
            tail = (tail + line)[-64:] if len(line) < 64 else line[-64:]
        return Place(offset, zlib.crc32(tail), number, bad=bad)

    def forget(self) -> None:
        """Begin again: nothing has been folded."""
        self.places.clear()
        self.notices.clear()
        self.newest = ""

    # writing

    def stamp(self) -> str:
        """Return the t of the next act: never before anything seen, whatever the clocks.

        Raises OSError if the newest act seen leaves no later time that decode() would read.
        """
        clock = self.clock()
        after = micros(self.newest) + 1 if self.newest else 0
        if after >= _END:
            raise OSError(errno.ERANGE, self._no_later())
        return iso(max(clock, after) if clock < _END else after)

    def _no_later(self) -> str:
        """Return a message that names the line behind which no time is left."""
        for path in sorted(self.folder.glob("*.jsonl")):
            for at, line in enumerate(path.read_bytes().split(b"\n"), 1):
                if self.newest.encode() in line:
                    return f"{path}:{at} is of {self.newest[:4]}, and no later time can be written: remove that line"
        return f"an action is of {self.newest}, and no later time can be written"

    def own(self, year: str) -> Path:
        """Return the path of this machine's journal of a year."""
        return self.folder / f"{self.machine}.{year}.jsonl"

    def migrate(self, year: str, copy: Callable[[], None]) -> None:
        """Write this machine's journal of a year anew if it has an older schema; the lock must be held.

        `copy` is called before. Lines that cannot be read stay as they are. Raises OSError, and leaves the file, also
        where the new one would not say the same.
        """
        path = self.own(year)
        old = path.read_bytes() if path.exists() else b""
        if b'"schema":%d,' % OLDER not in old.partition(b"\n")[0]:
            return
        copy()
        lines = [(line, act_of(line, self.machine)) for line in old.split(b"\n")[1:-1]]
        new = self._header() + b"".join(encode(act) if act else line + b"\n" for line, act in lines)
        again = [act_of(line, self.machine) for line in new.split(b"\n")[1:-1]]
        new += old[old.rfind(b"\n") + 1 :]
        if [act for _, act in lines] != again:
            raise OSError("the migrated journal would not have the same marks")
        files.write_atomic(path, new, durable=True)

    def _header(self) -> bytes:
        return seal({"arxtui": "marks", "schema": SCHEMA, "machine": self.machine})

    def write(self, act: Act) -> Path:
        """Append an act, and return the journal's path; the lock must be held, and others' tails read.

        The line is neither synced nor folded. Raises OSError, and leaves the file as it was.
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
        """Put the place of the own journal behind a line just written: own lines need no reading."""
        place = self.places[name]
        place.offset = seen[1]
        place.before = zlib.crc32(line[-64:])  # a line is never shorter
        place.lines += 1
        place.seen = seen

    def _mend(self, fd: int, size: int, path: Path) -> None:
        """Set an unfinished last line of the own journal aside, which a kill or a power cut left; OSError."""
        if os.pread(fd, 1, size - 1) == b"\n":
            return
        data = path.read_bytes()
        end = data.rfind(b"\n") + 1
        torn = data[end:]
        aside = path.with_name(path.name + ".torn")
        files.write_atomic(aside, (aside.read_bytes() if aside.exists() else b"") + torn + b"\n", durable=True)
        os.ftruncate(fd, end)
        self.notices[aside.name] = Problem(
            str(path), data.count(b"\n", 0, end) + 1, f"1 unfinished line set aside in {aside.name}"
        )
