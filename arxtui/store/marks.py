"""The marks: what the journals add up to, as a TinyDB table. The journal is the truth, marks.json only a fast start.

Every field of a paper is a register: the last writer by (t, machine) wins, so the fold does not depend on the order
in which lines come. A register per tag lets the tags of two machines unite.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage
from tinydb.table import Table

from arxtui.model import UNMARKED, Cite, Mark, is_time
from arxtui.store import files
from arxtui.store.act import Act, Value
from arxtui.store.journal import Journal, Place

Changes = dict[str, dict[str, Value]]  # paper id -> field -> new value
SCHEMA = 1


@dataclass(slots=True)
class History:
    """What led to the marks, as far as merging needs it."""

    stamps: dict[str, dict[str, str]] = field(default_factory=dict)
    """id -> register -> `t machine` of its last writer."""
    notes: dict[str, dict[str, tuple[Value, str | None]]] = field(default_factory=dict)
    """id -> stamp -> (text, t of the note it replaced; `*` = all before it)."""


class MarksStorage(Storage):
    """TinyDB's view of the fold: reads are copies of the documents, a write becomes one act."""

    def __init__(self, commit: Callable[[Changes], object]) -> None:
        self.docs: dict[str, dict[str, Any]] = {}
        self._history = History()
        self._unread = b""
        self.commit = commit
        self._keys: Counter[str] | None = None
        self._tags: dict[str, set[str]] | None = None
        self._order: list[str] = []
        self._counts: Counter[Value] | None = None

    def read(self) -> dict[str, dict[str, Any]]:
        """The marks as TinyDB tables: copies, which may be changed."""
        tables: dict[str, dict[str, Any]] = orjson.loads(orjson.dumps({"marks": self.docs}))
        return tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the table `marks` what `data` says, as one act."""
        new = data.get("marks", {})
        self.commit(
            {one: fields for one in {**self.docs, **new} if (fields := changed(self.docs.get(one), new.get(one)))}
        )

    @property
    def stamps(self) -> dict[str, dict[str, str]]:
        """id -> register -> stamp of its last writer."""
        return self._read_history().stamps

    @property
    def notes(self) -> dict[str, dict[str, tuple[Value, str | None]]]:
        """Every note ever said, id -> stamp -> (text, t of the one it replaced; `*` = all before it)."""
        return self._read_history().notes

    def _read_history(self) -> History:
        """What marks.json says besides the documents, read with the first act: the first screen needs none of it."""
        if self._unread:
            tables = orjson.loads(b"{" + self._unread)
            self._history, self._unread = History(tables["stamps"], tables["notes"]), b""
        return self._history

    def clear(self) -> None:
        """Nothing folded."""
        self.docs.clear()
        self._history, self._unread = History(), b""
        self._forget_sums()

    def fold(self, act: Act) -> None:
        """Let an act say its word on every register it sets."""
        stamp = act.stamp
        for one in act.ids:
            stamps = self.stamps.setdefault(one, {})
            for name, value in act.fields(one).items():
                if stamp > stamps.get(name, ""):
                    stamps[name] = stamp
                    self._set(one, name, value)
                if name == "note":
                    was = None if act.was is None else act.was.get(one, {}).get("note", (None, None))[1]
                    self.notes.setdefault(one, {})[stamp] = (value, "*" if act.was is None else was)
                if name in ("note", "note_over"):
                    self._set(one, "other_notes", self.other_notes(one))

    def other_notes(self, one: str) -> dict[str, str]:
        """The notes that lost against one written at the same time elsewhere, by stamp: no later note had seen them."""
        told = self.notes.get(one, {})
        shown = self.stamps[one].get("note", "")
        replaced = {t for _, t in told.values()}
        by_hand = max((stamp for stamp, (_, t) in told.items() if t == "*"), default="")
        over = self.docs.get(one, {}).get("note_over") or ()
        return {
            stamp: text
            for stamp, (text, _) in sorted(told.items())
            if text and stamp.partition(" ")[0] not in replaced and stamp not in over
            and not stamp < by_hand and stamp != shown and text != told.get(shown, ("",))[0]
        }  # fmt: skip

    def _set(self, one: str, name: str, value: Value) -> None:
        doc = self.docs.setdefault(one, {})
        if name == "cite" and self._keys is not None:
            self._keys.subtract(_key_of(doc))
            self._keys.update(_key_of({"cite": value}))
        elif name in ("pile", "star") and self._counts is not None:
            self._counts[doc.get(name)] -= 1
            self._counts[value] += 1
        elif name.startswith("#"):
            tags = set(doc.get("tags", ()))
            (tags.add if value else tags.discard)(name[1:])
            self._hold(one, name[1:], bool(value))
            name, value = "tags", sorted(tags)
        if value in (None, False, [], {}) or (name == "pile" and value == "unread"):
            doc.pop(name, None)
        else:
            doc[name] = value
        if not doc:
            del self.docs[one]

    def has_key(self, key: str) -> bool:
        """Whether a BibTeX key is in use."""
        if self._keys is None:
            self._keys = Counter(key for doc in self.docs.values() for key in _key_of(doc))
        return self._keys[key] > 0

    def _hold(self, one: str, tag: str, on: bool) -> None:
        holders = self.tags.setdefault(tag, set())
        (holders.add if on else holders.discard)(one)
        if not holders:
            del self.tags[tag]

    @property
    def tags(self) -> dict[str, set[str]]:
        """Every tag in use and the papers that have it, in the order in which they were first made."""
        if self._tags is None:
            self._tags = {tag: set() for tag in self._order}
            for one, doc in self.docs.items():
                for tag in doc.get("tags", ()):
                    self._tags.setdefault(tag, set()).add(one)
        return self._tags

    def count(self, value: Value) -> int:
        """How many papers lie in a pile (`later`, `read`), or have a star (True)."""
        if self._counts is None:
            self._counts = Counter(doc[name] for doc in self.docs.values() for name in ("pile", "star") if name in doc)
        return self._counts[value]

    def _forget_sums(self) -> None:
        self._keys, self._tags, self._order, self._counts = None, None, [], None

    def value(self, one: str, name: str) -> Value:
        """What a register holds; None where nothing (or only its removal) was ever said."""
        doc = self.docs.get(one, {})
        if name.startswith("#"):
            return True if name[1:] in doc.get("tags", ()) else None
        return doc.get(name)

    def told(self, one: str, name: str) -> tuple[str, str] | None:
        """(t, machine) of the register's last writer."""
        stamp = self.stamps.get(one, {}).get(name)
        if stamp is None:
            return None
        t, _, machine = stamp.partition(" ")
        return t, machine

    # marks.json

    def save(self, path: Path, journal: Journal) -> None:
        """Write marks.json; derived, so that any OSError may be passed over by the caller.

        A journal with problems is left out: it is read whole at the next start, and told again.
        """
        told = {name for name, _ in journal.problems}
        places = {
            name: {"offset": p.offset, "before": p.before} for name, p in journal.places.items() if name not in told
        }
        clock = {"1": {"latest": journal.latest, "tags": list(self.tags)}}
        first = orjson.dumps({"clock": clock, "journals": places, "marks": self.docs})[1:-1]
        body = first + b"," + orjson.dumps({"stamps": self.stamps, "notes": self.notes})[1:]
        meta = orjson.dumps({"schema": SCHEMA, "c": f"{zlib.crc32(body):08x}", "marks_end": len(first)})
        files.write_atomic(path, b'{"_meta":{"1":' + meta + b"}," + body, durable=False)

    def restore(self, path: Path, journal: Journal) -> bool:
        """Begin with marks.json; False when it is missing, damaged, of another schema or changed by hand."""
        try:
            data = path.read_bytes()
            cut = data.index(b"}},") + 3
            meta = orjson.loads(data[: cut - 1] + b"}")["_meta"]["1"]
            if meta["schema"] != SCHEMA or meta["c"] != f"{zlib.crc32(memoryview(data)[cut:]):08x}":
                return False
            end = cut + meta["marks_end"]
            tables = orjson.loads(b"{%b}" % data[cut:end])
            places = {name: Place(p["offset"], p["before"]) for name, p in tables["journals"].items()}
            docs, latest, order = tables["marks"], tables["clock"]["1"]["latest"], tables["clock"]["1"]["tags"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False
        self._forget_sums()
        self.docs, self._unread, self._order = docs, data[end + 1 :], [tag for tag in order if isinstance(tag, str)]
        journal.places, journal.latest = places, latest
        return True


def _key_of(doc: Mapping[str, Any]) -> list[str]:
    cite = doc.get("cite")
    key = cite.get("key") if isinstance(cite, dict) else None
    return [key] if isinstance(key, str) and key else []


def changed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Value]:
    """The registers that lead from one document to another; tags become one register each."""
    old, new = old or {}, new or {}
    fields: dict[str, Value] = {}
    for name in {**old, **new}:
        if name == "tags":
            before, after = set(old.get("tags") or ()), set(new.get("tags") or ())
            fields |= {f"#{tag}": tag in after for tag in sorted(before ^ after)}
        elif old.get(name) != new.get(name) and name != "other_notes":
            fields[name] = new.get(name)
    return fields


class MarksTable(Table):
    """A TinyDB table over the journal: every write is one act, the document id is the arXiv id."""

    document_id_class = str  # type: ignore[assignment]

    def _get_next_id(self) -> int:
        raise ValueError("a mark needs an arXiv id: insert a tinydb.table.Document with doc_id")


class Keys(Container[str]):
    """The BibTeX keys in use, and those about to be."""

    def __init__(self, storage: MarksStorage) -> None:
        self._storage = storage
        self._fresh: set[str] = set()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self._fresh or self._storage.has_key(key))

    def add(self, key: str) -> None:
        """It is about to be in use."""
        self._fresh.add(key)


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

    def text(name: str) -> str | None:
        value = fields.get(name)
        return value if isinstance(value, str) else None

    def time(name: str) -> str | None:
        value = text(name)
        return value if value and is_time(value) else None

    authors, version = fields.get("authors"), fields.get("version")
    names = tuple(name for name in authors if isinstance(name, str)) if isinstance(authors, list) else ()
    return Cite(
        text("title") or "", names, time("published"), time("updated"), text("doi"), text("journal_ref"),
        text("primary") or "", version if isinstance(version, int) else 0, text("key") or "",
    )  # fmt: skip


def cite_fields(cite: Cite) -> dict[str, Value]:
    """A cite as it stands in a journal line."""
    return {
        "title": cite.title, "authors": list(cite.authors), "published": cite.published, "updated": cite.updated,
        "doi": cite.doi, "journal_ref": cite.journal_ref, "primary": cite.primary, "version": cite.version,
        "key": cite.key,
    }  # fmt: skip


def grouped(changes: Changes) -> tuple[dict[str, Value], dict[str, dict[str, Value]]]:
    """(set, each) of a line: what holds for all papers once, the rest per paper."""
    first: Iterable[tuple[str, Value]] = next(iter(changes.values()), {}).items()
    common = {
        name: value
        for name, value in first
        if all(name in fields and fields[name] == value for fields in changes.values())
    }
    each = {one: {n: v for n, v in fields.items() if n not in common} for one, fields in changes.items()}
    return common, {one: fields for one, fields in each.items() if fields}
