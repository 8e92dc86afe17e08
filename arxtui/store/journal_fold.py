"""The fold: the marks that follow from the lines of all journals, as a TinyDB storage.

The last writer of a field wins. The result depends on the set of lines alone, not on the order in
which they arrive. marks.json, which saves a start from reading all lines, is in checkpoint.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from tinydb.storages import Storage

from arxtui.store.act import END, PAPERS_A_STEP, Act
from arxtui.store.changes_of_act import Changes, Commit, changed, plain
from arxtui.store.conflicting_notes import Notes
from arxtui.store.last_writers import Registers, Value
from arxtui.work_in_steps import Epoch, Steps, finish

_TAGGED = 5_000
"""Papers whose tags may be sets at the same time: a set takes more memory than a list."""


class History:
    """The origin of the marks: the next act needs it, the first screen does not."""

    def __init__(self) -> None:
        self.registers = Registers()
        """The last writer of each field of each paper."""
        self.notes: dict[str, Notes] = {}
        """id -> its notes that may still be shown."""
        self.keys: dict[str, int] = {}
        """Citation key in lower case -> number of papers with it, made by arxtui or by hand."""
        self.born: dict[str, str] = {}
        """Tag -> `t machine` of the oldest line that set it on any paper, undone or not."""


class MarksStorage(Storage):
    """The TinyDB storage of the marks, in memory. A write becomes one act in the journal."""

    def __init__(self, commit: Commit | None = None) -> None:
        """Take the function that writes changes as one act; None if the marks are only read."""
        self.commit = commit
        self.epoch = Epoch()
        """The changes of the marks."""
        self.docs: dict[str, dict[str, Any]] = {}
        self.tags: dict[str, int] = {}
        """Tag in use -> number of papers with it; the tag that was set first comes first."""
        self.piles: dict[str, int] = {}
        """`later`, `read` or `star` -> number of papers."""
        self._history = History()
        self._read_history: Callable[[], Steps[History]] | None = None
        self._noted: set[str] = set()  # papers whose other notes have to be found anew
        self._tagged: dict[str, set[str]] = {}
        """Paper id -> its tags while lines are folded; sorted into its document after that."""
        self._new_tags = False

    def begin(
        self, docs: dict[str, dict[str, Any]], tags: dict[str, int], piles: dict[str, int]
    ) -> None:
        """Begin with marks that were folded earlier."""
        self.docs = docs
        self.tags = tags
        self.piles = piles

    def begin_history(self, read: Callable[[], Steps[History]]) -> None:
        """Begin with the history of these marks; `read` is called when it is first needed."""
        self._read_history = read

    def replace(self, other: MarksStorage) -> dict[str, dict[str, Any]]:
        """Take over the marks of another storage, which is not used after that.

        Return the old documents.
        """
        old = self.docs
        self.epoch.change()
        self.begin(other.docs, other.tags, other.piles)
        self._history = other.history
        self._read_history = None
        return old

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the marks as the tables of a TinyDB: copies, which may be changed."""
        return {"marks": orjson.loads(orjson.dumps(self.docs))}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Give the table `marks` the documents in `data`, as one act.

        Raises NotOnDisk, ValueError if a value is not allowed.
        """
        new = data.get("marks", {})
        changes: Changes = {}
        for paper_id in {**self.docs, **new}:
            fields = changed(self.docs.get(paper_id, {}), new.get(paper_id, {}))
            if fields:
                changes[paper_id] = fields
        if self.commit is not None:
            finish(self.commit(changes, {}, ()))

    @property
    def history(self) -> History:
        """The origin of the marks."""
        finish(self.read_history_in_steps())
        return self._history

    def read_history_in_steps(self) -> Steps[None]:
        """Read the origin of the marks, unless it was read already."""
        if self._read_history is not None:
            history = yield from self._read_history()
            if self._read_history is not None:  # it was not read between two steps
                self._history = history
                self._read_history = None

    def fold(self, acts: Iterable[Act | None]) -> set[str]:
        """Do all steps of fold_in_steps() at once; return the ids of the papers of the acts."""
        papers: set[str] = set()
        finish(self.fold_in_steps(acts, papers))
        return papers

    def fold_in_steps(self, acts: Iterable[Act | None], papers: set[str]) -> Steps[None]:
        """Set the fields of acts, in any order, and add the ids of their papers to `papers`.

        None among the acts is a step too. An act that was folded before changes nothing. All steps
        have to be taken before other acts are folded.
        """
        count = 0
        try:
            for act in acts:
                if act is None:
                    yield
                    continue
                yield from self.read_history_in_steps()
                yield from self._fold(act, papers)
                count += 1 + len(act.ids)
                if count >= PAPERS_A_STEP:
                    count = 0
                    yield
        finally:
            self._settle()

    def _fold(self, act: Act, papers: set[str]) -> Steps[None]:
        """Set the fields of an act, and add the ids of its papers to `papers`."""
        self.epoch.change()
        history = self.history
        registers = history.registers
        stamp = act.stamp
        for number, paper_id in enumerate(act.ids, 1):
            if number % PAPERS_A_STEP == 0:
                yield
            papers.add(paper_id)
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
        """Set or remove a note, as an act does."""
        notes = self.history.notes.setdefault(paper_id, Notes())
        if act.was is None:
            notes.add_by_hand(act.t, act.machine, text)
        else:
            notes.add(act.t, act.machine, text, act.before(paper_id, "note")[1])
        self._noted.add(paper_id)

    def _open_tags(self, paper_id: str) -> None:
        """Turn the tags of a paper into a set, to which tags are added in constant time."""
        if paper_id in self._tagged:
            return
        if len(self._tagged) >= _TAGGED:
            self._close_tags()
        self._tagged[paper_id] = set(self.docs.get(paper_id, {}).get("tags", ()))

    def _close_tags(self) -> None:
        """Write the open tags into their documents, sorted."""
        for paper_id, tags in self._tagged.items():
            self._store(paper_id, "tags", sorted(tags))
        self._tagged.clear()

    def _settle(self) -> None:
        """Work out sorted tags, other notes and the order of the tags, once after many acts."""
        self._close_tags()
        for paper_id in self._noted:
            shown = self.value(paper_id, "note")
            notes = self.open_notes(paper_id)
            others = {stamp: text for stamp, text in notes.items() if text != shown}
            self._set(paper_id, "other_notes", others)
        self._noted.clear()
        if self._new_tags:
            born = self.history.born
            in_order = sorted(self.tags, key=lambda tag: (born[tag], tag))
            self.tags = {tag: self.tags[tag] for tag in in_order}
            self._new_tags = False

    def open_notes(self, paper_id: str) -> dict[str, str]:
        """Return `t machine` -> text of the notes that no later note has replaced.

        The note that is shown is left out; another note may have the same text.
        """
        notes = self.history.notes.get(paper_id)
        if notes is None:
            return {}
        shown = self.history.registers.stamps.get(paper_id, {}).get("note", "")
        return notes.others(shown, frozenset(self.value(paper_id, "note_over") or ()))

    def _set(self, paper_id: str, name: str, value: Value) -> None:
        """Give a field its value, and count it. The tags of the paper are a set if it is a tag."""
        if name.startswith("#"):
            self._set_tag(self._tagged[paper_id], name[1:], bool(value))
            return
        old = self.value(paper_id, name)
        if name == "cite":
            _tally(self.history.keys, _folded((old or {}).get("key")), -1)
            _tally(self.history.keys, _folded((value or {}).get("key")), 1)
        elif name == "key":
            _tally(self.history.keys, _folded(old), -1)
            _tally(self.history.keys, _folded(value), 1)
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
        """Return the value of a field; None if no line set it, or the last line removed it."""
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
        if found:
            return True
        return None


def _pile(value: Value) -> Value:
    """Return the name under which a value of `pile` or `star` is counted."""
    if value is True:
        return "star"
    return value


def _folded(key: object) -> object:
    """Return a key in lower case, in which BibTeX compares keys."""
    if isinstance(key, str):
        return key.lower()
    return None


def _tally(counts: dict[str, int], key: object, by: int) -> None:
    """Add to the count of a key; a count of 0 is removed, and a key that is no text not counted."""
    if isinstance(key, str):
        counts[key] = counts.get(key, 0) + by
        if not counts[key]:
            del counts[key]
