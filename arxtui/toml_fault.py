"""What is wrong with a settings file that is no TOML: the line, the likely cause, and how to write it instead."""

from __future__ import annotations

import re
import tomllib

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_SETTING = re.compile(r"""\s*(?P<name>[\w.-]+|"[^"]*"|'[^']*')\s*=\s*(?P<value>.*?)\s*$""")
_HEAD = re.compile(r"\s*\[+\s*(?P<name>[^]#]*?)\s*\]*\s*(#.*)?$")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


def explain(text: str, fault: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Return the line (from 1) and the reason for which a text is no TOML, with a remedy where the cause is known."""
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
    if reason in ("Invalid value", "Illegal character '\\n'", "Unescaped '\\' in a string") or _has_curly(line):
        return number, _wrong_value(line)
    if reason == "Expected '=' after a key in a key/value pair":
        return number, f"a setting is written as name = value: {_with_sign(line)}"
    if reason == "Expected newline or end of document after a statement":
        return number, _too_much(line)
    if reason in ("Unterminated string", 'Expected "\'"', "Expected \"'\"", "Expected '\"'"):
        return _open_text(lines, number)
    return number, reason[:1].lower() + reason[1:]


def _in_open_list(lines: list[str], number: int, line: str) -> bool:
    """True if a value is missing because a list or table of an earlier line, or of this one, was never closed."""
    if _opens(line):
        value = line.partition("=")[2]
        return value.rstrip().endswith(",") or (value.count("[") > value.count("]") and number == len(lines))
    begun = "\n".join(lines[: number - 1]).rpartition("[")[2]
    return bool(_HEAD.match(line)) and line.lstrip().startswith("[") and "]" not in begun


def _has_curly(line: str) -> bool:
    return line != line.translate(_CURLY)


def _wrong_value(line: str) -> str:
    """Return what is wrong with the value of a line."""
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
    """Return where the list begins that has no end before a line, and what it lacks."""
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
    """True if a list or a table begins in a line."""
    match = _SETTING.match(line)
    return match is not None and match["value"][:1] in ("[", "{")


def _parted(value: str) -> str:
    return re.sub(r"""(["'])\s+(["'])""", r"\1, \2", value)


def _doubled(lines: list[str], number: int) -> str:
    """Return which setting or table stands twice, and where the other one is."""
    line = lines[number - 1]
    head = _HEAD.match(line)
    if head is not None and "=" not in head["name"]:
        name = head["name"]
        other = _line_with(lines[: number - 1], rf"\s*\[+\s*{re.escape(name)}\s*\]|\s*{re.escape(name)}\s*[.=]")
        if line.lstrip().startswith("[["):
            return f"{name} also stands in line {other}, without double brackets: write [[{name}]] there, too"
        return f"[{name}] also stands in line {other}: put the lines of both below one"
    match = _SETTING.match(line)
    name = match["name"] if match else line.strip()
    other = _line_with(lines[: number - 1], rf"\s*{re.escape(name)}\s*=")
    return f"{name} also stands in line {other}: keep one of them"


def _line_with(lines: list[str], pattern: str) -> int:
    """Return the number of the last line that begins like this; 0 when there is none."""
    found = 0
    for number, line in enumerate(lines, 1):
        if re.match(pattern, line):
            found = number
    return found


def _closed_head(line: str) -> str:
    """Return the head of a table with its brackets."""
    head = _HEAD.match(line)
    name = head["name"] if head else line.strip("[] ")
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
    """Return what stands behind a value that should end its line."""
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
        other = '"' if quote == "'" else "'"
        inner = value.strip(quote)
        if other not in inner:
            return f"a quote inside a text needs the other kind around it: {name} = {other}{inner}{other}"
    return f"more than one value: {name} takes one"


def _open_text(lines: list[str], number: int) -> tuple[int, str]:
    """Return where a text begins that has no end, and that its quote is missing."""
    at = number
    while at > 1 and _SETTING.match(lines[at - 1]) is None:
        at -= 1
    return at, f"a quote is missing at the end: {lines[at - 1].strip()}"
