"""Every prompt: its first text, the texts that it refuses and leaves for correction."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual import events

from arxtui import locations
from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.panes.text_field import Field
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"


def text(user: Driver) -> str:
    """Return the text of the box, `closed` without a box."""
    return user.main.box.text if user.main.box.prompt else "closed"


def selected(user: Driver) -> str:
    """Return the selected text of the box."""
    return user.main.box.query_one(Field).selected_text


# The first F


@pytest.fixture
def unfetched(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """Keep fetches from beginning; return the fetches that would have begun."""
    begun: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", _start(begun, threading.Thread.start))
    return begun


def _start(begun: list[threading.Thread], start):  # type: ignore[no-untyped-def]
    def noted(thread: threading.Thread) -> None:
        if thread.name == "fetch":
            begun.append(thread)
        else:
            start(thread)

    return noted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cs.CV", ("cs.CV",)),
        ("cs.cv, CS.lg hep-th", ("cs.CV", "cs.LG", "hep-th")),
        ("stat cs.CV cs.CV", ("stat", "cs.CV")),
    ],
)
def test_the_first_fetch_asks_for_categories_and_uses_the_answer(
    seeded: Library, unfetched: list[threading.Thread], typed: str, kept: tuple[str, ...]
) -> None:
    async def play(user: Driver) -> None:
        await user.press("F")
        assert text(user) == ""
        assert user.message == "such as cs.CV cs.LG · asked only once"
        await user.press(*["space" if char == " " else char for char in typed], "enter")
        assert text(user) == "closed"
        assert user.message.startswith("asking arXiv for ")
        assert [thread.name for thread in unfetched] == ["fetch"]
        user.main.commands.fetching._thread = None

    drive(seeded, play)
    assert settings_file.read_settings(locations.settings_file())[0].categories == kept


def test_an_unknown_category_is_refused_and_can_be_corrected_in_the_prompt(
    seeded: Library, unfetched: list[threading.Thread]
) -> None:
    async def play(user: Driver) -> None:
        await user.press("F", *"cs.XV", "enter")
        assert user.message == "cs.XV is not an arXiv category: did you mean cs.CV?"
        assert text(user) == "cs.XV"
        assert not unfetched
        await user.press("backspace", "backspace", *"CV", "enter")
        assert text(user) == "closed"
        assert len(unfetched) == 1
        user.main.commands.fetching._thread = None

    drive(seeded, play)
    assert settings_file.read_settings(locations.settings_file())[0].categories == ("cs.CV",)


def test_tab_completes_a_category_and_takes_the_nearest(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("F", *"hep-", "tab")
        assert text(user) == "hep-ex"
        await user.press("tab")
        assert text(user) == "hep-lat"
        await user.press("shift+tab", "shift+tab")
        assert text(user) == "hep-th"
        await user.press("ctrl+u", *"cs.L")
        assert user.message == "cs.LG cs.LO"
        await user.press("tab")
        assert text(user) == "cs.LG"
        await user.press("ctrl+u", *"cs.xv,CS.C", "tab")
        assert text(user) == "cs.CV cs.CC"
        await user.press("ctrl+u", *"cs.XV", "tab")
        assert text(user) == "cs.CV"
        await user.press("ctrl+u", "tab")
        assert text(user) == ""
        await user.press("enter")
        assert (text(user), user.message) == ("closed", "cancelled")

    drive(seeded, play)
    assert not locations.settings_file().exists()


# Prefilled boxes

PREFILLED = {
    "e": "~/arxtui.bib",
    "E j": "~/arxtui.json",
    "E m": "~/arxtui.md",
}


@pytest.mark.parametrize("keys", PREFILLED)
def test_typing_replaces_the_prefilled_text_and_an_arrow_key_edits_it(
    seeded: Library, keys: str
) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", *keys.split())
        assert text(user) == selected(user) == PREFILLED[keys]
        await user.press("x", "y")
        assert text(user) == "xy"
        await user.press("escape", *keys.split()[-2:])
        assert text(user) == PREFILLED[keys]
        await user.press("right", "x")
        assert text(user) == PREFILLED[keys] + "x"
        await user.press("escape", *keys.split()[-2:], "left", "x")
        assert text(user) == "x" + PREFILLED[keys]
        await user.press("escape", *keys.split()[-2:], "backspace")
        assert text(user) == ""
        await user.press("escape")

    drive(seeded, play)


def test_typing_a_tag_keeps_the_tags_that_the_paper_has(seeded: Library) -> None:
    """The only box whose text is not replaced: `t gan Enter` adds a tag to the present tags."""
    seeded.act([ONE], {"#nerf": True})

    async def play(user: Driver) -> None:
        await user.press("t")
        assert (text(user), selected(user)) == ("nerf, ", "")
        await user.press(*"gan", "enter")
        assert seeded.marks.of(ONE).tags == ("gan", "nerf")

    drive(seeded, play)


def test_the_export_prompt_names_the_papers_to_be_exported(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", "e")
        assert user.lines()[-1].startswith(" append starred papers to: ~/arxtui.bib")
        assert (
            user.message == "1 entry to a new file · Enter writes · asked only once · Esc cancels"
        )
        await user.press("escape", "space", "space", "e")
        assert user.lines()[-1].startswith(" append 2 papers to: ~/arxtui.bib")
        await user.press("escape")

    drive(seeded, play)


# Refused answers


def test_the_name_of_an_unwritable_file_stays_in_the_prompt(
    seeded: Library, tmp_path: Path
) -> None:
    bad = tmp_path / "no" / "a.bib"
    (tmp_path / "there.md").write_text("mine")

    async def play(user: Driver) -> None:
        await user.press("s", "e")
        for name in (bad, tmp_path):
            user.main.box.type(str(name))
            await user.press("enter")
            assert user.message.startswith(f"NOT ON DISK: {name}")
            assert text(user) == str(name)
        assert not locations.settings_file().exists()
        bad.parent.mkdir()
        user.main.box.type(str(bad))
        await user.press("enter")
        assert (text(user), user.message.startswith("1 added")) == ("closed", True)
        await user.press("E", "m")
        user.main.box.type(str(tmp_path / "there.md"))
        await user.press("enter")
        assert "is there already" in user.message
        await user.press("backspace", "backspace", "backspace", *"x.md", "enter")
        assert (text(user), user.message.startswith("90 papers as markdown")) == ("closed", True)

    drive(seeded, play)
    assert (tmp_path / "there.md").read_text() == "mine"
    assert settings_file.read_settings(locations.settings_file())[0].bib == str(bad)


def test_an_invalid_tag_stays_in_the_prompt(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("t")
        await user.type("x" * 70)
        await user.press("enter")
        assert user.message.startswith("not a tag")
        assert text(user) == "x" * 70
        await user.press("ctrl+u", *"gan", "enter")
        assert (text(user), seeded.marks.of(ONE).tags) == ("closed", ("gan",))

    drive(seeded, play)


def test_tags_that_could_not_be_written_stay_in_the_prompt(seeded: Library, folder: Path) -> None:
    seeded.act([ONE], {"star": True}).wait()

    async def play(user: Driver) -> None:
        (folder / "marks").rename(folder / "gone")
        (folder / "marks").write_text("in the way")
        await user.press("t", *"gan", "enter")
        assert user.message.startswith("NOT ON DISK: ")
        assert text(user) == "gan"
        (folder / "marks").unlink()
        (folder / "gone").rename(folder / "marks")
        await user.press("enter")
        assert (text(user), seeded.marks.of(ONE).tags) == ("closed", ("gan",))

    drive(seeded, play)


def test_a_query_with_a_mistake_stays_in_the_prompt(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("is:blue")
        await user.press("enter")
        assert text(user) == "is:blue"
        assert user.message.startswith("is: takes starred, later")
        assert user.main.box.error_at is not None
        await user.press("ctrl+u")
        await user.type("is:unread schmitt")
        await user.press("enter")
        assert text(user) == "closed"
        assert user.lines()[0].startswith(" search: is:unread schmitt   1 hit")

    drive(seeded, play)


def test_without_starred_papers_no_export_file_is_asked_for(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(1)], {"name": "day"})

    async def play(user: Driver) -> None:
        await user.press("e")
        assert (text(user), user.message) == ("closed", "no starred papers yet · s stars one")

    drive(library, play, settings=Settings())


@pytest.mark.parametrize("content", [b"bib = ~/unquoted.bib\n", b'theme = "\xe9"\n'])
def test_a_settings_file_that_is_not_toml_is_left_unchanged(
    seeded: Library, content: bytes
) -> None:
    path = locations.settings_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    async def play(user: Driver) -> None:
        await user.press("slash", *"nerf", "enter", "w", "s", *"mine", "enter")
        assert user.message.startswith(
            "applies until you quit: the settings could not be written: "
        )
        assert user.main.settings.searches == {"mine": "nerf"}

    drive(seeded, play)
    assert path.read_bytes() == content


def test_a_search_is_saved_under_a_name_with_quotes(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"nerf", "enter", "w", "s", *'a"b', "enter")
        assert user.message == 'saved search a"b: nerf · V 1 shows it'

    drive(seeded, play)
    assert settings_file.read_settings(locations.settings_file())[0].searches == {'a"b': "nerf"}


def test_keys_that_edit_the_text_take_their_turn(seeded: Library) -> None:
    typed = ["t", "w", "o", "backspace", "x", "left", "y", "home", "z", "delete", "q", "end", "."]

    async def play(user: Driver) -> None:
        await user.press("/")
        for key in typed:
            character = None
            if len(key) == 1:
                character = key
            user.main.app.post_message(events.Key(key, character))
        await user.press("!")
        assert text(user) == "zqwyx.!"

    drive(seeded, play)
