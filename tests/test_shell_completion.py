"""The scripts of completion follow the grammar, and bash, zsh and fish complete by them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.store import Library
from tests.completions import FOLDER, SCRIPTS, commands, kind
from tests.terminal import Terminal


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_scripts_in_the_tree_are_generated_from_the_grammar(shell: str) -> None:
    """Red after a change of the grammar: `python -m tests.completions` writes them anew."""
    file, make = SCRIPTS[shell]
    assert (FOLDER / file).read_text("utf-8") == make()


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_is_printed(
    shell: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, _ = SCRIPTS[shell]
    assert run(["completion", shell]) == 0
    assert capsys.readouterr().out == (FOLDER / file).read_text("utf-8")
    assert not folder.exists()


def test_every_placeholder_of_the_grammar_is_completed_or_free_text() -> None:
    free = {"D", "N", "Q", "TEXT", ""}
    for command in commands():
        values = [*command.words, *(option.value for option in command.options if option.value)]
        for value in values:
            assert kind(value) != "nothing" or value in free, f"{command.name} {value}"


def test_ids_of_marked_papers_and_of_the_newest_day_are_offered(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded.act(["2310.19210"], {"star": True, "#nerf": True}).wait()
    assert run(["--library", str(folder), "completion", "ids"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 90
    assert lines[0].startswith("2310.19210\tGeneralized Category Discovery")
    assert run(["--library", str(folder), "completion", "tags"]) == 0
    assert capsys.readouterr().out == "nerf\n"


def test_completing_makes_no_library(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--library", str(folder), "completion", "ids"]) == 0
    assert capsys.readouterr().out == ""
    assert not folder.exists()


# In the shells themselves

BASH = """
source {script}
COMP_LINE={line!r}
COMP_POINT=${{#COMP_LINE}}
_arxtui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = """
import os
os.execvp("zsh", ["zsh", "-f", "-i"])
"""


@pytest.fixture
def shell_env(folder: Path, seeded: Library, tmp_path: Path) -> dict[str, str]:
    """An environment in which `arxtui` is this arxtui, with a tag and a star in its library."""
    tags = {"#nerf": True, "#gan": True, "#$(touch$IFS./owned)": True}
    seeded.act(["2310.19210"], {"star": True, **tags}).wait()
    other = tmp_path / "home" / "other"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("marks*", "backup"))
    another = Library(other, "test-0001")
    another.act(["2310.19210"], {"#other-tag": True}).wait()
    another.close()
    settings = tmp_path / "config" / "arxtui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[commands]\nopen-it = ["true"]\n')
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "arxtui").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m arxtui "$@"\n')
    (programs / "arxtui").chmod(0o755)
    root = str(FOLDER.parent.parent)
    return {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": root,
        "ARXTUI_LIBRARY": str(folder),
        "HOME": str(tmp_path / "home"),
        "OTHER": str(other),
    }


def completed(shell: str, text: str, env: dict[str, str], cwd: Path) -> list[str]:
    """Return the output of a shell for a script; skips the test where the shell is missing."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    words = {"bash": ["bash", "--norc"], "fish": ["fish", "--no-config"]}[shell]
    done = subprocess.run(
        [*words, "-c", text], env=env, cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("arxtui exp", ["export"]),
        ("arxtui list --or", ["--order"]),
        ("arxtui list --order ne", ["newest"]),
        ("arxtui list is:st", ["starred"]),
        ("arxtui list is:wa is:withd", ["withdrawn"]),
        ("arxtui list tag:ga", ["gan"]),
        ("arxtui list cat:cs.CV", ["cs.CV"]),
        ("arxtui list venu", ["venue:"]),
        ("arxtui run o", ["open-it"]),
        ("arxtui stats --we", ["--weeks"]),
        ("arxtui list --ex", ["--exit-code"]),
        ("arxtui load --ma", ["--marks"]),
        ("arxtui tag g", ["gan"]),
        ("arxtui --library {other} tag ", ["other-tag"]),
        ("arxtui --library={other} tag ", ["other-tag"]),
        ("arxtui --library ~/other tag ", ["other-tag"]),
        ("arxtui load my", ["my file.md"]),
        ("arxtui tag $", ["$(touch$IFS./owned)"]),
        ("arxtui tag gan 2310.19210", ["2310.19210"]),
        ("arxtui help mach", ["machines"]),
        ("arxtui fetch cs.CV hep-t", ["hep-th"]),
        ("arxtui export -f bib", ["bibtex"]),
        ("arxtui log ", [""]),
    ],
)
def test_bash_completes_commands_and_arguments(
    line: str, expected: list[str], shell_env: dict[str, str], tmp_path: Path
) -> None:
    line = line.format(other=shell_env["OTHER"])
    (tmp_path / "my file.md").write_text("")
    script = BASH.format(script=FOLDER / "arxtui.bash", line=line)
    assert completed("bash", script, shell_env, tmp_path) == expected
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("arxtui exp", {"export"}),
        ("arxtui list --or", {"--order"}),
        ("arxtui list --order ne", {"newest"}),
        ("arxtui list is:st", {"is:starred"}),
        ("arxtui list is:withd", {"is:withdrawn"}),
        ("arxtui list tag:ga", {"tag:gan"}),
        ("arxtui run o", {"open-it"}),
        ("arxtui load --ma", {"--marks"}),
        ("arxtui --library {other} untag oth", {"other-tag"}),
        ("arxtui --library ~/other untag oth", {"other-tag"}),
        ("arxtui tag ga", {"gan"}),
        ("arxtui star 2310.19210", {"2310.19210"}),
        ("arxtui help mach", {"machines"}),
    ],
)
def test_fish_completes_commands_and_arguments(
    line: str, expected: set[str], shell_env: dict[str, str], tmp_path: Path
) -> None:
    line = line.format(other=shell_env["OTHER"])
    script = f"source {FOLDER / 'arxtui.fish'}; complete -C {line!r}"
    lines = completed("fish", script, shell_env, tmp_path)
    assert {found.partition("\t")[0] for found in lines} == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("arxtui exp", b"ort"),
        ("arxtui list --or", b"der"),
        ("arxtui list --order ne", b"west"),
        ("arxtui list is:sta", b"rred"),
        ("arxtui list is:withd", b"rawn"),
        ("arxtui list tag:ga", b"n"),
        ("arxtui run o", b"pen-it"),
        ("arxtui list --ex", b"it-code"),
        ("arxtui --library {other} untag oth", b"er-tag"),
        ("arxtui --library ~/other untag oth", b"er-tag"),
        ("arxtui untag ga", b"n"),
        ("arxtui star 2310.19210", b" "),
        ("arxtui help mach", b"ines"),
    ],
)
def test_zsh_completes_commands_and_arguments(
    typed: str, shown: bytes, shell_env: dict[str, str], tmp_path: Path
) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    typed = typed.format(other=shell_env["OTHER"])
    loads = f"autoload -Uz compinit; compinit -u -d {tmp_path}/dump"
    setup = f"PS1=READY; fpath=({FOLDER} $fpath); {loads}; echo DO''NE"
    terminal = Terminal(env=shell_env, script=ZSH)
    try:
        terminal.type(f"{setup}\n")
        terminal.until(b"DONE")
        terminal.until(b"READY")
        terminal.type(typed)
        terminal.until(typed[-3:].encode())
        terminal.type("\t")
        terminal.until(shown)
    finally:
        terminal.close()


FZF = """
import os
os.execvp("sh", ["sh", "-c", "arxtui list | fzf --multi | arxtui star -"])
"""


def test_papers_picked_with_fzf_are_starred(shell_env: dict[str, str]) -> None:
    """The pipe of the manual, in a terminal: two papers are picked, Enter stars them."""
    if shutil.which("fzf") is None:
        pytest.skip("fzf is not installed")
    library = Library(Path(shell_env["ARXTUI_LIBRARY"]), "test-0001")
    wanted = {head.id for head in library.papers.heads() if head.id.startswith("2310.1922")}
    assert len(wanted) == 2
    shell_env["FZF_DEFAULT_OPTS"] = "--exact --query=2310.1922"  # typed, for all that fzf knows
    terminal = Terminal(env=shell_env, script=FZF)
    try:
        terminal.until(b"2/90")
        terminal.type("\t")
        terminal.until(b"(1)")
        terminal.type("\x1b[A\t")
        terminal.until(b"(2)")
        terminal.type("\r")
        assert os.waitstatus_to_exitcode(terminal.end()) == 0
    finally:
        terminal.close()
    library.refresh()
    assert {*library.marks.starred()} - {"2310.19210"} == wanted  # 2310.19210 had a star before
