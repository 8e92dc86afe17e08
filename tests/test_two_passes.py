"""The two passes and their end, and how long messages are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from arxtui.keys import shown
from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive

FIRST = "2310.00001"
SECOND = "2310.00002"
THIRD = "2310.00003"
EARLIER = "2310.00009"


@pytest.fixture
def day(library: Library) -> Library:
    """Return a day of three papers, and an earlier day with a paper that was set aside then."""
    with library.loading() as load:
        load.put([paper(9, day="2023-10-20", title="Set aside earlier")], {"name": "before"})
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 4)], {"name": "day"})
    library.act([EARLIER], {"pile": "later"})
    return library


def receipt(user: Driver) -> list[str]:
    """Return the lines of the receipt that open something."""
    pane = user.main.receipt
    lines = user.lines()[1:]
    return [lines[place].strip("▌ ") for place in pane._places()]


@pytest.mark.parametrize(
    "keys", ["A y", "G c", "G space v g v d", "d r j d", "d full_stop d d", "d d d"]
)
def test_every_command_that_empties_the_first_pass_begins_the_second(
    day: Library, keys: str
) -> None:
    async def play(user: Driver) -> None:
        await user.press("T")
        assert user.message == "3 titles to go · then those set aside, in full"
        assert user.lines()[-1].startswith(" b later  C page read  ' jump  d done")
        await user.press(*keys.split())
        if day.marks.of(FIRST).pile == "unread":
            await user.press("k", "k", "r")
        if "unread" in [day.marks.of(one).pile for one in (FIRST, SECOND, THIRD)]:
            await user.press("A", "y")
        assert user.message == "1 paper set aside, in full"
        assert "b still later" in user.lines()[-1]
        assert user.current == EARLIER
        assert user.main.has_class("-reader")
        await user.press("d")
        assert "Mon 2023-10-30 done · 4 papers in " in user.lines()[1]
        assert "set aside" not in user.text()

    drive(day, play)


def test_a_paper_set_aside_again_in_the_second_pass_is_reported_as_still_set_aside(
    day: Library,
) -> None:
    async def play(user: Driver) -> None:
        await user.press("b", "b")
        await user.press("T", "A", "y")
        assert user.current == FIRST
        await user.press("b")
        assert user.current == SECOND
        assert user.message == "still set aside for later: Title 1 of a paper"
        assert day.marks.of(FIRST).pile == "later"

    drive(day, play)


def test_the_second_pass_and_starred_papers_do_not_name_an_order(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("S", "t", "T", "b", "A", "y")
        assert "pass 2 of 2" in user.lines()[0]
        assert "order" not in user.lines()[0]
        await user.press("s", "d", "d", "enter")
        assert "starred this morning" in user.lines()[0]
        assert "order" not in user.lines()[0]

    drive(day, play, (140, 40))


@pytest.mark.parametrize(("width", "beside"), [(184, False), (185, True)])
def test_the_first_pass_has_the_paper_beside_the_titles_where_no_title_needs_the_cells(
    day: Library, width: int, beside: bool
) -> None:
    async def play(user: Driver) -> None:
        await user.press("T")
        assert user.main.papers.lines_a_paper == 2
        assert user.main.detail.display is beside
        assert user.main.papers.size.width >= 101
        await user.press("z")
        assert user.main.detail.display is not beside
        await user.press("A", "y", "T")
        assert user.main.detail.display

    drive(day, play, (width, 60))


def test_a_pass_emptied_in_another_window_continues_with_the_key_for_next_unread(
    day: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        await user.press("T")
        Library(folder, "test-0001").act([FIRST, SECOND, THIRD], {"pile": "read"}).wait()
        await user.until(lambda: user.main.shown.counts.unread == 0)
        await user.press("n")
        assert user.message == "1 paper set aside, in full"
        await user.press("n")
        assert user.message == "The only paper is done · 1 set aside"  # T would stop here

    drive(day, play)


def test_the_receipt_counts_a_star_of_another_day_as_the_header_does(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "A", "y", "s")
        assert "1 starred" in user.lines()[0]
        await user.press("d")
        assert receipt(user)[0].startswith("★ ")
        assert receipt(user)[0].endswith("Set aside earlier")
        assert "0 of 3 unread" in user.lines()[0]

    drive(day, play)


@pytest.mark.parametrize("key", ["enter", "escape"])
def test_an_export_from_the_receipt_returns_to_the_receipt(
    day: Library, tmp_path: Path, key: str
) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", "T", "A", "y", "d")
        assert receipt(user)[0] == "★ lee2023title  Title 1 of a paper"
        await user.press("e")
        assert user.main.box.prompt is not None
        assert "4 papers in " in user.text()
        user.main.box.type(str(tmp_path / "my.bib"))
        await user.press(key)
        assert "4 papers in " in user.text()
        if key == "enter":
            assert user.message.startswith("1 added")
            await user.press("e")
            assert "(1 was already in it)" in user.message
            assert "4 papers in " in user.text()
        await user.press("question_mark", "escape")
        assert "4 papers in " in user.text()
        await user.press("q")  # closes the end, not the program
        assert user.app.is_running
        assert "4 papers" not in user.text()
        assert not user.main.has_class("-reader")
        assert "0 of 3 unread" in user.lines()[0]

    drive(day, play)


def test_a_key_of_the_list_closes_the_receipt_and_applies_to_the_list(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "A", "y", "d", "n")
        assert "4 papers" not in user.text()
        assert user.message.startswith("All 3 done")
        assert not user.main.has_class("-reader")
        await user.press("enter", "exclamation_mark")
        assert user.message == "no problems"
        assert user.main.has_class("-reader")

    drive(day, play)


@pytest.mark.parametrize("key", ["b", "d", "s", "r", "c", "full_stop", "1", "t", "space", "y"])
def test_an_extra_key_in_the_passes_changes_no_hidden_paper(day: Library, key: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "d", "d", "d", "b")  # read, and the earlier paper is still for later
        assert "~ 1 still set aside" in receipt(user)
        before = dict(day.marks.items())
        await user.press(key)
        line = f"no paper is shown for {shown(key)} · Enter opens the line · Esc closes"
        assert user.message == line
        assert user.main.has_class("-receipt")
        assert not user.main.box.prompt
        assert user.main.questions.asking is None
        assert not user.main.papers.selected
        assert dict(day.marks.items()) == before
        await user.press("escape", "s")
        assert not user.main.has_class("-receipt")
        assert day.marks.of(user.current).star

    drive(day, play)


def test_closing_the_problems_returns_to_the_screen_before(day: Library, folder: Path) -> None:
    (folder / "marks" / "x-0002.2026.jsonl").write_text("rubbish\n")
    day.refresh()

    async def play(user: Driver) -> None:
        for before in ("-reader", ""):
            if before:
                await user.press("enter")
            await user.press("exclamation_mark")
            assert "Problems" in user.text()
            await user.press("escape")
            assert "Problems" not in user.text()
            assert user.main.has_class("-reader") == bool(before)
            await user.press("escape")

    drive(day, play)


# Messages


async def all_read(user: Driver) -> None:
    await user.press("A", "y", "n")
    assert user.message.startswith("All 3 done")


async def redone(user: Driver) -> None:
    await user.press("s", "u", "U")
    assert user.message.startswith("redone: star")


@pytest.mark.parametrize("command", [all_read, redone])
@pytest.mark.parametrize(
    "key", ["h", "j", "space", "V a", "D escape", "t escape", "z", "enter", "x"]
)
def test_a_message_of_an_action_ends_at_the_next_key(
    day: Library, command: Callable[[Driver], Awaitable[None]], key: str
) -> None:
    async def play(user: Driver) -> None:
        await command(user)
        old = user.message
        await user.press(*key.split())
        assert old not in user.text()
        assert user.main.message._right == ""

    drive(day, play)


@pytest.mark.parametrize(
    "keys", ["enter h", "escape", "enter V a", "enter escape", "enter D enter", "enter f s"]
)
def test_a_message_of_a_search_ends_with_its_hits(day: Library, keys: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("titel paper")
        said = user.message
        assert said.startswith("no exact match")
        await user.press("enter", "j")
        assert user.message == said  # as long as the hits are there
        await user.press("k", "escape", "slash")
        await user.type("titel paper")
        await user.press(*keys.split())
        assert said not in user.message

    drive(day, play)


def test_the_guide_of_a_pass_stays_until_another_message(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "j", "j")
        assert user.message == "3 titles to go · then those set aside, in full"
        await user.press("s")
        assert user.message.startswith("starred")
        await user.press("T")
        assert user.message == "two-pass mode off · T resumes"
        await user.press("T", "escape")
        assert user.message == "two-pass mode off · T resumes"

    drive(day, play)


def test_an_error_stays_while_the_cursor_moves(day: Library, folder: Path) -> None:
    async def play(user: Driver) -> None:
        (folder / "marks").rename(folder / "gone")
        (folder / "marks").write_text("in the way")
        await user.press("s", "j", "k")
        assert user.message.startswith("NOT ON DISK: ")
        (folder / "marks").unlink()
        (folder / "gone").rename(folder / "marks")
        await user.press("s")
        assert user.message.startswith("starred")

    drive(day, play)


def test_the_passes_name_the_keys_of_the_settings(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("P")
        assert user.lines()[-1].startswith(" b later  C page read  ' jump  x done")
        assert "P stop" in user.lines()[-1]
        await user.press("A", "y", "x")
        assert receipt(user)[-1] == "Z no starred papers to export"

    drive(day, play, settings=Settings(keys={"passes": ("P",), "done": ("x",), "export": ("Z",)}))


def test_the_passes_do_not_begin_without_papers(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"zzzzzz", "enter")
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.press("T")
        assert user.message == "No paper here"
        assert not user.main.has_class("-receipt")
        await user.press("escape", "b", "slash", *"zzzzzz", "enter")
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.press("T")  # a paper is set aside on another day
        assert "pass 2 of 2" in user.lines()[0]

    drive(seeded, play)
