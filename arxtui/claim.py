"""The sentence of an abstract that says what the paper does: `We present VidSplat, a framework that ...`.

A rule of weights, found on 300 abstracts read by eye and tried on 370 others: it picks a sentence in 98
to 99 of 100 abstracts, and 95 to 97 of 100 picks are right. Each sentence gets the weight of the first
pattern of _SAYS that it holds, is moved by how it begins (_BEGINS) and by a few signs, and loses half
a point for each sentence before it; the heaviest is the claim. Linear in the abstract's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A sentence as a place in its text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""


# Sentences

_ABBREVIATIONS = frozenset(
    "e.g i.e al etc vs cf fig figs eq eqs eqn sec secs tab ref refs no nos vol pp approx resp dr prof mr ms "
    "mrs st dept inc ltd a.k.a aka w.r.t ca viz et esp incl wrt ver u.s u.k".split()
)
"""Words whose full stop does not end a sentence."""
_MAY_END = frozenset({"etc", "al"})
"""Those of them that end a sentence before a capital."""
_STOP = re.compile(
    r"(?P<stop>[.!?…][\"'”’»)\]}]*)(?P<blanks>\s+)(?=(?P<next>\S))|(?P<glued>[.!?])(?=[A-Z][a-z]+,? [a-z])"
)
"""A place where a sentence may end; `glued` is a full stop without a blank behind it."""
_LAST_WORD = re.compile(r"\S+$")
_DOLLAR = re.compile(r"(?<!\\)\$")
_THREE_LETTERS = re.compile(r"[a-z]{3}$")
_CAPITALISED = re.compile(r"[A-Z][a-z]+\b")
_BEGINS_A_SENTENCE = re.compile(
    r"(We|The|This|In|It|Our|To|However|These|By|For|A|An)\b"
)
_LIKE_IPHONE = re.compile(r"[a-z]+[A-Z0-9]")
_NUMBERED = re.compile(r"(?:^|[:;])\s*$")
_LOOKED_BACK = 24  # characters before a full stop in which its word is looked for


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of an abstract, in order; formulas and abbreviations part none."""
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
        if stop["glued"]:
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
    """Return the places between two dollar signs; none if their number is odd."""
    dollars = [found.start() for found in _DOLLAR.finditer(text)]
    if len(dollars) % 2:
        return []
    return [Span(*pair) for pair in zip(dollars[::2], dollars[1::2], strict=True)]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    place = stop.start()
    following = stop["next"]
    before = text[max(start, place - _LOOKED_BACK) : place]
    found = _LAST_WORD.search(before)
    word = found[0].lstrip("([{\"'").lower() if found else ""
    if text[place] == "." and not _full_stop_ends(text, stop, before, word):
        return False
    if _is_list_number(text, start, place, before, word):
        return False
    if following.islower() and not _LIKE_IPHONE.match(text, stop.end()):
        return False
    return following not in ",;:)"


def _full_stop_ends(text: str, stop: re.Match[str], before: str, word: str) -> bool:
    """True unless the full stop belongs to an abbreviation or to an initial (`J. Smith`)."""
    if word in _ABBREVIATIONS:
        return word in _MAY_END and stop["next"].isupper()
    is_initial = len(word) == 1 and word.isalpha() and word != "i" and before[-1].isupper()
    if not is_initial or not _CAPITALISED.match(text, stop.end()):
        return True
    return _BEGINS_A_SENTENCE.match(text, stop.end()) is not None


def _is_list_number(text: str, start: int, place: int, before: str, word: str) -> bool:
    """True for the `1.` of a numbered list."""
    if not word.isdigit() or len(word) > 2:
        return False
    if len(before) == len(word):
        return True
    return _NUMBERED.search(text[max(start - 3, 0) : place - len(word)][-4:]) is not None


# The claim

_WORK = (
    r"(?:paper|work|study|article|report|letter|thesis|research|survey|review|manuscript|project|chapter"
    r"|dissertation|proposal|tutorial|essay|note|perspective|document|data descriptor|competition)"
)
_THIS_WORK = (
    r"(?:this|the present|our|the current|the(?= paper| article| study| authors| proposal| tutorial"
    rf"| essay)) (?:\w+ )?(?:{_WORK}|authors)"
)
_ADVERBS = (
    r"(?:(?:\w+ly|first|have|has|will|herein|thus|then|here|hereby|now|instead|also|further|therefore"
    r"|aim to|seek to|are inspired to|want to) )*"
)
_PROPOSE = r"(?:propos|introduc|present|develop|design|devis|describ|formulat|establish)(?:e|es|ed|s)?"
_PROPOSED = r"(?:proposed|presented|introduced|developed|designed|described)"
_NOT_RESULTS = (
    r"(?! (?:\w+,? ){0,3}?(?:experiments|experimental (?:results|evaluation)|evaluations?|results?"
    r"|ablations?|examples|baselines?|evidence)\b(?![- ](?:\w+ ){0,2}(?:framework|benchmark|pipeline"
    r"|protocol|metric|suite|method|model|dataset|system|paradigm|toolkit|strategy|approach)))"
)
_MAKE = (
    r"(?:(?:releas|creat|construct|offer|provid|contribut|unveil|suggest|implement|curat|generat|collect"
    r"|advocat|conceptuali[sz]|reformulat|outlin|detail|combin|adopt|leverag)(?:e|es|ed|s)?"
    r"|build|builds|built|put forward)"
)
_STUDY = (
    r"(?:stud(?:y|ied)|investigate|explore|examine|address|tackle|aim|focus|analy[sz]e|consider|revisit"
    r"|review|survey|seek|compare|benchmark|prove|argue|ask|exploit|employ|use|utili[sz]e|extend|apply"
    r"|cast|achieve|target|pursue|summari[sz]e|bridge|resort|overcome|challenge|characteri[sz]e|train"
    r"|evaluate(?! (?:our|the proposed|its|on))|blend|look|test|probe|identif(?:y|ied)|formali[sz]e"
    r"|measure|quantify|isolate|trace)(?:e?d)?"
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words that a claim may hold."""

    weight: float
    """How much they speak for it."""
    needs: str
    """A cheap sign without which they cannot be there: one of the fields of _Signs."""
    words: re.Pattern[str]
    """Matched anywhere in the sentence in lower case, `i` read as `we`."""


_SAYS = tuple(
    _Pattern(weight, needs, re.compile(words))
    for weight, needs, words in (
        (10, "we", rf"\bwe,? {_ADVERBS}{_PROPOSE}\b{_NOT_RESULTS}"),
        (10, "work", rf"\b{_THIS_WORK},? {_ADVERBS}{_PROPOSE}\b{_NOT_RESULTS}"),
        (
            9,
            "proposing",
            r"\bby (?:proposing|introducing|developing|designing|presenting) "
            r"|, (?:introducing|proposing|presenting) (?:a|an|the) ",
        ),
        (
            7,
            "is_proposed",
            r"(?:^|, )(?:a|an|the|two|three|several|new|novel) [^.;]{3,160}? "
            rf"(?:is|are|was|were) {_ADVERBS}{_PROPOSED}\b",
        ),
        (7, "work", rf"\b(?:in|of) {_THIS_WORK}\b"),
        (
            7,
            "work",
            rf"\b(?!our ){_THIS_WORK} (?:\w+ly |first |will )?"
            r"(?:\w+s|\w+ed|have|study|be|provide|discuss|give)\b",
        ),
        (6, "we", rf"\bwe,? {_ADVERBS}{_MAKE}\b{_NOT_RESULTS}"),
        (5, "we", rf"\bwe,? {_ADVERBS}{_STUDY}\b"),
        (3.5, "we", r"\bwe (?:\w+ly |first )?(?:show|demonstrate|prove|reveal)\b"),
    )
)
"""The first that a sentence holds gives its weight."""

_GOAL = 7
_BEGINS = tuple(
    (weight, re.compile(words))
    for weight, words in (
        (
            _GOAL,
            r"(?:\w+ (?:and|&) )?(?:purpose|objectives?|aims?|goals?) ?[:.-]+ ?"
            r"(?:to|we|this|the aim|the purpose)\b",
        ),
        (
            -7,
            r"\(?\d\)|\(?i+\)|(?:more )?specifically\b|(?:in particular|particularly|concretely|moreover"
            r"|additionally|furthermore|further|in addition|finally|lastly|besides|also|second|secondly"
            r"|third|thirdly|then|subsequently|next|meanwhile|similarly|after that|in detail|technically"
            r"|notably|importantly|crucially|as an? |beyond|compared)\b",
        ),
        (
            -7,
            r"(?:(?:extensive|our|the|comprehensive|experimental|these|through|empirical|key|main|core) "
            r"(?:\w+,? ){0,4}?(?:experiments?|results?|evaluations?|findings?|code|codes|analys[ie]s"
            r"|dataset|data|module|loss|model)|experiments?|results?|code|conclusions?"
            r"|to (?:the best of )?our knowledge|project page)\b",
        ),
        (
            -2,
            r"to (?:do|show|see|test|study|investigate|answer|understand|analy[sz]e|examine) "
            r"(?:this|these|so|that|it)\b",
        ),
        (
            2,
            r"(?:to|towards|for|in|address on) (?:\w+ ){0,3}?(?:this|these|the|such|those|that|end)\b"
            r"|motivated by|inspired by|in response|driven by|in light of|based on (?:this|these)|here\b"
            r"|this\b|therefore|thus|hence|consequently|building on",
        ),
    )
)
"""How a sentence begins; the first that fits moves its weight."""

_WORKS = re.compile(_WORK + r"|authors")
_PASSIVE = re.compile(_PROPOSED)
_PROPOSING = re.compile(r"(?:propos|introduc|develop|design|present)ing ")
_ALSO = re.compile(
    r"\bwe (?:also|further|additionally|then|next|finally|subsequently)\b"
    r"|^.{0,60}\b(?:is|are) (?:then|also|further)\b|\bas we show\b"
)
_IN_THIS_WORK = re.compile(rf"\bin {_THIS_WORK}|^{_THIS_WORK}|\bthis {_WORK} ")
_NEW = re.compile(
    r"\b(?:novel|new|first|unified|framework|method|approach|model|benchmark|dataset|network|system"
    r"|pipeline|algorithm|architecture|called|named|termed|dubbed)\b"
)
_NAMED = re.compile(r"[\"'“‘$\\]*([A-Za-z0-9][\w\-+.$^{}²³]*(?: [A-Z0-9][\w\-+.]*)?)\s*[:–—]")
_LIKE_A_NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d")
_I = re.compile(r"\bi ")
_FIRST_SENTENCES = 12  # a claim does not come later
_LONGEST = 20_000  # characters of an abstract that are looked at; the longest of cs.CV has 2,300
_LEAST = 0.5


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
            work=_WORKS.search(lower) is not None,
            proposing=_PROPOSING.search(lower) is not None,
            is_proposed=_PASSIVE.search(lower) is not None,
        )

    def has(self, sign: str) -> bool:
        """True if the sentence has the sign of this name."""
        present = {
            "we": self.we,
            "work": self.work,
            "proposing": self.proposing,
            "is_proposed": self.is_proposed,
        }
        return present[sign]


def claim_of(title: str, abstract: str) -> Span | None:
    """Return the place of the sentence that says what the paper does; None if no sentence does."""
    text = abstract[:_LONGEST]
    name = _name_in(title)
    best = None
    most = 0.0
    for number, span in enumerate(sentences(text)[:_FIRST_SENTENCES]):
        weight = _weight(text[span.start : span.end], number, name)
        if weight > most:
            best = span
            most = weight
    return best if most >= _LEAST else None


def _name_in(title: str) -> str:
    """Return the name that a title gives before its colon: `VidSplat` of `VidSplat: Gaussian ...`."""
    found = _NAMED.match(title)
    if not found:
        return ""
    first = found[1].split()[0]
    return first if _LIKE_A_NAME.search(first) else found[1]


def _weight(sentence: str, number: int, name: str) -> float:
    """Return how much a sentence looks like the claim; `number` counts from 0."""
    lower = sentence.lower()
    if lower.startswith("i ") or " i " in lower:
        lower = _I.sub("we ", lower)
    signs = _Signs.of(lower)
    weight = next(
        (says.weight for says in _SAYS if signs.has(says.needs) and says.words.search(lower)), 0.0
    )
    if name and number < 2 and _says_what_it_is(name, sentence):
        weight = max(weight, 8)
    beginning = next((moved for moved, words in _BEGINS if words.match(lower)), 0)
    if beginning == _GOAL:
        weight = max(weight, 2)
    if not weight:
        return 0.0
    weight += beginning
    if _ALSO.search(lower):
        weight -= 5
    if signs.work and _IN_THIS_WORK.search(lower):
        weight += 1.5
    if _NEW.search(lower):
        weight += 1
    if name and name in sentence:
        weight += 3
    return weight - number / 2


def _says_what_it_is(name: str, sentence: str) -> bool:
    """True for `VidSplat is a framework ...`."""
    return (
        re.match(rf"(?:the )?{re.escape(name)}\b[^.]{{0,40}}? (?:is|are) (?:a|an|the)\b", sentence, re.IGNORECASE)
        is not None
    )
