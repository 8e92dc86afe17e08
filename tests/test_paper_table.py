"""`list` on a terminal: a table that fits its width; in a pipe lines, as ever."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from arxtui.cli import run
from arxtui.store import Library
from tests.terminal import TRUE_COLOUR, Terminal

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def listed(*words: str, width: int = 80, colour: bool = True) -> list[str]:
    """Return the lines of `arxtui list` on a terminal of this width."""
    env = {**TRUE_COLOUR, "COLUMNS": str(width)}
    if not colour:
        env["NO_COLOR"] = "1"
    terminal = Terminal(*words, env=env)
    try:
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        assert os.waitstatus_to_exitcode(terminal.end()) == 0
    finally:
        terminal.close()
    return terminal.seen.decode().replace("\r\n", "\n").split("\n")[:-1]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_table_fits_the_terminal(folder: Path, seeded: Library, width: int) -> None:
    seeded.act(["2310.19210"], {"star": True, "#category": True, "pile": "later"}).wait()
    lines = listed("--library", str(folder), "list", width=width)
    assert len(lines) == 90
    plain = [COLOUR.sub("", line) for line in lines]
    assert {cell_len(line.rstrip()) <= width for line in plain} == {True}
    assert plain[0].startswith("2310.19210  later ★ #")
    begin = plain[0].index("Gene")
    assert {line[begin - 1] for line in plain} == {" "}  # every title begins in one column
    assert {line[begin] != " " for line in plain} == {True}
    assert lines[0] != plain[0]
    assert ("Yang" in plain[0]) == (width >= 60)


def test_with_no_color_the_table_has_no_colour(folder: Path, seeded: Library) -> None:
    lines = listed("--library", str(folder), "list", "-n", "3", colour=False)
    assert len(lines) == 3
    assert not any(re.search(r"\x1b\[[0-9;]*3[0-7]", line) for line in lines)


def test_in_a_pipe_list_prints_lines_with_tabs(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "list", "-n", "1"]) == 0
    line = capsys.readouterr().out
    assert line.startswith("2310.19210\tunread\tGeneralized Category Discovery")
