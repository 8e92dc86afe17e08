"""The claim: the sentence of an abstract that says what the paper does.

`We present VidSplat, a framework that ...`. It is found by weights, which were made on 600
abstracts read by eye and tried on 668 others: a sentence is picked in 97 to 99 of 100 abstracts,
and 95 to 97 of 100 picks are right. Each sentence gets the weight of the first of patterns.SAYS in
it, more or less by its beginning (patterns.BEGINS) and a few signs, and half a point less for each
sentence before it; the heaviest is the claim. The time is linear in the abstract's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from arxtui.claim import patterns
from arxtui.claim.sentences import Span, sentences

__all__ = ["Span", "claim_of", "sentences"]

_NAMED = re.compile(r"[\"'“‘$\\]*([A-Za-z0-9][\w\-+.$^{}²³]*(?: [A-Z0-9][\w\-+.]*)?)\s*[:–—]")
_LIKE_A_NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d")
_I = re.compile(r"\bi ")
_FIRST_SENTENCES = 12
"""Sentences that are looked at; no claim comes later."""
_LONGEST = 20_000
"""Characters of an abstract that are looked at; the longest of cs.CV has 2,300."""
_FEW_WORDS = 6
"""Words of a sentence that names a thing and hardly says anything of it."""
_PLAIN = 9
"""The weight from which on a sentence that proposes something is taken to propose the whole."""
_LATER = 2
"""The weight taken from each sentence behind such a sentence: it proposes a part of the whole."""
_PROMISING = 7
"""The weight from which on a sentence is checked by _says_less()."""
_LEAST = 0.5
"""The weight that a claim has at least."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """Cheap signs, looked for before the patterns that need them."""

    we: bool
    work: bool
    proposing: bool
    is_proposed: bool

    @classmethod
    def of(cls, lower: str) -> _Signs:
        """Look for the signs in a sentence in lower case."""
        return cls(
            we="we " in lower or "we," in lower,
            work=patterns.WORKS.search(lower) is not None,
            proposing=patterns.PROPOSING.search(lower) is not None,
            is_proposed=patterns.PASSIVE.search(lower) is not None,
        )

    def has(self, sign: str) -> bool:
        """Return True if the sentence has the sign of this name."""
        present = {
            "we": self.we,
            "work": self.work,
            "proposing": self.proposing,
            "is_proposed": self.is_proposed,
        }
        return present[sign]


def claim_of(title: str, abstract: str) -> Span | None:
    """Return the place of the sentence that says what the paper does; None if not found."""
    text = abstract[:_LONGEST]
    name = _name_in(title)
    best = None
    most = 0.0
    has_proposed = False
    for number, span in enumerate(sentences(text)[:_FIRST_SENTENCES]):
        sentence = text[span.start : span.end]
        weight = _weight(sentence, number, name)
        if has_proposed:
            weight -= _LATER
        elif weight >= _PLAIN:
            has_proposed = patterns.PROPOSES.search(sentence.lower()) is not None
        if weight > most:
            best = span
            most = weight
    if most < _LEAST:
        return None
    return best


def _name_in(title: str) -> str:
    """Return the name before the colon of a title: `VidSplat` of `VidSplat: Gaussian ...`."""
    found = _NAMED.match(title)
    if not found:
        return ""
    first = found[1].split()[0]
    if _LIKE_A_NAME.search(first):
        return first
    return found[1]


def _weight(sentence: str, number: int, name: str) -> float:
    """Return the weight of a sentence; `number` counts from 0."""
    lower = sentence.lower()
    if lower.startswith("i ") or " i " in lower:
        lower = _I.sub("we ", lower)
    signs = _Signs.of(lower)
    weight = 0.0
    for says in patterns.SAYS:
        if signs.has(says.needs) and says.words.search(lower):
            weight = says.weight
            break
    if name and number < 2 and _says_what_it_is(name, sentence):
        weight = max(weight, 8)
    beginning = next((moved for moved, words in patterns.BEGINS if words.match(lower)), 0)
    if beginning == patterns.GOAL:
        weight = max(weight, 2)
    if not weight:
        return 0.0
    weight += beginning
    if patterns.ALSO.search(lower):
        weight -= 5
    if weight >= _PROMISING:
        weight -= _says_less(lower)
    if signs.work and patterns.IN_THIS_WORK.search(lower):
        weight += 1.5
    if patterns.NEW.search(lower):
        weight += 1
    if name and name in sentence:
        weight += 3
        if lower.count(" ") >= _FEW_WORDS and _names_it(name, lower):
            weight += 1.5
    return weight - number / 2


def _says_less(lower: str) -> float:
    """Return the weight to take from a sentence that only names a subject, a plan or a finding."""
    if patterns.OUTLINES.search(lower):
        return 4
    if patterns.OBSERVES.search(lower):
        return 3
    if patterns.TOPIC.search(lower) and not patterns.MEANS.search(lower):
        return 3
    return 0


def _names_it(name: str, lower: str) -> bool:
    """Return True for `we introduce VidSplat, a ...`."""
    escaped = re.escape(name.lower())
    proposes = r"(?:propos|introduc|present|develop|releas|design)(?:e|es|ed|s)?"
    words = r"(?!the )(?:[\w-]+ ){0,3}?"
    return re.search(rf"\b{proposes} {words}{escaped}\b", lower) is not None


def _says_what_it_is(name: str, sentence: str) -> bool:
    """Return True for `VidSplat is a framework ...`."""
    escaped = re.escape(name)
    is_a = rf"(?:the )?{escaped}\b[^.]{{0,40}}? (?:is|are) (?:a|an|the)\b"
    return re.match(is_a, sentence, re.IGNORECASE) is not None
