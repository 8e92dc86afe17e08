"""Days: the newest batch, unread papers of earlier days, on to the next day, and back."""

from __future__ import annotations

import pytest

from arxtui.lazy_sequence import Lazy, day_at, id_at
from arxtui.model import Paper
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui import messages
from arxtui.ui.row_context import headings
from arxtui.view import View, day_name
from tests.conftest import paper
from tests.screen import Driver, drive


def put(library: Library, papers: list[Paper]) -> None:
    """Load papers as one batch."""
    with library.loading() as load:
        load.put(papers, {"name": "day"})


OLD = "2023-10-26"
MIDDLE = "2023-10-27"
NEW = "2023-10-30"


@pytest.fixture
def days(library: Library) -> Library:
    """Three days in three loads: 2, 3 and 2 papers."""
    for day, numbers in ((OLD, (1, 2)), (MIDDLE, (3, 4, 5)), (NEW, (6, 7))):
        put(library, [paper(number, day=day) for number in numbers])
    return library


@pytest.fixture
def batch(library: Library) -> Library:
    """An old day, and a batch of two days."""
    put(library, [paper(number, day=OLD) for number in (1, 2)])
    put(library, [paper(number, day=MIDDLE) for number in (3, 4)] + [paper(5, day=NEW)])
    return library


def test_row_1_counts_the_unread_papers_of_earlier_days(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.until(lambda: "← 2 earlier days, 5 unread" in user.lines()[0])
        await user.press("h")
        await user.until(lambda: "← 1 earlier day, 2 unread" in user.lines()[0])
        await user.press("h")
        await user.until(lambda: "Thu 2023-10-26" in user.lines()[0])
        assert "←" not in user.lines()[0]

    drive(days, play)


def test_days_long_before_are_not_counted(library: Library) -> None:
    put(library, [paper(1, day="2023-09-29"), paper(2, day="2023-09-30")])
    put(library, [paper(3, day=NEW)])

    async def play(user: Driver) -> None:
        await user.until(lambda: "← 1 earlier day, 1 unread" in user.lines()[0])

    drive(library, play)


def test_n_offers_the_next_day_with_unread_papers_and_opens_it(days: Library) -> None:
    days.act([f"2310.0000{number}" for number in (3, 4, 5)], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("d", "d")
        offer = "All 2 done · n goes to Thu 2023-10-26 (2 unread)"
        await user.until(lambda: user.message == offer)
        await user.press("k")
        assert "Mon 2023-10-30" in user.lines()[0]
        await user.press("n")
        await user.until(lambda: "Thu 2023-10-26" in user.lines()[0])
        assert user.current == "2310.00001"

    drive(days, play)


def test_n_offers_the_day_again_after_another_message(days: Library) -> None:
    days.act(["2310.00006", "2310.00007"], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("l")  # the day is read: the program opens on it all the same
        await user.press("n")
        offer = "All 2 done · n goes to Fri 2023-10-27 (3 unread)"
        await user.until(lambda: user.message == offer)
        await user.press("s")
        assert user.message.startswith("starred")
        await user.press("n")
        await user.until(lambda: user.message.endswith("n goes to Fri 2023-10-27 (3 unread)"))
        assert "Mon 2023-10-30" in user.lines()[0]

    drive(days, play)


def test_n_moves_to_newer_days_when_no_older_day_has_unread_papers(days: Library) -> None:
    days.act(["2310.00001", "2310.00002"], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("h", "h", "n")
        await user.until(lambda: user.message.endswith("n goes to Fri 2023-10-27 (3 unread)"))

    drive(days, play)


def test_without_another_unread_day_n_offers_nothing(library: Library) -> None:
    put(library, [paper(1)])

    async def play(user: Driver) -> None:
        await user.press("d")
        await user.until(lambda: user.message == "The only paper is done")
        await user.press("n")
        assert user.message == "The only paper is done"

    drive(library, play)


def test_the_offer_names_the_current_key(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("d", "d")
        await user.until(lambda: user.message.endswith("x goes to Fri 2023-10-27 (3 unread)"))

    drive(days, play, settings=Settings(keys={"next_unread": ("x",)}))


def test_esc_returns_to_the_batch_from_a_day_of_the_calendar(batch: Library) -> None:
    async def play(user: Driver) -> None:
        assert user.lines()[0].startswith(" new · 2 days · Mon 2023-10-30")
        await user.press("j", "D", "k", "enter")
        assert user.lines()[0].startswith(" Thu 2023-10-26")
        await user.press("escape")
        assert user.lines()[0].startswith(" new · 2 days")
        assert user.current == "2310.00003"

    drive(batch, play)


def test_h_moves_to_days_before_the_batch_and_esc_returns(batch: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("h", "h")
        assert user.lines()[0].startswith(" Thu 2023-10-26")
        await user.press("l", "l", "h", "h")
        assert user.lines()[0].startswith(" Thu 2023-10-26")
        await user.press("escape")
        assert user.lines()[0].startswith(" new · 2 days · Fri 2023-10-27")

    drive(batch, play)


def test_large_numbers_have_separators() -> None:
    assert messages.earlier(30, 2698) == ("← 30 earlier days, 2,698 unread", "← 2,698 unread")
    assert "(1,200 unread)" in messages.next_day("All done", "2023-10-27", 1200, "n")
    assert messages.choice("read", {"read": 139428}) == "read 139,428"


def test_v_n_shows_the_newest_batch_whether_read_or_not(batch: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("A", "y", "slash", *"title", "enter", "V", "n")
        assert user.lines()[0].startswith(" new · 2 days")
        await user.press("escape")
        assert user.lines()[0].startswith(" new · 2 days")

    drive(batch, play)


def test_h_and_l_move_between_the_day_rows_of_long_lists(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("V", "a")
        text = user.text()
        shown = [line for line in user.lines() if line.startswith("── ")]
        names = [day_name(day) for day in days.papers.days()]
        assert [line.split(" ─")[0].strip("─ ") for line in shown][: len(names)] == names
        first = user.current
        await user.press("g", "h")
        assert user.current != first
        assert f"all days · {names[1]}" in user.lines()[0]
        await user.press("l")
        assert f"all days · {names[0]}" in user.lines()[0]
        assert text.count(names[0]) >= 1
        await user.press("S", "t")
        assert not any(line.startswith("── ") for line in user.lines()[:12])

    drive(days, play)


def test_days_of_long_lists_are_read_without_making_heads(days: Library) -> None:
    heads = days.papers.heads()
    made: list[int] = []
    lazy = Lazy(
        len(heads),
        lambda row: made.append(row) or heads[row],  # type: ignore[func-returns-value]
        lambda row: id_at(heads, row),
        lambda row: day_at(heads, row),
    )
    assert len(headings(View(None), lazy)) == len(days.papers.days())
    assert not made


def test_hits_in_two_rows_show_their_day(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("L", "slash", *"paper", "enter")
        heads = user.main.shown.heads
        assert heads
        assert all(head.day in user.text() for head in heads[:3])

    drive(days, play)
