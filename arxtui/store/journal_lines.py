"""The lines of a journal file, from the front or from the end, without all of them in memory. What is in a line is not
known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 16
"""Bytes read at once."""


def forwards(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines from the file's place on, with their line ends; not a last one that has none. Raises OSError."""
    for line in file:
        if line.endswith(b"\n"):
            yield line


def backwards(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file from the last to the first, without their ends; not a last one that has none.

    Only the blocks that are looked at are read. Raises OSError.
    """
    with path.open("rb") as file:
        at = file.seek(0, 2)
        begun: list[bytes] = []  # parts of a line whose beginning has not been read, the last part first
        ended = False  # a line end has been seen: what lies before it is whole
        while at:
            size = min(BLOCK, at)
            at -= size
            file.seek(at)
            head, *lines = file.read(size).split(b"\n")
            if lines:
                begun.append(lines.pop())
                if ended:
                    yield b"".join(reversed(begun))
                ended = True
                yield from reversed(lines)
                begun = []
            begun.append(head)
        if ended:
            yield b"".join(reversed(begun))
