"""The claim: the sentence of an abstract that says what the paper does.

`We present VidSplat, a framework that ...`. It is found by weights, which were made on 2,000
abstracts read by eye. Each sentence gets the weight of the first of patterns.SAYS in it, more or
less by its beginning (patterns.BEGINS) and a few signs, and half a point less for each sentence
before it; the heaviest is the claim. The time is linear in the abstract's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from arxtui.claim import names, patterns, remarks
from arxtui.claim.all_patterns import claim_pattern, compile_in_steps
from arxtui.claim.sentences import Span, sentences
from arxtui.claim.signs import Signs, match_at, signs_in

__all__ = ["Span", "claim_of", "compile_in_steps", "sentences"]

_I = claim_pattern(
    r"(?:^|(?<=[,;:(-] )|(?<=\bhere )|(?<=\bthen )|(?<=\band )|(?<=\bthat )|(?<=\bwhich )"
    r"|(?<=\bwhat )|(?<=\bhow )|(?<=\bas )|(?<=\bpaper )|(?<=\bnote )|(?<=\bwork )"
    r"|(?<=\btalk )|(?<=\barticle )|(?<=\bessay )|(?<=\bthesis ))i (?=[a-z])"
)
"""`I` for the author: `in this paper I show`, and neither `data I used` nor `type I errors`."""
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
"""The weight from which on a sentence is checked by remarks.says_less()."""
_OF_DETAIL = 7
"""The weight that patterns.BEGINS takes from a sentence that patterns.DETAIL matches."""
_FIRM = 3
"""The weight that such a sentence has at least without it, to be the claim where no other is."""
_NEAR = 2
"""Sentences behind `We consider a chain` within which a result is the claim in its place."""
_PLACED = frozenset({"we", "work"})
"""Signs at whose places the words of a pattern are matched."""
_OF_ANY_VERB = 2
"""The weight of `we` with any verb, in patterns.SAYS."""
_OF_THINGS = 4
"""The weight taken from a sentence on the code or the data used in the paper."""
_LEAST = 0.5
"""The weight that a claim has at least."""


@lru_cache(maxsize=8)  # each mark shows its paper anew
def claim_of(title: str, abstract: str) -> Span | None:
    """Return the place of the sentence that says what the paper does; None if not found."""
    best = None
    most = 0.0
    scene: int | None = None
    detail = None
    weighed = _weigh(abstract[:_LONGEST], names.name_in(title))
    for number, (span, lower, weight) in enumerate(weighed):
        if weight > most:
            best = span
            most = weight
            scene = None
            if patterns.SETS_SCENE.match(lower):
                scene = number
        elif scene is not None and weight > 0 and _is_result_of(scene, number, lower):
            best = span
            scene = None
        if detail is None and weight + _OF_DETAIL >= _FIRM and patterns.DETAIL.match(lower):
            detail = span
    if most >= _LEAST:
        return best
    return detail or _only_sentence(abstract)


def _only_sentence(abstract: str) -> Span | None:
    """Return the place of the sentence of an abstract that has no other, unless withdrawn."""
    if len(abstract) > _LONGEST:
        return None
    spans = sentences(abstract)
    if len(spans) == 1 and remarks.WITHDRAWN not in abstract.lower():
        return spans[0]
    return None


def _weigh(text: str, name: str) -> Iterator[tuple[Span, str, float]]:
    """Yield the place, the lower case and the weight of each of the first sentences."""
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
        yield span, lower, weight


def _is_result_of(scene: int, number: int, lower: str) -> bool:
    """Return True for a result near the sentence that sets its scene, both by their numbers."""
    return number - scene <= _NEAR and patterns.RESULT.match(lower) is not None


def _weight(sentence: str, lower: str, number: int, name: str) -> float:
    """Return the weight of a sentence; `lower` is it in lower case, `number` counts from 0."""
    if lower.startswith("i ") or " i " in lower:
        lower = _I.sub("we ", lower)
    if "we've " in lower:
        lower = lower.replace("we've ", "we have ")
    signs = signs_in(lower)
    subjects = signs.get("we", ()) + signs.get("work", ())
    weight = _weight_of_words(lower, signs)
    is_known = weight > _OF_ANY_VERB
    if name and name in sentence and names.says_what_it_is(name, lower):
        weight = max(weight, _IS_NAMED[min(number, 2)])
    if patterns.AIM.match(lower):
        weight = max(weight, 2) + patterns.GOAL
    elif weight:
        moved = next((moved for moved, words in patterns.BEGINS if words.match(lower)), 0)
        weight += moved if number else max(moved, 0)
    if not weight or remarks.ASKS.match(lower):
        return 0.0
    if remarks.says_also(lower):
        weight -= 5
    if weight >= _PROMISING:
        weight -= remarks.says_less(lower, number, subjects)
    of_things = "work" in signs and remarks.THINGS_OF_WORK.match(lower) is not None
    if of_things and not match_at(patterns.PROPOSES, lower, subjects):
        weight -= _OF_THINGS
    elif "here" in signs or match_at(patterns.IN_THIS_WORK, lower, signs.get("work", ())):
        weight += 1.5
    elif number == 0:
        weight += _first_states(lower, subjects, is_known=is_known)
    if patterns.NEW.search(lower):
        weight += 1
    if name and names.has_name(name, sentence):
        weight += 3
        if lower.count(" ") >= _FEW_WORDS and names.proposes(name, lower):
            weight += 1.5
    return weight - number / 2


def _first_states(lower: str, subjects: tuple[int, ...], *, is_known: bool) -> float:
    """Return the weight to add to the first sentence of an abstract, in lower case."""
    if is_known and patterns.STATES.match(lower) and not remarks.says_less(lower, 0, subjects):
        return 5
    if patterns.TREATS.match(lower):
        return 2
    return 0


def _weight_of_words(lower: str, signs: Signs) -> float:
    """Return the weight of the first of patterns.SAYS that matches; 0 if no pattern does."""
    for says in patterns.SAYS:
        places = signs.get(says.needs)
        if places is None:
            continue
        if says.needs in _PLACED:
            if match_at(says.words, lower, places):
                return says.weight
        elif says.words.search(lower):
            return says.weight
    return 0.0
