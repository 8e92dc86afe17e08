"""Indexing: missing or stale heads are made anew in the background, with progress in per cent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from textual.timer import Timer

from arxtui.store import Progress
from arxtui.ui.background_work import after
from arxtui.ui.workspace import Workspace

_SHOWN = 0.2  # seconds between two updates of the progress
_TURN = 0.001  # seconds of work after which the thread pauses
_REST = 0.0001  # seconds of a pause, in which the screen gets the interpreter
_LATER = 1.0  # seconds before heads are checked: the first search goes first
_WAIT = 0.05  # seconds between two checks whether a search still runs
_GRACE = 1.0  # seconds that the end of the program waits for a file that is being written


class Indexing:
    """Runs the thread that indexes; until it ends, lists have only the indexed papers."""

    def __init__(self, stage: Workspace, arrived: Callable[[bool], None]) -> None:
        """`arrived(whole)` searches papers that were indexed; `whole` = all papers are indexed."""
        self._stage = stage
        self._arrived = arrived
        self._thread: threading.Thread | None = None
        self._timer: Timer
        self._stop = False
        self._at = Progress(0, 0)
        self._written = 0
        self._taken = 0
        self._tried: tuple[int, int] | None = None  # the state at the end of a run
        self._fault: BaseException | None = None

    @property
    def running(self) -> bool:
        """True while heads are checked or made."""
        return self._thread is not None

    def begin_later(self) -> None:
        """Begin at once if a search would find nothing, else after the first key was handled."""
        if self._stage.library.indexing.lacks_heads():
            self.begin()
        else:
            after(self._stage, _LATER, self.begin)

    def begin(self) -> None:
        """Begin the indexing if heads are not fresh and no thread runs."""
        library = self._stage.library
        if self._thread or library.readonly:
            return
        if self._tried == self._state() or not library.indexing.stale():
            return
        self._at = Progress(0, 0)
        self._written = 0
        self._taken = 0
        self._thread = threading.Thread(target=self._run, name="index", daemon=True)
        self._thread.start()
        self._timer = self._stage.set_interval(_SHOWN, self._look)

    def _state(self) -> tuple[int, int]:
        """Return a value that changes when a new run could do more than the last run."""
        library = self._stage.library
        return library.indexing.written_at(), library.texts.damages

    def _run(self) -> None:
        """Run the steps, in the thread; a timer of the screen reads the attributes set here."""
        try:
            until = time.monotonic() + _TURN
            for at in self._stage.library.indexing.steps():
                self._at = at
                if at.written:
                    self._written = at.done
                while at.done == at.of and self._stage.shown.lookup.searching and not self._stop:
                    time.sleep(_WAIT)  # a mere check waits for searches
                if self._stop:
                    return
                if time.monotonic() > until:
                    time.sleep(_REST)
                    until = time.monotonic() + _TURN
        except BaseException as fault:
            self._fault = fault  # the program ends: the screen raises it again
            raise

    def _look(self) -> None:
        if self._fault:
            raise self._fault
        if self._thread is None:
            return
        done = not self._thread.is_alive()
        at = self._at
        stage = self._stage
        if done:
            self._timer.stop()
            self._thread = None
            self._tried = self._state()
            stage.search_progress.say_indexing("")
            if at.of:
                stage.say_aside("library ready")
                self._arrived(True)
        elif at.of:
            stage.search_progress.say_indexing(f"indexing the library, {at.done * 100 // at.of} %")
            if self._written >= 2 * self._taken and self._written > self._taken:
                self._taken = self._written
                self._arrived(False)

    def leave(self) -> None:
        """Stop at the end of the program: written files stay, and the next start continues."""
        self._stop = True
        if self._thread:
            self._thread.join(_GRACE)
