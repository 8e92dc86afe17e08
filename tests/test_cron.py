"""Commands from cron: their exit statuses, and the recipes of the manual in cron's environment."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.sources import listing
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.conftest import SEEDS, in_place_of_arxiv

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
INSTALL = ROOT / "arxtui" / "manual" / "install.md"
PAGE = ROOT / "arxtui" / "manual" / "commands.md"
TITLE = "Généralisation of Splatting"
SEEDED = listing.read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "seeds").papers


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """Return arXiv on the loopback, of which a watch rule matches the first paper."""
    papers = [SEEDED[0]._replace(title=TITLE), *SEEDED[1:10]]
    with in_place_of_arxiv(monkeypatch, papers) as server:
        yield server


def test_the_exit_status_of_list_shows_whether_there_are_papers(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--library", str(folder), "list"]
    assert run([*words, "is:starred"]) == 0
    assert run([*words, "--exit-code", "is:starred"]) == 1
    assert run([*words, "--exit-code", "--json", "is:starred"]) == 1
    assert run([*words, "--exit-code", "is:unread"]) == 0
    assert run([*words, "--exit-code"]) == 0
    capsys.readouterr()
    assert run([*words, "--exit-code", "is:nonsense"]) == 2
    assert "takes starred" in capsys.readouterr().err


def test_a_problem_is_reported_beside_the_listed_papers(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "marks").mkdir(exist_ok=True)
    (folder / "marks" / "x-0001.2026.jsonl").write_text("no line\n")
    words = ["--library", str(folder), "list"]
    assert run([*words, "is:unread"]) == 1
    assert run([*words, "--exit-code", "is:unread"]) == 0
    assert "not JSON" in capsys.readouterr().err


def test_the_exit_status_of_fetch_shows_whether_papers_arrived(
    arxiv: ArxivServer,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ["--library", str(folder), "fetch", "cs.CV", "--new", "--quiet"]
    assert run([*words, "--exit-code"]) == 0
    assert run([*words, "--exit-code"]) == 1
    assert run(words) == 0
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("ARXTUI_ARXIV", "http://127.0.0.1:9")
    assert run([*words, "--exit-code"]) == 2


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"))


class Home:
    """The home of somebody with a crontab: its programs, settings and mails."""

    def __init__(self, path: Path, arxiv: str) -> None:
        self.path = path
        self.arxiv = arxiv
        self.programs = path / ".local" / "bin"
        self.programs.mkdir(parents=True)
        python = shlex.quote(sys.executable)
        self.write("arxtui", f'#!/bin/sh\nexec {python} -m arxtui "$@"\n')
        for name in ("sendmail", "mail"):
            keeps = f'printf "%s\\n" "$*" > ~/{name}.words\ncat > ~/{name}.in\n'
            self.write(name, f"#!/bin/sh\n{keeps}")
        settings = path / ".config" / "arxtui" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('categories = ["cs.CV"]\n[watch]\nsplatting = "ti:splatting"\n')

    def write(self, name: str, text: str) -> Path:
        program = self.programs / name
        program.write_text(text)
        program.chmod(0o755)
        return program

    def run(self, line: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command line as cron does: by sh, with nearly no environment."""
        env = {"HOME": str(self.path), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
        env["ARXTUI_ARXIV"] = self.arxiv
        return subprocess.run(["/bin/sh", "-c", line], env=env, capture_output=True, cwd=self.path)


@pytest.fixture
def home(tmp_path: Path, arxiv: ArxivServer) -> Home:
    return Home(tmp_path / "home", arxiv.address)


def test_the_crontab_line_prints_new_papers_only_once(home: Home) -> None:
    (block,) = blocks("cron")
    mail_to, line = block.splitlines()
    assert mail_to.startswith("MAILTO=")
    assert "%" not in line  # which cron takes for the end of a line
    command = line.split(maxsplit=5)[5]
    first = home.run(command)
    assert (first.returncode, first.stderr) == (0, b"")
    shown = first.stdout.decode().splitlines()
    assert [line.split("\t")[2] for line in shown] == [TITLE]
    again = home.run(command)
    assert (again.returncode, again.stdout, again.stderr) == (1, b"", b"")


def test_the_script_mails_each_watched_paper_only_once(home: Home) -> None:
    (script,) = [block for block in blocks("sh") if "sendmail" in block]
    program = home.write("arxiv-mail", script)
    sent = home.run(str(program))
    assert (sent.returncode, sent.stdout, sent.stderr) == (0, b"", b"")
    mail = message_from_bytes((home.path / "sendmail.in").read_bytes(), policy=default)
    assert mail["To"] == "you@example.org"
    assert mail["Subject"] == "arXiv: 1 watched papers"
    text = mail.get_payload(decode=True).decode(mail.get_content_charset())  # type: ignore
    assert TITLE in text
    assert "!splatting" in text
    assert (home.path / "sendmail.words").read_text() == "-t -i\n"
    (home.path / "sendmail.in").unlink()
    again = home.run(str(program))
    assert (again.returncode, again.stdout, again.stderr) == (1, b"", b"")
    assert not (home.path / "sendmail.in").exists()


def test_the_script_never_runs_a_title_as_a_shell_command(home: Home, arxiv: ArxivServer) -> None:
    evil = "Splatting $(touch owned) `touch owned` \\$HOME '\"; touch owned"
    arxiv.papers[0] = arxiv.papers[0]._replace(title=evil)
    (script,) = [block for block in blocks("sh") if "sendmail" in block]
    assert home.run(str(home.write("arxiv-mail", script))).returncode == 0
    assert "$(touch owned)" in (home.path / "sendmail.in").read_text()
    assert not (home.path / "owned").exists()


def test_the_crontab_line_for_mail_prints_the_papers(home: Home) -> None:
    (script,) = [block for block in blocks("sh") if "sendmail" in block]
    found = re.search(r"`(printf '%s.n' \"\$papers\" \| mail [^`]*)`", PAGE.read_text("utf-8"))
    assert found is not None
    with_mail = script[: script.index("sendmail")] + found[1] + "\n"
    assert home.run(str(home.write("arxiv-mail", with_mail))).returncode == 0
    assert TITLE in (home.path / "mail.in").read_text("utf-8")
    assert (home.path / "mail.words").read_text() == "-s arXiv: watched papers you@example.org\n"


def test_the_script_reports_a_missing_network(home: Home, arxiv: ArxivServer) -> None:
    (script,) = [block for block in blocks("sh") if "sendmail" in block]
    home.arxiv = "http://127.0.0.1:9"
    failed = home.run(str(home.write("arxiv-mail", script)))
    assert failed.returncode == 2
    assert b"arXiv cannot be reached" in failed.stderr
    assert not (home.path / "sendmail.in").exists()


@pytest.mark.parametrize("page", [README, INSTALL], ids=["README", "install"])
def test_the_pages_write_units_for_systemd(home: Home, page: Path) -> None:
    text = page.read_text("utf-8")
    lines = re.findall(r"(?m)^(?:mkdir -p ~/.config/systemd|printf '\[).*$", text)
    assert len(lines) == 3
    assert home.run("\n".join(lines)).stderr == b""
    units = home.path / ".config" / "systemd" / "user"
    service = (units / "arxtui.service").read_text()
    timer = (units / "arxtui.timer").read_text()
    assert service.splitlines()[-1] == "ExecStart=%h/.local/bin/arxtui fetch --quiet"
    assert timer.splitlines()[:2] == ["[Timer]", "OnCalendar=06:30"]
    assert timer.splitlines()[-2:] == ["[Install]", "WantedBy=timers.target"]


@pytest.mark.parametrize("page", [README, INSTALL], ids=["README", "install"])
def test_the_cron_line_of_the_pages_fetches(home: Home, arxiv: ArxivServer, page: Path) -> None:
    text = page.read_text("utf-8")
    line = re.search(r"30 6 \* \* \*  ([^`\n]+)", text)
    assert line
    fetched = home.run(line[1])
    assert (fetched.returncode, fetched.stdout, fetched.stderr) == (0, b"", b"")
    assert "cat:cs.CV" in arxiv.asked[0].replace("%3A", ":")


def test_the_systemd_units_name_the_script() -> None:
    service, timer = blocks("ini")
    assert "ExecStart=%h/.local/bin/arxiv-mail" in service.splitlines()
    assert "SuccessExitStatus=1" in service.splitlines()  # nothing new is no failure
    assert "OnCalendar=Mon..Fri 07:30" in timer.splitlines()
