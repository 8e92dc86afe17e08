"""Until when BibTeX keys were handed out: by an export, an append or a copy, on any machine.

A key that was handed out stands in somebody's file and never changes. One file a machine,
exported/<machine>, has the time; a library that is synced has the files of all machines. A machine
writes its file only when a key was given since.
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
        """Return the t of the act until which keys were handed out; `` if no key ever was.

        A file that cannot be read, or is damaged, counts as an export for ever: no key changes.
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
        """Write that the keys given until a time were handed out, if that is not known yet.

        Raises OSError.
        """
        if self.until() < time:
            files.make_folder(self.folder)
            files.write_atomic(self.folder / self._machine, f"{time}\n".encode(), durable=True)
