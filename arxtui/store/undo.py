"""Undo and redo: the act to undo or redo, and the fields to change. Writing is in act_writer.py.

The act is found by walking this machine's journal backwards. Undoing it gives each of its fields
the value that the field would have without the act: the value of the newest other line about the
field. This may be the value that this machine had before, or a value that another machine wrote at
the same time. A field that was changed since, here or elsewhere, is not changed.

For example, the desk stars a paper, then tags it `gan`. `u` removes the tag, and a second `u` the
star. If the laptop starred the paper too, the star stays: without the desk's act the laptop's line
is the newest about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from arxtui.store.act import PAPERS_A_STEP, Act
from arxtui.store.changes_of_act import Changes, plain, wants_cite
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.last_writers import Value
from arxtui.store.long_line import LongLine, in_steps
from arxtui.work_in_steps import Steps, let_go


class Step:
    """An act that can be undone or redone."""

    def __init__(self, act: Act, since: dict[str, Act]) -> None:
        self.act = act
        """The act, from its first line."""
        self.since = since
        """t -> act, for this act and all later acts of this machine."""
        self._again: list[tuple[Act, frozenset[str]]] = []
        """The lines that redid the act, with the ids of their papers."""
        self._older: list[tuple[Act, frozenset[str]]] = []
        """The lines since the act that undid or redid older acts."""
        for line in self.since.values():
            about = line.undo or line.redo or ""
            if line.redo == self.act.t:
                self._again.append((line, frozenset(line.ids)))
            if "" < about < self.act.t:
                self._older.append((line, frozenset(line.ids)))

    def let_go(self) -> Steps[None]:
        """Free the fields of all lines in steps; the step cannot be used after that."""
        for line in self.since.values():
            yield from let_go(line.each, line.was)

    def origin(self, paper_id: str, name: str, t: str | None) -> str | None:
        """Return the t of the act that first wrote a field's present value.

        `t` is the t of the field's last writer. If that is an undo or a redo, follow it back to the
        act that it restored. Forged lines that lead in a circle end the search.
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

    def newest_stamp(self, paper_id: str, name: str) -> str:
        """Return the stamp of the newest line by which the act or a redo of it set a field."""
        again = _setting(self._again, paper_id, name)
        return max([self.act.stamp, *(line.stamp for line in again)])

    def before(self, paper_id: str, name: str) -> tuple[str, Value]:
        """Return (t, value) of this machine's newest other line about a field.

        The value is the value at the time of the act, or the value that an undo or redo of an older
        act wrote between an undo and a redo of this act.
        """
        value, t = self.act.before(paper_id, name)
        for line in _setting(self._older, paper_id, name):
            if line.t > (t or ""):
                t = line.t
                value = line.fields(paper_id)[name]
        return t or "", value


def _setting(
    lines: Iterable[tuple[Act, frozenset[str]]], paper_id: str, name: str
) -> Iterator[Act]:
    """Yield the lines that set a field of a paper."""
    for line, ids in lines:
        if paper_id in ids and name in line.fields(paper_id):
            yield line


class Reversal:
    """The changes by which an act is undone or redone."""

    def __init__(self) -> None:
        self.changes: Changes = {}
        """id -> field -> the value to write."""
        self.kept: set[str] = set()
        """Papers with a field that is not changed back, because it changed since."""
        self.shared: set[str] = set()
        """Papers that are not changed back, because another machine set the same value."""


def find(backwards: Iterable[Act | LongLine | None], *, undone: bool) -> Steps[Step | None]:
    """Return the act to undo, or with `undone` the act to redo; None without such an act.

    The act to undo is the newest act that is not undone. The act to redo is the act last undone,
    unless a new act came after the undo. `backwards` are this machine's acts, newest first; None is
    a step. Acts written by hand without `was` are skipped, because their earlier values are not
    known.
    """
    since: dict[str, Act] = {}
    # t -> whether an act is undone now: the first line seen about it is the newest
    is_undone: dict[str, bool] = {}
    for some in backwards:
        if some is None:
            yield
            continue
        line = yield from in_steps(some)
        if isinstance(some, LongLine):
            yield  # the next line may be as long, and is read at once
        if line is None:
            continue
        since[line.t] = line
        if about := line.undo or line.redo:
            is_undone.setdefault(about, line.redo is None)
        elif not undone:
            if not is_undone.get(line.t) and line.was is not None:
                return Step(line, since)
        else:
            last_undone = next((t for t in is_undone if is_undone[t]), None)
            if last_undone is None:
                return None
            if last_undone == line.t:
                return Step(line, since)
    return None


def work_out(step: Step, marks: MarksStorage, *, back: bool) -> Steps[Reversal]:
    """Return the changes that undo the act of a step (`back`), or redo it, in the present marks."""
    found = Reversal()
    act = step.act
    for number, paper_id in enumerate(act.ids, 1):
        if number % PAPERS_A_STEP == 0:
            yield
        fields: dict[str, Value] = {}
        for name, value in act.fields(paper_id).items():
            if not _still_there(step, marks, paper_id, name, back=back):
                if name != "cite":  # a key that was made anew since is not a change by the user
                    found.kept.add(paper_id)
            elif back:
                fields[name] = _without(step, marks, paper_id, name)
            else:
                fields[name] = value
        if "cite" in fields and not fields["cite"] and _marked(marks, paper_id, fields):
            del fields["cite"]  # the mark of another machine needs the citation now
        if fields:
            found.changes[paper_id] = fields
            if paper_id not in found.kept and not _changes(marks, paper_id, fields):
                found.shared.add(paper_id)
    return found


def _still_there(step: Step, marks: MarksStorage, paper_id: str, name: str, *, back: bool) -> bool:
    """Return whether no line has changed a field since the act (`back`), or since it was undone."""
    act = step.act
    registers = marks.history.registers
    t, machine = registers.last(paper_id, name)
    if machine not in ("", act.machine):
        return False
    stamp, _ = registers.elsewhere(paper_id, name, act.machine, None)
    if stamp > act.stamp and stamp > step.newest_stamp(paper_id, name):
        return False
    origin = step.origin(paper_id, name, t)
    if back:
        return origin == act.t
    # all later acts of this machine are undone, except lines by hand
    return origin is None or origin <= act.t


def _without(step: Step, marks: MarksStorage, paper_id: str, name: str) -> Value:
    """Return the value that a field would have without the act: the newest other line's value."""
    t, before = step.before(paper_id, name)
    stamp, value = marks.history.registers.elsewhere(paper_id, name, step.act.machine, None)
    if stamp.partition(" ")[0] > t:
        return value
    return before


def _marked(marks: MarksStorage, paper_id: str, fields: dict[str, Value]) -> bool:
    """Return whether a paper has a mark that needs a citation once these fields are set."""
    tags = {f"#{tag}": True for tag in marks.value(paper_id, "tags") or ()}
    names = ("star", "note", "key", "pile")
    after = {name: marks.value(paper_id, name) for name in names}
    return wants_cite({**after, **tags, **fields})


def _changes(marks: MarksStorage, paper_id: str, fields: dict[str, Value]) -> bool:
    return any(plain(name, value) != marks.value(paper_id, name) for name, value in fields.items())
