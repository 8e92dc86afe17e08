"""marks.json: the marks folded so far, so that a start reads only the newer lines.

It is a TinyDB file of several lines:

    schema and check sum
    the position in each journal up to which it was folded
    the marks, some thousands a line, because a parser needs many times the memory of its text
    their history in the same way, which is parsed when the first act asks for it

So it is written and read a line at a time, not as one TinyDB document.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
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
from arxtui.store.library_folder import Place
from arxtui.work_in_steps import Steps, finish

SCHEMA = 7
"""2 had old ids with their subject class as separate papers; 3 lacked the superseded lines that an
undo between machines needs; 4 had all marks in one line; 5 had keys in both cases; 6 had all of the
history in one line."""
_AT_ONCE = 2_000  # marks in a line, which is written or read in a step
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
        finish(self.save_in_steps())

    def save_in_steps(self) -> Steps[bool]:
        """Do as save() in steps; return False if marks changed between two steps.

        The old file then stays, as after a failure and after a kill.
        """
        yield from self._acts.settle_in_steps()
        if not self.behind or self._place.readonly:
            return True
        is_saved = None
        with self._place.reporting(self._path):
            self._place.check()
            marks = self._acts.storage
            is_saved = yield from marks.epoch.guard(save(self._path, marks, self._acts.journal))
            if is_saved:
                self._acts.behind = 0
        return is_saved is not None

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


def save(path: Path, marks: MarksStorage, journal: Journal) -> Steps[bool]:
    """Write marks.json, a line a step. The marks may not change meanwhile. Raises OSError."""
    yield from marks.read_history_in_steps()
    check = zlib.crc32(journal.machine.encode())
    with files.replacing(path) as file:
        file.write(_head(check))  # in its place until the check sum is known
        for line in _lines(marks, journal):
            check = zlib.crc32(line, check)
            file.write(line)
            yield
        file.seek(0)
        file.write(_head(check))
    return True


def _head(check: int) -> bytes:
    """Return the first line, with the schema and a check sum of the other lines.

    The machine's name, which is stored outside the library, is part of the sum: the file of another
    machine is not used.
    """
    return b'{"_meta":{"1":{"schema":%d,"c":"%08x"}},\n' % (SCHEMA, check)


def _lines(marks: MarksStorage, journal: Journal) -> Iterator[bytes]:
    """Yield the lines of marks.json behind the first."""
    clock = {"1": {"newest": journal.newest, "tags": marks.tags, "piles": marks.piles}}
    first = orjson.dumps({"clock": clock, "journals": journal.places}, default=_record)
    yield first[1:-1] + b',"marks":{\n'
    yield from _pieces(marks.docs)
    yield b"},\n"
    history = marks.history
    yield b'"born":{"1":%b},\n' % orjson.dumps(history.born)
    yield b'"keys":{"1":{\n'
    yield from _pieces(history.keys)
    yield b'}},\n"stamps":{\n'
    yield from _pieces(history.registers.stamps)
    yield b'},\n"beaten":{\n'
    yield from _pieces(history.registers.beaten)
    yield b'},\n"notes":{\n'
    yield from _pieces(history.notes)
    yield b"}}"


def _pieces(table: Mapping[str, object]) -> Iterator[bytes]:
    """Yield the inside of a JSON object in lines of some thousand items."""
    items = iter(table.items())
    comma = b""
    while some := dict(islice(items, _AT_ONCE)):
        yield comma + orjson.dumps(some, default=_record)[1:-1]
        comma = b",\n"
    if comma:
        yield b"\n"


def _record(value: object) -> object:
    """Return a position, its unusable lines, or the notes of a paper, in the form of JSON."""
    if isinstance(value, Position | Notes):
        return vars(value)
    if isinstance(value, Bad):
        return value._asdict()
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in marks.json")


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
            first = file.readline()
            check = zlib.crc32(first, check)
            while (line := file.readline()) and line != b"},\n":
                check = zlib.crc32(line, check)
                docs |= _piece(line)
            check = zlib.crc32(line, check)
            second = file.read()
        if int(meta["c"], 16) != zlib.crc32(second, check):
            return
        tables = orjson.loads(b"{%b}" % first.removesuffix(b',"marks":{\n'))
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
    place = Position(fields["offset"], fields["before"], fields["lines"])
    place.bad = [Bad(**line) for line in fields["bad"]]
    return place


def _piece(line: bytes) -> dict[str, Any]:
    """Return the items in a line of a table."""
    items: dict[str, Any] = orjson.loads(b"{%b}" % line.removesuffix(b"\n").removesuffix(b","))
    return items


def _history(second: bytes) -> Steps[History]:
    """Return the history in the last lines of marks.json, a line a step."""
    tables: dict[str, dict[str, Any]] = {}
    table: dict[str, Any] = {}
    for line in BytesIO(second):
        if line.endswith(b"{\n"):
            name = line.split(b'"')[1].decode()
            table = tables.setdefault(name, {})
        elif line.startswith(b'"born"'):
            tables |= _piece(line)
        elif not line.startswith(b"}"):
            table |= _piece(line)
            yield
    history = History()
    history.registers.stamps = tables["stamps"]
    history.registers.beaten = tables["beaten"]
    history.keys = tables["keys"]
    history.born = tables["born"]["1"]
    for number, (paper_id, fields) in enumerate(tables["notes"].items(), 1):
        notes = Notes()
        notes.open = fields["open"]
        notes.closed = set(fields["closed"])
        notes.by_hand = fields["by_hand"]
        history.notes[paper_id] = notes
        if number % _AT_ONCE == 0:
            yield
    return history
