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
    tables = {"clock": clock, "journals": journal.places, "marks": marks.docs}
    first = memoryview(orjson.dumps(tables))[1:-1]
    history = marks.history
    tables = {
        "stamps": history.registers.stamps,
        "beaten": history.registers.beaten,
        "notes": history.notes,
        "keys": {"1": history.keys},
        "born": {"1": history.born},
    }
    second = memoryview(orjson.dumps(tables, default=sorted))[1:]  # a set
    meta = {"1": {"schema": SCHEMA, "c": _sealed(first, second, journal.machine)}}
    head = memoryview(orjson.dumps({"_meta": meta}))[:-1]
    files.write_atomic(path, b"".join([head, b",\n", first, b",\n", second]), durable=False)


def restore(path: Path, marks: MarksStorage, journal: Journal) -> None:
    """Begin with marks.json, unless it is missing, damaged, of another schema, changed by hand or not by us."""
    try:
        with path.open("rb") as file:
            meta = orjson.loads(file.readline()[:-2] + b"}")["_meta"]["1"]
            first = bytearray(b"{")  # tens of megabytes: it is copied once
            first += file.readline()
            second = bytearray(b"{")
            second += file.read()
        check = _sealed(memoryview(first)[1:-2], memoryview(second)[1:], journal.machine)
        if (meta["schema"], meta["c"]) != (SCHEMA, check):
            return
        first[-2:] = b"}"
        tables = orjson.loads(first)
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


def _history(second: bytearray) -> History:
    tables = orjson.loads(second)
    notes = {
        paper_id: Notes(told["open"], set(told["closed"]), told["by_hand"])
        for paper_id, told in tables["notes"].items()
    }
    registers = Registers(tables["stamps"], tables["beaten"])
    return History(registers, notes, tables["keys"]["1"], tables["born"]["1"])


def _sealed(first: memoryview, second: memoryview, machine: str) -> int:
    """Return the check sum of marks.json. The machine's name, which lies outside the library, is part of it: the file
    of a stranger's library is not believed."""
    return zlib.crc32(second, zlib.crc32(first, zlib.crc32(machine.encode())))
