"""Many lines in a few pieces of memory.

A list of bytes objects costs 41 bytes a line more, and a piece is searched without looking at each
of its lines.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

_IN_A_BLOCK = 1_000


class Block:
    """Lines that lie next to each other in one piece of memory."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        """Take lines without their ends."""
        self.text = b"\n".join((*lines, b""))
        """The lines, each with its end."""
        self.starts = array("I", accumulate((len(line) + 1 for line in lines), initial=0))
        """Where each line begins, and where the last line ends."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def line(self, number: int) -> bytes:
        """Return a line without its end."""
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def lines(self) -> list[bytes]:
        """Return all lines without their ends."""
        return self.text.split(b"\n")[:-1]

    def having(self, part: bytes) -> list[int]:
        """Return the numbers of the lines that have a part."""
        found = []
        text = self.text
        starts = self.starts
        after = 0
        at = text.find(part)
        while at >= 0:
            after = bisect_right(starts, at, after)
            found.append(after - 1)
            at = text.find(part, starts[after])
        return found


class PackedLines:
    """Lines by row. They are added newest first, and the newest line has the highest row."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        """The lines in blocks, newest first."""
        self._firsts: list[int] = []  # number of lines before each block
        self._size = 0

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines that are older than all before; every row becomes higher by their number."""
        if lines:
            self.blocks.append(Block(lines))
            self._firsts.append(self._size)
            self._size += len(lines)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, row: int) -> bytes:
        number, at = self.place(row)
        return self.blocks[number].line(at)

    def place(self, row: int) -> tuple[int, int]:
        """Return (number of its block, number of its line in the block) of a row."""
        before = self._size - 1 - row
        number = bisect_right(self._firsts, before) - 1
        return number, before - self._firsts[number]

    def top(self, number: int) -> int:
        """Return the row of the first line of a block."""
        return self._size - 1 - self._firsts[number]

    def newest_first(self) -> Iterator[bytes]:
        """Yield all lines, the highest row first."""
        for block in self.blocks:
            yield from block.lines()

    def having(self, part: bytes, rows: Iterable[int]) -> list[int]:
        """Return the rows, of some rows, whose line has a part."""
        found = []
        top = -1  # the rows of the block that was looked at last
        last = 0
        for row in rows:
            if not last <= row <= top:
                number, _ = self.place(row)
                block = self.blocks[number]
                text = block.text
                starts = block.starts
                top = self.top(number)
                last = top - len(block) + 1
            at = top - row
            if text.find(part, starts[at], starts[at + 1]) >= 0:
                found.append(row)
        return found


def packed(lines: Iterable[str]) -> PackedLines:
    """Return lines as PackedLines; `lines` has the oldest first."""
    encoded = [line.encode("utf-8", "replace") for line in lines]
    encoded.reverse()
    found = PackedLines()
    for start in range(0, len(encoded), _IN_A_BLOCK):
        found.add(encoded[start : start + _IN_A_BLOCK])
    return found
