"""Jump labels: a letter goes to its row, its capital sets the paper aside too."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.controllers.jump_labels import LETTERS
from tests.conftest import paper
from tests.made_day import load_day
from tests.screen import Driver, drive


@pytest.fixture
def day(library: Library, tmp_path: Path) -> Library:
    """Return a library with a day of 191 papers."""
    load_day(library, tmp_path)
    return library


def labels(user: Driver) -> str:
    """Return the letters in the cells of the selection, top down."""
    rows = user.lines()[1 : 1 + user.main.papers.size.height]
    return "".join(row[1:2] for row in rows).replace(" ", "")


def type_at_once(user: Driver, *keys: str) -> None:
    """Send keys to the terminal without a pause between them."""
    for key in keys:
        typed = {"apostrophe": "'"}.get(key, key)
        user.app.post_message(events.Key(key, typed))


def test_a_letter_moves_to_its_row_and_the_page_stays(day: Library) -> None:
    async def play(user: Driver) -> None:
        page = user.main.papers.page_rows
        await user.press("apostrophe")
        assert labels(user) == LETTERS[: len(page)]
        await user.press("f")
        assert user.main.papers.cursor == 3
        assert labels(user) == ""
        assert user.main.papers.page_rows == page
        last = LETTERS[len(page) - 1]
        await user.press("apostrophe", last)
        assert user.main.papers.cursor == len(page) - 1
        assert user.main.papers.page_rows == page
        assert not list(day.marks.items())

    drive(day, play)


def test_a_capital_sets_its_paper_aside_and_stays_there(day: Library) -> None:
    async def play(user: Driver) -> None:
        ids = [head.id for head in user.main.shown.heads]
        await user.press("apostrophe", "D")
        assert day.marks.pile(ids[2]) == "later"
        assert user.main.papers.cursor == 2
        assert user.message.startswith("set aside for later: Paper 3")
        await user.press("u")
        assert day.marks.pile(ids[2]) == "unread"

    drive(day, play)


@pytest.mark.parametrize("key", ["escape", "z", "3", "apostrophe", "down"])
def test_every_other_key_closes_the_labels_and_does_nothing_else(day: Library, key: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("apostrophe", key)
        assert labels(user) == ""
        assert user.main.questions.asking is None
        assert user.main.papers.cursor == 0
        assert not user.main.has_class("-zoom")
        assert not list(day.marks.items())
        await user.press("j")
        assert user.main.papers.cursor == 1

    drive(day, play)


def test_with_more_rows_than_letters_unread_rows_near_the_cursor_get_labels(day: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("d", "d", "apostrophe")
        rows = sorted(user.main.papers.labels)
        assert len(rows) == len(LETTERS)
        assert rows == list(range(2, 2 + len(LETTERS)))
        assert [user.main.papers.labels[row] for row in rows] == list(LETTERS)

    drive(day, play, (100, 60))


def test_keys_typed_fast_after_a_label_apply_in_order(day: Library) -> None:
    async def play(user: Driver) -> None:
        ids = [head.id for head in user.main.shown.heads]
        await user.press("T")
        page = user.main.papers.page_rows
        type_at_once(user, "apostrophe", "S", "apostrophe", "F", "C", "apostrophe", "A", "s")
        await user.until(lambda: day.marks.total("star") == 1)
        later = [at for at, each in enumerate(ids) if day.marks.pile(each) == "later"]
        assert later == [1, 3, page.stop]
        assert [at for at, each in enumerate(ids) if day.marks.has_star(each)] == [page.stop]
        unread = sum(day.marks.pile(each) == "unread" for each in ids)
        assert unread == 191 - len(page) - 1

    drive(day, play)


@pytest.mark.parametrize("before", ["T", "z"])
@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_a_key_for_the_page_waits_for_the_page(
    day: Library, before: str, size: tuple[int, int]
) -> None:
    """A page key typed right behind a change of the layout is for the page of that layout."""

    async def play(user: Driver) -> None:
        ids = [head.id for head in user.main.shown.heads]
        type_at_once(user, before, "C")
        await user.until(lambda: day.marks.total("read") > 0)
        await user.settle()
        lines = user.main.papers.size.height // user.main.papers.lines_a_paper
        read = [at for at, each in enumerate(ids) if day.marks.pile(each) == "read"]
        assert read == list(range(lines))
        assert user.main.papers.cursor == lines
        assert user.main.papers.page_rows.start == lines

    drive(day, play, size)


def test_labels_need_visible_rows(day: Library, library: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("enter", "apostrophe")
        assert user.message == "the list is hidden · Enter shows it"
        assert user.main.questions.asking is None
        await user.press("enter", "slash")
        await user.type("zzqqxx")
        await user.press("enter", "apostrophe")
        assert user.message == "No paper here"

    drive(day, play)


def test_day_rows_get_no_label(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(n, day=f"2023-10-{30 - n // 3}") for n in range(12)], {"name": "made up"})

    async def play(user: Driver) -> None:
        await user.press("apostrophe")
        assert labels(user).replace("─", "") == LETTERS[:12][: len(user.main.papers.page_rows)]
        await user.press("f")
        assert user.main.papers.cursor == 3

    drive(library, play, settings=Settings())
