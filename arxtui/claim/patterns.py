"""The patterns by which the claim of an abstract is found, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from arxtui.claim.words import (
    ADVERBS,
    ANALYSIS,
    IS_PART,
    MAKE,
    NO_CLAIM,
    NOT_RESULTS,
    OF_A_PART,
    POINTS_BACK,
    PROPOSE,
    PROPOSE_NEW,
    PROPOSED,
    REPORT,
    SELDOM,
    SOLVE,
    STUDY,
    SUBJECT,
    THIS_WORK,
    TREATED,
    USE,
    WORK,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a claim may hold."""

    weight: float
    """How much they count."""
    needs: str
    """The name of a sign that is found quickly; without it the words cannot match."""
    words: re.Pattern[str]
    """Matched anywhere in the sentence in lower case, `i` read as `we`."""


SAYS = tuple(
    Pattern(weight, needs, re.compile(words))
    for weight, needs, words in (
        (10, "we", rf"\bwe,? {ADVERBS}{PROPOSE}\b{NOT_RESULTS}"),
        (10, "work", rf"\b{THIS_WORK},? {ADVERBS}{PROPOSE}\b{NOT_RESULTS}"),
        (
            9,
            "proposing",
            r"\bby (?:proposing|introducing|developing|designing|presenting) "
            r"|, (?:introducing|proposing|presenting) (?:a|an|the) ",
        ),
        (
            7,
            "is_proposed",
            r"(?:^|, |^here )(?:a|an|the|two|three|several|new|novel|results) [^.;]{3,160}? "
            rf"(?:is|are|was|were) {ADVERBS}{PROPOSED}\b",
        ),
        (9, "we", rf"\bwe,? [^.;:]{{3,160}}?,? and (?:\w+ly |then |thus )?{PROPOSE_NEW}"),
        (
            8,
            "we",
            rf"\bwe,? {ADVERBS}(?:conduct|present|provide|write|undertake) (?:a|an|the|this)"
            r" (?:\w+[ -]){0,3}?(?:review|survey)\b",
        ),
        (7, "work", rf"\b(?:in|of) {THIS_WORK}\b"),
        (
            7,
            "work",
            rf"\b(?!our ){THIS_WORK} (?!as\b|{IS_PART})(?:\w+ly |first |will )?"
            r"(?:\w+s|\w+ed|have|study|be|provide|discuss|give)\b",
        ),
        (6, "we", rf"\bwe,? {ADVERBS}{MAKE}\b{NOT_RESULTS}"),
        (8.5, "we", rf"\bwe,? {ADVERBS}{SOLVE}"),
        (6, "we", rf"\bwe,? {ADVERBS}{REPORT}\b"),
        (6, "we", rf"\bwe (?:aim|seek|intend|set out) to (?:\w+ly )?{STUDY}\b"),
        (5, "we", rf"\bwe,? {ADVERBS}(?:{STUDY}|give|gave)\b"),
        (
            5,
            "we",
            rf"\bwe,? {ADVERBS}{USE} [^.;:]{{3,120}}? to (?:study|investigate|examine|explore"
            r"|analy[sz]e|determine|infer|predict|detect)\b",
        ),
        (4, "we", rf"\bwe,? {ADVERBS}(?:{USE}|(?:conduct|perform)(?:ed)? {ANALYSIS})\b"),
        (
            3.5,
            "we",
            r"\bwe (?:\w+ly |first )?(?:show|demonstrate|prove|reveal|suggest)\b"
            r"(?! the (?:effectiveness|superiority|efficacy|advantages?|performance)\b)",
        ),
        (
            2,
            "our",
            r"\bour (?:\w+ )?(?:framework|method|approach|model) "
            r"(?!is |has |outperforms|shows|demonstrates)\w+s\b",
        ),
        (
            5,
            "aims",
            r"\b(?:the|our) (?:\w+ )?(?:aims?|goals?|purpose|objectives?)"
            r" (?:of [^.;]{3,40}? )?(?:is|are|was|were) to\b",
        ),
        (
            2,
            "proposed",
            r"^the proposed (?:\S+ ){0,4}?"
            r"(?:dataset|method|approach|model|framework|system|benchmark) "
            r"(?!is |has |outperforms|achieves|shows|demonstrates)\w+s\b",
        ),
        (4, "our", r"\bour (?:\S+ ){1,8}?(?:framework|method|approach|model), (?:an?|the first)\b"),
        (2.5, "is_studied", rf"^{SUBJECT} (?:is|are|was|were) {SELDOM}{TREATED}\b"),
        (
            2,
            "is_studied",
            rf"^{SUBJECT} (?:is|are) (?:\w+ly )?(?:shown|found|argued|proposed) (?:to|that)\b",
        ),
        (
            2.5,
            "is_studied",
            r"\bit is (?:\w+ly )?(?:shown|proved|argued|found|outlined|explained)\b",
        ),
        (1.5, "is_studied", rf"^{SUBJECT} (?:has|have) been {SELDOM}{TREATED}\b"),
        (2, "we", rf"\bwe,? {ADVERBS}obtain(?:ed)? (?:an?|the)\b"),
        (
            2,
            "we",
            r"^(?:here,? |(?:by|using|with|in|from|based on|within|on|at) [^.;]{3,200}?, )?"
            rf"we (?!{NO_CLAIM})",
        ),
    )
)
"""The first pattern in a sentence gives the weight of the sentence."""

PROPOSES = re.compile(
    rf"\b(?:we|{THIS_WORK}),? {ADVERBS}(?:propos|introduc|present|develop)(?:e|es|ed|s)?\b"
    r"|\bwe [^.;:]{3,160} and propose\b"
)
"""A sentence that proposes something."""

GOAL = 7
"""The weight added to the aim of a structured abstract."""
AIM = re.compile(
    r"(?:\w+ (?:and|&) )?(?:purpose|objectives?|aims?|goals?) ?[:.-]+ ?"
    r"(?:to|we|this|the aim|the purpose)\b"
)
"""Its beginning: `Purpose: To segment ...`."""
BEGINS = tuple(
    (weight, re.compile(words))
    for weight, words in (
        (
            -7,
            r"\(?\d\)|\(?i+\)|(?:more )?specifically\b|(?:in particular|particularly|concretely"
            r"|moreover"
            r"|additionally|furthermore|further|in addition|finally|lastly|besides|also|second"
            r"|secondly|third|thirdly|more precisely|then|subsequently|next|meanwhile|similarly"
            r"|after that|in detail|technically"
            r"|notably|importantly|crucially|numerically|experimentally|empirically"
            r"|in conclusion|in summary|to conclude"
            r"|to summari[sz]e|as an? (?!result|consequence|solution"
            r"|remedy|response|step|first)|beyond|compared)\b",
        ),
        (
            -7,
            r"(?!our main result|the proposed (?:\w+ )?dataset)"
            r"(?:(?:extensive|our|the|comprehensive|experimental|these|through"
            r"|empirical|key|main|core) "
            r"(?:\w+,? ){0,4}?(?:experiments?|results?|evaluations?|findings?|code|codes"
            r"|analys[ie]s|dataset|data|module|loss|model)|experiments?|results?|code|conclusions?"
            r"|to (?:the best of )?our knowledge|project page)\b"
            r"|(?:even though|though|although|while) we [^,;]{3,160}, (?!we |in |this )",
        ),
        (
            -2,
            r"to (?:do|show|see|test|study|investigate|answer|understand|analy[sz]e|examine) "
            r"(?:this|these|so|that|it)\b"
            rf"|to (?:evaluate|assess|validate|verify|train) (?!{POINTS_BACK})",
        ),
        (
            2,
            rf"(?:to|towards|for|in|address on) (?!{OF_A_PART})(?:\w+ ){{0,3}}?"
            rf"{POINTS_BACK}|motivated by|inspired by|in response"
            r"|driven by|in light of|based on (?:this|these)|here(?:in)?\b"
            r"|this\b|therefore|thus|hence|consequently|building on",
        ),
    )
)
"""(weight, beginning of a sentence); the weight of the first that matches is added."""

DETAIL = re.compile(r"(?:(?:more )?specifically|in particular|concretely)\b[^.;]{0,20}\bwe\b")
"""A beginning that BEGINS takes weight from; it may still be the claim where no other is."""
WORKS = re.compile(WORK + r"|authors")
PASSIVE = re.compile(PROPOSED)
AIMS = re.compile(r"(?:aim|goal|purpose|objective)s? ")
STUDIED = re.compile(
    r" (?:is|are|was|were|been) (?:\w+ly (?:and |or )?)*"
    rf"(?:{TREATED}|shown|found|argued|proposed)\b"
)
PROPOSING = re.compile(r"(?:propos|introduc|develop|design|present)ing ")
ALSO = re.compile(
    r"\bwe (?:have |had )?(?:also|further|additionally|then|next|finally|subsequently)\b"
    r"|^.{0,60}\b(?:is|are) (?:then|also|further)\b|\bas we show\b"
)
IN_THIS_WORK = re.compile(rf"\bin {THIS_WORK}|^{THIS_WORK}|\bthis {WORK} ")
THINGS_OF_WORK = re.compile(
    rf"(?!{THIS_WORK}\b)[^;]{{0,300}}?\b(?:methods|code|data|software"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!been )(?<!and )(?<!ly )"
    r"(?:studied|used|described|reported|considered|discussed|shown))"
    rf" (?:in|of) {THIS_WORK}\b"
)
"""`the data used in this paper`: things of the paper, and not its claim."""
TOPIC = re.compile(
    rf"(?:\bwe,? {ADVERBS}(?:focus(?:ed)? on|tackle|address|consider|study|investigate|work on)"
    rf"|{THIS_WORK} (?:is |mainly )?(?:focus(?:es|ed)? on|addresses|tackles|studies|considers"
    r"|investigates|deals with)) "
    r"(?:(?:the|a|an|this|these|one|such)\b )?"
    r"(?:[\w-]+ ){0,5}?"
    r"(?:problems?|tasks?|issues?|challenges?|settings?|applications?|questions?)\b"
)
"""A sentence that names the subject of the paper, and not its own contribution."""
MEANS = re.compile(r"\b(?:by|via|through|using|with an?) \w|propos|introduc|present|develop|design")
"""Words for a contribution: with them a sentence about the subject may still be the claim."""
OBSERVES = re.compile(
    r"\bwe,? (?:first |then |\w+ly )?(?:observe|find|notice|hypothesi[sz]e)\b"
    r"|\band observe that\b|\bthis \w+ has \w+ (?:observations|findings)\b"
)
"""A finding or a guess that the paper sets out from."""
STATES = re.compile(
    r"(?:here,? )?we (?:\w+ly )?(?:show|prove|demonstrate|find|reveal|report)\b"
    rf"|{SUBJECT} (?:is|are|has been|have been) {SELDOM}{TREATED}\b"
)
"""A result or a subject with which an abstract begins."""
LIMITS = re.compile(
    r"\bwe (?:restrict|limit|confine|concentrate)\b|^\((?:the )?(?:full|long|extended)\b"
    r"|^we (?:think|believe|hope|expect)\b"
    r"|^(?:this|these|our|the) [^,]{0,60}?\b(?:paves? the way|opens? (?:the|a) (?:door|way|path))\b"
)
"""A remark on the extent of the paper, or on work that may follow."""
LABEL = re.compile(r"(?:aims?|purpose|objectives?|goals?)[.:]?$")
"""A heading before the sentence with the aim: `Aims. We study ...`."""
ALSO_PROPOSES = re.compile(rf"\band (?:\w+ly |then |thus )?{PROPOSE_NEW}")
"""A proposal behind a finding, in the same sentence."""
ASKS = re.compile(r"(?:can|could|do|does|is|are|how|why|what|which|should|to what) [^:]*\?$")
"""A question, and not `We ask: can cars fly?`."""
REMARKS_ON = re.compile(
    r"the (?:\w+ )?(?:method|approach|model|technique|algorithm|framework|theory|system|procedure"
    r"|scheme|tool|results?|formula|ideas?) (?:that |which )?we (?:\w+ly |have |here )?"
    r"(?:propos|introduc|present|develop|describ|obtain|us)"
)
"""`The method that we propose is fast`: a remark, and no proposal."""
OUTLINES = re.compile(
    r"\b(?:background|motivation|preliminaries|(?:brief )?overview)\b[^.]{0,80}?"
    r"\b(?:introduced|presented|provided|given)\b"
)
"""The parts of a review, and not its subject."""
NEW = re.compile(
    r"\b(?:novel|new|(?<!we )first|unified|framework|method|approach|model|benchmark|dataset"
    r"|network|system|pipeline|algorithm|architecture|called|named|termed|dubbed)\b"
)
