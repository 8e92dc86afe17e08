"""`arxtui pdf` and `[pdf]` of the settings: saved files, their names, and messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.pdf import pdf_viewer
from arxtui.settings import settings_file
from arxtui.settings.config import Pdf
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.command import write_settings
from tests.conftest import in_place_of_arxiv

PDF = b"%PDF-1.5\n%%EOF\n"
ONE = "2310.19210"
TITLE = "Generalized Category Discovery with Clustering Assignment Consistency"


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with the PDF of one paper."""
    with in_place_of_arxiv(monkeypatch) as server:
        server.pdfs[f"{ONE}v1"] = PDF
        yield server


def test_a_pdf_is_saved_once_and_its_path_printed(
    arxiv: ArxivServer,
    folder: Path,
    seeded: Library,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_settings(f'[pdf]\nfolder = "{tmp_path}/papers"\n')
    for _ in range(2):
        assert run(["--library", str(folder), "pdf", ONE]) == 0
        [path] = capsys.readouterr().out.splitlines()
        assert Path(path).read_bytes() == PDF
    assert Path(path).parent == tmp_path / "papers"
    assert Path(path).name.endswith(f"2023generalized - {TITLE}.pdf")
    assert arxiv.asked == [f"/pdf/{ONE}v1"]


def test_pdfs_that_cannot_be_fetched_are_reported_and_the_others_saved(
    arxiv: ArxivServer,
    folder: Path,
    seeded: Library,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_settings(f'[pdf]\nfolder = "{tmp_path}/papers"\nname = "{{id}}"\n')
    assert run(["--library", str(folder), "pdf", "2310.19223", ONE, "2312.99999"]) == 1
    done = capsys.readouterr()
    assert done.out == f"{tmp_path}/papers/{ONE}.pdf\n"
    assert "arxtui: arXiv has no PDF of 2310.19223v1\n" in done.err
    assert "no paper 2312.99999 in the library" in done.err
    assert run(["--library", str(folder), "pdf", "2310.19223"]) == 2


def test_without_a_pdf_folder_nothing_is_fetched(
    arxiv: ArxivServer, folder: Path, seeded: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "pdf", ONE]) == 2
    assert 'under [pdf]: folder = "~/papers"' in capsys.readouterr().err
    assert arxiv.asked == []


@pytest.mark.parametrize("made", ["file", "missing parent"])
def test_an_unusable_pdf_folder_is_named(
    arxiv: ArxivServer,
    folder: Path,
    seeded: Library,
    tmp_path: Path,
    made: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "papers"
    if made == "file":
        target.write_text("")
    else:
        target = target / "of" / "mine"
    write_settings(f'[pdf]\nfolder = "{target}"\n')
    assert run(["--library", str(folder), "pdf", ONE]) == 2
    assert str(target) in capsys.readouterr().err
    assert arxiv.asked == []


def test_a_pdf_is_opened_in_the_viewer_of_the_settings(
    arxiv: ArxivServer, folder: Path, seeded: Library, tmp_path: Path
) -> None:
    script = f"import sys; open('{tmp_path}/opened', 'w').write(sys.argv[1])"
    write_settings(
        f'[pdf]\nfolder = "{tmp_path}/papers"\nname = "{{id}}"\n'
        f'viewer = ["{sys.executable}", "-c", "{script}"]\n'
    )
    assert run(["--library", str(folder), "pdf", ONE, "--open"]) == 0
    assert (tmp_path / "opened").read_text() == f"{tmp_path}/papers/{ONE}.pdf"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["no-such-viewer"], "there is no program no-such-viewer"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "exit status 3"),
    ],
)
def test_a_failing_viewer_is_reported(tmp_path: Path, command: list[str], reason: str) -> None:
    with pytest.raises(pdf_viewer.NoViewer, match=reason):
        pdf_viewer.open_file(tmp_path / "a.pdf", command)


def test_a_paper_that_was_removed_is_fetched_by_its_citation(
    arxiv: ArxivServer, folder: Path, seeded: Library, tmp_path: Path
) -> None:
    seeded.act([ONE], {"star": True}).wait()
    seeded.forget([], [ONE])
    write_settings(f'[pdf]\nfolder = "{tmp_path}/papers"\nname = "{{id}}"\n')
    assert run(["--library", str(folder), "pdf", ONE]) == 0
    assert (tmp_path / "papers" / f"{ONE}.pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("pdf = 3", 1, "pdf is a table"),
        ('[pdf]\nfolder = 3\nname = "{id}"', 2, "folder takes a text in quotes"),
        ('[pdf]\nname = "{title}"', 2, "needs {key} or {id}"),
        ('[pdf]\nname = "{isbn} {id}"', 2, "knows no {isbn}; there are {key} {id}"),
        ("[pdf]\nviewer = []", 2, "takes a program with its arguments"),
        ('[pdf]\nplace = "x"', 2, "is not an entry of [pdf]; there are folder, name, viewer"),
    ],
)
def test_mistakes_in_the_pdf_settings_are_reported_with_their_line(
    text: str, line: int, reason: str
) -> None:
    settings, [problem] = settings_file.read_settings(write_settings(text))
    assert (problem.line, reason in problem.reason) == (line, True), problem.reason
    assert settings.pdf == Pdf(name="{id}" if '"{id}"' in text else "")
