"""The worker that makes journal lines durable, many with one fsync, and the receipts it settles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from arxtui.store import files
from arxtui.text import reason_of


class NotOnDisk(OSError):
    """An act or a file could not be written; the message is the reason in the system's words."""


@contextmanager
def to_disk() -> Iterator[None]:
    """Turn an OSError of the block into NotOnDisk."""
    try:
        yield
    except NotOnDisk:
        raise
    except OSError as why:
        raise NotOnDisk(reason_of(why)) from why


class Busy(NotOnDisk):
    """Another process has held the lock for long; the message is its id, if known."""


def busy(holder: str) -> None:
    """Raise Busy with the id of the process that holds the lock, instead of waiting for it."""
    if holder:
        raise Busy(f"process {holder}")
    raise Busy("another process")


class Receipt:
    """The result of an act: which papers it changed, and whether its line is on disk."""

    def __init__(
        self, ids: tuple[str, ...] = (), path: Path | None = None, action: str = ""
    ) -> None:
        self.ids = ids
        """Ids of the papers that changed."""
        self.action = action
        """The t of the act, which names it in the journal; `` = nothing changed."""
        self.path = path
        """The journal with the line; None if nothing changed."""
        self.error: str | None = None
        """Why the line is not on disk; None if it is on disk or the fsync has not ended."""
        self.hurry: Callable[[], None] = lambda: None
        """Runs the fsync in the calling thread, unless the worker already took the receipt."""
        # locked until the receipt is settled; an Event costs ten times as much
        self._open = threading.Lock()
        if path is not None:
            self._open.acquire()

    def durable(self) -> bool:
        """Return whether the line survives a power cut."""
        return self.settled() and self.error is None

    def settled(self) -> bool:
        """Return whether the fsync has ended, with success or without."""
        return not self._open.locked()

    def wait(self) -> None:
        """Wait until the line is durable. Raises NotOnDisk if that failed."""
        self.hurry()
        with self._open:
            pass
        if self.error is not None:
            raise NotOnDisk(self.error)

    def settle(self, error: str | None) -> None:
        """Store the outcome, once: None for a synced line, else the reason of the failure."""
        self.error = error
        self._open.release()


class Syncer:
    """A thread that syncs journals; started by the first act, ended by close()."""

    def __init__(self, lock: Path, sync: Callable[[Path], None], after: Callable[[], None]) -> None:
        """Take the lock file of the journals, the fsync of a path, and a call after each batch.

        `after` is called in the thread when all receipts are settled.
        """
        self._lock = lock
        self._sync = sync
        self._after = after
        self._waiting: SimpleQueue[Receipt | None] = SimpleQueue()
        self._failed: set[Path] = set()
        self._thread: threading.Thread | None = None

    def hand(self, receipt: Receipt) -> Receipt:
        """Add a receipt whose line is written, and return it; the thread settles it soon."""
        receipt.hurry = self._flush
        self._waiting.put(receipt)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()
        return receipt

    def close(self) -> None:
        """Wait until all receipts are settled, and end the thread."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (receipt := self._waiting.get()) is not None:
            self._flush(receipt)
            self._after()

    def _flush(self, *begun: Receipt) -> None:
        """Settle `begun` and all waiting receipts, with a single sync for each journal."""
        receipts = [*begun, *self._take_waiting()]
        for path in {receipt.path for receipt in receipts if receipt.path}:
            error = self._make_durable(path)
            for receipt in receipts:
                if receipt.path == path:
                    receipt.settle(error)

    def _take_waiting(self) -> list[Receipt]:
        """Return the waiting receipts."""
        receipts: list[Receipt] = []
        try:
            while (receipt := self._waiting.get_nowait()) is not None:
                receipts.append(receipt)
        except Empty:
            return receipts
        self._waiting.put(None)  # the signal to end is for the worker
        return receipts

    def _make_durable(self, path: Path) -> str | None:
        """Sync a journal; return None, or the reason why it is not on disk.

        After a failed fsync the kernel may have dropped the pages and report the next fsync as a
        success. So such a file is never synced again: all of it goes to a new file.
        """
        if path not in self._failed:
            self._failed.add(path)
            with suppress(OSError):
                self._sync(path)
                self._failed.discard(path)
                return None
        try:
            with files.locked(self._lock, make=False):
                files.write_atomic(path, path.read_bytes(), durable=True)
        except OSError as why:
            return reason_of(why)
        self._failed.discard(path)
        return None
