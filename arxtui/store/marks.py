"""The marks: what the journals add up to, as a TinyDB table. The journal is the truth, marks.json only a fast start.

Every field of a paper is a register: the last writer by (t, machine) wins, so the fold does not depend on the order
in which lines come. A register per tag lets the tags of two machines unite.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage
from tinydb.table import Table

from arxtui.model import UNMARKED, Cite, Mark, is_time
from arxtui.store import files
from arxtui.store.act import Act, Value
from arxtui.store.dayfile import SOUND
from arxtui.store.journal import Journal, Place

Changes = dict[str, dict[str, Value]]  # paper id -> field -> new value
SCHEMA = 3
"""2 had old ids with their subject class, math.GT/0309136, as papers of their own."""


@dataclass(slots=True)
class History:
    """What led to the marks, as far as the next act needs it; the first screen needs none of it."""

    stamps: dict[str, dict[str, str]] = field(default_factory=dict)
    """id -> register -> `t machine` of its last writer."""
    notes: dict[str, dict[str, list[Value]]] = field(default_factory=dict)
    """Every note ever said, id -> stamp -> [text, t of the note it replaced; `*` = all before it]."""
    keys: dict[str, int] = field(default_factory=dict)
    """BibTeX key -> how many papers have it."""


class MarksStorage(Storage):
    """TinyDB's view of the fold: reads are copies of the documents, a write becomes one act."""

    def __init__(self, commit: Callable[[Changes], object]) -> None:
        self.commit = commit
        self.clear()

    def clear(self) -> None:
        """Nothing folded."""
        self.docs: dict[str, dict[str, Any]] = {}
        self.tags: dict[str, int] = {}
        """Tag in use -> on how many papers, in the order in which they were first made."""
        self.piles: dict[str, int] = {}
        """`later`, `read` or `star` -> how many papers."""
        self._history, self._unread = History(), b""

    def read(self) -> dict[str, dict[str, Any]]:
        """The marks as TinyDB tables: copies, which may be changed."""
        return {"marks": orjson.loads(orjson.dumps(self.docs))}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the table `marks` what `data` says, as one act."""
        new = data.get("marks", {})
        changes = {one: changed(self.docs.get(one, {}), new.get(one, {})) for one in {**self.docs, **new}}
        self.commit({one: fields for one, fields in changes.items() if fields})

    @property
    def history(self) -> History:
        """What marks.json says besides the documents, read when it is first looked at."""
        if self._unread:
            tables = orjson.loads(b"{" + self._unread)
            self._history, self._unread = History(tables["stamps"], tables["notes"], tables["keys"]["1"]), b""
        return self._history

    def fold(self, act: Act) -> None:
        """Let an act say its word on every register it sets."""
        stamp, history = act.stamp, self.history
        for one in act.ids:
            stamps = history.stamps.setdefault(one, {})
            for name, value in act.fields(one).items():
                if stamp > stamps.get(name, ""):
                    stamps[name] = stamp
                    self._set(one, name, value)
                if name == "note":
                    replaced = "*" if act.was is None else act.before(one, name)[1]
                    history.notes.setdefault(one, {})[stamp] = [value, replaced]
                if name in ("note", "note_over"):
                    self._set(one, "other_notes", self.other_notes(one))

    def other_notes(self, one: str) -> dict[str, str]:
        """The notes that lost against one written at the same time elsewhere, by stamp: no later note had seen them."""
        told = self.history.notes.get(one, {})
        shown = self.history.stamps.get(one, {}).get("note", "")
        replaced = {t for _, t in told.values()}
        by_hand = max((stamp for stamp, (_, t) in told.items() if t == "*"), default="")
        over = self.docs.get(one, {}).get("note_over") or ()
        return {
            stamp: text
            for stamp, (text, _) in sorted(told.items())
            if text and stamp.partition(" ")[0] not in replaced and stamp not in over
            and not stamp < by_hand and stamp != shown and text != told.get(shown, [""])[0]
        }  # fmt: skip

    def _set(self, one: str, name: str, value: Value) -> None:
        doc = self.docs.setdefault(one, {})
        value = plain(name, value)
        for by, said in ((-1, doc.get(name)), (1, value)):
            if name == "cite":
                _tally(self.history.keys, (said or {}).get("key"), by)
            elif name in ("pile", "star"):
                _tally(self.piles, "star" if said is True else said, by)
        if name.startswith("#"):
            tags, tag = doc.get("tags", []), name[1:]
            at = bisect_left(tags, tag)
            there = tags[at : at + 1] == [tag]
            _tally(self.tags, tag, bool(value) - there)
            tags[at : at + there] = [tag] if value else []  # in order, in place: a stranger's paper has a million
            name, value = "tags", tags
        if value in (None, [], {}):
            doc.pop(name, None)
        else:
            doc[name] = value
        if not doc:
            del self.docs[one]

    def value(self, one: str, name: str) -> Value:
        """What a register holds; None where nothing (or only its removal) was ever said."""
        doc = self.docs.get(one, {})
        if name.startswith("#"):
            return True if name[1:] in doc.get("tags", ()) else None
        return doc.get(name)

    def told(self, one: str, name: str) -> tuple[str | None, str]:
        """(t, machine) of the register's last writer; (None, ``) where nothing was ever said."""
        t, _, machine = self.history.stamps.get(one, {}).get(name, "").partition(" ")
        return t or None, machine

    # marks.json

    def save(self, path: Path, journal: Journal) -> None:
        """Write marks.json in three lines: what it is, the marks, their history; OSError.

        A journal with problems is left out: it is read whole at the next start, and told again.
        """
        told = {name for name, _ in journal.problems}
        places = {name: place for name, place in journal.places.items() if name not in told}
        clock = {"1": {"latest": journal.latest, "tags": self.tags, "piles": self.piles}}
        first = orjson.dumps({"clock": clock, "journals": places, "marks": self.docs})[1:-1] + b","
        stamps, notes, keys = self.history.stamps, self.history.notes, {"1": self.history.keys}
        second = orjson.dumps({"stamps": stamps, "notes": notes, "keys": keys})[1:]
        meta = {"1": {"schema": SCHEMA, "c": _sealed(first, second, journal.machine)}}
        head = orjson.dumps({"_meta": meta})[:-1] + b","
        files.write_atomic(path, b"\n".join([head, first, second]), durable=False)

    def restore(self, path: Path, journal: Journal) -> None:
        """Begin with marks.json, unless it is missing, damaged, of another schema, changed by hand or not by us."""
        try:
            head, first, second = path.read_bytes().split(b"\n")
            meta = orjson.loads(head[:-1] + b"}")["_meta"]["1"]
            if (meta["schema"], meta["c"]) != (SCHEMA, _sealed(first, second, journal.machine)):
                return
            tables = orjson.loads(b"{%b}" % first[:-1])
            clock = tables["clock"]["1"]
            places = {name: Place(p["offset"], p["before"]) for name, p in tables["journals"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return
        self.docs, self.tags, self.piles, self._unread = tables["marks"], clock["tags"], clock["piles"], second
        journal.places, journal.latest = places, clock["latest"]


def _sealed(first: bytes, second: bytes, machine: str) -> int:
    """The check sum of marks.json; the machine's name lies outside the library: a stranger's file is not believed."""
    return zlib.crc32(second, zlib.crc32(first, zlib.crc32(machine.encode())))


def plain(name: str, value: Value) -> Value:
    """A register's value with the ways of saying nothing made one."""
    return None if value in (None, False) or (name == "pile" and value == "unread") else value


def _tally(counts: dict[str, int], key: object, by: int) -> None:
    if isinstance(key, str):
        counts[key] = counts.get(key, 0) + by
        if not counts[key]:
            del counts[key]


def _registers(doc: Mapping[str, Any]) -> dict[str, Value]:
    """What acts said to make a document; tags are one register each, the other notes are nobody's word."""
    tags = {f"#{tag}": True for tag in doc.get("tags") or ()}
    return tags | {name: value for name, value in doc.items() if name not in ("tags", "other_notes")}


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Value]:
    """The registers that lead from one document to another."""
    before, after = _registers(old), _registers(new)
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}


class MarksTable(Table):
    """A TinyDB table over the journal: every write is one act, the document id is the arXiv id."""

    document_id_class = str  # type: ignore[assignment]

    def _get_next_id(self) -> int:
        raise ValueError("a mark needs an arXiv id: insert a tinydb.table.Document with doc_id")


def mark_of(doc: Mapping[str, Any] | None) -> Mark:
    """A document of the table as a value."""
    if not doc:
        return UNMARKED
    cite = doc.get("cite")
    return Mark(
        doc.get("pile", "unread"), doc.get("star", False), tuple(doc.get("tags", ())), doc.get("note"),
        cite_of(cite) if cite else None, doc.get("read_version"), tuple(doc.get("other_notes", {}).items()),
    )  # fmt: skip


def cite_of(fields: Mapping[str, Any]) -> Cite:
    """The cite of a journal line; what a stranger's line lacks or has in a wrong type is taken as absent."""
    told = {name: value for name, value in fields.items() if (name, type(value)) in SOUND}
    names = tuple(name for name in told.get("authors", ()) if isinstance(name, str))
    published, updated = (time if is_time(time or "") else None for time in map(told.get, ("published", "updated")))
    return Cite(
        told.get("title", ""), names, published, updated, told.get("doi"), told.get("journal_ref"),
        told.get("primary", ""), told.get("version", 0), told.get("key", ""),
    )  # fmt: skip


def grouped(changes: Changes) -> tuple[dict[str, Value], dict[str, dict[str, Value]]]:
    """(set, each) of a line: what holds for all papers once, the rest per paper."""
    common = dict(next(iter(changes.values()), {}))
    for fields in changes.values():
        common = {name: value for name, value in common.items() if name in fields and fields[name] == value}
    each = {one: {n: v for n, v in fields.items() if n not in common} for one, fields in changes.items()}
    return common, {one: fields for one, fields in each.items() if fields}
