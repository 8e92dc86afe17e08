"""Faults of a settings file that is no TOML: the line, the likely cause, and the right spelling."""

from __future__ import annotations

import re
import tomllib

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_SETTING = re.compile(r"""\s*(?P<name>[\w.-]+|"[^"]*"|'[^']*')\s*=\s*(?P<value>.*?)\s*$""")
_HEAD = re.compile(r"\s*\[+\s*(?P<name>[^]#]*?)\s*\]*\s*(#.*)?$")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_TRUTHS = {
    **dict.fromkeys(("yes", "on", "true"), "true"),
    **dict.fromkeys(("no", "off", "false"), "false"),
}
_WRONG_VALUES = ("Invalid value", "Illegal character '\\n'", "Unescaped '\\' in a string")
_OPEN_TEXTS = ("Unterminated string", 'Expected "\'"', 'Expected "\'"', "Expected '\"'")
"""Beginnings of tomllib's messages."""


def explain(text: str, fault: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Return the line (from 1) and the reason for which a text is no TOML.

    The reason has a remedy if the cause is known.
    """
    lines = text.split("\n")
    reason = str(fault)
    place = _PLACE.search(reason)
    number = len(text.rstrip().split("\n"))
    if place:
        number = int(place[1])
        reason = reason[: place.start()]
    reason = reason.removesuffix(" (at end of document)")
    line = lines[number - 1]
    if reason in ("Unclosed array", "Unclosed inline table"):
        return _unclosed(lines, number)
    if reason == "Invalid value" and _in_open_list(lines, number, line):
        return _unclosed(lines, number)
    if reason == "Cannot overwrite a value" or reason.startswith("Cannot declare"):
        return number, _doubled(lines, number)
    if reason.startswith("Expected ']"):
        return number, f"a bracket is missing: {_closed_head(line)}"
    if reason in _WRONG_VALUES or _has_curly(line):
        return number, _wrong_value(line)
    if reason == "Expected '=' after a key in a key/value pair":
        return number, f"a setting is written as name = value: {_with_sign(line)}"
    if reason == "Expected newline or end of document after a statement":
        return number, _too_much(line)
    if reason in _OPEN_TEXTS:
        return _open_text(lines, number)
    return number, reason[:1].lower() + reason[1:]


def _in_open_list(lines: list[str], number: int, line: str) -> bool:
    """Return True if a value is missing because a list or table was never closed.

    It begins in an earlier line or in this line.
    """
    if _opens(line):
        value = line.partition("=")[2]
        is_open = value.count("[") > value.count("]") and number == len(lines)
        return is_open or value.rstrip().endswith(",")
    begun = "\n".join(lines[: number - 1]).rpartition("[")[2]
    return bool(_HEAD.match(line)) and line.lstrip().startswith("[") and "]" not in begun


def _has_curly(line: str) -> bool:
    return line != line.translate(_CURLY)


def _wrong_value(line: str) -> str:
    """Return the fault in the value of a line."""
    match = _SETTING.match(line.translate(_CURLY))
    if match is None:
        word = line.strip().rstrip(",")
        if word.strip("\"'") == word:
            return f'a text needs quotes: "{word}"'
        return f"not a value: {word}"
    name = match["name"]
    value = match["value"]
    if not value:
        return f'a value is missing: {name} = "…"'
    if _has_curly(line):
        return f"quotes must be straight ones: {name} = {value}"
    if value.lower() in _TRUTHS:
        return f"write true or false in small letters: {name} = {_TRUTHS[value.lower()]}"
    if value.startswith("["):
        return f"texts in a list need quotes: {name} = {_quoted_list(value)}"
    if value[0] == '"' and "\\" in value:
        return f"a backslash stands in single quotes: {name} = '{value.strip(chr(34))}'"
    if value[0] in "\"'":
        return f"a quote is missing at the end: {name} = {value}{value[0]}"
    if "," in value:
        return f"a list of texts needs quotes and brackets: {name} = {_quoted_list(value)}"
    return f"a text needs quotes: {name} = {_quoted(value)}"


def _quoted(value: str) -> str:
    """Return a value in quotes, without its comment."""
    bare = re.sub(r"\s+#.*$", "", value)
    if '"' in bare or "\\" in bare:
        return f"'{bare}'"
    return f'"{bare}"'


def _quoted_list(value: str) -> str:
    words = [word.strip().strip("\"'") for word in value.strip("[]").split(",")]
    return "[" + ", ".join(f'"{word}"' for word in words if word) + "]"


def _unclosed(lines: list[str], number: int) -> tuple[int, str]:
    """Return the line in which the open list before a line begins, and the missing sign."""
    at = number
    while at > 1 and not _opens(lines[at - 1]):
        at -= 1
    match = _SETTING.match(lines[at - 1])
    if match is None:
        return number, "a ] or a comma is missing"
    name = match["name"]
    value = match["value"]
    if value.startswith("{"):
        return at, f"a }} is missing: {name} = {value}}}"
    if at == number and "]" in value:
        return at, f"a comma is missing between the texts: {name} = {_parted(value)}"
    return at, f"a ] is missing: {name} = {value.rstrip(',')}]"


def _opens(line: str) -> bool:
    """Return True if a list or a table begins in a line."""
    match = _SETTING.match(line)
    return match is not None and match["value"][:1] in ("[", "{")


def _parted(value: str) -> str:
    return re.sub(r"""(["'])\s+(["'])""", r"\1, \2", value)


def _doubled(lines: list[str], number: int) -> str:
    """Return the message for a setting or table that stands twice, with the other line."""
    line = lines[number - 1]
    head = _HEAD.match(line)
    if head is not None and "=" not in head["name"]:
        name = head["name"]
        escaped = re.escape(name)
        same = rf"\s*\[+\s*{escaped}\s*\]|\s*{escaped}\s*[.=]"
        other = _line_with(lines[: number - 1], same)
        if line.lstrip().startswith("[["):
            hint = f"without double brackets: write [[{name}]] there, too"
            return f"{name} also stands in line {other}, {hint}"
        return f"[{name}] also stands in line {other}: put the lines of both below one"
    name = line.strip()
    match = _SETTING.match(line)
    if match:
        name = match["name"]
    other = _line_with(lines[: number - 1], rf"\s*{re.escape(name)}\s*=")
    return f"{name} also stands in line {other}: keep one of them"


def _line_with(lines: list[str], pattern: str) -> int:
    """Return the number of the last line that begins with a pattern; 0 without such a line."""
    found = 0
    for number, line in enumerate(lines, 1):
        if re.match(pattern, line):
            found = number
    return found


def _closed_head(line: str) -> str:
    """Return the head of a table with its brackets."""
    name = line.strip("[] ")
    head = _HEAD.match(line)
    if head:
        name = head["name"]
    if line.lstrip().startswith("[["):
        return f"[[{name}]]"
    return f"[{name}]"


def _with_sign(line: str) -> str:
    """Return a line `name value` or `name: value` as a setting."""
    name, _, value = line.strip().replace(":", " ", 1).partition(" ")
    value = value.strip()
    if not value:
        return f'{name} = "…"'
    if value[0] not in "\"'[{" and value.lower() not in _TRUTHS:
        value = _quoted(value)
    return f"{name} = {value}"


def _too_much(line: str) -> str:
    """Return the message for a line with text behind its value."""
    match = _SETTING.match(line)
    if match is None:
        return f"too many brackets: {_closed_head(line)}"
    name = match["name"]
    value = match["value"]
    if value.endswith(","):
        return f"no comma belongs at the end: {name} = {value.rstrip(',')}"
    if re.search(r"""["'\]\w]\s+[\w-]+\s*=""", value):
        return "every setting needs a line of its own"
    quote = value[0]
    if quote in "\"'" and value.count(quote) > 2:
        other = "'"
        if quote == "'":
            other = '"'
        inner = value.strip(quote)
        if other not in inner:
            right = f"{name} = {other}{inner}{other}"
            return f"a quote inside a text needs the other kind around it: {right}"
    return f"more than one value: {name} takes one"


def _open_text(lines: list[str], number: int) -> tuple[int, str]:
    """Return the line in which the open text begins, and the message about its quote."""
    at = number
    while at > 1 and _SETTING.match(lines[at - 1]) is None:
        at -= 1
    return at, f"a quote is missing at the end: {lines[at - 1].strip()}"
