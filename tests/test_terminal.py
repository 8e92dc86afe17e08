"""The program in a real terminal: its screen, the state after a kill, the terminal at its end."""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import signal
import struct
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from arxtui import loader
from arxtui.store import Library
from tests.conftest import SEEDS
from tests.needs import need_terminal
from tests.terminal import ESC_DELAY, LEFT, Terminal


@pytest.fixture
def terminal(folder: Path, seeded: Library) -> Iterator[Terminal]:
    """Return the program on the seeds, after its first frame."""
    made = Terminal("--library", str(folder))
    try:
        made.until(b"90 of 90 unread")
        made.until(b"help")
        yield made
    finally:
        made.close()


def test_a_star_set_in_a_terminal_is_stored(terminal: Terminal, folder: Path) -> None:
    terminal.type("j")
    terminal.until(b"Anti-noise")
    terminal.type("s")
    terminal.until(b"starred")
    terminal.type("q")
    assert terminal.end() == 0
    assert LEFT in terminal.seen
    assert Library(folder, "test-0001").marks.starred() == ["2310.19223"]


def test_a_star_survives_kill_9(terminal: Terminal, folder: Path) -> None:
    terminal.type("s")
    terminal.until(b"starred")
    os.kill(terminal.pid, signal.SIGKILL)
    assert os.WTERMSIG(terminal.end()) == signal.SIGKILL
    assert Library(folder, "test-0001").marks.starred() == ["2310.19210"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_clean_terminal_and_all_marks(
    terminal: Terminal, folder: Path, number: int
) -> None:
    terminal.type("s")
    terminal.until(b"starred")
    terminal.seen = b""
    os.kill(terminal.pid, number)
    terminal.end()
    assert LEFT in terminal.seen
    assert Library(folder, "test-0001").marks.starred() == ["2310.19210"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_during_the_start_leaves_a_clean_terminal(
    folder: Path, seeded: Library, number: int
) -> None:
    """The signal arrives as soon as the program has changed the terminal."""
    seeded.close()
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"\x1b[?1049h")
        os.kill(terminal.pid, number)
        assert terminal.end() == 0
        assert LEFT in terminal.seen
    finally:
        terminal.close()


def test_ctrl_c_quits_at_once(terminal: Terminal) -> None:
    terminal.type("\x03")
    assert terminal.end() == 0
    assert LEFT in terminal.seen


def test_a_text_browser_has_the_terminal_until_it_ends(
    folder: Path, seeded: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    lines = ["#!/bin/sh", "trap 'echo INTERRUPTED' INT", 'echo "PAGE $1"']
    lines += ['while [ "$line" != q ]; do read line; done', 'echo "GOT $line"']
    (tmp_path / "w3m").write_text("\n".join([*lines, ""]))
    (tmp_path / "w3m").chmod(0o755)
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"90 of 90 unread")
        terminal.type("o")
        terminal.until(b"PAGE https://arxiv.org/abs/2310.19210v")
        assert LEFT in terminal.seen
        terminal.type("\x03")  # for the browser alone
        terminal.until(b"INTERRUPTED")
        terminal.type("q\n")
        terminal.until(b"GOT q")
        terminal.until(b"opened https://arxiv.org/abs/2310.19210v")
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_a_crashed_screen_exits_with_an_error_status(folder: Path, seeded: Library) -> None:
    died = (
        "import textual.app as t; t.App.copy_to_clipboard = None; import sys; from arxtui.cli"
        " import run; "
    )
    terminal = Terminal("--library", str(folder), script=f"{died}sys.exit(run(sys.argv[1:]))")
    try:
        terminal.until(b"90 of 90 unread")
        terminal.type("yi")
        assert os.waitstatus_to_exitcode(terminal.end()) == 1
        assert LEFT in terminal.seen
    finally:
        terminal.close()


def test_no_key_is_lost_when_many_are_typed_at_once(terminal: Terminal) -> None:
    terminal.type("/au:schmitt/x")
    terminal.until(b"schmitt/x")


def test_no_payload_of_a_paper_reaches_the_terminal(folder: Path, tmp_path: Path) -> None:
    """OSC 52 would write the clipboard, CSI would colour, C1 and bidi would turn the line round."""
    payloads = [
        "\x1b]52;c;ZXZpbA==\x07",
        "\x1b[5n",
        "\x9b31m",
        "\x7f",
        "\u202e",
        "[red]",
        "[@click=app.quit]x[/]",
    ]
    text = (SEEDS / "cs.CV-2023-10-30.md").read_text("utf-8")
    text = text.replace("### Generalized", "### " + "".join(payloads) + "Generalized", 1)
    text = text.replace("Authors**: Xiangli", "Authors**: " + "".join(payloads) + "Xiangli", 1)
    text = text.replace(
        "Summary**: Generalized", "Summary**: " + "".join(payloads) + "Generalized", 1
    )
    (tmp_path / "evil.md").write_text(text, "utf-8")
    made = Library(folder, "test-0001")
    loader.load(made, [str(tmp_path / "evil.md")])
    made.close()
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"90 of 90 unread")
        terminal.until(b"[@click=app.quit]x[/]")
        everything = terminal.seen
        for keys, drawn in (("s", b"starred"), ("\r", b"sparse"), ("?", b"MOVE")):
            terminal.type(keys)
            terminal.until(drawn)
            everything += terminal.seen
    finally:
        terminal.close()
    for payload in payloads[:5]:
        assert payload.encode() not in everything
    assert b"ZXZpbA==" in everything  # as text


def test_after_ctrl_z_and_resume_every_row_is_painted(terminal: Terminal) -> None:
    terminal.type("s")
    terminal.until(b"starred")
    terminal.type("\x1a")
    terminal.until(LEFT)
    os.waitpid(terminal.pid, os.WUNTRACED)
    terminal.seen = b""
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until(b"ROME")
    terminal.until(b"Fairness")
    terminal.type("q")
    assert terminal.end() == 0


def test_a_closed_terminal_ends_the_program(terminal: Terminal, folder: Path) -> None:
    """The kernel sends SIGCONT with SIGHUP, and nothing can be written any more."""
    terminal.type("s")
    terminal.until(b"starred")
    for _ in range(3):
        terminal.seen = b""
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.type("j")
        terminal.until(b"\x1b[")
    assert os.waitstatus_to_exitcode(terminal.hang_up()) == 0
    assert Library(folder, "test-0001").marks.starred() == ["2310.19210"]


def test_a_note_is_written_in_the_editor(
    folder: Path, seeded: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = (
        tmp_path / "editor.py"
    )  # run by Python: the folder for temporary files may be mounted noexec
    note = "read \x1b[31m again\nand the code"
    editor.write_text(f"import sys\nopen(sys.argv[1], 'w').write({note!r})\n")
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(editor)]))
    monkeypatch.delenv("VISUAL", raising=False)
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"help")
        terminal.type("m")
        terminal.until(b"note saved: Generalized")
        terminal.type("q")
        assert terminal.end() == 0
        assert b"\x1b[31m again" not in terminal.seen
    finally:
        terminal.close()
    assert Library(folder, "test-0001").marks.of("2310.19210").note == note


def test_an_editor_that_fails_changes_nothing(
    folder: Path, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-c", "raise SystemExit(1)"]))
    monkeypatch.delenv("VISUAL", raising=False)
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"help")
        terminal.type("m")
        terminal.until(b"note unchanged: ")
        terminal.type("s")
        terminal.until(b"starred")
    finally:
        terminal.close()
    assert Library(folder, "test-0001").marks.of("2310.19210").note is None


def test_the_size_may_change_at_any_moment(terminal: Terminal, folder: Path) -> None:
    for columns, lines in ((40, 10), (200, 60), (1, 1), (60, 20), (120, 24), (80, 24)):
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.kill(terminal.pid, signal.SIGWINCH)
        for keys in (
            "jDk",
            "\x1b",
            "/ab",
            "\x1b",
            "zzT T",
        ):  # an Esc with a letter behind it would be Alt
            terminal.type(keys)
            if keys == "\x1b":
                terminal.quiet(15 * ESC_DELAY / 1000)
    terminal.quiet()
    terminal.type("s")
    terminal.until(b"starred")
    terminal.type("\x03")
    assert terminal.end() == 0


def test_a_key_sends_little_more_than_its_change(terminal: Terminal) -> None:
    """Bytes on a slow line: rows that stay are not sent again."""
    terminal.quiet()
    for key, most in (("s", 6_000), ("J", 5_000), ("j", 7_000)):
        terminal.type(key)
        terminal.quiet()
        assert 0 < len(terminal.seen) <= most, f"{key}: {len(terminal.seen)} bytes"


def test_an_unusable_terminal_is_reported(folder: Path, seeded: Library) -> None:
    need_terminal()
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(
            sys.executable,
            [sys.executable, "-m", "arxtui", "--library", str(folder)],
            {**os.environ, "TERM": "dumb"},
        )
    assert b"TERM=dumb" in os.read(fd, 4096)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 2
    os.close(fd)
