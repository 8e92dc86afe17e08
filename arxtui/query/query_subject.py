"""The subject of a query, the authors that it names, and the words to show in a paper's text."""

from __future__ import annotations

from functools import lru_cache

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


@lru_cache(maxsize=4)  # each key in the hits shows another paper
def words_to_show(text: str) -> tuple[str, ...]:
    """Return the words of a query that are marked where they match in the text of a paper.

    These are free words, also on either side of `OR`, and the words of fields such as `ti:` and
    `abs:`, not excluded; a phrase is in quotation marks. Raises QueryError if `text` is no query.
    """
    found = [_quoted(value) for value in _values(text, ("ti", "abs", "co", "jr", "note"))]
    free = parse(text).words or tuple(map(_quoted, _values(text, ("",))))
    return (*free, *found)


def _quoted(value: str) -> str:
    """Return a value of several words as a phrase."""
    if " " in value.strip():
        return f'"{value}"'
    return value


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
