"""Citations: the copy of a paper that its mark keeps, its date and its DOI.

Keys are made in citation_key/, names are split in people/; export/ writes a title in each format.
"""

from __future__ import annotations

from arxtui import text
from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import Citation, Paper

_DOI = lazy_pattern(r"10\.\d{4,9}/\S+")


def dois(raw: str) -> list[str]:
    """Return every DOI in a field that may hold several, without address and punctuation."""
    found = [_bare(doi) for doi in _DOI.findall(text.clean(raw))]
    return [doi for doi in found if doi]


def doi(raw: str) -> str:
    """Return the first DOI in a field that may hold several; `` if the field has no DOI."""
    found = _DOI.search(text.clean(raw))
    if found is None:
        return ""
    return _bare(found[0])


def _bare(doi: str) -> str:
    return doi.replace("\\_", "_").rstrip(".,;")


def year_month(paper: Paper) -> tuple[int, int]:
    """Return year and month (1 to 12) of the first version.

    They come from its date, or else from the arXiv id, which begins with them.
    """
    if paper.day:
        return int(paper.day[:4]), int(paper.day[5:7])
    digits = paper.id.rpartition("/")[2]
    year = 2000 + int(digits[:2])
    if year > 2090:
        year -= 100
    month = int(digits[2:4])
    return year, min(max(month, 1), 12)


def cite(paper: Paper, key: str) -> Citation:
    """Return the copy of a paper that its mark keeps, with this key."""
    return Citation(
        title=paper.title,
        authors=paper.authors,
        published=paper.published,
        updated=paper.updated,
        doi=paper.doi,
        journal_ref=paper.journal_ref,
        primary=paper.primary,
        version=paper.version,
        key=key,
    )


def paper_of(paper_id: str, cite: Citation) -> Paper:
    """Return the paper of a citation: no abstract, no comment, the primary category alone."""
    return Paper(
        id=paper_id,
        version=cite.version,
        title=cite.title,
        authors=cite.authors,
        primary=cite.primary,
        categories=cite.primary,
        published=cite.published,
        updated=cite.updated,
        doi=cite.doi,
        comment=None,
        journal_ref=cite.journal_ref,
        abstract="",
    )
