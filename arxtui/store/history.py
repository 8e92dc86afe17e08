"""What `u` and `U` would do: found by walking this machine's journal backwards. Pure: acts in, a step out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from arxtui.store.act import Act


@dataclass(slots=True)
class Step:
    """An act that can be taken back or done again."""

    act: Act
    """The act, as it was first done."""
    since: dict[str, Act]
    """t -> act, for it and all that this machine did since."""

    def origin(self, paper_id: str, name: str, t: str | None) -> str | None:
        """The t of the act whose value the register really holds, whatever was undone and redone since."""
        while t is not None and (line := self.since.get(t)) and (line.redo or line.undo in self.since):
            t = line.redo or self.since[line.undo or ""].before(paper_id, name)[1]
        return t


def find(backwards: Iterable[Act], *, undone: bool) -> Step | None:
    """The newest act not yet undone, or else (`undone`) the one last undone, unless a new act came after that.

    Acts written by hand without `was` are passed over: nothing tells what was.
    """
    since: dict[str, Act] = {}
    gone: dict[str, bool] = {}  # t -> whether the last word on an act takes it back; the last word said comes first
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
