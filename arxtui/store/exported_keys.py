"""The time up to which BibTeX keys were exported, appended or copied, on any machine.

Such a key may be in a file of the user and never changes. The time is in one file a machine,
exported/<machine>; a library that is synced has the files of all machines. A machine writes its
file only if a key was given since.
"""

from __future__ import annotations

from pathlib import Path

from arxtui.store import files
from arxtui.store.act import is_stamp

_FOR_EVER = "9999"  # later than every act


class Exported:
    """The times of the last exports of all machines."""

    def __init__(self, library: Path, machine: str) -> None:
        self.folder = library / "exported"
        self._machine = machine

    def until(self) -> str:
        """Return the t of the last act whose keys were exported; `` if no key was.

        If a file is unreadable or damaged, every key counts as exported: no key changes.
        """
        latest = ""
        try:
            if not self.folder.exists():
                return latest
            for path in sorted(self.folder.iterdir()):
                if path.name.startswith("."):
                    continue
                time = path.read_text("ascii", errors="replace").strip()
                if not is_stamp(time):
                    return _FOR_EVER
                latest = max(latest, time)
        except OSError:
            return _FOR_EVER
        return latest

    def note(self, time: str) -> None:
        """Store that the keys given up to a time were exported, unless this is stored already.

        Raises OSError.
        """
        if self.until() < time:
            files.make_folder(self.folder)
            files.write_atomic(self.folder / self._machine, f"{time}\n".encode(), durable=True)
