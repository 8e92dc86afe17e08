"""CPU of a key on the screen, beside the same key in a bare Textual app with the same list.

    python -m tests.bench.keys [--library DIR] [-n KEYS] [--zoom]

Both run on a pseudo-terminal of 80x24 and get the same keys in turns; the CPU of a key is the CPU
time of the process from the key until it is idle again. `j` moves the cursor, `s` stars. --zoom
shows the list alone: the bare app has no abstract to wrap and paint.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
from pathlib import Path

from tests.bench.start import BARE, read_until

KEYS = """
    BINDINGS = [("j", "go", ""), ("s", "mark", "")]
    def action_go(self):
        self.query_one(PaperList).move(1)
    def action_mark(self):
        self.query_one(PaperList).changed([self.query_one(PaperList).cursor])
    def on_mount(self):
        self.query_one(PaperList).focus()
"""


class Program:
    """A program on a pseudo-terminal."""

    def __init__(self, command: list[str], text: bytes) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        read_until(self.fd, text)
        self.rest()

    def rest(self) -> None:
        """Read until the program is idle."""
        while select.select([self.fd], [], [], 0.4)[0]:
            os.read(self.fd, 65536)

    def spent(self) -> float:
        """Return the milliseconds of CPU so far."""
        tasks = Path(f"/proc/{self.pid}/task")
        return (
            sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e6
        )

    def key(self, key: bytes) -> float:
        """Return the milliseconds of CPU of a key."""
        before = self.spent()
        os.write(self.fd, key)
        self.rest()
        return self.spent() - before


def main() -> None:
    """Press the same keys in both, in turns."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", default=tempfile.mkdtemp() + "/library")
    parser.add_argument("-n", type=int, default=20)
    parser.add_argument("--zoom", action="store_true")
    args = parser.parse_args()
    os.system(f"{sys.executable} -m arxtui list -n 1 --library {args.library} >/dev/null")
    bare = BARE.replace("    def on_mount(self):\n", KEYS, 1)
    ours = Program([sys.executable, "-m", "arxtui", "--library", args.library], b"unread")
    other = Program([sys.executable, "-c", bare], b"Title of paper number")
    if args.zoom:
        ours.key(b"z")
    for key in (b"j", b"s"):
        pairs = [(ours.key(key), other.key(key)) for _ in range(args.n + 3)][3:]
        ratios = sorted(one / two for one, two in pairs)
        mine, theirs = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
        print(
            f"{key.decode()}: arxtui {mine:.1f} ms, bare {theirs:.1f} ms, ratio"
            f" {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}, {len(pairs)}"
            " pairs)"
        )
    for program in (ours, other):
        os.kill(program.pid, signal.SIGKILL)
        os.waitpid(program.pid, 0)


if __name__ == "__main__":
    main()
