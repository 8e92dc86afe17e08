"""The signs of a sentence: words that are found quickly, and that the costly patterns need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from arxtui.claim.all_patterns import claim_pattern
from arxtui.claim.words import PROPOSED, SUGGESTED, THIS_WORK, TREATED

Signs: TypeAlias = Mapping[str, tuple[int, ...]]
"""Signs by name, each with the offsets in the sentence at which it stands."""

_WE = claim_pattern(r"we[ ,]")
_WORK = claim_pattern(rf"\b{THIS_WORK}")
_HERE = claim_pattern(r"(?:\w+[,:] )?here(?:in)?,? we ")
_TO_HERE = 30
"""Characters at the beginning of a sentence in which `here` is looked for."""
_MOST = 8
"""Places of a sign that are looked at; hostile text has thousands."""
_AT_START = (0,)
_OTHERS = (
    ("aims", claim_pattern(r"(?:aim|goal|purpose|objective)s? ")),
    ("proposing", claim_pattern(r"(?:propos|introduc|develop|design|present)ing ")),
    ("is_proposed", claim_pattern(PROPOSED)),
    (
        "is_studied",
        claim_pattern(
            r" (?:is|are|was|were|been) (?:\w+ly (?:and |or )?)*"
            rf"(?:{TREATED}|{SUGGESTED}|shown|found|argued|explained|demonstrated|proven)\b"
        ),
    ),
)
"""Signs whose place does not matter, each with the words that are looked for."""


def signs_in(lower: str) -> Signs:
    """Return the signs of a sentence in lower case."""
    signs: dict[str, tuple[int, ...]] = {
        name: _AT_START for name, words in _OTHERS if words.search(lower)
    }
    if "we" in lower:
        places = tuple(
            found.start()
            for found in _WE.finditer(lower)
            if not lower[found.start() - 1 : found.start()].isalnum()
        )[:_MOST]
        if places:
            signs["we"] = places
            signs["a we"] = _AT_START
    works = tuple(found.start() for found in _WORK.finditer(lower))[:_MOST]
    if works:
        signs["work"] = works
    if "our " in lower:
        signs["our"] = _AT_START
    if "here" in lower[:_TO_HERE] and _HERE.match(lower):
        signs["here"] = _AT_START
    if lower.startswith("this is "):
        signs["this is"] = _AT_START
    if lower.startswith("the proposed "):
        signs["proposed"] = _AT_START
    return signs


def match_at(words: re.Pattern[str], lower: str, places: Iterable[int]) -> re.Match[str] | None:
    """Return the first match that begins at one of the offsets of the sentence, or None."""
    for place in places:
        found = words.match(lower, place)
        if found:
            return found
    return None
