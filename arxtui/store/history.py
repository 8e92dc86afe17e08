"""What `u` and `U` would do: found by walking this machine's journal backwards. Pure: acts in, a step out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from arxtui.store.act import Act

Register = tuple[str, str, str]  # paper id, field, t of the line that wrote it


@dataclass(slots=True)
class Step:
    """An act that can be taken back or done again."""

    act: Act
    """The act, as it was first done."""
    same: dict[Register, str | None] = field(default_factory=dict)
    """A register written by an undo or redo line -> the t of the act whose value it brought back (None = never set)."""

    def origin(self, paper_id: str, name: str, t: str | None) -> str | None:
        """The t of the act whose value the register really holds, whatever was undone and redone since."""
        while t is not None and (paper_id, name, t) in self.same:
            t = self.same[paper_id, name, t]
        return t


def find(backwards: Iterable[Act], *, undone: bool) -> Step | None:
    """The newest act not yet undone, or else (`undone`) the one last undone, unless a new act came after that.

    Acts written by hand without `was` are passed over: nothing tells what was.
    """
    # newest first: the last word said of an act tells whether it is undone; an undo goes with the redo after it
    same: dict[Register, str | None] = {}
    undos: dict[str, list[str]] = {}
    last: dict[str, bool] = {}
    redone: dict[str, int] = {}
    wanted: str | None = None
    for line in backwards:
        if line.undo:
            undos.setdefault(line.undo, []).append(line.t)
            last.setdefault(line.undo, True)
            if redone.get(line.undo, 0):
                redone[line.undo] -= 1
            elif wanted is None:
                wanted = line.undo
        elif line.redo:
            same.update({(one, name, line.t): line.redo for one in line.ids for name in line.fields(one)})
            last.setdefault(line.redo, False)
            redone[line.redo] = redone.get(line.redo, 0) + 1
        else:
            for t in undos.get(line.t, ()):
                was = line.was or {}
                same.update({(one, name, t): was.get(one, {}).get(name, (None, None))[1]
                             for one in line.ids for name in line.fields(one)})  # fmt: skip
            if undone and wanted is None:
                return None
            if line.t == wanted if undone else not last.get(line.t, False) and line.was is not None:
                return Step(line, same)
    return None
