"""The place of the library: whether the folder that was opened is still there."""

from __future__ import annotations

import errno
from pathlib import Path


class Gone(OSError):
    """The library was moved, or its disk was unmounted, while it was open."""


class Place:
    """A folder that is there, or that the first write will make."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = self._look()

    def check(self) -> None:
        """Raise Gone if the folder that was here is here no longer; it is never made anew."""
        folder = self._look()
        if self._folder is None:
            self._folder = folder
        elif folder != self._folder:
            reason = f"the library is no longer at {self._path}: was it moved or unmounted?"
            raise Gone(errno.ENOENT, f"{reason} start arxtui again")

    def _look(self) -> tuple[int, int] | None:
        """Return (device, inode) of the folder; None when there is none."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
