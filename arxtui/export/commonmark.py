"""Text as CommonMark that prints it: signs that Markdown would read as syntax get a backslash.

The rules come from CommonMark 0.31.2: section 2.4 (backslash escapes), 2.5 (entities), 6.1 (code
spans), 6.2 (emphasis), 6.3 (links), 6.6 (HTML), and chapters 4 and 5 for the beginnings of lines.
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5

from arxtui.text import are_balanced

_ALWAYS = re.compile(
    r"(?P<backslash>\\(?=[!-/:-@\[-`{-~]|\Z))"
    r"|(?P<entity>&(?=#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)))"
    r"|(?P<html><(?=/?[A-Za-z][A-Za-z0-9-]*(?:\s[^>]*|/)?>|[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"
    r"|[^\s<>@]+@[^\s<>]+>|[!?][^>]*>))"
    r"|(?P<run>\*+|_+)"
)
_BEGINS_BLOCK = re.compile(
    r"(?P<heading>\#{1,6})(?=\s|\Z)|(?P<quote>>)|(?P<bullet>[-+*])(?=\s|\Z)"
    r"|(?P<number>\d{1,9})[.)](?=\s|\Z)|(?P<fence>~{3,}|`{3,}(?=[^`]*\Z))"
    r"|(?P<rule>=+|-+|(?P<sign>[-_*])[ \t]*(?:(?P=sign)[ \t]*){2,})\s*\Z"
)
_BEGINS_HTML = re.compile(
    r"<(?:[!?]|/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col"
    r"|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame"
    r"|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes"
    r"|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td|textarea"
    r"|tfoot|th|thead|title|tr|track|ul)(?:[\s/>]|\Z))",
    re.IGNORECASE,
)
"""The beginning of a block of HTML, which needs no `>` (section 4.6)."""
_ANY_SIGN = re.compile(r"[\\*_\[\]<&`]")
_DEFINITION = re.compile(r"\[[^\[\]]*\]:")


def inline(text: str, *, code: bool = False, link: bool = False) -> str:
    """Return a line of text as the inside of a paragraph, or with `link` as the text of a link.

    `code` is True if code spans may stand around it. An emphasis or a link needs two signs, so
    signs that cannot have a partner here are not escaped.
    """
    if not _ANY_SIGN.search(text):
        return text
    escaped: set[int] = set()
    runs: list[tuple[int, int, bool, bool]] = []
    for found in _ALWAYS.finditer(text):
        at = found.start()
        if found["run"]:
            runs.append((at, found.end(), *_flanks(text, at, found.end())))
        elif found["entity"]:
            if found["name"] is None or found["name"] in html5:
                escaped.add(at)
        else:
            escaped.add(at)
    for start, end in _emphasis(text, runs):
        escaped.update(range(start, end))
    if _has_link(text) or (link and not are_balanced(text, "[", "]")):
        escaped.update(at for at, char in enumerate(text) if char in "[]")
    if code or _has_code_span(text):
        escaped.update(at for at, char in enumerate(text) if char == "`")
    written = []
    for at, char in enumerate(text):
        if at in escaped:
            written.append("\\")
        written.append(char)
    return "".join(written)


def line(text: str) -> str:
    """Return a line of text as a paragraph of one line, which must not begin another block."""
    if _DEFINITION.match(text) or _BEGINS_HTML.match(text):
        return _escaped(inline(text))
    begun = _BEGINS_BLOCK.match(text)
    if not begun:
        return inline(text)
    if begun["number"]:
        return begun["number"] + "\\" + inline(text[begun.end("number") :])
    return _escaped(inline(text))


def _escaped(text: str) -> str:
    """Return a text with a backslash before its first sign."""
    if text.startswith("\\"):
        return text
    return "\\" + text


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return (opens, closes): whether a run of `*` or `_` can open or close emphasis (section 6.2).

    Parsers of 0.30 and of 0.31 take different signs for punctuation; the signs of both count.
    """
    before = text[start - 1 : start] or " "
    after = text[end : end + 1] or " "
    blank_before = before.isspace()
    blank_after = after.isspace()
    sign_before = _is_sign(before)
    sign_after = _is_sign(after)
    left = not blank_after and (not sign_after or blank_before or sign_before)
    right = not blank_before and (not sign_before or blank_after or sign_after)
    if text[start] == "*":
        return left, right
    return left and (not right or sign_before), right and (not left or sign_after)


def _is_sign(char: str) -> bool:
    """Return True if a character is punctuation or a symbol."""
    return unicodedata.category(char)[0] in "PS"


def _emphasis(text: str, runs: list[tuple[int, int, bool, bool]]) -> list[tuple[int, int]]:
    """Return the runs that have a partner: a run that opens, a later run that closes."""
    paired: list[tuple[int, int]] = []
    for sign in "*_":
        same = [run for run in runs if text[run[0]] == sign]
        opens = [at for at, run in enumerate(same) if run[2]]
        closes = [at for at, run in enumerate(same) if run[3]]
        if not opens or not closes or opens[0] >= closes[-1]:
            continue
        for at, run in enumerate(same):
            if (run[2] and at < closes[-1]) or (run[3] and at > opens[0]):
                paired.append((run[0], run[1]))
    return paired


def _has_link(text: str) -> bool:
    """Return True if a `[` stands before a `](`; `[a][b]` would need a definition."""
    return "](" in text and 0 <= text.find("[") < text.rindex("](")


def _has_code_span(text: str) -> bool:
    """Return True if two runs of backticks have the same length."""
    lengths = [len(run) for run in re.findall("`+", text)]
    return len(lengths) != len(set(lengths))


def code_span(text: str) -> str:
    """Return a text as a code span, between more backticks than it has in a row (section 6.1)."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    blank = ""
    if text.startswith("`") or text.endswith("`"):
        blank = " "
    return f"{fence}{blank}{text}{blank}{fence}"
