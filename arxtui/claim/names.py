"""The name that a title gives to the work (`VidSplat: ...`), looked for in sentences."""

from __future__ import annotations

from arxtui.claim.all_patterns import claim_pattern

_NAMED = claim_pattern(r"[\"'“‘$\\]*([A-Za-z0-9][\w\-+.$^{}²³]*(?: [A-Z0-9][\w\-+.]*)?)\s*[:–—]")
_LIKE_A_NAME = claim_pattern(r"[a-z][A-Z]|[A-Z]{2}|\d")
_IS_A = claim_pattern(r"(?![\w])(?: \([^)]{0,200}\))?[^.]{0,40}? (?:is|are) (?:a|an|the)\b")
_ENDS_A_NAME = claim_pattern(r"(?!-?\w)")
_PROPOSES = claim_pattern(
    r"\b(?:propos|introduc|present|develop|releas|design|provid)(?:e|es|ed|s)?"
    r" (?!the )(?:[\w-]+ ){0,3}$"
)
_LOOKED_BACK = 100
"""Characters before a name in which the verb that proposes it is looked for."""


def name_in(title: str) -> str:
    """Return the name before the colon of a title: `VidSplat` of `VidSplat: Gaussian ...`.

    Return "" for a title without a name.
    """
    found = _NAMED.match(title)
    if not found:
        return ""
    first = found[1].split()[0]
    if _LIKE_A_NAME.search(first):
        return first
    return found[1]


def has_name(name: str, sentence: str) -> bool:
    """Return True for a sentence with the name itself: `ViMo-Bench` has not the name `ViMo`."""
    place = sentence.find(name)
    while place >= 0:
        before = sentence[place - 1 : place]
        is_whole = not before.isalnum() and before not in ("-", "_")
        if is_whole and _ENDS_A_NAME.match(sentence, place + len(name)):
            return True
        place = sentence.find(name, place + 1)
    return False


def proposes(name: str, lower: str) -> bool:
    """Return True for `we introduce VidSplat, a ...`, a sentence in lower case."""
    small = name.lower()
    place = lower.find(small)
    while place >= 0:
        before = lower[max(0, place - _LOOKED_BACK) : place]
        following = lower[place + len(small) : place + len(small) + 1]
        if not following.isalnum() and _PROPOSES.search(before):
            return True
        place = lower.find(small, place + 1)
    return False


def says_what_it_is(name: str, lower: str) -> bool:
    """Return True for `VidSplat is a framework ...`, a sentence in lower case."""
    start = len("the ") if lower.startswith("the ") else 0
    small = name.lower()
    if not lower.startswith(small, start):
        return False
    return _IS_A.match(lower, start + len(small)) is not None
