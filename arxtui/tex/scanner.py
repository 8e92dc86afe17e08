"""Groups and formulas in a text with TeX, and the base of the scanners that read such a text.

Every character is read once, and no text makes it fail: text without TeX is not changed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Generic, NamedTuple, TypeVar

DEEPEST = 40
"""Groups and macros inside one another; deeper levels are not read."""

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_FORMULA = re.compile(
    r"(?<!\\)\$\$([^$]{1,400})\$\$|(?<!\\)\$((?:\\.|[^$\\]){1,400}?)\$"
    r"|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]",
    re.DOTALL,
)
_SINGLE_DOLLARS = 2
"""The group of _FORMULA for `$...$`."""
_SIGN = re.compile(r"[\\^_<>=]|^\s?\S\s?$")
_PROSE = re.compile(r"\b[A-Za-z]{4,} [a-z]{3,}\b")
_WITH_ARGUMENT = re.compile(r"\\[a-zA-Z]+\s*\{[^}]*\}")


class Formula(NamedTuple):
    """A formula as places in its text."""

    start: int
    """Where its body begins."""
    stop: int
    """Where its body ends."""
    end: int
    """Where the text continues, behind the closing sign."""


def groups(text: str) -> dict[int, int]:
    """Return the place of each `{` -> the place of its `}`.

    Braces after a backslash, and braces without a partner, are left out.
    """
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            waiting.append(found.start())
        elif found[0] == "}" and waiting:
            ends[waiting.pop()] = found.start()
    return ends


def balanced(text: str) -> bool:
    """Return True if every brace without a backslash before it has its partner."""
    depth = 0
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        if depth < 0:
            return False
    return depth == 0


def formulas(text: str) -> dict[int, Formula]:
    """Return the place where each formula begins -> the formula.

    A `$` begins a formula by pandoc's rule (no blank inside the dollars, no digit after them), or
    if a mathematical sign is between the dollars; prose and amounts of money are no formulas.
    """
    found_formulas: dict[int, Formula] = {}
    at = 0
    while found := _FORMULA.search(text, at):
        at = found.start() + 1
        form = found.lastindex or 0
        body = found[form]
        if form == _SINGLE_DOLLARS:
            after = text[found.end() : found.end() + 1]
            if not _is_dollar_math(body, after):
                continue
        if body.strip() and balanced(body) and not _PROSE.search(_WITH_ARGUMENT.sub("", body)):
            found_formulas[found.start()] = Formula(*found.span(form), found.end())
            at = found.end()
    return found_formulas


def _is_dollar_math(body: str, after: str) -> bool:
    if body[0].isdigit() and after.isdigit() and " " in body:  # $5 and $10
        return False
    if _SIGN.search(body):
        return True
    return not (body[0].isspace() or body[-1].isspace() or after.isdigit())


Piece = TypeVar("Piece")


class Scanner(ABC, Generic[Piece]):
    """A text that is read sign by sign into pieces.

    Places are indexes into the text; a span is [start, stop).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = groups(text)
        self.formulas = formulas(text)
        self.depth = 0

    @abstractmethod
    def letters(self, text: str) -> Piece:
        """Return the piece for a text without signs."""

    @abstractmethod
    def special(self, found: re.Match[str], stop: int, math: bool) -> tuple[Piece, int]:
        """Return the piece at a sign of TeX, and the place behind it.

        `math` is True inside a formula.
        """

    def pieces(
        self, signs: re.Pattern[str], start: int, stop: int, math: bool = False
    ) -> list[Piece]:
        """Return the pieces of a span; `signs` finds the signs that have a meaning in TeX."""
        pieces: list[Piece] = []
        while found := signs.search(self.text, start, stop):
            if found.start() > start:
                pieces.append(self.letters(self.text[start : found.start()]))
            piece, start = self.special(found, stop, math)
            pieces.append(piece)
        if start < stop:
            pieces.append(self.letters(self.text[start:stop]))
        return pieces

    def has_group(self, at: int, stop: int) -> bool:
        """Return True if a group begins here that ends within the span."""
        return self.ends.get(at, stop) < stop

    def formula_at(self, at: int, stop: int) -> Formula | None:
        """Return the formula that begins here, if it ends within the span."""
        formula = self.formulas.get(at)
        if formula is None or formula.end > stop:
            return None
        return formula

    def after_blanks(self, at: int, stop: int) -> int:
        """Return the first place from here on that is not a blank."""
        while at < stop and self.text[at] == " ":
            at += 1
        return at
