"""The work of a key beside its change, in calls: the speed of the machine does not matter."""

from __future__ import annotations

from arxtui.store import Library
from tests.counting import calls
from tests.screen import Driver, drive


def test_a_scroll_of_the_list_arranges_nothing_anew(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press(*"jjjjjjjjjj")
        await user.rest()
        before = user.main.papers.top
        with calls() as counted:
            await user.press(*"jjj")
        assert user.main.papers.top == before + 3
        assert counted["Compositor._arrange_root"] == 0

    drive(seeded, play)


def test_no_key_searches_the_screen_for_its_panes(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j")
        with calls() as counted:
            await user.press("j", "s")
        assert counted["DOMNode.query_one"] <= 4  # Textual's own, of the pilot
        assert counted["MainScreen.action_verb"] == 2

    drive(seeded, play)


def test_the_hints_are_made_once_for_a_mode(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j")
        with calls() as counted:
            await user.press("j", "s", "j", "s")
        assert counted["MainScreen.action_verb"] == 4
        assert counted["HintLines.pairs"] == 0

    drive(seeded, play)


def test_the_text_of_a_paper_is_not_searched_for_control_characters_twice(
    seeded: Library,
) -> None:
    """visible() has removed them; Textual's search takes a step for each letter."""

    async def play(user: Driver) -> None:
        await user.press("j")
        with calls() as counted:
            await user.press("j", "s")
        assert counted["paper"] == 2
        assert counted["_strip_control_codes"] == 0

    drive(seeded, play)


def test_a_star_paints_a_single_line_of_the_detail(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j")
        await user.rest()
        painter = user.main.detail._painter
        before = painter.painted
        await user.press("s")
        await user.rest()
        assert "★" in user.text()
        assert painter.painted == before + 1
        await user.press("j")
        assert painter.painted > before + 2

    drive(seeded, play)


def test_the_command_of_a_key_is_looked_up_at_once(seeded: Library) -> None:
    """Textual copies all bindings for each key, and asks widgets about each of them."""

    async def play(user: Driver) -> None:
        await user.press("j")
        with calls() as counted:
            await user.press("j", "s", "down", "space", "escape")
        assert counted["MainScreen.action_verb"] == 5
        assert counted["Screen._binding_chain"] == 0

    drive(seeded, play)


def test_a_star_leaves_the_text_of_its_row(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "s", "s")
        with calls() as counted:
            await user.press("s", "s")
        assert counted["RowPainter._paint"] == 2
        assert counted["one_row"] == 0

    drive(seeded, play)
