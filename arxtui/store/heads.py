"""Heads: papers in short, a line each of heads/<year>.tsv. Only this module knows its layout.

Searches and lists work on heads alone, and find the day file of a paper by its head. The files are
in year.py.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import groupby
from typing import Any

from arxtui import facts_in_comments, text
from arxtui.categories import classes
from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import Head, Paper

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {value: key for key, value in _ESCAPES.items()}
_RAW = lazy_pattern(r"[\\\t\n\r]")
_ESCAPED = lazy_pattern(r"\\[\\tnr]")


def head_of(paper: Paper, loaded: str, file: str) -> Head:
    """Return the head of a paper in a day file; `loaded` is the time of its first load."""
    found = facts_in_comments.lift(paper)
    kinds = " ".join(dict.fromkeys((paper.primary, *classes(paper.categories))))
    authors = ", ".join(paper.authors)
    title = text.plain(paper.title)
    return Head(
        paper.id,
        paper.version,
        paper.day or "",
        loaded,
        file,
        paper.title,
        authors,
        kinds,
        paper.primary,
        _flags(paper, found),
        found.venue,
        text.with_exponents(title),
        text.search_line(title, authors, paper.id, kinds),
    )


def _flags(paper: Paper, found: facts_in_comments.Facts) -> str:
    """Return the letters of Head.flags, and the number of pages."""
    flags = ""
    if paper.doi:
        flags += "d"
    if paper.journal_ref:
        flags += "j"
    if found.code:
        flags += "c"
    if found.withdrawn:
        flags += "w"
    if paper.is_announced_cross:
        flags += "x"
    if paper.is_announced_replacement:
        flags += "r"
    return flags + str(found.pages or "")


def to_line(head: Head) -> bytes:
    """Return a head as a line of TSV, without its end; TAB, LF, CR and backslash are escaped."""
    fields = [*map(str, head[:11]), ""]
    if head.plain != head.title:
        fields[11] = head.plain
    if _RAW.search("".join(fields)):
        fields = [_RAW.sub(lambda m: _ESCAPES[m[0]], field) for field in fields]
    return "\t".join([*fields, head.line]).encode("utf-8", "replace")


def from_line(line: bytes) -> Head:
    """Return the head of a line. Raises ValueError if it is no head line."""
    fields: list[Any] = line.decode().split("\t")
    if b"\\" in line:
        fields = [_ESCAPED.sub(lambda m: _UNESCAPES[m[0]], field) for field in fields]
    fields[1] = int(fields[1])
    fields[11] = fields[11] or fields[5]
    return Head(*fields)


def id_of(line: bytes) -> str:
    """Return the id of a head line."""
    return line[: line.index(b"\t")].decode()


def day_of(line: bytes) -> str:
    """Return the day of a head line."""
    return line.split(b"\t", 3)[2].decode()


def file_of(line: bytes) -> str:
    """Return the day file of a head line, relative to catalogue/."""
    return line.split(b"\t", 5)[4].decode()


def split(line: bytes) -> tuple[bytes, bytes]:
    """Return a head line without its search line, and the search line."""
    head, _, text = line.rpartition(b"\t")
    return head, text


def joined(head: bytes, text: str) -> bytes:
    """Return the head line whose two parts split() returned."""
    return head + b"\t" + text.encode()


def lines_of(ids: Container[bytes], lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return id -> head line, for the papers that are among the lines.

    Of two lines of a paper the first counts.
    """
    found: dict[bytes, bytes] = {}
    for line in lines:
        paper_id = line[: line.index(b"\t")]
        if paper_id in ids:
            found.setdefault(paper_id, line)
    return found


def by_file(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Return the lines grouped by their day file."""
    return {file: [*some] for file, some in groupby(lines, key=file_of)}
