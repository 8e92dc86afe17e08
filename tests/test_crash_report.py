"""After a crash the terminal is restored, the status is not 0, and a report is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from arxtui import crash_report
from arxtui.cli import run
from arxtui.store import Library
from arxtui.ui.editor import edit
from tests.screen import Driver, drive
from tests.terminal import LEFT, Terminal

FAULTY = """
import sys, textual.app, webbrowser, argparse
class Browser:
    def open(self, url): raise KeyError("Generalized Category Discovery " + url)
def copy(self, text): raise TypeError("a mistake of a library")
def parse(self, *args): raise ValueError("Generalized Category Discovery \\x1b[31m")
webbrowser.get = lambda *_: Browser()
textual.app.App.copy_to_clipboard = copy
if "stats" in sys.argv: argparse.ArgumentParser.parse_known_args = parse
from arxtui.__main__ import main
sys.exit(main())
"""
"""arxtui among failing libraries: browser (in a worker), clipboard (in a key's turn), parser."""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """The folder of the reports."""
    return tmp_path / "state" / "arxtui" / "crashes"


def process(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FAULTY, *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("keys", "kind", "where"),
    [("yi", "TypeError", "copy_to_clipboard"), ("o", "KeyError", "browse")],
)
def test_an_exception_restores_the_terminal_and_is_reported(
    folder: Path, seeded: Library, reports: Path, keys: str, kind: str, where: str
) -> None:
    terminal = Terminal("--library", str(folder), script=FAULTY)
    try:
        terminal.until(b"90 of 90 unread")
        terminal.until(b"help")
        terminal.type("s")
        terminal.until(b"starred")
        terminal.type(keys)
        status = terminal.end()
    finally:
        terminal.close()
    assert os.waitstatus_to_exitcode(status) == 1
    restored, _, after = terminal.seen.partition(LEFT)
    assert b"\x1b[?25h" in restored + after  # the cursor is shown
    assert b"\x1b[?1000l" in restored + after  # the mouse is the terminal's again
    [report] = reports.glob("*.txt")
    assert f"stopped by an error of its own: {kind}".encode() in after
    assert str(report).encode() in after
    assert where in report.read_text()
    assert Library(folder, "test-0001").marks.starred() == ["2310.19210"]


def test_an_exception_in_a_command_is_reported_and_shows_no_text(
    folder: Path, seeded: Library, reports: Path
) -> None:
    done = process("stats", "--library", str(folder))
    [report] = reports.glob("*.txt")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "arxtui: stopped by an error of its own: ValueError in <string>:6 parse",
        f"The marks are saved. A report without any text of papers: {report}",
    ]


def test_the_next_start_mentions_the_report_once(
    folder: Path, seeded: Library, reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process("stats", "--library", str(folder))
    [report] = reports.glob("*.txt")
    line = f"arxtui stopped with an error last time: a report that you can send lies at {report}\n"
    assert run(["--library", str(folder), "list", "--ids"]) == 0
    assert capsys.readouterr().err == line
    assert run(["--library", str(folder), "list", "--ids"]) == 0
    assert capsys.readouterr().err == ""
    assert report.exists()


def test_the_next_screen_mentions_the_report(folder: Path, seeded: Library, reports: Path) -> None:
    process("stats", "--library", str(folder))
    for text in (b"stopped with an error last time", b"90 of 90 unread"):
        terminal = Terminal("--library", str(folder))
        try:
            terminal.until(b"90 of 90 unread")
            terminal.until(b"help")
            terminal.until(text)
            terminal.type("q")
            assert terminal.end() == 0
        finally:
            terminal.close()
    assert b"last time" not in terminal.seen


def test_a_closed_terminal_is_no_crash(folder: Path, seeded: Library, reports: Path) -> None:
    terminal = Terminal("--library", str(folder))
    terminal.until(b"90 of 90 unread")
    terminal.until(b"help")
    terminal.type("s")
    terminal.until(b"starred")
    status = terminal.hang_up()
    assert os.waitstatus_to_exitcode(status) == 0
    assert not list(reports.glob("*"))
    assert Library(folder, "test-0001").marks.starred() == ["2310.19210"]


def raised(fault: Exception, cause: Exception | None = None) -> Exception:
    """An exception that was raised."""
    try:
        raise fault from cause
    except type(fault) as caught:
        return caught


@pytest.mark.parametrize(
    "fault",
    [
        KeyError("A Secret Title"),
        ValueError("A Secret Title"),
        OSError(2, "No such file", "/home/me/A Secret Title.bib"),
        UnicodeDecodeError("utf-8", b"A Secret Title", 0, 1, "A Secret Title"),
        RuntimeError("A Secret Title"),
        raised(TypeError("unhashable"), KeyError("A Secret Title")),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_report_quotes_no_paper_and_no_path(tmp_path: Path, fault: Exception) -> None:
    text = crash_report.report(raised(fault))
    assert "Secret" not in text
    assert "/home" not in text
    assert str(tmp_path) not in text
    assert str(Path(__file__).parent.parent) not in text
    assert type(fault).__name__ in text
    assert "test_crash_report.py:" in text


def test_reports_are_few_and_private(reports: Path) -> None:
    for number in range(crash_report.MOST + 5):
        crash_report.keep(raised(IndexError(f"number {number}")))
    kept = sorted(reports.glob("*.txt"))
    assert len(kept) == crash_report.MOST
    assert "number 14" in kept[-1].read_text()
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert reports.stat().st_mode & 0o777 == 0o700


def test_an_exception_gets_a_single_report_although_it_is_handled_twice(reports: Path) -> None:
    fault = raised(IndexError("x"))
    assert crash_report.keep(fault) == crash_report.keep(fault)
    assert len(list(reports.glob("*.txt"))) == 1


def test_a_report_that_cannot_be_written_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    lines = crash_report.stopped_by(raised(IndexError("x")))
    assert lines[1].startswith("no report could be written: ")
    assert f"{crash_report.folder()}" in lines[1]
    assert "IndexError: x" in lines[2]
    assert crash_report.unseen() is None


def test_a_single_problem_is_reported_until_the_problems_are_listed(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        assert user.message.startswith("1 problem (!) · ")
        await user.press("j")
        assert user.message.startswith("1 problem (!) · ")
        await user.press("exclamation_mark")
        assert "Problems" in user.text()
        assert user.message == ""

    seeded.act(["2310.19210"], {"star": True}).wait()
    path = next(seeded.path.glob("marks/*.jsonl"))
    with path.open("ab") as file:
        file.write(b"{damaged}\n")
    drive(Library(seeded.path, "test-0001"), play)


@pytest.mark.parametrize(
    ("editor", "reason"),
    [
        ("vi '", "is not a command: No closing quotation"),
        (
            f"{sys.executable} -c \"import sys; open(sys.argv[1], 'wb').write(b'\\xff')\"",
            "not UTF-8",
        ),
        (f"{sys.executable} -c 'raise SystemExit(3)'", r"failed \(exit status 3\)"),
        ("no-such-editor", "cannot be started .No such file.*set EDITOR, or use arxtui note"),
    ],
)
def test_a_failing_editor_is_no_crash(
    monkeypatch: pytest.MonkeyPatch, editor: str, reason: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(OSError, match=reason):
        edit("a note")
