"""text/<year>.txt: the words of every paper of a year, a line each, for searches.

Derived, as heads/<year>.tsv is, and made beside it. A file is

    arxtui-text-1 TAB seal of the machine
    a line for each paper (text_line.py), newest day first, in the order of the heads
    parts TAB file size crc32 lines bytes TAB ...    the day files that the lines were made from
    end TAB offset of the line before TAB crc32 of the stamps TAB crc32 of all before

The lines of a day file are used while its stamp (size and CRC-32) is the stamp from which its heads
were made, so a check of the heads checks them too. The seal is the seal of year.py: the files of
another machine are never used.
"""

from __future__ import annotations

import errno
import os
import weakref
import zlib
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from arxtui.store import files
from arxtui.store.file_stamp import Stamp, stamps_line
from arxtui.text import reason_of
from arxtui.work_in_steps import Steps, finish

_SCHEMA = b"arxtui-text-1"
_AT_ONCE = 1 << 19  # bytes read in one step
_END = len(b"end\t000000000000\t00000000\t00000000")


class Part(NamedTuple):
    """The lines of a day file."""

    stamp: Stamp
    """Stamp of the day file when they were made."""
    lines: int
    """Number of lines, one for each head."""
    size: int
    """Bytes of all these lines."""


class Unusable(OSError):
    """A text file that is damaged, cannot be read, or was changed since it was opened."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


class Opened:
    """A text file that was checked when it was opened.

    It stays open and keeps its content, also when the file is replaced; read() notices if somebody
    changed its bytes.
    """

    def __init__(self, path: Path, fd: int, table: Mapping[str, Part], begin: int) -> None:
        self.path = path
        """The path at which it was opened."""
        self.parts = table
        """The parts of the file in their order, by day file."""
        self.starts = array("Q", (begin,))
        """Where each line begins, and where the last line ends."""
        self._fd = fd
        weakref.finalize(self, os.close, fd)
        self._seen = files.identity(os.fstat(fd))

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to before `end`. Raises Unusable."""
        try:
            data = os.pread(self._fd, end - start, start)
            same = files.identity(os.fstat(self._fd)) == self._seen
        except OSError as why:
            raise Unusable(self.path, reason_of(why)) from None
        if len(data) != end - start or not same:
            raise Unusable(self.path, "was changed by another program while it was open")
        return data

    def lines_of(self, file: str) -> bytes:
        """Return all lines of a day file. Raises Unusable."""
        first = 0
        for other, part in self.parts.items():
            if other == file:
                return self.read(self.starts[first], self.starts[first + part.lines])
            first += part.lines
        raise KeyError(file)


class YearText:
    """The text file of a year of the catalogue."""

    def __init__(self, library: Path, name: str, machine: str) -> None:
        self.name = name
        """Name of the year's folder below catalogue/, or undated.json."""
        self.path = (library / "text" / name).with_suffix(".txt")
        """The path of text/<year>.txt."""
        self._first = b"%b\t%08x\n" % (_SCHEMA, zlib.crc32(machine.encode()))

    def stamps_crc(self) -> int:
        """Return the check sum of the stamps of its parts, by its last line alone.

        It is -1 if the file is missing, of another machine, or damaged at its end.
        """
        try:
            with self.path.open("rb") as file:
                return self._last(file.fileno())[1]
        except (OSError, ValueError):
            return -1

    def _last(self, fd: int) -> tuple[int, int, int]:
        """Return the offset behind the lines, the check sum of the stamps and the check sum of all.

        Raises OSError, and ValueError if the file is of another machine or damaged at its end.
        """
        if os.pread(fd, len(self._first), 0) != self._first:
            raise ValueError("of another machine, or of another schema")
        size = os.fstat(fd).st_size
        word, offset, stamps, crc = os.pread(fd, _END, max(0, size - _END)).split(b"\t")
        if word != b"end":
            raise ValueError("no end")
        return int(offset), int(stamps, 16), int(crc, 16)

    def _is_ours(self, fd: int) -> bool:
        """Return False for a whole first line that another machine or another schema wrote."""
        first = os.pread(fd, len(self._first), 0)
        mark = _SCHEMA[: _SCHEMA.rindex(b"-") + 1]
        return first == self._first or not (first.startswith(mark) and first.endswith(b"\n"))

    def opened(self) -> Opened | None:
        """Do all steps of opened_in_steps() at once, and return its result. Raises Unusable."""
        return finish(self.opened_in_steps())

    def opened_in_steps(self) -> Steps[Opened | None]:
        """Return the file, checked; None if it is missing or of another machine.

        Raises Unusable if it is damaged or cannot be read.
        """
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as why:
            raise Unusable(self.path, reason_of(why)) from None
        try:
            if not self._is_ours(fd):
                os.close(fd)
                return None
            end, _, crc = self._last(fd)
            table = _parts(os.pread(fd, os.fstat(fd).st_size, end)[:-_END])
        except (OSError, ValueError):
            os.close(fd)
            raise Unusable(self.path, "is damaged or cut short") from None
        found = Opened(self.path, fd, table, len(self._first))
        yield from self._check(found, end, crc)
        return found

    def _check(self, found: Opened, end: int, crc: int) -> Steps[None]:
        """Compare the check sum and the parts, and store where each line begins.

        Raises Unusable.
        """
        seen = zlib.crc32(self._first)
        starts = found.starts
        for start in range(starts[0], end, _AT_ONCE):
            data = found.read(start, min(start + _AT_ONCE, end))
            seen = zlib.crc32(data, seen)
            at = data.find(b"\n")
            while at >= 0:
                starts.append(start + at + 1)
                at = data.find(b"\n", at + 1)
            yield
        rest = found.read(end, end + len(_parts_line(found.parts)) + _END)
        seen = zlib.crc32(rest[:-8], seen)
        if seen != crc or not _adds_up(found, end):
            raise Unusable(self.path, "is damaged or cut short")

    def write(self, days: Iterable[tuple[str, Stamp, Iterable[bytes]]]) -> None:
        """Write these day files (name, stamp, lines), in this order. Raises OSError."""
        table: dict[str, Part] = {}
        files.make_folder(self.path.parent)
        with files.replacing(self.path) as out:
            crc = _put(out, self._first, 0)
            offset = len(self._first)
            for file, stamp, lines in days:
                count = 0
                size = 0
                for some in lines:
                    count += some.count(b"\n")
                    size += len(some)
                    crc = _put(out, some, crc)
                table[file] = Part(stamp, count, size)
                offset += size
            crc = _put(out, _parts_line(table), crc)
            end = b"end\t%012d\t%08x\t" % (offset, _stamps_crc(table))
            crc = _put(out, end, crc)
            out.write(b"%08x" % crc)


def _put(out: BinaryIO, data: bytes, crc: int) -> int:
    out.write(data)
    return zlib.crc32(data, crc)


def _parts(line: bytes) -> dict[str, Part]:
    """Return the parts that _parts_line() wrote. Raises ValueError if it is another line."""
    found: dict[str, Part] = {}
    for piece in line.decode().split("\t")[1:-1]:
        file, *numbers = piece.split(" ")
        size, crc, lines, length = numbers
        found[file] = Part(Stamp(int(size), int(crc, 16)), int(lines), int(length))
    if line != _parts_line(found):
        raise ValueError("not a line of parts")
    return found


def _parts_line(table: Mapping[str, Part]) -> bytes:
    pieces = ["parts"]
    for file, part in table.items():
        stamp = part.stamp
        pieces.append(f"{file} {stamp.size} {stamp.crc:08x} {part.lines} {part.size}")
    return "\t".join([*pieces, "\n"]).encode()


def _stamps_crc(table: Mapping[str, Part]) -> int:
    return zlib.crc32(stamps_line({file: part.stamp for file, part in table.items()}))


def _adds_up(found: Opened, end: int) -> bool:
    """Return whether the numbers of bytes and lines in the parts fit the file."""
    starts = found.starts
    at = 0
    for part in found.parts.values():
        if min(part.lines, part.size) < 0 or at + part.lines >= len(starts):
            return False
        if starts[at + part.lines] - starts[at] != part.size:
            return False
        at += part.lines
    return starts[-1] == end and at + 1 == len(starts)
