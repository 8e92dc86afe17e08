"""Marks that are loaded from a file, and which of them are set beside the library's marks.

A file has no times, so it is not known which of two marks is newer. A mark of the file is set only
if the library has no such mark of the paper and never had it. A difference is reported, and the
library's mark stays. Tags are united. Different notes are joined, with the file's note below the
library's note. All fields are set by an act of now: on the user's other machines it is newer than
their marks of these papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from arxtui.model import GivenMark
from arxtui.store.act import Act, Value, in_words
from arxtui.store.changes_of_act import Changes, plain
from arxtui.store.fsync_worker import Receipt
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.marks import mark_of


class LoadedMarks(NamedTuple):
    """The result of loading marks."""

    receipt: Receipt
    """The receipt of the act, with the papers that it changed."""
    kept: tuple[str, ...]
    """The marks of the library that differ and stay: `2310.19210: later here, read in the file`."""


class Union:
    """The union of the marks of a file and the marks of the library."""

    def __init__(self, storage: MarksStorage, newest_first: Callable[[], Iterable[Act]]) -> None:
        self.storage = storage
        """The marks of the library."""
        self.newest_first = newest_first
        """Returns the acts of all machines; called only if a mark was removed in the library."""
        self.changes: Changes = {}
        """The fields to set, by paper."""
        self.kept: list[str] = []
        """The marks of the library that differ and stay, a sentence each."""
        self._keys: set[str] = set()
        """Keys of the file that will be given, in lower case."""
        self._undos: set[str] | None = None
        """The stamps of the acts that undo other acts; None = not looked for yet."""

    def add(self, mark: GivenMark) -> None:
        """Add the mark of a paper."""
        fields: dict[str, Value] = {}
        if mark.star:
            self._add_value(fields, mark.paper_id, "star", True)
        if mark.pile != "unread":
            self._add_value(fields, mark.paper_id, "pile", mark.pile)
        self._add_version(fields, mark)
        for tag in mark.tags:
            self._add_value(fields, mark.paper_id, f"#{tag}", True)
        self._add_notes(fields, mark)
        self._add_key(fields, mark)
        if fields:
            self.changes[mark.paper_id] = fields

    def _add_value(self, fields: dict[str, Value], paper_id: str, name: str, value: Value) -> None:
        """Set a field that the library's mark lacks, unless the user removed it."""
        here = plain(name, self.storage.value(paper_id, name))
        if here == value:
            return
        if here is None and not self._was_taken_away(paper_id, name):
            fields[name] = value
            return
        self._keep(paper_id, f"{in_words(name, here)} here, {in_words(name, value)} in the file")

    def _add_version(self, fields: dict[str, Value], mark: GivenMark) -> None:
        """Set the version that was read, with the pile or if no version is known."""
        is_known = self.storage.value(mark.paper_id, "read_version") is not None
        if mark.read_version and (not is_known or fields.get("pile") == "read"):
            fields["read_version"] = mark.read_version

    def _add_notes(self, fields: dict[str, Value], mark: GivenMark) -> None:
        """Set the notes that the library lacks, below its own note."""
        here = self.storage.value(mark.paper_id, "note") or ""
        others = self.storage.open_notes(mark.paper_id).values()
        new = [text for text in mark.notes if not any(_has(note, text) for note in (here, *others))]
        if not new:
            return
        if not here and self._was_taken_away(mark.paper_id, "note"):
            self._keep(mark.paper_id, "the note was removed here, and stays so")
            return
        together = here
        for text in (*others, *new):
            together = _joined(together, text)
        fields["note"] = together
        if here:
            self._keep(mark.paper_id, "the notes differ: both are kept in one")

    def _add_key(self, fields: dict[str, Value], mark: GivenMark) -> None:
        """Set the citation key if the paper has no key here and no other paper has it."""
        copy = mark_of(self.storage.docs.get(mark.paper_id)).cite
        key = mark.key.lower()
        if not key or (copy is not None and copy.key == mark.key):
            return
        if copy is not None:
            self._keep(mark.paper_id, f"the key is {copy.key} here, {mark.key} in the file")
        elif key in self._keys or key in self.storage.history.keys:
            reason = f"{mark.key} is the key of another paper: it gets one of its own"
            self._keep(mark.paper_id, reason)
        else:
            self._keys.add(key)
            fields["key"] = mark.key

    def _keep(self, paper_id: str, reason: str) -> None:
        self.kept.append(f"{paper_id}: {reason}")

    def _was_taken_away(self, paper_id: str, name: str) -> bool:
        """Return whether the user removed a mark, other than by undoing the act that set it."""
        t, machine = self.storage.history.registers.last(paper_id, name)
        if t is None:
            return False
        if self._undos is None:
            self._undos = {act.stamp for act in self.newest_first() if act.undo}
        return f"{t} {machine}" not in self._undos


def _has(note: str, text: str) -> bool:
    """Return whether a note has a text as whole paragraphs."""
    return f"\n\n{text}\n\n" in f"\n\n{note}\n\n"


def _joined(note: str, text: str) -> str:
    """Return two notes joined; only the longer note if it contains the other note."""
    if not note or _has(text, note):
        return text
    if _has(note, text):
        return note
    return f"{note}\n\n{text}"
