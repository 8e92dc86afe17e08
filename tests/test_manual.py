"""`arxtui help`: the manual in a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from arxtui.__main__ import main
from arxtui.cli import manual, run


def on_a_terminal(topic: str, columns: int) -> str:
    """Return the output of `arxtui help TOPIC` on a terminal of this width."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "arxtui", "help", topic]
    process = subprocess.Popen(command, stdout=theirs, env=env)
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:
        pass  # Linux: the other end is closed
    os.close(ours)
    assert process.wait() == 0
    return written.decode("utf-8")


@pytest.mark.parametrize("topic", manual.TOPICS)
def test_in_a_pipe_a_page_is_printed_as_markdown(
    topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["help", topic]) == 0
    assert capsys.readouterr().out == manual.page(topic)


@pytest.mark.parametrize("columns", [60, 200])
def test_a_page_on_a_terminal_is_rendered_and_fits(columns: int) -> None:
    written = on_a_terminal("search", columns)
    assert "Search and queries" in written
    assert "| query |" not in written
    assert not re.search(r"\x1b(?!\[[\d;]*m)", written)
    plain = re.sub(r"\x1b\[[\d;]*m", "", written)
    assert max(len(line) for line in plain.splitlines()) <= min(columns, 100)


def test_without_a_topic_all_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()[1:-1]] == list(manual.TOPICS)


def test_for_an_unknown_page_the_nearest_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "seach"]) == 2
    assert "Did you mean search?" in capsys.readouterr().err


def test_on_windows_a_sentence_is_printed_instead_of_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert main() == 2
    assert (
        capsys.readouterr().err == "arxtui runs on Linux and macOS; on Windows, install it in WSL\n"
    )
