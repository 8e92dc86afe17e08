"""An author's name in parts, and the teams among the authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from arxtui.lazy_pattern import lazy_pattern
from arxtui.people.name_list import split, without_brackets
from arxtui.people.patterns import (
    DEGREE,
    DEGREES,
    EDGES,
    ET_AL,
    LONGEST_TEAM,
    OTHERS,
    SUFFIX,
    TEAM,
    TEAM_SIGN,
)
from arxtui.text import clean, plain


class Name(NamedTuple):
    """One author in parts, typed as in the listing; only `last` is never empty."""

    last: str
    """The surname with its particles (`van den Hengel`), a single name, or a team's whole name."""
    suffix: str
    """`Jr.`, `III`; mostly empty."""
    first: str
    """The given names."""
    team: bool
    """True for an author that is no person: `Euclid Collaboration`."""

    @property
    def others(self) -> bool:
        """True for the sign that the list was cut, which is no author."""
        return self.last == OTHERS and not self.first and not self.team


_TEX = lazy_pattern(r"[\\$~{}_]|''|--")
_LOST_BACKSLASH = lazy_pattern(r"(?<=[a-z])~(?=[nao][a-z])")  # Casta~neda
_LEFT_OVER = lazy_pattern(r"[\\${}]")


def readable(raw: str) -> str:
    """Return an author's name without TeX: `Koš{č}ević` is Koščević, `A. ~Savchik` is A. Savchik.

    Ties and underscores are blanks, and backslashes, braces and dollar signs are removed: no name
    has them.
    """
    name = clean(raw)
    if not _TEX.search(name):
        return name
    name = _LOST_BACKSLASH.sub(r"\\~", name).replace("\\\\", " ")
    parts = [plain(part) for part in re.split(r"(?<!\\)[~_]", name)]
    return " ".join(_LEFT_OVER.sub("", " ".join(parts)).split())


_AND = lazy_pattern(r"^['‘]?and['’]?(?:\s+|$)|\s+['‘]?and['’]?$", re.IGNORECASE)
_QUOTED_AND = lazy_pattern(r"\s['‘]and['’]\s", re.IGNORECASE)
_UNUSUAL = lazy_pattern(r"[:()\[\]<>\\;&\d,¹²³]|\b(?:and|al|others)\b", re.IGNORECASE)
_DEGREES_AFTER = lazy_pattern(rf"(?P<first>\S+)(?P<more>.*?)(?:[\s,]+{DEGREE}){{1,9}}")
_ENDS = tuple(
    "D D. Sc Sc. Phil Phil. H H. A A. Eng Eng. Tech Tech. Ing Ing. S R P M V q q. IEEE Member"
    " Fellow".split()
)
"""Ends of degrees: a cheap test before _DEGREES_AFTER."""
_TITLE = lazy_pattern(r"(?:(?:(?:Ass(?:oc|t)\.?\s+)?Prof|Dr)\.?\s+|Professor\s+){1,3}(?=\S+\s+\S)")
_MARK_OF_PLACE = lazy_pattern(r"(?<=[^\W\d_]{2})(?:\s?[\d¹²³,]{1,4}){1,4}\Z|[¹²³]+\Z")
_FUSED = lazy_pattern(r"(?<=[^\W\d_]{2})\d(?:\s+|(?=[A-Z][a-z]))")
_LETTER = lazy_pattern(r"[^\W\d_]")
_HEIRS = frozenset("Junior Júnior Filho Neto Sobrinho".split())
_PARTICLES = frozenset(
    "Van Von De Del Della Dela Di Dos Den Der Ter La Le Mac El Al Abu Ibn Ben Dal Dalla Degli Dei"
    " Lo Vander Santa St. St Mc Af Zu Vom Vanden Bint".split()
)
"""Capitalised particles; Bin, San, Da, Du and Ten are given names far more often in cs.CV."""
_SMALL_PARTICLES = frozenset(
    "de van der von den da dos la del ul do di du ter das al af los le des te ten tot op aan in zum"
    " zur zu vom dal dalla delli delas della dello dei degli dela d de' ud ur el il lo les bin"
    " binti bint ben ibn abu ould und of av à t 't het im in't op't a' ap vander vanden vande san"
    " santa st st. saint mac mc nic ní ó am auf dem thoe over uit y e i".split()
)
"""Small words that begin a surname; other small words are given names: Chen change Loy is a Loy."""
_SMALL_BEGINNING = lazy_pattern(
    r"(?:al|el|ul|ur|ud|as|es|ash|ad|an|ar|at|az)-|[dl]['’]|o['’]|de['’]"
)
_JOINERS = frozenset("y e i".split())
"""Small words that join two surnames: Ramón y Cajal, Silva e Costa, Martí i Rabadán."""
_VIETNAMESE = frozenset(
    "Nguyen Nguyên Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Trinh"
    " Dinh Mai Lam Luong Doan Dao Cao Ta Thai Tang Chau La Quach Vuong Luu Nghiem Duy Tan Nghia"
    " Khanh Huy".split()
)
"""Vietnamese surnames, before which Van, Le and La are no particles."""


def names(authors: Sequence[str]) -> tuple[Name, ...]:
    """Return the authors in parts, in order.

    An item before TEAM_SIGN is a team whatever its words; a lone `Jr.` goes to the name before it,
    degrees are left out, an item with two names is two authors, `et al.` is OTHERS, and items that
    are no names are left out.
    """
    found: list[str] = []
    teams: set[int] = set()
    for item in _items(authors):
        if item == TEAM_SIGN:
            teams.add(len(found) - 1)
        elif found and SUFFIX.fullmatch(item):
            if not SUFFIX.fullmatch(found[-1].rpartition(" ")[2]):
                found[-1] += " " + item
        elif not found or not DEGREES.fullmatch(item):
            found.append(item)
    parts: list[Name] = []
    for at, name in enumerate(found):
        if at in teams:
            parts.append(_team(name))
        else:
            parts.append(_parts(name))
    return tuple(parts)


def _items(authors: Sequence[str]) -> Iterator[str]:
    """Yield the names as typed, without the signs around them, and TEAM_SIGN after a team."""
    for raw in authors:
        text = readable(raw.replace("\\\\", " ; "))
        if text.strip(" ,;.") == TEAM_SIGN:
            yield TEAM_SIGN
            continue
        text = _AND.sub("", text.strip(" ,;*?+|")).strip(" ,;*?+|")
        if _UNUSUAL.search(text):
            yield from _unusual(text)
        elif name := text.strip(EDGES):
            yield name


def _unusual(text: str) -> Iterator[str]:
    """Yield the names of an item that is more than one plain name."""
    if "," in text and not ET_AL.search(text) and TEAM_SIGN not in text:
        yield from _with_comma(text)
        return
    text = _QUOTED_AND.sub(" and ", text)
    for name in split(text):
        if TEAM.search(name):
            yield name
            continue
        parts = _FUSED.split(name)
        if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
            yield from parts
        else:
            yield name


def _with_comma(text: str) -> Iterator[str]:
    """Yield the name of an item with a comma: `Wells, Jr.`, `Lovelace, Ada`, or a team's name."""
    text = without_brackets(text).strip(EDGES)
    last, _, rest = text.partition(",")
    rest = rest.strip()
    belongs = SUFFIX.fullmatch(rest) or DEGREES.fullmatch(rest) or not _LETTER.search(rest)
    if belongs or "," in rest or TEAM.search(text):
        yield text
    else:
        yield f"{rest} {last}"


def _team(name: str) -> Name:
    return Name(name, "", "", True)


def _parts(name: str) -> Name:
    """Return the name of a person in parts, or of a team if its words show that it is a team."""
    if TEAM.search(name) or name.startswith("the "):
        return _team(name)
    if " " not in name:
        return Name(name, "", "", False)
    words = _bare(name).rstrip(", ").split()
    suffix = ""
    if len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    words[-1] = words[-1].rstrip(",")
    start = _surname(words)
    return Name(" ".join(words[start:]), suffix, " ".join(words[:start]), False)


def _bare(name: str) -> str:
    """Return a person's name without title, degrees, and the digits that name an affiliation."""
    if name.startswith(("Dr", "Prof", "Ass")):
        title = _TITLE.match(name)
        if title:
            name = name[title.end() :]
    if not name[-1].isalpha():
        name = _MARK_OF_PLACE.sub("", name)
    if not name.endswith(_ENDS):
        return name
    found = _DEGREES_AFTER.fullmatch(name[-LONGEST_TEAM:])
    # `Vivek M. D.` may have two initials, `I-Hung Lin M. D.` is a doctor
    if found and (found["more"].strip(" ,") or "Ph" in name):
        name = name[:-LONGEST_TEAM] + found["first"] + found["more"]
    return name


def _surname(words: Sequence[str]) -> int:
    """Return where the surname begins in a person's words."""
    start = len(words) - 1
    if start > 1 and words[-1] in _HEIRS:
        start -= 1
    for at in range(1, start):
        if _is_small_particle(words[at]):
            start = at
            break
    if start > 1 and words[start] in _JOINERS:
        start -= 1
    while start > 1 and words[start - 1] in _PARTICLES:
        if words[start - 1] in ("Van", "Le", "La") and words[-1] in _VIETNAMESE:
            break
        start -= 1
    return start


def _is_small_particle(word: str) -> bool:
    return word[:1].islower() and (word in _SMALL_PARTICLES or bool(_SMALL_BEGINNING.match(word)))


def short(authors: Sequence[str], most: int = 2) -> str:
    """Return the first surnames as typed, for a row: `Yang, Pan +2`.

    Only the first `most` items and the item after them are looked at.
    """
    looked_at = authors[: most + 1]
    shown = ", ".join([name.last for name in names(looked_at)[:most]])
    more = len(authors) - most
    if TEAM_SIGN in looked_at:
        more -= 1
    if more <= 0:
        return shown
    return f"{shown} +{more}"
