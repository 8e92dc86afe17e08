"""Notes that were written at the same time on several machines.

The newest note is shown, and no other note may be lost. A line that sets a note names the line
whose note it replaced. A note that is not shown and that no line replaced is an "other note". The
result does not depend on the order in which the lines arrive.
"""

from __future__ import annotations

from collections.abc import Container


class Notes:
    """All notes about a paper that may still be shown."""

    def __init__(self) -> None:
        self.open: dict[str, dict[str, str]] = {}
        """t -> machine -> text, of the notes that no line has replaced."""
        self.closed: set[str] = set()
        """The t of the notes that a line has replaced; some may not have arrived yet."""
        self.by_hand = ""
        """The newest `t machine` of a line written by hand, which replaced all notes before it."""

    def add(self, t: str, machine: str, text: str | None, replaced: str | None) -> None:
        """Take a line in.

        `text` is None if the line removed the note; `replaced` is the t of the note it replaced.
        """
        if replaced is not None:
            self.closed.add(replaced)
            self.open.pop(replaced, None)
        if text and t not in self.closed:
            self.open.setdefault(t, {})[machine] = text

    def add_by_hand(self, t: str, machine: str, text: str | None) -> None:
        """Take in a line that does not name the note that it replaced."""
        self.by_hand = max(self.by_hand, f"{t} {machine}")
        self.add(t, machine, text, None)

    def others(self, shown: str, over: Container[str]) -> dict[str, str]:
        """Return `t machine` -> text of the other notes, oldest first.

        `shown` is the stamp of the note that is shown; stamps in `over` are left out.
        """
        others: dict[str, str] = {}
        for t in sorted(self.open):
            for machine, text in sorted(self.open[t].items()):
                stamp = f"{t} {machine}"
                if stamp != shown and stamp >= self.by_hand and stamp not in over:
                    others[stamp] = text
        return others
