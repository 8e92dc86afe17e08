"""A .bib as anybody writes it: its entries with their fields, by BibTeX's grammar (btxdoc, section 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arxtui.arxiv_id import parse_id


@dataclass(frozen=True, slots=True)
class Item:
    """One entry."""

    key: str
    """As it stands."""
    fields: Mapping[str, str]
    """Name in lower case -> value as it stands, without delimiters; what `#` joins is one, a macro is its name."""
    line: int
    """Of its `@`, from 1."""

    @property
    def eprint(self) -> str:
        """Its arXiv id without version, as other programs write it too (`arXiv:2310.19231v1`); `` = none."""
        value = self.fields.get("eprint", "").strip()
        try:
            return parse_id(value)[0]
        except ValueError:
            return value


Mistake = tuple[int, str]
"""Line, and what is wrong there."""

_ENTRY = re.compile(r"@\s*(?!comment|string|preamble)[A-Za-z]+\s*[{(]\s*([^\s,{}()\"@]+)\s*,", re.IGNORECASE)
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_PLAIN_VALUE = re.compile(r"[^\s,{}()\"#]+")
_JOINED = re.compile(r"\s*#\s*")
_NEXT = re.compile(r"\s*,")
_END = re.compile(r"\s*\Z")
_DELIMITER = re.compile(r"[{}\"]")
_MOST = 100
_VALUE_LIMIT = 200_000  # characters; a brace that never closes must not cost the rest of a large file


def read(bib: str) -> tuple[list[Item], list[Mistake]]:
    """The entries, one that ends too early with the fields before, and the mistakes by which BibTeX would lose what
    follows them: values and entries without an end."""
    items: list[Item] = []
    mistakes: list[Mistake] = []
    at, line, counted = 0, 1, 0
    while found := _ENTRY.search(bib, at):
        line, counted = line + bib.count("\n", counted, found.start()), found.start()
        fields, at, lost = _fields(bib, found.end())
        items.append(Item(found[1], fields, line))
        if lost is not None:
            name = f"the value of {lost} in {found[1]}" if lost else f"the entry {found[1]}"
            mistakes.append((line + bib.count("\n", counted, at), f"{name} has no end"))
            if len(mistakes) == _MOST:  # each costs a look at as much as a value may have
                mistakes.append((line, f"has {_MOST} values or entries without an end: what follows is not read"))
                break
    return items, mistakes


def eprints(items: Iterable[Item]) -> dict[str, str]:
    """Eprint -> key; an entry without one stands under its key, which is in use all the same."""
    keys: dict[str, str] = {}
    for item in items:
        keys.setdefault(item.eprint or item.key, item.key)
    return keys


def _fields(bib: str, at: int) -> tuple[dict[str, str], int, str | None]:
    """The fields that begin at a place, where they were read to, and the field that has no end (`` = the entry)."""
    fields: dict[str, str] = {}
    while field := _FIELD.match(bib, at):
        value, end = _value(bib, field.end())
        if end < 0:
            return fields, field.end(), field[1]
        at = end
        fields.setdefault(field[1].lower(), value)
        after = _NEXT.match(bib, at)
        if not after:
            break
        at = after.end()
    return fields, at, "" if _END.match(bib, at) else None


def _value(bib: str, at: int) -> tuple[str, int]:
    """A value (`{…}`, `"…"`, a macro, several joined by `#`) and its end; end -1 when it has none."""
    pieces = []
    while True:
        if bib.startswith(("{", '"'), at):
            end = _closing(bib, at)
            pieces.append(bib[at + 1 : end - 1])
        else:
            bare = _PLAIN_VALUE.match(bib, at)
            end = bare.end() if bare else -1
            pieces.append(bare[0] if bare else "")
        joined = _JOINED.match(bib, end) if end > 0 else None
        if not joined:
            return "".join(pieces), end
        at = joined.end()


def _closing(bib: str, at: int) -> int:
    """The place after the delimiter that ends the value which begins here, or -1."""
    depth, quoted = 0, bib[at] == '"'
    for found in _DELIMITER.finditer(bib, at + quoted, at + _VALUE_LIMIT):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == ('"' if quoted else "}"):
            return found.end()
        if depth < 0:
            break
    return -1
