"""Citation keys: made by a template such as `{author}{year}{word}`, set apart by letters.

A template is text with parts in braces. Behind a part may stand a number and a filter, each with a
colon before it: `{authors:2:lower}`. The parts are in parts.py, the filters in FILTERS, by the
names of Better BibTeX and JabRef where these have the same. A key has only signs that BibTeX,
biber, pybtex and bibtexparser take, whatever the paper; in place of what a paper lacks stands
`anon` or the digits of its arXiv id.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from arxtui.citation_key.parts import ET_AL, PARTS, Groups, Part
from arxtui.config import KEY
from arxtui.model import Entry, Paper

_LONGEST_BASE = 120
"""Letters of a key, without the letters that set it apart from other keys."""
_LONGEST_KEY = 200
_KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.:+/-]{{0,{_LONGEST_KEY - 1}}}", re.ASCII)
SIGNS = "letters, digits and _ . : + / -"
"""The signs that a key may have."""
_NOT_A_SIGN = re.compile(r"[^A-Za-z0-9_.:+/-]", re.ASCII)
FILTERS = ("lower", "upper", "capitalize", "abbr")
"""The filters that a part may have; `abbr` is the first letter of each word."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A part in a template, with its number (0 = all) and filter."""

    part: Part
    number: int
    filter: str

    def of(self, paper: Paper) -> str:
        """Return the part of a paper in the signs of a key; never empty."""
        groups = self.part.groups(paper)
        if self.part.counts == "letters":
            return self._filtered(groups[:1])[: self.number or None]
        shown = groups[: self.number or None]
        if self.part.counts == "names" and len(shown) < len(groups) and shown[-1] != [ET_AL]:
            shown = [*shown, [ET_AL]]
        return self._filtered(shown)

    def _filtered(self, groups: Groups) -> str:
        """Return words as one text, changed by the filter."""
        words = [word for group in groups for word in group]
        if self.filter == "abbr":
            return "".join([word[0] for word in words if word != ET_AL])
        if self.filter == "capitalize":
            return "".join([word[0].upper() + word[1:] for word in words])
        joined = "".join(words)
        if self.filter == "lower":
            return joined.lower()
        if self.filter == "upper":
            return joined.upper()
        return joined


_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")


@lru_cache(maxsize=8)
def _read(template: str) -> tuple[str | _Field, ...]:
    """Return the texts and parts of a template. Raises ValueError, see check()."""
    pieces: list[str | _Field] = []
    for found in _PIECE.finditer(template):
        inside, between, brace = found.groups()
        if brace:
            other = {"{": "}", "}": "{"}[brace]
            raise ValueError(f"has a {brace} without its {other}")
        if between is None:
            pieces.append(_field(inside))
            continue
        if wrong := _NOT_A_SIGN.search(between):
            raise ValueError(f"has {wrong[0]!r} between its parts; a key takes {SIGNS}")
        pieces.append(between)
    if not any(isinstance(piece, _Field) for piece in pieces):
        raise ValueError(f"names no part of a paper; there are {_there()}")
    if isinstance(pieces[0], str) and not pieces[0][0].isalnum():
        raise ValueError(f"begins with {pieces[0][0]!r}; a key begins with a letter or digit")
    return tuple(pieces)


def _field(inside: str) -> _Field:
    """Return the part that stands in braces. Raises ValueError, with what there is."""
    name, *modifiers = inside.split(":")
    part = PARTS.get(name)
    if part is None:
        import difflib  # only for a mistake

        alike = difflib.get_close_matches(name.lower(), PARTS, 1)
        meant = ""
        if alike:
            meant = f" (did you mean {{{alike[0]}}}?)"
        raise ValueError(f"knows no {{{name}}}{meant}; there are {_there()}")
    number = part.usual
    filter_ = part.filter
    for modifier in modifiers:
        if modifier.isascii() and modifier.isdigit():
            number = _number(inside, name, part, modifier)
        elif modifier in FILTERS:
            filter_ = modifier
        else:
            filters = ", ".join(FILTERS)
            raise ValueError(f"has no {modifier!r} for {{{inside}}}; there are {filters}")
    return _Field(part, number, filter_)


def _number(inside: str, name: str, part: Part, digits: str) -> int:
    """Return a number from 1 to 99.

    Raises ValueError for another number, and if the part has no number.
    """
    if not part.counts:
        raise ValueError(f"has a number in {{{inside}}}, but {{{name}}} takes none")
    number = int(digits[:4])
    if not 1 <= number <= 99:
        raise ValueError(f"has {digits} in {{{inside}}}; a number of {part.counts} is 1 to 99")
    return number


def _there() -> str:
    return " ".join([f"{{{name}}}" for name in PARTS])


def check(template: str) -> str:
    """Return a template as it is. Raises ValueError, with what it takes, if it makes no keys."""
    _read(template)
    return template


def key_base(paper: Paper, template: str = "") -> str:
    """Return the key of a paper without the letter that sets it apart: `schmitt2023there`.

    It is made by the template, by config.KEY for ``; never empty, and of the signs of a key only.
    Raises ValueError for a template that check() refuses.
    """
    made = []
    for piece in _read(template or KEY):
        if isinstance(piece, _Field):
            made.append(piece.of(paper))
        else:
            made.append(piece)
    return "".join(made)[:_LONGEST_BASE]


def free_key(base: str, taken: Container[str], tried: dict[str, int] | None = None) -> str:
    """Return the base, or the first of basea, baseb, … basez, baseaa, … that is not taken.

    `taken` has keys in lower case, because BibTeX takes Li2023a and li2023a for the same key.
    `tried` is filled and read here: base -> the number of its last key. A caller that gives out
    many keys passes the same dict each time, and the search of a base goes on where it ended; keys
    may be added meanwhile, not removed.
    """
    number = 0
    if tried:
        number = tried.get(base.lower(), 0)
    key = base + _letters(number)
    while key.lower() in taken:
        number += 1
        key = base + _letters(number)
    if tried is not None:
        tried[base.lower()] = number
    return key


def _letters(number: int) -> str:
    """Return a number in letters: 0 is ``, 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def own_key(entry: Entry[Paper], taken: Container[str], template: str = "") -> str:
    """Return the key of a paper in the library, else the key that an export would give it.

    A key of the library that no .bib can have is passed over, as in an export. `taken` has keys in
    lower case.
    """
    if entry.mark.cite and is_key(entry.mark.cite.key):
        return entry.mark.cite.key
    return free_key(key_base(entry.paper, template), taken)


def is_key(text: str) -> bool:
    """Return True if a text can be the key of an entry in every program that reads a .bib."""
    return _KEY.fullmatch(text) is not None


def why_no_key(text: str) -> str:
    """Return why a text cannot be a key of is_key()."""
    if wrong := _NOT_A_SIGN.search(text):
        return f"{text!r} cannot be a key: it has {wrong[0]!r}; a key takes {SIGNS}"
    if not text:
        return "a key needs a letter or digit"
    if not text[0].isalnum():
        return f"{text!r} cannot be a key: it begins with {text[0]!r}, not a letter or digit"
    return f"a key has at most {_LONGEST_KEY} signs, this one {len(text)}"


def is_made_of(key: str, base: str) -> bool:
    """Return True if free_key() makes such a key of this base: the base and its letters."""
    return re.fullmatch(re.escape(base) + "[a-z]{0,4}", key) is not None
