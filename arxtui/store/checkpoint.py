"""marks.json: the marks as they were folded so far, so that a start reads only what came since. Derived.

Three lines: what the file is; the marks and how far each journal was folded, which the first screen needs; their
history, which is parsed when the first act asks for it. Together they are a TinyDB file.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import orjson

from arxtui.store import files
from arxtui.store.journal import Bad, Journal, Place
from arxtui.store.marks import History, MarksStorage
from arxtui.store.notes import Notes
from arxtui.store.registers import Registers

SCHEMA = 4
"""2 had old ids with their subject class as papers of their own; 3 lacked what an undo between machines needs."""
FAR_BEHIND = 2_000
"""Actions that marks.json may lack before it is worth writing."""


def save(path: Path, marks: MarksStorage, journal: Journal) -> None:
    """Write marks.json. Raises OSError."""
    clock = {"1": {"newest": journal.newest, "tags": marks.tags, "piles": marks.piles}}
    first = orjson.dumps({"clock": clock, "journals": journal.places, "marks": marks.docs})[1:-1] + b","
    history = marks.history
    tables = {
        "stamps": history.registers.stamps,
        "beaten": history.registers.beaten,
        "notes": history.notes,
        "keys": {"1": history.keys},
        "born": {"1": history.born},
    }
    second = orjson.dumps(tables, default=sorted)[1:]  # a set
    meta = {"1": {"schema": SCHEMA, "c": _sealed(first, second, journal.machine)}}
    head = orjson.dumps({"_meta": meta})[:-1] + b","
    files.write_atomic(path, b"\n".join([head, first, second]), durable=False)


def restore(path: Path, marks: MarksStorage, journal: Journal) -> None:
    """Begin with marks.json, unless it is missing, damaged, of another schema, changed by hand or not by us."""
    try:
        head, first, second = path.read_bytes().split(b"\n")
        meta = orjson.loads(head[:-1] + b"}")["_meta"]["1"]
        if (meta["schema"], meta["c"]) != (SCHEMA, _sealed(first, second, journal.machine)):
            return
        tables = orjson.loads(b"{%b}" % first[:-1])
        clock = tables["clock"]["1"]
        places = {
            name: Place(at["offset"], at["before"], at["lines"], bad=[Bad(**bad) for bad in at["bad"]])
            for name, at in tables["journals"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    marks.begin(tables["marks"], clock["tags"], clock["piles"])
    marks.begin_history(lambda: _history(second))
    journal.places = places
    journal.newest = clock["newest"]


def _history(second: bytes) -> History:
    tables = orjson.loads(b"{" + second)
    notes = {
        paper_id: Notes(told["open"], set(told["closed"]), told["by_hand"])
        for paper_id, told in tables["notes"].items()
    }
    registers = Registers(tables["stamps"], tables["beaten"])
    return History(registers, notes, tables["keys"]["1"], tables["born"]["1"])


def _sealed(first: bytes, second: bytes, machine: str) -> int:
    """Return the check sum of marks.json. The machine's name, which lies outside the library, is part of it: the file
    of a stranger's library is not believed."""
    return zlib.crc32(second, zlib.crc32(first, zlib.crc32(machine.encode())))
