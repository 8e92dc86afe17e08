"""Copies and exports of very many papers: in steps or in a thread; quitting meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from arxtui.lazy_sequence import Lazy
from arxtui.settings.config import Command, Settings
from arxtui.store import Library
from arxtui.ui import clipboard, long_work
from arxtui.ui.bib_of_settings import BibOfSettings, Forecast
from arxtui.ui.controllers.open_in_browser import MANY as OPENED_AT_ONCE
from tests.long_library import DAYS, IDS, MANY, open_all
from tests.screen import Driver, drive
from tests.test_long_lists import Counted, select_all


@pytest.fixture
def single_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every turn of a long work take a single step, so that a test can come in between."""
    monkeypatch.setattr(long_work, "SLICE", 0)


def choose(user: Driver, verb: str, choice: str) -> None:
    """Press the keys of a command and of a choice, without waiting for the outcome."""
    user.main.action_verb(verb, user.main.verb_of[verb].keys[0])
    user.main.questions.answered(choice, choice)


@pytest.mark.usefixtures("single_steps")
@pytest.mark.parametrize("choice", ["y", "k", "i", "u", "t"])
def test_texts_of_all_papers_are_copied_in_steps(long: Library, choice: str) -> None:
    shown: list[str] = []

    async def play(user: Driver) -> None:
        def has_ended() -> bool:
            shown.append(user.main.message.text)
            return not user.main.long_work.is_running

        await select_all(user)
        choose(user, "copy", choice)
        assert user.main.long_work.is_running
        assert user.app.clipboard == ""
        await user.until(has_ended)
        assert user.message.endswith(" sent to the clipboard: 6,500 papers")
        lines = user.app.clipboard.splitlines()
        if choice == "y":
            lines = [line for line in lines if line.startswith("@")]
        assert len(set(lines)) == MANY
        if choice == "i":
            assert lines == [head.id for head in user.main.shown.heads]

    drive(long, play)
    assert len([line for line in shown if line.startswith("copying, ")]) > DAYS
    assert "copying, 50 % · Esc stops" in shown


@pytest.mark.usefixtures("single_steps")
def test_esc_ends_a_copy_and_the_clipboard_stays(long: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("y", "i")
        before = user.app.clipboard
        await select_all(user)
        choose(user, "copy", "y")
        await user.until(lambda: "copying, 5" in user.main.message.text)
        user.main.action_verb("back", "escape")
        assert user.message == "stopped · nothing was changed"
        assert user.app.clipboard == before != ""

    drive(long, play)


def test_a_copy_that_is_too_long_for_a_clipboard_is_refused(
    long: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "MOST", 1 << 20)

    async def play(user: Driver) -> None:
        await select_all(user)
        choose(user, "copy", "y")
        await user.until(lambda: user.message.startswith("nothing copied"))
        refused = "nothing copied: more than 1 MB of 6,500 papers · E writes them to a file"
        assert user.message == refused
        assert user.app.clipboard == ""
        await user.press("y", "i")
        await user.until(lambda: user.app.clipboard.count("\n") == MANY - 1)

    drive(long, play)


def test_papers_that_are_copied_together_have_different_keys(seeded: Library) -> None:
    """Papers without a mark have keys of their authors, year and title, which may be the same."""

    async def play(user: Driver) -> None:
        await user.press("g", "space", "G", "v")
        await user.press("y", "k")
        await user.until(lambda: "90 papers" in user.message)
        keys = user.app.clipboard.splitlines()
        assert len({key.lower() for key in keys}) == 90

    drive(seeded, play)


KEYS: dict[str, Callable[[Driver], None]] = {
    "y": lambda user: user.main.action_verb("copy", "y"),
    "O": lambda user: user.main.action_verb("link", "O"),
    "a": lambda user: user.main.action_verb("authors", "a"),
    "m": lambda user: user.main.action_verb("note", "m"),
    "|": lambda user: user.main.action_verb("command", "|"),
}


@pytest.mark.parametrize("key", KEYS)
def test_a_menu_looks_at_a_single_paper_of_a_long_selection(
    long: Library, key: str
) -> None:
    async def play(user: Driver) -> None:
        await select_all(user)
        counted = Counted(user.main.shown.heads)
        user.main.shown.heads = counted
        KEYS[key](user)
        assert counted.taken <= 2
        assert not user.main.long_work.is_running
        user.main.shown.heads = counted.heads

    drive(long, play, settings=Settings(commands=(Command("name", "n", run=("true",)),)))


@pytest.mark.usefixtures("single_steps")
def test_the_question_for_a_file_looks_at_no_paper_of_a_long_selection(long: Library) -> None:
    looked_at: list[int] = []

    def id_of(row: int) -> str:
        looked_at.append(row)
        return IDS[row]

    async def play(user: Driver) -> None:
        ids = Lazy(MANY, id_of)
        mine = BibOfSettings(user.main)
        for format_ in ("bibtex", "csv"):
            asked = Forecast(user.main, mine, format_, ids)
            assert "6500" in asked("~/papers").replace(",", "")
        assert looked_at == []

    drive(long, play)


@pytest.mark.parametrize("verb", ["page", "pdf", "export"])
def test_a_command_looks_at_a_long_selection_in_steps(long: Library, verb: str) -> None:
    async def play(user: Driver) -> None:
        await select_all(user)
        counted = Counted(user.main.shown.heads)
        user.main.shown.heads = counted
        user.main.action_verb(verb, user.main.verb_of[verb].keys[0])
        assert counted.taken <= long_work.AT_ONCE * 2_000
        user.main.shown.heads = counted.heads
        await user.until(lambda: not user.main.long_work.is_running)

    drive(long, play)


@pytest.mark.parametrize("yes", [True, False])
def test_many_pages_are_opened_only_after_a_question(
    seeded: Library, opened_addresses: Path, yes: bool
) -> None:
    async def play(user: Driver) -> None:
        for _ in range(OPENED_AT_ONCE + 1):
            await user.press("space")
        await user.press("o")
        assert "open 21 pages in the browser?" in user.text()
        assert not opened_addresses.exists()
        if yes:
            await user.press("y")
            await user.until(lambda: user.message == "opened 21 pages")
            assert len(opened_addresses.read_text("utf-8").splitlines()) == 21
        else:
            await user.press("n")
            assert user.message == "cancelled"

    drive(seeded, play)
    assert opened_addresses.exists() == yes


# the end of the program


class Stopped:
    """A day file that cannot be read before go_on(): a pipe in its place."""

    def __init__(self, library: Library) -> None:
        self._path = library.path / "catalogue" / "2025" / "20250105.json"
        self._data = self._path.read_bytes()
        self._path.unlink()
        os.mkfifo(self._path)

    def go_on(self) -> None:
        """Let the reader of the pipe have the day file, and later readers too."""
        threading.Thread(target=self._write, daemon=True).start()

    def _write(self) -> None:
        with self._path.open("wb") as pipe:
            beside = self._path.with_name("beside")
            beside.write_bytes(self._data)
            beside.replace(self._path)
            pipe.write(self._data)


async def begin_export(user: Driver, folder: Path) -> Stopped:
    """Begin to export all papers to a new file; the thread stops in the middle."""
    await open_all(user)
    user.main.poll.stop()  # it would index the changed day file, and read the pipe too
    stopped = Stopped(user.library)
    choose(user, "export_shown", "v")
    await user.until(lambda: user.main.box.prompt is not None)
    user.main.box.type(str(folder / "all.csv"))
    await user.pilot.press("enter")
    await user.until(lambda: user.main.file_thread.is_running)
    return stopped


def asks(folder: Path) -> str:
    does = f"writing 6,500 papers to {folder / 'all.csv'}"
    return f"{does}, then arxtui ends · q again ends it now · Esc stays"


def written(folder: Path) -> list[str]:
    """Return the lines of the exported file; no other file may be left beside it."""
    found = [path.name for path in folder.iterdir() if "all.csv" in path.name]
    assert found in ([], ["all.csv"])
    return [line for name in found for line in (folder / name).read_text("utf-8").splitlines()]


def test_the_first_key_to_quit_waits_for_an_export(long: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        stopped = await begin_export(user, tmp_path)
        user.main.action_verb("leave", "ctrl+c")
        assert user.message == asks(tmp_path)
        assert user.app.is_running
        stopped.go_on()
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert len(written(tmp_path)) == MANY + 1


@pytest.mark.parametrize("key", ["leave", "signal"])
def test_the_second_key_to_quit_and_a_signal_give_an_export_up(
    long: Library, tmp_path: Path, key: str
) -> None:
    async def play(user: Driver) -> None:
        await begin_export(user, tmp_path)
        if key == "signal":
            user.app.exit()
        else:
            user.main.action_verb("leave", "ctrl+c")
            user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert written(tmp_path) == []


def test_esc_behind_the_key_to_quit_stays(long: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        stopped = await begin_export(user, tmp_path)
        user.main.action_verb("leave", "ctrl+c")
        user.main.action_verb("back", "escape")
        assert user.message == f"writing 6,500 papers to {tmp_path / 'all.csv'}…"
        assert len(user.main.shown.heads) == MANY
        stopped.go_on()
        await user.until(lambda: user.message.startswith("6,500 papers as csv"))
        assert user.app.is_running
        user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert len(written(tmp_path)) == MANY + 1


def test_an_export_that_fails_does_not_end_the_program(long: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        stopped = await begin_export(user, tmp_path)
        (tmp_path / "all.csv").write_text("of another program")
        user.main.action_verb("leave", "ctrl+c")
        stopped.go_on()
        await user.until(lambda: user.message.startswith("NOT ON DISK"))
        assert user.app.is_running
        user.main.action_verb("leave", "ctrl+c")
        await user.until(lambda: not user.app.is_running)

    drive(long, play)
    assert written(tmp_path) == ["of another program"]
