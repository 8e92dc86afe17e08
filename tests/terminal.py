"""A pseudo-terminal with a program on it, for tests that look at bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Mapping

from tests.needs import need_terminal

ESC_DELAY = 20  # milliseconds after which an Esc is no longer the beginning of another key
LEFT = b"\x1b[?1049l"  # the alternate screen is left
TRUE_COLOUR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Terminal:
    """A program on a pseudo-terminal of 80x24."""

    def __init__(self, *words: str, env: Mapping[str, str] = TRUE_COLOUR, script: str = "") -> None:
        """Run arxtui, or a Python script, with these words; `env` is added to the environment."""
        need_terminal()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(os.environ["HOME"])  # the test's own folder: a file that is typed without a folder lands there
            program = ["-c", script] if script else ["-m", "arxtui"]
            whole = {**os.environ, "ESCDELAY": f"{ESC_DELAY}", **env}
            os.execve(sys.executable, [sys.executable, *program, *words], whole)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def read(self, seconds: float = 20) -> bool:
        """Take what the program writes; False when it has ended or is silent for so long."""
        try:
            ready = select.select([self.fd], [], [], seconds)[0]
            data = os.read(self.fd, 65536) if ready else b""
        except OSError:
            data = b""
        self.seen += data
        return bool(data)

    def until(self, text: bytes) -> None:
        """Read on until the program has written this."""
        end = time.monotonic() + 30
        while text not in self.seen:
            assert self.read(), f"never saw {text!r} in {self.seen[-500:]!r}"
            assert time.monotonic() < end

    def type(self, keys: str) -> None:
        """Type; what was written before counts no more."""
        self.seen = b""
        os.write(self.fd, keys.encode())

    def quiet(self, seconds: float = 0.5) -> None:
        """Read on until the program has written nothing for so long."""
        while self.read(seconds):
            pass

    def end(self) -> int:
        """Read to the end; return the status with which the program ended."""
        while self.read():
            pass
        return self.ended()

    def ended(self) -> int:
        """Wait until the program has ended and return its status; kill it if that takes a minute."""
        too_long = threading.Timer(60, os.kill, (self.pid, signal.SIGKILL))
        too_long.start()
        status = os.waitpid(self.pid, 0)[1]
        too_long.cancel()
        self.pid = 0
        return status

    def hang_up(self) -> int:
        """Close the terminal under the program, as a window is closed; return the program's status."""
        os.close(self.fd)
        self.fd = -1
        return self.ended()

    def close(self) -> None:
        """Whatever is left."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)
