"""The order `for you` on the screen: `S r`, the setting, bars, divider, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from arxtui.cli import run
from arxtui.keys import MENUS
from arxtui.settings.config import ORDERS, Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive
from tests.test_recommender import reader
from tests.test_taste import LIST, PAPERS, papers_of

__all__ = ["reader"]

DAY = PAPERS[LIST["days"][-1]["chosen"][0]].day or ""
CHOSEN = LIST["days"][-1]["chosen"][0]
BARS = "▁▂▃▄▅▆▇"
BEGIN = (
    "the order for you learns from stars and watch rules · s stars a paper, w saves a search"
)
FOR_YOU = Settings(order="for you")


@pytest.fixture
def many_stars(folder: Path) -> Iterator[Library]:
    """A library with thirty stars, twenty of them copies under other ids, and a day to order."""
    copies = [
        PAPERS[LIST["starred"][number % 10]]._replace(id=f"1801.{number:05d}")
        for number in range(1, 21)
    ]
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put([*PAPERS.values(), *copies], {"name": "made up"})
    library.act([*LIST["starred"], *(copy.id for copy in copies)], {"star": True})
    library.act(LIST["others"], {"pile": "read"})
    yield library
    library.close()


def ids(user: Driver) -> list[str]:
    return [head.id for head in user.main.shown.heads]


def order(user: Driver) -> str:
    return user.main.shown.view.order


def bars(user: Driver) -> str:
    """Return the seventh cell of each row of the list, bars only."""
    found = [line[6:7] for line in user.lines()]
    return "".join(cell for cell in found if cell in BARS and cell)


def divider_of(user: Driver) -> tuple[int, str] | None:
    return user.main.shown.for_you.divider(user.main.shown.heads)


async def at(user: Driver, day: str) -> None:
    user.main.open_days((day,))
    await user.until(lambda: not user.main.shown.lookup.searching)
    await user.settle()


def test_s_r_orders_the_day_for_you_and_s_l_restores_the_listing_order(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        listed = ids(user)
        assert not bars(user)
        await user.press("S", "r")
        ordered = ids(user)
        assert sorted(ordered) == sorted(listed)
        assert ordered.index(CHOSEN) < 3
        assert "for you" in user.lines()[0]
        found = bars(user)
        assert found[0] == "▇"
        assert [*found] == sorted(found, reverse=True)
        await user.press("S", "l")
        assert ids(user) == listed
        assert not bars(user)

    drive(reader, play)


def test_the_setting_orders_each_day_when_it_is_opened(
    reader: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line has the same order."""
    shown: list[str] = []

    async def play(user: Driver) -> None:
        await at(user, DAY)
        assert user.main.shown.view.order == "for you"
        assert user.current == ids(user)[0]
        shown.extend(ids(user))
        await user.press("h")
        assert user.main.shown.view.order == "for you"
        assert len(user.main.shown.view.days or ()) == 1
        assert user.main.shown.view.days != (DAY,)

    drive(reader, play, settings=FOR_YOU)
    reader.close()
    assert run(["--library", str(folder), "list", f"day:{DAY}", "--order", "foryou", "--ids"]) == 0
    assert capsys.readouterr().out.split() == shown


def test_keys_typed_at_once_behind_s_r_apply_to_the_ordered_list(reader: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.open_days((DAY,))
        await user.press("j", "s")
        assert user.main.shown.view.order == "for you"
        assert user.main.papers.cursor == 1
        assert reader.marks.has_star(ids(user)[1])

    drive(reader, play, settings=FOR_YOU)


def test_nothing_moves_when_a_star_is_set_until_a_view_is_opened(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        before = ids(user)
        await user.press("G", "s")
        starred = user.current
        learning = user.main.shown.for_you.recommender()
        await user.until(lambda: learning.is_fresh)  # it is learnt ahead
        assert ids(user) == before
        assert user.current == starred == before[-1]
        await user.press("h")
        await user.press("l")
        assert user.main.shown.view.days == (DAY,)
        risen = ids(user).index(starred)
        assert risen < 2  # it was last before
        await user.press("u")
        assert ids(user).index(starred) == risen
        await user.press("h", "l")
        assert ids(user) == before

    drive(reader, play, settings=FOR_YOU)


def test_refresh_computes_the_order_again(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        await user.press("G", "s")
        starred = user.current
        await user.press("ctrl+l")
        assert ids(user).index(starred) < 2  # it was last before
        assert user.current == starred

    drive(reader, play, settings=FOR_YOU)


def test_filtering_and_esc_leave_the_order_for_you(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        ordered = ids(user)
        await user.press("d", "f", "u")
        assert ids(user) == ordered[1:]
        assert bars(user)
        await user.press("f", "r")
        assert ids(user) == ordered[:1]
        await user.press("escape", "escape")
        assert ids(user) == ordered
        assert bars(user)[0] == "▇"

    drive(reader, play, settings=FOR_YOU)


def test_a_list_of_several_days_is_ordered_as_a_whole_without_day_headings(reader: Library) -> None:
    days = reader.papers.days()[:3]

    async def play(user: Driver) -> None:
        user.main.open_days(days)
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.settle()
        assert len(ids(user)) == sum(len(reader.papers.day_ids(day)) for day in days)
        assert not user.main.papers.content.headings
        assert user.main.papers.content.known.days
        await user.press("S", "l")
        assert user.main.papers.content.headings

    drive(reader, play, settings=FOR_YOU)


def test_hits_of_a_search_can_be_ordered_for_you(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("estimation")
        await user.press("enter")
        hits = ids(user)
        await user.press("S", "r")
        assert sorted(ids(user)) == sorted(hits)
        assert ids(user) != hits
        await user.press("g")
        assert bars(user)[0] == "▇"

    drive(reader, play)


def test_without_a_star_a_single_sentence_explains_how_to_begin(library: Library) -> None:
    titles = ("Hand pose", "Splatting", "Depth of water", "A survey of cats")
    with library.loading() as load:
        load.put(
            [paper(number, title=title) for number, title in enumerate(titles, 1)],
            {"name": "made up"},
        )

    async def play(user: Driver) -> None:
        before = ids(user)
        await user.until(lambda: user.message != "")
        assert user.message == BEGIN
        await user.press("j")
        await user.press("S", "r")
        assert user.message == BEGIN
        assert ids(user) == before
        assert order(user) == "listing"
        await user.press("s", "S", "r")
        assert order(user) == "for you"
        assert ids(user)[0] == before[1] == user.current

    drive(library, play, settings=FOR_YOU)


def test_a_watch_rule_alone_is_enough_for_an_order(reader: Library) -> None:
    reader.act(LIST["starred"], {"star": False})

    async def play(user: Driver) -> None:
        await at(user, DAY)
        assert user.main.shown.view.order == "for you"
        assert ids(user).index(CHOSEN) < 3

    drive(reader, play, settings=Settings(order="for you", watch={"hands": "hand pose"}))


def test_from_twenty_stars_a_divider_shows_how_many_papers_are_for_you(many_stars: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        divider = divider_of(user)
        assert divider is not None
        row, text = divider
        assert 0 < row < len(ids(user))
        assert text == f"{row} for you"
        lines = user.lines()
        place = next(number for number, line in enumerate(lines) if f"── {text} ─" in line)
        assert place == 1 + row
        above = ids(user)[:row]
        assert CHOSEN in above
        reasons = {paper_id for paper_id in ids(user) if user.main.shown.for_you.reason(paper_id)}
        assert reasons == set(above)
        day = user.main.shown.view.days
        await user.press("h")
        assert user.main.shown.view.days != day  # h goes to another day, not to the line
        await user.press("l", "f", "u")
        assert divider_of(user) == divider
        await user.press("d", "f", "u")
        assert divider_of(user) == (row - 1, f"{row - 1} for you")

    drive(many_stars, play, settings=FOR_YOU)


def test_below_twenty_stars_there_is_no_divider(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        assert divider_of(user) is None

    drive(reader, play, settings=FOR_YOU)


def test_the_reason_stands_in_the_detail_and_on_the_second_row(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        reason = user.main.reason(user.current)
        assert reason
        assert " · ".join(reason) in user.main.detail.content.plain
        await user.press("L")
        assert reason[0] in user.text().partition("──")[0]
        await user.press("G")
        assert user.main.reason(user.current) == ()

    drive(reader, play, (140, 40), settings=FOR_YOU)


def test_in_ascii_bars_are_digits_and_the_reason_has_ascii_signs(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        assert user.lines()[1][6] == "7"
        assert " - ".join(user.main.reason(user.current)) in user.main.detail.content.plain
        assert "…" not in user.main.detail.content.plain

    drive(reader, play, settings=Settings(order="for you", signs="ascii"))


def test_papers_that_arrive_stand_last_until_the_view_is_opened_again(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        before = ids(user)
        new = PAPERS[CHOSEN]._replace(id="2012.99999", title="A hand")
        with reader.loading() as load:
            load.put([new], {"name": "another"})
        user.main.commands.arrivals.look()
        await user.until(lambda: len(ids(user)) > len(before))
        assert ids(user) == [*before, new.id]
        await user.press("ctrl+l")
        assert ids(user).index(new.id) < 5

    drive(reader, play, settings=FOR_YOU)


def test_esc_stops_the_ordering_and_the_view_stays(reader: Library) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        before = ids(user)
        user.main.commands.views._order("for you")
        user.main.action_verb("back", "escape")
        await user.settle()
        assert ids(user) == before
        assert user.main.shown.view.order == "listing"
        assert not user.main.shown.lookup.searching

    drive(reader, play)


def begin(user: Driver) -> list[str]:
    """Open the day as at the start of the program; return its papers in listing order."""
    user.main.shown.heads = ()
    user.main.fill()
    user.main.open_days((DAY,))
    assert user.main.shown.lookup.reorders
    assert user.message == "ordering for you… · Esc keeps the listing order"
    return ids(user)


def typed(user: Driver, key: str) -> bool:
    """Type a key; return whether it waits."""
    event = events.Key(key, key if len(key) == 1 else None)
    if user.main.held.take(event):
        return True
    verb = next(verb.id for verb in user.main.verb_of.values() if key in verb.keys)
    user.main.action_verb(verb, key)
    return False


def test_papers_are_listed_at_the_start_until_they_are_ordered(reader: Library) -> None:
    async def play(user: Driver) -> None:
        listed = begin(user)
        assert user.current == listed[0]
        await user.until(lambda: order(user) == "for you")
        await user.settle()
        assert ids(user) != listed
        assert user.current == ids(user)[0]
        assert user.message == ""

    drive(reader, play, settings=FOR_YOU)


@pytest.mark.parametrize("keys", [("j", "s"), ("space", "j"), ("d",), ("v",), ("G",), ("t",)])
def test_a_key_before_the_order_is_known_applies_to_the_listed_paper_and_nothing_moves(
    reader: Library, keys: tuple[str, ...]
) -> None:
    async def play(user: Driver) -> None:
        listed = begin(user)
        for key in keys:
            assert not typed(user, key)
        if keys == ("j", "s"):
            assert reader.marks.has_star(listed[1])
        if keys == ("d",):
            assert reader.marks.pile(listed[0]) == "read"
        await user.settle()
        assert not user.main.shown.lookup.searching
        assert ids(user) == listed
        assert order(user) == "listing"
        if keys == ("G",):
            assert user.message == "listing order · S r puts it into the order for you"
        await user.press("escape", "S", "r")
        assert ids(user) != listed

    drive(reader, play, settings=FOR_YOU)


@pytest.mark.parametrize("key", ["question_mark", "escape"])
def test_the_ordering_continues_behind_the_help_and_ends_at_esc(reader: Library, key: str) -> None:
    async def play(user: Driver) -> None:
        listed = begin(user)
        assert not typed(user, key)
        await user.until(lambda: not user.main.shown.lookup.searching)
        assert (ids(user) == listed) == (key == "escape")

    drive(reader, play, settings=FOR_YOU)


def test_a_click_before_the_order_is_known_keeps_the_listed_papers(reader: Library) -> None:
    async def play(user: Driver) -> None:
        listed = begin(user)
        user.main.papers.cursor = 3
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.settle()
        assert ids(user) == listed
        assert user.current == listed[3]

    drive(reader, play, settings=FOR_YOU)


@pytest.mark.parametrize("order", [each for each in ORDERS if each != "for you"])
def test_every_order_can_be_set_in_the_settings(reader: Library, order: str) -> None:
    async def play(user: Driver) -> None:
        await at(user, DAY)
        here = ids(user)
        assert user.main.shown.view.order == order
        letters = {word: letter for letter, word in MENUS["order"].items()}
        await user.press("S", letters[order])
        assert ids(user) == here

    drive(reader, play, settings=Settings(order=order))


def test_the_first_frame_needs_neither_taste_nor_recommender(reader: Library, folder: Path) -> None:
    import subprocess
    import sys

    reader.close()
    script = f"""
import asyncio, sys
from pathlib import Path
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.app import ArxtuiApp
from arxtui.ui.panes.paper_list import PaperList

seen = []
paint = PaperList.render_line

def painted(self, y):
    if self.content.entries and not seen:
        rooms = ("arxtui.taste", "arxtui.recommender")
        seen.append([name for name in sys.modules if name.startswith(rooms)])
    return paint(self, y)

PaperList.render_line = painted

async def play():
    app = ArxtuiApp(Library(Path({str(folder)!r}), "test-0001"), Settings(order="for you"), (), "")
    async with app.run_test() as pilot:
        while not seen:
            await pilot.pause()

asyncio.run(play())
print(seen)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[[]]", done.stderr


@pytest.mark.parametrize("has_star", [True, False])
def test_a_step_imports_a_single_module_of_the_order(
    reader: Library, tmp_path: Path, has_star: bool
) -> None:
    """The last module is the room `recommender`, which imports the two others of the room."""
    import subprocess
    import sys

    reader.close()
    folder = tmp_path / "without a star"
    if has_star:
        folder = reader.path
    script = f"""
import sys
from pathlib import Path
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.for_you_order import Recommending
from arxtui.work_in_steps import finish

rooms = ("arxtui.taste", "arxtui.recommender", "pylatexenc")
order = Recommending(Library(Path({str(folder)!r}), "test-0001"), Settings)
steps = order.can_learn()
if {has_star}:
    assert finish(steps)
    steps = order.learnt()
counts = [0]
for _ in steps:
    new = [name for name in sys.modules if name.startswith(rooms)]
    counts.append(len(new))
print(counts[1], max(after - before for before, after in zip(counts, counts[1:])))
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2 3", done.stderr  # the first is the room with its first module


def test_the_last_day_has_the_same_papers_as_the_list() -> None:
    assert {found.id for found in papers_of(LIST["days"][-1]["papers"])} >= {CHOSEN}
