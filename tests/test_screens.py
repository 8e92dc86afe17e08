"""Golden screens as plain text, in three sizes; ARXTUI_GOLDEN=write writes them anew."""

from __future__ import annotations

import pytest

from arxtui.settings.config import Command, Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "140x40": (140, 40)}


@pytest.fixture
def morning(seeded: Library) -> Library:
    """The seed day with some marks."""
    seeded.act(["2310.19223"], {"pile": "read"})
    seeded.act(["2310.19224"], {"pile": "later"})
    seeded.act(["2310.19224"], {"star": True})
    seeded.act(["2310.19231"], {"#earth": True, "star": True})
    return seeded


@pytest.mark.parametrize("size", SIZES)
def test_the_list_and_the_detail_have_their_golden_screens(morning: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "j", "s", "u")
        await user.golden(f"day-{size}")

    drive(morning, play, SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_the_search_has_its_golden_screens(morning: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("difusoin")
        await user.golden(f"search-{size}")

    drive(morning, play, SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_the_reader_has_its_golden_screens(morning: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("enter", "j", "j", "j")
        await user.golden(f"reader-{size}")

    drive(morning, play, SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_the_help_has_its_golden_screens(morning: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("question_mark")
        await user.type("unread")
        await user.golden(f"help-{size}")

    drive(morning, play, SIZES[size])


def test_zoom_tags_question_and_ascii_have_their_golden_screens(morning: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("z")
        await user.golden("zoom-80x24")
        await user.press("z", "t")
        await user.golden("tags-80x24")
        await user.press("escape", "A")
        await user.golden("question-80x24")

    drive(morning, play, settings=Settings(signs="ascii"))


def test_no_hits_and_an_error_have_their_golden_screens(morning: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("zqxjk day")  # driver.press waits for the end of this search
        await user.press("colon")
        await user.press("x")
        await user.golden("error-80x24")

    drive(morning, play)


STATES = {
    "calendar": "D",
    "first-pass": "j T",
    "second-pass": "b b A y T",
    "all-read": "A y u U",
    "menu": "y",
    "selection": "Space Space v j v",
    "watched": "",
    "columns": "z",
    "no-hits": "/ z q x j k v b",
    "query-error": "/ a u : Space i s : x",
    "completion": "/ t a g : Tab",
    "source": "j j x",
    "links": "j j O",
    "export": "E j",
    "problems": "!",
    "empty-view": "f r",
    "palette": "colon l a t e r",
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_every_pane_and_dialog_has_its_golden_screens(
    morning: Library, state: str, size: str
) -> None:
    async def play(user: Driver) -> None:
        names = {
            "/": "slash",
            ":": "colon",
            "!": "exclamation_mark",
            "Space": "space",
            "Tab": "tab",
        }
        await user.press(*[names.get(key, key) for key in STATES[state].split()])
        await user.golden(f"{state}-{size}")

    columns = ("authors", "venue", "code", "pages") if state == "columns" else ("authors",)
    watch = {"earth": "observation"} if state == "watched" else {}
    drive(morning, play, SIZES[size], settings=Settings(columns=columns, watch=watch))


@pytest.mark.parametrize("size", SIZES)
def test_the_empty_library_has_its_golden_screens(library: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.golden(f"empty-{size}")

    drive(library, play, SIZES[size])


ALL_SIZES = {**SIZES, "100x30": (100, 30), "200x60": (200, 60)}
NAMES = (
    "papis",
    "zotero",
    "obsidian",
    "wl-copy",
    "scirate",
    "alphaxiv",
    "mail to the group",
    "journal club",
)
COMMANDS = tuple(Command(name, key, ("true",)) for name, key in zip(NAMES, "pzowsamj", strict=True))
RULES = Settings(
    watch={"benchmarks": "benchmark", "nerfs": "nerf"},
    mute={"medical": "medical"},
    commands=COMMANDS,
)
DAYS_AND_RULES = {
    "rules-and-days": "",
    "muted": "G j",
    "muted-open": "G j enter",
    "rules-two-rows": "L",
    "filter": "f",
    "views": "V",
    "months": "D",
    "full-screen": "enter",
    "next-day": "A y n",
    "commands": "vertical_line",
}


@pytest.fixture
def days(morning: Library) -> Library:
    """The seed day, and a paper of the Friday before."""
    friday = [paper(7, day="2023-10-27", title="A paper of Friday")]
    with morning.loading() as load:
        load.put(friday, {"name": "friday"})
    with morning.loading() as load:
        load.put([paper(8, title="A paper of Monday")], {"name": "monday"})
    return morning


@pytest.mark.parametrize("size", ALL_SIZES)
@pytest.mark.parametrize("state", DAYS_AND_RULES)
def test_days_rules_and_menus_have_their_golden_screens(
    days: Library, state: str, size: str
) -> None:
    async def play(user: Driver) -> None:
        await user.until(lambda: user.main.first_row.earlier == (1, 1))
        await user.press(*DAYS_AND_RULES[state].split())
        if state == "months":
            await user.until(lambda: "Generalized Category" in user.text())
        elif state == "muted":
            alone = user.main.screen_layers.hides_paper
            await user.until(lambda: alone or "query" in user.main.detail.content.plain)
        elif state == "next-day":
            await user.until(lambda: "n goes to Fri" in user.message)
        elif state in ("muted-open", "rules-and-days", "rules-two-rows", "filter"):
            await user.until(lambda: user.main.shown.watched is not None)
            await user.settle()
        await user.golden(f"{state}-{size}")

    drive(days, play, ALL_SIZES[size], settings=RULES)
