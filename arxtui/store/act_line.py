"""The line of an act in a journal.

A line is a JSON object with these keys:

    "t"     time, ISO 8601 in UTC with microseconds
    "ids"   the papers it changed
    "set"   {field: value} for all ids
    "each"  {id: {field: value}} for fields of single papers
    "was"   {id: {field: [old value, t of the act that had set it]}}
    "loaded"  true for marks that were loaded from a file
    "undo", "redo"   t of the act that the line undoes or redoes
    "c"     CRC-32 of the bytes before `,"c":`

A line written by hand may lack "each", "was" and "c". The files of lines are in journal.py.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

import orjson

from arxtui.arxiv_id import BARE_ID, without_subject
from arxtui.store.act import END, PAPERS_A_STEP, Act, Value, is_stamp, micros, valid

T = TypeVar("T")

SCHEMA = 1
LONG = 100_000
"""Bytes from which on a line is read in steps; see long_line.py."""
_MOST = 1_000
"""Fields that a line may set on one paper."""


class BadLine(ValueError):
    """A journal line that cannot be used; the message is the reason."""


class NewerSchema(BadLine):
    """The header of a journal written by a newer arxtui."""


def seal(record: Mapping[str, Any]) -> bytes:
    """Return a record as a line with its CRC."""
    body = orjson.dumps(record)[:-1]
    return body + b',"c":"%08x"}\n' % zlib.crc32(body)


def encode(act: Act) -> bytes:
    """Return an act as a line; empty parts are left out."""
    return b"".join(pieces(act))


def pieces(act: Act) -> Iterator[bytes]:
    """Yield the line of an act in pieces, of some hundred papers each."""
    check = 0
    for piece in _body(act):
        check = zlib.crc32(piece, check)
        yield piece
    yield b',"c":"%08x"}\n' % check


def _body(act: Act) -> Iterator[bytes]:
    """Yield the line of an act without its end, in pieces."""
    yield b'{"t":' + orjson.dumps(act.t)
    yield b',"ids":['
    yield from _listed(orjson.dumps(some) for some in _some(act.ids))
    yield b"]"
    if act.set:
        yield b',"set":' + orjson.dumps(act.set)
    if act.each:
        yield b',"each":{'
        yield from _listed(orjson.dumps(dict(some)) for some in _some(act.each.items()))
        yield b"}"
    if act.undo is not None:
        yield b',"undo":' + orjson.dumps(act.undo)
    if act.redo is not None:
        yield b',"redo":' + orjson.dumps(act.redo)
    if act.loaded:
        yield b',"loaded":true'
    if act.was is not None:
        yield b',"was":{'
        yield from _listed(orjson.dumps(dict(some)) for some in _some(act.was.items()))
        yield b"}"


def _some(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield the items, the papers of a piece at a time."""
    rest = iter(items)
    while some := list(islice(rest, PAPERS_A_STEP)):
        yield some


def _listed(values: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the items of several JSON lists or objects as the inside of a single list or object."""
    comma = b""
    for value in values:
        yield comma + value[1:-1]
        comma = b","


def _unseal(line: bytes) -> dict[str, Any]:
    """Return the record of a line. Raises BadLine if it is damaged or no JSON object."""
    at = line.rfind(b',"c":"')
    if at > 0 and line[at + 6 : at + 14] != b"%08x" % zlib.crc32(line[:at]):
        raise BadLine("the line is damaged: its checksum does not match")
    try:
        record = orjson.loads(line)
    except ValueError:
        raise BadLine("not JSON") from None
    if not isinstance(record, dict):
        raise BadLine("not an object")
    return record


def check_fields(fields: object, part: str) -> dict[str, Value]:
    """Return the fields of a part of a line. Raises BadLine if they are not fields."""
    if not isinstance(fields, dict):
        raise BadLine(f"{part} is not an object")
    if len(fields) > _MOST:
        raise BadLine(f"{part} has more than {_MOST} fields")
    for name, value in fields.items():
        if not valid(name, value):
            raise BadLine(f"{part} has a wrong value for {name!r}")
    return fields


def decode(line: bytes, machine: str) -> Act | None:
    """Return the act of a line of a machine's journal; None for the header line.

    Raises BadLine if the line cannot be used, NewerSchema if it is a header of another schema.
    """
    record = _unseal(line)
    if "arxtui" in record:
        schema = record.get("schema")
        if schema != SCHEMA:
            reason = f"written by a newer arxtui (schema {schema}), read-only: upgrade this one"
            raise NewerSchema(reason)
        return None
    t = _checked_time(record.get("t"))
    ids = record.get("ids")
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
        t,
        machine,
        ids,
        check_fields(record.get("set", {}), '"set"'),
        by_paper({paper_id: check_fields(each[paper_id], '"each"') for paper_id in each}),
        decode_was(record.get("was")),
        _earlier(record, "undo", t),
        _earlier(record, "redo", t),
        record.get("loaded") is True,
    )


def _checked_time(t: object) -> str:
    """Return the t of a line.

    Raises BadLine if it is no time, or too late for a later act to follow.
    """
    if not isinstance(t, str) or not is_stamp(t):
        raise BadLine('"t" is not a time such as 2026-11-22T17:40:59.034295Z')
    try:
        micros(t)
    except ValueError:
        raise BadLine('"t" is not a date and time that exists') from None
    if t >= END:
        raise BadLine(f'"t" is beyond the year {int(END[:4]) - 1}')
    return t


def by_paper(fields_of: Mapping[str, dict[str, Value]]) -> dict[str, dict[str, Value]]:
    """Return fields by the id that the library has, without the subject class of an old id.

    Older journals have that class too: math.GT/0309136 and math/0309136 are the same paper for
    every machine. The line itself is not changed.
    """
    merged: dict[str, dict[str, Value]] = {}
    for paper_id, fields in fields_of.items():
        merged.setdefault(without_subject(paper_id), {}).update(fields)
    return merged


def act_of(line: bytes, machine: str) -> Act | None:
    """Return the act of a line; None for a header, an empty line and a line that cannot be used."""
    try:
        return decode(line, machine) if line else None
    except BadLine:
        return None


def _earlier(record: dict[str, Any], name: str, t: str) -> str | None:
    """Return the t of the act that a line undoes or redoes; None for other lines.

    Raises BadLine if it is not before the line's own t, so that such lines never form a circle.
    """
    about = _time_or_none(record.get(name))
    if about is not None and about >= t:
        raise BadLine(f'"{name}" names an action that is not earlier')
    return about


def _time_or_none(value: object) -> str | None:
    if isinstance(value, str):
        return value
    return None


def decode_was(was: object) -> dict[str, dict[str, tuple[Value, str | None]]] | None:
    """Return the `was` of a line. Raises BadLine if an undo could not write its values back."""
    if was is None:
        return None
    try:
        decoded = by_paper(
            {
                paper_id: {name: (old, _time_or_none(t)) for name, (old, t) in fields.items()}
                for paper_id, fields in was.items()  # type: ignore[attr-defined]
            }
        )
    except (AttributeError, TypeError, ValueError):
        raise BadLine('"was" is not {id: {field: [value, t]}}') from None
    for fields in decoded.values():
        check_fields({name: old for name, (old, _) in fields.items()}, '"was"')
    return decoded
