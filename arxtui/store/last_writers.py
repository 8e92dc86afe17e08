"""Registers: the last writer of each field of each paper, on this machine and on other machines.

Every field of a paper is a register, and every tag is a field; the last writer by (t, machine)
wins. The newest line of every other machine is remembered beside it: an undo restores its value.
The registers depend on the set of lines alone, not on the order in which the lines arrive.
"""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern
from typing import Any

Value = Any  # a JSON value


class Registers:
    """The writers of all registers. A stamp is `t machine`."""

    def __init__(self) -> None:
        self.stamps: dict[str, dict[str, str]] = {}
        """id -> field -> stamp of its last writer, whose value the paper has."""
        self.beaten: dict[str, dict[str, list[Value]]] = {}
        """id -> `field machine` -> [stamp, value].

        The newest line about the field of each machine that is not its last writer.
        """

    def set(self, paper_id: str, name: str, stamp: str, value: Value, shown: Value) -> bool:
        """Record that a line sets a field; return whether it is now the last writer.

        `shown` is the value that the field had before.
        """
        stamps = self.stamps.setdefault(paper_id, {})
        last = stamps.get(name)
        if last is None:
            stamps[name] = stamp
            return True
        machine = stamp.partition(" ")[2]
        last_machine = last.partition(" ")[2]
        if machine == last_machine:
            if stamp <= last:
                return False
        elif stamp < last:
            self._beat(paper_id, name, machine, stamp, value)
            return False
        else:
            self.beaten.get(paper_id, {}).pop(f"{name} {machine}", None)
            self._beat(paper_id, name, last_machine, last, shown)
        stamps[name] = stamp
        return True

    def _beat(self, paper_id: str, name: str, machine: str, stamp: str, value: Value) -> None:
        """Remember a line that was overwritten, unless its machine has a newer line."""
        beaten = self.beaten.setdefault(paper_id, {})
        key = intern(f"{name} {machine}")
        if key not in beaten or beaten[key][0] < stamp:
            beaten[key] = [stamp, value]

    def newest(self, paper_id: str, names: Iterable[str]) -> str:
        """Return the t of the newest last writer of these fields; `` if no line sets them."""
        stamps = self.stamps.get(paper_id, {})
        newest = max((stamps.get(name, "") for name in names), default="")
        return newest.partition(" ")[0]

    def last(self, paper_id: str, name: str) -> tuple[str | None, str]:
        """Return (t, machine) of a field's last writer; (None, ``) if no line sets it."""
        t, _, machine = self.stamps.get(paper_id, {}).get(name, "").partition(" ")
        return t or None, machine

    def elsewhere(self, paper_id: str, name: str, machine: str, shown: Value) -> tuple[str, Value]:
        """Return (stamp, value) of the newest line about a field by other machines than `machine`.

        (``, None) if no other machine wrote it. `shown` is the value that the field has now.
        """
        found = ("", None)
        last = self.stamps.get(paper_id, {}).get(name, "")
        if last and last.partition(" ")[2] != machine:
            return last, shown
        for key, (stamp, value) in self.beaten.get(paper_id, {}).items():
            field_name, _, other = key.rpartition(" ")
            if field_name == name and other != machine and stamp > found[0]:
                found = (stamp, value)
        return found
