"""Files of the user that take long: a thread writes them, and the end of the program waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace

Write = Callable[[Callable[[], None]], "Outcome"]
"""Writes files. It calls its argument before each file; that may raise Ended."""


class Ended(Exception):
    """The program ends: the next file is not written."""


class Outcome(NamedTuple):
    """How the writing ended."""

    line: str
    """The text of the message line."""
    failed: bool
    """True if files are missing."""


class FileThread:
    """Writes the files of one export at a time.

    A file is replaced only when all of it is written. So the program can end at any time: before
    the first file is begun the thread is given up, else its file is waited for.
    """

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._thread: threading.Thread | None = None
        self._does = ""
        self._loop: asyncio.AbstractEventLoop
        self._begins = threading.Lock()
        self._has_begun = False
        self._ended = False
        self._quit: Callable[[], object] | None = None

    @property
    def is_running(self) -> bool:
        """True while files are written."""
        return self._thread is not None

    def run(self, does: str, write: Write, then: Callable[[], object] = bool) -> None:
        """Write files in a thread and report the outcome; `then` is called if all are written.

        `does` is the message meanwhile.
        """
        self._does = does
        self._has_begun = False
        self._stage.say(f"{does}…", "asks", lasts=True)
        self._loop = asyncio.get_running_loop()
        work = partial(self._run, write, then)
        self._thread = threading.Thread(target=work, name="files", daemon=True)
        self._thread.start()

    def quit_after(self, leave: Callable[[], object]) -> bool:
        """Call `leave` when the files are written; return False if the user asked for it before."""
        if self._quit is not None:
            return False
        self._quit = leave
        key = self._stage.key("quit")
        stays = self._stage.key("back")
        line = f"{self._does}, then arxtui ends · {key} again ends it now · {stays} stays"
        self._stage.say(line, "asks", lasts=True)
        return True

    def stay(self) -> bool:
        """Do not end the program when the files are written; return False if it would not end."""
        if self._quit is None:
            return False
        self._quit = None
        self._stage.say(f"{self._does}…", "asks", lasts=True)
        return True

    def leave(self) -> None:
        """Give the thread up at the end of the program; a file that it has begun is completed."""
        with self._begins:
            self._ended = True
        if self._thread is not None and self._has_begun:
            self._thread.join()

    # in the thread

    def _run(self, write: Write, then: Callable[[], object]) -> None:
        try:
            outcome = write(self._begin_file)
        except Ended:
            return
        except BaseException as fault:
            self._report(partial(self._raise, fault))
            raise
        self._report(partial(self._written, outcome, then))

    def _report(self, call: Callable[[], object]) -> None:
        """Let the screen call a function; this thread does not wait, since leave() waits for it."""
        if not self._ended:
            self._loop.call_soon_threadsafe(self._stage.call_later, call)

    def _begin_file(self) -> None:
        """Note that a file is begun. Raises Ended if the program ends."""
        with self._begins:
            if self._ended:
                raise Ended
            self._has_begun = True

    # on the screen

    def _raise(self, fault: BaseException) -> None:
        """End the program with an error of the thread."""
        raise fault

    def _written(self, outcome: Outcome, then: Callable[[], object]) -> None:
        self._thread = None
        leave = self._quit
        self._quit = None
        if outcome.failed:
            self._stage.say(outcome.line, "error")
            return
        self._stage.say(outcome.line)
        then()
        if leave is not None:
            leave()
