"""The one worker of the library: it makes journal lines durable behind the keyboard's back, many with one fsync."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from arxtui.store import files


class NotOnDisk(OSError):
    """An act or a file could not be written; the text is the reason in the system's words."""


class Busy(NotOnDisk):
    """Another process has held the library for long; the text is its process id, where that is known."""


def busy(holder: str) -> None:
    """What a screen does instead of waiting: Busy."""
    raise Busy(f"process {holder}" if holder else "another process")


class Receipt:
    """What an act gives back: what it changed, and whether that is on disk."""

    def __init__(self, ids: tuple[str, ...] = (), path: Path | None = None) -> None:
        self.ids = ids
        """The papers that changed."""
        self.path = path
        """The journal that holds the line; None when nothing changed."""
        self.error: str | None = None
        """Why the line is not on disk, once that is known."""
        self.hurry: Callable[[], None] = lambda: None
        """Syncs it in the caller's own turn, unless the worker has begun."""
        self._done = threading.Event()
        if path is None:
            self._done.set()

    def durable(self) -> bool:
        """The line survives a power cut."""
        return self._done.is_set() and self.error is None

    def settled(self) -> bool:
        """It is known whether the line is durable."""
        return self._done.is_set()

    def wait(self) -> None:
        """Return when the line is durable; NotOnDisk when that failed."""
        self.hurry()
        self._done.wait()
        if self.error is not None:
            raise NotOnDisk(self.error)

    def settle(self, error: str | None) -> None:
        """The worker's word."""
        self.error = error
        self._done.set()


def fsync(path: Path) -> None:
    """Make a file's bytes durable."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


class Syncer:
    """A thread that syncs what it is handed; started by the first act, ended by close(). `after` is called in it when
    all is settled."""

    def __init__(self, lock: Path, sync: Callable[[Path], None], after: Callable[[], None]) -> None:
        self._lock = lock
        self._sync = sync
        self._after = after
        self._waiting: list[Receipt] = []
        self._failed: set[Path] = set()
        self._wake = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def hand(self, receipt: Receipt) -> Receipt:
        """Take a receipt whose line is written; it is settled soon."""
        receipt.hurry = self._flush
        with self._wake:
            self._waiting.append(receipt)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
                self._thread.start()
            self._wake.notify()
        return receipt

    def close(self) -> None:
        """Return when all that was handed over is settled."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._closing:
                    self._wake.wait()
                if not self._waiting:
                    return
            self._flush()
            self._after()

    def _flush(self) -> None:
        """Settle all that waits."""
        with self._wake:
            batch, self._waiting = self._waiting, []
        for path in {receipt.path for receipt in batch if receipt.path}:
            error = self._make_durable(path)
            for receipt in batch:
                if receipt.path == path:
                    receipt.settle(error)

    def _make_durable(self, path: Path) -> str | None:
        """The reason why not, or None. After a failed fsync the kernel may have dropped the pages and call the next one
        a success, so such a file is never synced again: all of it goes to a new file."""
        if path not in self._failed:
            try:
                self._sync(path)
            except OSError:
                self._failed.add(path)
            else:
                return None
        try:
            with files.locked(self._lock):
                files.write_atomic(path, path.read_bytes(), durable=True)
        except OSError as why:
            return why.strerror or str(why)
        self._failed.discard(path)
        return None
