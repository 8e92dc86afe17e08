"""PDFs from arXiv, played by a server on loopback: whole or not at all, and a download goes on."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from arxtui.network import pdf_download
from arxtui.network.arxiv_session import Refused
from arxtui.network.pdf_download import Files
from tests.arxiv_server import ArxivServer
from tests.conftest import in_place_of_arxiv

PDF = b"%PDF-1.5\n" + bytes(range(256)) * 2000 + b"\n%%EOF\n"
ID = "2310.19210v1"


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with one PDF, asked without pauses."""
    with in_place_of_arxiv(monkeypatch) as server:
        server.pdfs[ID] = PDF
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The file that a PDF is to become."""
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers" / "li2023vpgm.pdf"


def silent(done: int, total: int) -> None:
    """Take the progress of a download, and do nothing."""


def files_of(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_pdf_is_fetched_whole(arxiv: ArxivServer, target: Path) -> None:
    seen: list[tuple[int, int]] = []
    Files().fetch_pdf(ID, target, lambda done, total: seen.append((done, total)))
    assert target.read_bytes() == PDF
    assert files_of(target) == [target.name]
    assert seen[0] == (0, len(PDF))
    assert seen[-1] == (len(PDF), len(PDF))
    assert arxiv.asked == [f"/pdf/{ID}"]


def test_an_interrupted_download_is_resumed(arxiv: ArxivServer, target: Path) -> None:
    arxiv.answers = ["cut", "ok"]
    with pytest.raises(Refused, match="continues"):
        Files().fetch_pdf(ID, target, silent)
    assert not target.exists()
    seen: list[int] = []
    Files().fetch_pdf(ID, target, lambda done, total: seen.append(done))
    assert target.read_bytes() == PDF
    assert seen[0] > 100_000
    assert files_of(target) == [target.name]


@pytest.mark.parametrize(("etag", "ranges"), [('"two"', True), ('"one"', False), ('W/"one"', True)])
def test_a_partial_download_of_another_file_is_not_resumed(
    arxiv: ArxivServer, target: Path, etag: str, ranges: bool
) -> None:
    if etag.startswith("W/"):
        arxiv.etag = etag
    arxiv.answers = ["cut", "ok"]
    with pytest.raises(Refused):
        Files().fetch_pdf(ID, target, silent)
    arxiv.etag = etag
    arxiv.ranges = ranges
    arxiv.pdfs[ID] = PDF.replace(b"\x00", b"\x01")
    Files().fetch_pdf(ID, target, silent)
    assert target.read_bytes() == arxiv.pdfs[ID]


def test_a_partial_download_longer_than_the_file_is_thrown_away(
    arxiv: ArxivServer, target: Path
) -> None:
    arxiv.answers = ["cut", "ok", "ok"]
    with pytest.raises(Refused):
        Files().fetch_pdf(ID, target, silent)
    part = next(target.parent.glob(".*.part"))
    part.write_bytes(PDF * 2)
    Files().fetch_pdf(ID, target, silent)
    assert target.read_bytes() == PDF


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("nonsense", "web page"),
        ("403", "refuses this machine"),
        ("429", "try again in 120 s"),
        ("500", "has trouble \\(500\\)"),
        ("close", "continues"),
        ("redirect foreign", "not arXiv"),
        ("redirect file", "not arXiv"),
        ("binary", "not a PDF"),
        ("huge", "larger than 0 MiB"),
    ],
)
def test_an_answer_that_is_not_a_pdf_leaves_no_file(
    arxiv: ArxivServer,
    target: Path,
    answer: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_download, "LIMIT", len(PDF) + 1000)
    arxiv.answers = [answer]
    with pytest.raises(Refused, match=reason):
        Files().fetch_pdf(ID, target, silent)
    assert files_of(target) == []


def test_a_paper_without_a_pdf_is_refused(arxiv: ArxivServer, target: Path) -> None:
    with pytest.raises(Refused, match=r"no PDF of 2310\.00001v1"):
        Files().fetch_pdf("2310.00001v1", target, silent)
    assert files_of(target) == []


def test_a_pdf_of_unknown_length_must_have_its_end_marker(arxiv: ArxivServer, target: Path) -> None:
    arxiv.answers = ["cut quietly"]
    with pytest.raises(Refused, match="not a PDF"):
        Files().fetch_pdf(ID, target, silent)
    assert files_of(target) == []


def test_a_pdf_is_not_downloaded_twice_at_once(arxiv: ArxivServer, target: Path) -> None:
    with open(target.with_name(f".{target.name}.part"), "wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="another arxtui"):
            Files().fetch_pdf(ID, target, silent)
    assert arxiv.asked == []


def test_a_download_stopped_by_the_user_is_resumed_later(arxiv: ArxivServer, target: Path) -> None:
    class Ended(Exception):
        pass

    def end(done: int, total: int) -> None:
        if done > 100_000:
            raise Ended

    with pytest.raises(Ended):
        Files().fetch_pdf(ID, target, end)
    assert not target.exists()
    seen: list[int] = []
    Files().fetch_pdf(ID, target, lambda done, total: seen.append(done))
    assert seen[0] > 100_000
    assert target.read_bytes() == PDF


def test_a_full_disk_is_reported_and_the_partial_file_removed(
    arxiv: ArxivServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(done: int, total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Files().fetch_pdf(ID, target, full)
    assert not list(target.parent.glob(".*.part"))


def test_a_missing_folder_is_reported(arxiv: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Files().fetch_pdf(ID, tmp_path / "none" / "a.pdf", silent)
    assert arxiv.asked == []
