"""Long lines of a journal (actions on thousands of papers), read in steps.

A line of 139,428 papers has 10 MB: to read it at once takes most of a second. It is cut between two
papers, and a piece is read a step. Lines in another form than act_line.py writes are read at once.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from arxtui.arxiv_id import BARE_ID, without_subject
from arxtui.store.act import Act
from arxtui.store.act_line import LONG, BadLine, act_of, by_paper, check_fields, decode, decode_was
from arxtui.work_in_steps import Steps

_PIECE = 30_000  # bytes of a piece
_BEGIN = re.compile(rb'\{"t":"([^"\\]*)","ids":\[')
_SEAL = re.compile(rb',"c":"([0-9a-f]{8})"\}')
_SEALED = 16  # bytes of that
_SEARCHED = 2_000_000  # bytes in which a text is looked for in a step
_LONGEST_SET = 1_000_000  # bytes of the fields for all papers; a longer line is read at once
_NEXT_PAPER = re.compile(rb'\},("[a-zA-Z.\-]*/?[0-9.]+":\{)')
_BEHIND_EACH = re.compile(rb'(?:,"undo":"[^"]*")?(?:,"redo":"[^"]*")?(?:,"loaded":true)?\Z')
_LONGEST_BEHIND = 150  # bytes of that, and more


class LongLine(NamedTuple):
    """A long line that was not read yet."""

    line: bytes
    """The line without its end."""
    machine: str
    """Whose journal it stands in."""
    t: str
    """The time of its act, as the line has it."""

    @property
    def stamp(self) -> str:
        """`t machine`, by which acts are ordered."""
        return f"{self.t} {self.machine}"


def unless_long(line: bytes, machine: str) -> Act | LongLine | None:
    """Return the act of a line as act_of() does; a long line is only wrapped."""
    if len(line) >= LONG and (found := _BEGIN.match(line)):
        return LongLine(line, machine, found[1].decode("ascii", "replace"))
    return act_of(line, machine)


def in_steps(some: Act | LongLine) -> Steps[Act | None]:
    """Return an act, in steps if its line is long; None if the line cannot be used."""
    if isinstance(some, Act):
        return some
    try:
        return (yield from _read(some))
    except (BadLine, ValueError, TypeError, AttributeError):
        return act_of(some.line, some.machine)  # it decides which lines can be used


def _read(some: LongLine) -> Steps[Act]:
    """Return the act of a line. Raises ValueError and others if act_line.py did not write it."""
    line = some.line
    yield from _check_seal(line)
    begin = _BEGIN.match(line)
    if begin is None:
        raise ValueError("another beginning")
    ids_end = line.index(b"]", begin.end())
    end = len(line) - _SEALED
    was: dict[str, Any] | None = None
    at = yield from _find_last(line, b',"was":{', ids_end)
    if at >= 0 and line[end - 1 : end] == b"}":
        was = {}
        for piece in _pieces(line, at + len(b',"was":{'), end - 1):
            was.update(decode_was(orjson.loads(b"{%b}" % piece)) or {})
            yield
        end = at
    each: dict[str, Any] = {}
    at = line.find(b',"each":{', ids_end, min(end, ids_end + _LONGEST_SET))
    if at < 0 and end - ids_end > _LONGEST_SET:
        raise ValueError("long fields for all papers")
    if at < 0:
        at = end
        behind = end
    else:
        behind = _behind_each(line, end)
        for piece in _pieces(line, at + len(b',"each":{'), behind - 1):
            each.update(_each(orjson.loads(b"{%b}" % piece)))
            yield
    frame = line[ids_end:at] + line[behind:end]
    act = decode(line[: begin.end()] + frame + b"}", some.machine)
    if act is None:
        raise ValueError("a header")
    ids: dict[str, None] = {}
    with_fields = 0
    for piece in _pieces_of_list(line, begin.end(), ids_end):
        part = dict.fromkeys(_ids(orjson.loads(b"[%b]" % piece)))
        if not ids.keys().isdisjoint(part):
            raise ValueError("a paper twice")
        with_fields += sum(paper_id in each for paper_id in part)
        ids.update(part)
        yield
    if with_fields < len(each):
        raise ValueError("other papers in each")
    yield
    return act._replace(ids=tuple(ids), each=each, was=was)


def _find_last(line: bytes, text: bytes, start: int) -> Steps[int]:
    """Return the last offset of a text behind `start`, in steps; -1 if it is not there."""
    end = len(line)
    while end > start:
        begin = max(start, end - _SEARCHED)
        at = line.rfind(text, begin, min(end + len(text), len(line)))
        if at >= 0:
            return at
        end = begin
        yield
    return -1


def _check_seal(line: bytes) -> Steps[None]:
    """Raise ValueError if the check sum of a line does not fit."""
    seal = _SEAL.fullmatch(line, len(line) - _SEALED)
    if seal is None:
        raise ValueError("no check sum")
    check = 0
    step = 50 * _PIECE
    for at in range(0, len(line) - _SEALED, step):
        check = zlib.crc32(line[at : min(at + step, len(line) - _SEALED)], check)
        yield
    if b"%08x" % check != seal[1]:
        raise ValueError("another check sum")


def _behind_each(line: bytes, end: int) -> int:
    """Return the offset behind the papers' own fields. Raises ValueError if it is not found."""
    start = max(0, end - _LONGEST_BEHIND)
    found = _BEHIND_EACH.search(line[start:end])
    if found is None or line[start + found.start() - 1 : start + found.start()] != b"}":
        raise ValueError("other fields behind each")
    return start + found.start()


def _each(fields_of: dict[str, Any]) -> dict[str, Any]:
    """Return the checked fields by paper. Raises BadLine."""
    checked = {paper_id: check_fields(fields_of[paper_id], '"each"') for paper_id in fields_of}
    return by_paper(checked)


def _ids(ids: list[str]) -> list[str]:
    """Return checked ids. Raises ValueError, TypeError if they are no ids."""
    found = [without_subject(paper_id) for paper_id in ids]
    if not all(map(BARE_ID.fullmatch, found)):
        raise ValueError("not an id")
    return found


def _pieces(line: bytes, start: int, end: int) -> Iterator[bytes]:
    """Yield the inside of a JSON object by paper in pieces, each with whole papers."""
    while end - start > _PIECE:
        cut = _NEXT_PAPER.search(line, start + _PIECE, end)
        if cut is None:
            break
        yield line[start : cut.start() + 1]
        start = cut.start(1)
    yield line[start:end]


def _pieces_of_list(line: bytes, start: int, end: int) -> Iterator[bytes]:
    """Yield the inside of a JSON list of ids in pieces, each with whole ids."""
    while end - start > _PIECE:
        cut = line.index(b'",', start + _PIECE) + 1
        if cut >= end:
            break
        yield line[start:cut]
        start = cut + 1
    yield line[start:end]
