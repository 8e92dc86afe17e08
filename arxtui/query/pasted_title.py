"""Titles that are pasted into a search: their signs are text there, not operators."""

from __future__ import annotations

import re

from arxtui.query.fields import NAMES

_FIELD = re.compile(rf"(?:^|[\s(-])(?:{'|'.join(NAMES)}):[^\s)]")  # in lower case, as people type
_NAME = re.compile(r"\w\S*:")
_FUNCTION_WORDS = frozenset(
    "a an the of for and in on with to by from via using is are as at do does be its into or not"
    " can how what when who why through without beyond between towards toward under over".split()
)
_OPERATORS = ("OR", "NOT")
_NAMED = 3  # words at least of a title with a colon: `CAT: Cross Attention`
_SENTENCE = 5  # words at least of other text that is no query


def is_title(text: str) -> bool:
    """Return whether a text reads like the title of a paper and not like a query.

    It names no field, most of its longer words have a capital, and it has a colon or a function
    word such as `for` or `with`.
    """
    listed = text.split()
    named = len(listed) >= _NAMED and _NAME.search(text) is not None
    return (named or _is_sentence(listed)) and _mostly_capitals(listed) and not _FIELD.search(text)


def is_prose(text: str) -> bool:
    """Return whether a text reads like a sentence, in whatever case, and names no field."""
    return _is_sentence(text.split()) and not _FIELD.search(text)


def _is_sentence(listed: list[str]) -> bool:
    if len(listed) < _SENTENCE:
        return False
    return any(word.lower() in _FUNCTION_WORDS for word in listed if word not in _OPERATORS)


def _mostly_capitals(listed: list[str]) -> bool:
    """Return whether at least half of the words begin with a capital, function words left out."""
    stripped = [word.strip("\"'()[]{}-") for word in listed]
    begun = [word for word in stripped if word[:1].isalpha()]
    heavy = [word for word in begun if word.lower() not in _FUNCTION_WORDS]
    return 2 * sum(word[0].isupper() for word in heavy) >= len(heavy) > 0
