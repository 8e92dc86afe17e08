"""How a paper is cited: people's names in parts, the key of an entry, the copy that a mark keeps.

What a name or a title looks like in one format (LaTeX, JSON) is said in export/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass

from arxtui import text
from arxtui.model import Cite, Paper

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff]"
)
_UNICODE = re.compile(r"\$?\\unicode\{x([0-9a-fA-F]{2,5})\}\$?")


def clean(raw: str) -> str:
    """What a citation needs of a field: composed (NFC), no control or zero-width character, single blanks,
    MathJax's `\\unicode{x2014}` as the character."""
    if "\\unicode" in raw:
        raw = _UNICODE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFF)), raw)
    if not raw.isascii() or not raw.isprintable():
        raw = _UNSEEN.sub("", unicodedata.normalize("NFC", raw))
    return " ".join(raw.split())


_DOI = re.compile(r"10\.\d{4,9}/\S+")


def doi(raw: str) -> str:
    """The first DOI in a field that may hold several, bare; `` when there is none."""
    found = _DOI.search(clean(raw))
    return found[0].replace("\\_", "_").rstrip(".,;") if found else ""


@dataclass(frozen=True, slots=True)
class Name:
    """One author in parts, typed as in the listing; only `last` is never empty."""

    last: str
    """The surname with its particles (`van den Hengel`), a name of one word, or a team's whole name."""
    suffix: str
    """`Jr.`, `III`; mostly empty."""
    first: str
    """The given names."""
    team: bool
    """It is no person: `Euclid Collaboration`."""


_AND = re.compile(r"^and(?:\s+|$)|\s+and$", re.IGNORECASE)
_EDGES = " ,;:*?+|"
_TEAM = re.compile(
    r"\b(?:collaborations?|consortium|team|group|initiative|network|project|committee|contributors|community|corporation"
    r"|laborator(?:y|ies)|cent(?:er|re)|foundation|institute|university|alliance|society|organi[sz]ers?|participants"
    r"|investigators|association|agency|department)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"[JS]r\.?|[js]r\.?|III?|IV|Iii")
_HEIRS = frozenset("Junior Júnior Filho Neto Sobrinho".split())
# Capitalised particles; Bin, San, Da, Du and Ten are given names far more often in cs.CV.
_PARTICLES = frozenset(
    "Van Von De Del Della Dela Di Dos Den Der Ter La Le Mac El Al Abu Ibn Ben Dal Dalla Degli Dei Lo Vander Santa St. "
    "St Mc Af Zu Vom Vanden Bint".split()
)
_VIETNAMESE = frozenset(
    "Nguyen Nguyên Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Trinh Dinh Mai Lam Luong "
    "Doan Dao Cao Ta Thai Tang Chau La Quach Vuong Luu Nghiem Duy Tan Nghia Khanh Huy".split()
)


def people(authors: Sequence[str]) -> tuple[Name, ...]:
    """The authors in parts, in order: a lone `Jr.` goes to the one before, what is no name (`:`) is left out."""
    names: list[str] = []
    for raw in authors:
        name = _AND.sub("", clean(raw).replace("\\\\", " ").strip(_EDGES)).strip(_EDGES)
        if names and _SUFFIX.fullmatch(name):
            names[-1] += " " + name
        elif name:
            names.append(name)
    return tuple([_parts(name) for name in names])


def _parts(name: str) -> Name:
    if _TEAM.search(name) or name.startswith("the "):
        return Name(name, "", "", True)
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    words[-1] = words[-1].rstrip(",")
    start = _surname(words)
    return Name(" ".join(words[start:]), suffix, " ".join(words[:start]), False)


def _surname(words: Sequence[str]) -> int:
    """Where the surname begins in a person's words."""
    start = len(words) - 1
    if start > 1 and words[-1] in _HEIRS:
        start -= 1
    start = min([start, *(i for i in range(1, len(words) - 1) if words[i][:1].islower() and words[i] != "and")])
    if start > 1 and words[start] in ("y", "e"):  # joins two surnames: Ramon y Cajal
        start -= 1
    while start > 1 and words[start - 1] in _PARTICLES:
        if words[start - 1] in ("Van", "Le", "La") and words[-1] in _VIETNAMESE:
            break
        start -= 1
    return start


def short(authors: Sequence[str], most: int = 2) -> str:
    """Surnames for one row, `Yang, Pan +2`, as typed; only the first `most` names are looked at."""
    names = ", ".join([name.last for name in people(authors[:most])])
    more = len(authors) - most
    return f"{names} +{more}" if more > 0 else names


_TEX = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    "a an the of on in for to and or with from by at as is are be via towards toward using into over under do does how "
    "what why when where can you we all its it not no".split()
)
_LONGEST = 40  # letters of a name or word in a key


def year_month(paper: Paper) -> tuple[int, int]:
    """Year and month (1 to 12) of the first version: by its date, else by the id, which begins with them."""
    if paper.day:
        return int(paper.day[:4]), int(paper.day[5:7])
    digits = paper.id.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    return year + (1900 if year > 90 else 2000), min(max(month, 1), 12)


def key_base(paper: Paper) -> str:
    """`schmitt2023there`: surname, year of the first version, first word of the title that says something; [a-z0-9],
    begins with a letter."""
    names = people(paper.authors[:2])  # more than the first, which may be a lone comma
    last = "".join(_WORD.findall(text.fold(names[0].last))) if names else ""
    title = text.fold(_TEX.sub("", clean(paper.title))).replace("'", "")
    words = (word for word in _WORD.findall(title) if word not in _STOP)
    word = next(words, "".join(_WORD.findall(paper.id)))
    return (last.lstrip("0123456789")[:_LONGEST] or "anon") + f"{year_month(paper)[0]:04d}" + word[:_LONGEST]


def free_key(base: str, taken: Container[str]) -> str:
    """The base, or the first of basea, baseb, … basez, baseaa, … that is not taken."""
    key, number = base, 0
    while key in taken:
        number += 1
        key = base + _letters(number)
    return key


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def cite(paper: Paper, taken: Container[str]) -> Cite:
    """The copy of a paper that a mark keeps, with a key of its own."""
    key = free_key(key_base(paper), taken)
    return Cite(
        paper.title, paper.authors, paper.published, paper.updated, paper.doi, paper.journal_ref, paper.primary,
        paper.version, key,
    )  # fmt: skip


def paper_of(paper_id: str, cite: Cite) -> Paper:
    """The paper as far as its cite knows it: no abstract, no comment, the primary class alone."""
    return Paper(
        paper_id, cite.version, cite.title, cite.authors, cite.primary, cite.primary, cite.published, cite.updated,
        cite.doi, None, cite.journal_ref, "",
    )  # fmt: skip
