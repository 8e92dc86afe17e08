"""The words of a user's command, with fields of a paper in braces: `{id}`, `{title}`.

No shell reads these words: each stays one argument, whatever signs a title has.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence

from arxtui.lazy_pattern import lazy_pattern
from arxtui.text import visible

FIELDS = ("id", "key", "url", "pdf", "title")
"""The parts of words: id, citation key, abstract page, file of the PDF, title of a paper."""
_PIECE = lazy_pattern(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
"""A doubled brace, a field in braces, or a lone brace."""


def check(word: str) -> str:
    """Return a word unchanged.

    Raises ValueError, with the known fields, for an unknown field or a lone brace.
    """
    if "\0" in word:
        raise ValueError("has a NUL character, which no argument can have")
    for piece in _PIECE.finditer(word):
        if piece[1] is not None and piece[1] not in FIELDS:
            there = " ".join(f"{{{field}}}" for field in FIELDS)
            raise ValueError(f"knows no {{{piece[1]}}}; there are {there}, and {{{{ for a brace")
        if piece[0] in ("{", "}"):
            raise ValueError(f"has a lone {piece[0]}; {piece[0] * 2} is a brace")
    return word


def fields_of(words: Iterable[str]) -> frozenset[str]:
    """Return the names of the fields in words."""
    return frozenset(
        piece[1] for word in words for piece in _PIECE.finditer(word) if piece[1] is not None
    )


def filled(words: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Return words with the values of a paper in place of the fields.

    A value has no control characters, and begins with no `-`, so that no program takes a title for
    an option. `~/` at the beginning of a word is the home folder.
    """
    safe = {field: visible(value).lstrip("- ") for field, value in values.items()}
    return tuple(_filled(at_home(word), safe) for word in words)


def filled_address(address: str, values: Mapping[str, str]) -> str:
    """Return an address with the values of a paper.

    They are percent-encoded (RFC 3986), but for `/` and `:`.
    """
    from urllib.parse import quote

    return _filled(address, {field: quote(value, safe="/:") for field, value in values.items()})


def at_home(word: str) -> str:
    """Return a word with the home folder in place of `~/` at its beginning."""
    if word.startswith("~/"):
        return os.path.expanduser(word)
    return word


def _filled(word: str, values: Mapping[str, str]) -> str:
    def text(piece: re.Match[str]) -> str:
        if piece[1] is None:
            return piece[0][0]
        return values[piece[1]]

    return _PIECE.sub(text, word)
