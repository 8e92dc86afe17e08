"""What is lifted out of comment, journal reference and abstract: venue, links, code, pages, withdrawn. Pure.

A venue is told only where the text leaves no doubt: better none than a wrong one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from arxtui.model import Paper


@dataclass(frozen=True, slots=True)
class Facts:
    """What the texts of a paper tell besides."""

    venue: str
    """`ICCV 2023`, `CVPR 2023 Workshop`, `TPAMI`; `` = none is told for certain."""
    code: str
    """The first address of code; `` = none."""
    links: tuple[str, ...]
    """All http(s) addresses in comment and abstract, in order, each once."""
    pages: int | None
    """Pages, where the comment tells."""
    withdrawn: bool
    """The authors or arXiv took it back."""


_OTHER_NAMES = {
    "NIPS": "NeurIPS", "NEURIPS": "NeurIPS", "ACMMM": "ACM MM", "ACMMULTIMEDIA": "ACM MM", "PAMI": "TPAMI",
    "CORL": "CoRL", "INTERSPEECH": "Interspeech", "SIGGRAPHASIA": "SIGGRAPH Asia", "SIGGRAPH": "SIGGRAPH",
}  # fmt: skip
_MEETINGS = (
    "CVPR ICCV ECCV WACV BMVC ACCV NeurIPS NIPS NEURIPS ICML ICLR AAAI IJCAI MICCAI ISBI MIDL ICRA IROS CoRL CORL RSS"
    " ICASSP Interspeech INTERSPEECH ICIP ICME ICPR ICDAR IJCNN IJCB ICMR 3DV EMNLP NAACL EACL ACL COLING COLM KDD UAI"
    " AISTATS CIKM UIST CHI VCIP GCPR FG IGARSS ICONIP ECAI EMBC ITSC VISAPP ICMLA CoLLAs PRCV IPMI BIBM SIBGRAPI ICDM"
    " ICVGIP ICIAP DICTA SIGIR LREC SMC DCC"
).split()
_JOURNALS = "TPAMI PAMI IJCV TMLR TNNLS TCSVT TVCG TMM TIP TMI TGRS TIFS CVIU MELBA".split()
_NEED_A_YEAR = frozenset("ACL CHI FG KDD RSS UAI SMC DCC".split())
_FULL_NAMES = {
    "pattern analysis and machine intelligence": "TPAMI", "image processing": "TIP", "multimedia": "TMM",
    "medical imaging": "TMI", "geoscience and remote sensing": "TGRS", "visualization and computer graphics": "TVCG",
    "circuits and systems for video technology": "TCSVT", "neural networks and learning systems": "TNNLS",
}  # fmt: skip
_FULL_NAME = re.compile(rf"IEEE Transactions on ({'|'.join(_FULL_NAMES)})(?! \w+ing\b)", re.IGNORECASE)
_TRACK = (
    r"[ -](?i:findings|main(?: track| conference)?|orals?|spotlights?"
    r"|conference(?: papers?| proceedings| track)?"
    r"|highlights?|posters?|demos?|early accept(?:ed)?|(?:(?!workshop)[\w&-]+ ){1,4}track"
    r"|(?:technical|journal|full|long|short|regular|research|industry|position) (?:papers?|track)"
    r"|datasets? (?:and|&) benchmarks?(?: track)?|proceedings)"
)
"""A part of a meeting, as it may stand between the name and the year: `CVPR Findings 2026`."""
_VENUE = re.compile(
    r"(?P<name>ACM[ -]?MM|ACM Multimedia|(?:SIGGRAPH|Siggraph) (?:Asia|ASIA)|SIGGRAPH|Siggraph|"
    + "|".join(sorted({*_MEETINGS, *_JOURNALS}, key=len, reverse=True))
    + r")(?P<workshop>W|-W|\)?[ -][Ww]orkshops?)?"
    rf"(?:(?:{_TRACK})?(?:[ ,():'’@-]{{0,4}}(?P<year>20[0-3]\d)|,? ?['’](?P<quoted>[12]\d))"
    r"|(?:[ -]?['’]|-)?(?P<short>[12]\d)"
    r"| (?P<apart>[12]\d)(?! ?(?:pages?|pp|figures?|tables?|papers?)\b))?"
    r"(?![\w@]| ?/|[ -](?:Asia|Fall|Spring|Systems)\b)"
)
_LOOKED_AT = 1000
"""Characters in which venues are looked for; the longest real comment has 461."""
_INSIDE = re.compile(r"[\w/@.+-]")  # not a lookbehind of _VENUE: that would make it slow
_YEAR_BEFORE = re.compile(r"\b(20[0-3]\d)\b[^.;0-9]{0,110}\($")
# The following look at text in lower case: that is faster than re.IGNORECASE.
_WORKSHOP_AFTER = re.compile(r"\W{0,3}(?:[\w&:-]+ ){0,5}workshops?\b")
_WORKSHOP_BEFORE = re.compile(r"workshops?\b(?!.*\bmain\b)")
_OPEN = re.compile(
    r"submit|submission|under (?:\S+ )?(?:re)?view|in review|reject|withdr|(?:preprint|prepared|intended) for"
    r"|template|format\b|style\b"
)
_ANOTHER = re.compile(
    r"exten(?:sion|ds|ding|ded version)|(?:journal|conference|short\w*|long\w*|full) version|preliminary|previous"
    r"|earlier|prior\b|builds (?:up)?on|based on|compared|in part\b|solution|place\b|winn|\branke?d?\b|tutorial"
    r"|leaderboard|challenge\b|competition|contest"
)
_TAKEN = re.compile(
    r"accept|publish|to appear|appear(?:s|ed|ing)? (?:in|at)|presented|in proc|proceedings|camera.ready"
)
_CAMERA_READY = re.compile(r"camera.ready")
_CONTEST = re.compile(r"challenge\b|competition|contest|leaderboard|winner")
_CONTEST_NEXT = re.compile(r"\W{0,3}(?:\S+ ){0,3}(?:challenge\b|competition|contest)")
_CLAUSE_END = re.compile(r"[.;] ")
_ADDRESS = re.compile(r"https?://(?:(?!https?://)[!#-;=?-Z_a-z~]|\\[_%#&~])+")  # ASCII: it is given to a browser
_WHOLE_ADDRESS = re.compile(r"https?://\S+?(?=[.,;:!?)]*(?:\s|\Z))")
_CODE = re.compile(
    r"https?://(?:www\.)?(?:(?:github\.com|gitlab\.[\w.]+|bitbucket\.org|codeberg\.org)"
    r"|huggingface\.co(?!/(?:datasets|papers|docs|blog|collections)\b))/[\w.~-]+"
)
_PAGES = re.compile(r"(?<![\d+.,-])(?<![+-] )\b(\d{1,3})[ -]?(?:pages?|pp)\b", re.IGNORECASE)
_SUBJECT = r"(?:paper|article|manuscript|submission|preprint|draft|work)"
_REMOVED = (
    r"|\bremoved by (?:the )?arxiv\b"
    rf"|\b(?:{_SUBJECT}|version) (?:has been|have been|is|was) (?:removed|deleted|taken down)"
    r" (?:from (?:the )?arxiv\b|as the (?:user|submitter|author)s? did not)"
)
_WITHDRAWN = re.compile(
    r"\bwithdr(?:aw(?:n|al|ing|s)?|ew)\b"
    r"(?!(?: it| (?:this|the|our)(?: paper| submission)?)? from(?! (?:the )?arxiv\b))"
    r"|\bretracted\b|\bretraction (?:due to|because|notice|request)|\bnotice of retraction\b"
    rf"|\b(?:retraction of|retract) (?:it\b|(?:this|the|our|my) {_SUBJECT}\b)" + _REMOVED,
    re.IGNORECASE,
)
"""A comment by which authors or arXiv took a paper back; withdrawn from a meeting is not withdrawn."""
_TRACE = re.compile(r"ithdr|retract|removed|deleted|taken down", re.IGNORECASE)
_NOT_THIS = re.compile(r"(?:\bv\d+|(?:previous|earlier|first|old|prior) version)[^.]{0,30}$", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    rf"\b{_SUBJECT} (?:has been|is|was)(?: \w+)? (?:withdrawn\b(?! from(?! (?:the )?arxiv\b))|retracted\b)" + _REMOVED,
    re.IGNORECASE,
)
"""The same in an abstract, which may also speak of what others withdrew."""
_HYPHENED = re.compile(r"(https?://\S{1,200}-)\n  (?=\S)")


def lift(paper: Paper) -> Facts:
    """The facts of a paper."""
    comment = paper.comment or ""
    if "\n" in comment:
        comment = _HYPHENED.sub(r"\1", comment).replace("\n ", "")
    links = _links(comment, paper.abstract)
    pages = _PAGES.search(comment) if "p" in comment else None
    return Facts(
        _venue_of(paper, comment),
        next((link for link in links if _CODE.match(link)), ""),
        links,
        int(pages[1]) if pages else None,
        _is_withdrawn(comment, paper.abstract),
    )


def venue(paper: Paper) -> str:
    """Return the venue of a paper as Facts has it, without the cost of its links."""
    comment = paper.comment or ""
    if not comment and not paper.journal_ref:
        return ""
    return _venue_of(paper, _HYPHENED.sub(r"\1", comment).replace("\n ", ""))


def is_meeting(name: str) -> bool:
    """Return whether a short name is that of a meeting (`CVPR`)."""
    return name in _MEETINGS


def names_meeting(text: str) -> bool:
    """Return whether a text, such as a journal reference, holds the short name of a meeting."""
    return any(word.rstrip("W") in _MEETINGS for word in re.findall(r"\w+", text))


def _venue_of(paper: Paper, comment: str) -> str:
    """The first venue that is told with its year, in the comment or else the journal reference; else the first."""
    first, last = (int(time[:4]) if time else year for time, year in ((paper.published, 1900), (paper.updated, 2098)))
    comment = _without_addresses(_with_short_names(comment))
    journal_ref = _with_short_names(" ".join((paper.journal_ref or "").split()))
    told = list(_venues(comment, range(first - 1, last + 3), taken=False))
    told += _venues(journal_ref, range(1900, last + 3), taken=True)
    return next((venue for venue, year in told if year), told[0][0] if told else "")


def _with_short_names(text: str) -> str:
    return _FULL_NAME.sub(lambda found: _FULL_NAMES[found[1].lower()], text) if "ransactions on" in text else text


def _without_addresses(text: str) -> str:
    """Return the part of a text that is looked at, its addresses as blanks: `…/with-style` is not a style file."""
    return _WHOLE_ADDRESS.sub(" ", text[:_LOOKED_AT])


def _venues(text: str, years: range, *, taken: bool) -> Iterator[tuple[str, int]]:
    """(name, year or 0) of the venues in a text that it says the paper is at; `taken`: it need not say `accepted`."""
    for found in _VENUE.finditer(text, 0, _LOOKED_AT):
        if found.start() and _INSIDE.match(text[found.start() - 1]) and not text.endswith("IEEE-", 0, found.start()):
            continue
        before = _CLAUSE_END.split(text[: found.start()].lower())[-1]
        after = _CLAUSE_END.split(text[found.end() : found.end() + 80].lower(), maxsplit=1)[0]
        said = bool(_TAKEN.search(before))
        year = _year(found, before)
        name = _OTHER_NAMES.get(re.sub(r"[ -]", "", found["name"]).upper(), found["name"])
        if (
            _OPEN.search(before)
            or (_ANOTHER.search(before) and not _CAMERA_READY.search(before))
            or _CONTEST_NEXT.match(after)
            or (not said and (_CONTEST.search(after) or (not taken and _OPEN.search(text[:_LOOKED_AT].lower()))))
            or (year and year not in years and not (said and year < years.stop))
            or (not year and (name in _NEED_A_YEAR or not (said or (taken and name in _JOURNALS))))
        ):
            continue
        at_side = found["workshop"] or _WORKSHOP_AFTER.match(after) or _WORKSHOP_BEFORE.search(before)
        yield f"{name}{f' {year}' if year else ''}{' Workshop' if at_side else ''}", year


def _year(found: re.Match[str], before: str) -> int:
    """The year with a venue's name; 0 = none."""
    if found["year"]:
        return int(found["year"])
    if short := found["short"] or found["quoted"] or found["apart"]:
        return 2000 + int(short)
    earlier = _YEAR_BEFORE.search(before)
    return int(earlier[1]) if earlier else 0


def _links(*texts: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        if "http" in text:
            for address in _ADDRESS.findall(text):
                found[_trimmed(address)] = None
    return tuple(found)


def _trimmed(address: str) -> str:
    """Without TeX's backslashes, the bracket that was opened before it, and the punctuation of the sentence."""
    if ")" in address:
        depths = itertools.accumulate((char == "(") - (char == ")") for char in address)
        address = address[: next((at for at, depth in enumerate(depths) if depth < 0), None)]
    return address.replace("\\", "").rstrip(".,;:!?'*_~$")


def _is_withdrawn(comment: str, abstract: str) -> bool:
    """Return True if the comment or the abstract says that the paper was taken back."""
    if _TRACE.search(comment):
        flat = " ".join(comment.split())
        found = _WITHDRAWN.search(flat)
        if found and not _NOT_THIS.search(flat[: found.start()]):
            return True
    return bool(_TRACE.search(abstract) and _TAKEN_BACK.search(abstract))
