"""The receipt at the end of the passes: its lines, the views that they open, the way back, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.receipt_content import Morning, summary
from arxtui.ui.rule_hits import RuleHits
from arxtui.ui.unread_days import NEWEST, UnreadDays
from arxtui.work_in_steps import finish
from tests.conftest import paper
from tests.screen import Driver, drive

FIRST = "2310.00001"
SECOND = "2310.00002"
THIRD = "2310.00003"
EARLIER = "2310.00009"


@pytest.fixture
def days(library: Library) -> Library:
    """Return a day of three papers, six days with an unread paper, a day with a paper set aside."""
    with library.loading() as load:
        load.put([paper(9, day="2023-10-01", title="Set aside earlier")], {"name": "before"})
        load.put([paper(20 + n, day=f"2023-10-1{n}") for n in range(6)], {"name": "unread"})
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 4)], {"name": "day"})
    library.act([EARLIER], {"pile": "later"})
    return library


def lines(user: Driver) -> list[str]:
    """Return the lines of the receipt that open something."""
    screen = user.lines()[1:]
    return [screen[place].strip("▌ ") for place in user.main.receipt._places()]


async def to_the_receipt(user: Driver) -> None:
    """Star the first two papers, tag the first, set the second and an earlier paper aside."""
    await user.press("T", "s", "t", *"gan", "enter", "d", "s", "b", "d", "b", "b")
    await user.until(lambda: not user.main.receipt._rows[-1].text.startswith("looking"))
    await user.until(lambda: "counting" not in user.text())
    await user.press("g")


@pytest.mark.parametrize(
    ("papers", "seconds", "line"),
    [
        (191, 665.0, "Mon done · 191 papers in 11 min 5 s (3.5 s each)"),
        (52, 1.2, "Mon done · 52 papers in 1 s"),
        (1, 7.0, "Mon done · 1 paper in 7 s"),
        (0, 7.0, "Mon done"),
    ],
)
def test_the_first_line_of_the_receipt_leaves_out_seconds_that_are_rounded_to_nothing(
    papers: int, seconds: float, line: str
) -> None:
    assert summary(Morning("Mon", papers, seconds, ())) == line


def test_the_lines_of_the_receipt_sum_up_the_morning(days: Library, tmp_path: Path) -> None:
    bib = tmp_path / "my.bib"
    bib.write_text("@misc{mine, eprint = {2310.00002}, title = {Title 2 of a paper}}\n")

    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        title = user.lines()[1]
        assert title.startswith(" Mon 2023-10-30 done · 4 papers in ")
        assert [" ".join(line.split()) for line in lines(user)] == [
            "★ lee2023title Title 1 of a paper #gan",
            "★ mine Title 2 of a paper",
            "~ 2 still set aside",
            "# 1 paper tagged gan",
            "· Sun 2023-10-15: 1 unread",
            "· Sat 2023-10-14: 1 unread",
            "· Fri 2023-10-13: 1 unread",
            "· 3 other days: 3 unread",
            f"e 1 new entry to {bib}",
        ]

    drive(days, play, (120, 40), settings=Settings(bib=str(bib)))


def test_a_starred_paper_is_opened_from_the_receipt_and_esc_returns(days: Library) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        await user.press("j", "enter")
        assert user.main.has_class("-reader")
        assert not user.main.has_class("-receipt")
        assert user.current == SECOND
        await user.press("k")
        assert user.current == FIRST
        await user.press("escape")
        assert user.main.has_class("-receipt")
        assert user.main.receipt.opens == ("paper", SECOND)
        await user.press("q")
        assert not user.main.has_class("-receipt")
        assert "0 of 3 unread" in user.lines()[0]
        assert user.app.is_running

    drive(days, play)


def test_the_receipt_shows_its_beginning_after_a_line_was_opened(days: Library) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        await user.press("j", "enter", "escape")
        await user.until(lambda: user.main.has_class("-receipt"))
        await user.settle()
        assert user.lines()[1].startswith(" Mon 2023-10-30 done")
        for width, height in ((60, 8), (60, 20), (80, 24)):
            await user.resize(width, height)
            await user.settle()
            receipt = user.main.receipt
            shown = range(receipt._top, receipt._top + receipt.size.height)
            assert receipt._cursor in shown
            assert receipt._top <= max(0, len(receipt._rows) - receipt.size.height)
        assert user.lines()[1].startswith(" Mon 2023-10-30 done")

    drive(days, play)


@pytest.mark.parametrize(
    ("line", "found"), [(2, "all days · later"), (3, 'search: tag:"gan"')], ids=["later", "tag"]
)
def test_lists_are_opened_from_the_receipt_and_esc_returns(
    days: Library, line: int, found: str
) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        await user.press(*"j" * line, "enter")
        assert found in user.lines()[0]
        await user.press("enter")
        assert user.main.has_class("-reader")
        await user.press("escape")
        assert found in user.lines()[0]
        await user.press("escape")
        assert user.main.has_class("-receipt")
        await user.press("escape", "escape")
        assert not user.main.has_class("-receipt")

    drive(days, play)


def test_opening_a_day_or_the_calendar_closes_the_receipt(days: Library) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        await user.press(*"jjjj", "enter")
        assert "Sun 2023-10-15   1 of 1 unread" in user.lines()[0]
        await user.press("escape")
        assert not user.main.has_class("-receipt")
        await user.press("T", "T", "l", "T", "b", "b")
        assert user.main.has_class("-receipt")
        await user.until(lambda: "other day" in user.text())
        await user.press("G", "k", "enter")
        assert user.app.screen is not user.main
        await user.press("escape")
        assert user.main.has_class("-receipt")
        await user.press("enter", "enter")
        assert not user.main.has_class("-receipt")
        assert user.app.screen is user.main

    drive(days, play)


@pytest.mark.parametrize("keys", ["e", "G enter"])
def test_an_export_from_the_receipt_is_shown_on_it(
    days: Library, tmp_path: Path, keys: str
) -> None:
    bib = tmp_path / "my.bib"

    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        assert lines(user)[-1] == f"e 2 new entries to {bib}"
        await user.press(*keys.split())
        assert user.message.startswith("2 added")
        await user.until(lambda: lines(user)[-1] == f"e no new entries to {bib}")
        assert user.main.has_class("-receipt")

    drive(days, play, (120, 40), settings=Settings(bib=str(bib)))
    assert bib.read_text("utf-8").count("@misc{") == 2


def test_undo_on_the_receipt_returns_to_the_second_pass(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "b", "d", "d", "d", "d")
        assert user.main.has_class("-receipt")
        await user.press("u")
        assert not user.main.has_class("-receipt")
        assert user.main.has_class("-reader")
        assert "pass 2 of 2" in user.lines()[0]
        assert user.current == EARLIER
        assert user.message.startswith("undone: read")
        assert user.message.endswith(" · pass 2 of 2 again")
        await user.press("d")
        assert user.main.has_class("-receipt")
        assert "4 papers in " in user.lines()[1]

    drive(days, play)


def test_undo_in_the_second_pass_returns_to_the_first(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "T", "b", "C")
        assert "pass 2 of 2 · set aside" in user.lines()[0]
        assert user.lines()[0].endswith(" 1 of 2")
        await user.press("u")
        assert "pass 1 of 2 · Mon 2023-10-30   2 of 3 unread · 1 later" in user.lines()[0]
        assert user.main.has_class("-zoom")
        assert user.main.papers.lines_a_paper == 2
        assert user.message == "undone: read · 2 papers · pass 1 of 2 again"
        await user.press("U")
        assert "pass 2 of 2" in user.lines()[0]
        await user.press("u", "u")
        assert days.marks.pile(FIRST) == "unread"
        await user.press("A", "y")
        assert "pass 2 of 2" in user.lines()[0]
        assert user.lines()[0].endswith(" 1 of 1")

    drive(days, play)


def test_the_passes_continue_after_a_restart(days: Library, folder: Path) -> None:
    async def first(user: Driver) -> None:
        await user.press("T", "s", "b", "d")

    async def second(user: Driver) -> None:
        assert user.current == THIRD
        await user.press("T", "C")
        assert user.lines()[0].endswith(" 1 of 2")
        assert user.current == FIRST

    async def third(user: Driver) -> None:
        await user.press("u", "u", "u")  # an action before the passes is named first
        assert days_now(folder).marks.pile(THIRD) == "unread"
        await user.press("T", "d", "d", "d")
        assert "★ lee2023title  Title 1 of a paper" in user.text()

    drive(days, first)
    drive(Library(folder, "test-0001"), second)
    drive(Library(folder, "test-0001"), third)


def days_now(folder: Path) -> Library:
    return Library(folder, "test-0001")


def test_the_layout_of_rows_is_restored_when_the_passes_end(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T")
        assert user.main.papers.lines_a_paper == 2
        await user.press("T")
        assert user.main.papers.lines_a_paper == 1
        await user.press("T", "A", "y")
        assert user.main.papers.lines_a_paper == 1
        await user.press("T", "L", "T")
        assert user.main.papers.lines_a_paper == 2

    drive(days, play)


def test_the_receipt_is_about_the_day_opened_in_the_first_pass(days: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("T", "h")
        assert user.main.shown.view.days == ("2023-10-15",)
        await user.press("A", "y", "d")
        assert "Sun 2023-10-15 done · 2 papers in" in user.text()  # one unread, one set aside

    drive(days, play)


def test_a_receipt_without_stars_and_later_papers_states_it(days: Library) -> None:
    days.act([EARLIER], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("T", "A", "y")
        await user.until(lambda: "no starred papers to export" in user.text())
        assert "set aside" not in user.text()
        await user.press("enter")
        assert "Sun 2023-10-15" in user.lines()[0]

    drive(days, play)


def test_a_click_opens_a_line_of_the_receipt(days: Library) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        place = user.main.receipt._places()[1]
        await user.click("#receipt", offset=(10, place))
        assert user.main.receipt.opens == ("paper", SECOND)
        await user.click("#receipt", offset=(10, place))
        await user.settle()
        assert user.current == SECOND
        assert user.main.has_class("-reader")

    drive(days, play)


def test_setting_a_mark_in_the_first_pass_keeps_unread_papers_on_the_page(days: Library) -> None:
    with days.loading() as load:
        load.put([paper(100 + n) for n in range(40)], {"name": "more"})

    async def play(user: Driver) -> None:
        await user.press("T")
        page = user.main.papers.page_rows
        await user.press("j", "b", "j", "b")
        assert user.main.papers.page_rows == page  # the first and the third are still to be judged
        await user.press("C")
        assert user.main.papers.page_rows.start == page.stop
        await user.press(*"ddddd")
        papers = user.main.papers
        line = papers._map.line_of(papers.cursor) - papers.top
        assert line == papers.size.height // 3  # nothing above is unread: the list moves

    drive(days, play)


def test_the_last_row_of_the_receipt_has_its_keys(days: Library) -> None:
    async def play(user: Driver) -> None:
        await to_the_receipt(user)
        last = user.lines()[-1]
        assert last == " Enter open the line  e export  u undo  Esc close  ? help"
        await user.click("#hints", offset=(last.index("Esc"), 0))
        await user.until(lambda: not user.main.has_class("-receipt"))
        assert user.lines()[-1].startswith(" d done")

    drive(days, play)


def test_muted_papers_are_not_counted_as_unread_on_the_receipt(days: Library) -> None:
    title = days.papers.find([FIRST])[FIRST].title

    async def play(user: Driver) -> None:
        await user.press("T", "A", "y")
        while not user.main.has_class("-receipt"):
            await user.press("d")
        await user.until(lambda: "counting" not in user.text())
        assert days.marks.pile(FIRST) == "unread"
        assert "2023-10-30" not in "".join(lines(user)[1:])

    drive(days, play, settings=Settings(mute={"first": f'"{title}"'}))


def test_the_last_row_has_the_keys_of_the_receipt_after_all_papers_were_marked(
    days: Library,
) -> None:
    async def play(user: Driver) -> None:
        days.act([EARLIER], {"pile": "read"})
        await user.press("T", "A", "y")
        await user.until(lambda: user.main.has_class("-receipt"))
        await user.settle()
        assert "open the line" in user.lines()[-1]

    drive(days, play)


def test_the_newest_days_are_named_while_the_others_are_counted(days: Library) -> None:
    rules = RuleHits(days)
    rules.use({}, {"none": "zzzzzz"})
    unread = UnreadDays(days, rules)
    named: list[tuple[str, int]] = []
    steps = unread.all(named.extend)
    while not named:
        next(steps)
    assert len(named) == NEWEST
    everything = finish(steps)
    assert list(everything[:NEWEST]) == named
    assert len(everything) > NEWEST

    async def play(user: Driver) -> None:
        await user.press("T", "A", "y", "d")
        await user.until(lambda: user.main.has_class("-receipt"))
        await user.until(lambda: "other days: " in user.text())
        assert "counting other days" not in user.text()

    drive(days, play)
