"""Until when citation keys were handed out: by an export, an append or a copy, on any machine.

A key that was handed out stands in somebody's file and never changes. One file a machine, exported/<machine>, holds the
time; a library that is synced has those of all. A machine writes its file only when a key was given since.
"""

from __future__ import annotations

import re
from pathlib import Path

from arxtui.store import files

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Exported:
    """The times of the last exports of all machines."""

    def __init__(self, library: Path, machine: str) -> None:
        self.folder = library / "exported"
        self._machine = machine

    def until(self) -> str:
        """Return the time of an action until which keys were handed out; `` if none ever was.

        A file that cannot be read, or is damaged, counts as an export of now and ever: no key changes.
        """
        latest = ""
        try:
            for path in sorted(self.folder.iterdir()) if self.folder.exists() else ():
                if path.name.startswith("."):
                    continue
                time = path.read_text("ascii", errors="replace").strip()
                latest = max(latest, time if _TIME.fullmatch(time) else "9999")
        except OSError:
            return "9999"
        return latest

    def note(self, time: str) -> None:
        """Write that the keys given until a time were handed out, where that is not known yet. Raises OSError."""
        if self.until() < time:
            files.make_folder(self.folder)
            files.write_atomic(self.folder / self._machine, f"{time}\n".encode(), durable=True)
