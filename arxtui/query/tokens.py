"""The pieces of a query: words, phrases, fields, operators."""

from __future__ import annotations

import re
from typing import NamedTuple

from arxtui.query.fields import NAMES

_NAME = "|".join(NAMES)
_TOKEN = re.compile(
    r"\s+|(?P<not>(?<![^\s(])-(?=[^\s)-])|NOT(?=\s|\())|(?P<or>OR(?=\s|\())"
    r"|(?P<open>\()|(?P<close>\))"
    rf'|(?P<field>(?i:{_NAME})):(?=[^\s)])|"(?P<phrase>[^"]*)"|(?P<quote>")|(?P<word>[^\s()"]+)'
)


class Token(NamedTuple):
    """A piece of a query."""

    kind: str
    """not, or, open, close, field, phrase, quote, word; `` at the end of the query."""
    text: str
    """The piece, without the quotes of a phrase and the colon of a field."""
    place: int
    """Its offset in the query."""


def tokens(text: str) -> list[Token]:
    """Return the pieces of a query in order; every character that is not blank is in a piece."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None:
            found.append(Token(kind, match[kind], match.start()))
    return found
