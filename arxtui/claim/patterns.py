"""The patterns by which the claim of an abstract is found, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from arxtui.claim.all_patterns import claim_pattern
from arxtui.claim.words import (
    A_RESULT,
    ADVERBS,
    ANALYSIS,
    IS_PART,
    MAKE,
    NO_CLAIM,
    NOT_RELATIVE,
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
    SUGGESTED,
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
    """The name of a sign of signs.py; without it the words cannot match."""
    words: re.Pattern[str]
    """Matched where `we` or `this work` stands, if that is the sign, and otherwise anywhere.

    The sentence is in lower case, `i` read as `we`.
    """


SAYS = tuple(
    Pattern(weight, needs, claim_pattern(words))
    for weight, needs, words in (
        (10, "we", rf"{NOT_RELATIVE}we,? {ADVERBS}{PROPOSE}\b(?! to\b){NOT_RESULTS}"),
        (10, "work", rf"{THIS_WORK},? {ADVERBS}{PROPOSE}\b{NOT_RESULTS}"),
        (
            9,
            "proposing",
            r"\bby (?:proposing|introducing|developing|designing|presenting) "
            r"|, (?:introducing|proposing|presenting) (?:a|an|the) ",
        ),
        (
            7,
            "is_proposed",
            r"(?:^|, |^here )(?!the proof\b)"
            r"(?:a|an|the|two|three|several|new|novel|results) [^.;]{3,160}? "
            rf"(?:is|are|was|were) {ADVERBS}{PROPOSED}\b",
        ),
        (9, "we", rf"we,? [^.;:]{{3,160}}?,? (?:and|to) (?:\w+ly |then |thus )?{PROPOSE_NEW}"),
        (
            8,
            "we",
            rf"we,? {ADVERBS}(?:conduct|present|provide|write|undertake) (?:a|an|the|this)"
            r" (?:\w+[ -]){0,3}?(?:review|survey)\b",
        ),
        (9.5, "we", rf"we,? {ADVERBS}proposed? to\b"),
        (
            8,
            "we",
            r"we are (?:\w+ly )?(?:proposing|presenting|introducing|developing|exploring)\b",
        ),
        (7, "work", rf"(?:(?<=\bin )|(?<=\bof )){THIS_WORK}\b"),
        (
            7,
            "work",
            rf"(?!our ){THIS_WORK} (?:presented here |described here |at hand )?"
            rf"(?!as\b|{IS_PART})(?:\w+ly |first )?"
            r"(?:[\w-]+s|\w+ed|have|study|be|provide|discuss|give|will (?:\w+ly )?\w+)\b",
        ),
        (7, "work", rf"^{THIS_WORK}, [^,;]{{2,80}}, (?:\w+ly )?\w+s\b"),
        (7, "here", rf"^(?:\w+[,:] )?here(?:in)?,? we (?!{NO_CLAIM}|(?:ask|aim|seek|use this)\b)"),
        (6, "we", rf"we,? {ADVERBS}{MAKE}\b{NOT_RESULTS}"),
        (8.5, "we", rf"we,? {ADVERBS}{SOLVE}"),
        (6, "we", rf"we,? {ADVERBS}{REPORT}\b"),
        (6, "we", rf"we (?:aim|seek|intend|set out|wish|want) to (?:\w+ly )?{STUDY}\b"),
        (
            6,
            "we",
            r"we (?:try|attempt) to (?:\w+ly )?(?:pin down|understand|explain|answer|clarify)\b",
        ),
        (5, "we", rf"we,? {ADVERBS}(?:{STUDY}|give|gave)\b"),
        (
            5,
            "we",
            rf"we,? {ADVERBS}{USE} [^.;:]{{3,120}}? to (?:study|investigate|examine|explore"
            r"|analy[sz]e|determine|infer|predict|detect)\b",
        ),
        (4, "we", rf"we,? {ADVERBS}(?:{USE}|(?:conduct|perform)(?:ed)? {ANALYSIS})\b"),
        (
            3.5,
            "we",
            r"we (?:\w+ly |first )?(?:show|demonstrate|prove|reveal|suggest|uncover|confirm)\b"
            r"(?! the (?:effectiveness|superiority|efficacy|advantages?|performance)\b)",
        ),
        (2.5, "we", r"we (?:\w+ly |first )?(?:find|found|observe|detect|highlight)\b"),
        (
            2,
            "our",
            r"\bour (?:\w+ )?(?:framework|method|approach|model) "
            r"(?!is |has |outperforms|shows|demonstrates)\w+s\b",
        ),
        (
            5,
            "aims",
            r"(?:^the|^\w+, the|\bour|and the) (?:\w+ )?(?:aims?|goals?|purpose|objectives?)"
            r" (?:here )?(?:of [^.;]{3,40}? )?(?:is|are|was|were) (?:here )?to\b",
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
            4.5,
            "is_studied",
            r"\bit is (?:\w+ly )?(?:shown|proved|proven|demonstrated|argued|outlined|explained)\b",
        ),
        (
            8,
            "this is",
            r"^this is an? (?:\w+ ){0,2}?(?:survey|review|overview|introduction|summary|report"
            r"|study) (?:of|on|about|to)\b",
        ),
        (2.5, "is_studied", r"\bit is (?:\w+ly )?found\b"),
        (2.5, "is_studied", rf"^{SUBJECT} (?:is|are) (?:\w+ly )?{SUGGESTED}\b"),
        (1.5, "is_studied", rf"^{SUBJECT} (?:has|have) been {SELDOM}{TREATED}\b"),
        (2, "we", rf"we,? {ADVERBS}obtain(?:ed)? {A_RESULT}"),
        (
            2,
            "a we",
            r"^(?:(?:by|using|with|in|from|based on|within|on|at|to|for|given|under|assuming"
            r"|following|motivated by|inspired by|building on|via) [^.;]{3,200}?, )?"
            rf"we (?!{NO_CLAIM})",
        ),
        (
            1.5,
            "our",
            r"^our (?:[\w-]+ )?(?:work|study|paper|article) (?!is |has |was )\w+s\b"
            r"|\bour (?:work|study|research|focus) is (?:\w+ )?on\b",
        ),
    )
)
"""The first pattern in a sentence gives the weight of the sentence."""

PROPOSES = claim_pattern(
    rf"\b(?:we|{THIS_WORK}),? {ADVERBS}(?:propos|introduc|present|develop)(?:e|es|ed|s)?\b"
    r"|\bwe [^.;:]{3,160} and propose\b"
)
"""A sentence that proposes something; matched where `we` or a name of this work stands."""

GOAL = 7
"""The weight added to the aim of a structured abstract."""
AIM = claim_pattern(
    r"(?:\w+ (?:and|&) )?(?:purpose|objectives?|aims?|goals?) ?[:.-]+ ?"
    r"(?:to|we|this|the aim|the purpose)\b"
)
"""Its beginning: `Purpose: To segment ...`."""
PARTS = (
    r"\(?\d\)|\(?i+\)|(?:more )?specifically\b|(?:in particular|particularly|concretely"
    r"|moreover"
    r"|additionally|furthermore|further|in addition|finally|lastly|besides|also|second"
    r"|secondly|third|thirdly|more precisely|then|subsequently|next|meanwhile|similarly"
    r"|after that|in detail|technically"
    r"|notably|importantly|crucially|numerically|experimentally|empirically"
    r"|in conclusion|in summary|to conclude"
    r"|to summari[sz]e|as (?:an? )?(?:\w+ )?(?:applications?|examples?|by-?products?"
    r"|corollar(?:y|ies)|special cases?|illustrations?|demonstration|bonus|proof of concept"
    r"|test|case study|result of independent interest)|at the end|along the way|en route|beyond"
    r"|compared)\b"
)
"""Beginnings of sentences on a part or a detail of the work."""
BEGINS = tuple(
    (weight, claim_pattern(words))
    for weight, words in (
        (-7, PARTS),
        (
            -7,
            r"(?!our main result|the proposed (?:\w+ )?dataset"
            r"|results?[:.] (?:in this|here|we (?:propos|present|introduc|develop|describ|design)))"
            r"(?:(?:extensive|our|the|comprehensive|experimental|these|through"
            r"|empirical|key|main|core) "
            r"(?:\w+,? ){0,4}?(?:experiments?|results?|evaluations?|findings?|code|codes"
            r"|analys[ie]s|dataset|data|module|loss|model)|experiments?|results?|code|conclusions?"
            r"|to (?:the best of )?our knowledge|project page"
            r"|our (?:\w+ )?contributions? (?:are|is|include))\b"
            r"|(?:even though|though|although|while) we [^,;]{3,160}, (?!we |in |this )",
        ),
        (-3, r"first(?:ly)?,? |on the one hand\b|to begin with\b|after (?:\w+ly )?\w+ing\b"),
        (-3, r"[(\[]"),
        (-4, r"to do (?:so|this|that|it)\b"),
        (
            -7,
            r"(?:recently|previously|earlier),? we "
            r"|in (?:a |our |the )?(?:previous|earlier|prior|recent|companion)"
            r" (?:papers?|works?|articles?|letters?)\b",
        ),
        (
            -2,
            r"to (?:show|see|test|study|investigate|answer|understand|analy[sz]e|examine) "
            r"(?:this|these|so|that|it)\b"
            rf"|to (?:evaluate|assess|validate|verify|train) (?!{POINTS_BACK})",
        ),
        (
            2,
            r"(?!in the (?!present|current|paper|article))"
            rf"(?:to|towards|for|in|address on) (?!{OF_A_PART})(?:\w+ ){{0,3}}?"
            rf"{POINTS_BACK}|motivated by|inspired by|in response"
            r"|driven by|in light of|based on (?:this|these)|here(?:in)?\b"
            rf"|this\b(?! (?!{WORK})\w+ (?:is|are|was|were) )"
            r"|therefore|thus|hence|consequently|building on",
        ),
    )
)
"""(weight, beginning of a sentence); the weight of the first that matches is added."""

DETAIL = claim_pattern(r"(?:(?:more )?specifically|in particular|concretely)\b[^.;]{0,20}\bwe\b")
"""A beginning that BEGINS takes weight from; it may still be the claim where no other is."""
IN_THIS_WORK = claim_pattern(rf"(?:(?<=\bin )|^){THIS_WORK}|this {WORK} ")
"""Matched where a name of this work stands."""
STATES = claim_pattern(
    rf"(?:[^,;]{{3,200}}, )?(?:here,? )?we (?!{NO_CLAIM}|(?:consider|address|tackle|aim|focus)\b)"
)
"""A statement with which an abstract begins."""
TREATS = claim_pattern(rf"{SUBJECT} (?:is|are|has been|have been) {SELDOM}{TREATED}\b")
"""A subject with which an abstract begins."""
LABEL = claim_pattern(r"(?:aims?|purpose|objectives?|goals?)[.:]?$")
"""A heading before the sentence with the aim: `Aims. We study ...`."""
RESULT = claim_pattern(
    rf"(?!{PARTS}|first)(?:.*[ (])?we,? {ADVERBS}(?:show|prove|demonstrate|establish|find"
    r"|derive|obtain|argue|determine|classify|compute|describe|characteri[sz]e|construct|solve"
    r"|analy[sz]e|give|propose|introduce|develop)\b"
)
"""A result that follows a sentence which only sets the scene."""
SETS_SCENE = claim_pattern(
    rf"(?:[^,;]{{0,200}}, )?(?:in {THIS_WORK},? |here,? )?"
    rf"we,? {ADVERBS}(?:consider|focus on|concentrate on|look at)\b"
    r"(?!.*\b(?:and|to|by) (?:\w+ly )?(?:show|prove|demonstrate|establish|find|derive|obtain|use"
    r"|propose|introduce|develop|present|construct|compute|calculate|stud|investigat|examin|analy"
    r"|determin|explor|compar|discuss|us)\w*\b)"
)
"""`We consider a chain of spins`, and nothing that is done with it."""
NEW = claim_pattern(
    r"\b(?:novel|new|(?<!we )first|unified|framework|method|approach|model|benchmark|dataset"
    r"|network|system|pipeline|algorithm|architecture|called|named|termed|dubbed)\b"
)
