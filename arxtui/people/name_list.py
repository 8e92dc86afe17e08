"""The names of a text, such as an author line, as arXiv's lists have them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from arxtui.lazy_pattern import lazy_pattern
from arxtui.people.patterns import (
    CERTAIN_TEAM,
    DEGREES,
    EDGES,
    ET_AL,
    LONGEST_TEAM,
    OTHERS,
    SUFFIX,
    TEAM,
    TEAM_SIGN,
)

_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_BRACKET = lazy_pattern(r"([()\[\]])")
_NOT_SHOWN = lazy_pattern(
    r"[(\[]?(?:\band |\+ ?)?\b\d{1,9} "
    r"(?:(?:(?:additional|more|other) )?authors?(?: not shown)?|others)\b[)\]]?",
    re.IGNORECASE,
)
_MARK = lazy_pattern(r"\$\s?\^\s?(?:\{[^{}$]{0,20}\}|[\d*])\s?\$|\^(?:\{[\d, *]{1,9}\}|\d)")
"""A mark for an affiliation in TeX: `Jane Doe$^{1,2}$`."""
_BETWEEN = lazy_pattern(
    r"\s*[,;]\s*(?:(?:and\b|&)\s*)?|\s+(?:and|&)\s+(?=\S)|\s*\\\\\s*", re.IGNORECASE
)
_NAME_END = lazy_pattern(r",| and ")


def split(text: str) -> tuple[str, ...]:
    """Return the names of a text, in order, as arXiv's own lists have them.

    Affiliations in brackets and links are left out, a degree or `Jr.` stays with its name, a team
    before a colon is followed by TEAM_SIGN, and `et al.` or `(9 additional authors not shown)`
    becomes OTHERS at the end. The forms: https://info.arxiv.org/help/prep.html#author and
    feed/serializers/extensions.py of github.com/arXiv/arxiv-feed.
    """
    if "<" in text:
        text = _TAG.sub("", text)
    text = _MARK.sub("", html.unescape(text))
    text = without_brackets(_NOT_SHOWN.sub(" et al. ", " ".join(text.split())))
    cut = ET_AL.search(text)
    found: list[str] = []
    for piece in _pieces(ET_AL.sub(" , ", text)):
        if piece == TEAM_SIGN and (not found or found[-1] == TEAM_SIGN):
            continue
        if piece.isdecimal():  # `Ann Lee 1,2`: the number of an affiliation
            continue
        belongs = SUFFIX.fullmatch(piece) or DEGREES.fullmatch(piece)
        if not belongs or not found or found[-1] == TEAM_SIGN:
            found.append(piece)
        elif len(found[-1]) < LONGEST_TEAM:
            found[-1] += " " + piece
    if cut:
        found.append(OTHERS)
    return tuple(found)


def _pieces(text: str) -> Iterator[str]:
    """Yield the names of a text without brackets, and TEAM_SIGN after a team."""
    for part in _split_at(text):
        team, sign, rest = part.partition(TEAM_SIGN)
        for piece in (team.strip(EDGES), sign, rest.strip(EDGES)):
            if piece:
                yield piece


def _split_at(text: str) -> Iterator[str]:
    """Yield the parts between separators; an `and` inside the name of a team is no separator."""
    start = 0
    for found in _BETWEEN.finditer(text):
        is_word = found[0].strip().lower() in ("and", "&")
        before = text[start : found.start()]
        after = _NAME_END.split(text[found.end() : found.end() + LONGEST_TEAM], maxsplit=1)[0]
        if is_word and len(before) < LONGEST_TEAM and not _separates(before, after):
            continue
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _separates(before: str, after: str) -> bool:
    """Return True if an `and` stands between two names, not inside the name of a team.

    `Ada Lovelace and the Great Team` are two names, `Department of Physics and Astronomy` is a
    single name.
    """
    if not TEAM.search(f"{before} {after}"):
        return True
    if ends := TEAM.search(before):
        return not before[ends.end() :].strip()
    if len(before.split()) < 2 or before.lower().startswith("the "):
        return False
    return not TEAM.search(after) or after.startswith("the ") or bool(CERTAIN_TEAM.search(after))


def without_brackets(text: str) -> str:
    """Return a text without its brackets and the text in them, which may have brackets too.

    A bracket that never closes removes the text up to the next comma: the names after it stay.
    """
    if not _BRACKET.search(text):
        return text
    pieces = _BRACKET.split(text)
    closing = _closing(pieces)
    kept: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece in ("(", "["):
            if at in closing:
                at = closing[at]
            elif at + 1 < len(pieces):
                pieces[at + 1] = "," + pieces[at + 1].partition(",")[2]
        elif piece not in (")", "]"):
            if at + 1 < len(pieces):
                piece = piece.rstrip()
            kept.append(piece)
        at += 1
    return "".join(kept)


def without_team_signs(authors: Sequence[str]) -> list[str]:
    """Return the authors without TEAM_SIGN, which only marks the name before it as a team."""
    return [name for name in authors if name != TEAM_SIGN]


def _closing(pieces: Sequence[str]) -> dict[int, int]:
    """Return the place of each opening bracket that closes -> the place where it does."""
    open_places: list[int] = []
    closing: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece in ("(", "["):
            open_places.append(at)
        elif piece in (")", "]") and open_places:
            closing[open_places.pop()] = at
    return closing
