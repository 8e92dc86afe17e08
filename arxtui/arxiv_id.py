"""arXiv ids in every spelling that people use; parse_id() reads them all and checks the id.

`2310.19210` since April 2007 (four digits behind the dot to 1412, five from 1501), `hep-th/9901001`
before. An old id loses its subject class: math.GT/0309136 is math/0309136. Rules:
https://info.arxiv.org/help/arxiv_identifier.html and `arxiv/identifier` of
https://github.com/arXiv/arxiv-base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from arxtui.categories import ARCHIVES
from arxtui.lazy_pattern import lazy_pattern
from arxtui.text import SHAPELESS

BARE_ID = lazy_pattern(r"\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*/\d{7}", re.ASCII)
"""The form of an id in the library: without version; ids until 2007 without subject class."""

_TOO_YOUNG = ("econ", "eess", "q-fin", "stat")
"""Archives that are younger than the last old id."""
_ARCHIVES = {archive.replace("-", ""): archive for archive in ARCHIVES if archive not in _TOO_YOUNG}
_LONGEST = 2_000
"""Characters; a longer text is no id."""
_INVISIBLE = lazy_pattern(f"[{SHAPELESS}\u200d]")
_BLANKS = lazy_pattern("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_DASHES = lazy_pattern("[\u2010-\u2015\u2212]")
_AROUND = (
    " \t\r\n<>()[]{}\"'`.,;:!?/\\|*_\u201c\u201d\u2018\u2019\u201e\u201a\u00ab\u00bb\u2039\u203a"
)
"""Blanks, brackets, quotation marks and punctuation around an id."""
_HOSTS = (
    r"(?:[a-z0-9-]{1,40}\.){0,3}arxiv\.org|xxx\.lanl\.gov|(?:www\.)?(?:alphaxiv|ar5iv)\.org"
    r"|huggingface\.co|hf\.co"
    r"|(?:www\.)?(?:arxiv-vanity|scirate|semanticscholar|emergentmind)\.(?:com|org)"
    r"|api\.semanticscholar\.org|inspirehep\.net|ui\.adsabs\.harvard\.edu"
)
_DOI = r"(?:doi:?\s{0,3})?(?:(?:https?:/{0,2}|//)?(?:www\.|dx\.)?doi\.org/+)?10\.48550/"
_LABEL = (
    # before ids on arXiv's pages and in references
    r"(?:cite as|available at|url|pdf|link|e-?print|preprint)\s{0,3}:\s{0,3}"
    r"|arxiv\s{1,3}(?:preprint|e-?prints?)[\s,:]{1,3}|corr[\s,:]{1,3}"
    r"|url\{|href\{|a\shref=[\"']"  # before the id in a link of LaTeX or HTML
    r"|view-source:|(?:https?://)?web\.archive\.org/web/\w{1,20}/"
)
_PREFIX = (
    # an address, with its scheme or without
    rf"(?:https?:/{{0,2}}|//)?(?:{_HOSTS})(?::\d{{1,5}})?/+(?:[\w.-]{{1,20}}/+){{0,4}}"
    rf"|{_LABEL}|{_DOI}|oai:arxiv\.org:|arxiv(?:\.org)?(?:\s*:\s*|[._/ -])|(?:abs|pdf|html|format)/"
)
_ID = (
    r"(?P<yymm>\d{3,4})\.(?P<new>\d{3,6})"
    r"|(?P<archive>[a-z]+(?:-[a-z]+)*)(?:\.[a-z-]{2,20})?/(?P<old>\d{5,8})"
)
_ENDING = r"(?:\.(?:pdf|ps|ps\.gz|tar\.gz|gz|html?))?"
_WORDS = r"[a-z.-]{2,20}(?:[\s,;]{1,3}[a-z.-]{2,20}){0,9}"
_BEHIND = (
    r"(?:[/?#&].*"  # behind the id in an address
    r"|\]\s.*"  # `[2310.19210] Its title`: the title of a browser's tab
    r"|(?:\]\(|\}\{|[\"']>).*"  # `](address)`, `}{text}`, `">text</a>`: the second half of a link
    # `[cs.CV]`, `(v2)`
    rf"|(?:\s{{0,3}}[\[(]\s{{0,3}}(?:{_WORDS}|v?\d{{1,4}})\s{{0,3}}(?:[\])]|\Z)){{0,3}}"
    r"(?:\s{1,3}\d{1,2}\s{1,3}[a-z]{3,9}\s{1,3}\d{4}"  # `30 Oct 2023`: the stamp on every PDF
    # behind the id in a reference or on a page
    r"|,?\s{1,3}(?:19|20)\d\d|\s{1,3}for this version|\s{1,3}\(or arxiv:.{1,80})?"
    r")?"
)
_SPELLED = lazy_pattern(
    rf"(?:{_PREFIX}){{0,4}}(?:{_ID})(?:\s?v(?P<version>\d{{1,9}}))?{_ENDING}{_BEHIND}",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_USUAL = lazy_pattern(
    rf"(?:https?://arxiv\.org/abs/)?(?:{_ID})(?:v(?P<version>[1-9]\d{{0,3}}))?", re.ASCII
)
"""The spellings of listings and feeds, which _SPELLED has too: this pattern is faster."""
_IN_PROSE = lazy_pattern(
    rf"(?<![\w.-])(?:(?:{_HOSTS})/+(?:[\w-]{{1,20}}/+){{1,2}}|10\.48550/arxiv\.|abs/"
    rf"|arxiv(?:\.org)?(?:\s{{0,3}}[:.]\s{{0,3}}|[/_-]))"
    rf"(?:arxiv:)?(?:{_ID})(?!\d)(?:v\d{{1,4}}(?!\d))?",
    re.ASCII | re.IGNORECASE,
)
_SUBJECT = lazy_pattern(r"\.[A-Za-z-]+(?=/)", re.ASCII)
_GLUE = lazy_pattern(r"(?:arxiv|doi):?|\[[\w.-]+\]", re.ASCII | re.IGNORECASE)


class NotAnId(ValueError):
    """Text that is no arXiv id in any spelling."""


class ImpossibleId(NotAnId):
    """Text in the form of an id that arXiv cannot have given; the message has the reason."""

    def __init__(self, paper_id: str, reason: str) -> None:
        super().__init__(f"{paper_id} is not an arXiv id: {reason}")
        self.paper_id = paper_id
        """The id as typed, without version."""


def parse_id(text: str) -> tuple[str, int | None]:
    """Return (id, version or None) of an id in any spelling.

    An id may stand in an address of arXiv, alphaXiv, ar5iv, Hugging Face or doi.org, behind
    `arXiv:`, `oai:arXiv.org:` or `10.48550/arXiv.`, before `[cs.CV]`, between quotes or brackets,
    among invisible characters, in a link of Markdown, LaTeX or HTML, in `Cite as: ...` and in the
    stamp of a PDF. Raises NotAnId, and ImpossibleId, with the reason, if only the numbers are
    wrong.
    """
    found = _USUAL.fullmatch(text) or _SPELLED.fullmatch(_cleaned(text))
    if not found:
        raise NotAnId(f"not an arXiv id: {text.strip()[:80]!r}")
    if found["archive"]:
        paper_id = _old_id(found["archive"].lower(), found["old"])
    else:
        paper_id = _new_id(found["yymm"], found["new"])
    if found["version"] is None:
        return paper_id, None
    if found["version"].startswith("0") or len(found["version"]) > 4:
        raise ImpossibleId(paper_id, f"its versions are v1, v2, …, not v{found['version']}")
    return paper_id, int(found["version"])


def ids_in(text: str) -> Iterator[tuple[str, int | None]]:
    """Yield (id, version or None) of each id that a text names beyond doubt, in order.

    Beyond doubt are `arXiv:ID`, `abs/ID`, `10.48550/arXiv.ID` and an address; a bare number may be
    anything.
    """
    for found in _IN_PROSE.finditer(text):
        try:
            yield parse_id(found[0])
        except NotAnId:
            continue


def split_ids(text: str) -> list[str]:
    """Return the pieces of a text that should be ids: its lines, or the words of a line.

    `arXiv: ID [cs.CV]` is one piece. A line of a table has its id in the first column. Pieces that
    are no ids are returned too, for a message.
    """
    pieces: list[str] = []
    for line in text.split("\n"):
        for candidate in (line, line.partition("\t")[0]):
            if is_id(candidate):
                pieces.append(candidate.strip())
                break
        else:
            for word in line.split():
                if not _GLUE.fullmatch(_INVISIBLE.sub("", word)):
                    pieces.append(word)
    return pieces


def as_asked(ids: Iterable[str], text: str) -> tuple[str, ...]:
    """Return ids with the versions that a text names for them: `2310.19210v2`."""
    versions: dict[str, int | None] = {}
    for piece in split_ids(text):
        try:
            paper_id, version = parse_id(piece.removeprefix("id:"))
        except NotAnId:
            continue
        versions[paper_id] = version
    spelled = []
    for paper_id in ids:
        version = versions.get(paper_id)
        if version is None:
            spelled.append(paper_id)
        else:
            spelled.append(f"{paper_id}v{version}")
    return tuple(spelled)


def only_ids(text: str) -> tuple[str, ...]:
    """Return the ids of a text without repeats; () if the text has anything but ids."""
    if len(text) > _LONGEST:
        return ()
    pieces = split_ids(text)
    if not all(map(is_id, pieces)):
        return ()
    return tuple(dict.fromkeys(parse_id(piece)[0] for piece in pieces))


def is_id(text: str) -> bool:
    """Return True if a text is an id in any spelling."""
    try:
        parse_id(text)
    except NotAnId:
        return False
    return True


def without_subject(paper_id: str) -> str:
    """Return an id as the library has it: an old id without its subject class."""
    if "/" not in paper_id:
        return paper_id
    return _SUBJECT.sub("", paper_id)


def _cleaned(text: str) -> str:
    """Return a text without quotes and brackets around it, and without invisible characters."""
    if len(text) > _LONGEST:
        return ""
    if not text.isascii():
        text = _BLANKS.sub(" ", _DASHES.sub("-", _INVISIBLE.sub("", text))).replace("\uff1a", ":")
    if "%" in text:
        from urllib.parse import unquote  # few addresses need it

        text = unquote(text)
    return text.strip(_AROUND)


def _new_id(yymm: str, number: str) -> str:
    """Return an id of the form since April 2007. Raises ImpossibleId."""
    paper_id = f"{yymm}.{number}"
    if len(yymm) < 4:
        hint = f"a spreadsheet drops the first 0: 0{paper_id}?"
        raise ImpossibleId(paper_id, f"four digits stand before the dot; {hint}")
    _check_month(paper_id, yymm[2:])
    if not "0704" <= yymm <= "9012":
        raise ImpossibleId(paper_id, "ids of this form begin with 0704, April 2007")
    digits = 5
    rule = "since 1501 five digits"
    if yymm < "1501":
        digits = 4
        rule = "before 1501 four digits"
    if len(number) != digits:
        reason = f"{rule} stand behind the dot"
        if len(number) == 4:
            reason += f"; a spreadsheet drops the last 0: {paper_id}0?"
        raise ImpossibleId(paper_id, reason)
    return paper_id


def _old_id(archive: str, number: str) -> str:
    """Return an id of the form until March 2007. Raises ImpossibleId."""
    known = _ARCHIVES.get(archive.replace("-", ""))
    paper_id = f"{known or archive}/{number}"
    if known is None:
        from arxtui.categories import nearest

        near = nearest(archive).partition(".")[0]
        hint = ""
        if near and near not in _TOO_YOUNG:
            hint = f": did you mean {near}?"
        raise ImpossibleId(paper_id, f"no archive {archive} had ids of this form{hint}")
    if len(number) != 7:
        raise ImpossibleId(paper_id, "seven digits stand behind the slash")
    _check_month(paper_id, number[2:4])
    if "0703" < number[:4] < "9101":
        raise ImpossibleId(paper_id, "ids of this form end with 0703, March 2007")
    return paper_id


def _check_month(paper_id: str, month: str) -> None:
    if not "01" <= month <= "12":
        raise ImpossibleId(paper_id, f"there is no month {month}")
