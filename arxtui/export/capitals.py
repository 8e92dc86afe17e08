"""Capitals of a title that a style must not lower.

BibTeX keeps the first letter and the letter after `: `, no others. Braces are set in latex.py.
"""

from __future__ import annotations

import re

from arxtui.export.proper_nouns import PROPER_NOUNS

_PARTS = re.compile(r"[-/:–—.]")
_MARKS = "()[],;?!'\"`*_&#“”‘’"
_QUOTED = re.compile(r"[(\[]*(?:``|[“‘„‚«‹\"'`])[^\w\s]*(?=[^\W\d_])")
_ENDS_SENTENCE = re.compile(r"[:?!][\"'”’»)\]]*\Z")
_BEGINS_WITH_SIGN = re.compile(r"[^\w\s]+(?=[^\W\d_])")
_NAMED_BY_LETTER = frozenset(
    "vitamin type class group hepatitis influenza appendix part grade series category stage phase"
    " plan protein".split()
)
"""Words after which an A is a name, not the article."""
_WORD = re.compile(r"[^\W\d_]+")


def has_upper(text: str) -> bool:
    """Return True if a text has a capital."""
    return any(map(str.isupper, text))


def must_stay(word: str, before: str) -> bool:
    """Return True if a word has a capital that must stay; `before` is the word before it, or ``.

    Such are capitals inside a word (NeRF, 3D), a letter alone that is not the article (C++,
    Splatting I, Vitamin A), the beginning of a quotation or of a sentence that BibTeX does not see,
    and proper nouns beyond ASCII.
    """
    if not has_upper(word):
        return False
    whole = word.strip(_MARKS + ":.")
    if whole == "A":
        is_article = word.endswith("A") and before.lower() not in _NAMED_BY_LETTER
        return not is_article or bool(_QUOTED.match(word))
    if _begins_sentence(word, before):
        return True
    for part in _PARTS.split(word):
        part = part.strip(_MARKS)
        lone = sum(map(str.isalnum, part)) == 1 or any(map(str.isdigit, part))
        if has_upper(part[1:]) or (lone and has_upper(part)):
            return True
    return not word.isascii() and any(found in PROPER_NOUNS for found in _WORD.findall(word))


def _begins_sentence(word: str, before: str) -> bool:
    """Return True if a capital begins a sentence that BibTeX, which knows only `: `, misses."""
    opening = _QUOTED.match(word)
    if opening and word[opening.end()].isupper():
        return True
    first = _BEGINS_WITH_SIGN.match(word)
    ended = _ENDS_SENTENCE.search(before)
    if before and not ended:
        return False
    if first:
        return word[first.end()].isupper()
    return ended is not None and ended[0] != ":" and word[0].isupper()


_NAMES = re.compile(r"(?<![\w\\{])[A-Z][a-z]+(?![\w}])", re.ASCII)


def braced_names(latex: str) -> str:
    """Return LaTeX with braces around its proper nouns, such as Gaussian in `Non-Gaussian`."""
    return _NAMES.sub(_with_braces, latex)


def _with_braces(found: re.Match[str]) -> str:
    if found[0] in PROPER_NOUNS:
        return f"{{{found[0]}}}"
    return found[0]
