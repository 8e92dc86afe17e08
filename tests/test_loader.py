"""The loader: files, folders and standard input, twice as well as once."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from arxtui import loader
from arxtui.loader import Progress, load
from arxtui.model import Paper
from arxtui.store import Intake, Library, NotOnDisk
from tests.conftest import SEEDS, paper
from tests.made_day import load_day

SEED = SEEDS / "cs.CV-2023-10-30.md"


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of a library with its inode and time."""
    return {
        str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()
    }


def test_loading_a_listing_a_second_time_changes_nothing(library: Library, folder: Path) -> None:
    report = load(library, [str(SEED)])
    assert (report.papers, report.forms, report.new, report.updated, report.unchanged) == (
        90,
        {"listing": 1},
        90,
        0,
        0,
    )
    assert not report.problems
    assert [head.title for head in library.papers.day("2023-10-30")][:1] == [
        "Generalized Category Discovery with Clustering Assignment Consistency"
    ]
    before = files(folder)
    again = load(library, [str(SEED)])
    assert (again.new, again.updated, again.unchanged) == (0, 0, 90)
    assert files(folder) == before


def test_examples_are_not_loaded_into_a_library_that_another_process_has_begun(
    library: Library,
) -> None:
    assert library.is_new()
    load(Library(library.path, "other-0002"), [str(SEED)])
    days = library.papers.days()
    report = load(library, [str(loader.seeds())], examples=True)
    assert (report.papers, library.papers.days()) == (0, days)
    batch = library.papers.newest_batch()
    assert batch is not None
    assert not batch.examples


def test_the_newest_batch_is_read_again_only_if_its_file_has_changed(
    library: Library, tmp_path: Path
) -> None:
    assert library.papers.newest_batch() is None
    load(library, [str(SEED)])
    first = library.papers.newest_batch()
    assert first is not None
    assert library.papers.newest_batch() is first
    file = library.path / "catalogue" / "batch.json"
    load_day(Library(library.path, "other-0002"), tmp_path)
    assert library.papers.newest_batch() != first
    file.unlink()
    assert library.papers.newest_batch() is None


def test_loaded_papers_equal_the_listing(library: Library) -> None:
    from arxtui.sources.forms import read

    load(library, [str(SEED)])
    papers = read(SEED.read_bytes(), "seeds").papers
    assert tuple(library.papers.find([paper.id for paper in papers]).values()) == papers
    assert [head.id for head in library.papers.heads()] == [paper.id for paper in papers]
    fresh = Library(library.path, "test-0001")
    assert list(fresh.papers.heads()) == list(fresh.papers.day("2023-10-30"))


def test_files_of_a_folder_are_loaded_by_name_and_progress_is_reported(
    library: Library, tmp_path: Path
) -> None:
    text = SEED.read_text("utf-8")
    box = tmp_path / "listings"
    (box / "b").mkdir(parents=True)
    (box / "b" / "20231031.md").write_text(
        text.replace("2023-10-30", "2023-10-31").replace("abs/2310.", "abs/2311.")
    )
    (box / "20231030.md").write_text(text)
    (box / ".hidden.md").write_text("no listing")
    (box / "notes.txt").write_text("no listing")
    told: list[Progress] = []
    report = load(library, [str(box)], progress=told.append)
    assert (report.papers, report.forms) == (180, {"listing": 2})
    assert told == [Progress(1, 2, 90), Progress(2, 2, 180)]
    assert library.papers.days() == ("2023-10-31", "2023-10-30")


def test_papers_are_loaded_from_standard_input(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEED.read_bytes()), "utf-8"))
    assert load(library, ["-"]).new == 90


def test_unreadable_files_are_reported_and_the_rest_is_loaded(
    library: Library, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "html.md").write_text("<html>404</html>")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    cut = SEED.read_text("utf-8").replace("- **DOI**: None\n", "", 1)
    (tmp_path / "cut.md").write_text(cut)
    names = ["missing.md", "pipe", "empty", "html.md", "loop.md", "cut.md"]
    report = load(library, [str(tmp_path / name) for name in names])
    assert (report.papers, report.forms, report.new) == (89, {"listing": 1}, 89)
    told = {Path(problem.file).name: problem for problem in report.problems}
    assert list(told) == [*["empty"], *[name for name in names if name != "empty"]] or set(
        told
    ) == set(names)
    assert told["missing.md"].reason == "no such file or directory"
    assert told["pipe"].reason == "not a regular file"
    assert "no files of papers" in told["empty"].reason
    assert told["cut.md"].line == 4


def test_a_listing_over_the_limit_is_refused(library: Library) -> None:
    report = load(library, [str(SEED)], limit=100_000)
    assert report.new == 0
    assert "--no-limit" in report.problems[0].reason
    assert load(library, [str(SEED)], limit=None).new == 90


def test_an_interrupted_load_keeps_the_papers_read_before(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    text = SEED.read_text("utf-8")
    for month, day in enumerate((28, 29, 30), 10):
        other = text.replace("2023-10-30", f"2023-10-{day}").replace("abs/2310.", f"abs/23{month}.")
        (tmp_path / f"202310{day}.md").write_text(other)

    def interrupt(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    paths = [str(tmp_path / f"202310{day}.md") for day in (28, 29, 30)]
    with pytest.raises(KeyboardInterrupt):
        load(library, paths, progress=interrupt)
    kept = Library(folder, "test-0001")
    assert len(kept.papers.heads()) == 180
    assert load(kept, paths).new == 90


def test_the_shipped_examples_are_found() -> None:
    assert [path.name for path in loader.seeds().glob("*.md")] == [SEED.name]


# A paper that comes from several sources


def known(library: Library, one: str) -> Paper:
    return library.papers.find([one])[one]


def put(library: Library, *papers: Paper) -> tuple[int, int, int]:
    with library.loading() as loading:
        loading.put(papers, {"name": "x"})
    return loading.counts.new, loading.counts.updated, loading.counts.unchanged


def test_a_field_that_a_source_lacks_erases_nothing(library: Library) -> None:
    whole = paper(1)._replace(doi="10.1/x", comment="c", journal_ref="j")
    poor = paper(1)._replace(doi=None, comment=None, abstract="", published=None, updated=None,
        listed="2024-01-01", categories="",
        primary="", version=0, title="Title 1 as a .bib has it", authors=("A. Lee",),
    )  # fmt: skip
    assert put(library, whole) == (1, 0, 0)
    assert put(library, poor) == (0, 0, 1)
    assert known(library, whole.id) == whole
    library.forget([], [whole.id])
    assert put(library, poor) == (1, 0, 0)
    assert library.papers.days() == ("2024-01-01",)
    assert put(library, whole) == (0, 1, 0)
    assert known(library, whole.id) == whole
    assert library.papers.days() == ("2023-10-30",)


def test_the_date_of_a_version_without_a_date_stays_unknown(library: Library) -> None:
    put(library, paper(1))
    later = paper(1, version=2, title="Another")._replace(
        published=None, updated=None, listed="2024-01-01"
    )
    assert put(library, later) == (0, 1, 0)
    now = known(library, later.id)
    assert (now.version, now.published, now.updated, now.listed) == (
        2,
        paper(1).published,
        None,
        None,
    )
    head = library.papers.day("2023-10-30")[0]
    assert library.papers.earlier_version(head) == (1, "Title 1 of a paper", "An abstract.")
    assert put(library, paper(1)) == (0, 0, 1)


def test_papers_without_a_day_move_to_their_day_later(library: Library) -> None:
    lost = paper(1)._replace(published=None)
    assert put(library, lost, paper(2)._replace(published=None)) == (2, 0, 0)
    assert library.papers.days() == ("",)
    assert put(library, lost) == (0, 0, 1)
    assert known(library, lost.id).versioned == f"{lost.id}v1"
    assert lost._replace(version=0).abs_url == f"https://arxiv.org/abs/{lost.id}"
    assert put(library, lost._replace(listed="2024-01-01")) == (
        0,
        1,
        0,
    )  # a guess is no day: it stays
    assert put(library, paper(1), paper(1)) == (0, 1, 1)
    assert library.papers.days() == ("2023-10-30", "")
    assert sorted(head.id for head in library.papers.heads()) == [paper(1).id, paper(2).id]
    assert library.check() == []


def test_a_paper_in_two_day_files_stays_only_on_its_own_day(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess = paper(1)._replace(published=None, listed="2024-01-01")
    put(library, guess)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Intake, "_take_out", killed)
        with pytest.raises(KeyboardInterrupt):
            put(library, paper(1))
    assert [head.day for head in library.papers.heads()] == ["2024-01-01", "2023-10-30"]
    put(library, paper(2))
    assert [head.id for head in library.papers.heads()] == [paper(1).id, paper(2).id]
    assert known(library, guess.id) == paper(1)


def test_forgetting_papers_keeps_their_marks(library: Library) -> None:
    put(library, paper(1), paper(2))
    library.act([paper(1).id], {"star": True}).wait()
    assert library.forget([], [paper(1).id, "2310.99999"]) == 1
    assert library.forget(["2023-10-30"], []) == 1
    assert library.papers.days() == ()
    assert library.marks.starred() == [paper(1).id]
    assert library.entries([paper(1).id])[0].paper.title == paper(1).title
    assert put(library, paper(1)) == (1, 0, 0)
    assert library.marks.of(paper(1).id).star


def test_the_heads_of_many_years_are_not_in_memory_at_once(library: Library) -> None:
    days = [f"{year}-01-01" for year in range(2015, 2024)]
    with library.loading() as loading:
        for at, day in enumerate([*days, *days]):
            loading.put([paper(at, day=day)], {"name": "x"})
            assert len(loading._lines) <= 3
    assert not library.indexing.stale()
    assert len(library.papers.heads()) == 18
    assert library.check() == []


@pytest.mark.parametrize("broken", range(1, 5))
def test_a_paper_is_not_lost_when_its_move_fails_anywhere(
    broken: int, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        library,
        paper(1)._replace(published=None, listed="2024-01-01", doi="10.1/x"),
        paper(3, day="2024-01-01"),
    )
    real = os.replace
    calls = 0

    def replace_(*paths: str) -> None:
        nonlocal calls
        calls += 1
        if calls == broken:
            raise OSError(5, "no")
        real(*paths)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace_)
        with suppress(NotOnDisk):
            put(library, paper(1), paper(2))
    again = Library(library.path, "test-0001")
    assert known(again, paper(1).id)._replace(published=None, listed=None).doi == "10.1/x"
    assert known(again, paper(3).id) == paper(3, day="2024-01-01")
    put(again, paper(1), paper(2))
    assert [head.id for head in again.papers.heads()] == [paper(3).id, paper(1).id, paper(2).id]
    assert known(again, paper(1).id) == paper(1)._replace(doi="10.1/x")
    assert again.check() == []
