"""heads/<year>.tsv: every paper in short, a line each. Derived: the only cache of the catalogue, the map id -> file.

A year is a folder of the catalogue; `undated.json` is one too. Its heads are fresh while their first line names its
mtime: every change of a day file is a rename in there. What is not fresh is made anew by whoever may write.
"""

from __future__ import annotations

import fnmatch
import os
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from arxtui import facts, text
from arxtui.categories import classes
from arxtui.model import Head, Paper
from arxtui.store import files
from arxtui.store.dayfile import UNDATED

T = TypeVar("T")
_SCHEMA = "arxtui-heads-3"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {value: key for key, value in _ESCAPES.items()}
_RAW = re.compile(r"[\\\t\n\r]")
_ESCAPED = re.compile(r"\\[\\tnr]")
_WITH_SUBJECT = re.compile(rb"\n[a-z-]+\.[A-Za-z-]+/\d{7}\t")
_LAST_OF_OLD_IDS = "2007"


def newest(folder: Path, pattern: str) -> list[str]:
    """The names in a folder that fit, the last first; none where there is no folder."""
    try:
        return sorted(fnmatch.filter(os.listdir(folder), pattern), reverse=True)
    except FileNotFoundError:
        return []


class Lazy(Sequence[T]):
    """A sequence whose items are made when they are looked at."""

    def __init__(self, size: int, make: Callable[[int], T]) -> None:
        self._rows = range(size)
        self._make = make

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        row = self._rows[at]
        return [*map(self._make, row)] if isinstance(row, range) else self._make(row)


def head_of(paper: Paper, loaded: str, file: str) -> Head:
    """A paper in short."""
    found = facts.lift(paper)
    flags = ("d" if paper.doi else "") + ("j" if paper.journal_ref else "")
    flags += ("c" if found.code else "") + ("w" if found.withdrawn else "") + str(found.pages or "")
    kinds = " ".join(dict.fromkeys((paper.primary, *classes(paper.categories))))
    authors = ", ".join(paper.authors)
    searched = text.search_line(text.plain(paper.title), authors, paper.id, kinds)
    return Head(
        paper.id, paper.version, paper.day or "", loaded, file, paper.title, authors, kinds, paper.primary, flags,
        found.venue, text.plain_title(paper.title), searched,
    )  # fmt: skip


def to_line(head: Head) -> bytes:
    """A head as a line of TSV, without its end; TAB, LF, CR and backslash are escaped."""
    fields = [*map(str, head[:11]), "" if head.plain == head.title else head.plain]
    if _RAW.search("".join(fields)):
        fields = [_RAW.sub(lambda m: _ESCAPES[m[0]], field) for field in fields]
    return "\t".join([*fields, head.line]).encode("utf-8", "replace")


def from_line(line: bytes) -> Head:
    """The head of a line; ValueError when it is none."""
    fields: list[Any] = line.decode().split("\t")
    if b"\\" in line:
        fields = [_ESCAPED.sub(lambda m: _UNESCAPES[m[0]], field) for field in fields]
    fields[1], fields[11] = int(fields[1]), fields[11] or fields[5]
    return Head(*fields)


class Year:
    """A year of the catalogue and its heads on disk."""

    def __init__(self, library: Path, name: str, machine: str) -> None:
        self.name = name
        """Of its folder below catalogue/, or undated.json."""
        self.path = (library / "heads" / name).with_suffix(".tsv")
        """heads/<year>.tsv."""
        self._source = library / "catalogue" / name
        self._seal = zlib.crc32(machine.encode())  # its name lies outside the library: a stranger's heads are made anew

    def files(self) -> list[str]:
        """Return its day files, newest first."""
        return self.listing()[0]

    def listing(self) -> tuple[list[str], list[str]]:
        """Return (its day files, files whose name is like theirs but is no day of this year), newest first."""
        if self.name == UNDATED:
            return [UNDATED], []
        days, others = [], []
        for name in newest(self._source, "[0-9]" * 8 + ".json"):
            if self._is_day(name[:8]):
                days.append(f"{self.name}/{name}")
            else:
                others.append(f"{self.name}/{name}")
        return days, others

    def _is_day(self, digits: str) -> bool:
        """True if `YYYYMMDD` is a day of this year, as model.is_day() has it: of the years 1000 to 2999."""
        try:
            return digits.startswith(self.name) and digits < "3" and date.fromisoformat(digits).year >= 1000
        except ValueError:
            return False

    def mtime(self) -> int:
        """What the first line of its heads must name."""
        return self._source.stat().st_mtime_ns

    def _first(self, mtime: int) -> bytes:
        return f"{_SCHEMA}\t{mtime}\t{self._seal:08x}\n".encode()

    def fresh(self) -> bool:
        """Whether its heads say that they are, by their first line alone."""
        try:
            with self.path.open("rb") as file:
                return file.readline() == self._first(self.mtime())
        except OSError:
            return False

    def text(self) -> bytes | None:
        """Its lines as they stand in it, newest day first; None when it is missing, damaged or not fresh."""
        try:
            data = self.path.read_bytes()
            cut = data.rindex(b"\n") + 1
            end = b"end\t%08x" % zlib.crc32(memoryview(data)[:cut])
            if data[cut:] != end or not data.startswith(self._first(self.mtime())):
                return None
            if self._may_hold_old_ids() and _WITH_SUBJECT.search(data):
                return None
        except (OSError, ValueError):
            return None
        return data[data.index(b"\n") + 1 : cut]

    def _may_hold_old_ids(self) -> bool:
        """True if an older arxtui may have written ids with their subject class here, math.GT/0309136."""
        return self.name <= _LAST_OF_OLD_IDS or self.name == UNDATED

    def read(self) -> list[bytes] | None:
        """Its lines; None likewise."""
        text = self.text()
        return None if text is None else text.split(b"\n")[:-1]

    def write(self, lines: Iterable[bytes], mtime: int) -> None:
        """Write lines that were made when the year had this mtime; OSError."""
        data = self._first(mtime) + b"".join([line + b"\n" for line in lines])
        files.make_folder(self.path.parent)
        files.write_atomic(self.path, data + b"end\t%08x" % zlib.crc32(data), durable=False)


def by_file(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Lines grouped by their day file."""
    return {file.decode(): [*some] for file, some in groupby(lines, key=lambda line: line.split(b"\t", 5)[4])}
