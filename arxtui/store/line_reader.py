"""The lines of a journal file, from the front or from the end, without all of them in memory.

The form of a line is in act_line.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 16
"""Bytes read at once."""
_LARGEST = 1 << 22  # the same inside a long line, where each block is twice as long as the last


def forwards(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines from the file's position on, with their line ends.

    A last line without an end is left out. Raises OSError.
    """
    for line in file:
        if line.endswith(b"\n"):
            yield line


def backwards(path: Path) -> Iterator[bytes | None]:
    """Yield the lines of a file from the last to the first, without their ends.

    A last line without an end is left out. Only as many blocks are read as the caller needs; None
    is a step in which a part of a long line was read. Raises OSError.
    """
    with path.open("rb") as file:
        at = file.seek(0, 2)
        # parts of a line whose beginning has not been read, the last part first
        begun: list[bytes] = []
        ended = False  # True once a line end was read: the lines before it are whole
        block = BLOCK
        while at:
            size = min(block, at)
            block = min(2 * block, _LARGEST)
            at -= size
            file.seek(at)
            data = file.read(size)
            head = data
            if b"\n" in data:
                head, *lines = data.split(b"\n")
                begun.append(lines.pop())
                if ended:
                    yield b"".join(reversed(begun))
                ended = True
                yield from reversed(lines)
                begun = []
                block = BLOCK
            begun.append(head)
            if len(begun) > 1:
                yield None
        if ended:
            yield b"".join(reversed(begun))
