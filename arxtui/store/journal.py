"""The journals: one line per act, append-only, one file per machine and year; the truth about the marks.

The form of a line is in act.py, what the lines add up to in marks.py, what can be undone in history.py.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path

from arxtui.model import Problem
from arxtui.store import files
from arxtui.store.act import OLDER, SCHEMA, Act, BadLine, NewerSchema, decode, encode, iso, micros, seal


def now() -> int:
    """The clock: microseconds since 1970."""
    return time.time_ns() // 1000


@dataclass(slots=True)
class Place:
    """How far one journal file has been folded."""

    offset: int = 0
    """Bytes folded, always the end of a line."""
    before: int = 0
    """CRC of the 64 bytes before the offset: shows that the file is still the same one."""
    seen: tuple[int, int, int] = (0, 0, 0)
    """Inode, size and mtime_ns at the last look."""


_FAR = "9000"  # a line from beyond this year is folded, but does not move the clock: another one must fit behind it


class Rewritten(Exception):
    """A journal no longer begins with what was folded: everything is to be folded again."""


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
    latest: int = 0
    """The newest t seen, in microseconds."""
    problems: dict[tuple[str, int], Problem] = field(default_factory=dict)
    """(file name, offset) -> bad line; told, never fatal."""
    newer: bool = False
    """A journal was written by a newer arxtui: nothing may be written."""

    def poll(self) -> list[Act]:
        """The acts that came since the last look, in no order. Rewritten and OSError leave everything as it was; a file
        that cannot be read is told and looked at again the next time."""
        try:
            with os.scandir(self.folder) as entries:
                found = {e.name: e.stat() for e in entries if e.name.endswith(".jsonl") and e.is_file()}
        except FileNotFoundError:
            found = {}
        if self.places.keys() - found.keys():
            raise Rewritten
        acts: list[Act] = []
        moved: dict[str, Place] = {}
        for name, stat in sorted(found.items()):
            seen = files.identity(stat)
            place = self.places.get(name, Place())
            if seen == place.seen:
                continue
            try:
                name.encode()
                new, offset, before = self._tail(name, place)
            except (OSError, UnicodeEncodeError) as why:
                self.problems[name, -1] = Problem(str(self.folder / name), 0, f"not read: {why}")
                continue
            self.problems.pop((name, -1), None)
            acts += new
            moved[name] = Place(offset, before, seen)
        self.places |= moved
        self.latest = max([self.latest, *(micros(act.t) for act in acts if act.t < _FAR)])
        return acts

    def _tail(self, name: str, place: Place) -> tuple[list[Act], int, int]:
        """(acts, offset, before) of the lines behind a place; Rewritten, OSError."""
        with open(self.folder / name, "rb") as file:
            start = max(0, place.offset - 64)
            file.seek(start)
            data = file.read()
        head, data = data[: place.offset - start], data[place.offset - start :]
        if len(head) < place.offset - start or zlib.crc32(head) != place.before:
            raise Rewritten
        end = data.rfind(b"\n") + 1  # a line without its end is left alone and read again at the next look
        acts, machine, at = [], name.split(".")[0], place.offset
        before: int | None = None
        for number, line in enumerate(data[:end].split(b"\n")[:-1], 1):
            try:
                if line and (act := decode(line, machine)):
                    acts.append(act)
            except BadLine as why:
                self.newer |= isinstance(why, NewerSchema)
                if before is None:
                    before = (self.folder / name).read_bytes().count(b"\n", 0, place.offset)
                self.problems[name, at] = Problem(str(self.folder / name), before + number, str(why))
            at += len(line) + 1
        return acts, at, zlib.crc32((head + data[:end])[-64:])

    def forget(self) -> None:
        """Begin again: nothing has been folded."""
        self.places.clear()
        self.problems.clear()

    def stamp(self) -> str:
        """The t of the next act: never before anything seen, whatever the clocks."""
        return iso(max(self.clock(), self.latest + 1))

    def own(self, year: str) -> Path:
        """This machine's journal of a year."""
        return self.folder / f"{self.machine}.{year}.jsonl"

    def migrate(self, year: str, copy: Callable[[], None]) -> None:
        """Write this machine's journal of a year anew if it has an older schema (lock held; `copy` is called before);
        OSError leaves it, also when it would then say something else. Lines that cannot be read stay as they are."""
        path = self.own(year)
        old = path.read_bytes() if path.exists() else b""
        if b'"schema":%d,' % OLDER not in old.partition(b"\n")[0]:
            return
        copy()
        lines = ((line, _act(line, self.machine)) for line in old.split(b"\n")[1:-1])
        new = self._header() + b"".join(encode(act) if act else line + b"\n" for line, act in lines)
        new += old[old.rfind(b"\n") + 1 :]
        if [*_acts(old, self.machine)] != [*_acts(new, self.machine)]:
            raise OSError("the migrated journal would not say the same")
        files.write_atomic(path, new, durable=True)

    def _header(self) -> bytes:
        return seal({"arxtui": "marks", "schema": SCHEMA, "machine": self.machine})

    def write(self, act: Act) -> Path:
        """Append an act (lock held, others' tails read); OSError leaves the file as it was. Not synced, not folded."""
        path = self.own(act.t[:4])
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            if size := os.fstat(fd).st_size:
                self._mend(fd, size, path)
            if not os.fstat(fd).st_size:
                files.append(fd, self._header())
                files.sync(self.folder)
            line = encode(act)
            files.append(fd, line)
            stat = os.fstat(fd)  # own lines need no reading: go on behind them; a line is never shorter than 64
            self.places[path.name] = Place(stat.st_size, zlib.crc32(line[-64:]), files.identity(stat))
            self.latest = max(self.latest, micros(act.t))
        finally:
            os.close(fd)
        return path

    def _mend(self, fd: int, size: int, path: Path) -> None:
        """Set an unfinished last line of the own journal aside (a kill or a power cut left it)."""
        if os.pread(fd, 1, size - 1) == b"\n":
            return
        data = path.read_bytes()
        end = data.rfind(b"\n") + 1
        torn = data[end:]
        aside = path.with_name(path.name + ".torn")
        files.write_atomic(aside, (aside.read_bytes() if aside.exists() else b"") + torn + b"\n", durable=True)
        os.ftruncate(fd, end)
        self.problems[path.name, end] = Problem(
            str(path), data.count(b"\n", 0, end) + 1, f"1 unfinished line set aside in {aside.name}"
        )

    def backwards(self) -> Iterator[Act]:
        """The acts of this machine, newest first, each once; bad lines are passed over."""
        names = sorted(path.name for path in self.folder.glob(f"{self.machine}.*.jsonl"))
        for _, copies in groupby(reversed(names), key=lambda name: name.split(".")[1]):  # a sync leaves copies
            acts = merge(*(_backwards(self.folder / name) for name in copies), key=lambda act: act.t, reverse=True)
            yield from (next(same) for _, same in groupby(acts, key=lambda act: act.t))

    def everything(self) -> list[Act]:
        """The acts of all machines, newest first, each once."""
        acts = {act.stamp: act for path in self.folder.glob("*.jsonl") for act in _backwards(path)}
        return [acts[stamp] for stamp in sorted(acts, reverse=True)]


def _backwards(path: Path) -> Iterator[Act]:
    return _acts(path.read_bytes(), path.name.split(".")[0])


def _acts(data: bytes, machine: str) -> Iterator[Act]:
    """The acts of a journal, newest first."""
    lines = reversed(data[: data.rfind(b"\n") + 1].split(b"\n"))
    return (act for line in lines if (act := _act(line, machine)))


def _act(line: bytes, machine: str) -> Act | None:
    """The act of a line; None for a header, and for a bad line, which poll() has told."""
    try:
        return decode(line, machine) if line else None
    except BadLine:
        return None
