"""The patterns by which the claim of an abstract is found, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORK = (
    r"(?:paper|work|study|article|report|letter|thesis|research|survey|review|manuscript|project"
    r"|chapter"
    r"|dissertation|proposal|tutorial|essay|notes?|perspective|document|data descriptor|competition"
    r"|contribution|lectures?|talk|manual|guide|handbook)"
)
_THIS_WORK = (
    r"(?:this|these(?= notes| lectures)|the present|the current|the suggested"
    r"|our(?! (?:prior|previous|earlier|former|past|companion))"
    r"|the(?= (?:paper|article|study|authors|proposal|tutorial|essay)\b(?! of\b)))"
    rf" (?:\w+ )?(?:{_WORK}|authors)"
)
"""`this paper`, `our study`; neither `our previous work` nor `in the study of`."""
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
    rf"(?:(?:propose|introduce|present|develop|design|devise){_NOT_RESULTS} "
    rf"(?:a|an|the|two|three|new (?!ones)|novel|stage|our|several)\b|propose{_NOT_RESULTS}\b)"
)
"""A verb that proposes, behind another verb: `we extend X and propose a Y`."""
_OF_A_PART = (
    r"(?:build|bootstrap|accelerat|train|evaluat|implement|incorporat|quantif|model|measur)"
)
"""A step for a part of the work: `to train it, we add a loss`."""
_IS_PART = (
    r"(?:is|was|has been) (?:an? )?(?:part|organi[sz]ed|structured|supported|funded|submitted"
    r"|accepted|published|extended version)\b"
)
"""Statements about the paper itself, and not about its work."""
_STUDY = (
    r"(?:stud(?:y|ied)|investigate|explore|examine|address|tackle|aim|focus|analy[sz]e|consider"
    r"|revisit"
    r"|review|survey|seek|compare|benchmark|prove|argue|ask|extend"
    r"|cast|achieve|target|pursue|summari[sz]e|bridge|resort|overcome|challenge|characteri[sz]e"
    r"|train"
    r"|evaluate(?! (?:our|the proposed|its|on))|blend|look|test|probe|identif(?:y|ied)|formali[sz]e"
    r"|measure|quantify|isolate|trace|derive|calculate|determine|discuss|conjecture|generali[sz]e"
    r"|simulate|point out|go through|search for|search)(?:e?d)?"
)
_USE = r"(?:exploit|employ|use|utili[sz]e|apply|applie|compute|model|treat|estimate|solve)(?:e?d)?"
"""Verbs for the means of a work, or for one of its steps."""
_SOLVE = (
    r"(?:stud(?:y|ied)|address(?:ed)?|tackled?|solved?|overc[oa]me|fill|closed?|approach(?:ed)?)"
    r" [^.;:]{3,90}?\b(?:by \w+ing|with an?|via|through) "
)
"""A subject together with the means: `we tackle X by adding Y`."""
_ANALYSIS = (
    r"(?:an?|the first|the) (?:[\w-]+,? ){0,4}?(?:study|analysis|investigation|comparison|survey)\b"
)
_REPORT = r"report(?:ed)?(?! (?:\S+ ){0,3}?[\d.]*\d)(?! [^.]{0,60}results\b)"
_PASSIVE = (
    r"(?:stud|investigat|examin|analy[sz]|discuss|consider|calculat|comput|deriv|report|review"
    r"|determin|obtain|establish|prove|provid|construct|explor|address|clarif|treat)"
    r"(?:e?d|ied|n)"
)
_NO_CLAIM = (
    r"(?:also|then|hope|believe|note|thank|conclude|expect|release|conduct|validate|achieve|are|were"
    r"|evaluate (?:our|the proposed|it|its)|demonstrate the)\b"
)
"""Words behind `we` at the beginning of remarks, plans and results."""
_SELDOM = (
    r"(?!widely|extensively|well|often|usually|long|intensively|recently|previously|heavily)"
    r"(?:\w+ly )?"
)
_SUBJECT = (
    r"(?!however|nevertheless|yet\b|although|while|despite|little|few\b|no\b|much)[^.;]{3,400}?"
)
"""The subject of a passive, up to its verb; not of a sentence about a gap in earlier work."""


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
        (8.5, "we", rf"\bwe,? {_ADVERBS}{_SOLVE}"),
        (5, "we", rf"\bwe,? {_ADVERBS}(?:{_STUDY}|give|gave|{_REPORT})\b"),
        (
            5,
            "we",
            rf"\bwe,? {_ADVERBS}{_USE} [^.;:]{{3,120}}? to (?:study|investigate|examine|explore"
            r"|analy[sz]e|determine|infer|predict|detect)\b",
        ),
        (4, "we", rf"\bwe,? {_ADVERBS}(?:{_USE}|(?:conduct|perform)(?:ed)? {_ANALYSIS})\b"),
        (
            3.5,
            "we",
            r"\bwe (?:\w+ly |first )?(?:show|demonstrate|prove|reveal)\b"
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
        (4, "our", r"\bour (?:\S+ ){1,8}?(?:framework|method|approach|model), (?:an?|the first)\b"),
        (2.5, "is_studied", rf"^{_SUBJECT} (?:is|are|was|were) {_SELDOM}{_PASSIVE}\b"),
        (
            2,
            "is_studied",
            rf"^{_SUBJECT} (?:is|are) (?:\w+ly )?(?:shown|found|argued|proposed) (?:to|that)\b",
        ),
        (1.5, "is_studied", rf"^{_SUBJECT} (?:has|have) been {_SELDOM}{_PASSIVE}\b"),
        (2, "we", rf"\bwe,? {_ADVERBS}obtain(?:ed)? (?:an?|the)\b"),
        (2, "we", rf"^(?:here,? )?we (?!{_NO_CLAIM})"),
    )
)
"""The first pattern in a sentence gives the weight of the sentence."""

PROPOSES = re.compile(
    rf"\b(?:we|{_THIS_WORK}),? {_ADVERBS}(?:propos|introduc|present|develop)(?:e|es|ed|s)?\b"
    r"|\bwe [^.;:]{3,160} and propose\b"
)
"""A sentence that proposes something."""

_POINTS_BACK = r"(?:this|these|the|such|those|that|end)\b"
"""Words for a thing of the sentence before."""
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
            r"|secondly"
            r"|third|thirdly|then|subsequently|next|meanwhile|similarly|after that|in detail"
            r"|technically"
            r"|notably|importantly|crucially|as an? (?!result|consequence|solution"
            r"|remedy|response|step|first)|beyond|compared)\b",
        ),
        (
            -7,
            r"(?!our main result)(?:(?:extensive|our|the|comprehensive|experimental|these|through"
            r"|empirical|key|main|core) "
            r"(?:\w+,? ){0,4}?(?:experiments?|results?|evaluations?|findings?|code|codes"
            r"|analys[ie]s|dataset|data|module|loss|model)|experiments?|results?|code|conclusions?"
            r"|to (?:the best of )?our knowledge|project page)\b",
        ),
        (
            -2,
            r"to (?:do|show|see|test|study|investigate|answer|understand|analy[sz]e|examine) "
            r"(?:this|these|so|that|it)\b"
            rf"|to (?:evaluate|assess|validate|verify|train) (?!{_POINTS_BACK})",
        ),
        (
            2,
            rf"(?:to|towards|for|in|address on) (?!{_OF_A_PART})(?:\w+ ){{0,3}}?"
            rf"{_POINTS_BACK}|motivated by|inspired by|in response"
            r"|driven by|in light of|based on (?:this|these)|here\b"
            r"|this\b|therefore|thus|hence|consequently|building on",
        ),
    )
)
"""(weight, beginning of a sentence); the weight of the first that matches is added."""

DETAIL = re.compile(r"(?:(?:more )?specifically|in particular|concretely)\b[^.;]{0,20}\bwe\b")
"""A beginning that BEGINS takes weight from; it may still be the claim where no other is."""
WORKS = re.compile(_WORK + r"|authors")
PASSIVE = re.compile(_PROPOSED)
AIMS = re.compile(r"(?:aim|goal|purpose|objective)s? ")
STUDIED = re.compile(
    rf" (?:is|are|was|were|been) (?:\w+ly )?(?:{_PASSIVE}|shown|found|argued|proposed)\b"
)
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
MEANS = re.compile(r"\b(?:by|via|through|using|with an?) \w|propos|introduc|present|develop|design")
"""Words for a contribution: with them a sentence about the subject may still be the claim."""
OBSERVES = re.compile(r"\bwe,? (?:first |then |\w+ly )?(?:observe|find|notice|hypothesi[sz]e)\b"
    r"|\band observe that\b|\bthis \w+ has \w+ (?:observations|findings)\b"
)
"""A finding or a guess that the paper sets out from."""
STATES = re.compile(r"(?:here,? )?we (?:\w+ly )?(?:show|prove|demonstrate|find|reveal)\b")
"""A result with which an abstract begins."""
LIMITS = re.compile(
    r"\bwe (?:restrict|limit|confine|concentrate)\b|^\((?:the )?(?:full|long|extended)\b"
)
"""A remark on the extent of the paper."""
LABEL = re.compile(r"(?:aims?|purpose|objectives?|goals?)[.:]?$")
"""A heading before the sentence with the aim: `Aims. We study ...`."""
ALSO_PROPOSES = re.compile(rf"\band (?:\w+ly |then |thus )?{_PROPOSE_NEW}")
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
    r"\b(?:novel|new|first|unified|framework|method|approach|model|benchmark|dataset|network|system"
    r"|pipeline|algorithm|architecture|called|named|termed|dubbed)\b"
)
