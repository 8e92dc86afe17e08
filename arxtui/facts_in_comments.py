"""Facts found in the comment, the journal reference and the abstract of a paper.

They are venue, links, code, pages, and whether the paper is withdrawn. No state.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import Paper
from arxtui.venues import find_venues, with_short_names, without_addresses


class Facts(NamedTuple):
    """The facts of a paper that a listing has in no field."""

    venue: str
    """`ICCV 2023`, `CVPR 2023 Workshop`, `TPAMI`; `` if no venue is certain."""
    code: str
    """The first address of code; `` if there is no address of code."""
    links: tuple[str, ...]
    """All http(s) addresses in comment and abstract, in order, without repeats."""
    pages: int | None
    """Number of pages, if the comment has it."""
    withdrawn: bool
    """True if the authors or arXiv withdrew the paper."""


_ADDRESS = lazy_pattern(r"https?://(?:(?!https?://)[!#-;=?-Z_a-z~]|\\[_%#&~])+")
"""An address. Only ASCII counts, for it is given to a browser."""
_CODE = lazy_pattern(
    r"https?://(?:www\.)?(?:(?:github\.com|gitlab\.[\w.]+|bitbucket\.org|codeberg\.org)"
    r"|huggingface\.co(?!/(?:datasets|papers|docs|blog|collections)\b))/[\w.~-]+"
)
_PAGES = lazy_pattern(r"(?<![\d+.,-])(?<![+-] )\b(\d{1,3})[ -]?(?:pages?|pp)\b", re.IGNORECASE)
_SUBJECT = r"(?:paper|article|manuscript|submission|preprint|draft|work)"
_REMOVED = (
    r"|\bremoved by (?:the )?arxiv\b"
    rf"|\b(?:{_SUBJECT}|version) (?:has been|have been|is|was) (?:removed|deleted|taken down)"
    r" (?:from (?:the )?arxiv\b|as the (?:user|submitter|author)s? did not)"
)
_WITHDRAWN = lazy_pattern(
    r"\bwithdr(?:aw(?:n|al|ing|s)?|ew)\b"
    r"(?!(?: it| (?:this|the|our)(?: paper| submission)?)? from(?! (?:the )?arxiv\b))"
    r"|\bretracted\b|\bretraction (?:due to|because|notice|request)|\bnotice of retraction\b"
    rf"|\b(?:retraction of|retract) (?:it\b|(?:this|the|our|my) {_SUBJECT}\b)" + _REMOVED,
    re.IGNORECASE,
)
"""A comment by which authors or arXiv withdrew a paper, not a withdrawal from a meeting."""
_TRACES = ("ithdr", "retract", "removed", "deleted", "taken down")
"""Pieces of words, one of which every match of _WITHDRAWN has.

A search for them is ten times as fast.
"""
_NOT_THIS = lazy_pattern(
    r"(?:\bv\d+|(?:previous|earlier|first|old|prior) version)[^.]{0,30}$", re.IGNORECASE
)
_TAKEN_BACK = lazy_pattern(
    rf"\b{_SUBJECT} (?:has been|is|was)(?: \w+)?"
    r" (?:withdrawn\b(?! from(?! (?:the )?arxiv\b))|retracted\b)" + _REMOVED,
    re.IGNORECASE,
)
"""A sentence of an abstract by which the paper was withdrawn, not a paper of other authors."""
_HYPHENED = lazy_pattern(r"(https?://\S{1,200}-)\n  (?=\S)")


def lift(paper: Paper) -> Facts:
    """Return the facts of a paper."""
    comment = _whole_addresses(paper.comment or "")
    links = _links(comment, paper.abstract)
    code = ""
    for link in links:
        if _CODE.match(link):
            code = link
            break
    return Facts(
        venue=_venue_of(paper, comment),
        code=code,
        links=links,
        pages=_pages(comment),
        withdrawn=_is_withdrawn(comment, paper.abstract),
    )


def venue(paper: Paper) -> str:
    """Return the venue of a paper as Facts has it, without the cost of its links."""
    return _venue_of(paper, _whole_addresses(paper.comment or ""))


def _whole_addresses(comment: str) -> str:
    """Return a comment in one line; addresses that were wrapped at a hyphen are joined again."""
    if "\n" not in comment:
        return comment
    return _HYPHENED.sub(r"\1", comment).replace("\n ", "")


def _pages(comment: str) -> int | None:
    if "p" not in comment:
        return None
    found = _PAGES.search(comment)
    if found is None:
        return None
    return int(found[1])


def _venue_of(paper: Paper, comment: str) -> str:
    """Return the venue of a paper, `` if no venue is certain.

    It is the first venue with a year, in the comment or else the journal reference; without a year
    anywhere it is the first venue.
    """
    if not comment and not paper.journal_ref:
        return ""
    first = 1900
    if paper.published:
        first = int(paper.published[:4])
    last = 2098
    if paper.updated:
        last = int(paper.updated[:4])
    venues: list[tuple[str, int]] = []
    if comment:
        looked_at = without_addresses(with_short_names(comment))
        venues += find_venues(looked_at, range(first - 1, last + 3), taken=False)
    if paper.journal_ref:
        looked_at = with_short_names(" ".join(paper.journal_ref.split()))
        venues += find_venues(looked_at, range(1900, last + 3), taken=True)
    for name, year in venues:
        if year:
            return name
    if venues:
        return venues[0][0]
    return ""


def _links(*texts: str) -> tuple[str, ...]:
    """Return the addresses of some texts, in order, without repeats."""
    found: dict[str, None] = {}
    for text in texts:
        if "http" in text:
            for address in _ADDRESS.findall(text):
                found[_trimmed(address)] = None
    return tuple(found)


def _trimmed(address: str) -> str:
    """Return an address without TeX's backslashes and the punctuation behind it.

    It ends at a bracket that was opened before it: `(see https://example.org/a)`.
    """
    if ")" in address:
        depth = 0
        for at, char in enumerate(address):
            depth += (char == "(") - (char == ")")
            if depth < 0:
                address = address[:at]
                break
    return address.replace("\\", "").rstrip(".,;:!?'*_~$")


def _is_withdrawn(comment: str, abstract: str) -> bool:
    """Return True if the comment or the abstract says that the paper was withdrawn."""
    if _has_trace(comment):
        flat = " ".join(comment.split())
        found = _WITHDRAWN.search(flat)
        if found and not _NOT_THIS.search(flat[: found.start()]):
            return True
    return _has_trace(abstract) and _TAKEN_BACK.search(abstract) is not None


def _has_trace(text: str) -> bool:
    lowered = text.lower()
    return any(map(lowered.__contains__, _TRACES))
