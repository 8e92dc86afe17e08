"""The table of fields: name, aliases, and the function from a value to a predicate.

A new field is one line in FIELDS. A function that checks a value raises WrongValue with the
accepted values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from arxtui.arxiv_id import NotAnId, parse_id, without_subject
from arxtui.model import Paper
from arxtui.query.days import WrongValue, refuse_no_day, span
from arxtui.query.query_values import Case, Predicate
from arxtui.text import abstract_line, fold, halves, words

_VERSION = re.compile(r"v\d*$")

class Field(NamedTuple):
    """A field of the language."""

    predicate: Callable[[str], Predicate]
    """Returns the predicate of a value in the form in which it was typed. Raises WrongValue."""
    aliases: tuple[str, ...] = ()
    """Other names that people try."""
    needs_paper: bool = False
    """True where the predicate opens day files."""
    choices: tuple[str, ...] = ()
    """All values, if the field takes few values; else empty."""


def _folded(value: str) -> str:
    """Return the folded words of a value. Raises WrongValue if it has no letter or digit."""
    wanted = words(fold(value))
    if not wanted:
        raise WrongValue("needs a value with a letter or digit")
    return wanted


def _bare(value: str) -> str:
    """Return a value folded, without `#`. Raises WrongValue if nothing is left."""
    bare = fold(value).lstrip("#")
    if not bare:
        raise WrongValue("needs a value with a letter or digit")
    return bare


# Words


def _author(value: str) -> Predicate:
    begun = f" {_folded(value)}"

    def fits(it: Case) -> bool:
        if begun not in it.head.line:
            return False
        return any(begun in f" {words(name)}" for name in fold(it.head.authors).split(", "))

    return fits


def _title(value: str) -> Predicate:
    wanted = _folded(value)
    joined = _joined(wanted)

    def fits(it: Case) -> bool:
        title = words(fold(it.head.plain))
        return wanted in title or joined.search(title) is not None

    return fits


_LONGEST_JOINED = 60  # letters of words that are compared without their blanks


def _joined(wanted: str) -> re.Pattern[str]:
    """Return a pattern for words, joined or not: `multi view` and `multiview`."""
    if len(wanted) > _LONGEST_JOINED:
        return re.compile(re.escape(wanted))
    forms = []
    for word in wanted.split():
        written = [word, *(" ".join(parts) for parts in halves(word))]
        forms.append(f"(?:{'|'.join(map(re.escape, written))})")
    return re.compile(rf"\b{' ?'.join(forms)}\b")


def _venue(value: str) -> Predicate:
    wanted = _folded(value)
    return lambda it: wanted in words(fold(it.head.venue))


def _note(value: str) -> Predicate:
    wanted = _folded(value)

    def fits(it: Case) -> bool:
        texts = [it.mark.note or "", *(text for _, text in it.mark.other_notes)]
        return any(wanted in words(fold(text)) for text in texts)

    return fits


def _abstract(value: str) -> Predicate:
    wanted = _folded(value)

    def fits(it: Case) -> bool:
        if it.abstract is not None:
            return wanted in it.abstract()
        paper = it.paper()
        return paper is not None and wanted in abstract_line(paper.abstract).decode()

    return fits


def _in_text(text_of: Callable[[Paper], str | None]) -> Callable[[str], Predicate]:
    """Return a function from a value to the predicate for its words in a text of the paper."""

    def make(value: str) -> Predicate:
        wanted = _folded(value)
        pieces = wanted.split()

        def fits(it: Case) -> bool:
            paper = it.paper()
            if paper is None:
                return False
            folded = fold(text_of(paper) or "")
            if not all(piece in folded for piece in pieces):  # most texts lack one of the pieces
                return False
            return wanted in words(folded)

        return fits

    return make


# Classes, tags, ids


def _category(value: str) -> Predicate:
    begun = f"{_bare(value)}."

    def fits(it: Case) -> bool:
        names = it.head.categories.lower().split()
        return any(f"{name}.".startswith(begun) for name in names)

    return fits


def _primary(value: str) -> Predicate:
    begun = f"{_bare(value)}."
    return lambda it: f"{it.head.primary.lower()}.".startswith(begun)


def _tag(value: str) -> Predicate:
    bare = _bare(value)
    return lambda it: any(fold(tag) == bare for tag in it.mark.tags)


def _watch(value: str) -> Predicate:
    bare = _bare(value)
    return lambda it: any(fold(name) == bare for name in it.watched())


def _id(value: str) -> Predicate:
    begun = _begun_id(_bare(value))
    if not begun:
        raise WrongValue("needs a value with a letter or digit")
    return lambda it: it.head.id.lower().startswith(begun)


def _begun_id(folded: str) -> str:
    """Return the id of a value, which may be only its beginning while it is typed."""
    try:
        return parse_id(folded)[0]
    except NotAnId:
        return without_subject(_VERSION.sub("", folded.removeprefix("arxiv:")))


def like_id(value: str) -> str:
    """Return the id that a value of `like:` spells. Raises WrongValue if it spells no id."""
    try:
        return parse_id(fold(value))[0]
    except NotAnId:
        raise WrongValue("takes the id of a paper: like:2310.19231") from None


def _like(value: str) -> Predicate:
    """Return a predicate that is True for all but the given paper: `like:` ranks all papers."""
    paper_id = like_id(value)
    return lambda it: it.head.id != paper_id


# Days


def _day(value: str) -> Predicate:
    holds = span(value)
    return lambda it: holds(it.head.day)


def _marked(value: str) -> Predicate:
    holds = span(value)
    return lambda it: holds(it.marked()[:10])


def _after(value: str) -> Predicate:
    refuse_no_day(value)
    return lambda it: it.head.day[: len(value)] > value


def _before(value: str) -> Predicate:
    refuse_no_day(value)
    return lambda it: "" < it.head.day[: len(value)] < value


# Kinds


def _is_cross(it: Case) -> bool:
    """Return whether a paper is cross-listed.

    It was announced as a cross-list, or its primary category is not followed.
    """
    if "x" in it.head.flags:
        return True
    home = it.home()
    return bool(home) and it.head.primary not in home


_IS: Mapping[str, Predicate] = {
    "starred": lambda it: it.mark.star,
    "later": lambda it: it.mark.pile == "later",
    "unread": lambda it: it.mark.pile == "unread",
    "read": lambda it: it.mark.pile == "read",
    "tagged": lambda it: bool(it.mark.tags),
    "noted": lambda it: it.mark.note is not None,
    "updated": lambda it: it.mark.outdated(it.head.version),
    "new": lambda it: it.head.loaded == it.newest,
    "cross": _is_cross,
    "replaced": lambda it: "r" in it.head.flags,
    "watched": lambda it: bool(it.watched()),
    "withdrawn": lambda it: "w" in it.head.flags,
}
_HAS: Mapping[str, Predicate] = {
    "doi": lambda it: "d" in it.head.flags,
    "note": lambda it: it.mark.note is not None,
    "code": lambda it: "c" in it.head.flags,
    "journal": lambda it: "j" in it.head.flags,
    "venue": lambda it: bool(it.head.venue),
    "pages": lambda it: bool(it.head.pages),
    "pdf": lambda it: it.has_pdf(),
}


def _choice(choices: Mapping[str, Predicate]) -> Callable[[str], Predicate]:
    """Return a function from a value to its predicate, for a field that takes these values only."""

    def make(value: str) -> Predicate:
        bare = fold(value)
        if bare not in choices:
            raise WrongValue(f"takes {', '.join(choices)}")
        return choices[bare]

    return make


FIELDS: Mapping[str, Field] = {
    "au": Field(_author, ("author", "authors")),
    "ti": Field(_title, ("title", "titles")),
    "abs": Field(_abstract, ("abstract",)),
    "cat": Field(_category, ("category", "categories")),
    "primary": Field(_primary),
    "tag": Field(_tag, ("tags",)),
    "note": Field(_note, ("notes",)),
    "watch": Field(_watch),
    "id": Field(_id),
    "like": Field(_like),
    "day": Field(_day, ("date", "year", "month")),
    "after": Field(_after),
    "before": Field(_before),
    "marked": Field(_marked),
    "co": Field(_in_text(lambda paper: paper.comment), ("comment", "comments"), needs_paper=True),
    "jr": Field(_in_text(lambda paper: paper.journal_ref), ("journal",), needs_paper=True),
    "venue": Field(_venue),
    "is": Field(_choice(_IS), choices=tuple(_IS)),
    "has": Field(_choice(_HAS), choices=tuple(_HAS)),
}
"""The fields by name; each takes a value right behind its colon."""

NAMES: Mapping[str, str] = {
    **{name: name for name in FIELDS},
    **{alias: name for name, field in FIELDS.items() for alias in field.aliases},
}
"""Every name that is accepted -> the name of the field."""
