"""The grammar of templates of citation keys: text, parts, numbers and filters.

The parts themselves are in parts.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from arxtui.citation_key import NOT_A_SIGN, SIGNS
from arxtui.citation_key.parts import ET_AL, PARTS, Groups, Part
from arxtui.model import Paper

FILTERS = ("lower", "upper", "capitalize", "abbr")
"""The filters that a part may have; `abbr` is the first letter of each word."""


@dataclass(frozen=True, slots=True)
class Field:
    """A part in a template, with its number (0 = no limit) and filter."""

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
def read(template: str) -> tuple[str | Field, ...]:
    """Return the texts and parts of a template. Raises ValueError, see citation_key.check()."""
    pieces: list[str | Field] = []
    for found in _PIECE.finditer(template):
        inside, between, brace = found.groups()
        if brace:
            other = {"{": "}", "}": "{"}[brace]
            raise ValueError(f"has a {brace} without its {other}")
        if between is None:
            pieces.append(_field(inside))
            continue
        if wrong := NOT_A_SIGN.search(between):
            raise ValueError(f"has {wrong[0]!r} between its parts; a key takes {SIGNS}")
        pieces.append(between)
    if not any(isinstance(piece, Field) for piece in pieces):
        raise ValueError(f"names no part of a paper; there are {_there()}")
    if isinstance(pieces[0], str) and not pieces[0][0].isalnum():
        raise ValueError(f"begins with {pieces[0][0]!r}; a key begins with a letter or digit")
    return tuple(pieces)


def _field(inside: str) -> Field:
    """Return the part that is named in braces.

    Raises ValueError, with the known parts and filters.
    """
    name, *modifiers = inside.split(":")
    part = PARTS.get(name)
    if part is None:
        import difflib  # needed for a mistake alone

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
    return Field(part, number, filter_)


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


def filled(template: str, paper: Paper) -> str:
    """Return a template filled for a paper. Raises ValueError, see citation_key.check()."""
    made = []
    for piece in read(template):
        if isinstance(piece, Field):
            made.append(piece.of(paper))
        else:
            made.append(piece)
    return "".join(made)
