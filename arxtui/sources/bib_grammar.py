"""A .bib as people write it: entries with their fields, by BibTeX's grammar (btxdoc, section 2.1).

The scanner goes through the text once; every pattern in it is possessive or bounded, so that its
work grows with the text. The meaning of the fields is in bib_entry.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a .bib."""

    key: str
    """As written; `` if the entry has no key."""
    kind: str
    """`article`, `misc`, …, in lower case."""
    fields: Mapping[str, str]
    """Name in lower case -> value as written, without delimiters.

    Macros are replaced by their values, an unknown macro by its name.
    """
    line: int
    """The line of its `@`, from 1."""
    whole: bool = True
    """False for an entry without an end: its last field may be cut."""


Mistake = tuple[int, str]
"""The line, from 1, and the reason."""

_COMMAND = re.compile(r"@\s*+([A-Za-z][\w-]*+)\s*+([{(])")
_KEY = re.compile(r"\s*+([^,{}()\"=@\n]*+(?:[()][^,{}()\"=@\n]++){0,9})")
_AFTER_KEY = re.compile(r"(?=\s*+\Z)|\s*+(?:,|[})]|(?=[A-Za-z][\w:.+/-]*+\s*+=))")
_BEGUN = re.compile(r"@\s*+[A-Za-z]*+\s*+\Z")
_NAME = re.compile(r"(?:\s|,|%[^\n]*+\n)*+([A-Za-z][\w:.+/-]*+)\s*+=\s*+")
_PLAIN_VALUE = re.compile(r"[^\s,{}()\"#=@]++")
_JOINED = re.compile(r"\s*+#\s*+")
_DELIMITER = re.compile(r"[{}\"]")
_BRACKETS = {"{": re.compile("[{}]"), "(": re.compile("[()]")}
_MOST = 100
_VALUE_LIMIT = 200_000
"""Characters of a value. A brace that never closes must not make a large file one value."""
_MACRO_LIMIT = 2_000
"""Characters of an @string. A chain of them could double its length at each step."""
_MACRO_BUDGET = 8_000_000
"""Characters that the macros of a file may add together."""


@dataclass(slots=True)
class _Scanner:
    """A pass over a .bib; `at` only grows."""

    text: str
    at: int = 0
    line: int = 1
    counted: int = 0
    macros: dict[str, str] = field(default_factory=dict)
    budget: int = _MACRO_BUDGET
    items: list[Item] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def run(self) -> None:
        """Read the whole text into items and mistakes."""
        while found := _COMMAND.search(self.text, self.at):
            self.line = self.line_of(found.start())
            self.counted = found.start()
            self.at = found.end()
            match found[1].lower():
                case "comment" | "preamble" as kind:
                    self._pass_over(kind, found[2])
                case "string":
                    self._read_macro()
                case kind:
                    self._read_entry(kind)
            if len(self.mistakes) >= _MOST:  # each mistake costs as much reading as a value
                reason = f"has {_MOST} values or entries without an end: what follows is not read"
                self.mistakes.append((self.line, reason))
                return
        self._look_at_the_end()

    def _look_at_the_end(self) -> None:
        """Report a command at the end of the file that lacks its bracket: `@mis`."""
        start = self.text.rfind("@")
        if start < self.at or not _BEGUN.match(self.text, start):
            return
        line_start = self.text.rfind("\n", 0, max(start, 0)) + 1
        if not self.text[line_start:start].strip():
            self.mistakes.append((self.line_of(start), "the entry has no end"))

    def line_of(self, place: int) -> int:
        """Return the line of a place that is not before the last command."""
        return self.line + self.text.count("\n", self.counted, place)

    def _mistake(self, what: str) -> None:
        self.mistakes.append((self.line_of(self.at), f"{what} has no end"))

    def _pass_over(self, kind: str, opening: str) -> None:
        """Skip a comment or a preamble."""
        end = _end_of_group(self.text, self.at - 1, opening)
        if end < 0:
            self._mistake(f"@{kind}")
        else:
            self.at = end

    def _read_macro(self) -> None:
        """Remember the value of an `@string`."""
        name = _NAME.match(self.text, self.at)
        if not name:
            return
        self.at = name.end()
        value = self._value()
        if value is None:
            self._mistake(f"the @string {name[1]}")
        elif len(value) <= _MACRO_LIMIT:
            self.macros[name[1].lower()] = value

    def _read_entry(self, kind: str) -> None:
        key = ""
        if not _NAME.match(self.text, self.at):
            found = _KEY.match(self.text, self.at)
            after = found and _AFTER_KEY.match(self.text, found.end())
            if not found or not after:
                return
            key = found[1].strip()
            self.at = after.end()
        fields: dict[str, str] = {}
        lost: str | None = None
        while name := _NAME.match(self.text, self.at):
            self.at = name.end()
            value = self._value()
            if value is None:
                lost = f"the value of {name[1]} in {key}"
                break
            fields.setdefault(name[1].lower(), value)
        if lost is None and self.text.find("}", self.at) < 0 and self.text.find(")", self.at) < 0:
            lost = f"the entry {key}".rstrip()
        if lost is not None:
            self._mistake(lost)
        self.items.append(Item(key, kind, fields, self.line, lost is None))

    def _value(self) -> str | None:
        """Read and return a value; None if it has no end.

        It is `{...}`, `"..."`, a number or a macro, or several of them joined by `#`.
        """
        pieces: list[str] = []
        while True:
            if self.text.startswith(("{", '"'), self.at):
                end = _end_of_value(self.text, self.at)
                if end < 0:
                    return None
                pieces.append(self.text[self.at + 1 : end - 1])
            else:
                bare = _PLAIN_VALUE.match(self.text, self.at)
                if not bare:
                    return None
                end = bare.end()
                pieces.append(self._macro(bare[0]))
            self.at = end
            joined = _JOINED.match(self.text, end)
            if not joined:
                return "".join(pieces)
            self.at = joined.end()

    def _macro(self, name: str) -> str:
        """Return the value of a macro; its name if it is unknown or macros added too much."""
        value = self.macros.get(name.lower(), name)
        self.budget -= len(value)
        if self.budget <= 0:
            return name
        return value


def read(text: str) -> tuple[list[Item], list[Mistake]]:
    """Return the entries, and the mistakes after which BibTeX would lose text.

    An entry that ends too early is returned with the fields before its end. A mistake is a value,
    an entry, a comment, a preamble or a macro without an end.
    """
    scanner = _Scanner(text)
    scanner.run()
    return scanner.items, scanner.mistakes


def _end_of_value(text: str, at: int) -> int:
    """Return the place after the delimiter that ends the value which begins here, or -1."""
    depth = 0
    start = at
    ending = "}"
    if text[at] == '"':
        start = at + 1
        ending = '"'
    for found in _DELIMITER.finditer(text, start, at + _VALUE_LIMIT):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        if depth == 0 and found[0] == ending:
            return found.end()
        if depth < 0:
            break
    return -1


def _end_of_group(text: str, at: int, opening: str) -> int:
    """Return the place after the bracket that closes the bracket which stands here, or -1."""
    depth = 0
    for found in _BRACKETS[opening].finditer(text, at, at + _VALUE_LIMIT):
        if found[0] == opening:
            depth += 1
        else:
            depth -= 1
        if depth == 0:
            return found.end()
    return -1
