"""Limits: answers that drip, standard input, a library that disappears, a poor system."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import pwd
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from arxtui import loader
from arxtui.cli import run
from arxtui.network import arxiv_session
from arxtui.network.fetch import Request, fetch
from arxtui.store import Library, NotOnDisk
from tests.arxiv_server import ArxivServer, rss
from tests.conftest import SEEDS, in_place_of_arxiv, paper
from tests.screen import Driver, drive

GONE = "was it moved or unmounted? Start arxtui again"


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with a paper, asked without pauses."""
    with in_place_of_arxiv(monkeypatch, [paper(1)]) as server:
        yield server


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("answer", ["drip body", "drip head"])
def test_a_slowly_dripping_answer_is_ended(
    answer: str, new: bool, arxiv: ArxivServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_session, "LONGEST", 0.3)
    arxiv.answers[:] = [answer]
    report = fetch(library, Request(["cs.CV"], new=new))
    assert [one.reason for one in report.problems] == ["arXiv's answer took more than 0.3 s"]
    assert len(arxiv.asked) == 1


class Endless(io.RawIOBase):
    """Standard input without an end; counts the bytes that are read."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        buffer[:] = b"y\n" * (len(buffer) // 2) + b"y" * (len(buffer) % 2)
        self.taken += len(buffer)
        return len(buffer)


def test_standard_input_has_the_limit_of_files(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless, 4096)))
    report = loader.load(library, ["-"], limit=3 << 20)
    assert [str(one) for one in report.problems] == [
        "standard input: larger than 3 MiB (--no-limit reads it)"
    ]
    assert endless.taken < 4 << 20


def test_standard_input_of_exactly_the_limit_is_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (SEEDS / "cs.CV-2023-10-30.md").read_bytes()
    for limit, papers in ((len(data), 90), (len(data) - 1, 0)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert loader.load(library, ["-"], limit=limit).papers == papers


# A library that is there no longer


def test_quitting_makes_no_new_library_in_place_of_a_moved_library(
    seeded: Library, folder: Path
) -> None:
    seeded.act([seeded.papers.heads()[0].id], {"star": True})
    elsewhere = folder.with_name("elsewhere")
    folder.rename(elsewhere)
    seeded.note_export()  # an export, or a copy of a citation
    assert not folder.exists()
    assert GONE in str(seeded.problems[-1])


def test_a_moved_library_is_reported_and_never_created_again(
    seeded: Library, folder: Path, arxiv: ArxivServer
) -> None:
    elsewhere = folder.with_name("elsewhere")

    async def play(user: Driver) -> None:
        folder.rename(elsewhere)
        for keys in ("s", "d", "b", "u", "t"):
            await user.press(keys)
            if keys == "t":
                await user.press("x", "enter")
            await user.until(lambda: GONE in user.message)
        await user.press(
            "h",
            "l",
            "D",
            "escape",
            "slash",
            *"gan",
            "enter",
            "escape",
            "j",
            "k",
            "o",
            "z",
            "escape",
        )
        await user.press("F", *"cs.CV", "enter")
        await user.until(lambda: GONE in user.message)
        assert not folder.exists()

    drive(seeded, play)
    seeded.checkpoint.save()
    seeded.indexing.run()
    seeded.close()
    assert not folder.exists()
    assert list(Library(elsewhere, "test-0001").marks.items()) == []


def test_a_different_folder_in_the_librarys_place_is_not_written(
    seeded: Library, folder: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()  # an empty mount point
    with pytest.raises(NotOnDisk, match=GONE.replace("?", r"\?")):
        seeded.act([next(iter(seeded.papers.day_ids("2023-10-30")), "2310.19210")], {"star": True})
    with pytest.raises(NotOnDisk, match=GONE.replace("?", r"\?")):
        loader.load(seeded, [str(SEEDS)])
    assert list(folder.iterdir()) == []


def test_a_library_moved_between_a_write_and_its_sync_is_not_created_again(
    seeded: Library, folder: Path
) -> None:
    moved: list[bool] = []

    def fails(path: Path) -> None:
        if not moved:
            moved.append(True)
            folder.rename(folder.with_name("elsewhere"))
        raise OSError(errno.EIO, "fault")

    library = Library(folder, "test-0001", fsync=fails)
    receipt = library.act(["2310.19210"], {"star": True})
    with pytest.raises(NotOnDisk):
        receipt.wait()
    library.close()
    assert not folder.exists()


# Systems that lack something


def no_locks(fd: int, how: int) -> None:
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


def test_a_file_system_without_locks_is_reported_and_examples_are_loaded_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--library", str(folder), "list", "--ids"]
    with monkeypatch.context() as system:
        system.setattr(fcntl, "flock", no_locks)
        for _ in range(2):
            assert run(words) == 2
            said = (
                f"arxtui: no library at {folder}, and it cannot be made: this file system has no"
                " locks (flock): "
            )
            assert capsys.readouterr() == ("", f"{said}put the library on another\n")
    assert run(words) == 0
    out, err = capsys.readouterr()
    assert len(out.split()) == 90
    assert err.startswith(f"made {folder} with 90 example papers")
    with monkeypatch.context() as system:
        system.setattr(fcntl, "flock", no_locks)
        assert run(["--library", str(folder), "star", "2310.19210"]) == 2
        assert "NOT ON DISK: this file system has no locks" in capsys.readouterr().err


def test_an_existing_empty_folder_gets_no_examples(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    assert run(["--library", str(folder), "list"]) == 0
    assert capsys.readouterr() == ("", "")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [["where"], ["list"], ["load", str(SEEDS)], ["config"], ["star", "2310.19210"]]
)
def test_without_a_home_folder_a_sentence_names_the_remedy(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def nobody(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    for name in [one for one in os.environ if one.startswith("XDG_")] + ["HOME"]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    said = "arxtui: no home folder: HOME is not set, and the user is not in /etc/passwd; set HOME\n"
    assert capsys.readouterr() == ("", said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["where"], ["list"]])
def test_an_unusable_home_folder_is_not_used_as_library(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARXTUI_LIBRARY", "~nobody-of-this-name/papers")
    assert run(words) == 2
    said = "~nobody-of-this-name/papers: no user 'nobody-of-this-name' here; ~/ is your home folder"
    assert capsys.readouterr() == ("", f"arxtui: {said}\n")
    assert list(tmp_path.iterdir()) == []


# Days to come


def test_a_feed_of_the_year_2999_does_not_become_the_newest_day(
    arxiv: ArxivServer, library: Library, tmp_path: Path
) -> None:
    arxiv.today = "Thu, 23 Nov 2999 00:00:00 -0500"
    feed = tmp_path / "feed.xml"
    feed.write_text(rss([paper(1), paper(2)], "cs.CV", arxiv.today))
    reasons = [
        f"2310.0000{at}: its day is in the future: 2999-11-23; taken without a day" for at in (1, 2)
    ]
    assert [one.reason for one in loader.load(library, [str(feed)]).problems] == reasons
    assert library.papers.days() == ("",)
    arxiv.dates = ()
    assert [one.reason for one in fetch(library, Request(["cs.CV"], new=True)).problems] == reasons[
        :1
    ]
    assert library.papers.days() == ("",)
    assert fetch(library, Request(["cs.CV"], date(2023, 10, 30), date(2023, 10, 30))).updated == 1
    assert library.papers.days() == ("2023-10-30", "")


def test_a_listing_of_the_year_2999_is_refused_and_a_clock_of_1970_refuses_nothing(
    library: Library, tmp_path: Path
) -> None:
    text = (
        (SEEDS / "cs.CV-2023-10-30.md")
        .read_text("utf-8")
        .replace("Published**: 2023", "Published**: 2999", 1)
    )
    (tmp_path / "odd.md").write_text(text, "utf-8")
    report = loader.load(library, [str(tmp_path / "odd.md")])
    assert report.new == 89
    assert ["its date is in the future: 2999-10-" in one.reason for one in report.problems] == [
        True
    ]
    assert loader.last_day(datetime(1970, 1, 1, tzinfo=UTC)) > "2026-11-28"
