"""From exec to the first painted list, beside a bare Textual app with the same list.

    python tests/bench/start.py [--library DIR] [-n RUNS]

Each program runs on a pseudo-terminal of 80x24; the clock stops when a title is on the screen. CPU
is the CPU time of the process until then. Unset PYTHONDONTWRITEBYTECODE first: without .pyc files
this measures the compiler.
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
import time
from pathlib import Path

BARE = """
import gc
gc.disable()
from textual.app import App
from textual.widgets import Input, Footer
from arxtui.model import Entry, Head, UNMARKED
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.panes.paper_list import PaperList

class Bare(App):
    CSS = "PaperList { height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield PaperList()
        yield Footer()
        yield Input()
    def on_mount(self):
        titles = [f"Title of paper number {n}" for n in range(90)]
        heads = [
            Head(title, 1, "", "", "", title, "A B, C D", "", "", "", "", title, "")
            for title in titles
        ]
        self.query_one(PaperList).show(ListContent([Entry(head, UNMARKED) for head in heads]))

gc.freeze()
gc.enable()
Bare().run()
"""


def until(command: list[str], text: bytes, typed: bytes = b"") -> tuple[float, ...]:
    """Return (wall seconds, CPU seconds) from exec to a text on the screen; kill the program."""
    began = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    read_until(fd, text)
    wall = time.perf_counter() - began
    tasks = Path(f"/proc/{pid}/task")
    spent = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir())
    memory = [resident(pid)]
    if typed:  # a search for a word with a typo reads all heads and makes the vocabulary
        os.write(fd, typed)
        read_until(fd, b"close:")
        memory.append(resident(pid))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return wall, spent / 1e9, *memory


def read_until(fd: int, text: bytes) -> None:
    """Read the output of a program until a text is in it."""
    seen = b""
    while text not in seen:
        if not select.select([fd], [], [], 30)[0]:
            raise SystemExit(f"never written: {text!r}; the last was {seen[-300:]!r}")
        seen += os.read(fd, 65536)


def resident(pid: int) -> float:
    """Return the megabytes of memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def main() -> None:
    """Run both in turn and print medians and the ratio pair by pair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", default=tempfile.mkdtemp() + "/library")
    parser.add_argument("-n", type=int, default=15)
    args = parser.parse_args()
    ours = [sys.executable, "-m", "arxtui", "--library", args.library]
    os.system(f"{sys.executable} -m arxtui list -n 1 --library {args.library} >/dev/null")
    bare = [sys.executable, "-c", BARE]
    pairs = []
    for run in range(args.n + 1):
        pair = until(ours, b"unread"), until(bare, b"Title of paper number")
        if run:
            pairs.append(pair)
    for name, at in (("wall", 0), ("CPU", 1)):
        ratios = sorted(one[at] / other[at] for one, other in pairs)
        print(
            f"{name}: arxtui {statistics.median(one[at] for one, _ in pairs) * 1000:.0f} ms, bare"
            f" {statistics.median(other[at] for _, other in pairs) * 1000:.0f} ms, ratio"
            f" {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)}"
            " pairs)"
        )

    first, searched = until(ours, b"unread", b"/difusoin")[2:]
    print(
        f"memory: {first:.1f} MB at the first painted list, {searched:.1f} MB after a search with a"
        " typo"
    )


if __name__ == "__main__":
    main()
