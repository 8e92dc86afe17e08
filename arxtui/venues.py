"""Venues in the texts of a paper: `ICCV 2023`, `CVPR 2023 Workshop`, `TPAMI`.

A venue is returned only if the text leaves no doubt: no venue is better than a wrong venue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from arxtui.lazy_pattern import lazy_pattern

_OTHER_NAMES = {
    "NIPS": "NeurIPS",
    "NEURIPS": "NeurIPS",
    "ACMMM": "ACM MM",
    "ACMMULTIMEDIA": "ACM MM",
    "PAMI": "TPAMI",
    "CORL": "CoRL",
    "INTERSPEECH": "Interspeech",
    "SIGGRAPHASIA": "SIGGRAPH Asia",
    "SIGGRAPH": "SIGGRAPH",
}
"""Spelling without blanks and hyphens, in capitals -> the name that is shown."""
_MEETINGS = (
    "CVPR ICCV ECCV WACV BMVC ACCV NeurIPS NIPS NEURIPS ICML ICLR AAAI IJCAI MICCAI ISBI MIDL ICRA"
    " IROS CoRL CORL RSS ICASSP Interspeech INTERSPEECH ICIP ICME ICPR ICDAR IJCNN IJCB ICMR 3DV"
    " EMNLP NAACL EACL ACL COLING COLM KDD UAI AISTATS CIKM UIST CHI VCIP GCPR FG IGARSS ICONIP"
    " ECAI EMBC ITSC VISAPP ICMLA CoLLAs PRCV IPMI BIBM SIBGRAPI ICDM ICVGIP ICIAP DICTA SIGIR"
    " LREC SMC DCC"
).split()
JOURNALS = "TPAMI PAMI IJCV TMLR TNNLS TCSVT TVCG TMM TIP TMI TGRS TIFS CVIU MELBA".split()
_NEED_A_YEAR = frozenset("ACL CHI FG KDD RSS UAI SMC DCC".split())
"""Meetings whose short name has other meanings too, such as a ligament or a file format."""
_FULL_NAMES = {
    "pattern analysis and machine intelligence": "TPAMI",
    "image processing": "TIP",
    "multimedia": "TMM",
    "medical imaging": "TMI",
    "geoscience and remote sensing": "TGRS",
    "visualization and computer graphics": "TVCG",
    "circuits and systems for video technology": "TCSVT",
    "neural networks and learning systems": "TNNLS",
}
_FULL_NAME = lazy_pattern(
    rf"IEEE Transactions on ({'|'.join(_FULL_NAMES)})(?! \w+ing\b)", re.IGNORECASE
)
_TRACK = (
    r"[ -](?i:findings|main(?: track| conference)?|orals?|spotlights?"
    r"|conference(?: papers?| proceedings| track)?"
    r"|highlights?|posters?|demos?|early accept(?:ed)?|(?:(?!workshop)[\w&-]+ ){1,4}track"
    r"|(?:technical|journal|full|long|short|regular|research|industry|position) (?:papers?|track)"
    r"|datasets? (?:and|&) benchmarks?(?: track)?|proceedings)"
)
"""A part of a meeting, which may be between the name and the year: `CVPR Findings 2026`."""
_VENUE = lazy_pattern(
    r"(?P<name>ACM[ -]?MM|ACM Multimedia"
    r"|(?:SIGGRAPH|Siggraph) (?:Asia|ASIA)|SIGGRAPH|Siggraph|"
    + "|".join(sorted({*_MEETINGS, *JOURNALS}, key=len, reverse=True))
    + r")(?P<workshop>W|-W|\)?[ -][Ww]orkshops?)?"
    rf"(?:(?:{_TRACK})?(?:[ ,():'’@-]{{0,4}}(?P<year>20[0-3]\d)|,? ?['’](?P<quoted>[12]\d))"
    r"|(?:[ -]?['’]|-)?(?P<short>[12]\d)"
    r"| (?P<apart>[12]\d)(?! ?(?:pages?|pp|figures?|tables?|papers?)\b))?"
    r"(?![\w@]| ?/|[ -](?:Asia|Fall|Spring|Systems)\b)"
)
_LOOKED_AT = 1000
"""Characters in which venues are looked for; the longest real comment has 461."""
_INSIDE = lazy_pattern(r"[\w/@.+-]")  # checked in code: a lookbehind would make _VENUE slow
_YEAR_BEFORE = lazy_pattern(r"\b(20[0-3]\d)\b[^.;0-9]{0,110}\($")
# These patterns are for text in lower case, which is faster than re.IGNORECASE.
_WORKSHOP_AFTER = lazy_pattern(r"\W{0,3}(?:[\w&:-]+ ){0,5}workshops?\b")
_WORKSHOP_BEFORE = lazy_pattern(r"workshops?\b(?!.*\bmain\b)")
_OPEN = lazy_pattern(
    r"submit|submission|under (?:\S+ )?(?:re)?view|in review|reject|withdr"
    r"|(?:preprint|prepared|intended) for|template|format\b|style\b"
)
"""Words of a paper that is not accepted yet."""
_ANOTHER = lazy_pattern(
    r"exten(?:sion|ds|ding|ded version)|(?:journal|conference|short\w*|long\w*|full) version"
    r"|preliminary|previous|earlier|prior\b|builds (?:up)?on|based on|compared|in part\b|solution"
    r"|place\b|winn|\branke?d?\b|tutorial|leaderboard|challenge\b|competition|contest"
)
"""Words about another paper, or about a contest of the meeting."""
_TAKEN = lazy_pattern(
    r"accept|publish|to appear|appear(?:s|ed|ing)? (?:in|at)|presented|in proc|proceedings"
    r"|camera.ready"
)
"""Words of a paper that is accepted."""
_CAMERA_READY = lazy_pattern(r"camera.ready")
_CONTEST = lazy_pattern(r"challenge\b|competition|contest|leaderboard|winner")
_CONTEST_NEXT = lazy_pattern(r"\W{0,3}(?:\S+ ){0,3}(?:challenge\b|competition|contest)")
_CLAUSE_END = lazy_pattern(r"[.;] ")
_WHOLE_ADDRESS = lazy_pattern(r"https?://\S+?(?=[.,;:!?)]*(?:\s|\Z))")


def is_meeting(name: str) -> bool:
    """Return True if a text is the short name of a meeting (`CVPR`)."""
    return name in _MEETINGS


def names_meeting(text: str) -> bool:
    """Return True if a text, such as a journal reference, holds the short name of a meeting."""
    return any(word.rstrip("W") in _MEETINGS for word in re.findall(r"\w+", text))


def with_short_names(text: str) -> str:
    """Return a text with `TIP` for `IEEE Transactions on Image Processing`, and so on."""
    if "ransactions on" not in text:
        return text
    return _FULL_NAME.sub(lambda found: _FULL_NAMES[found[1].lower()], text)


def without_addresses(text: str) -> str:
    """Return the part of a text in which venues are looked for, with blanks for addresses.

    Otherwise `https://example.org/with-style` would count as a style file.
    """
    return _WHOLE_ADDRESS.sub(" ", text[:_LOOKED_AT])


def find_venues(text: str, years: range, *, taken: bool) -> Iterator[tuple[str, int]]:
    """Yield (venue, year or 0) of the venues at which the paper appears according to a text.

    `years` are the possible years. `taken` is True for a journal reference, which needs no word
    such as `accepted`.
    """
    for found in _VENUE.finditer(text, 0, _LOOKED_AT):
        if _is_inside_word(text, found.start()):
            continue
        before = _CLAUSE_END.split(text[: found.start()].lower())[-1]
        behind = text[found.end() : found.end() + 80].lower()
        after = _CLAUSE_END.split(behind, maxsplit=1)[0]
        if _is_of_another(before, after):
            continue
        accepted = _TAKEN.search(before) is not None
        if not accepted:
            if _CONTEST.search(after):
                continue
            if not taken and _OPEN.search(text[:_LOOKED_AT].lower()):
                continue
        name = _usual_name(found["name"])
        year = _year(found, before)
        if year:
            possible = year in years or (accepted and year < years.stop)
        else:
            certain = accepted or (taken and name in JOURNALS)
            possible = certain and name not in _NEED_A_YEAR
        if not possible:
            continue
        parts = [name]
        if year:
            parts.append(str(year))
        if _is_workshop(found, before, after):
            parts.append("Workshop")
        yield " ".join(parts), year


def _is_inside_word(text: str, start: int) -> bool:
    """Return True if a name is part of a longer word or address, other than `IEEE-`."""
    if not start or not _INSIDE.match(text[start - 1]):
        return False
    return not text.endswith("IEEE-", 0, start)


def _is_of_another(before: str, after: str) -> bool:
    """Return True if the clause is about a submission, another paper or a contest."""
    if _OPEN.search(before):
        return True
    if _ANOTHER.search(before) and not _CAMERA_READY.search(before):
        return True
    return _CONTEST_NEXT.match(after) is not None


def _usual_name(name: str) -> str:
    return _OTHER_NAMES.get(re.sub(r"[ -]", "", name).upper(), name)


def _is_workshop(found: re.Match[str], before: str, after: str) -> bool:
    if found["workshop"] or _WORKSHOP_AFTER.match(after):
        return True
    return _WORKSHOP_BEFORE.search(before) is not None


def _year(found: re.Match[str], before: str) -> int:
    """Return the year beside the name of a venue; 0 without a year."""
    if found["year"]:
        return int(found["year"])
    short = found["short"] or found["quoted"] or found["apart"]
    if short:
        return 2000 + int(short)
    earlier = _YEAR_BEFORE.search(before)
    if earlier:
        return int(earlier[1])
    return 0
