"""What the user does to papers: verdicts, tags, undo and redo, each told in one line. No Textual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arxtui.model import Head, Mark
from arxtui.store import Library, Receipt, Undone
from arxtui.store.act import Act, Value
from arxtui.text import plain


@dataclass(frozen=True, slots=True)
class Told:
    """What an act did."""

    ids: frozenset[str]
    """The papers whose marks changed."""
    line: str
    """For the message line."""
    then: str = ""
    """How to take it back, for the end of the message line."""
    receipt: Receipt | None = None
    """Tells when it is on disk; None when nothing was written."""


class Acts:
    """Acts on papers of the library; remembers the last one for `.`; every method may raise NotOnDisk."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._last: dict[str, Value] = {}
        self._asked: Act | None = None

    def set(self, heads: Sequence[Head], fields: Mapping[str, Value], word: str, *, keep: bool = True) -> Told:
        """Set fields on papers; `keep` lets `.` do the same again."""
        if keep:
            self._last = dict(fields)
        self._asked = None
        receipt = self._library.act([head.id for head in heads], fields)
        return Told(frozenset(receipt.ids), f"{word}: {_what(heads)}", "u undoes", receipt)

    def toggle(self, heads: Sequence[Head], name: str, *, word: str, unword: str) -> Told:
        """Star, tag or read on or off; on a mixed selection all get it."""
        marks = [self._library.mark(head.id) for head in heads]
        on = not all(_has(mark, name) for mark in marks)
        if name == "read":
            return self.set(heads, {"pile": "read" if on else "unread"}, word if on else unword)
        return self.set(heads, {name: on}, word if on else unword)

    def again(self, heads: Sequence[Head]) -> Told:
        """What the last act set, on these papers."""
        if not self._last:
            return Told(frozenset(), "nothing to do again yet")
        words = ", ".join(_word(name, value) for name, value in self._last.items())
        return self.set(heads, self._last, words)

    def undo(self) -> Told:
        """Take the newest act back; one of an earlier start or another window is named first and needs a second u."""
        step = self._library.undoable()
        if step is None:
            return Told(frozenset(), "nothing to undo")
        if not self._library.mine(step.act) and self._asked != step.act:
            self._asked = step.act
            when = step.act.t[:16].replace("T", " ")
            return Told(frozenset(), f"u again undoes, from {when} UTC: {step.act.summary()}")
        return self._undone(self._library.undo(), "undone", "U does it again")

    def redo(self) -> Told:
        """Do again what was last undone."""
        undone = self._library.redo()
        return self._undone(undone, "redone", "u undoes") if undone else Told(frozenset(), "nothing to redo")

    def _undone(self, undone: Undone | None, word: str, then: str) -> Told:
        if undone is None:
            return Told(frozenset(), "nothing to undo")
        act, kept = undone.act, undone.kept
        line = f"{word}: {act.summary()}"
        if len(act.ids) == 1 and (paper := self._library.papers_of(act.ids).get(act.ids[0])):
            line = f"{word}: {act.summary().partition(' · ')[0]} · {plain(paper.title)}"
        if kept:
            line = f"{word}: {act.summary()} · {len(act.ids) - kept} of {len(act.ids)}, {kept} changed since"
        return Told(frozenset(undone.receipt.ids), line, then, undone.receipt)


def _has(mark: Mark, name: str) -> bool:
    if name == "read":
        return mark.pile == "read"
    return mark.star if name == "star" else name[1:] in mark.tags


def _word(name: str, value: Value) -> str:
    if name == "pile":
        return str(value)
    if name == "star":
        return "starred" if value else "unstarred"
    return f"{name}" if value else f"no {name}"


def _what(heads: Sequence[Head]) -> str:
    return heads[0].plain if len(heads) == 1 else f"{len(heads)} papers"
