"""The folder of the library: whether it still exists and can be written; failures to report."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arxtui.model import Problem
from arxtui.text import reason_of


class Gone(OSError):
    """The library was moved, or its disk was unmounted, while it was open."""


class Place:
    """A folder that exists, or that the first write will make."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = os.fspath(path)
        self.readonly: str | None = None
        """Why the folder cannot be written; None if it can."""
        self.problems: list[Problem] = []
        """Failures to write derived files."""
        self._folder = self._look()

    def check(self) -> None:
        """Raise Gone if the folder existed and does not any more; it is not made anew."""
        folder = self._look()
        if self._folder is None:
            self._folder = folder
        elif folder != self._folder:
            reason = f"the library is no longer at {self.path}: was it moved or unmounted?"
            raise Gone(errno.ENOENT, f"{reason} Start arxtui again")

    @property
    def missing(self) -> str:
        """Why the folder is not where it was opened; `` if it is there."""
        try:
            self.check()
        except Gone as why:
            return str(why.strerror)
        return ""

    def _look(self) -> tuple[int, int] | None:
        """Return (device, inode) of the folder; None where there is no folder."""
        try:
            found = os.stat(self._name)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def report(self, path: Path, why: OSError, prefix: str = "") -> None:
        """Report a failure to write a derived file."""
        self.problems.append(Problem(str(path), 0, f"{prefix}{reason_of(why)}"))

    @contextmanager
    def reporting(self, path: Path, prefix: str = "") -> Iterator[None]:
        """Report an OSError of the block instead of raising it, as for all derived files."""
        try:
            yield
        except OSError as why:
            self.report(path, why, prefix)


def holds_only(folder: Path, lock: Path) -> bool:
    """Return whether a folder is missing, or has only this lock in it, in a folder of its own.

    A load that is ended before its first file leaves the lock.
    """
    if not lock.exists():
        return not folder.exists()
    inside = {path for place in (folder, lock.parent) for path in place.iterdir()}
    return inside == {lock.parent, lock}
