"""A .bib file on disk: its papers with their keys, and its bytes with text added to them.

The paper of an entry is found by sources/bib_entry.py. Nothing here writes; append_to_bib.py does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from arxtui import citation, citation_key, facts_in_comments, people, text, user_files
from arxtui.arxiv_id import NotAnId
from arxtui.model import Entry, Paper, Problem
from arxtui.sources import bib_entry, bib_grammar, bib_people, bib_text

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FEW_LETTERS = 15
"""Letters of a title. A shorter title (`Introduction`) does not identify a paper."""


@dataclass(frozen=True, slots=True)
class Found:
    """The entry of a paper."""

    key: str
    """Its key in the file."""
    by_title: bool = False
    """True if the entry was found by title, first author and year: this is reported."""


@dataclass(frozen=True, slots=True)
class _Likeness:
    """The fields by which an entry without arXiv id is recognised, besides its title."""

    author: str
    """The first author's surname, folded."""
    years: frozenset[str]
    """Its years, mostly a single year."""
    key: str


@dataclass(slots=True)
class Contents:
    """The entries of a .bib by arXiv id, DOI and title."""

    ids: dict[str, str] = field(default_factory=dict)
    """arXiv id -> key."""
    keys: dict[str, str] = field(default_factory=dict)
    """All keys in lower case, in which BibTeX compares them -> as written."""
    _dois: dict[str, str] = field(default_factory=dict)
    _titles: dict[str, list[_Likeness]] = field(default_factory=dict)

    def find(self, paper: Paper) -> Found | None:
        """Return the entry of a paper; None if the file has no entry of it.

        It is found by arXiv id, by the publisher's DOI, or by title, first author and year.
        """
        if key := self.ids.get(paper.id):
            return Found(key)
        for doi in citation.dois(paper.doi or ""):
            if key := self._dois.get(doi.lower()):
                return Found(key)
        author = _first_author(paper.authors)
        for alike in self._titles.get(_folded_title(paper.title), ()):
            if not _same_author(author, alike.author):
                continue
            if not alike.years or alike.years & _years_of(paper):
                return Found(alike.key, by_title=True)
        return None

    def taken(self) -> Mapping[str, str]:
        """Return the keys in use: arXiv id -> key, and `key KEY` -> KEY for every key."""
        return {**{f"key {key}": key for key in self.keys.values()}, **self.ids}

    def add(self, item: bib_grammar.Item) -> None:
        """Add an entry; of two with the same paper the first counts."""
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
    """Return the entries of a .bib by arXiv id, DOI and title."""
    made = Contents()
    for item in items:
        made.add(item)
    return made


@dataclass(frozen=True, slots=True)
class BibFile:
    """The contents and the bytes of a .bib."""

    contents: Contents
    data: bytes
    """Its bytes; empty if there is no file."""

    def followed_by(self, added: str) -> bytes:
        """Return the bytes with a blank line and a text added, in the line ends of the file."""
        ending = _line_ending(self.data)
        data = self.data
        between = b""
        if data and not data.endswith(ending):
            between = ending * 2
        elif data and not data.endswith(ending * 2):
            between = ending
        return data + between + added.replace("\n", ending.decode()).encode()


def read(path: Path) -> BibFile:
    """Return the contents of a .bib; they are empty if there is no file.

    Raises OSError, and ValueError with file, line and advice if nothing can be added to the file.
    """
    user_files.refuse_special(path)
    data = b""
    if path.exists():
        data = path.read_bytes()
    try:
        items, mistakes = bib_grammar.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as why:
        raise ValueError(_not_utf8(path, data, why)) from None
    if mistakes:
        line, reason = mistakes[0]
        raise ValueError(f"{path}:{line}: {reason}; nothing was added")
    return BibFile(contents(items), data)


def readable_items(path: Path) -> tuple[list[bib_grammar.Item], list[Problem]]:
    """Return the readable entries of a .bib, and a problem for each entry that cannot be read.

    A file that is not UTF-8 is decoded as `arxtui load` does it. Raises OSError.
    """
    user_files.refuse_special(path)
    source, whole = bib_text.decode(path.read_bytes())
    items, mistakes = bib_grammar.read(source)
    problems = [Problem(str(path), line, reason) for line, reason in mistakes]
    if not whole:
        problems.append(Problem(str(path), 0, "not UTF-8: some letters could not be read"))
    return items, problems


def known_keys(path: Path) -> Contents:
    """Return the readable entries of a .bib, also of a file to which nothing can be appended.

    Raises OSError.
    """
    items, _ = readable_items(path)
    return contents(items)


def _not_utf8(path: Path, data: bytes, why: UnicodeDecodeError) -> str:
    """Return the message with advice for a file in another encoding."""
    encoding = bib_text.encoding_of(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if not encoding:
        return f"{path}: not UTF-8 ({why.reason} at byte {why.start}); nothing was added"
    name = {"cp1252": "WINDOWS-1252"}.get(encoding, encoding.upper().replace("ISO8859", "ISO-8859"))
    new = path.with_suffix(".utf8.bib").name
    command = f"iconv -f {name} -t UTF-8 {path.name} > {new}"
    return f"{path}: {name}, not UTF-8; nothing was added. Convert it first: {command}"


def _line_ending(data: bytes) -> bytes:
    """Return the line end that most lines of a file have; LF for a new file."""
    both = data.count(b"\r\n")
    if both * 2 > data.count(b"\n"):
        return b"\r\n"
    if b"\n" not in data and b"\r" in data:
        return b"\r"
    return b"\n"


def _folded_title(title: str) -> str:
    """Return a title for comparing; `` for a title that is too short to identify a paper."""
    words = text.words(text.fold(text.plain(text.clean(title))))
    if len(words.replace(" ", "")) < _FEW_LETTERS:
        return ""
    return words


def _first_author(authors: Iterable[str]) -> str:
    names = people.names([*authors][:2])
    if not names:
        return ""
    return text.words(text.fold(names[0].last))


def _same_author(first: str, second: str) -> bool:
    """Return True for the same surname; its particles may be missing: `Berg` is `van den Berg`."""
    if not first or not second:
        return False
    return f" {first}".endswith(f" {second}") or f" {second}".endswith(f" {first}")


def _years_of(paper: Paper) -> frozenset[str]:
    """Return the years of a paper's first and present version, its venue and its journal."""
    versions = [str(citation.year_month(paper)[0]), (paper.updated or "")[:4]]
    places = f"{facts_in_comments.lift(paper).venue} {paper.journal_ref or ''}"
    return frozenset([*versions, *_YEAR.findall(places)])


def signature(path: Path) -> tuple[int, int, int] | None:
    """Return (inode, size, time) of a file, to notice a change; None without a file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def key_of(
    entry: Entry[Paper],
    contents: Contents,
    taken: Container[str],
    template: str = "",
    tried: dict[str, int] | None = None,
) -> str:
    """Return the key of a paper in a .bib, else the key that an export would give it.

    The key has no control characters. `taken` has the keys of the library in lower case; `tried`
    is passed on to citation_key.free_key().
    """
    found = contents.find(entry.paper)
    if found:
        return text.visible(found.key)
    return citation_key.own_key(entry, _Either(taken, contents.keys), template, tried)


@dataclass(frozen=True, slots=True)
class _Either:
    """A container of the keys of two containers, without a copy."""

    one: Container[str]
    other: Container[str]

    def __contains__(self, key: object) -> bool:
        return key in self.one or key in self.other
