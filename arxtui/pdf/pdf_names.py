"""The names of PDFs and notes in the folders of the user, by a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from arxtui import people
from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import Head, Paper
from arxtui.text import plain_title

PARTS = ("key", "id", "title", "author", "year")
"""Parts that a pattern may have: `author` is the first author's surname, `year` the year of v1."""
PATTERN = "{key} - {title}.pdf"
"""The pattern if the settings have no pattern."""
_LONGEST = 200
"""Bytes of a file name. File systems take 255; a download adds an ending of its own."""
_BEGINS = 20
"""Letters of a title by which papers are compared: a long title may be cut in a name."""
_PART = lazy_pattern(r"\{([^{}]*)\}")
_UNSAFE = lazy_pattern(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]+')
"""Signs that some file system does not take in a name."""


def check_pattern(pattern: str) -> str:
    """Return a pattern unchanged.

    Raises ValueError, with the known parts, if it cannot name files.
    """
    named = _PART.findall(pattern)
    unknown = [part for part in named if part not in PARTS]
    if unknown:
        there = " ".join(f"{{{part}}}" for part in PARTS)
        raise ValueError(f"knows no {{{unknown[0]}}}; there are {there}")
    if set("{}") & set(_PART.sub("", pattern)):
        raise ValueError("has a { without its }, or a } without its {")
    if "key" not in named and "id" not in named:
        raise ValueError("needs {key} or {id}: else two papers may have one file")
    if "/" in pattern:
        raise ValueError("is the name of a file: write its folder in `folder`")
    return pattern


def has_only_key(pattern: str) -> bool:
    """Return True for a pattern with {key} and without {id}: only keys tell the files apart."""
    named = _PART.findall(pattern or PATTERN)
    return "id" not in named and "title" not in named


def file_name(pattern: str, paper: Paper, key: str, ending: str = ".pdf") -> str:
    """Return the name of a paper's file, which every file system takes; it has at most 200 bytes.

    Without a pattern (``) it is made by PATTERN. The ending is put behind a name that lacks it.
    Only the title is shortened, so that the key or the id stays whole.
    """
    values = {
        "key": key,
        "id": paper.id,
        "title": plain_title(paper.title),
        "author": people.short(paper.authors[:1]),
        "year": (paper.published or "")[:4],
    }
    values = {part: file_stem(value) for part, value in values.items()}
    pattern = pattern or PATTERN
    name = _filled(pattern, values)
    over = len(name.encode()) - _LONGEST
    if over > 0:
        title = values["title"].encode()[:-over].decode(errors="ignore")
        name = _filled(pattern, {**values, "title": title.rstrip()})
    if not name.lower().endswith(ending):
        name += ending
    return name.lstrip(".")


class Sieve:
    """The ids and titles in the names of a folder, which rule most papers out at once."""

    def __init__(self, pattern: str, names: Iterable[str]) -> None:
        """Read the names of files, which were made by `pattern`."""
        pattern = pattern or PATTERN
        self._by_id = "{id}" in pattern
        self._by_title = "{title}" in pattern
        shape = _shape(pattern)
        found = [match.groupdict() for match in map(shape.fullmatch, names) if match]
        self._ids = frozenset(values["id"] for values in found if self._by_id)
        titles = (values["title"] for values in found if self._by_title)
        self._titles = frozenset(title[:_BEGINS] for title in titles)

    def passes(self, head: Head) -> bool:
        """Return False for a paper without a file in the folder; True if it may have a file."""
        if self._by_id:
            return file_stem(head.id) in self._ids
        if self._by_title:
            return file_stem(head.plain)[:_BEGINS] in self._titles
        return True


def _shape(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for the names of a pattern, with a group for each part."""
    shape = ""
    seen: set[str] = set()
    for literal, part in _pieces(pattern):
        shape += re.escape(literal)
        values = "[^ ]+"
        if part not in ("key", "id"):
            values = ".*"
        if part and part not in seen:
            shape += f"(?P<{part}>{values})"
        elif part:
            shape += f"(?:{values})"
        seen.add(part)
    if not pattern.lower().endswith(".pdf"):
        shape += r"\.pdf"
    return re.compile(shape, re.DOTALL)


def _pieces(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield (literal text, the part behind it) of a pattern; the last part may be ``."""
    pieces = _PART.split(pattern)
    yield from zip(pieces[::2], [*pieces[1::2], ""], strict=True)


def versioned(paper: Paper) -> str:
    """Return the id in the address of a paper's PDF, with its version if it is known."""
    if paper.version:
        return f"{paper.id}v{paper.version}"
    return paper.id


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return _PART.sub(lambda part: values[part[1]], pattern)


def file_stem(text: str) -> str:
    """Return a text without the signs that a file name cannot have: `math-0309136`.

    Never empty, and never a hidden name.
    """
    return " ".join(_UNSAFE.sub("-", text).split()).strip("-. ") or "_"
