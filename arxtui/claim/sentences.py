"""The sentences of an abstract as places in its text."""

from __future__ import annotations

import re
from typing import NamedTuple

from arxtui.claim.all_patterns import claim_pattern


class Span(NamedTuple):
    """A sentence as a place in its text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""


_ABBREVIATIONS = frozenset(
    "e.g i.e al etc vs cf fig figs eq eqs eqn sec secs tab ref refs no nos vol pp approx resp dr"
    " prof mr ms mrs st mt dept univ inc ltd a.k.a aka w.r.t ca viz et esp incl wrt ver u.s u.k"
    " ph.d sect sects subsec chap thm thms lem prop props cor def defs".split()
)
"""Words whose full stop does not end a sentence."""
_ALSO_WORDS = frozenset({"ms", "sec", "secs", "no", "prop", "props", "def", "defs", "cor"})
"""Abbreviations in small letters that are words too (`2 ms.`) and may end a sentence."""
_OF_JOURNALS = frozenset(
    "Phys Rev Lett Astron Astrophys Math Nucl Mod Proc Sci Soc Ann Comm Commun Amer Am Int"
    " Opt Appl Chem Mon Not Acad Natl Trans Jpn Chin".split()
)
"""Abbreviations in the names of journals: they end a sentence before `We`, `The` and such words."""
_MAY_END = frozenset({"etc", "al"})
"""Abbreviations that end a sentence before a capital."""
_SELDOM_END = frozenset({"u.s", "u.k", "ph.d", "univ", "dept", "inc", "ltd"})
"""Abbreviations that end a sentence before `We`, `The` and such words only."""
_DOTTED = claim_pattern(r"(?:[a-z]\.)+[a-z]$")
"""An abbreviation such as `i.i.d`."""
_STOP = claim_pattern(
    r"[.!?…,](?:"
    r"(?<!,)(?P<closing>[\"'”’»)\]}]*)\s+(?=(?P<next>\S))"
    r"|(?<=[.!?])(?P<glued>(?=(?:[A-Z][a-z]+|A),? [a-z]))"
    r"|(?<=,)(?P<comma>\s)"
    r"(?=To (?:address|tackle|overcome|solve|alleviate|mitigate|bridge|resolve) ))"
)
"""A place where a sentence may end; it begins with a set of characters, which makes it fast.

`glued` is a full stop without a blank behind it, `comma` a comma in place of a full stop.
"""
_LAST_WORD = claim_pattern(r"\S+$")
_DOLLAR = claim_pattern(r"\$(?<!\\\$)")
_THREE_LETTERS = claim_pattern(r"[a-z]{3}$")
_TWO_SIGNS = claim_pattern(r"[\w)\]}%$]{2}$")
_CAPITALISED = claim_pattern(r"[A-Z](?:\.|[^\WA-Z\d_]+\b)")
_BEGINS_A_SENTENCE = claim_pattern(
    r"(?:We|The|This|In|It|Our|To|However|These|By|For|A|An|Their|They|There|Those|Such|Its|Here"
    r"|If|When|While|Then|Thus|Hence|Therefore|Moreover|Furthermore|Finally|Also|As|At|On|From"
    r"|With|Some|Both|Each|All|Under|Using|Based|Since|Although|Because|Unlike|Results|Building"
    r"|Experiments)\b"
)
_LIKE_IPHONE = claim_pattern(r"[a-z]+[A-Z0-9]")
_NUMBERED = claim_pattern(r"(?:^|[:;])\s*$")
_INITIALS = claim_pattern(r"(?:[a-z]\.){0,3}(?!i$)[a-z]")
_IN_A_LIST = claim_pattern(r"(?:^|[:;,]\s*)\d{1,2}\)$")
_LOOKED_BACK = 24
"""Characters before a full stop in which its word is looked for."""


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of an abstract, in order.

    Full stops of formulas and abbreviations end no sentence.
    """
    formulas = _formulas(text)
    is_small = text.islower()
    found = []
    start = 0
    formula = 0
    for stop in _STOP.finditer(text):
        place = stop.start()
        while formula < len(formulas) and formulas[formula].end < place:
            formula += 1
        if formula < len(formulas) and formulas[formula].start < place < formulas[formula].end:
            continue
        if stop["comma"] is not None:
            found.append(Span(start, place + 1))
            start = stop.end()
        elif stop["glued"] is not None:
            if _is_glued(text, place):
                found.append(Span(start, place + 1))
                start = place + 1
        elif _ends_sentence(text, start, stop, is_small=is_small):
            found.append(Span(start, stop.end("closing")))
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


def _is_glued(text: str, place: int) -> bool:
    """Return True if a full stop without a blank behind it ends a sentence."""
    before = text[max(0, place - 4) : place]
    if _THREE_LETTERS.search(before):
        return True
    if not _TWO_SIGNS.search(before):
        return False
    return _BEGINS_A_SENTENCE.match(text, place + 1) is not None


def _ends_sentence(text: str, start: int, stop: re.Match[str], *, is_small: bool) -> bool:
    """Return True if a sign before a blank ends a sentence.

    `is_small` is True for a text without capitals.
    """
    place = stop.start()
    following = stop["next"]
    before = text[max(start, place - _LOOKED_BACK) : place]
    word = ""
    found = _LAST_WORD.search(before)
    if found:
        word = found[0].lstrip("([{\"'")
    if text[place] == "." and not _full_stop_ends(text, stop, before, word):
        return False
    if _is_list_number(text, start, place, before, word):
        return False
    if following.islower() and not is_small and not _LIKE_IPHONE.match(text, stop.end()):
        return False
    return following not in ",;:)"


def _full_stop_ends(text: str, stop: re.Match[str], before: str, word: str) -> bool:
    """Return True unless the full stop is of an abbreviation or an initial (`J. Smith`)."""
    if word in _ALSO_WORDS:
        return _BEGINS_A_SENTENCE.match(text, stop.end()) is not None
    if word in _OF_JOURNALS:
        begins = _BEGINS_A_SENTENCE.match(text, stop.end())
        return begins is not None and begins[0] != "A"
    small = word.lower()
    if small in _ABBREVIATIONS and small not in _SELDOM_END:
        return small in _MAY_END and stop["next"].isupper()
    if small in _SELDOM_END or _DOTTED.match(word):
        return _BEGINS_A_SENTENCE.match(text, stop.end()) is not None
    word = small
    is_initial = _INITIALS.fullmatch(word) is not None and before[-1].isupper()
    if not is_initial or not _CAPITALISED.match(text, stop.end()):
        return True
    return _BEGINS_A_SENTENCE.match(text, stop.end()) is not None


def _is_list_number(text: str, start: int, place: int, before: str, word: str) -> bool:
    """Return True for the `1.` or `1).` of a numbered list."""
    if _IN_A_LIST.search(before):
        opened = text.count("(", start, place)
        return opened < text.count(")", start, place)
    if not word.isdigit() or len(word) > 2:
        return False
    if len(before) == len(word):
        return True
    return _NUMBERED.search(text[max(start - 3, 0) : place - len(word)][-4:]) is not None
