"""A pseudo-terminal with a program on it, for tests that look at bytes."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Mapping

from rich.cells import cell_len

from arxtui.ui.terminal_cells import of_blank, style_of_codes
from tests.needs import need_terminal

ESC_DELAY = 20  # milliseconds after which an Esc is a key by itself
LEFT = b"\x1b[?1049l"  # the alternate screen is left
TRUE_COLOUR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


TOKEN = re.compile(
    r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\x1b\[2J|\x1b\[\?1049[hl])|(\x1b\[\?\d+[hl])|(\n)|([^\x00-\x1f\x7f])"
)


class Shown:
    """The screen of a terminal: (sign, style) by place, and where its cursor is."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, object]] = {}
        self.place = (1, 1)
        self._codes = ""

    def write(self, text: str) -> None:
        """Take the output of a program."""
        for row, column, codes, clear, _, line, sign in TOKEN.findall(text):
            if row:
                self.place = (int(row), int(column))
            elif clear:
                self.cells.clear()
            elif line:
                self.place = (self.place[0] + 1, 1)
            elif sign:
                self._put(sign)
            elif codes or not sign:
                self._codes = f"{self._codes};{codes or 0}".strip(";")

    def _put(self, sign: str) -> None:
        style = style_of_codes(self._codes)
        if sign == " ":
            style = of_blank(style)
        row, column = self.place
        width = cell_len(sign)
        self.cells[row, column] = (sign, style)
        for more in range(1, width):
            self.cells[row, column + more] = ("", style)
        self.place = (row, column + width)

    def lines(self) -> str:
        """Return the rows as text."""
        rows: dict[int, dict[int, str]] = {}
        for (row, column), (sign, _) in self.cells.items():
            rows.setdefault(row, {})[column] = sign
        return "\n".join("".join(rows[row][at] for at in sorted(rows[row])) for row in sorted(rows))


class Terminal:
    """A program on a pseudo-terminal of 80x24."""

    def __init__(self, *words: str, env: Mapping[str, str] = TRUE_COLOUR, script: str = "") -> None:
        """Run arxtui, or a Python script, with these words; `env` is added to the environment."""
        need_terminal()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(
                os.environ["HOME"]
            )  # the test's own folder: a file that is typed without a folder lands there
            program = ["-c", script] if script else ["-m", "arxtui"]
            whole = {**os.environ, "ESCDELAY": f"{ESC_DELAY}", **env}
            os.execve(sys.executable, [sys.executable, *program, *words], whole)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""
        self.shown = Shown()
        self._shown_before = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, seconds: float = 20) -> bool:
        """Read output of the program; return False if it has ended or was silent for `seconds`."""
        try:
            ready = select.select([self.fd], [], [], seconds)[0]
            data = os.read(self.fd, 65536) if ready else b""
        except OSError:
            data = b""
        self.seen += data
        self.shown.write(self._decoder.decode(data))
        return bool(data)

    def until(self, text: bytes) -> None:
        """Read until the program has written a text, or the screen shows it and did not before.

        The program writes only changed cells, so it may not write the whole text.
        """
        shown = text.decode()
        end = time.monotonic() + 30
        while text not in self.seen and not self._is_new(shown):
            assert self.read(), f"never saw {text!r} in {self.seen[-500:]!r}"
            assert time.monotonic() < end

    def _is_new(self, text: str) -> bool:
        return text not in self._shown_before and text in self.shown.lines()

    def type(self, keys: str) -> None:
        """Type keys; until() then looks only at output that follows."""
        self.seen = b""
        self._shown_before = self.shown.lines()
        os.write(self.fd, keys.encode())

    def quiet(self, seconds: float = 0.5) -> None:
        """Read until the program has written nothing for `seconds`."""
        while self.read(seconds):
            pass

    def end(self) -> int:
        """Read to the end; return the status with which the program ended."""
        while self.read():
            pass
        return self.ended()

    def ended(self) -> int:
        """Wait until the program has ended, a minute at most; return its status."""
        too_long = threading.Timer(60, os.kill, (self.pid, signal.SIGKILL))
        too_long.start()
        status = os.waitpid(self.pid, 0)[1]
        too_long.cancel()
        self.pid = 0
        return status

    def hang_up(self) -> int:
        """Close the terminal, as closing a window does; return the program's status."""
        os.close(self.fd)
        self.fd = -1
        return self.ended()

    def close(self) -> None:
        """End the program and close the terminal."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)
