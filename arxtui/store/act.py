"""Act: one thing the user did, and its line in a journal.

A line: {"t", "ids", "set": {field: value}, "each": {id: {field: value}}, "was": {id: {field: [old value, its t]}},
"c": crc32 of the bytes before `,"c":`}. A line that takes an act back, or does it again, also has "undo" or "redo": the
t of that act. A line written by hand may lack "each", "was" and "c". The files of lines are in journal.py.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from arxtui.arxiv_id import BARE_ID, without_subject
from arxtui.model import PILES

SCHEMA = 1
OLDER = 0
"""The schema before piles: read as it is, and written anew by migrate() of journal.py."""
Value = Any  # a JSON value: str, bool, int, None, or the dict of a cite
Fields = Mapping[str, Value]

_KINDS = {"star": bool, "cite": dict, "read_version": int}
_UNSAID = frozenset(("cite", "read_version", "note_over"))
_MOST = 1_000
"""Fields that a line may set on one paper."""
END = "9000-01-01T00:00:00.000000Z"
"""No act is of this time or later: a clock that goes wrong that far is no clock, and t must stay writable."""
_UNWRITABLE = re.compile("[\ud800-\udfff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_OLD = re.compile(rb'(?<=[{,])"(keep|read)":(\[?)(true|false|)')  # fields of schema 0, and the value of the second
_NEW = {b"keep": b"cite", b"read": b"pile", b"true": b'"read"', b"false": b'"unread"', b"": b""}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the user did, on one or many papers."""

    t: str
    """ISO 8601 in UTC with microseconds, later than anything this machine had seen."""
    machine: str
    """Whose journal it stands in."""
    ids: tuple[str, ...]
    """The papers it changed."""
    set: Fields
    """Fields that hold for all ids."""
    each: Mapping[str, Fields]
    """Fields that differ from paper to paper."""
    was: Mapping[str, Mapping[str, tuple[Value, str | None]]] | None
    """Per id and field the value before and the t of its act; None = not known, the act cannot be undone."""
    undo: str | None = None
    """The t of the act that this one takes back."""
    redo: str | None = None
    """The t of the act that this one does again."""

    @property
    def stamp(self) -> str:
        """What orders acts: the time, then the machine."""
        return f"{self.t} {self.machine}"

    def fields(self, paper_id: str) -> dict[str, Value]:
        """All fields that the act sets on one paper."""
        return {**self.set, **self.each.get(paper_id, {})}

    def before(self, paper_id: str, name: str) -> tuple[Value, str | None]:
        """A field's value before the act, and the t of the act that had set it."""
        return (self.was or {}).get(paper_id, {}).get(name, (None, None))

    def summary(self) -> str:
        """What it did, in a few words: `star · 2310.19210`, `read · 192 papers`."""
        fields = self.fields(self.ids[0]) if self.ids else {}
        said = [_said(name, value) for name, value in fields.items() if name not in _UNSAID]
        if not said and isinstance(fields.get("cite"), dict):
            said = [f"key {fields['cite'].get('key')}"]
        papers = self.ids[0] if len(self.ids) == 1 else f"{len(self.ids)} papers"
        line = f"{', '.join(said) or 'nothing'} · {papers}"
        return f"undo: {line}" if self.undo else f"redo: {line}" if self.redo else line


def _said(name: str, value: Value) -> str:
    if name == "pile":
        return str(value or "unread")
    if name.startswith("#"):
        return f"tag {name[1:]}" if value else f"untag {name[1:]}"
    return name if value else f"un{name}" if name == "star" else f"no {name}"


class BadLine(ValueError):
    """A journal line that cannot be used; the text says why."""


class NewerSchema(BadLine):
    """The header of a journal written by a newer arxtui."""


def iso(micros: int) -> str:
    """Microseconds since 1970 as the t of a line."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:06d}Z"


def micros(t: str) -> int:
    """The t of a line as microseconds since 1970."""
    return int(datetime.fromisoformat(t[:19] + "Z").timestamp()) * 1_000_000 + int(t[20:26])


def seal(record: Mapping[str, Any]) -> bytes:
    """A record as a line with its CRC."""
    body = orjson.dumps(record)[:-1]
    return body + b',"c":"%08x"}\n' % zlib.crc32(body)


def encode(act: Act) -> bytes:
    """An act as a line; parts that say nothing are left out."""
    record = {
        "t": act.t, "ids": act.ids, "set": act.set or None, "each": act.each or None, "undo": act.undo,
        "redo": act.redo, "was": act.was,
    }  # fmt: skip
    return seal({key: value for key, value in record.items() if value is not None})


def _unseal(line: bytes) -> dict[str, Any]:
    at = line.rfind(b',"c":"')
    if at > 0 and line[at + 6 : at + 14] != b"%08x" % zlib.crc32(line[:at]):
        raise BadLine("the check sum does not fit")
    if b'"keep":' in line or b'"read":' in line:  # schema 0; the search itself takes as long as the JSON
        line = _OLD.sub(lambda found: b'"%b":%b%b' % (_NEW[found[1]], found[2], _NEW[found[3]]), line)
    try:
        record = orjson.loads(line)
    except ValueError:
        raise BadLine("not JSON") from None
    if not isinstance(record, dict):
        raise BadLine("not an object")
    return record


def valid(name: str, value: Value) -> bool:
    """Whether a field may hold a value; a field of a newer arxtui may hold anything."""
    if name in ("tags", "other_notes"):
        return False  # each tag is a field of its own; the other notes are what concurrent acts left
    if name.startswith("#"):
        return 1 < len(name) <= 65 and (value is None or isinstance(value, bool))
    if value is None:
        return True
    if name == "pile":
        return value in PILES
    if name == "note":
        return isinstance(value, str) and not _UNWRITABLE.search(value)
    if name == "note_over":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is _KINDS.get(name, type(value))


def _check_fields(fields: object, what: str) -> dict[str, Value]:
    if not isinstance(fields, dict):
        raise BadLine(f"{what} is not an object")
    if len(fields) > _MOST:
        raise BadLine(f"{what} has more than {_MOST} fields")
    for name, value in fields.items():
        if not valid(name, value):
            raise BadLine(f"{what} has a wrong value for {name!r}")
    return fields


def decode(line: bytes, machine: str) -> Act | None:
    """The act of a line, None for the header line; BadLine."""
    record = _unseal(line)
    if "arxtui" in record:
        if record.get("schema") not in (SCHEMA, OLDER):
            raise NewerSchema(f"schema {record.get('schema')} is of a newer arxtui: the library is read-only here")
        return None
    t, ids = record.get("t"), record.get("ids")
    if not isinstance(t, str) or not _TIME.fullmatch(t):
        raise BadLine('"t" is not a time such as 2026-11-22T17:40:59.034295Z')
    try:
        micros(t)
    except ValueError:
        raise BadLine('"t" is no real time') from None
    if t >= END:
        raise BadLine(f'"t" is beyond the year {int(END[:4]) - 1}')
    if not isinstance(ids, list) or not all(isinstance(paper_id, str) for paper_id in ids):
        raise BadLine('"ids" is not a list of arXiv ids')
    each = record.get("each", {})
    if not isinstance(each, dict):
        raise BadLine('"each" is not an object')
    if not each.keys() <= set(ids):
        raise BadLine('"each" names papers that "ids" does not')
    ids = tuple(dict.fromkeys(map(without_subject, ids)))
    if not all(map(BARE_ID.fullmatch, ids)):
        raise BadLine('"ids" is not a list of arXiv ids')
    return Act(
        t, machine, ids, _check_fields(record.get("set", {}), '"set"'),
        _by_paper({one: _check_fields(fields, '"each"') for one, fields in each.items()}),
        _decode_was(record.get("was")), _earlier(record, "undo", t), _earlier(record, "redo", t),
    )  # fmt: skip


def _by_paper(fields_of: Mapping[str, dict[str, Value]]) -> dict[str, dict[str, Value]]:
    """Return fields by the id that the library has: before 2026 an old id was kept with its subject class too.

    So math.GT/0309136 and math/0309136 are one paper for every machine that reads the line, which stays as it is.
    """
    merged: dict[str, dict[str, Value]] = {}
    for paper_id, fields in fields_of.items():
        merged.setdefault(without_subject(paper_id), {}).update(fields)
    return merged


def act_of(line: bytes, machine: str) -> Act | None:
    """Return the act of a line; None for a header or an empty line, and for a bad one, which a journal reports."""
    try:
        return decode(line, machine) if line else None
    except BadLine:
        return None


def _earlier(record: dict[str, Any], name: str, t: str) -> str | None:
    """Return the t of the act that a line takes back or does again; BadLine if it is not before the line's own t.

    So no chain of such lines comes back to where it began.
    """
    about = _time_or_none(record.get(name))
    if about is not None and about >= t:
        raise BadLine(f'"{name}" names an action that is not earlier')
    return about


def _time_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _decode_was(was: object) -> dict[str, dict[str, tuple[Value, str | None]]] | None:
    """Return the `was` of a line; BadLine if an undo could not write its values back."""
    if was is None:
        return None
    try:
        decoded = _by_paper({
            one: {name: (old, _time_or_none(t)) for name, (old, t) in fields.items()}
            for one, fields in was.items()  # type: ignore[attr-defined]
        })
    except (AttributeError, TypeError, ValueError):
        raise BadLine('"was" is not {id: {field: [value, t]}}') from None
    for fields in decoded.values():
        _check_fields({name: old for name, (old, _) in fields.items()}, '"was"')
    return decoded
