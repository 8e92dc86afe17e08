"""The query language: text -> a predicate over heads and marks, and the words left for search. Pure.

Words; `field:value`; "a phrase"; -not or NOT; OR; parentheses. Everything side by side must hold.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from arxtui.arxiv_id import NotAnId, only_ids, parse_id, without_subject
from arxtui.model import Head, Mark, Paper
from arxtui.text import fold, words


class Case(NamedTuple):
    """A paper that a query is put to."""

    head: Head
    """The paper in short."""
    mark: Mark
    """Its mark."""
    paper: Callable[[], Paper | None]
    """The paper whole, when a field asks for it."""
    newest: str
    """The `loaded` of the newest batch."""


Predicate = Callable[[Case], bool]

FIELDS = ("au", "ti", "abs", "cat", "tag", "id", "day", "after", "before", "co", "jr", "venue", "is", "has")
"""Fields that limit; each takes a value right behind its colon."""
_LONGEST = 2_000
_DEEPEST = 40
_PLAIN = "au author authors, ti title, abs abstract, cat category, co comment, jr journal, day date month year"
_MEANT = {word: names.split()[0] for names in _PLAIN.split(", ") for word in names.split()[1:]}
_TOKEN = re.compile(
    r"\s+|(?P<not>(?<![^\s(])-(?=[^\s)-])|NOT(?=\s|\())|(?P<or>OR(?=\s|\())|(?P<open>\()|(?P<close>\))"
    rf'|(?P<field>(?i:{"|".join(FIELDS)})):(?=[^\s)])|"(?P<phrase>[^"]*)"|(?P<quote>")|(?P<word>[^\s()"]+)'
)
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_VERSION = re.compile(r"v\d*$")
_DOI = re.compile(
    r"(?:doi:\s*|(?:https?://)?(?:www\.|dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.ASCII | re.IGNORECASE
)
_LAST = re.compile(rf'(?s:(.*?))(?:\b(?i:({"|".join(FIELDS)})):)?("?)((?:(?<=")[^"]*|[^\s"():]*))"?')
_OFFERED = 9
_ID_FIELD = re.compile(r"\A\s*id:\s*", re.IGNORECASE)
_AROUND_DOI = " \t\r\n<>\"'.,;\u200b\ufeff"


class QueryError(ValueError):
    """A query that is none."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        """Offset in the text."""
        self.reason = reason
        """What was expected."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked."""

    text: str
    """As it was typed."""
    words: tuple[str, ...]
    """The free words and phrases, folded: all must be found, the ranking goes by them."""
    predicate: Predicate | None
    """What else must hold; None = nothing."""
    needs_paper: bool
    """The predicate looks into abstract, comment, journal or DOI: it opens day files."""
    ids: tuple[str, ...] = ()
    """The papers that were asked for, where the text is ids in any spelling and nothing else."""

    @property
    def plain(self) -> bool:
        """Words only."""
        return self.predicate is None

    def matches(self, case: Case) -> bool:
        """Whether all but the free words holds."""
        return self.predicate is None or self.predicate(case)


def parse(text: str) -> Query:
    """The query that a text asks; QueryError with the place and what was expected."""
    if len(text) > _LONGEST:
        raise QueryError(_LONGEST, f"a query has at most {_LONGEST} characters")
    ids = only_ids(_ID_FIELD.sub("", text))
    if len(ids) == 1:
        return Query(text, ids, None, needs_paper=False, ids=ids)
    if ids:
        return Query(text, (), lambda it: it.head.id in ids, needs_paper=False, ids=ids)
    doi = _DOI.fullmatch(text.strip(_AROUND_DOI))
    if doi:
        return Query(text, (), _with_doi(doi[1].lower()), needs_paper=True)
    return _Parser(text).query()


def subject_of(text: str) -> str:
    """Return the words of a query that name a subject: free words, `ti:` and `abs:`, none of them excluded.

    `ti:"gaussian splatting" -video au:kerbl` is about gaussian splatting. A text that is no query has no
    subject.
    """
    return " ".join(_values(text, ("", "ti", "abs")))


def authors_of(text: str) -> tuple[str, ...]:
    """Return the folded words of each `au:` that a query does not exclude; none for a text that is no query."""
    return tuple(filter(None, (words(fold(value)) for value in _values(text, ("au",)))))


def _values(text: str, wanted: tuple[str, ...]) -> list[str]:
    """Return the values of these fields (`` = free words) that a query asks for and does not exclude."""
    try:
        parse(text)
    except QueryError:
        return []
    found: list[str] = []
    excluded = False
    field = ""
    depth = 0  # parentheses open inside one that is excluded
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "not":
            excluded = True
        elif kind == "open" and (excluded or depth):
            depth += 1
            excluded = False
        elif kind == "close" and depth:
            depth -= 1
        elif kind == "field":
            field = token[kind].lower()
        elif kind in ("word", "phrase"):
            if not excluded and not depth and field in wanted:
                found.append(token[kind])
            excluded = False
            field = ""
    return found


def complete(text: str, values: Callable[[str, str], Iterable[str]]) -> tuple[str, list[str]]:
    """(what of the text stays, what may follow it, best first) when its last word is completed.

    `values(field, typed)` gives what is known of a field: tags, classes, authors, venues.
    """
    start, field, quote, typed = _LAST.fullmatch(text).groups()  # type: ignore[union-attr]
    if not field:
        return start, [f"{name}:" for name in FIELDS if typed and name.startswith(typed.lower()) and not quote]
    known = _SAID.get(field.lower()) or values(field.lower(), typed)
    wanted = words(fold(typed))
    fitting = [value for value in known if f" {wanted}" in f" {words(fold(value))}"]
    quoted = (f'"{value}"' if re.search(r'[\s()"]', value) else value for value in fitting[:_OFFERED])
    return start, [f"{field}:{value}" for value in quoted]


class _Parser:
    """Recursive descent of bounded depth: any := all (OR all)*, all := term*, term := NOT term | ( any ) | leaf."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [
            (found.lastgroup, found[found.lastgroup], found.start())
            for found in _TOKEN.finditer(text)
            if found.lastgroup is not None
        ]
        self._at = 0
        self._needs_paper = False

    def query(self) -> Query:
        free: list[str] = []
        predicate = self._any(0, None if self._chooses() else free)
        if self._at < len(self._tokens):
            raise QueryError(self._tokens[self._at][2], "a ( is missing before this )")
        return Query(self._text, tuple(free), predicate, self._needs_paper)

    def _chooses(self) -> bool:
        """Whether an OR stands outside all parentheses: then no single word must be found."""
        depth = 0
        for kind, _, _ in self._tokens:
            depth += (kind == "open") - (kind == "close")
            if kind == "or" and depth == 0:
                return True
        return False

    def _kind(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def _any(self, depth: int, free: list[str] | None) -> Predicate | None:
        """`free` collects words of the top level; it is None where words are to be part of the predicate."""
        parts = [self._all(depth, free)]
        while self._kind() == "or":
            place = self._tokens[self._at][2]
            self._at += 1
            if parts[0] is None or self._kind() in (None, "close", "or"):
                raise QueryError(place, "OR needs something on both sides")
            parts.append(self._all(depth, None))
        return parts[0] if len(parts) == 1 else lambda it: any(part(it) for part in parts if part)

    def _all(self, depth: int, free: list[str] | None) -> Predicate | None:
        parts: list[Predicate] = []
        while self._kind() not in (None, "close", "or"):
            kind, value, place = self._tokens[self._at]
            if free is not None and kind in ("word", "phrase"):
                self._at += 1
                if kind == "word":
                    self._refuse_field(value, place)
                    free.append(fold(value))
                elif words(fold(value)):
                    free.append(f'"{words(fold(value))}"')
            else:
                parts.append(self._term(depth, kind or "", value, place))
        return (lambda it: all(part(it) for part in parts)) if parts else None

    def _term(self, depth: int, kind: str, value: str, place: int) -> Predicate:
        if depth >= _DEEPEST:
            raise QueryError(place, f"parentheses and NOT go at most {_DEEPEST} deep")
        self._at += 1
        if kind == "not":
            if self._kind() in (None, "close", "or"):
                raise QueryError(place, "a word or field to leave out is expected here")
            inner = self._term(depth + 1, *_strs(self._tokens[self._at]))
            return lambda it: not inner(it)
        if kind == "open":
            inside = self._any(depth + 1, None)
            if self._kind() != "close":
                raise QueryError(place, "a ) is missing for this (")
            self._at += 1
            if inside is None:
                raise QueryError(place, "nothing between these parentheses")
            return inside
        if kind == "quote":
            raise QueryError(place, 'a second " is missing')
        if kind == "field":
            return self._field(value, place)
        if kind == "word":
            self._refuse_field(value, place)
        elif not words(fold(value)):
            raise QueryError(place, "a word between these quotes is expected")
        return _in_line(value)

    def _refuse_field(self, word: str, place: int) -> None:
        """A word such as `au:` or `tga:gan`: a field without its value, or mistyped. Titles have `CAT:` and `DrM:`."""
        name, colon, value = word.partition(":")
        if not colon:
            return
        if name in FIELDS and not value:
            raise QueryError(place + len(word), f"{name}: needs a value")
        known = name.lower()
        close = [field for field in FIELDS if sorted(field) == sorted(known) and field != known]
        if known in _MEANT:
            close = [_MEANT[known]]
        elif 3 < len(known) < 8 and known not in FIELDS:
            close += difflib.get_close_matches(known, FIELDS, 1, 0.75)
        if close and (value or self._text.startswith('"', place + len(word))):
            raise QueryError(place, f"no field {name}: · {close[0]}: is one of {' '.join(FIELDS)}")

    def _field(self, name: str, place: int) -> Predicate:
        known = name.lower()
        kind, value, at = self._tokens[self._at] if self._at < len(self._tokens) else (None, "", len(self._text))
        if kind == "field":  # a value with a colon in it
            self._at += 1
            rest = self._tokens[self._at] if self._at < len(self._tokens) else (None, "", at)
            value, kind = f"{value}:{rest[1]}", rest[0]
        if kind not in ("word", "phrase"):
            raise QueryError(at, f"{known}: needs a value")
        self._at += 1
        self._needs_paper |= known in ("abs", "co", "jr")
        return _field(known, value, at)


def _strs(token: tuple[str | None, str, int]) -> tuple[str, str, int]:
    return token[0] or "", token[1], token[2]


def _in_line(value: str) -> Predicate:
    """A word or phrase found as the search finds it: one or two letters begin a word."""
    tagged = fold(value)
    wanted = words(tagged) or tagged
    if len(wanted) < 3:
        wanted = " " + wanted
    return lambda it: (
        wanted in it.head.line
        or (len(tagged) > 2 and tagged in it.head.line)
        or any(tagged == fold(tag) for tag in it.mark.tags)
    )


def _field(name: str, value: str, place: int) -> Predicate:
    """The predicate of a field."""
    wanted, bare = words(fold(value)), fold(value).lstrip("#")
    if name == "id":
        bare = _begun_id(bare)
    if not (bare if name in ("id", "tag", "cat") else wanted):
        raise QueryError(place, f"{name}: needs a value with a letter or digit")
    if name in _WORDS:
        return _WORDS[name](wanted)
    if name in ("day", "after", "before") and not _DAY.fullmatch(value):
        raise QueryError(place, f"{name}: takes a day such as 2023-10-30, a month 2023-10 or a year 2023")
    if name in _VALUES:
        return _VALUES[name](bare)
    if bare not in _SAID[name]:
        raise QueryError(place, f"{name}: takes {', '.join(_SAID[name])}")
    return _SAID[name][bare]


def _begun_id(folded: str) -> str:
    """Return the id that a value spells, or as much of one as is typed so far."""
    try:
        return parse_id(folded)[0]
    except NotAnId:
        return without_subject(_VERSION.sub("", folded.removeprefix("arxiv:")))


def _with_doi(begun: str) -> Predicate:
    """Return what finds papers by their own DOI, of which the beginning is enough. It opens day files."""

    def fits(it: Case) -> bool:
        paper = it.paper() if "d" in it.head.flags else None
        dois = _DOI.findall((paper.doi or "").lower().replace("\\_", "_")) if paper else []
        return any(doi.startswith(begun) for doi in dois)

    return fits


def _of_authors(wanted: str, head: Head) -> bool:
    begun = f" {wanted}"
    return begun in head.line and any(begun in f" {words(one)}" for one in fold(head.authors).split(", "))


def _in_text(wanted: str, paper: Paper | None, text: Callable[[Paper], str | None]) -> bool:
    folded = fold((text(paper) if paper else None) or "")
    return all(piece in folded for piece in wanted.split()) and wanted in words(folded)  # most have not even a piece


_WORDS: dict[str, Callable[[str], Predicate]] = {
    "au": lambda wanted: lambda it: _of_authors(wanted, it.head),
    "ti": lambda wanted: lambda it: wanted in words(fold(it.head.plain)),
    "venue": lambda wanted: lambda it: wanted in words(fold(it.head.venue)),
    "abs": lambda wanted: lambda it: _in_text(wanted, it.paper(), lambda paper: paper.abstract),
    "co": lambda wanted: lambda it: _in_text(wanted, it.paper(), lambda paper: paper.comment),
    "jr": lambda wanted: lambda it: _in_text(wanted, it.paper(), lambda paper: paper.journal_ref),
}
_VALUES: dict[str, Callable[[str], Predicate]] = {
    "cat": lambda bare: lambda it: any(f"{one}.".startswith(f"{bare}.") for one in it.head.categories.lower().split()),
    "tag": lambda bare: lambda it: any(fold(tag) == bare for tag in it.mark.tags),
    "id": lambda bare: lambda it: it.head.id.lower().startswith(bare),
    "day": lambda day: lambda it: it.head.day.startswith(day),
    "after": lambda day: lambda it: it.head.day[: len(day)] > day,
    "before": lambda day: lambda it: "" < it.head.day[: len(day)] < day,
}
_SAID: dict[str, dict[str, Predicate]] = {
    "is": {
        "starred": lambda it: it.mark.star,
        "later": lambda it: it.mark.pile == "later",
        "unread": lambda it: it.mark.pile == "unread",
        "read": lambda it: it.mark.pile == "read",
        "tagged": lambda it: bool(it.mark.tags),
        "noted": lambda it: it.mark.note is not None,
        "updated": lambda it: it.mark.outdated(it.head.version),
        "new": lambda it: it.head.loaded == it.newest,
        "withdrawn": lambda it: "w" in it.head.flags,
    },
    "has": {
        "doi": lambda it: "d" in it.head.flags,
        "note": lambda it: it.mark.note is not None,
        "code": lambda it: "c" in it.head.flags,
        "journal": lambda it: "j" in it.head.flags,
        "venue": lambda it: bool(it.head.venue),
        "pages": lambda it: it.head.flags[-1:].isdigit(),
    },
}
