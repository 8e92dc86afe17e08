"""The marks: what the journals add up to, as a TinyDB table. The journal is the truth.

The last writer of a field wins, and what else is here is a function of the set of lines too: the fold does not depend
on the order in which lines arrive. marks.json is in checkpoint.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from tinydb.storages import Storage

from arxtui.store.act import END, Act
from arxtui.store.notes import Notes
from arxtui.store.registers import Registers, Value

Changes = dict[str, dict[str, Value]]  # paper id -> field -> new value
_TAGGED = 5_000
"""At most so many papers have their tags as a set, which takes more memory than a list."""


@dataclass(slots=True)
class History:
    """What led to the marks, as far as the next act needs it; the first screen needs none of it."""

    registers: Registers = field(default_factory=Registers)
    """Who set each field of each paper."""
    notes: dict[str, Notes] = field(default_factory=dict)
    """id -> the notes that were written at the same time."""
    keys: dict[str, int] = field(default_factory=dict)
    """BibTeX key -> how many papers have it."""
    born: dict[str, str] = field(default_factory=dict)
    """Tag -> `t machine` of the oldest line that set it on any paper, whatever was taken back since."""


class MarksStorage(Storage):
    """TinyDB's view of the fold: reads are copies of the documents, a write becomes one act."""

    def __init__(self) -> None:
        self.commit: Callable[[Changes], object] | None = None
        """Writes changes as one act; None where the marks are only read."""
        self.clear()

    def clear(self) -> None:
        """Begin with nothing folded."""
        self.docs: dict[str, dict[str, Any]] = {}
        self.tags: dict[str, int] = {}
        """Tag in use -> on how many papers, the tag that is oldest on any machine first."""
        self.piles: dict[str, int] = {}
        """`later`, `read` or `star` -> how many papers."""
        self._history = History()
        self._read_history: Callable[[], History] | None = None
        self._noted: set[str] = set()  # papers whose other notes are to be found anew
        self._tagged: dict[str, set[str]] = {}
        """Paper id -> its tags while lines are folded; sorted into its document after that."""
        self._new_tags = False

    def begin(self, docs: dict[str, dict[str, Any]], tags: dict[str, int], piles: dict[str, int]) -> None:
        """Begin with marks that were folded before."""
        self.docs = docs
        self.tags = tags
        self.piles = piles

    def begin_history(self, read: Callable[[], History]) -> None:
        """Begin with the history of these marks, which is read when it is first looked at."""
        self._read_history = read

    def read(self) -> dict[str, dict[str, Any]]:
        """The marks as TinyDB tables: copies, which may be changed."""
        return {"marks": orjson.loads(orjson.dumps(self.docs))}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the table `marks` what `data` says, as one act."""
        new = data.get("marks", {})
        changes = {one: changed(self.docs.get(one, {}), new.get(one, {})) for one in {**self.docs, **new}}
        if self.commit is not None:
            self.commit({one: fields for one, fields in changes.items() if fields})

    @property
    def history(self) -> History:
        """Return what led to the marks."""
        if self._read_history is not None:
            self._history = self._read_history()
            self._read_history = None
        return self._history

    def fold(self, acts: Iterable[Act]) -> set[str]:
        """Let acts set their fields, in whatever order they come; return the papers that they are about.

        An act that comes again changes nothing.
        """
        papers: set[str] = set()
        try:
            for act in acts:
                self._fold(act)
                papers.update(act.ids)
        finally:
            self._settle()
        return papers

    def _fold(self, act: Act) -> None:
        history = self.history
        registers = history.registers
        stamp = act.stamp
        for paper_id in act.ids:
            for name, value in act.fields(paper_id).items():
                value = plain(name, value)
                if name.startswith("#"):
                    self._open_tags(paper_id)
                if registers.set(paper_id, name, stamp, value, self.value(paper_id, name)):
                    self._set(paper_id, name, value)
                if name == "note":
                    self._fold_note(paper_id, act, value)
                elif name == "note_over":
                    self._noted.add(paper_id)
                elif value and name.startswith("#") and stamp < history.born.get(name[1:], END):
                    history.born[name[1:]] = stamp
                    self._new_tags = True

    def _fold_note(self, paper_id: str, act: Act, text: Value) -> None:
        notes = self.history.notes.setdefault(paper_id, Notes())
        if act.was is None:
            notes.add_by_hand(act.t, act.machine, text)
        else:
            notes.add(act.t, act.machine, text, act.before(paper_id, "note")[1])
        self._noted.add(paper_id)

    def _open_tags(self, paper_id: str) -> None:
        """Have the tags of a paper as a set: in a sorted list each new tag moves the others."""
        if paper_id in self._tagged:
            return
        if len(self._tagged) >= _TAGGED:
            self._close_tags()
        self._tagged[paper_id] = set(self.docs.get(paper_id, {}).get("tags", ()))

    def _close_tags(self) -> None:
        """Sort the tags of the papers that lines were about into their documents."""
        for paper_id, tags in self._tagged.items():
            self._store(paper_id, "tags", sorted(tags))
        self._tagged.clear()

    def _settle(self) -> None:
        """Find what depends on all lines: sorted tags, other notes, the order of the tags.

        Called once for many acts.
        """
        self._close_tags()
        for paper_id in self._noted:
            shown = self.value(paper_id, "note")
            others = self.open_notes(paper_id)
            self._set(paper_id, "other_notes", {stamp: text for stamp, text in others.items() if text != shown})
        self._noted.clear()
        if self._new_tags:
            born = self.history.born
            self.tags = {tag: self.tags[tag] for tag in sorted(self.tags, key=lambda tag: (born[tag], tag))}
            self._new_tags = False

    def open_notes(self, paper_id: str) -> dict[str, str]:
        """Return `t machine` -> text of the notes beside the one shown that no later note has replaced.

        Some may have the very text of the one shown.
        """
        notes = self.history.notes.get(paper_id)
        if notes is None:
            return {}
        shown = self.history.registers.stamps.get(paper_id, {}).get("note", "")
        return notes.others(shown, frozenset(self.value(paper_id, "note_over") or ()))

    def _set(self, paper_id: str, name: str, value: Value) -> None:
        """Give a field its value, and count it. Where it is a tag, the paper's tags are a set."""
        if name.startswith("#"):
            self._set_tag(self._tagged[paper_id], name[1:], bool(value))
            return
        old = self.value(paper_id, name)
        if name == "cite":
            _tally(self.history.keys, (old or {}).get("key"), -1)
            _tally(self.history.keys, (value or {}).get("key"), 1)
        elif name in ("pile", "star"):
            _tally(self.piles, _pile(old), -1)
            _tally(self.piles, _pile(value), 1)
        self._store(paper_id, name, value)

    def _set_tag(self, tags: set[str], tag: str, is_set: bool) -> None:
        """Add a tag to the tags of a paper, or remove it, and count it."""
        if is_set and tag not in self.tags:
            self._new_tags = True
        _tally(self.tags, tag, is_set - (tag in tags))
        if is_set:
            tags.add(tag)
        else:
            tags.discard(tag)

    def _store(self, paper_id: str, name: str, value: Value) -> None:
        """Write a value into the document of a paper; a document without values is removed."""
        doc = self.docs.setdefault(paper_id, {})
        if value in (None, [], {}):
            doc.pop(name, None)
        else:
            doc[name] = value
        if not doc:
            del self.docs[paper_id]

    def value(self, paper_id: str, name: str) -> Value:
        """Return the value of a field; None where no line set it, or the last one removed it."""
        doc = self.docs.get(paper_id, {})
        if not name.startswith("#"):
            return doc.get(name)
        tag = name[1:]
        if paper_id in self._tagged:
            found = tag in self._tagged[paper_id]
        else:
            tags = doc.get("tags", [])
            at = bisect_left(tags, tag)
            found = tags[at : at + 1] == [tag]
        return True if found else None


def plain(name: str, value: Value) -> Value:
    """Return a field's value; None for every way to say that it has none."""
    if value in (None, False, [], {}) or (name == "pile" and value == "unread"):
        return None
    return value


def _pile(value: Value) -> Value:
    """Return under which name a value of `pile` or `star` is counted."""
    return "star" if value is True else value


def _tally(counts: dict[str, int], key: object, by: int) -> None:
    if isinstance(key, str):
        counts[key] = counts.get(key, 0) + by
        if not counts[key]:
            del counts[key]


def wants_cite(fields: Mapping[str, Value]) -> bool:
    """Return whether these fields make a mark that needs a citation: star, tag, note or later, but not read."""
    return any(
        value and (name[:1] == "#" or name in ("star", "note") or value == "later") for name, value in fields.items()
    )


def registers_of(doc: Mapping[str, Any]) -> dict[str, Value]:
    """What acts said to make a document; tags are one register each, the other notes are nobody's word."""
    tags = {f"#{tag}": True for tag in doc.get("tags") or ()}
    return tags | {name: value for name, value in doc.items() if name not in ("tags", "other_notes")}


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Value]:
    """The registers that lead from one document to another."""
    before, after = registers_of(old), registers_of(new)
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}


def grouped(changes: Changes) -> tuple[dict[str, Value], dict[str, dict[str, Value]]]:
    """(set, each) of a line: what holds for all papers once, the rest per paper."""
    common = dict(next(iter(changes.values()), {}))
    for fields in changes.values():
        common = {name: value for name, value in common.items() if name in fields and fields[name] == value}
    each = {one: {n: v for n, v in fields.items() if n not in common} for one, fields in changes.items()}
    return common, {one: fields for one, fields in each.items() if fields}
