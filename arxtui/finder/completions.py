"""Completions for the value of a field: authors, categories and venues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from arxtui.finder.rows import Rows
from arxtui.model import Head
from arxtui.text import fold, words
from arxtui.work_in_steps import Steps

_NEWEST = 2_000  # papers whose authors, categories and venues are offered
_AT_ONCE = 200  # heads looked at in one step


def _authors(head: Head) -> list[str]:
    return head.authors.split(", ")


def _categories(head: Head) -> list[str]:
    return head.categories.split()


def _primary(head: Head) -> list[str]:
    return [head.primary]


def _venue(head: Head) -> list[str]:
    if head.venue:
        return [head.venue]
    return []


_VALUES_OF: dict[str, Callable[[Head], Iterable[str]]] = {
    "au": _authors,
    "cat": _categories,
    "primary": _primary,
    "venue": _venue,
}


def has_values(field: str) -> bool:
    """Return whether a field can be completed."""
    return field in _VALUES_OF


def completions(papers: Rows, field: str, typed: str) -> Steps[list[str]]:
    """Return the values of a field with a word that begins as typed.

    They come from the newest papers, the most frequent values first.
    """
    values_of = _VALUES_OF[field]
    sought = f" {words(fold(typed))}"
    counted = Counter[str]()
    seen = 0
    for number, row in enumerate(papers.rows()):
        if field != "au" or sought in papers.index.line(row):
            counted.update(values_of(papers.head(row)))
            seen += 1
        if seen == _NEWEST:
            break
        if number % _AT_ONCE == 0:
            yield
    return [value for value, _ in counted.most_common() if sought in f" {words(fold(value))}"]
