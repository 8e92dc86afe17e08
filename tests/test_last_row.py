"""The last row changes with the user's actions; no choice of a menu is cut; it can be clicked."""

from __future__ import annotations

import pytest

from arxtui.keys import MENUS
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.menu_lines import menu_lines
from arxtui.ui.panes.line import width_of
from arxtui.ui.panes.render import ASCII, UNICODE
from tests.screen import Driver, drive

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "140x40": (140, 40)}
SEARCHES = {f"saved search number {number}": "ti:gan" for number in range(1, 10)}


@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_no_choice_of_a_menu_is_cut(menu: str, width: int) -> None:
    lines = menu_lines(menu, MENUS[menu], width, UNICODE)
    assert len(lines) <= 2
    assert all(width_of(line) <= width + 1 for line in lines)
    shown = {key: word for line in lines for key, word in line}
    assert all(shown[key] == word for key, word in MENUS[menu].items())


@pytest.mark.parametrize("width", [60, 80, 140])
def test_every_key_of_a_long_menu_is_shown(width: int) -> None:
    choices = {**MENUS["view"], **{str(at): name for at, name in enumerate(SEARCHES, 1)}}
    lines = menu_lines("view", choices, width, ASCII)
    assert len(lines) <= 2
    assert all(width_of(line) <= width + 1 for line in lines)
    assert [key for line in lines for key, _ in line if key in choices] == list(choices)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["f", "V", "S", "y", "E"])
def test_a_menu_is_shown_whole(seeded: Library, key: str, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press(key)
        text = "  ".join((user.text().replace("─", ""), user.lines()[-1]))
        for letter in user.main.questions._menu[1]:  # type: ignore[index]
            assert f" {letter} " in text
        await user.press("escape")
        assert " d done" in user.lines()[-1]

    drive(seeded, play, SIZES[size], Settings(searches=SEARCHES))


def test_counts_are_dropped_before_a_choice_is_cut() -> None:
    counted = {key: f"{word} 181" for key, word in MENUS["filter"].items()}
    for width in (40, 46, 50, 60):
        lines = menu_lines("filter", counted, width, UNICODE, MENUS["filter"])
        shown = {key: word for line in lines for key, word in line if word}
        assert len(lines) == 2
        assert list(shown) == list(MENUS["filter"])
        assert all("181" not in word for word in shown.values())
        if width > 40:
            assert shown == MENUS["filter"]


def test_a_filter_shows_how_many_papers_it_leaves(seeded: Library) -> None:
    seeded.act(["2310.19223"], {"pile": "later"})

    async def play(user: Driver) -> None:
        await user.press("f")
        assert "u unread 89  l later 1  r read 0  s starred 0" in user.text()

    drive(seeded, play, (140, 40))


def test_a_choice_that_is_clicked_is_chosen(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        column = user.lines()[-1].index("s starred")
        await user.click("#hints", offset=(column, 0))
        await user.until(lambda: "starred" in user.lines()[0])
        assert not user.main.questions.asking

    drive(seeded, play, (140, 40))


def test_a_choice_on_the_message_line_can_be_clicked(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        line = next(line for line in user.lines() if "l later" in line)
        await user.click("#message", offset=(line.index("l later"), 0))
        await user.until(lambda: "later" in user.lines()[0])

    drive(seeded, play, (60, 20))


def test_a_hint_that_is_clicked_runs_its_command(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.click("#hints", offset=(user.lines()[-1].index("s star"), 0))
        await user.until(lambda: user.message.startswith("starred"))
        await user.press("space", "space")
        await user.click("#hints", offset=(user.lines()[-1].index("d done"), 0))
        await user.until(lambda: user.message == "read: 2 papers")

    drive(seeded, play)


def test_the_last_row_follows_selection_reader_passes_and_questions(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space")
        assert user.lines()[-1].startswith(" 1 selected:")
        await user.press("escape", "enter")
        assert "J more" in user.lines()[-1]
        await user.press("escape", "T")
        assert "C page read" in user.lines()[-1]
        await user.press("T", "A")
        assert user.message == "mark 90 unread papers as read?"
        assert user.lines()[-1] == " y yes  n no"
        await user.press("n")
        assert user.lines()[-1].startswith(" d done")

    drive(seeded, play)


def test_no_message_covers_the_choices_of_a_menu(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        user.main.say("papers arrived")
        assert "f all" in user.text()
        assert "u unread" in user.text()

    drive(seeded, play, (60, 20))


def test_a_menu_is_laid_out_again_for_another_width(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        await user.resize(60, 20)
        await user.until(lambda: "f all 90" in user.lines()[-1])
        assert "filter:   u unread" in user.text()

    drive(seeded, play, (140, 40))


@pytest.mark.parametrize(("key", "shown"), [("X", "X"), ("ctrl+t", "Ctrl-t"), ("f5", "f5")])
def test_a_key_without_a_command_is_reported(seeded: Library, key: str, shown: str) -> None:
    async def play(user: Driver) -> None:
        await user.press(key)
        assert user.message == f"{shown} has no command · ? lists the keys"

    drive(seeded, play)


def test_ctrl_f_and_ctrl_b_turn_pages(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("ctrl+f")
        row = user.main.papers.cursor
        assert row > 5
        await user.press("ctrl+b")
        assert user.main.papers.cursor < row

    drive(seeded, play)


def test_the_help_opens_on_the_commands_that_fit(seeded: Library) -> None:
    async def group(user: Driver) -> str:
        await user.press("question_mark")
        names = ("MOVE", "MARK", "FIND", "OUT", "OTHER")
        shown = [word for line in user.lines() for word in line.split() if word in names]
        await user.press("escape")
        return shown[0]

    async def play(user: Driver) -> None:
        assert await group(user) == "MOVE"
        await user.press("space")
        assert await group(user) == "MARK"
        await user.press("escape", "slash", *"gan", "enter")
        assert await group(user) == "FIND"
        await user.press("escape", "T")
        assert await group(user) == "MARK"

    drive(seeded, play)


@pytest.mark.parametrize("size", SIZES)
def test_a_prompt_shows_its_keys_beside_the_text(seeded: Library, size: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        last = user.lines()[-1]
        assert last.startswith(" /  ")
        assert last.endswith("Tab complete  Enter stay  Esc back")
        query = "a query of 40 letters, as long as it is!"
        await user.type(query)
        last = user.lines()[-1]
        assert last.startswith(f" / {query}  ")
        assert last.endswith("Esc back")
        await user.press("escape", "t")
        assert user.lines()[-1].endswith("Enter save  Esc cancel")

    drive(seeded, play, SIZES[size])


def test_a_long_text_gets_the_whole_row_of_the_prompt(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("x" * 70)
        assert user.lines()[-1] == f" / {'x' * 70}"
        await user.press(*["backspace"] * 50)
        assert user.lines()[-1].endswith("Enter stay  Esc back")

    drive(seeded, play)


def test_the_keys_of_a_prompt_can_be_clicked(seeded: Library) -> None:
    async def click(user: Driver, label: str) -> None:
        start = user.main.query_one("#box-keys").region.x
        await user.click("#box-keys", offset=(user.lines()[-1].index(label) - start, 0))

    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("di")
        before = user.current
        await click(user, "↑↓")
        await user.until(lambda: user.current != before)
        await user.type("ff")
        assert user.main.box.text == "diff"
        await click(user, "Esc back")
        await user.until(lambda: user.main.box.prompt is None)
        assert "90 of 90 unread" in user.lines()[0]

    drive(seeded, play)


def test_keys_of_a_prompt_follow_the_width_of_the_screen(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.resize(120, 30)
        await user.until(lambda: "Ctrl-p earlier" in user.lines()[-1])
        await user.resize(40, 10)
        await user.until(lambda: user.lines()[-1].endswith("Enter stay  Esc back"))
        await user.type("gan")
        assert user.lines()[-1].startswith(" / gan ")

    drive(seeded, play, (80, 24))


def test_the_two_rows_of_a_menu_stand_below_each_other(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        before = user.lines()
        for size in ((80, 24), (110, 30), (140, 40), (60, 20)):
            await user.resize(*size)
            await user.press("f")
            lines = user.lines()
            row = next(at for at, line in enumerate(lines) if " u unread" in line)
            last = max(at for at, line in enumerate(lines) if " f all" in line)
            assert last == size[1] - 1
            assert row in (last, last - 1)
            await user.press("escape")
            assert not any(" u unread" in line for line in user.lines())
        await user.resize(80, 24)
        await user.press("escape")
        assert user.lines() == before

    drive(seeded, play)


def test_a_menu_follows_the_screen_when_its_size_changes(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        await user.resize(60, 20)
        await user.until(lambda: "u unread" in user.lines()[-2])
        await user.resize(80, 24)
        await user.until(lambda: "u unread" in user.lines()[-2])
        assert "────" in user.lines()[14]
        await user.press("z")
        assert user.message == "z is not a choice here · cancelled"

    drive(seeded, play)


def test_a_choice_on_the_last_line_of_the_detail_can_be_clicked(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("f")
        line = user.lines()[-2]
        region = user.main.detail.region
        await user.click("#detail", offset=(line.index("l later"), region.height - 1))
        await user.until(lambda: " · later" in user.lines()[0])

    drive(seeded, play)


def test_a_click_on_the_mark_for_hidden_lines_of_the_detail_shows_them(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        detail = user.main.detail
        assert detail.below
        below = detail.below
        column = user.lines()[-2].index("▼")
        await user.click("#detail", offset=(column, detail.region.height - 1))
        await user.until(lambda: detail.below < below)
        await user.press("j", "k")
        assert detail.skipped
        row = next(at for at, line in enumerate(user.lines()) if "▲" in line)
        column = user.lines()[row].index("▲")
        await user.click("#detail", offset=(column, row - detail.region.y))
        await user.until(lambda: not detail.skipped)

    drive(seeded, play)


def test_long_names_of_saved_searches_are_whole_on_the_pages_of_the_menu(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("V")
        seen = ""
        while "n newest" not in seen or "n newest" not in user.text():
            seen += user.text()
            assert "…" not in user.lines()[-1] + user.lines()[-2]
            await user.press("plus")
        for letter, word in MENUS["view"].items():
            assert f" {letter} {word} " in seen
        for number, name in enumerate(SEARCHES, 1):
            assert f" {number} {name} " in seen
        await user.press("9")
        assert "saved search number 9" in user.lines()[0]

    drive(seeded, play, (60, 20), Settings(searches=SEARCHES))


def test_the_last_row_names_keys_for_the_row_of_muted_papers(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        before = user.lines()[-1]
        await user.press("G", "j")
        assert user.lines()[-1].startswith(" Enter show muted papers  k previous")
        await user.press("k")
        assert user.lines()[-1] == before
        await user.pilot.click("#list", offset=(5, user.main.papers.size.height - 1))
        await user.until(lambda: "show muted papers" in user.lines()[-1])

    drive(seeded, play, settings=Settings(mute={"robots": "ti:robot"}))


def test_the_last_row_names_keys_for_an_empty_list(library: Library) -> None:
    async def play(user: Driver) -> None:
        assert user.lines()[-1] == " / search  V view  D days  F fetch  u undo  Esc back  ? help"

    drive(library, play)
