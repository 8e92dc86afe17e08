"""Remarks: sentences on a part, the subject or the worth of the paper, and not its claim."""

from __future__ import annotations

from arxtui.claim.all_patterns import claim_pattern
from arxtui.claim.signs import match_at
from arxtui.claim.words import ADVERBS, PROPOSE_NEW, THIS_WORK

_ALSO = claim_pattern(
    r"\bwe (?:have |had )?(?:also|further|additionally|then|next|finally|subsequently)\b"
    r"|^.{0,60}\b(?:is|are) (?:then|also|further)\b|\bas we show\b"
)
_SAYS_ALSO = (
    "also",
    "further",
    "additionally",
    "then ",
    "next ",
    "finally",
    "subsequently",
    "as we show",
)
"""Words without which _ALSO cannot match."""
THINGS_OF_WORK = claim_pattern(
    rf"(?!{THIS_WORK}\b)[^;]{{0,300}}?\b(?:methods|code|data|software|tools?|techniques?"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!been )(?<!and )(?<!ly )"
    r"(?:studied|used|described|reported|considered|discussed|shown))"
    rf" (?:in|of) {THIS_WORK}\b"
)
"""`the data used in this paper`: things of the paper, and not its claim."""
_TOPIC = claim_pattern(
    rf"(?:we,? {ADVERBS}(?:focus(?:ed)? on|tackle|address|consider|study|investigate|work on)"
    rf"|{THIS_WORK} (?:is |mainly )?(?:focus(?:es|ed)? on|addresses|tackles|studies|considers"
    r"|investigates|deals with)) "
    r"(?:(?:the|a|an|this|these|one|such)\b )?"
    r"(?:[\w-]+ ){0,5}?"
    r"(?:problems?|tasks?|issues?|challenges?|settings?|applications?|questions?)\b"
)
"""A sentence that names the subject of the paper, and not its own contribution.

Matched where `we` or a name of this work stands.
"""
_MEANS = claim_pattern(
    r"\b(?:by|via|through|using|with an?) \w|propos|introduc|present|develop|design"
)
"""Words for a contribution: with them a sentence about the subject may still be the claim."""
_OBSERVES = claim_pattern(
    r"we,? (?:first |then |\w+ly )?(?:observe|find|notice|hypothesi[sz]e)\b"
    r"|we [^.;]{3,160} and observe that\b"
    rf"|{THIS_WORK} has \w+ (?:observations|findings)\b"
)
"""A finding or a guess that the paper sets out from."""
_LIMITS = claim_pattern(
    r"(?:.*\b)?(?:we (?:restrict|limit|confine)|(?:is|are) (?:two|three|four)-?fold)\b"
    r"|\((?:the )?(?:full|long|extended)\b"
    r"|we (?:think|believe|hope|expect)\b"
    r"|(?:this|these|our|the) [^,]{0,60}?\b(?:paves? the way|opens? (?:the|a) (?:door|way|path))\b"
)
"""A remark on the extent of the paper, or on work that may follow."""
_CONCLUDES = claim_pattern(
    r"(?:our|these|this|the|the present) (?:[\w-]+ )?(?:stud(?:y|ies)|works?|results?|findings?"
    r"|analys[ie]s|research|approach|investigation) (?:presented here )?(?:\w+ly )?"
    r"(?:establish|highlight|provide|offer|suggest|demonstrate(?!s? an? )|reveal|show|open|lay"
    r"|illustrate|contribute|advance|underscore|bridge|pave|deepen|point|serve|enable|set)"
    r"(?:s|es)?\b"
)
"""A remark at the end on the worth of the paper."""
_FILLS_GAP = claim_pattern(
    rf"(?:we|{THIS_WORK}) (?:(?:aims?|seeks?|attempts?|tr(?:y|ies)) to )?(?:directly )?"
    r"(?:bridge|fill|close|address|narrow|tackle)(?:s|es)? (?:this|that|these) (?:\w+ ){0,2}?"
    r"(?:gap|issue|problem|need|shortcoming|limitation|challenge|question)s?\.?$"
)
"""`This work aims to bridge this gap`: the next sentence says how."""
_ALSO_PROPOSES = claim_pattern(rf"\band (?:\w+ly |then |thus )?{PROPOSE_NEW}")
"""A proposal behind a finding, in the same sentence."""
WITHDRAWN = "withdrawn"
"""The word in the abstract of a paper that was taken back."""
ASKS = claim_pattern(r"(?:can|could|do|does|is|are|how|why|what|which|should|to what) [^:]*\?$")
"""A question, and not `We ask: can cars fly?`."""
_REMARKS_ON = claim_pattern(
    r"the (?:\w+ )?(?:method|approach|model|technique|algorithm|framework|theory|system|procedure"
    r"|scheme|tool|results?|formula|ideas?) (?:that |which )?we (?:\w+ly |have |here )?"
    r"(?:propos|introduc|present|develop|describ|obtain|us)"
)
"""`The method that we propose is fast`: a remark, and no proposal."""
_OUTLINES = claim_pattern(
    r"\b(?:background|motivation|preliminaries|(?:brief )?overview)\b[^.]{0,80}?"
    r"\b(?:introduced|presented|provided|given)\b"
)
"""The parts of a review, and not its subject."""
_PARTS_OF_A_REVIEW = ("background", "motivation", "preliminaries", "overview")
"""Words without which _OUTLINES cannot match."""
_LATE = 3
"""The number of the sentence from which on a remark on the worth of the paper is expected."""


def says_also(lower: str) -> bool:
    """Return True for `we also test it`, a sentence in lower case."""
    return any(word in lower for word in _SAYS_ALSO) and _ALSO.search(lower) is not None


def says_less(lower: str, number: int, subjects: tuple[int, ...]) -> float:
    """Return the weight to take from a sentence that only names a subject, a plan or a finding.

    `lower` is the sentence in lower case; `number` counts the sentences from 0; `subjects` are the
    offsets of `we` and of the names of this work.
    """
    if any(word in lower for word in _PARTS_OF_A_REVIEW) and _OUTLINES.search(lower):
        return 4
    if _REMARKS_ON.match(lower) or _LIMITS.match(lower):
        return 6
    if number >= _LATE and _CONCLUDES.match(lower):
        return 4
    if number and match_at(_OBSERVES, lower, subjects) and not _ALSO_PROPOSES.search(lower):
        return 3
    if match_at(_FILLS_GAP, lower, subjects):
        return 6
    if match_at(_TOPIC, lower, subjects) and not _MEANS.search(lower):
        return 3
    return 0
