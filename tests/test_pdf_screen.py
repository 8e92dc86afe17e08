"""`p` on the screen: a PDF opens from the folder of the settings, into which it is fetched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from arxtui.settings.config import Pdf, Settings
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.conftest import in_place_of_arxiv
from tests.screen import Driver, drive

PDF = b"%PDF-1.5\n" + b"x" * 300_000 + b"\n%%EOF\n"
FIRST = "2310.19210"
SECOND = "2310.19223"


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with two PDFs."""
    with in_place_of_arxiv(monkeypatch) as server:
        server.pdfs = {f"{FIRST}v1": PDF, f"{SECOND}v1": PDF}
        yield server


def has_message(user: Driver, part: str) -> bool:
    return part in user.message


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a folder of PDFs and a viewer that logs the names of its files."""
    script = f"import sys; open('{tmp_path}/opened', 'a').write(sys.argv[1][-14:] + '\\n')"
    viewer = (sys.executable, "-c", script)
    return Settings(pdf=Pdf(f"{tmp_path}/papers", "{id}", viewer))


def test_p_fetches_the_pdf_once_and_opens_it(
    arxiv: ArxivServer, seeded: Library, settings: Settings, tmp_path: Path
) -> None:
    async def play(user: Driver) -> None:
        for _ in range(2):
            await user.press("p")
            await user.until(lambda: user.message.startswith(f"opened {FIRST}.pdf"))
            await user.press("j", "k")
        await user.press("space", "space", "p")
        await user.until(lambda: user.message.startswith("opened 2 PDFs"))

    drive(seeded, play, settings=settings)
    assert arxiv.asked == [f"/pdf/{FIRST}v1", f"/pdf/{SECOND}v1"]
    opened = (tmp_path / "opened").read_text().split()
    assert opened == [f"{paper_id}.pdf" for paper_id in (FIRST, FIRST, FIRST, SECOND)]
    assert (tmp_path / "papers" / f"{FIRST}.pdf").read_bytes() == PDF


def test_an_answer_that_is_not_a_pdf_is_reported_and_not_opened(
    arxiv: ArxivServer, seeded: Library, settings: Settings, tmp_path: Path
) -> None:
    async def play(user: Driver) -> None:
        arxiv.answers = ["nonsense", "429", "cut"]
        for reason in ("web page", "asks for a pause", "cut off"):
            await user.press("p")
            await user.until(partial(has_message, user, reason))
        await user.press("p")
        await user.until(lambda: user.message.startswith("opened"))

    drive(seeded, play, settings=settings)
    assert (tmp_path / "opened").read_text() == f"{FIRST}.pdf\n"


def test_pressing_p_again_ends_the_download_and_the_screen_works_on(
    arxiv: ArxivServer, seeded: Library, settings: Settings, tmp_path: Path
) -> None:
    async def play(user: Driver) -> None:
        arxiv.answers = ["drip"]
        await user.press("p")
        await user.until(lambda: "fetching the PDF" in user.message)
        await user.press("j", "s")
        assert user.library.marks.starred() == [SECOND]
        await user.press("k", "p")
        await user.until(lambda: f"continues with {FIRST}v1" in user.message)

    drive(seeded, play, settings=settings)
    assert not (tmp_path / "opened").exists()


def test_without_a_folder_the_browser_opens_the_pdf(
    seeded: Library, opened_addresses: Path
) -> None:
    async def play(user: Driver) -> None:
        await user.press("p")
        await user.until(lambda: user.message.startswith("opened https"))

    drive(seeded, play)
    assert opened_addresses.read_text() == f"https://arxiv.org/pdf/{FIRST}v1\n"


def test_a_pdf_folder_that_cannot_be_created_is_reported(seeded: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        await user.press("p")
        assert "[pdf] folder" in user.message

    drive(seeded, play, settings=Settings(pdf=Pdf(f"{tmp_path}/none/papers")))
