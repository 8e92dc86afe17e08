"""Citation keys: made by a template such as `{author}{year}{word}`, set apart by letters.

A template is text with parts in braces. Behind a part may stand a number and a filter, each with a
colon before it: `{authors:2:lower}`. The parts are in parts.py, the filters in template.py, with
the names that Better BibTeX and JabRef give to the same parts. A key has only signs that BibTeX,
biber, pybtex and bibtexparser take, for every paper; `anon` stands for a missing author, the digits
of the arXiv id for missing title words.
"""

from __future__ import annotations

import re
from collections.abc import Container

from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import Entry, Paper
from arxtui.settings.config import KEY

_LONGEST_BASE = 120
"""Letters of a key, without the letters that set it apart from other keys."""
_LONGEST_KEY = 200
_KEY = lazy_pattern(rf"[A-Za-z0-9][A-Za-z0-9_.:+/-]{{0,{_LONGEST_KEY - 1}}}", re.ASCII)
SIGNS = "letters, digits and _ . : + / -"
"""The signs that a key may have."""
NOT_A_SIGN = lazy_pattern(r"[^A-Za-z0-9_.:+/-]", re.ASCII)


def check(template: str) -> str:
    """Return a template unchanged.

    Raises ValueError, with the accepted parts and filters, if it makes no keys.
    """
    from arxtui.citation_key.template import read

    read(template)
    return template


def key_base(paper: Paper, template: str = "") -> str:
    """Return the key of a paper without the letter that sets it apart: `schmitt2023there`.

    It is made by the template, by config.KEY for ``; never empty, and of the signs of a key only.
    Raises ValueError for a template that check() refuses.
    """
    from arxtui.citation_key.template import filled  # people/ is needed for the first mark only

    return filled(template or KEY, paper)[:_LONGEST_BASE]


def free_key(base: str, taken: Container[str], tried: dict[str, int] | None = None) -> str:
    """Return the base, or the first of basea, baseb, … basez, baseaa, … that is not taken.

    `taken` has keys in lower case, because BibTeX takes Li2023a and li2023a for the same key.
    `tried` has base -> the number of its last key, and is updated here. A caller that gives out
    many keys passes the same dict each time, so that the search for a base continues where it
    ended; between calls keys may be added to `taken`, not removed.
    """
    number = 0
    if tried:
        number = tried.get(base.lower(), 0)
    key = base + _letters(number)
    while key.lower() in taken:
        number += 1
        key = base + _letters(number)
    if tried is not None:
        tried[base.lower()] = number
    return key


def _letters(number: int) -> str:
    """Return a number in letters: 0 is ``, 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def own_key(
    entry: Entry[Paper],
    taken: Container[str],
    template: str = "",
    tried: dict[str, int] | None = None,
) -> str:
    """Return the key of a paper in the library, else the key that an export would give it.

    A stored key that is not valid in a .bib is ignored, as in an export. `taken` and `tried` are
    the arguments of free_key().
    """
    if entry.mark.cite and is_key(entry.mark.cite.key):
        return entry.mark.cite.key
    return free_key(key_base(entry.paper, template), taken, tried)


def is_key(text: str) -> bool:
    """Return True if a text can be the key of an entry in every program that reads a .bib."""
    return _KEY.fullmatch(text) is not None


def why_no_key(text: str) -> str:
    """Return why is_key() is False for a text, in words for a message."""
    if wrong := NOT_A_SIGN.search(text):
        return f"{text!r} cannot be a key: it has {wrong[0]!r}; a key takes {SIGNS}"
    if not text:
        return "a key needs a letter or digit"
    if not text[0].isalnum():
        return f"{text!r} cannot be a key: it begins with {text[0]!r}, not a letter or digit"
    return f"a key has at most {_LONGEST_KEY} signs, this one {len(text)}"


def is_made_of(key: str, base: str) -> bool:
    """Return True if free_key() can make this key of this base: the base and letters behind it."""
    return re.fullmatch(re.escape(base) + "[a-z]{0,4}", key) is not None
