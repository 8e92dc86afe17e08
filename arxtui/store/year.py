"""A year of the catalogue, and heads/<year>.tsv: the heads of its papers.

Heads are derived from day files. A year is a folder of the catalogue; `undated.json` counts as a
year too. Its heads are

    arxtui-heads-4 TAB mtime of the folder TAB seal of the machine
    file size crc32 TAB file size crc32 ...      the day files that the lines were made from
    a line for each paper, newest day first
    end TAB crc32 of all before

They are fresh while the first line names the mtime of the folder: every change of a day file is a
rename in the folder. If it names another mtime (in a copied or restored library, after a killed
load), only the lines of day files with the same size are used; verified() compares check sums too.
Missing lines are made anew by any process that may write. The heads of another machine are never
used.
"""

from __future__ import annotations

import fnmatch
import os
import zlib
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from arxtui.model import is_day
from arxtui.store import files
from arxtui.store.day_table import UNDATED
from arxtui.store.file_stamp import Stamp, stamps_line, stamps_of
from arxtui.store.heads import by_file, file_of
from arxtui.work_in_steps import Steps, finish

_SCHEMA = "arxtui-heads-4"
_READ_AT_ONCE = 1 << 18  # bytes of a heads file, some 600 lines


def newest(folder: Path, pattern: str) -> list[str]:
    """Return the names in a folder that fit a pattern, the last first; [] without a folder."""
    try:
        return sorted(fnmatch.filter(os.listdir(folder), pattern), reverse=True)
    except FileNotFoundError:
        return []


class Indexed(NamedTuple):
    """The head lines of a day file."""

    stamp: Stamp
    """Stamp of the day file when they were made."""
    lines: list[bytes]
    """The lines, in listing order."""


class Look(NamedTuple):
    """The usable heads of a year on disk."""

    pieces: Sequence[bytes]
    """The lines of the day files that have heads, newest day first, each with its end."""
    stamps: Mapping[str, Stamp]
    """The stamps of these day files at the time when the lines were made."""
    missing: tuple[str, ...]
    """The day files that have no heads, newest first."""
    fresh: bool
    """True if nothing has changed in the folder; else only sizes of day files were compared."""

    @property
    def text(self) -> bytes:
        """All lines in one piece."""
        return b"".join(self.pieces)

    def by_file(self) -> dict[str, Indexed]:
        """Return the lines of each day file."""
        lines = by_file(self.text.split(b"\n")[:-1])
        return {file: Indexed(stamp, lines.get(file, [])) for file, stamp in self.stamps.items()}

    def without(self, files: Container[str]) -> Look:
        """Return the look without the heads of these day files, which are missing then."""
        left = {file: stamp for file, stamp in self.stamps.items() if file not in files}
        lines = [line + b"\n" for line in self.text.split(b"\n")[:-1] if file_of(line) in left]
        missing = {*self.missing, *(self.stamps.keys() - left.keys())}
        return Look((b"".join(lines),), left, tuple(sorted(missing, reverse=True)), fresh=False)


class Year:
    """A year of the catalogue and its heads on disk."""

    def __init__(self, library: Path, name: str, machine: str) -> None:
        self.name = name
        """Name of its folder below catalogue/, or undated.json."""
        self.path = (library / "heads" / name).with_suffix(".tsv")
        """Path of heads/<year>.tsv."""
        self._root = library / "catalogue"
        self._source = self._root / name
        self._seal = zlib.crc32(machine.encode())  # the machine's name lies outside the library

    def files(self) -> list[str]:
        """Return its day files, newest first."""
        return self.listing()[0]

    def listing(self) -> tuple[list[str], list[str]]:
        """Return (its day files, files with eight digits that are no day of it), newest first."""
        days: list[str] = []
        others: list[str] = []
        if self.name == UNDATED:
            return [UNDATED], others
        for name in newest(self._source, "[0-9]" * 8 + ".json"):
            if self._is_day(name[:8]):
                days.append(f"{self.name}/{name}")
            else:
                others.append(f"{self.name}/{name}")
        return days, others

    def _is_day(self, digits: str) -> bool:
        """Return whether `YYYYMMDD` is a day of this year by model.is_day()."""
        return digits.startswith(self.name) and is_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")

    def mtime(self) -> int:
        """Return the mtime of its folder in ns, which the first line of fresh heads names.

        Raises OSError.
        """
        return self._source.stat().st_mtime_ns

    def identity(self) -> tuple[int, int, int] | None:
        """Return files.identity() of its heads file; None without a heads file."""
        try:
            return files.identity(self.path.stat())
        except OSError:
            return None

    def stamp(self, file: str) -> Stamp:
        """Return the stamp of a day file. Raises OSError if it cannot be read."""
        data = (self._root / file).read_bytes()
        return Stamp(len(data), zlib.crc32(data))

    def _first(self, mtime: int) -> bytes:
        return f"{_SCHEMA}\t{mtime}\t{self._seal:08x}\n".encode()

    def stamps_crc(self) -> int:
        """Return the CRC-32 of the stamps in its heads file; -1 without a heads file."""
        try:
            with self.path.open("rb") as file:
                file.readline()
                return zlib.crc32(file.readline())
        except OSError:
            return -1

    def fresh(self) -> bool:
        """Return whether its heads are fresh, by their first line alone."""
        try:
            with self.path.open("rb") as file:
                return file.readline() == self._first(self.mtime())
        except OSError:
            return False

    def look(self) -> Look:
        """Do all steps of look_in_steps() at once, and return its result."""
        return finish(self.look_in_steps())

    def look_in_steps(self) -> Steps[Look]:
        """Return the heads on disk: all if fresh, else of day files with the same size.

        The file of another machine, or a damaged file, counts as missing.
        """
        read = yield from self._read()
        if read is None:
            return Look((), {}, tuple(self.files()), fresh=False)
        first, stamps, pieces = read
        if first == self._first(self.mtime()):
            return Look(pieces, stamps, (), fresh=True)
        sizes = {file: self._size(file) for file in self.files()}
        same = {file for file, stamp in stamps.items() if sizes.get(file) == stamp.size}
        missing = tuple(file for file in sizes if file not in same)
        look = Look(pieces, stamps, missing, fresh=False)
        if len(same) < len(stamps):
            look = look.without(stamps.keys() - same)._replace(missing=missing)
        return look

    def verified(self, look: Look) -> Look:
        """Return heads without the heads of day files that have another check sum; see look()."""
        return finish(self.verified_in_steps(look))

    def verified_in_steps(self, look: Look) -> Steps[Look]:
        """Return as verified() does, a day file a step."""
        if look.fresh:
            return look
        other: set[str] = set()
        for file, stamp in look.stamps.items():
            try:
                if self.stamp(file) != stamp:
                    other.add(file)
            except OSError:
                other.add(file)
            yield
        if other:
            return look.without(other)
        return look

    def _size(self, file: str) -> int:
        """Return the size of a day file in bytes; -1 if the system does not give it."""
        try:
            return (self._root / file).stat().st_size
        except OSError:
            return -1

    def _read(self) -> Steps[tuple[bytes, dict[str, Stamp], list[bytes]] | None]:
        """Return (first line, stamps, head lines in pieces); None if the file is unusable.

        It is unusable if it is missing, damaged or of another machine.
        """
        try:
            with self.path.open("rb") as file:
                first = file.readline()
                second = file.readline()
                if not first.startswith(_SCHEMA.encode()):
                    return None
                if not first.endswith(b"\t%08x\n" % self._seal):
                    return None
                stamps = stamps_of(second.removesuffix(b"\n"))
                yield
                crc = zlib.crc32(second, zlib.crc32(first))
                pieces = yield from _whole_lines(file, crc)
        except (OSError, ValueError):
            return None
        if pieces is None:
            return None
        return first, stamps, pieces

    def write(self, indexed: Mapping[str, Indexed], mtime: int) -> None:
        """Write the heads of these day files, in this order. Raises OSError.

        `mtime` is the mtime of the year before they were made; 0 = some day files have no heads
        yet.
        """
        stamps = {file: indexed[file].stamp for file in indexed}
        lines = [line + b"\n" for file in indexed for line in indexed[file].lines]
        self.write_look(Look((b"".join(lines),), stamps, (), fresh=False), mtime)

    def write_look(self, look: Look, mtime: int) -> None:
        """Write heads of a year that had this mtime when they were checked. Raises OSError."""
        data = self._first(mtime) + stamps_line(look.stamps) + look.text
        files.make_folder(self.path.parent)
        files.write_atomic(self.path, data + b"end\t%08x" % zlib.crc32(data), durable=False)


def _whole_lines(file: BinaryIO, crc: int) -> Steps[list[bytes] | None]:
    """Return the unread part of a heads file in whole lines; None if the check sum differs.

    `crc` is the check sum of the part that was read before.
    """
    pieces: list[bytes] = []
    rest = b""
    while data := file.read(_READ_AT_ONCE):
        data = rest + data
        cut = data.rfind(b"\n") + 1
        piece = data[:cut]
        rest = data[cut:]
        crc = zlib.crc32(piece, crc)
        if piece:
            pieces.append(piece)
        yield
    if rest != b"end\t%08x" % crc:
        return None
    return pieces
