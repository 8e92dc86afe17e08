"""The claim: the sentence of an abstract that says what the paper does.

`We present VidSplat, a framework that ...`. It is found by weights, which were made on 1,800
abstracts read by eye. Each sentence gets the weight of the first of patterns.SAYS in it, more or
less by its beginning (patterns.BEGINS) and a few signs, and half a point less for each sentence
before it; the heaviest is the claim. The time is linear in the abstract's length.
"""

from __future__ import annotations

import re
from functools import lru_cache

from arxtui.claim import names, patterns
from arxtui.claim.sentences import Span, sentences

__all__ = ["Span", "claim_of", "sentences"]

_I = re.compile(r"(?<!part )(?<!type )(?<!phase )(?<!class )(?<!stage )(?<!paper )\bi ")
_FIRST_SENTENCES = 12
"""Sentences that are looked at; no claim comes later."""
_LONGEST = 4_000
"""Characters of an abstract that are looked at; the longest of cs.CV has 2,300."""
_FEW_WORDS = 6
"""Words of a sentence that names a thing and hardly says anything of it."""
_PLAIN = 9
"""The weight from which on a sentence that proposes something is taken to propose the whole."""
_LATER = 2
"""The weight taken from each sentence behind such a sentence: it proposes a part of the whole."""
_IS_NAMED = (10, 8, 4)
"""The weights of `VidSplat is a framework` as first, as second and as a later sentence."""
_PROMISING = 7
"""The weight from which on a sentence is checked by _says_less()."""
_OF_DETAIL = 7
"""The weight that patterns.BEGINS takes from a sentence that patterns.DETAIL matches."""
_FIRM = 3
"""The weight that such a sentence has at least without it, to be the claim where no other is."""
_OF_THINGS = 4
"""The weight taken from a sentence on the code or the data used in the paper."""
_LEAST = 0.5
"""The weight that a claim has at least."""


_SIGNS = (
    ("work", patterns.WORKS),
    ("aims", patterns.AIMS),
    ("proposing", patterns.PROPOSING),
    ("is_proposed", patterns.PASSIVE),
    ("is_studied", patterns.STUDIED),
)
"""Signs by name, each with the words that are looked for."""


@lru_cache(maxsize=8)  # each mark shows its paper anew
def claim_of(title: str, abstract: str) -> Span | None:
    """Return the place of the sentence that says what the paper does; None if not found."""
    text = abstract[:_LONGEST]
    name = names.name_in(title)
    best = None
    most = 0.0
    detail = None
    has_proposed = False
    is_aim = False
    for number, span in enumerate(sentences(text)[:_FIRST_SENTENCES]):
        sentence = text[span.start : span.end]
        lower = sentence.lower()
        weight = _weight(sentence, lower, number, name)
        if is_aim:
            weight = max(weight, 0) + patterns.GOAL
        is_aim = patterns.LABEL.match(lower) is not None
        if has_proposed:
            weight -= _LATER
        elif weight >= _PLAIN:
            has_proposed = patterns.PROPOSES.search(lower) is not None
        if weight > most:
            best = span
            most = weight
        if detail is None and weight + _OF_DETAIL >= _FIRM and patterns.DETAIL.match(lower):
            detail = span
    if most < _LEAST:
        return detail
    return best


def _weight(sentence: str, lower: str, number: int, name: str) -> float:
    """Return the weight of a sentence; `lower` is it in lower case, `number` counts from 0."""
    if lower.startswith("i ") or " i " in lower:
        lower = _I.sub("we ", lower)
    signs = _signs_in(lower)
    weight = _weight_of_words(lower, signs)
    if name and names.says_what_it_is(name, lower):
        weight = max(weight, _IS_NAMED[min(number, 2)])
    if patterns.AIM.match(lower):
        weight = max(weight, 2) + patterns.GOAL
    elif weight:
        moved = next((moved for moved, words in patterns.BEGINS if words.match(lower)), 0)
        weight += moved if number else max(moved, 0)
    if not weight or patterns.ASKS.match(lower):
        return 0.0
    if patterns.ALSO.search(lower):
        weight -= 5
    if weight >= _PROMISING:
        weight -= _says_less(lower)
    of_things = "work" in signs and patterns.THINGS_OF_WORK.match(lower) is not None
    if of_things and not patterns.PROPOSES.search(lower):
        weight -= _OF_THINGS
    elif "work" in signs and patterns.IN_THIS_WORK.search(lower):
        weight += 1.5
    if patterns.NEW.search(lower):
        weight += 1
    if name and names.has_name(name, sentence):
        weight += 3
        if lower.count(" ") >= _FEW_WORDS and names.proposes(name, lower):
            weight += 1.5
    if number == 0 and patterns.STATES.match(lower):
        weight += 2
    return weight - number / 2


def _signs_in(lower: str) -> frozenset[str]:
    """Return the cheap signs of a sentence, looked for before the patterns that need them."""
    signs = {name for name, words in _SIGNS if words.search(lower)}
    if "we " in lower or "we," in lower:
        signs.add("we")
    if "our " in lower:
        signs.add("our")
    if lower.startswith("the proposed "):
        signs.add("proposed")
    return frozenset(signs)


def _weight_of_words(lower: str, signs: frozenset[str]) -> float:
    """Return the weight of the first of patterns.SAYS that matches; 0 if no pattern does."""
    for says in patterns.SAYS:
        if says.needs in signs and says.words.search(lower):
            return says.weight
    return 0.0


def _says_less(lower: str) -> float:
    """Return the weight to take from a sentence that only names a subject, a plan or a finding."""
    if patterns.OUTLINES.search(lower):
        return 4
    if patterns.REMARKS_ON.match(lower) or patterns.LIMITS.search(lower):
        return 6
    if patterns.OBSERVES.search(lower) and not patterns.ALSO_PROPOSES.search(lower):
        return 3
    if patterns.TOPIC.search(lower) and not patterns.MEANS.search(lower):
        return 3
    return 0
