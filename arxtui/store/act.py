"""Act: an action of the user on papers, and the fields that it may set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from arxtui.lazy_pattern import lazy_pattern
from arxtui.model import HOUR, PILES
from arxtui.work_in_steps import Steps

Value = Any  # a JSON value: str, bool, int, None, or the dict of a cite
Fields = Mapping[str, Value]

PAPERS_A_STEP = 500
"""Number of papers of an act in a step of work, which takes a few milliseconds."""
_KINDS = {"star": bool, "cite": dict, "read_version": int, "key": str}
_NOT_IN_SUMMARY = frozenset(("cite", "read_version", "note_over"))
END = "9000-01-01T00:00:00.000000Z"
"""Every act has an earlier time: there must be a later time for the next act."""
_UNWRITABLE = lazy_pattern("[\ud800-\udfff]")
_TIME = lazy_pattern(rf"\d{{4}}-\d\d-\d\dT{HOUR}:\d\d:\d\d\.\d{{6}}Z", re.ASCII)


class Act(NamedTuple):
    """An action of the user on papers."""

    t: str
    """ISO 8601 in UTC with microseconds, later than every act that this machine had read."""
    machine: str
    """The name of the machine in whose journal it stands."""
    ids: tuple[str, ...]
    """The papers it changed."""
    set: Fields
    """Fields for all ids."""
    each: Mapping[str, Fields]
    """Fields of single papers, by id."""
    was: Mapping[str, Mapping[str, tuple[Value, str | None]]] | None
    """id -> field -> (value before, t of its act); None = not known: the act cannot be undone."""
    undo: str | None = None
    """The t of the act that this act undoes."""
    redo: str | None = None
    """The t of the act that this act redoes."""
    loaded: bool = False
    """True for marks that were loaded from a file: they are no reading."""

    @property
    def stamp(self) -> str:
        """`t machine`, by which acts are ordered."""
        return f"{self.t} {self.machine}"

    def fields(self, paper_id: str) -> dict[str, Value]:
        """Return all fields that the act sets on a paper."""
        return {**self.set, **self.each.get(paper_id, {})}

    def before(self, paper_id: str, name: str) -> tuple[Value, str | None]:
        """Return (a field's value before the act, the t of the act that had set it)."""
        return (self.was or {}).get(paper_id, {}).get(name, (None, None))

    def visibly_changed(self) -> Steps[int]:
        """Return the number of papers whose pile, star, tags or note the act sets, in steps."""
        if any(map(_is_visible, self.set)):
            return len(self.ids)
        count = 0
        for number, fields in enumerate(self.each.values(), 1):
            count += any(map(_is_visible, fields))
            if number % PAPERS_A_STEP == 0:
                yield
        return count

    def in_brief(self) -> Act:
        """Return the act without old values, and with the own fields of its first paper only.

        Its summary is the same, and it takes the memory of its ids alone.
        """
        each: dict[str, Fields] = {}
        if self.ids and self.ids[0] in self.each:
            each[self.ids[0]] = self.each[self.ids[0]]
        return self._replace(each=each, was=None)

    def summary(self) -> str:
        """Return the act in a few words: `starred · 2310.19210`, `read · 192 papers`."""
        fields: Fields = {}
        papers = f"{len(self.ids)} papers"
        if self.ids:
            fields = self.fields(self.ids[0])
        if len(self.ids) == 1:
            papers = self.ids[0]
        words = [in_words(name, fields[name]) for name in fields if name not in _NOT_IN_SUMMARY]
        if self.loaded:
            words = ["marks loaded"]
        cite = fields.get("cite")
        if not words and isinstance(cite, dict):
            words = [f"key {cite.get('key')}"]
        line = f"{', '.join(words) or 'nothing'} · {papers}"
        if self.undo:
            return f"undo: {line}"
        if self.redo:
            return f"redo: {line}"
        return line


def _is_visible(name: str) -> bool:
    """Return whether a field is shown in the list or the detail as a mark."""
    return name in ("pile", "star", "note") or name.startswith("#")


_PILES = {"read": "read", "unread": "unread", "later": "set aside for later"}
_SWITCHES = {"star": ("starred", "unstarred"), "note": ("note saved", "note removed")}


def in_words(name: str, value: Value) -> str:
    """Return a field that was set on a paper, in words: `starred`, `untagged gan`, `note saved`."""
    if name == "pile":
        return _PILES.get(value, "unread")
    if name.startswith("#") and value:
        return f"tagged {name[1:]}"
    if name.startswith("#"):
        return f"untagged {name[1:]}"
    if name == "key" and value:
        return f"key {value}"
    on, off = _SWITCHES.get(name, (name, f"{name} removed"))
    if value:
        return on
    return off


def iso(micros: int) -> str:
    """Return microseconds since 1970 in the form of the t of a line."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:06d}Z"


def micros(t: str) -> int:
    """Return the t of a line as microseconds since 1970. Raises ValueError if it is no time."""
    return int(datetime.fromisoformat(t[:19] + "Z").timestamp()) * 1_000_000 + int(t[20:26])


def is_stamp(text: str) -> bool:
    """Return whether a text has the form of the t of a line: `2026-11-22T17:40:59.034295Z`."""
    return _TIME.fullmatch(text) is not None


def valid(name: str, value: Value) -> bool:
    """Return whether a field may have a value. Fields of a newer arxtui may have any value."""
    if name in ("tags", "other_notes"):
        return False  # each tag is a separate field; other notes come from concurrent acts
    if name.startswith("#"):
        return 1 < len(name) <= 65 and (value is None or isinstance(value, bool))
    if value is None:
        return True
    if name == "pile":
        return value in PILES
    if name == "note":
        return isinstance(value, str) and not _UNWRITABLE.search(value)
    if name == "note_over":
        return isinstance(value, list) and all(isinstance(stamp, str) for stamp in value)
    return type(value) is _KINDS.get(name, type(value))
