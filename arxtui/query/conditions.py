"""Conditions without the name of a field: words in a paper's search line, and DOIs."""

from __future__ import annotations

import re

from arxtui.query.query_values import Case, Predicate
from arxtui.text import fold, words

_DOI = re.compile(
    r"(?:doi:\s*|(?:https?://)?(?:www\.|dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)",
    re.ASCII | re.IGNORECASE,
)
_AROUND_DOI = " \t\r\n<>\"'.,;\u200b\ufeff"


def doi_of(text: str) -> str | None:
    """Return a DOI in lower case; None for a text that is not a DOI."""
    doi = _DOI.fullmatch(text.strip(_AROUND_DOI))
    if doi is None:
        return None
    return doi[1].lower()


def in_line(value: str) -> Predicate:
    """Return a predicate for a word or phrase, with the rules of the search.

    A word of fewer than three letters must begin a word of the line.
    """
    tagged = fold(value)
    wanted = words(tagged) or tagged
    if len(wanted) < 3:
        wanted = " " + wanted
    return lambda it: (
        wanted in it.head.line
        or (len(tagged) > 2 and tagged in it.head.line)
        or any(tagged == fold(tag) for tag in it.mark.tags)
    )


def with_doi(begun: str) -> Predicate:
    """Return a predicate for papers whose DOI begins with a text."""

    def fits(it: Case) -> bool:
        paper = None
        if "d" in it.head.flags:
            paper = it.paper()
        if paper is None:
            return False
        dois = _DOI.findall((paper.doi or "").lower().replace("\\_", "_"))
        return any(doi.startswith(begun) for doi in dois)

    return fits
