"""The publication of a paper: journal or proceedings, volume, pages, year and DOI.

The journal reference counts first, then the venue that facts_in_comments.py finds, then the
publisher's DOI. Each format writes these into its own fields, beside the arXiv id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from arxtui import citation, facts_in_comments, venues
from arxtui.export import journal_reference
from arxtui.export.journal_reference import MONTH
from arxtui.export.known_journals import DOI_JOURNALS, JOURNALS
from arxtui.model import Paper
from arxtui.text import clean


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication beside arXiv."""

    kind: Literal["journal", "meeting", ""]
    """A journal's article or a meeting's paper; empty when only a DOI is known."""
    container: str = ""
    """The journal or the proceedings, as typed, with its TeX; empty only if the kind is empty."""
    volume: str = ""
    """As typed, such as `26`."""
    number: str = ""
    """The number of the issue."""
    pages: str = ""
    """`123-130`, or the article's number."""
    year: int = 0
    """The year of publication; 0 = not known."""
    doi: str = ""
    """The publisher's DOI; may be empty."""
    venue: str = ""
    """The venue that facts_in_comments.py finds (`CVPR 2023`, `TPAMI`); may be empty."""

    @property
    def short(self) -> str:
        """The container with its year: `IEEE Transactions on Image Processing 2021`."""
        if not self.year or str(self.year) in self.container:
            return self.container
        return f"{self.container} {self.year}"


def publication(paper: Paper) -> Publication | None:
    """Return the publication of a paper; None if its listing names neither a place nor a DOI."""
    doi = citation.doi(paper.doi or "")
    if doi.lower().startswith(_OF_ARXIV):
        doi = ""
    venue = facts_in_comments.venue(paper)
    found = _of_reference(paper) or _of_venue(venue) or _of_doi(doi)
    if found is not None:
        return replace(found, doi=doi, venue=venue)
    if doi:
        return Publication("", doi=doi)
    return None


_OF_ARXIV = "10.48550/"

_IEEE_DOI = re.compile(r"10\.1109/([A-Z]+?)(W?)(?:\d+)?\.((?:19|20)\d\d)\.\d", re.ASCII)
_DOI_BEGINS = re.compile(
    r"(10\.\d{4,5}/(?:journal\.|j\.)?(?:s\d{5}(?=-)|[a-z]+))(?![a-z])", re.ASCII
)


def _of_doi(doi: str) -> Publication | None:
    """Return the publication that a DOI names: a journal, or a meeting with its year."""
    ieee = _IEEE_DOI.match(doi)
    if ieee:
        short, workshop, year = ieee.groups()
        if short in JOURNALS:
            return Publication("journal", JOURNALS[short])
        if venues.is_meeting(short):
            name = f"{short} {year}"
            if workshop:
                name = f"{name} Workshop"
            return Publication("meeting", name, year=int(year))
    begins = _DOI_BEGINS.match(doi.lower())
    if begins and begins[1] in DOI_JOURNALS:
        return Publication("journal", DOI_JOURNALS[begins[1]])
    return None


def _of_venue(venue: str) -> Publication | None:
    """Return the publication that a venue (`CVPR 2023 Workshop`, `TPAMI`) names."""
    if not venue:
        return None
    words = venue.split()
    year = next((int(word) for word in words if word.isdigit()), 0)
    if words[0] in JOURNALS:
        return Publication("journal", JOURNALS[words[0]], year=year)
    return Publication("meeting", venue, year=year)


_IS_MEETING = re.compile(
    r"\b(?:proc(?:eedings|s)?\b|conference|conf\b|workshops?\b|symposium|meeting|congress"
    r"|colloquium|lecture notes|lncs|advances in neural|medical image computing and computer|pmlr"
    r"|findings of|challenges?\b)",
    re.IGNORECASE,
)
_IS_JOURNAL = re.compile(
    r"\b(?:journal\b|transactions\b|trans\.|letters\b|conference series|conf\. ser"
    r"|proceedings of (?:the )?(?:IEEE(?=[,.; \d]*$|, vol)|national academy|ACM on|royal))",
    re.IGNORECASE,
)
_NAMES_SOMETHING = re.compile(
    r"\b(?!(?:vol|volume|no|number|issue|pages?|pp|doi|https?|arxiv|preprint|accepted|published"
    rf"|press|ieee|acm|springer|elsevier|spie|mdpi|{MONTH})\b)[^\W\d_]{{3,}}",
    re.IGNORECASE,
)
"""A word that is not a publisher, a month or the name of a part."""


def _of_reference(paper: Paper) -> Publication | None:
    """Return the publication that the journal reference names; None if it has no name in it."""
    whole = journal_reference.without_title(clean(paper.journal_ref or ""), clean(paper.title))
    if len(whole) > journal_reference.LONGEST or not re.search(r"[^\W\d_]{2}", whole):
        return None
    container, parts = journal_reference.taken_apart(whole)
    if not _NAMES_SOMETHING.search(re.sub(r"https?://\S+|10\.\d{4,}/\S+", "", container)):
        return None
    kind = _kind(paper, container)
    container = JOURNALS.get(container, container)
    year = parts.pop("year", "") or _last_year(container)
    if kind == "meeting" and year and " " not in container and year not in container:
        container = f"{container} {year}"  # such as ICLR 2020
    pages = re.sub(r"\s*[-–—]+\s*", "-", parts.pop("pages", ""))
    return Publication(kind, container, pages=pages, year=int(year or 0), **parts)


def _kind(paper: Paper, container: str) -> Literal["journal", "meeting"]:
    """Return the kind of the container that a paper's journal reference names."""
    if _IS_JOURNAL.search(container):
        return "journal"
    if _IS_MEETING.search(container) or venues.names_meeting(container):
        return "meeting"
    venue = facts_in_comments.venue(paper._replace(comment=None))
    if venue and venue.split()[0] not in JOURNALS:
        return "meeting"
    return "journal"


def _last_year(text: str) -> str:
    """Return the last year in a text, `` if the text has no year."""
    years = re.findall(r"(?<![\d.])(?<!\d-)(?:19[5-9]\d|20[0-4]\d)(?![\d-])(?!\.\d)", text)
    if not years:
        return ""
    return str(years[-1])
