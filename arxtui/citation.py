"""How a paper is cited: the key of an entry, the copy that a mark keeps.

Names in parts are in people.py; what a title looks like in one format (LaTeX, JSON) is in export/.
"""

from __future__ import annotations

import re
from collections.abc import Container

from arxtui import people, text
from arxtui.model import Citation, Entry, Paper

_DOI = re.compile(r"10\.\d{4,9}/\S+")


def dois(raw: str) -> list[str]:
    """Return every DOI in a field that may hold several, bare."""
    return [bare for found in _DOI.findall(text.clean(raw)) if (bare := found.replace("\\_", "_").rstrip(".,;"))]


def doi(raw: str) -> str:
    """The first DOI in a field that may hold several, bare; `` when there is none."""
    found = _DOI.search(text.clean(raw))
    return found[0].replace("\\_", "_").rstrip(".,;") if found else ""


_TEX = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    "a an the of on in for to and or with from by at as is are be via towards toward using into over under do does how "
    "what why when where can you we all its it not no".split()
)
_LONGEST = 40  # letters of a name or word in a key
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.:+/-]*", re.ASCII)


def year_month(paper: Paper) -> tuple[int, int]:
    """Year and month (1 to 12) of the first version: by its date, else by the id, which begins with them."""
    if paper.day:
        return int(paper.day[:4]), int(paper.day[5:7])
    digits = paper.id.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    return year + (1900 if year > 90 else 2000), min(max(month, 1), 12)


def key_base(paper: Paper) -> str:
    """`schmitt2023there`: surname, year of the first version, first word of the title that says something; [a-z0-9],
    begins with a letter."""
    names = people.names(paper.authors[:2])  # more than the first, which may be a lone comma
    last = "".join(_WORD.findall(text.fold(names[0].last))) if names else ""
    title = text.fold(_TEX.sub("", text.clean(paper.title))).replace("'", "")
    words = (word for word in _WORD.findall(title) if word not in _STOP)
    word = next(words, "".join(_WORD.findall(paper.id)))
    return (last.lstrip("0123456789")[:_LONGEST] or "anon") + f"{year_month(paper)[0]:04d}" + word[:_LONGEST]


def free_key(base: str, taken: Container[str], tried: dict[str, int] | None = None) -> str:
    """Return the base, or the first of basea, baseb, … basez, baseaa, … that is not taken.

    `tried` is filled and read here: base -> the number of its last key. A caller that gives out many keys hands the
    same dict in each time, and a base's search goes on where it ended; keys may be added meanwhile, not removed.
    """
    number = tried.get(base, 0) if tried else 0
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
    """Return whether a text can be the key of an entry in every program that reads a .bib."""
    return _KEY.fullmatch(text) is not None


def is_made_of(key: str, base: str) -> bool:
    """Return True if free_key() made a key of this base: the base and a letter or more."""
    return re.fullmatch(re.escape(base) + "[a-z]{0,4}", key) is not None


def _letters(number: int) -> str:
    """Return a number in letters: 0 is none, 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def cite(paper: Paper, taken: Container[str], tried: dict[str, int] | None = None) -> Citation:
    """Return the copy of a paper that a mark keeps, with a key that is not taken; `tried` as in free_key()."""
    key = free_key(key_base(paper), taken, tried)
    return Citation(
        paper.title, paper.authors, paper.published, paper.updated, paper.doi, paper.journal_ref, paper.primary,
        paper.version, key,
    )  # fmt: skip


def paper_of(paper_id: str, cite: Citation) -> Paper:
    """The paper as far as its cite knows it: no abstract, no comment, the primary class alone."""
    return Paper(
        paper_id, cite.version, cite.title, cite.authors, cite.primary, cite.primary, cite.published, cite.updated,
        cite.doi, None, cite.journal_ref, "",
    )  # fmt: skip
