"""Fixtures of many tests: a home folder, papers, a library with the seeds."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("short", max_examples=60, deadline=None, derandomize=True, database=None)
settings.register_profile("long", max_examples=20_000, deadline=None, database=None)
settings.load_profile("long" if os.environ.get("ARXTUI_LONG") else "short")
os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read by Textual when it is imported
for name in ("NO_COLOR", "ARXTUI_LIBRARY"):
    os.environ.pop(name, None)

signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a shell starts a job in the background with this signal ignored

from arxtui import loader  # noqa: E402
from arxtui.cli import run  # noqa: E402
from arxtui.model import Paper  # noqa: E402
from arxtui.network import arxiv_client  # noqa: E402
from arxtui.store import Library  # noqa: E402
from tests.arxiv_server import ArxivServer  # noqa: E402
from tests.command import Outcome, RunCommand  # noqa: E402
from tests.long_library import make  # noqa: E402

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put settings, state and data of a test into its folder."""
    for name in ("data", "config", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def for_all() -> Iterator[Path]:
    """Yield a folder that every user can reach: pytest makes its folders private at each start.

    Skips the test where root's folder for temporary files is closed to others; its rights are not
    changed.
    """
    place = Path(tempfile.mkdtemp(prefix="arxtui-test-"))
    place.chmod(0o755)
    try:
        for parent in place.parents:
            if os.geteuid() == 0 and not parent.stat().st_mode & 0o001:
                pytest.skip(f"{parent} lets nobody but root through")
        yield place
    finally:
        for path in (place, *place.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder for a test's library."""
    return tmp_path / "library"


def at_once(path: Path) -> None:
    """Count a file as written at once: a slow disk would show `writing…` in the middle of a test.

    Tests of the disk make their libraries themselves, or run arxtui as a program.
    """


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """An empty library."""
    made = Library(folder, "test-0001", fsync=at_once)
    yield made
    made.close()


@pytest.fixture(scope="session")
def seeded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with the seeds, to be copied."""
    folder = tmp_path_factory.mktemp("seeded") / "library"
    made = Library(folder, "test-0001")
    loader.load(made, [str(SEEDS)])
    made.close()
    return folder


@pytest.fixture
def seeded(seeded_once: Path, folder: Path) -> Iterator[Library]:
    """A library with the 90 papers of 2023-10-30, its heads fresh."""
    shutil.copytree(seeded_once, folder, copy_function=shutil.copy2)
    made = Library(folder, "test-0001", fsync=at_once)
    yield made
    made.close()


@pytest.fixture(scope="session")
def long_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with many papers, to be copied."""
    return make(tmp_path_factory.mktemp("long"))


@pytest.fixture
def long(long_once: Path, folder: Path) -> Iterator[Library]:
    """A library with many papers."""
    shutil.copytree(long_once, folder, copy_function=shutil.copy2)
    made = Library(folder, "test-0001", fsync=at_once)
    yield made
    made.close()


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], folder: Path, seeded: Library) -> RunCommand:
    """Run commands on a library with the seeds, which reads their actions afterwards."""

    def command(*words: str) -> Outcome:
        capsys.readouterr()
        status = run(["--library", str(folder), *words])
        seeded.refresh()
        return Outcome(status, *capsys.readouterr())

    return command


@contextmanager
def in_place_of_arxiv(
    monkeypatch: pytest.MonkeyPatch, papers: Iterable[Paper] = ()
) -> Iterator[ArxivServer]:
    """Let arxtui ask a server of the test for these papers, without pauses between requests."""
    monkeypatch.setattr(arxiv_client, "COURTESY", 0.0)
    with ArxivServer(papers) as server:
        monkeypatch.setenv("ARXTUI_ARXIV", server.address)
        yield server


@pytest.fixture
def opened_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to which the browser of the test adds each address that it opens, one a line."""
    file = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {file}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    monkeypatch.setenv("DISPLAY", ":0")
    return file


def paper(number: int, *, day: str = "2023-10-30", version: int = 1, title: str = "") -> Paper:
    """A paper made up for a test."""
    return Paper(
        f"2310.{number:05d}", version, title or f"Title {number} of a paper",
        ("Ann Lee", "Bo Van Dyk"), "cs.CV, cs.LG",
        "cs.CV", f"{day}T00:00:{number % 60:02d}Z", f"{day}T00:00:{number % 60:02d}Z", None, None,
        None, "An abstract.",
    )  # fmt: skip


ODD_PAPERS = [
    pytest.param(paper(70)._replace(title="", abstract="", authors=(), categories=""), id="empty"),
    pytest.param(paper(71)._replace(title="一种新的方法", abstract="中文摘要"), id="Chinese"),
    pytest.param(paper(72)._replace(title="x", abstract="y"), id="one word"),
    pytest.param(
        paper(73)._replace(title="word " * 50_000, abstract="word " * 200_000), id="a megabyte"
    ),
]
"""Papers from which little can be learnt, or very much."""
