"""The loader: files, folders and standard input, twice as well as once."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from arxtui import loader
from arxtui.loader import Progress, load
from arxtui.store import Library
from tests.conftest import SEEDS

SEED = SEEDS / "cs.CV-2023-10-30.md"


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of a library with its inode and time."""
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


def test_a_listing_is_loaded_and_twice_changes_nothing(library: Library, folder: Path) -> None:
    report = load(library, [str(SEED)])
    assert (report.papers, report.listings, report.new, report.updated, report.unchanged) == (90, 1, 90, 0, 0)
    assert not report.problems
    assert [head.title for head in library.day("2023-10-30")][:1] == [
        "Generalized Category Discovery with Clustering Assignment Consistency"
    ]
    before = files(folder)
    again = load(library, [str(SEED)])
    assert (again.new, again.updated, again.unchanged) == (0, 0, 90)
    assert files(folder) == before


def test_what_was_loaded_is_what_the_listing_says(library: Library) -> None:
    from arxtui.sources import read

    load(library, [str(SEED)])
    papers = read(SEED.read_bytes(), "seeds").papers
    assert tuple(library.papers_of([paper.id for paper in papers]).values()) == papers
    assert [head.id for head in library.heads()] == [paper.id for paper in papers]
    fresh = Library(library.path, "test-0001")
    assert list(fresh.heads()) == list(fresh.day("2023-10-30"))


def test_a_folder_is_walked_in_name_order_and_progress_is_told(library: Library, tmp_path: Path) -> None:
    text = SEED.read_text("utf-8")
    box = tmp_path / "listings"
    (box / "b").mkdir(parents=True)
    (box / "b" / "20231031.md").write_text(text.replace("2023-10-30", "2023-10-31").replace("abs/2310.", "abs/2399."))
    (box / "20231030.md").write_text(text)
    (box / ".hidden.md").write_text("no listing")
    (box / "notes.txt").write_text("no listing")
    told: list[Progress] = []
    report = load(library, [str(box)], progress=told.append)
    assert (report.papers, report.listings) == (180, 2)
    assert told == [Progress(1, 2, 90), Progress(2, 2, 180)]
    assert library.days() == ("2023-10-31", "2023-10-30")


def test_standard_input(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEED.read_bytes()), "utf-8"))
    assert load(library, ["-"]).new == 90


def test_what_cannot_be_read_is_told_and_the_rest_is_loaded(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "html.md").write_text("<html>404</html>")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    cut = SEED.read_text("utf-8").replace("- **DOI**: None\n", "", 1)
    (tmp_path / "cut.md").write_text(cut)
    names = ["missing.md", "pipe", "empty", "html.md", "loop.md", "cut.md"]
    report = load(library, [str(tmp_path / name) for name in names])
    assert (report.papers, report.listings, report.new) == (89, 1, 89)
    told = {Path(problem.file).name: problem for problem in report.problems}
    assert list(told) == [*["empty"], *[name for name in names if name != "empty"]] or set(told) == set(names)
    assert told["missing.md"].reason == "no such file or directory"
    assert told["pipe"].reason == "not a regular file"
    assert "no listings" in told["empty"].reason
    assert told["cut.md"].line == 4


def test_a_listing_over_the_limit_is_refused(library: Library) -> None:
    report = load(library, [str(SEED)], limit=100_000)
    assert report.new == 0
    assert "--no-limit" in report.problems[0].reason
    assert load(library, [str(SEED)], limit=None).new == 90


def test_an_interrupted_load_keeps_what_came(library: Library, folder: Path, tmp_path: Path) -> None:
    text = SEED.read_text("utf-8")
    for day in (28, 29, 30):
        other = text.replace("2023-10-30", f"2023-10-{day}").replace("abs/2310.", f"abs/23{day}.")
        (tmp_path / f"202310{day}.md").write_text(other)

    def interrupt(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    paths = [str(tmp_path / f"202310{day}.md") for day in (28, 29, 30)]
    with pytest.raises(KeyboardInterrupt):
        load(library, paths, progress=interrupt)
    kept = Library(folder, "test-0001")
    assert len(kept.heads()) == 180
    assert load(kept, paths).new == 90


def test_the_seeds_are_found() -> None:
    assert [path.name for path in loader.seeds().glob("*.md")] == [SEED.name]
