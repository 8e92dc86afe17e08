"""The sentences of an abstract as places in its text."""

from __future__ import annotations

import re
from typing import NamedTuple


class Span(NamedTuple):
    """A sentence as a place in its text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""


_ABBREVIATIONS = frozenset(
    "e.g i.e al etc vs cf fig figs eq eqs eqn sec secs tab ref refs no nos vol pp approx resp dr"
    " prof mr ms mrs st dept inc ltd a.k.a aka w.r.t ca viz et esp incl wrt ver u.s u.k".split()
)
"""Words whose full stop does not end a sentence."""
_MAY_END = frozenset({"etc", "al"})
"""Abbreviations that end a sentence before a capital."""
_STOP = re.compile(
    r"(?P<stop>[.!?…][\"'”’»)\]}]*)(?P<blanks>\s+)(?=(?P<next>\S))"
    r"|(?P<glued>[.!?])(?=(?:[A-Z][a-z]+|A),? [a-z])"
    r"|(?P<comma>,)\s(?=To (?:address|tackle|overcome|solve|alleviate|mitigate|bridge|resolve) )"
)
"""A place where a sentence may end.

`glued` is a full stop without a blank behind it, `comma` a comma in place of a full stop.
"""
_LAST_WORD = re.compile(r"\S+$")
_DOLLAR = re.compile(r"(?<!\\)\$")
_THREE_LETTERS = re.compile(r"[a-z]{3}$")
_CAPITALISED = re.compile(r"[A-Z][a-z]+\b")
_BEGINS_A_SENTENCE = re.compile(r"(We|The|This|In|It|Our|To|However|These|By|For|A|An)\b")
_LIKE_IPHONE = re.compile(r"[a-z]+[A-Z0-9]")
_NUMBERED = re.compile(r"(?:^|[:;])\s*$")
_LOOKED_BACK = 24
"""Characters before a full stop in which its word is looked for."""


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of an abstract, in order.

    Full stops of formulas and abbreviations end no sentence.
    """
    formulas = _formulas(text)
    found = []
    start = 0
    formula = 0
    for stop in _STOP.finditer(text):
        place = stop.start()
        while formula < len(formulas) and formulas[formula].end < place:
            formula += 1
        if formula < len(formulas) and formulas[formula].start < place < formulas[formula].end:
            continue
        if stop["comma"]:
            found.append(Span(start, place + 1))
            start = stop.end()
        elif stop["glued"]:
            if _THREE_LETTERS.search(text[max(0, place - 4) : place]):
                found.append(Span(start, place + 1))
                start = place + 1
        elif _ends_sentence(text, start, stop):
            found.append(Span(start, place + len(stop["stop"])))
            start = stop.end()
    if text[start:].strip():
        found.append(Span(start, len(text)))
    return tuple(found)


def _formulas(text: str) -> list[Span]:
    """Return the places between two dollar signs; [] if their number is odd."""
    dollars = [found.start() for found in _DOLLAR.finditer(text)]
    if len(dollars) % 2:
        return []
    return [Span(*pair) for pair in zip(dollars[::2], dollars[1::2], strict=True)]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    place = stop.start()
    following = stop["next"]
    before = text[max(start, place - _LOOKED_BACK) : place]
    word = ""
    found = _LAST_WORD.search(before)
    if found:
        word = found[0].lstrip("([{\"'").lower()
    if text[place] == "." and not _full_stop_ends(text, stop, before, word):
        return False
    if _is_list_number(text, start, place, before, word):
        return False
    if following.islower() and not _LIKE_IPHONE.match(text, stop.end()):
        return False
    return following not in ",;:)"


def _full_stop_ends(text: str, stop: re.Match[str], before: str, word: str) -> bool:
    """Return True unless the full stop is of an abbreviation or an initial (`J. Smith`)."""
    if word in _ABBREVIATIONS:
        return word in _MAY_END and stop["next"].isupper()
    is_initial = len(word) == 1 and word.isalpha() and word != "i" and before[-1].isupper()
    if not is_initial or not _CAPITALISED.match(text, stop.end()):
        return True
    return _BEGINS_A_SENTENCE.match(text, stop.end()) is not None


def _is_list_number(text: str, start: int, place: int, before: str, word: str) -> bool:
    """Return True for the `1.` of a numbered list."""
    if not word.isdigit() or len(word) > 2:
        return False
    if len(before) == len(word):
        return True
    return _NUMBERED.search(text[max(start - 3, 0) : place - len(word)][-4:]) is not None
