"""Places that cannot be written: each command names the path and leaves no partial file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.store import Library
from tests.needs import need_file

ONE = "2310.19210"
READING = (
    ["list"],
    ["list", "diffusion"],
    ["export"],
    ["check"],
    ["show", ONE],
    ["stats"],
    ["log"],
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("lost", ["XDG_DATA_HOME", "XDG_STATE_HOME"])
def test_an_unwritable_home_is_reported_with_its_path(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lost: str,
    words: list[str],
) -> None:
    """A file stands where a folder would have to be made: root may not write there either."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv(lost, str(blocked))
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("arxtui: no library at ")
    assert str(blocked) in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("**/library"))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_home_without_write_permission_is_reported(
    tmp_path: Path, for_all: Path, words: list[str]
) -> None:
    """Run as a user other than root, whoever runs the test."""
    home = for_all / "home"
    home.mkdir()
    home.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(home), *words], capture_output=True, text=True,
        check=False,
        env={"HOME": str(tmp_path / "warm"), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"arxtui: no library at {home}/.local/share/arxtui/library, and it cannot be made: "
    )
    assert "Permission denied" in done.stderr


AS_NOBODY = """
import contextlib, io, os, sys
from arxtui.cli import run
out = io.TextIOWrapper(io.BytesIO())
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
    run(sys.argv[2:])  # in a home of its own: only root may be able to read the modules later
os.environ["HOME"] = sys.argv[1]
if os.geteuid() == 0: os.setuid(65534)
sys.exit(run(sys.argv[2:]))
"""


def test_a_library_in_an_impossible_place_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    need_file("/proc/self")
    monkeypatch.setenv("ARXTUI_LIBRARY", "/proc/nope/lib")
    assert run(["list"]) == 2
    assert capsys.readouterr().err.startswith(
        "arxtui: no library at /proc/nope/lib, and it cannot be made: "
    )
    (tmp_path / "some.md").write_text("nothing\n")
    assert run(["load", str(tmp_path / "some.md")]) == 2
    assert "/proc/nope/lib" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["list"], ["list", "--json"], ["export", "day:2023-10-30"], ["keys"], ["stats"]]
)
def test_a_full_standard_output_is_reported(
    folder: Path, seeded: Library, words: list[str]
) -> None:
    need_file("/dev/full")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "arxtui", "--library", str(folder), *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "arxtui: standard output: No space left on device\n",
    )


@pytest.mark.parametrize("name", ["my.bib", "my.ris", "my.json", "my.csv", "my.md"])
def test_an_empty_export_is_reported_and_makes_no_file(
    folder: Path, seeded: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = tmp_path / name
    assert run(["--library", str(folder), "export", "-o", str(file)]) == 0
    nothing = "nothing is starred yet: arxtui star ID stars a paper"
    assert capsys.readouterr() == ("", f"{nothing} · {file} is not written\n")
    assert run(["--library", str(folder), "export", "zebrafish", "-o", str(file)]) == 0
    assert f"no paper matches zebrafish · {file} is not written\n" in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize("how", ["--append", "--force"])
def test_an_empty_export_leaves_a_file_unchanged(
    folder: Path, seeded: Library, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "my.bib"
    file.write_text("@book{knuth, title={TeX}}\n")
    assert run(["--library", str(folder), "export", "-o", str(file), how]) == 0
    assert file.read_text() == "@book{knuth, title={TeX}}\n"


def test_an_empty_export_to_standard_output_is_a_whole_document(
    folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "export", "-f", "csl"]) == 0
    out, err = capsys.readouterr()
    assert out.strip() == "[]"
    assert err == "nothing is starred yet: arxtui star ID stars a paper\n"
