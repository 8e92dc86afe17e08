"""A .bib file on disk: which papers are in it and under which keys, and how text is added to it.

Which paper an entry is, is in sources/bib_entry.py. Nothing here writes; exporter.py does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from arxtui import citation, facts, people, text
from arxtui.arxiv_id import NotAnId
from arxtui.model import Paper
from arxtui.sources import bib_entry, bib_grammar, bib_people, bib_text

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FEW_LETTERS = 15
"""A title with fewer letters (`Introduction`) is not enough to know a paper by."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that is a paper."""

    key: str
    """Its key in the file."""
    by_title: bool = False
    """True when only title, first author and year are the same: the user is told."""


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What an entry without arXiv id has besides its title."""

    author: str
    """The first author's surname, folded."""
    years: frozenset[str]
    """The years that it names, mostly one."""
    key: str


@dataclass(slots=True)
class Contents:
    """The entries of a .bib by what tells which paper they are."""

    ids: dict[str, str] = field(default_factory=dict)
    """arXiv id -> key."""
    keys: dict[str, str] = field(default_factory=dict)
    """All keys in lower case, in which BibTeX compares them -> as they stand."""
    _dois: dict[str, str] = field(default_factory=dict)
    _titles: dict[str, list[_Likeness]] = field(default_factory=dict)

    def find(self, paper: Paper) -> Found | None:
        """Return the entry that is a paper: by arXiv id, by publisher's DOI, by title, first author and year."""
        if key := self.ids.get(paper.id):
            return Found(key)
        for doi in citation.dois(paper.doi or ""):
            if key := self._dois.get(doi.lower()):
                return Found(key)
        author = _first_author(paper.authors)
        for one in self._titles.get(_folded_title(paper.title), ()):
            if _same_author(author, one.author) and (not one.years or one.years & _years_of(paper)):
                return Found(one.key, by_title=True)
        return None

    def taken(self) -> Mapping[str, str]:
        """Return the keys for export.bibtex: arXiv id -> key, and every other key by itself."""
        return {**{f"key {key}": key for key in self.keys.values()}, **self.ids}

    def add(self, item: bib_grammar.Item) -> None:
        """Take an entry in; the first of two that are the same paper counts."""
        self.keys.setdefault(item.key.lower(), item.key)
        try:
            found = bib_entry.arxiv_id(item)
        except NotAnId:
            found = None
        if found:
            self.ids.setdefault(found[0], item.key)
            return
        if doi := bib_entry.doi(item):
            self._dois.setdefault(doi.lower(), item.key)
        if title := _folded_title(text.plain(item.fields.get("title", ""))):
            years = _YEAR.findall(f"{item.fields.get('year', '')} {item.fields.get('date', '')}")
            author = _first_author(bib_people.authors(item))
            self._titles.setdefault(title, []).append(_Likeness(author, frozenset(years), item.key))


def contents(items: Iterable[bib_grammar.Item]) -> Contents:
    """Return the entries of a .bib by what tells which paper they are."""
    made = Contents()
    for item in items:
        made.add(item)
    return made


@dataclass(frozen=True, slots=True)
class BibFile:
    """A .bib as it was read."""

    contents: Contents
    data: bytes
    """Its bytes; empty when there is no file."""

    def followed_by(self, added: str) -> bytes:
        """Return the bytes with text behind them, a blank line between, in the file's own line ends."""
        ending = _line_ending(self.data)
        data = self.data
        between = b""
        if data and not data.endswith(ending):
            between = ending * 2
        elif data and not data.endswith(ending * 2):
            between = ending
        return data + between + added.replace("\n", ending.decode()).encode()


def read(path: Path) -> BibFile:
    """Return what a .bib holds, nothing when there is no file.

    Raises OSError, and ValueError with file, line and what to do when it is no .bib that can be added to.
    """
    refuse_special(path)
    data = path.read_bytes() if path.exists() else b""
    try:
        items, mistakes = bib_grammar.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as why:
        raise ValueError(_not_utf8(path, data, why)) from None
    if mistakes:
        line, reason = mistakes[0]
        raise ValueError(f"{path}:{line}: {reason}; nothing was added")
    return BibFile(contents(items), data)


def refuse_special(path: Path) -> None:
    """Raise OSError unless a path is a regular file or nothing: a pipe would hang, a device would be gone."""
    if path.exists() and not path.is_file():
        raise OSError(22, "not a regular file", str(path))


def _not_utf8(path: Path, data: bytes, why: UnicodeDecodeError) -> str:
    """Return what to do with a file in another encoding."""
    encoding = bib_text.encoding_of(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if not encoding:
        return f"{path}: not UTF-8 ({why.reason} at byte {why.start}); nothing was added"
    name = {"cp1252": "WINDOWS-1252"}.get(encoding, encoding.upper().replace("ISO8859", "ISO-8859"))
    new = path.with_suffix(".utf8.bib").name
    return (
        f"{path}: {name}, not UTF-8; nothing was added. Convert it first: iconv -f {name} -t UTF-8 {path.name} > {new}"
    )


def _line_ending(data: bytes) -> bytes:
    """Return the line end that most lines of a file have; LF for a new one."""
    both = data.count(b"\r\n")
    if both * 2 > data.count(b"\n"):
        return b"\r\n"
    if b"\n" not in data and b"\r" in data:
        return b"\r"
    return b"\n"


def _folded_title(title: str) -> str:
    """Return a title for comparing; empty for one that is too short to know a paper by."""
    words = text.words(text.fold(text.plain(text.clean(title))))
    return words if len(words.replace(" ", "")) >= _FEW_LETTERS else ""


def _first_author(authors: Iterable[str]) -> str:
    names = people.names([*authors][:2])
    return text.words(text.fold(names[0].last)) if names else ""


def _same_author(one: str, other: str) -> bool:
    """Return True for the same surname; its particles may be missing: `Berg` is `van den Berg`."""
    if not one or not other:
        return False
    return f" {one}".endswith(f" {other}") or f" {other}".endswith(f" {one}")


def _years_of(paper: Paper) -> frozenset[str]:
    """Return the years in which a paper may be cited: of its first and present version, its venue, its journal."""
    known = [str(citation.year_month(paper)[0]), (paper.updated or "")[:4]]
    said = f"{facts.lift(paper).venue} {paper.journal_ref or ''}"
    return frozenset([*known, *_YEAR.findall(said)])


def signature(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file does: its inode, size and time; None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
