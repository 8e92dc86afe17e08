"""Notes that were written at the same time on several machines: one is shown, the others must not be lost.

A note line names the line that it replaced. A note that no line replaced, and that is not the one shown, is an other
note. Nothing here depends on the order in which the lines arrive.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field


@dataclass(slots=True)
class Notes:
    """What was ever written as the note of one paper, as far as it may still be shown."""

    open: dict[str, dict[str, str]] = field(default_factory=dict)
    """t -> machine -> text, of the notes that no line has replaced."""
    closed: set[str] = field(default_factory=set)
    """The t of the notes that a line has replaced; some may not have arrived yet."""
    by_hand: str = ""
    """The newest `t machine` of a line written by hand: it replaced all before it."""

    def add(self, t: str, machine: str, text: str | None, replaced: str | None) -> None:
        """Take a line in: its text (None where the note was removed) and the t of the note that it replaced."""
        if replaced is not None:
            self.closed.add(replaced)
            self.open.pop(replaced, None)
        if text and t not in self.closed:
            self.open.setdefault(t, {})[machine] = text

    def add_by_hand(self, t: str, machine: str, text: str | None) -> None:
        """Take in a line that names nothing it replaced."""
        self.by_hand = max(self.by_hand, f"{t} {machine}")
        self.add(t, machine, text, None)

    def others(self, shown: str, over: Container[str]) -> dict[str, str]:
        """Return `t machine` -> text of the notes beside the one shown, but for those in `over`, oldest first."""
        stamps = {f"{t} {machine}": text for t, texts in self.open.items() for machine, text in texts.items()}
        return {
            stamp: stamps[stamp]
            for stamp in sorted(stamps)
            if stamp != shown and stamp >= self.by_hand and stamp not in over
        }
