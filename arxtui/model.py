"""The values that cross every boundary: Paper, Head, Citation, Mark, Entry, Problem.

No I/O, and no import of another module of arxtui.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from string import ascii_lowercase
from typing import Generic, Literal, NamedTuple, TypeVar, get_args

Pile = Literal["unread", "later", "read"]
PILES: tuple[Pile, ...] = get_args(Pile)

_MONTH_DAY = r"-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_DAY = re.compile(r"[12]\d{3}" + _MONTH_DAY, re.ASCII)
HOUR = r"(?:[01]\d|2[0-3])"
"""An hour in a regular expression: Python 3.14 takes 24:00 for midnight, Python 3.13 refuses it."""
_TIME = re.compile(r"[12]\d{3}" + _MONTH_DAY + rf"T{HOUR}:\d\d:\d\dZ", re.ASCII)


def is_time(text: str) -> bool:
    """Return True for a time of the years 1000 to 2999 as Paper has it: `2023-10-30T00:32:47Z`."""
    try:
        return _TIME.fullmatch(text) is not None and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """Return True for a day that exists, of the years 1000 to 2999: `2023-10-30`."""
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


ANNOUNCE_TYPES = ("new", "cross", "replace", "replace-cross")
"""The announce types of arXiv's feeds, spelled as in the feeds."""


class Paper(NamedTuple):
    """A paper of arXiv; text exactly as the source gave it."""

    id: str
    """arXiv id without version, checked: `2310.19210` or `cs/0007026`."""
    version: int
    """1, 2 ...; 0 if the source has no version."""
    title: str
    """In one line, with its TeX."""
    authors: tuple[str, ...]
    """Names in order, `First Last`."""
    categories: str
    """The raw text, bold taken off; line breaks and free-text terms (ACM, MSC) stay."""
    primary: str
    """The primary class, such as `cs.CV`."""
    published: str | None
    """Time of the first version, ISO 8601 in UTC (`2023-10-30T00:32:47Z`); None = not known."""
    updated: str | None
    """Time of this version, ISO 8601 in UTC; None = not known."""
    doi: str | None
    """The DOI field as the source has it; it may hold several DOIs."""
    comment: str | None
    """The authors' comment; line breaks stay."""
    journal_ref: str | None
    """The journal reference as the source has it."""
    abstract: str
    """In one line, with three blanks for each end of a paragraph."""
    listed: str | None = None
    """The day of the source, `YYYY-MM-DD`, if `published` is not known."""
    subject: str | None = None
    """The subject class in the id of the listing: `GT` of `math.GT/0309136` (math/0309136)."""
    announced: str | None = None
    """The announce type, one of ANNOUNCE_TYPES; None if no source has it."""

    @property
    def is_announced_cross(self) -> bool:
        """True if it was announced as a cross-list."""
        return self.announced in ("cross", "replace-cross")

    @property
    def is_announced_replacement(self) -> bool:
        """True if it was announced as a new version of an earlier paper."""
        return self.announced in ("replace", "replace-cross")

    @property
    def day(self) -> str | None:
        """UTC day of the first version, `YYYY-MM-DD`."""
        if self.published:
            return self.published[:10]
        return self.listed

    @property
    def versioned(self) -> str:
        """`2310.19210v1`; the id alone if the version is not known."""
        if self.version:
            return f"{self.id}v{self.version}"
        return self.id

    @property
    def abs_url(self) -> str:
        """Address of the abstract page, built from the checked id."""
        return f"https://arxiv.org/abs/{self.versioned}"

    @property
    def pdf_url(self) -> str:
        """Address of the PDF, built from the checked id."""
        return f"https://arxiv.org/pdf/{self.versioned}"

    @property
    def html_url(self) -> str:
        """Address of the paper as a web page; arXiv has it of most papers since December 2023."""
        return f"https://arxiv.org/html/{self.versioned}"


class Head(NamedTuple):
    """A paper in short, for lists and search: a line of heads/<year>.tsv.

    It is a named tuple, for all lines of a year are split at once.
    """

    id: str
    """arXiv id without version."""
    version: int
    """1, 2 ...; 0 = not known."""
    day: str
    """`YYYY-MM-DD`; `` if no source has it."""
    loaded: str
    """Time at which it was first loaded, which names its batch, ISO 8601 in UTC."""
    file: str
    """Its file below catalogue/, such as `2023/20231030.json`."""
    title: str
    """As in the listing."""
    authors: str
    """All names, joined by `, `."""
    categories: str
    """The arXiv classes, joined by a blank, primary first."""
    primary: str
    """The primary class."""
    flags: str
    """Letters, then the number of pages, if it is known.

    d DOI, j journal, c code, w withdrawn; announced as x cross-list, r replacement. Heads that
    older versions of arxtui wrote lack x and r.
    """
    venue: str
    """`ICCV 2023`, or ``."""
    plain: str
    """The title as a reader sees it (TeX turned to Unicode)."""
    line: str
    """The folded search line of text.search_line()."""

    @property
    def pages(self) -> str:
        """The number of pages, `` if it is not known."""
        return self.flags.lstrip(ascii_lowercase)


class Citation(NamedTuple):
    """The fields that a citation needs: a marked paper and its BibTeX outlive the catalogue."""

    title: str
    """The title in the listing at the time of the first mark."""
    authors: tuple[str, ...]
    """Names of the authors in order."""
    published: str | None
    """First version, ISO 8601 in UTC."""
    updated: str | None
    """Time of the version copied, ISO 8601 in UTC."""
    doi: str | None
    """The DOI field of the paper."""
    journal_ref: str | None
    """The journal reference of the paper."""
    primary: str
    """The primary class."""
    version: int
    """The version copied."""
    key: str
    """BibTeX key, ASCII, unique in the library; it changes by a correction or `rekey` only."""


class Mark(NamedTuple):
    """The user's mark of a paper. Star and pile never change each other."""

    pile: Pile = "unread"
    """Every paper is in exactly one pile."""
    star: bool = False
    """Whether the paper is exported to the .bib."""
    tags: tuple[str, ...] = ()
    """The user's words, sorted."""
    note: str | None = None
    """The user's text."""
    cite: Citation | None = None
    """The copy for citations, made with the first star, tag, note or later."""
    read_version: int | None = None
    """The version that was read."""
    other_notes: tuple[tuple[str, str], ...] = ()
    """(time and machine, text) of notes that other machines wrote at the same time as `note`."""

    @property
    def seen(self) -> int:
        """Version last read, else the version in the citation; 0 if neither is known."""
        if self.read_version:
            return self.read_version
        if self.cite:
            return self.cite.version
        return 0

    def outdated(self, version: int) -> bool:
        """Return True if a version is newer than the version seen."""
        return 0 < self.seen < version


UNMARKED = Mark()


class GivenMark(NamedTuple):
    """The mark of a paper in a file; fields that the file lacks are as in UNMARKED."""

    paper_id: str
    """arXiv id without version."""
    star: bool
    """Whether the paper was starred."""
    pile: Pile
    """The pile that it was in."""
    tags: tuple[str, ...]
    """Names of tags, checked by tag_name()."""
    notes: tuple[str, ...]
    """The note, then the notes that other machines wrote at the same time."""
    read_version: int | None
    """The version that was read or cited, or the version of an unread paper; None if not known."""
    key: str
    """The citation key; `` without a key."""


P = TypeVar("P", Paper, Head)


class Entry(NamedTuple, Generic[P]):
    """A paper, or its head, with its mark."""

    paper: P
    """The paper of the listings."""
    mark: Mark
    """The user's mark."""


class Problem(NamedTuple):
    """A fault in a file, never fatal."""

    file: str
    """The file it was found in, as the user named it."""
    line: int
    """Line number from 1; 0 = the file as a whole."""
    reason: str
    """One clause, lower case, no full stop."""

    def __str__(self) -> str:
        if self.line:
            return f"{self.file}:{self.line}: {self.reason}"
        return f"{self.file}: {self.reason}"


def tag_name(text: str) -> str:
    """Return a tag in the form in which it is stored: without `#`, with `-` for blanks.

    Raises ValueError if the result is no tag of 1 to 64 printable characters without comma.
    """
    name = "-".join(text.strip().lstrip("#").split())
    if not name or "," in name or len(name) > 64 or not name.isprintable():
        raise ValueError(f"not a tag: {text.strip()[:40]!r} (1 to 64 characters without comma)")
    return name
