"""The position up to which the file of a journal was folded, and its lines that cannot be used."""

from __future__ import annotations

import zlib
from typing import BinaryIO, NamedTuple

Identity = tuple[int, int, int]
"""Inode, size, mtime_ns."""
_BEFORE = 64
"""Bytes before a position by which the file is recognised."""


class Bad(NamedTuple):
    """A line that cannot be used. It stays in its file, and is read again when the file changes."""

    offset: int
    """Its first byte in the file."""
    size: int
    """Its bytes without the line end."""
    check: int
    """The CRC-32 of the line; if it differs later, somebody has repaired the line."""
    number: int
    """Its line number, from 1."""
    reason: str
    """Why it cannot be used."""


class Position:
    """A position in a journal file, behind the lines that were folded."""

    def __init__(self, offset: int = 0, before: int = 0, lines: int = 0) -> None:
        self.offset = offset
        """Bytes folded, always the end of a line."""
        self.before = before
        """CRC-32 of the 64 bytes before the offset, by which the file is recognised."""
        self.lines = lines
        """Lines before the offset."""
        self.seen: Identity = (0, 0, 0)
        """Identity of the file when it was last looked at."""
        self.bad: list[Bad] = []
        """The lines before the offset that cannot be used."""

    def tail(self, file: BinaryIO) -> bytes:
        """Return the bytes before the offset, 64 or fewer; the file then stands at the offset.

        Raises OSError.
        """
        start = max(0, self.offset - _BEFORE)
        file.seek(start)
        return file.read(self.offset - start)

    def fits(self, file: BinaryIO) -> bool:
        """Return whether a file still begins with the folded lines, damaged lines included.

        Raises OSError.
        """
        tail = self.tail(file)
        if len(tail) < min(self.offset, _BEFORE) or zlib.crc32(tail) != self.before:
            return False
        for bad in self.bad:
            file.seek(bad.offset)
            if zlib.crc32(file.read(bad.size)) != bad.check:
                return False
        return True

    def go_on(self, line: bytes, seen: Identity) -> None:
        """Move behind a line that was just appended to a file; `seen` is its identity now."""
        self.offset = seen[1]
        self.before = zlib.crc32(line[-_BEFORE:])  # every line has at least as many bytes
        self.lines += 1
        self.seen = seen
