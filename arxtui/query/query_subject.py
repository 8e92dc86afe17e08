"""The subject of a query, and the authors that it names."""

from __future__ import annotations

from arxtui.query.fields import NAMES
from arxtui.query.parser import parse
from arxtui.query.query_values import QueryError
from arxtui.query.tokens import tokens
from arxtui.text import fold, words


def subject_of(text: str) -> str:
    """Return the words of a query that name a subject: free, `ti:` and `abs:`, not excluded.

    `ti:"gaussian splatting" -video au:kerbl` is about gaussian splatting. A text that is no query
    has no subject.
    """
    return " ".join(_values(text, ("", "ti", "abs")))


def authors_of(text: str) -> tuple[str, ...]:
    """Return the folded words of each `au:` that a query does not exclude."""
    return tuple(filter(None, (words(fold(value)) for value in _values(text, ("au",)))))


def _values(text: str, wanted: tuple[str, ...]) -> list[str]:
    """Return the values of these fields (`` = free words) that a query does not exclude.

    Returns [] for a text that is no query.
    """
    try:
        parse(text)
    except QueryError:
        return []
    found: list[str] = []
    excluded = False
    field = ""
    depth = 0  # parentheses open inside a group that is excluded
    for token in tokens(text):
        if token.kind == "not":
            excluded = True
        elif token.kind == "open" and (excluded or depth):
            depth += 1
            excluded = False
        elif token.kind == "close" and depth:
            depth -= 1
        elif token.kind == "field":
            field = NAMES[token.text.lower()]
        elif token.kind in ("word", "phrase"):
            if not excluded and not depth and field in wanted:
                found.append(token.text)
            excluded = False
            field = ""
    return found
