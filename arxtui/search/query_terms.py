"""The terms of a query, made of its typed words, and their places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from arxtui.arxiv_id import parse_id
from arxtui.categories import classes
from arxtui.text import fold, halves, words

_VERSION = re.compile(r"(?<=\d)v\d*$")
_ID_BEGUN = re.compile(r"\d{4}\.\d+")


def terms(free: Iterable[str]) -> tuple[str, ...]:
    """Return the free words of a query as folded terms.

    Ids, classes and phrases stay whole; all other text is cut into words.
    """
    found: list[str] = []
    for word in free:
        folded = fold(word)
        if folded.startswith('"'):
            found.append(words(folded))
        elif "." in folded.strip(".") or "/" in folded.strip("/"):
            whole = folded.strip("./,;:")
            try:
                found.append(parse_id(whole)[0])  # `arXiv:` and addresses of papers too
            except ValueError:
                found.append(_VERSION.sub("", whole))
        else:
            found += words(folded).split()
    return tuple(term for term in found if term)


def apart(asked: Iterable[str]) -> tuple[str, ...]:
    """Return the terms, with `gpt-3.5` and `image/video` cut into words; ids stay whole."""
    found: list[str] = []
    for term in asked:
        if _ID_BEGUN.fullmatch(term) or not re.search("[./]", term):
            found.append(term)
        else:
            found += words(term).split() or [term]
    return tuple(found)


def in_text(asked: Iterable[str]) -> tuple[str, ...]:
    """Return the terms for a search of text/: like apart(), but with whole categories."""
    found: list[str] = []
    for term in asked:
        if "." in term and classes(term):
            found.append(term)
        else:
            found += apart((term,))
    return tuple(found)


_LEAST_HALF = 3  # letters of each of two words that may be joined


def written_apart(term: str) -> list[tuple[str, str]]:
    """Return the ways to cut a word into two: (multi, view) of `multiview`."""
    if not term.isalpha():
        return []
    return [two for two in halves(term) if min(map(len, two)) >= _LEAST_HALF]


def needle(term: str) -> str:
    """Return the part of a term that must be in a line: short terms and phrases begin a word."""
    if len(term) > 2 and " " not in term:
        return term
    return " " + term


def spans(
    text: str, free: Sequence[str], corrected: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[int, int], ...]:
    """Return the parts of a shown text that match the words, as (start, end), in order."""
    folded, places = _folded_with_places(text)
    meant = dict(corrected)
    hit = bytearray(len(text))
    for term in terms(free):
        needles = {term, meant.get(term, term)}
        if term not in folded:
            needles.update(apart((term,)))
            needles.update(" ".join(two) for two in written_apart(term))
        for word in needles:
            begin = r"\b" if len(word) < 3 or " " in word else ""
            for found in re.finditer(begin + " +".join(map(re.escape, word.split())), folded):
                first = places[found.start()]
                last = places[found.end() - 1]
                hit[first : last + 1] = b"\1" * (last + 1 - first)
    return tuple((found.start(), found.end()) for found in re.finditer(b"\1+", hit))


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the text folded, punctuation as blanks, and the place of each of its characters."""
    folded: list[str] = []
    places: Sequence[int] = range(len(text))
    if text.isascii():
        folded.append(text.lower())
    else:
        folded = [fold(char) for char in text]
        places = [at for at, plain in enumerate(folded) for _ in plain]
    return re.sub(r"[\W_](?<![./])", " ", "".join(folded)), places
