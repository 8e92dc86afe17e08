"""Templates of notes: a text with parts in braces, `{title}`, filled for each paper.

A template begins with front matter: YAML (https://yaml.org/spec/1.2.2/) between two lines `---`. In
the front matter texts are double-quoted scalars, with the escapes of JSON, and names and tags are
lists; below it they are Markdown. A line whose parts are all empty is left out; below the front
matter the blank line behind it is left out too. `{{` and `}}` are braces of the text.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from arxtui import citation, people, text
from arxtui.export import commonmark
from arxtui.export.markdown import venue_text
from arxtui.export.published import publication
from arxtui.model import Entry, Paper

USUAL = """---
key: {key}
title: {title}
authors: {authors}
tags: {tags}
id: {id}
url: {url}
venue: {venue}
---

# {title}

{note}
"""
"""The template if the settings have no template."""
_ID_LINE = re.compile(r"id:\s*\{id\}\s*")
_DOUBLED = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PIECE = re.compile(r"\{\{|\}\}|\{([A-Za-z_-]+)\}")
_PLAIN_SCALAR = re.compile(r"(?=.*\d)[A-Za-z][\w.-]*|https://[\w./-]+", re.ASCII)
"""Texts that YAML reads as texts without quotes: neither numbers nor `true`."""


def _key(entry: Entry[Paper], key: str) -> str:
    return key


def _title(entry: Entry[Paper], key: str) -> str:
    return text.plain_title(entry.paper.title)


def _authors(entry: Entry[Paper], key: str) -> Sequence[str]:
    return people.without_team_signs(entry.paper.authors)


def _author(entry: Entry[Paper], key: str) -> str:
    return people.short(entry.paper.authors[:1])


def _year(entry: Entry[Paper], key: str) -> str:
    return str(citation.year_month(entry.paper)[0])


def _day(entry: Entry[Paper], key: str) -> str:
    return entry.paper.day or ""


def _tags(entry: Entry[Paper], key: str) -> Sequence[str]:
    return entry.mark.tags


def _id(entry: Entry[Paper], key: str) -> str:
    return entry.paper.id


def _url(entry: Entry[Paper], key: str) -> str:
    return f"https://arxiv.org/abs/{entry.paper.id}"


def _pdf(entry: Entry[Paper], key: str) -> str:
    return f"https://arxiv.org/pdf/{entry.paper.id}"


def _venue(entry: Entry[Paper], key: str) -> str:
    place = publication(entry.paper)
    if place is None:
        return ""
    return venue_text(place)


def _doi(entry: Entry[Paper], key: str) -> str:
    return citation.doi(entry.paper.doi or "")


def _abstract(entry: Entry[Paper], key: str) -> str:
    return text.clean(text.plain(entry.paper.abstract))


def _note(entry: Entry[Paper], key: str) -> str:
    return (entry.mark.note or "").strip()


Value = Callable[[Entry[Paper], str], str | Sequence[str]]
"""Returns a text, or a list of texts, for a paper and its key."""
PARTS: Mapping[str, Value] = MappingProxyType({
    "key": _key,
    "title": _title,
    "authors": _authors,
    "author": _author,
    "year": _year,
    "day": _day,
    "tags": _tags,
    "id": _id,
    "url": _url,
    "pdf": _pdf,
    "venue": _venue,
    "doi": _doi,
    "abstract": _abstract,
    "note": _note,
})  # fmt: skip
"""Name of a part -> the function that returns its value."""
_AS_THEY_ARE = frozenset(("key", "year", "day", "id", "url", "pdf", "note"))
"""Parts that are written without escapes below the front matter."""


class BadTemplate(ValueError):
    """A template that makes no notes: the line of the mistake and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Template:
    """A template without mistakes, in lines."""

    matter: tuple[str, ...]
    """The lines of the front matter, without the lines `---`."""
    body: tuple[str, ...]
    """The lines below the front matter."""

    def fill(self, entry: Entry[Paper], key: str) -> str:
        """Return the text for a paper, without line end."""
        values = {name: value(entry, key) for name, value in PARTS.items()}
        quoted = {name: _in_yaml(name, value) for name, value in values.items()}
        shown = {name: _in_markdown(name, value) for name, value in values.items()}
        lines = ["---", *_filled(self.matter, quoted), "---", *_filled(self.body, shown)]
        return "\n".join(lines).rstrip()


@lru_cache(maxsize=4)
def read(template: str) -> Template:
    """Return a template. Raises BadTemplate with the line of the mistake."""
    lines = template.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---" or "---" not in [line.rstrip() for line in lines[1:]]:
        raise BadTemplate(1, "begins with no front matter: a line ---, lines of YAML, a line ---")
    end = [line.rstrip() for line in lines].index("---", 1)
    for number, line in enumerate(lines, 1):
        _check(line, number, in_matter=number <= end)
    matter = lines[1:end]
    if not any(map(_ID_LINE.fullmatch, matter)):
        raise BadTemplate(end + 1, "lacks the line `id: {id}`, by which a note is found again")
    return Template(tuple(matter), tuple(lines[end + 1 :]))


def _check(line: str, number: int, *, in_matter: bool) -> None:
    """Raise BadTemplate if a line names an unknown part, or has a part in quotes."""
    for found in _DOUBLED.finditer(line):
        if found[1] in PARTS:
            raise BadTemplate(number, f"has {found[0]}: write {{{found[1]}}}")
    for found in _PIECE.finditer(line):
        name = found[1]
        if name is None:
            continue
        if name not in PARTS:
            alike = difflib.get_close_matches(name.lower(), PARTS, 1)
            meant = ""
            if alike:
                meant = f" (did you mean {{{alike[0]}}}?)"
            there = " ".join([f"{{{each}}}" for each in PARTS])
            raise BadTemplate(number, f"knows no {{{name}}}{meant}; there are {there}")
        around = line[found.start() - 1 : found.start()] + line[found.end() : found.end() + 1]
        if in_matter and found.start() and set(around) & {'"', "'"}:
            raise BadTemplate(number, f"has quotes around {{{name}}}: they are written with it")


def _filled(lines: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Return lines with their parts filled, without the lines whose parts are all empty."""
    filled: list[str] = []
    is_left_out = False
    for line in lines:
        if is_left_out and not line.strip():
            is_left_out = False
            continue
        names = [found[1] for found in _PIECE.finditer(line) if found[1]]
        is_left_out = bool(names) and not any(values[name] for name in names)
        if not is_left_out:
            filled.append(_PIECE.sub(lambda found: _put(found, values), line))
    return filled


def _put(found: re.Match[str], values: Mapping[str, str]) -> str:
    if found[1] is None:
        return found[0][0]
    return values[found[1]]


def _in_yaml(name: str, value: str | Sequence[str]) -> str:
    """Return a value for the front matter; `` for an empty text."""
    if not isinstance(value, str):
        return f"[{', '.join(map(_quoted, value))}]"
    if not value or name in ("year", "day"):
        return value
    if name in ("key", "url", "pdf") and _PLAIN_SCALAR.fullmatch(value):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    """Return a text as a double-quoted scalar."""
    return json.dumps("\n".join(map(text.visible, value.split("\n"))), ensure_ascii=False)


def _in_markdown(name: str, value: str | Sequence[str]) -> str:
    """Return a value for the text below the front matter; `` for an empty value."""
    if name == "tags":
        return " ".join([f"#{text.visible(tag)}" for tag in value])
    if not isinstance(value, str):
        return ", ".join([commonmark.inline(text.visible(people.readable(each))) for each in value])
    if name == "note":
        return "\n".join(map(text.visible, value.split("\n")))
    if name in _AS_THEY_ARE:
        return text.visible(value)
    return commonmark.inline(text.visible(value))
