"""People's names: an author's name in parts, and the teams among the authors.

How a name is written in one format (LaTeX, JSON) is in export/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from arxtui.text import clean, plain


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


_TEX = re.compile(r"[\\$~{}_]|''|--")
_LOST_BACKSLASH = re.compile(r"(?<=[a-z])~(?=[nao][a-z])")  # Casta~neda
_LEFT_OVER = re.compile(r"[\\${}]")


def readable(raw: str) -> str:
    """Return an author's name without TeX: `Koš{č}ević` is Koščević, `A. ~Savchik` is A. Savchik.

    Ties and underscores are blanks, and no backslash, brace or dollar sign is left: they are in nobody's name.
    """
    name = clean(raw)
    if not _TEX.search(name):
        return name
    name = _LOST_BACKSLASH.sub(r"\\~", name).replace("\\\\", " ")
    parts = [plain(part) for part in re.split(r"(?<!\\)[~_]", name)]
    return " ".join(_LEFT_OVER.sub("", " ".join(parts)).split())


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


def names(authors: Sequence[str]) -> tuple[Name, ...]:
    """The authors in parts, in order: a lone `Jr.` goes to the one before, what is no name (`:`) is left out."""
    found: list[str] = []
    for raw in authors:
        name = _AND.sub("", readable(raw).strip(_EDGES)).strip(_EDGES)
        if found and _SUFFIX.fullmatch(name):
            found[-1] += " " + name
        elif name:
            found.append(name)
    return tuple([_parts(name) for name in found])


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
    shown = ", ".join([name.last for name in names(authors[:most])])
    more = len(authors) - most
    return f"{shown} +{more}" if more > 0 else shown
