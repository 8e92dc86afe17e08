"""The times of files, by which a look at their content can be left out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

_PAST = 2_000_000_000  # ns; a younger file may change again without another time


class FileTimes:
    """The times of some files and folders when their content was seen last."""

    def __init__(self) -> None:
        self._paths: tuple[str, ...] = ()
        self._times: tuple[int, ...] = ()

    def see(self, paths: Iterable[Path]) -> None:
        """Store the times of files and folders, just before a look at their content.

        Times that lie less than two seconds back are not stored: in a file system with coarse times
        a file may change again without another time.
        """
        self._paths = tuple(map(os.fspath, paths))
        self._times = tuple(map(_time_of, self._paths))
        if max(self._times, default=0) > time.time_ns() - _PAST:
            self.forget()

    def forget(self) -> None:
        """Forget the times: the content has to be seen again."""
        self._paths = ()
        self._times = ()

    def are_same(self) -> bool:
        """Return whether times are stored and no file has another time now."""
        return bool(self._paths) and self._times == tuple(map(_time_of, self._paths))


def _time_of(path: str) -> int:
    """Return the time of a file's last change in ns since 1970; 0 without a file."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
