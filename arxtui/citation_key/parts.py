"""The parts that a template of citation keys may have, in the letters of a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from arxtui import people, text
from arxtui.citation import year_month
from arxtui.model import Paper

_TEX = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_NOT_IN_KEY = text.STOP_WORDS | frozenset(
    "towards toward over under do does how what why when where can you we all no".split()
)
"""Words of a title that say too little for a key. A change here changes the keys of new marks."""
_LONGEST = 40
"""Letters of a surname or word in a key."""
ET_AL = "EtAl"
"""Stands for the names that are left out."""

Groups = Sequence[Sequence[str]]
"""Names, or words of a title; a surname may have several words (`van den Hengel`)."""


def _first_surname(paper: Paper) -> Groups:
    """Return the words of the first author's surname."""
    names = people.names(paper.authors[:2])  # two names, because the first may be a lone comma
    if not names:
        return [["anon"]]
    return [_surname(names[0].last) or ["anon"]]


def _surnames(paper: Paper) -> Groups:
    """Return the words of each author's surname; a list that was cut ends with `EtAl`."""
    found = []
    for name in people.names(paper.authors):
        if name.others:
            found.append([ET_AL])
        elif words := _surname(name.last):
            found.append(words)
    if found in ([], [[ET_AL]]):
        return [["anon"]]
    return found


def _surname(typed: str) -> list[str]:
    """Return the words of a surname from its first letter on, 40 letters of them at most."""
    found: list[str] = []
    room = _LONGEST
    for word in _WORD.findall(_ascii(typed)):
        if not found:
            word = word.lstrip("0123456789")
        word = word[:room]
        if word:
            found.append(word)
            room -= len(word)
    return found


def _title(paper: Paper) -> Groups:
    """Return the words of the title that are no stop words; without any the digits of the id."""
    title = _ascii(_TEX.sub("", text.clean(paper.title))).replace("'", "")
    words = [word for word in _WORD.findall(title) if word.lower() not in _NOT_IN_KEY]
    if not words:
        words = ["".join(_WORD.findall(paper.id))]
    return [[word[:_LONGEST]] for word in words]


def _ascii(typed: str) -> str:
    """Return a text without accents, capitals kept: `Ørsted` is Orsted."""
    if typed.isascii():
        return typed
    return "".join(map(_ascii_letter, typed))


def _ascii_letter(letter: str) -> str:
    folded = text.fold(letter)
    if letter == letter.lower():
        return folded
    return folded.capitalize()


def _year(paper: Paper) -> Groups:
    return [[f"{year_month(paper)[0]:04d}"]]


def _short_year(paper: Paper) -> Groups:
    return [[f"{year_month(paper)[0] % 100:02d}"]]


def _id(paper: Paper) -> Groups:
    return [[paper.id]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a template may have."""

    help: str
    """The meaning of the part, in a few words."""
    groups: Callable[[Paper], Groups]
    """Returns the names or words of a paper that the part is made of."""
    counts: str = ""
    """The unit of the part's number: `letters`, `words` or `names`; `` = it takes no number."""
    usual: int = 0
    """The number that applies if the template has no number; 0 = no limit."""
    filter: str = ""
    """The filter that applies if the template has no filter."""


PARTS: Mapping[str, Part] = MappingProxyType({
    "author": Part("surname of the first author", _first_surname, "letters", filter="lower"),
    "auth": Part("the same, as it is written", _first_surname, "letters"),
    "authors": Part("surnames as written, then EtAl if there are more", _surnames, "names", 3),
    "year": Part("year of the first version", _year),
    "shortyear": Part("its last two digits", _short_year),
    "word": Part("first word of the title", _title, "letters", filter="lower"),
    "words": Part("first words of the title", _title, "words", 3, "lower"),
    "veryshorttitle": Part("first word of the title, as it is written", _title, "words", 1),
    "shorttitle": Part("first words of the title, as they are written", _title, "words", 3),
    "title": Part("words of the title, with capitals", _title, "words", filter="capitalize"),
    "id": Part("arXiv id without version", _id),
})  # fmt: skip
"""Name -> part. Stop words of the title do not count as words."""
