"""Text as CommonMark that shows it: a backslash where Markdown would take a sign for its own, and nowhere else.

The rules are those of CommonMark 0.31.2: section 2.4 (backslash escapes), 2.5 (entities), 6.1 (code spans), 6.2
(emphasis), 6.3 (links), 6.6 (HTML), and chapters 4 and 5 for what a line may begin with.
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5

_ALWAYS = re.compile(
    r"(?P<backslash>\\(?=[!-/:-@\[-`{-~]|\Z))"
    r"|(?P<entity>&(?=#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)))"
    r"|(?P<html><(?=/?[A-Za-z][A-Za-z0-9-]*(?:\s[^>]*|/)?>|[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|[^\s<>@]+@[^\s<>]+>"
    r"|[!?][^>]*>))"
    r"|(?P<run>\*+|_+)"
)
_BEGINS_BLOCK = re.compile(
    r"(?P<heading>\#{1,6})(?=\s|\Z)|(?P<quote>>)|(?P<bullet>[-+*])(?=\s|\Z)|(?P<number>\d{1,9})[.)](?=\s|\Z)"
    r"|(?P<fence>~{3,}|`{3,}(?=[^`]*\Z))|(?P<rule>=+|-+|(?P<sign>[-_*])[ \t]*(?:(?P=sign)[ \t]*){2,})\s*\Z"
)
_BEGINS_HTML = re.compile(
    r"<(?:[!?]|/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir"
    r"|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td"
    r"|textarea|tfoot|th|thead|title|tr|track|ul)(?:[\s/>]|\Z))",
    re.IGNORECASE,
)
"""What begins a block of HTML without a `>` (section 4.6)."""
_ANY_SIGN = re.compile(r"[\\*_\[\]<&`]")
_DEFINITION = re.compile(r"\[[^\[\]]*\]:")


def inline(text: str, *, code: bool = False, link: bool = False) -> str:
    """Return a line of text as the inside of a paragraph, or with `link` as the text of a link.

    `code` tells that code spans may stand around it. An emphasis or a link needs two signs, so of those that cannot
    have a partner here none is escaped.
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
    if _has_link(text) or (link and not _brackets_match(text)):
        escaped.update(at for at, char in enumerate(text) if char in "[]")
    if code or _has_code_span(text):
        escaped.update(at for at, char in enumerate(text) if char == "`")
    return "".join([("\\" + char) if at in escaped else char for at, char in enumerate(text)])


def line(text: str) -> str:
    """Return a line of text as a line of a paragraph of its own, where it must not begin a block."""
    begun = _BEGINS_BLOCK.match(text)
    if _DEFINITION.match(text):
        return "\\" + inline(text).removeprefix("\\")
    if _BEGINS_HTML.match(text):
        return "\\" + inline(text).removeprefix("\\")
    if not begun:
        return inline(text)
    if begun["number"]:
        return begun["number"] + "\\" + inline(text[begun.end("number") :])
    rest = inline(text)
    return rest if rest.startswith("\\") else "\\" + rest


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether a run of `*` or `_` can open and can close emphasis (section 6.2).

    Parsers of 0.30 take other signs for punctuation than those of 0.31; what either lets open counts.
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
    """Return whether a character is punctuation or a symbol."""
    return unicodedata.category(char)[0] in "PS"


def _emphasis(text: str, runs: list[tuple[int, int, bool, bool]]) -> list[tuple[int, int]]:
    """Return the runs that have a partner: one that opens before one that closes, of the same sign."""
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
    """Return whether a `[` stands before a `](`; no text defines what `[a][b]` could refer to."""
    return "](" in text and 0 <= text.find("[") < text.rindex("](")


def _brackets_match(text: str) -> bool:
    """Return whether each `]` closes a `[` and none stays open."""
    depth = 0
    for char in text:
        depth += {"[": 1, "]": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def _has_code_span(text: str) -> bool:
    """Return whether two runs of backticks have one length."""
    lengths = [len(run) for run in re.findall("`+", text)]
    return len(lengths) != len(set(lengths))


def code_span(text: str) -> str:
    """Return a text as a code span, with more backticks around it than it has in a row (section 6.1)."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"
