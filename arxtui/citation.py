"""Citations: the key of a paper's entry, and the copy of a paper that its mark keeps.

Names in parts are in people/; a title in one format (LaTeX, JSON) is in export/.
"""

from __future__ import annotations

import re
from collections.abc import Container

from arxtui import people, text
from arxtui.model import Citation, Entry, Paper

_DOI = re.compile(r"10\.\d{4,9}/\S+")


def dois(raw: str) -> list[str]:
    """Return every DOI in a field that may hold several, without address and punctuation."""
    found = [_bare(doi) for doi in _DOI.findall(text.clean(raw))]
    return [doi for doi in found if doi]


def doi(raw: str) -> str:
    """Return the first DOI in a field that may hold several; `` if there is none."""
    found = _DOI.search(text.clean(raw))
    if found is None:
        return ""
    return _bare(found[0])


def _bare(doi: str) -> str:
    return doi.replace("\\_", "_").rstrip(".,;")


_TEX = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[a-z0-9]+")
_NOT_IN_KEY = text.STOP_WORDS | frozenset(
    "towards toward over under do does how what why when where can you we all no".split()
)
"""Words of a title that say too little for a key. A change here changes the keys of new marks."""
_LONGEST = 40
"""Letters of a name or word in a key."""
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.:+/-]*", re.ASCII)


def year_month(paper: Paper) -> tuple[int, int]:
    """Return year and month (1 to 12) of the first version, by its date or else by the arXiv id.

    An id begins with them.
    """
    if paper.day:
        return int(paper.day[:4]), int(paper.day[5:7])
    digits = paper.id.rpartition("/")[2]
    year = 2000 + int(digits[:2])
    if year > 2090:
        year -= 100
    month = int(digits[2:4])
    return year, min(max(month, 1), 12)


def key_base(paper: Paper) -> str:
    """Return the key of a paper without the letter that sets it apart: `schmitt2023there`.

    It is the surname of the first author, the year of the first version, and the first word of the
    title that is no stop word; in [a-z0-9], beginning with a letter.
    """
    names = people.names(paper.authors[:2])  # more than the first, which may be a lone comma
    last = ""
    if names:
        last = "".join(_WORD.findall(text.fold(names[0].last))).lstrip("0123456789")
    title = text.fold(_TEX.sub("", text.clean(paper.title))).replace("'", "")
    words = (word for word in _WORD.findall(title) if word not in _NOT_IN_KEY)
    word = next(words, "".join(_WORD.findall(paper.id)))
    year = year_month(paper)[0]
    return f"{last[:_LONGEST] or 'anon'}{year:04d}{word[:_LONGEST]}"


def free_key(base: str, taken: Container[str], tried: dict[str, int] | None = None) -> str:
    """Return the base, or the first of basea, baseb, … basez, baseaa, … that is not taken.

    `tried` is filled and read here: base -> the number of its last key. A caller that gives out
    many keys passes the same dict each time, and the search of a base goes on where it ended; keys
    may be added meanwhile, not removed.
    """
    number = 0
    if tried:
        number = tried.get(base, 0)
    key = base + _letters(number)
    while key in taken:
        number += 1
        key = base + _letters(number)
    if tried is not None:
        tried[base] = number
    return key


def own_key(entry: Entry[Paper], taken: Container[str]) -> str:
    """Return the key of a paper in the library, else the one that an export would give it.

    A key of the library that no .bib can have is passed over, as in an export.
    """
    if entry.mark.cite and is_key(entry.mark.cite.key):
        return entry.mark.cite.key
    return free_key(key_base(entry.paper), taken)


def is_key(text: str) -> bool:
    """Return True if a text can be the key of an entry in every program that reads a .bib."""
    return _KEY.fullmatch(text) is not None


def is_made_of(key: str, base: str) -> bool:
    """Return True if free_key() makes such a key of this base: the base and its letters."""
    return re.fullmatch(re.escape(base) + "[a-z]{0,4}", key) is not None


def _letters(number: int) -> str:
    """Return a number in letters: 0 is ``, 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def cite(paper: Paper, taken: Container[str], tried: dict[str, int] | None = None) -> Citation:
    """Return the copy of a paper that its mark keeps, with a key that is not taken.

    `tried` as in free_key().
    """
    return Citation(
        title=paper.title,
        authors=paper.authors,
        published=paper.published,
        updated=paper.updated,
        doi=paper.doi,
        journal_ref=paper.journal_ref,
        primary=paper.primary,
        version=paper.version,
        key=free_key(key_base(paper), taken, tried),
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
