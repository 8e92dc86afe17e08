"""The table of commands: its groups in `arxtui --help`, and every example of every command, run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from arxtui import locations
from arxtui.cli import run
from arxtui.cli.commands import COMMANDS, Group
from arxtui.cli.grammar import command_parser
from arxtui.cli.terminal import DONE, NOTHING
from arxtui.network import arxiv_client
from arxtui.sources import listing
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.conftest import SEEDS

EXAMPLES = [(name, example) for name, each in COMMANDS.items() for example in each.examples]
PDF = b"%PDF-1.5\n%%EOF\n"
ONE = "2310.19231"
TWO = "2310.19210"


def test_the_help_lists_every_command_under_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    starts = [lines.index(f"{group}:") for group in get_args(Group)]
    assert starts == sorted(starts)
    for start, group in zip(starts, get_args(Group), strict=True):
        block = lines[start + 1 : lines.index("", start)]
        names = [name for name, command in COMMANDS.items() if command.group == group]
        assert [line.split()[0] for line in block] == names


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_its_two_examples(name: str) -> None:
    lines = command_parser(name).format_help().splitlines()
    examples = COMMANDS[name].examples
    assert lines[-3:] == ["examples:", *[f"  {line}" for line in examples]]
    assert all(f"arxtui {name}" in line for line in examples)
    assert len(set(examples)) == 2


@pytest.fixture
def folder_of_examples(
    tmp_path: Path, folder: Path, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A library with marks, and files, such as the examples speak of."""
    seeded.act([ONE], {"star": True, "#thesis": True, "#nerf": True, "pile": "later"})
    seeded.act([TWO], {"star": True, "note": "read this"})
    seeded.undo()
    seeded.close()
    monkeypatch.setenv("ARXTUI_LIBRARY", str(folder))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "listings").mkdir()
    (tmp_path / "listings" / "day.md").write_bytes(next(SEEDS.glob("*.md")).read_bytes())
    (tmp_path / "refs.bib").write_text("@misc{x, title={X}, author={Y}, eprint={2310.19223}}\n")
    program = tmp_path / "bin" / "arxtui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m arxtui "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(arxiv_client, "COURTESY", 0.0)
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'[pdf]\nfolder = "{tmp_path}/papers"\n[commands]\npapis = ["true", "{{id}}"]\n'
    )
    return tmp_path


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_every_example_runs(
    folder_of_examples: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    example: str,
) -> None:
    papers = listing.read(next(SEEDS.glob("*.md")).read_bytes(), "seeds").papers
    with ArxivServer(papers) as arxiv:
        monkeypatch.setenv("ARXTUI_ARXIV", arxiv.address)
        arxiv.pdfs = {f"{paper.id}v{paper.version}": PDF for paper in papers}
        if "|" in example or "$" in example:
            shell = subprocess.run(["sh", "-c", example], capture_output=True, text=True)
            assert (shell.returncode, shell.stderr) == (DONE, "")
            return
        status = run([os.path.expanduser(word) for word in shlex.split(example)[1:]])
    error = capsys.readouterr().err
    if name == "open":
        assert "the screen needs a terminal" in error
        assert status == NOTHING
    else:
        assert status == DONE, error
