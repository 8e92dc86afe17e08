"""heads/<year>.tsv: every paper in short, a line each. Derived: the only cache of the catalogue, the map id -> file.

A year is a folder of the catalogue; `undated.json` is one too. Its heads are

    arxtui-heads-4 TAB mtime of the folder TAB seal of the machine
    file size crc32 TAB file size crc32 ...      the day files that the lines were made from
    a line for each paper, newest day first
    end TAB crc32 of all before

They are fresh while the first line names the mtime of the folder: every change of a day file is a
rename in there. Where it does not (a copied or restored library, a load that was killed), the lines of
those day files are believed that still have the same size; verified() compares their check sums. What
is missing is made anew by whoever may write. The heads of another machine are never believed.
"""

from __future__ import annotations

import fnmatch
import os
import re
import zlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from arxtui import facts, text
from arxtui.categories import classes
from arxtui.model import Head, Paper
from arxtui.steps import Steps, finish
from arxtui.store import files
from arxtui.store.dayfile import UNDATED
from arxtui.store.stamp import Stamp, stamps_line, stamps_of

_SCHEMA = "arxtui-heads-4"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {value: key for key, value in _ESCAPES.items()}
_RAW = re.compile(r"[\\\t\n\r]")
_ESCAPED = re.compile(r"\\[\\tnr]")


def newest(folder: Path, pattern: str) -> list[str]:
    """The names in a folder that fit, the last first; none where there is no folder."""
    try:
        return sorted(fnmatch.filter(os.listdir(folder), pattern), reverse=True)
    except FileNotFoundError:
        return []


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


def id_of(line: bytes) -> str:
    """Return the id of a head line."""
    return line[: line.index(b"\t")].decode()


def file_of(line: bytes) -> str:
    """Return the day file of a head line, relative to catalogue/."""
    return line.split(b"\t", 5)[4].decode()


def split(line: bytes) -> tuple[bytes, str]:
    """Return a head line without its search line, and the search line."""
    head, _, text = line.rpartition(b"\t")
    return head, text.decode()


def joined(head: bytes, text: str) -> bytes:
    """Return the head line that split() took apart."""
    return head + b"\t" + text.encode()


def lines_of(ids: Container[bytes], lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return id -> head line of those of these papers that are among the lines.

    Where a paper has two lines the first one counts.
    """
    found: dict[bytes, bytes] = {}
    for line in lines:
        paper_id = line[: line.index(b"\t")]
        if paper_id in ids:
            found.setdefault(paper_id, line)
    return found


class Indexed(NamedTuple):
    """The head lines of a day file."""

    stamp: Stamp
    """Of the day file when they were made."""
    lines: list[bytes]
    """The lines, in listing order."""


@dataclass(frozen=True, slots=True)
class Look:
    """What there is of the heads of a year."""

    text: bytes
    """The lines of the day files that have heads, newest day first, each with its end."""
    stamps: Mapping[str, Stamp]
    """The stamps of those day files when the lines were made."""
    missing: tuple[str, ...]
    """The day files that have none, newest first."""
    fresh: bool
    """True if nothing was changed in the folder since; else the day files have the same sizes."""

    def by_file(self) -> dict[str, Indexed]:
        """Return the lines of each day file."""
        lines = by_file(self.text.split(b"\n")[:-1])
        return {file: Indexed(stamp, lines.get(file, [])) for file, stamp in self.stamps.items()}

    def without(self, files: Container[str]) -> Look:
        """Return what is left when these day files are missing too."""
        kept = {file: stamp for file, stamp in self.stamps.items() if file not in files}
        lines = [line + b"\n" for line in self.text.split(b"\n")[:-1] if file_of(line) in kept]
        missing = {*self.missing, *(file for file in self.stamps if file not in kept)}
        return Look(b"".join(lines), kept, tuple(sorted(missing, reverse=True)), fresh=False)


class Year:
    """A year of the catalogue and its heads on disk."""

    def __init__(self, library: Path, name: str, machine: str) -> None:
        self.name = name
        """Of its folder below catalogue/, or undated.json."""
        self.path = (library / "heads" / name).with_suffix(".tsv")
        """heads/<year>.tsv."""
        self._root = library / "catalogue"
        self._source = self._root / name
        self._seal = zlib.crc32(machine.encode())  # the machine's name lies outside the library

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
        """Return what the first line of its heads must name."""
        return self._source.stat().st_mtime_ns

    def identity(self) -> tuple[int, int, int] | None:
        """Return what tells one state of its heads file from another; None where there is none."""
        try:
            return files.identity(self.path.stat())
        except OSError:
            return None

    def stamp(self, file: str) -> Stamp:
        """Return the stamp of a day file; raises OSError if it cannot be read."""
        data = (self._root / file).read_bytes()
        return Stamp(len(data), zlib.crc32(data))

    def _first(self, mtime: int) -> bytes:
        return f"{_SCHEMA}\t{mtime}\t{self._seal:08x}\n".encode()

    def stamps_crc(self) -> int:
        """Return the check sum of the stamps that its heads name; -1 where there are no heads."""
        try:
            with self.path.open("rb") as file:
                file.readline()
                return zlib.crc32(file.readline())
        except OSError:
            return -1

    def fresh(self) -> bool:
        """Return whether its heads say that they are, by their first line alone."""
        try:
            with self.path.open("rb") as file:
                return file.readline() == self._first(self.mtime())
        except OSError:
            return False

    def look(self) -> Look:
        """Return what there is of its heads: all that are fresh, else those whose day files have the same
        sizes; none of a missing or damaged file, or of another machine's."""
        read = self._read()
        if read is None:
            return Look(b"", {}, tuple(self.files()), fresh=False)
        first, stamps, text = read
        if first == self._first(self.mtime()):
            return Look(text, stamps, (), fresh=True)
        here = {file: self._size(file) for file in self.files()}
        missing = [file for file, size in here.items() if file not in stamps or stamps[file].size != size]
        look = Look(text, stamps, tuple(missing), fresh=False)
        other = {file for file, stamp in stamps.items() if here.get(file) != stamp.size}
        if not other:
            return look
        left = look.without(other)
        return replace(left, missing=tuple(missing))

    def verified(self, look: Look) -> Look:
        """Return what is left of heads that are not fresh when the check sums of their day files are compared."""
        return finish(self.verified_in_steps(look))

    def verified_in_steps(self, look: Look) -> Steps[Look]:
        """Do what verified() does, a day file a step."""
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
        return look.without(other) if other else look

    def _size(self, file: str) -> int:
        """Return the size of a day file; -1 where it cannot be told."""
        try:
            return (self._root / file).stat().st_size
        except OSError:
            return -1

    def _read(self) -> tuple[bytes, dict[str, Stamp], bytes] | None:
        """Return first line, stamps and head lines; None when they are missing, damaged or another machine's."""
        try:
            data = self.path.read_bytes()
            cut = data.rindex(b"\n") + 1
            if data[cut:] != b"end\t%08x" % zlib.crc32(memoryview(data)[:cut]):
                return None
            first, second, text = data[:cut].split(b"\n", 2)
            if not first.startswith(_SCHEMA.encode()) or not first.endswith(b"\t%08x" % self._seal):
                return None
            return first + b"\n", stamps_of(second), text
        except (OSError, ValueError):
            return None

    def write(self, indexed: Mapping[str, Indexed], mtime: int) -> None:
        """Write the heads of these day files, in this order; raises OSError.

        `mtime` is that of the year before they were made; 0 = some day files have no heads yet.
        """
        stamps = {file: it.stamp for file, it in indexed.items()}
        lines = [line + b"\n" for it in indexed.values() for line in it.lines]
        self.write_look(Look(b"".join(lines), stamps, (), fresh=False), mtime)

    def write_look(self, look: Look, mtime: int) -> None:
        """Write heads as they are, of a year that had this mtime when they were checked; raises OSError."""
        data = self._first(mtime) + stamps_line(look.stamps) + look.text
        files.make_folder(self.path.parent)
        files.write_atomic(self.path, data + b"end\t%08x" % zlib.crc32(data), durable=False)


def by_file(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Return the lines grouped by their day file."""
    return {file: [*some] for file, some in groupby(lines, key=file_of)}
