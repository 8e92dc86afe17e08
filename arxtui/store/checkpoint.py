"""marks.json: the marks folded so far, so that a start reads only the newer lines.

It is a TinyDB file of several lines:

    schema and check sum
    the position in each journal up to which it was folded
    the marks, some thousands a line, because a parser needs many times the memory of its text
    their history, which is parsed when the first act asks for it

So it is written and read a line at a time, not as one TinyDB document.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from arxtui.store import files
from arxtui.store.act import iso
from arxtui.store.act_writer import Acts
from arxtui.store.conflicting_notes import Notes
from arxtui.store.journal import Journal
from arxtui.store.journal_fold import History, MarksStorage
from arxtui.store.journal_position import Bad, Position
from arxtui.store.last_writers import Registers
from arxtui.store.library_folder import Place

SCHEMA = 6
"""2 had old ids with their subject class as separate papers; 3 lacked the superseded lines that an
undo between machines needs; 4 had all marks in one line; 5 had keys in both cases."""
_AT_ONCE = 5_000  # marks in a line
FAR_BEHIND = 2_000
"""Acts that marks.json may lack before it is worth writing."""


class Checkpoint:
    """marks.json of a library, and when it is written."""

    def __init__(self, place: Place, acts: Acts) -> None:
        self._place = place
        self._acts = acts
        self._path = place.path / "marks.json"

    @property
    def behind(self) -> int:
        """Number of folded acts that marks.json lacks."""
        return self._acts.behind

    def save(self) -> None:
        """Write marks.json if it lacks acts; it is derived, so a failure is only reported."""
        self._acts.settle()
        if self.behind and not self._place.readonly:
            with self._place.reporting(self._path):
                self._place.check()
                save(self._path, self._acts.storage, self._acts.journal)
                self._acts.behind = 0

    def catch_up(self) -> None:
        """Write marks.json if it lacks many acts and was not written today.

        A command does so after its answer.
        """
        if self.behind < FAR_BEHIND:
            return
        try:
            written = iso(self._path.stat().st_mtime_ns // 1000)[:10]
        except (OSError, ValueError, OverflowError):  # a missing file, or a time that is on no day
            written = ""
        if written != iso(self._acts.journal.clock())[:10]:
            self.save()


def save(path: Path, marks: MarksStorage, journal: Journal) -> None:
    """Write marks.json. Raises OSError."""
    clock = {"1": {"newest": journal.newest, "tags": marks.tags, "piles": marks.piles}}
    lines = [orjson.dumps({"clock": clock, "journals": journal.places})[1:-1] + b',"marks":{']
    docs = iter(marks.docs.items())
    while some := dict(islice(docs, _AT_ONCE)):
        lines.append(orjson.dumps(some)[1:-1] + b",")
    lines[-1] = lines[-1].removesuffix(b",")
    lines.append(b"},")
    history = marks.history
    tables = {
        "stamps": history.registers.stamps,
        "beaten": history.registers.beaten,
        "notes": history.notes,
        "keys": {"1": history.keys},
        "born": {"1": history.born},
    }
    lines.append(orjson.dumps(tables, default=sorted)[1:])  # for the sets in notes
    meta = {"1": {"schema": SCHEMA, "c": _sealed(lines, journal.machine)}}
    head = orjson.dumps({"_meta": meta})[:-1] + b","
    files.write_atomic(path, b"\n".join([head, *lines]), durable=False)


def restore(path: Path, marks: MarksStorage, journal: Journal) -> None:
    """Give marks and journal the state in marks.json, unless the file is unusable.

    It is unusable if it is missing, damaged, changed by hand, of another schema or of another
    machine.
    """
    docs: dict[str, dict[str, Any]] = {}
    check = zlib.crc32(journal.machine.encode())
    try:
        with path.open("rb") as file:
            meta = orjson.loads(file.readline()[:-2] + b"}")["_meta"]["1"]
            if meta["schema"] != SCHEMA:
                return
            first = file.readline()[:-1]
            check = zlib.crc32(first, check)
            while (line := file.readline()[:-1]) and line != b"},":
                check = zlib.crc32(line, check)
                docs |= orjson.loads(b"{%b}" % line.removesuffix(b","))
            second = file.read()
        check = zlib.crc32(second, zlib.crc32(line, check))
        if meta["c"] != check:
            return
        tables = orjson.loads(b"{%b}" % first.removesuffix(b',"marks":{'))
        clock = tables["clock"]["1"]
        places = {name: _position(fields) for name, fields in tables["journals"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    marks.begin(docs, clock["tags"], clock["piles"])
    marks.begin_history(lambda: _history(second))
    journal.places = places
    journal.newest = clock["newest"]


def _position(fields: Mapping[str, Any]) -> Position:
    """Return how far a journal was folded. Raises KeyError, TypeError if fields are missing."""
    bad = [Bad(**line) for line in fields["bad"]]
    return Position(fields["offset"], fields["before"], fields["lines"], bad=bad)


def _history(second: bytes) -> History:
    """Return the history in the last line of marks.json."""
    tables = orjson.loads(b"{" + second)
    notes = {
        paper_id: Notes(fields["open"], set(fields["closed"]), fields["by_hand"])
        for paper_id, fields in tables["notes"].items()
    }
    registers = Registers(tables["stamps"], tables["beaten"])
    return History(registers, notes, tables["keys"]["1"], tables["born"]["1"])


def _sealed(lines: Iterable[bytes], machine: str) -> int:
    """Return the check sum of marks.json.

    The machine's name, which is stored outside the library, is part of it: the file of another
    machine is not used.
    """
    check = zlib.crc32(machine.encode())
    for line in lines:
        check = zlib.crc32(line, check)
    return check
