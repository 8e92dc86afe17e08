"""Textual's driver of the terminal: it sends only changed cells and survives a closed terminal."""

from __future__ import annotations

import errno
import os
import selectors
import threading
from codecs import getincrementaldecoder
from typing import IO, Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from arxtui.terminal_text import TerminalText
from arxtui.ui.changed_cells import ChangedCells
from arxtui.ui.terminal_keys import KeyParser

_READ = 4096  # bytes read at once
_AFTER_ESC = 0.02  # seconds between two looks at an Esc that may begin a sequence


class TerminalDriver(LinuxDriver):
    """A driver that ends when its terminal is closed.

    Textual writes in a thread, through a queue of 30 places. When the window is closed or the
    connection ends, writing fails with EIO, that thread ends, and the code that puts more than 30
    texts into the queue waits for ever: the program would run without a terminal and never end. The
    kernel also sends SIGCONT then, which Textual takes for the end of Ctrl-Z: it begins the
    application mode a second time, with a second thread that reads keys.
    """

    terminal_text = TerminalText()
    """The text that the terminal can show."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert self._file is not None
        self._cells = ChangedCells()
        output = _Output(self._file, self._cells, self.terminal_text)
        self._file = output  # type: ignore[assignment]  # it has the methods that Textual calls
        self.exit_event: _End = _End()

    def forget_screen(self) -> None:
        """Send every cell of the next frames: another program may have written on the terminal."""
        self._cells.forget()

    def run_input_thread(self) -> None:
        """Read the terminal and send its keys on, until the program ends.

        It works as in LinuxDriver, but with KeyParser, and it waits ESCDELAY for the key behind an
        Esc, where Textual waits up to twice as long. It sleeps until a key is typed or the program
        ends, where Textual wakes ten times a second to see whether the program ends. If the
        terminal is gone it ends the program, where Textual would read it again without end.
        """
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self.exit_event, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                wait = None
                if parser.is_waiting:
                    wait = _AFTER_ESC
                text = ""
                if self.fileno in [key.fd for key, _ in selector.select(wait)]:
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._app.exit)
                        return
                    text = decode(data)
                if text:
                    for event in parser.feed(text):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """Return the bytes that were typed, b"" if the terminal is gone."""
        try:
            return os.read(self.fileno, _READ)
        except OSError as why:
            if why.errno != errno.EIO:
                raise
            return b""

    def _sigcont_application(self, *_: object) -> None:
        """Return to the application mode after Ctrl-Z, and do nothing at any other time.

        The kernel sends SIGCONT also when it closes the terminal: the program is ending then.
        """
        if self._must_signal_resume:
            super()._sigcont_application()


def driver_for(text: TerminalText) -> type[TerminalDriver]:
    """Return a class of drivers for a terminal that can show this text."""

    class Driver(TerminalDriver):
        terminal_text = text

    return Driver


class _End(threading.Event):
    """An event on which a selector can wait: its file is readable while it is set."""

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = os.pipe()

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._reader

    def set(self) -> None:
        """Set the event, and wake the thread that waits."""
        if not self.is_set():
            super().set()
            os.write(self._writer, b".")

    def clear(self) -> None:
        """Clear the event."""
        if self.is_set():
            os.read(self._reader, 1)
            super().clear()


class _Output:
    """A text file that sends only changed cells, and nothing once its terminal is gone.

    Every other error is raised.
    """

    def __init__(self, file: IO[str], cells: ChangedCells, terminal_text: TerminalText) -> None:
        self._file = file
        self._text = terminal_text
        self._cells = cells
        self._gone = False

    def write(self, text: str) -> int:
        """Write a text, or nothing if the terminal is gone; return its length."""
        if not self._gone:
            try:
                self._file.write(self._cells.less(self._text.of(text)))
            except OSError as why:
                self._note(why)
        return len(text)

    def flush(self) -> None:
        """Send the buffer to the terminal, if it is still there."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError as why:
                self._note(why)

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Return whether the file is a terminal."""
        return self._file.isatty()

    def _note(self, why: OSError) -> None:
        if why.errno != errno.EIO:
            raise why
        self._gone = True
