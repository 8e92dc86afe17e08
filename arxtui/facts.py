"""What is lifted out of comment, journal reference and abstract: venue, links, code, pages, withdrawn. Pure."""

from __future__ import annotations

import re
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
    """All addresses in comment and abstract, in order, each once."""
    pages: int | None
    """Pages, where the comment tells."""
    withdrawn: bool
    """The authors or arXiv took it back."""


_CANONICAL = {
    "NIPS": "NeurIPS", "ACMMM": "ACM MM", "ACMMULTIMEDIA": "ACM MM", "SIGGRAPHASIA": "SIGGRAPH Asia", "PAMI": "TPAMI",
}  # fmt: skip
_MEETINGS = (
    "CVPR ICCV ECCV WACV BMVC ACCV NeurIPS NIPS ICML ICLR AAAI IJCAI MICCAI ISBI MIDL ICRA IROS CoRL ICASSP Interspeech"
    " ICIP ICME ICPR ICDAR IJCNN IJCB ICMR MMM 3DV EMNLP NAACL EACL ACL COLING KDD UAI AISTATS CIKM UIST CHI VCIP ICPR"
).split()
_JOURNALS = "TPAMI PAMI IJCV TMLR TNNLS TCSVT TVCG".split()
_NAMES = sorted({*_MEETINGS, *_JOURNALS}, key=len, reverse=True)
_VENUE = re.compile(
    r"(?<![\w/@.-])(ACM ?MM|ACM Multimedia|SIGGRAPH Asia|SIGGRAPH|" + "|".join(map(re.escape, _NAMES)) + r")"
    r"(?:[ ,(:-]{0,3}(?:'|’)?(20[0-3]\d|[0-3]\d(?!\d|th|st|nd|rd)))?(?![\w@/])"
    r"(?: ?\)?,? ?\(?(?:Findings|Main|main)\b)?( ?\)?[ ,-]{0,2}(?:\w+ )?[Ww]orkshops?\b|W\b)?"
)
_OPEN = re.compile(
    r"submi(?:tted|ssion)|under review|in review|rejected|preprint for|withdrawn|extension of|extended version", re.I
)
_TAKEN = re.compile(
    r"accept|publish|to appear|appear(?:s|ed)? (?:in|at)|present|in proc|proceedings|camera|oral|poster|spotlight", re.I
)
_ADDRESS = re.compile(r"https?://[^\s<>{}|\\^`\[\]\"]+")
_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.[\w.]+|bitbucket\.org|codeberg\.org|huggingface\.co)/[\w.-]+"
)
_PAGES = re.compile(r"\b(\d{1,3}) ?(?:pages?|pp)\b", re.I)
_WITHDRAWN = re.compile(r"(?:been|is|was) +(?:temporarily +)?withdrawn|^withdrawn\b|withdrawn by", re.I)
_BROKEN = re.compile(r"(https?://\S*[/-])\n  (?=[\w~])")


def lift(paper: Paper) -> Facts:
    """The facts of a paper."""
    comment = paper.comment or ""
    if "\n" in comment:
        comment = _BROKEN.sub(r"\1", comment).replace("\n ", "")
    journal = " ".join(paper.journal_ref.split()) if paper.journal_ref else ""
    links = _links(comment, paper.abstract)
    pages = _PAGES.search(comment) if "p" in comment else None
    told = "ithdrawn" in comment or "ithdrawn" in paper.abstract
    return Facts(
        _venue(comment, taken=False) or _venue(journal, taken=True),
        next((link for link in links if _CODE.match(link)), ""),
        links,
        int(pages[1]) if pages else None,
        told and bool(_WITHDRAWN.search(comment) or _WITHDRAWN.search(paper.abstract)),
    )


def _venue(text: str, *, taken: bool) -> str:
    """The first venue in a text; one without year counts only where the text says that it was taken."""
    for found in _VENUE.finditer(text) if text else ():
        before = text[: found.start()].rpartition(". ")[2]
        if _OPEN.search(before) or (_OPEN.search(text) and not _TAKEN.search(before)):
            continue
        name = _CANONICAL.get(found[1].upper().replace(" ", ""), found[1])
        year, workshop = found[2], " Workshop" if found[3] or "orkshop" in before else ""
        if year:
            return f"{name} {year if len(year) == 4 else f'20{year}'}{workshop}"
        if name in _JOURNALS and (taken or _TAKEN.search(before)):
            return name
    return ""


def _links(*texts: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        if "http" in text:
            for address in _ADDRESS.findall(text):
                found[_trimmed(address)] = None
    return tuple(found)


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside."""
    while address[-1] in ".,;:!?'*_~$" or (address[-1] == ")" and address.count("(") < address.count(")")):
        address = address[:-1]
    return address
