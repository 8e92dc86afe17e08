"""What `u` and `U` do: found by walking this machine's journal backwards, and worked out field by field.

Taking an act back writes, for each of its fields, what the journals would say without it: the newest other line about
that field. That may be what this machine had before, or what another machine wrote at the same time. A field that was
changed since, here or elsewhere, is left as it is. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from arxtui.store.act import Act
from arxtui.store.fold import Changes, MarksStorage, plain, wants_cite
from arxtui.store.registers import Value


@dataclass(slots=True)
class Step:
    """An act that can be taken back or done again."""

    act: Act
    """The act, as it was first done."""
    since: dict[str, Act]
    """t -> act, for it and all that this machine did since."""
    _again: list[tuple[Act, frozenset[str]]] = field(init=False)
    """The lines that did the act again, with the papers they are about."""
    _older: list[tuple[Act, frozenset[str]]] = field(init=False)
    """The lines since the act that took back or did again what is older than it."""

    def __post_init__(self) -> None:
        lines = [(line, line.undo or line.redo or "") for line in self.since.values()]
        self._again = [(line, frozenset(line.ids)) for line, about in lines if line.redo == self.act.t]
        self._older = [(line, frozenset(line.ids)) for line, about in lines if "" < about < self.act.t]

    def origin(self, paper_id: str, name: str, t: str | None) -> str | None:
        """Return the t of the act whose value a field really has, whatever was undone and redone since.

        `t` is that of the field's last writer. Lines that were forged so that they lead in a circle end it.
        """
        seen: set[str] = set()
        while t is not None and t not in seen and (line := self.since.get(t)):
            seen.add(t)
            if line.redo:
                t = line.redo
            elif line.undo in self.since:
                t = self.since[line.undo or ""].before(paper_id, name)[1]
            else:
                break
        return t

    def said(self, paper_id: str, name: str) -> str:
        """Return the stamp of the newest line by which the act set a field: its own, or that of a redo."""
        return max([self.act.stamp, *(line.stamp for line in _setting(self._again, paper_id, name))])

    def before(self, paper_id: str, name: str) -> tuple[str, Value]:
        """Return (t, value) of this machine's newest line about a field that does not come from the act.

        That is what was known when the act was done; or what an undo and redo of older acts, between an undo and a
        redo of this one, wrote.
        """
        value, t = self.act.before(paper_id, name)
        for line in _setting(self._older, paper_id, name):
            if line.t > (t or ""):
                t = line.t
                value = line.fields(paper_id)[name]
        return t or "", value


def _setting(lines: Iterable[tuple[Act, frozenset[str]]], paper_id: str, name: str) -> Iterator[Act]:
    """Yield the lines that set a field of a paper."""
    for line, ids in lines:
        if paper_id in ids and name in line.fields(paper_id):
            yield line


@dataclass(slots=True)
class Reversal:
    """What taking an act back, or doing it again, changes."""

    changes: Changes = field(default_factory=dict)
    """id -> field -> the value to write."""
    kept: set[str] = field(default_factory=set)
    """Papers of which something is left as it is, because it changed since."""
    shared: set[str] = field(default_factory=set)
    """Papers that stay as they are because another machine said the same."""


def find(backwards: Iterable[Act], *, undone: bool) -> Step | None:
    """Return the newest act not yet undone, or else (`undone`) the one last undone, unless a new act came after that.

    `backwards` are this machine's acts, newest first. Acts written by hand without `was` are passed over: nothing
    tells what was before.
    """
    since: dict[str, Act] = {}
    gone: dict[str, bool] = {}  # t -> whether the newest line about an act takes it back
    for line in backwards:
        since[line.t] = line
        if about := line.undo or line.redo:
            gone.setdefault(about, line.redo is None)
        elif not undone:
            if not gone.get(line.t) and line.was is not None:
                return Step(line, since)
        else:
            wanted = next((t for t, is_gone in gone.items() if is_gone), None)
            if wanted in (None, line.t):
                return Step(line, since) if wanted else None
    return None


def work_out(step: Step, marks: MarksStorage, *, back: bool) -> Reversal:
    """Return what taking the act of a step back (`back`), or doing it again, changes in the marks as they are."""
    found = Reversal()
    act = step.act
    for paper_id in act.ids:
        fields: dict[str, Value] = {}
        for name, value in act.fields(paper_id).items():
            if not _still_there(step, marks, paper_id, name, back=back):
                if name != "cite":  # a key that was made anew since is not a change of the user's
                    found.kept.add(paper_id)
            elif back:
                fields[name] = _without(step, marks, paper_id, name)
            else:
                fields[name] = value
        if "cite" in fields and not fields["cite"] and _marked(marks, paper_id, fields):
            del fields["cite"]  # another machine's mark needs it now
        if fields:
            found.changes[paper_id] = fields
            if paper_id not in found.kept and not _changes(marks, paper_id, fields):
                found.shared.add(paper_id)
    return found


def _still_there(step: Step, marks: MarksStorage, paper_id: str, name: str, *, back: bool) -> bool:
    """Return whether a field was left alone since the act (`back`), or since it was undone."""
    act = step.act
    registers = marks.history.registers
    t, machine = registers.last(paper_id, name)
    if machine not in ("", act.machine):
        return False
    stamp, _ = registers.elsewhere(paper_id, name, act.machine, None)
    if stamp > act.stamp and stamp > step.said(paper_id, name):
        return False
    origin = step.origin(paper_id, name, t)
    if back:
        return origin == act.t
    return origin is None or origin <= act.t  # all later acts of this machine are undone, but for lines by hand


def _without(step: Step, marks: MarksStorage, paper_id: str, name: str) -> Value:
    """Return what a field would be without the act: the newest other line about it."""
    t, before = step.before(paper_id, name)
    stamp, value = marks.history.registers.elsewhere(paper_id, name, step.act.machine, None)
    if stamp.partition(" ")[0] > t:
        return value
    return before


def _marked(marks: MarksStorage, paper_id: str, fields: dict[str, Value]) -> bool:
    """Return whether a paper has a mark that needs a citation once these fields are set."""
    tags = {f"#{tag}": True for tag in marks.value(paper_id, "tags") or ()}
    after = {name: marks.value(paper_id, name) for name in ("star", "note", "pile")} | tags | fields
    return wants_cite(after)


def _changes(marks: MarksStorage, paper_id: str, fields: dict[str, Value]) -> bool:
    return any(plain(name, value) != marks.value(paper_id, name) for name, value in fields.items())
