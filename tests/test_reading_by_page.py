"""The page as the unit: `C`, `c`, where the cursor and the page go, and undo back to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.made_day import load_day
from tests.screen import Driver, drive


@pytest.fixture
def day(library: Library, tmp_path: Path) -> Library:
    """Return a library with a day of 191 papers."""
    load_day(library, tmp_path)
    return library


def unread(user: Driver) -> int:
    return sum(user.library.marks.pile(head.id) == "unread" for head in user.main.shown.heads)


def top_row(user: Driver) -> int:
    return user.main.papers.page_rows.start


def test_the_first_row_shows_the_cursor_row_and_the_number_of_papers(day: Library) -> None:
    async def play(user: Driver) -> None:
        assert user.lines()[0].endswith("   1 of 191")
        await user.press("j", "j")
        assert user.lines()[0].endswith("   3 of 191")
        await user.press("G", "b", "s")
        assert user.lines()[0].endswith("   191 of 191")
        assert "190 of 191 unread · 1 later · 1 starred" in user.lines()[0]

    drive(day, play)


def test_the_cursor_row_is_not_cut_when_the_rest_of_the_first_row_is(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("b", "s", "space", "space")
        row = user.lines()[0]
        assert row.endswith(" 4 of 191")
        assert "2 selected" in row
        assert "190/191 unread" in row

    drive(day, play, (60, 20))


def test_a_page_is_marked_as_read_in_a_single_action(day: Library) -> None:
    async def play(user: Driver) -> None:
        page = user.main.papers.page_rows
        await user.press("j", "b", "C")
        assert unread(user) == 191 - len(page)
        assert day.marks.pile(user.main.shown.heads[1].id) == "later"
        assert user.main.papers.cursor == page.stop
        assert top_row(user) == page.stop
        assert len(list(day.log.newest_first())) == 2
        await user.press("C", "u")
        assert unread(user) == 191 - len(page)
        assert user.main.papers.cursor == page.stop
        assert top_row(user) == page.stop
        await user.press("u", "u")
        assert unread(user) == 191
        assert user.main.papers.cursor == 1
        assert top_row(user) == 0

    drive(day, play, settings=Settings(after="stay"))


def test_pages_of_two_rows_a_paper_end_with_the_last_whole_paper(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("z", "L")
        turns = 0
        while unread(user):
            seen = user.main.papers.page_rows
            shown = user.text()
            await user.press("C")
            for row in seen:
                assert user.library.marks.pile(user.main.shown.heads[row].id) == "read"
                assert user.main.shown.heads[row].plain[:30] in shown
            turns += 1
        assert turns == 18  # 11 papers at 80x24
        assert user.message == "read: 4 papers"
        await user.press("C")
        assert user.message.startswith("All 191 done")

    drive(day, play, (80, 25))


def test_unread_papers_above_the_last_page_are_reported(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("G", "C")
        above = unread(user)
        assert user.message == f"Last page · {above} unread above (n)"
        await user.press("n")
        assert user.main.papers.cursor == 0

    drive(day, play)


def test_a_page_with_nothing_unread_turns_and_changes_nothing(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("C", "g")
        before = unread(user)
        await user.press("C")
        assert unread(user) == before
        assert user.main.papers.cursor == 191 - before
        assert len(list(day.log.newest_first())) == 1

    drive(day, play)


def test_a_hidden_list_has_no_page_to_mark(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("enter", "C")
        assert unread(user) == 191
        assert user.message == "the list is hidden · Enter shows it"

    drive(day, play)


def test_c_marks_all_papers_above_as_read_and_undo_returns(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("pagedown", "pagedown")
        row = user.main.papers.cursor
        top = user.main.papers.top
        await user.press("c")
        assert unread(user) == 191 - row - 1
        assert user.main.papers.cursor == row + 1
        papers = user.main.papers
        assert papers.cursor - papers.top == papers.size.height // 3
        await user.press("u")
        assert unread(user) == 191
        assert (papers.cursor, papers.top) == (row, top)

    drive(day, play)


def test_a_page_in_a_list_of_days_is_marked_across_the_days(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(n, day=f"2023-10-{30 - n // 5}") for n in range(30)], {"name": "made up"})

    async def play(user: Driver) -> None:
        page = user.main.papers.page_rows
        await user.press("C")
        assert unread(user) == 30 - len(page)
        assert user.main.papers.cursor == page.stop

    drive(library, play)


@pytest.mark.parametrize("height", [23, 24])
@pytest.mark.parametrize("width", [60, 80])
def test_the_last_page_of_several_lines_a_paper_begins_with_a_whole_paper(
    library: Library, width: int, height: int
) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 60)], {"name": "day"})

    async def play(user: Driver) -> None:
        await user.press("L", "z", "G")
        papers = user.main.papers
        assert papers.lines_a_paper > 1
        window = papers.window
        assert window.whole_rows.stop == 59
        assert window.top == window.map.line_of(window.whole_rows.start)
        await user.press("k", "j", "G")
        assert papers.window.top == window.top

    drive(library, play, (width, height))
