"""The one worker of the library: it makes journal lines durable behind the keyboard's back, many with one fsync."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from arxtui.store import files


class NotOnDisk(OSError):
    """An act or a file could not be written; the text is the reason in the system's words."""


@contextmanager
def to_disk() -> Iterator[None]:
    """What fails in here is NotOnDisk."""
    try:
        yield
    except NotOnDisk:
        raise
    except OSError as why:
        raise NotOnDisk(why.strerror or str(why)) from why


class Busy(NotOnDisk):
    """Another process has held the library for long; the text is its process id, where that is known."""


def busy(holder: str) -> None:
    """What a screen does instead of waiting: Busy."""
    raise Busy(f"process {holder}" if holder else "another process")


class Receipt:
    """What an act gives back: what it changed, and whether that is on disk."""

    def __init__(self, ids: tuple[str, ...] = (), path: Path | None = None, action: str = "") -> None:
        self.ids = ids
        """The papers that changed."""
        self.action = action
        """The time of the action, which names it in the journal; `` = nothing changed."""
        self.path = path
        """The journal that holds the line; None when nothing changed."""
        self.error: str | None = None
        """Why the line is not on disk, once that is known."""
        self.hurry: Callable[[], None] = lambda: None
        """Syncs it in the caller's own turn, unless the worker has begun."""
        self._open = threading.Lock()  # held until it is settled; an Event costs ten times as much
        if path is not None:
            self._open.acquire()

    def durable(self) -> bool:
        """The line survives a power cut."""
        return self.settled() and self.error is None

    def settled(self) -> bool:
        """It is known whether the line is durable."""
        return not self._open.locked()

    def wait(self) -> None:
        """Return when the line is durable; NotOnDisk when that failed."""
        self.hurry()
        with self._open:
            pass
        if self.error is not None:
            raise NotOnDisk(self.error)

    def settle(self, error: str | None) -> None:
        """The worker's word."""
        self.error = error
        self._open.release()


class Syncer:
    """A thread that syncs what it is handed; started by the first act, ended by close(). `after` is called in it when
    all is settled."""

    def __init__(self, lock: Path, sync: Callable[[Path], None], after: Callable[[], None]) -> None:
        self._lock = lock
        self._sync = sync
        self._after = after
        self._waiting: SimpleQueue[Receipt | None] = SimpleQueue()
        self._failed: set[Path] = set()
        self._thread: threading.Thread | None = None

    def hand(self, receipt: Receipt) -> Receipt:
        """Take a receipt whose line is written; it is settled soon."""
        receipt.hurry = self._flush
        self._waiting.put(receipt)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()
        return receipt

    def close(self) -> None:
        """Return when all that was handed over is settled."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (receipt := self._waiting.get()) is not None:
            self._flush(receipt)
            self._after()

    def _flush(self, *begun: Receipt) -> None:
        """Settle all that waits."""
        batch = list(begun)
        with suppress(Empty):
            while (receipt := self._waiting.get_nowait()) is not None:
                batch.append(receipt)
            self._waiting.put(None)  # the worker's word to end
        for path in {receipt.path for receipt in batch if receipt.path}:
            error = self._make_durable(path)
            for receipt in batch:
                if receipt.path == path:
                    receipt.settle(error)

    def _make_durable(self, path: Path) -> str | None:
        """The reason why not, or None. After a failed fsync the kernel may have dropped the pages and call the next one
        a success, so such a file is never synced again: all of it goes to a new file."""
        try:
            if path not in self._failed:
                self._failed.add(path)
                with suppress(OSError):
                    self._sync(path)
                    self._failed.discard(path)
                    return None
            with files.locked(self._lock, make=False):
                files.write_atomic(path, path.read_bytes(), durable=True)
        except OSError as why:
            return why.strerror or str(why)
        self._failed.discard(path)
        return None
