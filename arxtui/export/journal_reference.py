"""A journal reference taken apart: the name of the journal or proceedings, volume, pages, year."""

from __future__ import annotations

import re

from arxtui.text import MONTHS, fold

LONGEST = 500
"""Characters of a journal reference that is taken apart."""
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_OPENING = re.compile(
    r"(?:journal.?ref(?:erence)?:\s+)?"
    r"(?:(?:published|accepted|presented|appeared|to appear|appears)\s+)?"
    r"(?:(?:in|at|by|as|for|on)\b:?\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_DAYS = r"\d{1,2}(?!\d)(?:\s*[-–—]+\s*\d{1,2}(?!\d))?"
_RANGE = r"[A-Za-z]?\d+(?::\d+)?\s*[-–—]+\s*[A-Za-z]?\d+(?::\d+)?"
_PART = re.compile(
    rf"(?:volume|vol|v)[.: ]*(?P<volume>\d[\w-]*)"
    rf"|(?:number|no|num|issue|iss|n)[. ]*:?\s*\(?(?P<number>\d[\w/-]*)\)?"
    r"|(?P<length>\d+ pages)"
    rf"|(?:pages?|pp|p|page)[. ]*:?\s*(?P<pages>{_RANGE}|\w*\d+)(?:\s*pages)?"
    rf"|(?:article|art)[. ]*(?:no|number|id)?[. ]*:?\s*(?P<article>\w*\d+)"
    r"|(?P<volume2>\d+)"
    r"(?:\s*\(\s*(?P<number2>\d+(?:[-/]\d+|[a-z])?)\s*\)|\.(?P<number3>\d{1,3})\b)"
    rf"|(?:year[: ]*)?\(?(?P<year>(?:19[5-9]|20[0-4])\d)\b\)?"
    rf"|(?P<day>{_DAYS}\s+{MONTH}\b|{MONTH}(?:\s+{_DAYS})?)"
    rf"|(?P<range>{_RANGE})"
    r"|(?P<state>early access|online first|in press|\(c\) \w+|©\s*\w+)"
    r"|(?P<doi>(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)*10\.\d{4,}/\S+|https?://\S+"
    r"|(?:[ep]-?)?issn:?\s*[\dX-]+)"
    rf"|(?P<bare>[A-Za-z]?\d+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,.;:()]*(?:\band\b|&)?[\s,.;:()]*")
_BEFORE_PART = re.compile(r"[\s,;:(]")
_GLUED_YEAR = re.compile(r"([^\W\d_]{2})((?:19[5-9]|20[0-4])\d)(?!\d)")  # CVPR2021
_IS_NUMBER = re.compile(r"\d{1,2}")
_IS_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")


def without_title(reference: str, title: str) -> str:
    """Return a reference without authors and title, if it has them before the journal."""
    folded = fold(reference)
    if len(title) <= 15 or len(folded) != len(reference):
        return reference
    at = folded.find(fold(title))
    if at < 0:
        return reference
    return reference[at + len(title) :].strip(" .,;:\"'”“’")


def taken_apart(reference: str) -> tuple[str, dict[str, str]]:
    """Return the container's name, and the volume, number, pages and year after it.

    If a word after the name is not understood, the whole reference is the name.
    """
    opening = _OPENING.match(reference)
    if opening:
        reference = reference[opening.end() :] or reference
    reference = _GLUED_YEAR.sub(r"\1 \2", reference)
    for found in _BEFORE_PART.finditer(reference):
        container = reference[: found.start()].strip(" ,;:")
        if not container or container.count("(") > container.count(")"):
            continue
        parts = _parts(reference, found.end())
        if parts is not None:
            return _without_full_stop(container), parts
    return reference, {}


def _without_full_stop(container: str) -> str:
    """Return a name without the full stop after a whole word; an abbreviation (`Ser.`) keeps it."""
    last = container.split()[-1]
    if last.endswith(".") and len(last) > 6:
        return container[:-1]
    return container


def _parts(reference: str, at: int) -> dict[str, str] | None:
    """Return the parts from a place to the end, by name; None if a word there is no part."""
    parts: dict[str, str] = {}
    opening = _BETWEEN.match(reference, at)
    if opening:
        at = opening.end()
    while at < len(reference):
        found = _PART.match(reference, at)
        if not found:
            return None
        _sort_in(parts, found)
        after = _BETWEEN.match(reference, found.end())
        if after is None or (after.end() == found.end() and after.end() < len(reference)):
            return None
        at = after.end()
    return parts


def _sort_in(parts: dict[str, str], found: re.Match[str]) -> None:
    """Put one part of a reference under the name of its field; the first of each name counts."""
    name = found.lastgroup or ""
    if name in ("number2", "number3"):
        name = "volume2"
    value = found[name]
    comes_after = name in ("range", "article", "pages", "bare", "length")
    if comes_after and "number" not in parts and _IS_NUMBER.fullmatch(parts.get("pages", "")):
        parts["number"] = parts.pop("pages")  # `38 12 125002`, `43, 4, Article 151`
    if name == "volume2":
        number = found["number2"] or found["number3"]
        if _IS_YEAR.fullmatch(number):
            _put_bare_number(parts, value)
            parts.setdefault("year", number)
        else:
            parts.setdefault("volume", value)
            parts.setdefault("number", number)
    elif name in ("range", "article"):
        parts.setdefault("pages", value)
    elif name == "bare":
        _put_bare_number(parts, value)
    elif name in ("volume", "number", "pages", "year"):
        parts.setdefault(name, value)


def _put_bare_number(parts: dict[str, str], value: str) -> None:
    """Put a number without a word before it: the volume, and behind a volume the pages."""
    if "volume" in parts:
        parts.setdefault("pages", value)
    else:
        parts.setdefault("volume", value)
