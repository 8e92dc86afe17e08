"""The patterns by which the claim of an abstract is found, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORK = (
    r"(?:paper|work|study|article|report|letter|thesis|research|survey|review|manuscript|project"
    r"|chapter"
    r"|dissertation|proposal|tutorial|essay|note|perspective|document|data descriptor|competition)"
)
_THIS_WORK = (
    r"(?:this|the present|our|the current|the(?= paper| article| study| authors| proposal| tutorial"
    rf"| essay)) (?:\w+ )?(?:{_WORK}|authors)"
)
_ADVERBS = (
    r"(?:(?:\w+ly|first|have|has|will|herein|thus|then|here|hereby|now|instead|also|further"
    r"|therefore|aim to|seek to|are inspired to|want to) )*"
)
_PROPOSE = (
    r"(?:propos|introduc|present|develop|design|devis|describ|formulat|establish)"
    r"(?:e|es|ed|s)?"
)
_PROPOSED = r"(?:proposed|presented|introduced|developed|designed|described)"
_NOT_RESULTS = (
    r"(?! (?:\w+,? ){0,3}?(?:experiments|experimental (?:results|evaluation)|evaluations?|results?"
    r"|ablations?|examples|baselines?|evidence|quantitative and qualitative)\b"
    r"(?![- ](?:\w+ ){0,2}(?:framework|benchmark|pipeline"
    r"|protocol|metric|suite|method|model|dataset|system|paradigm|toolkit|strategy|approach)))"
)
_MAKE = (
    r"(?:(?:releas|creat|construct|offer|provid|contribut|unveil|suggest|implement|curat|generat"
    r"|collect"
    r"|advocat|conceptuali[sz]|reformulat|outlin|detail|combin|adopt|leverag)(?:e|es|ed|s)?"
    r"|build|builds|built|put forward)"
)
_PROPOSE_NEW = (
    rf"(?:propose|introduce|present|develop|design|devise){_NOT_RESULTS} "
    r"(?:a|an|the|two|three|new (?!ones)|novel|stage|our|several)\b"
)
"""A verb that proposes, behind another verb: `we extend X and propose a Y`."""
_OF_A_PART = (
    r"(?:build|bootstrap|accelerat|train|evaluat|implement|incorporat|quantif|model|measur)"
)
"""A step for a part of the work: `to train it, we add a loss`."""
_IS_PART = r"(?:is|was) (?:a )?(?:part|organi[sz]ed|structured|supported|funded)\b"
"""Statements about the paper itself, and not about its work."""
_STUDY = (
    r"(?:stud(?:y|ied)|investigate|explore|examine|address|tackle|aim|focus|analy[sz]e|consider"
    r"|revisit"
    r"|review|survey|seek|compare|benchmark|prove|argue|ask|exploit|employ|use|utili[sz]e|extend"
    r"|apply"
    r"|cast|achieve|target|pursue|summari[sz]e|bridge|resort|overcome|challenge|characteri[sz]e"
    r"|train"
    r"|evaluate(?! (?:our|the proposed|its|on))|blend|look|test|probe|identif(?:y|ied)|formali[sz]e"
    r"|measure|quantify|isolate|trace)(?:e?d)?"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a claim may hold."""

    weight: float
    """How much they count."""
    needs: str
    """A field of claim._Signs: a sign that is found quickly; without it the words cannot match."""
    words: re.Pattern[str]
    """Matched anywhere in the sentence in lower case, `i` read as `we`."""


SAYS = tuple(
    Pattern(weight, needs, re.compile(words))
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
        (9, "we", rf"\bwe,? [^.;:]{{3,160}}?,? and (?:\w+ly |then |thus )?{_PROPOSE_NEW}"),
        (
            8,
            "we",
            rf"\bwe,? {_ADVERBS}(?:conduct|present|provide|write|undertake) (?:a|an|the|this)"
            r" (?:\w+[ -]){0,3}?(?:review|survey)\b",
        ),
        (7, "work", rf"\b(?:in|of) {_THIS_WORK}\b"),
        (
            7,
            "work",
            rf"\b(?!our ){_THIS_WORK} (?!{_IS_PART})(?:\w+ly |first |will )?"
            r"(?:\w+s|\w+ed|have|study|be|provide|discuss|give)\b",
        ),
        (6, "we", rf"\bwe,? {_ADVERBS}{_MAKE}\b{_NOT_RESULTS}"),
        (5, "we", rf"\bwe,? {_ADVERBS}{_STUDY}\b"),
        (3.5, "we", r"\bwe (?:\w+ly |first )?(?:show|demonstrate|prove|reveal)\b"),
    )
)
"""The first pattern in a sentence gives the weight of the sentence."""

PROPOSES = re.compile(
    rf"\b(?:we|{_THIS_WORK}),? {_ADVERBS}(?:propos|introduc|present|develop)(?:e|es|ed|s)?\b"
)
"""A sentence that proposes something."""

GOAL = 7
BEGINS = tuple(
    (weight, re.compile(words))
    for weight, words in (
        (
            GOAL,
            r"(?:\w+ (?:and|&) )?(?:purpose|objectives?|aims?|goals?) ?[:.-]+ ?"
            r"(?:to|we|this|the aim|the purpose)\b",
        ),
        (
            -7,
            r"\(?\d\)|\(?i+\)|(?:more )?specifically\b|(?:in particular|particularly|concretely"
            r"|moreover"
            r"|additionally|furthermore|further|in addition|finally|lastly|besides|also|second"
            r"|secondly"
            r"|third|thirdly|then|subsequently|next|meanwhile|similarly|after that|in detail"
            r"|technically"
            r"|notably|importantly|crucially|as an? (?!result|consequence|solution"
            r"|remedy|response|step|first)|beyond|compared)\b",
        ),
        (
            -7,
            r"(?:(?:extensive|our|the|comprehensive|experimental|these|through|empirical|key"
            r"|main|core) "
            r"(?:\w+,? ){0,4}?(?:experiments?|results?|evaluations?|findings?|code|codes"
            r"|analys[ie]s|dataset|data|module|loss|model)|experiments?|results?|code|conclusions?"
            r"|to (?:the best of )?our knowledge|project page)\b",
        ),
        (
            -2,
            r"to (?:do|show|see|test|study|investigate|answer|understand|analy[sz]e|examine) "
            r"(?:this|these|so|that|it)\b",
        ),
        (
            2,
            rf"(?:to|towards|for|in|address on) (?!{_OF_A_PART})(?:\w+ ){{0,3}}?"
            r"(?:this|these|the|such|those|that|end)\b|motivated by|inspired by|in response"
            r"|driven by|in light of|based on (?:this|these)|here\b"
            r"|this\b|therefore|thus|hence|consequently|building on",
        ),
    )
)
"""(weight, beginning of a sentence); the weight of the first that matches is added."""

WORKS = re.compile(_WORK + r"|authors")
PASSIVE = re.compile(_PROPOSED)
PROPOSING = re.compile(r"(?:propos|introduc|develop|design|present)ing ")
ALSO = re.compile(
    r"\bwe (?:also|further|additionally|then|next|finally|subsequently)\b"
    r"|^.{0,60}\b(?:is|are) (?:then|also|further)\b|\bas we show\b"
)
IN_THIS_WORK = re.compile(rf"\bin {_THIS_WORK}|^{_THIS_WORK}|\bthis {_WORK} ")
TOPIC = re.compile(
    rf"(?:\bwe,? {_ADVERBS}(?:focus(?:ed)? on|tackle|address|consider|study|investigate|work on)"
    rf"|{_THIS_WORK} (?:is |mainly )?(?:focus(?:es|ed)? on|addresses|tackles|studies|considers"
    r"|investigates|deals with)) "
    r"(?:(?:the|a|an|this|these|one|such)\b )?"
    r"(?:[\w-]+ ){0,5}?"
    r"(?:problems?|tasks?|issues?|challenges?|settings?|applications?|questions?)\b"
)
"""A sentence that names the subject of the paper, and not its own contribution."""
MEANS = re.compile(r"\b(?:by|via|through|using) \w|propos|introduc|present|develop|design")
"""Words for a contribution: with them a sentence about the subject may still be the claim."""
OBSERVES = re.compile(r"\bwe,? (?:first |then |\w+ly )?(?:observe|find|notice|hypothesi[sz]e)\b"
    r"|\band observe that\b|\bthis \w+ has \w+ (?:observations|findings)\b"
)
"""A finding or a guess that the paper sets out from."""
OUTLINES = re.compile(
    r"\b(?:background|motivation|preliminaries|(?:brief )?overview)\b[^.]{0,80}?"
    r"\b(?:introduced|presented|provided|given)\b"
)
"""The parts of a review, and not its subject."""
NEW = re.compile(
    r"\b(?:novel|new|first|unified|framework|method|approach|model|benchmark|dataset|network|system"
    r"|pipeline|algorithm|architecture|called|named|termed|dubbed)\b"
)
