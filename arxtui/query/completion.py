"""Completions of a query that is half typed: names of fields, and their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from arxtui.query.fields import FIELDS, NAMES
from arxtui.text import fold, words

_NAME = "|".join(sorted(NAMES, key=len, reverse=True))
_LAST = re.compile(rf'(?s:(.*?))(?:\b(?i:({_NAME})):)?("?)((?:(?<=")[^"]*|[^\s"():]*))"?')
_OFFERED = 9


def complete(text: str, values: Callable[[str, str], Iterable[str]]) -> tuple[str, list[str]]:
    """Return (the text before the last word, texts that may take its place, best first).

    `values(field, typed)` returns known values of a field: tags, categories, authors, venues.
    """
    match = _LAST.fullmatch(text)
    if match is None:
        return text, []
    start, name, quote, typed = match.groups()
    if not name:
        return start, _names(typed, quote)
    field = NAMES[name.lower()]
    known = FIELDS[field].choices or values(field, typed)
    wanted = words(fold(typed))
    fitting = [value for value in known if f" {wanted}" in f" {words(fold(value))}"]
    return start, [f"{name}:{_quoted(value)}" for value in fitting[:_OFFERED]]


def _names(typed: str, quote: str) -> list[str]:
    """Return the fields whose name begins as typed."""
    if not typed or quote:
        return []
    return [f"{name}:" for name in FIELDS if name.startswith(typed.lower())]


def _quoted(value: str) -> str:
    if re.search(r'[\s()"]', value):
        return f'"{value}"'
    return value
