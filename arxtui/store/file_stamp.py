"""Stamps: size and check sum of a day file at the time when heads or text were derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Stamp(NamedTuple):
    """The size and check sum of a day file, by which a change of its content is noticed."""

    size: int
    """Size in bytes."""
    crc: int
    """CRC-32 of all bytes."""


def stamps_line(stamps: Mapping[str, Stamp]) -> bytes:
    """Return a line that names day files with their stamps."""
    pieces = [f"{file} {stamp.size} {stamp.crc:08x}" for file, stamp in stamps.items()]
    return "\t".join(pieces).encode() + b"\n"


def stamps_of(line: bytes) -> dict[str, Stamp]:
    """Return the stamps of a line that stamps_line() made. Raises ValueError for another line."""
    stamps: dict[str, Stamp] = {}
    for piece in line.decode().split("\t"):
        if piece:
            file, size, crc = piece.split(" ")
            stamps[file] = Stamp(int(size), int(crc, 16))
    return stamps
