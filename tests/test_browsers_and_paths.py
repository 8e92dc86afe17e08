"""Out of the screen: browsers of every kind, file names of every kind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from arxtui.locations import place
from arxtui.settings.config import Export, Settings
from arxtui.store import Library
from arxtui.ui.browser import Browser, NoBrowser, find
from tests.screen import Driver, drive

UNKNOWN = "~nobody-of-this-name"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is the whole PATH; without a display."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return folder


def program(folder: Path, name: str) -> Path:
    """A stand-in for a browser: prints its words, and whether its output is a terminal."""
    path = folder / name
    lines = [
        "#!/bin/sh",
        "echo DRAWN",
        f'for word; do echo "$word" >> {folder}/words; done',
        f"[ -t 1 ] || echo no-tty >> {folder}/words",
    ]
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o755)
    return path


# File names


def test_an_unknown_home_is_reported_and_a_tilde_means_home(home: Path) -> None:
    assert place("~/x.bib") == home / "x.bib"
    assert place("x.bib") == Path("x.bib")
    assert place("./~x.bib") == Path("./~x.bib")
    with pytest.raises(ValueError, match=r"no user 'arxtui\.bib' here; ~/ is"):
        place("~arxtui.bib")


@pytest.mark.parametrize("key", ["e", "E"])
def test_a_tilde_without_its_slash_is_reported_at_the_keystroke(key: str, seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", key, *(["m"] if key == "E" else []), "ctrl+u", "~", "n")
        assert user.message == "~n: no user 'n' here; ~/ is your home folder"
        await user.press("enter")
        assert user.message == "~n: no user 'n' here; ~/ is your home folder"

    drive(seeded, play)


def test_an_unknown_home_in_the_settings_is_reported_and_the_star_stays(seeded: Library) -> None:
    settings = Settings(bib=f"{UNKNOWN}/x.bib", export=(Export("is:starred", f"{UNKNOWN}/y.bib"),))

    async def play(user: Driver) -> None:
        await user.press("s")
        await user.until(lambda: "no user" in user.message)
        await user.press("e")
        assert user.message.startswith(f"{UNKNOWN}/x.bib: no user")

    drive(seeded, play, settings=settings)
    assert len(seeded.marks.starred()) == 1


# Browsers


@pytest.mark.parametrize("name", ["w3m", "lynx", "links", "elinks", "www-browser"])
def test_a_text_browser_is_known_by_its_name(name: str, programs: Path) -> None:
    path = program(programs, name)
    expected = Browser((name, "%s"), None, is_text=True, may_draw=True)
    assert find({"BROWSER": name, "DISPLAY": ":0"}) == expected
    assert find({"BROWSER": f"{path} -x %s"}).command == (str(path), "-x", "%s")
    assert find({"BROWSER": f"{path} -x %s"}).is_text


def test_a_browser_without_a_display_may_draw_on_the_terminal(programs: Path) -> None:
    program(programs, "helper")
    assert find({"BROWSER": "helper"}).may_draw
    assert not find({"BROWSER": "helper", "WAYLAND_DISPLAY": "wayland-0"}).may_draw


def test_the_variable_browser_may_have_blanks_quotes_and_arguments(programs: Path) -> None:
    program(programs, "helper")
    program(programs, "a helper")
    for value, command in {
        "helper --new": ("helper", "--new", "%s"),
        "'a helper' %s": ("a helper", "%s"),
        "a helper": ("a helper", "%s"),
        f'"open quote{os.pathsep} {os.pathsep}gone{os.pathsep}helper': ("helper", "%s"),
    }.items():
        assert find({"BROWSER": value}).command == command
    for value in ('"', "gone", "''", "%s", "\\", "/nonexistent %s", f"{os.pathsep}x"):
        with pytest.raises(NoBrowser, match="no such browser: BROWSER="):
            find({"BROWSER": value})


@pytest.mark.parametrize("value", ["", " ", '"', "'", "%s", ":", "\\", "&", "gone %s &", "x y z"])
def test_without_a_working_browser_the_address_is_copied_to_the_clipboard(
    value: str, seeded: Library, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", value)

    async def play(user: Driver) -> None:
        await user.press("o")
        await user.until(lambda: " · sent to the clipboard: https://arxiv.org/abs/" in user.message)

    drive(seeded, play)


def test_a_browser_with_a_display_does_not_get_the_terminal(
    seeded: Library,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    program(programs, "helper")
    monkeypatch.setenv("BROWSER", "helper")
    monkeypatch.setenv("DISPLAY", ":0")

    async def play(user: Driver) -> None:
        await user.press("space", "space", "o")
        await user.until(lambda: user.message == "opened 2 pages")

    drive(seeded, play)
    words = (programs / "words").read_text().split()
    assert [word.partition("abs/")[0] for word in words] == ["https://arxiv.org/", "no-tty"] * 2
    assert "DRAWN" not in capfd.readouterr().out


def test_a_text_browser_is_not_started_where_the_terminal_cannot_be_lent(
    seeded: Library, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "w3m")
    monkeypatch.setenv("BROWSER", "w3m")

    async def play(user: Driver) -> None:  # no terminal: Textual cannot suspend
        await user.press("o")
        line = "a text browser cannot use this terminal · sent to the clipboard: "
        await user.until(lambda: user.message.startswith(line))

    drive(seeded, play)
    assert not (programs / "words").exists()


# Texts that are no days


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
@pytest.mark.parametrize("name", ["20231399", "20230231", "20240101"])
def test_a_day_file_with_an_impossible_name_is_skipped_alone(
    name: str, size: tuple[int, int], seeded: Library, folder: Path
) -> None:
    days = folder / "catalogue" / "2023"
    shutil.copy(days / "20231030.json", days / f"{name}.json")
    for year in ("0001", "9999"):
        (folder / "catalogue" / year).mkdir()
        shutil.copy(days / "20231030.json", folder / "catalogue" / year / f"{year}1231.json")
    library = Library(folder, "test-0001")

    async def play(user: Driver) -> None:
        assert any(one.file.endswith(f"{name}.json") for one in library.problems)
        await user.press("D", "left", "right", "pageup", "pagedown", "j", "k", "enter")
        await user.press("h", "l", "V", "a", "F", "escape")
        assert library.papers.days() == ("2023-10-30",)

    drive(library, play, size, Settings(categories=("cs.CV",)))
    assert len([one for one in library.check() if "its name is not a day" in one.reason]) == 3


def test_a_month_whose_only_day_is_damaged_opens_nothing(seeded: Library, folder: Path) -> None:
    (folder / "catalogue" / "2023" / "20231130.json").write_text("{")

    async def play(user: Driver) -> None:
        await user.press("D", "enter", "escape")

    drive(Library(folder, "test-0001"), play, (40, 10))
