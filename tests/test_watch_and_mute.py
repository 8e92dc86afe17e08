"""Watch rules and mute rules: counted, filtered, viewed, ordered, folded; they set no marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arxtui.finder import Finder
from arxtui.model import Head
from arxtui.query import parse
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.list_state import ListState
from arxtui.ui.rule_hits import RuleHits
from arxtui.ui.unread_days import UnreadDays
from arxtui.watch_and_mute_rules import Rules
from arxtui.work_in_steps import finish
from tests.conftest import paper
from tests.screen import Driver, drive
from tests.test_walking_days import put

OLD = "2023-10-27"
NEW = "2023-10-30"
WATCH = {"zebras": "zebra", "owls": "ti:owl"}
MUTE = {"noise": "quokka"}
TITLES = ("A zebra", "An owl and a zebra", "A quokka", "Plain", "A quokka with a zebra", "An owl")


@pytest.fixture
def zoo(library: Library) -> Library:
    """A day of six papers, and two of an older day."""
    put(library, [paper(7, day=OLD, title="An old zebra"), paper(8, day=OLD, title="Old")])
    put(library, [paper(number, day=NEW, title=title) for number, title in enumerate(TITLES)])
    return library


def rows(user: Driver) -> list[str]:
    """The titles of the list."""
    return [head.title for head in user.main.shown.heads]


# the rules themselves


def test_a_paper_is_compared_with_a_rule_only_once(zoo: Library) -> None:
    rules = Rules(zoo, WATCH)
    day = zoo.papers.day(NEW)
    assert sum(1 for _ in rules.matching(day)) == len(day)  # a paper a step
    zoo.close()  # from here on nothing could be compared
    marks = zoo.marks
    del zoo.marks
    assert finish(rules.matching(day)) == [0, 1, 4, 5]
    assert [rules.names(head) for head in day[:3]] == [("zebras",), ("zebras", "owls"), ()]
    zoo.marks = marks


def test_a_rule_follows_the_marks_of_its_papers(zoo: Library) -> None:
    rules = Rules(zoo, {"later": "is:later"})
    head = zoo.papers.day(NEW)[0]
    assert rules.names(head) == ()
    zoo.act([head.id], {"pile": "later"})
    rules.forget([head.id])
    assert rules.names(head) == ("later",)


def test_a_rule_may_query_the_newest_batch(zoo: Library) -> None:
    rules = Rules(zoo, {"new": "is:new"})
    assert rules.names(zoo.papers.day(NEW)[0]) == ("new",)
    assert rules.names(zoo.papers.day(OLD)[0]) == ()


def test_unusable_rules_are_left_out_with_a_reason(zoo: Library) -> None:
    rules = Rules(zoo, {"a": "is:watched", "b": "watch:a OR owl", "c": "(", "d": "owl"})
    assert rules.faults["a"] == rules.faults["b"] == "a rule cannot ask for is:watched or watch:"
    assert set(rules.faults) == {"a", "b", "c"}
    assert rules.names(zoo.papers.day(NEW)[5]) == ("d",)


# queries


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("is:watched day:2023-10-30", {"A zebra", TITLES[1], TITLES[4], "An owl"}),
        ("is:watched day:2023-10-27", {"An old zebra"}),
        ("watch:owls", {"An owl and a zebra", "An owl"}),
        ("watch:OWLS zebra", {"An owl and a zebra"}),
        ("watch:owl", set()),
        ("-is:watched", {"A quokka", "Plain", "Old"}),
    ],
)
def test_a_query_may_name_a_watch_rule(zoo: Library, query: str, titles: set[str]) -> None:
    finder = Finder(zoo, Rules(zoo, WATCH).names)
    assert {head.title for head in finder.find(parse(query)).heads} == titles


def test_without_rules_nothing_is_watched(zoo: Library) -> None:
    assert Finder(zoo).find(parse("is:watched")).total == 0


# the screen


def test_watched_papers_are_counted_filtered_viewed_and_put_first(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        await user.until(lambda: "6 of 6 unread · 4 watched" in user.lines()[0])
        await user.press("f", "w")
        assert rows(user) == ["A zebra", "An owl and a zebra", "A quokka with a zebra", "An owl"]
        assert user.lines()[0].startswith(" Mon 2023-10-30 · watched   4 of 4 unread")
        await user.press("escape", "S", "w")
        assert rows(user) == ["A zebra", TITLES[1], TITLES[4], "An owl", "A quokka", "Plain"]
        await user.press("S", "l", "V", "w")
        assert rows(user)[-1] == "An old zebra"
        assert user.lines()[0].startswith(" watched   5 of 5 unread")
        await user.press("escape")
        assert user.lines()[0].startswith(" Mon 2023-10-30")

    drive(zoo, play, settings=Settings(watch=WATCH))


def test_the_second_row_of_a_paper_names_its_rules(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        assert "!zebras · !owls" in user.text()

    drive(zoo, play, settings=Settings(watch=WATCH, rows=2))


def test_a_rule_is_saved_under_the_name_that_is_typed(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"owl", "enter", "w", "w")
        assert 'name of the watch rule for "owl":' in user.text()
        assert user.main.box.text == ""
        await user.press(*"birds", "enter", "escape")
        await user.until(lambda: "2 watched" in user.lines()[0])
        await user.press("slash", *"quokka", "enter", "w", "m", *"noise", "enter", "escape")
        assert "A quokka" in rows(user)  # nothing leaves the list that is shown
        await user.press("h", "l")
        assert "A quokka" not in rows(user)

    drive(zoo, play)


def test_rules_set_no_mark(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        await user.until(lambda: "3 watched" in user.lines()[0])
        await user.press("G", "j", "enter")

    drive(zoo, play, settings=Settings(watch=WATCH, mute=MUTE))
    assert list(zoo.marks.ids()) == []


# muted papers


def test_muted_papers_are_folded_into_the_last_row_that_enter_opens(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        assert rows(user) == ["A zebra", "An owl and a zebra", "Plain", "An owl"]
        assert user.lines()[5].strip() == "2 muted · Enter shows them"
        await user.press("G")
        assert user.current == "2310.00005"
        await user.press("j")
        assert user.main.papers.on_footer
        await user.press("d")
        assert user.message == "2 muted · Enter shows them"
        await user.press("space", "v", "s", "t", "1", "y")
        assert not user.main.papers.selected
        await user.press("enter")
        assert rows(user) == ["A quokka", "A quokka with a zebra"]
        assert user.lines()[0].startswith(" Mon 2023-10-30 · muted   2 of 2 unread")
        await user.press("b", "escape")
        assert rows(user) == ["A zebra", "An owl and a zebra", "Plain", "An owl"]
        assert user.main.papers.on_footer
        await user.press("f", "u")
        assert "A quokka" not in rows(user)

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_the_detail_shows_how_many_papers_each_rule_mutes(zoo: Library) -> None:
    rules = {"noise": "quokka", "never": "gnu", "stripes [x]": "ti:zebra quokka"}

    async def play(user: Driver) -> None:
        await user.press("G", "j")
        await user.until(lambda: "noise" in user.main.detail.content.plain)
        lines = user.main.detail.content.plain.splitlines()
        assert lines[0] == "2 muted papers"
        assert lines[1].startswith("Enter shows them.")
        assert lines[3:] == [
            "papers  rule         query",
            "     2  noise        quokka",
            "     1  stripes [x]  ti:zebra quokka",
        ]
        await user.press("k")
        await user.until(lambda: "An owl" in user.main.detail.content.plain)

    drive(zoo, play, settings=Settings(mute=rules))


def test_rules_of_muted_papers_are_counted_in_steps_of_a_paper(zoo: Library) -> None:
    shown = ListState(zoo)
    shown.rules.use({}, MUTE)
    heads = zoo.papers.day(NEW)
    steps = 0
    counting = shown.rules.muted_by(heads)
    while next(counting, "end") != "end":
        steps += 1
    assert steps == len(heads)


def test_a_click_on_the_last_row_opens_it(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        await user.click("#list", offset=(10, 4))
        await user.click("#list", offset=(10, 4))
        await user.until(lambda: rows(user) == ["A quokka", "A quokka with a zebra"])

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_a_paper_that_the_user_marked_is_never_muted(zoo: Library) -> None:
    zoo.act(["2310.00002"], {"#tag": True})
    zoo.act(["2310.00004"], {"pile": "read"})

    async def play(user: Driver) -> None:
        assert "A quokka" in rows(user)
        assert user.main.shown.muted[0].title == "A quokka with a zebra"

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_the_row_of_muted_papers_begins_below_the_titles_in_the_order_for_you_too(
    zoo: Library,
) -> None:
    async def play(user: Driver) -> None:
        assert user.main.shown.view.order == "for you"
        rows_below = [line for line in user.lines() if "2 muted" in line or "Plain" in line]
        plain, muted = rows_below[:2]
        assert plain.index("Plain") == muted.index("2 muted")

    drive(zoo, play, settings=Settings(order="for you", watch=WATCH, mute=MUTE))


def test_muted_papers_are_found_but_do_not_make_n_open_a_day(zoo: Library) -> None:
    put(zoo, [paper(9, day="2023-10-26", title="Another quokka")])
    zoo.act(["2310.00007", "2310.00008"], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("V", "n")
        assert rows(user) == []
        assert user.lines()[1].endswith("1 muted · Enter shows it")
        await user.press("l", "l", "A", "y", "n", "n")
        await user.until(lambda: user.message == "All 4 done")
        await user.press("slash", *"quokka", "enter")
        assert len(rows(user)) == 3

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_muting_works_in_steps_of_a_paper(zoo: Library) -> None:
    shown = ListState(zoo)
    shown.rules.use({}, MUTE)
    shown.open_days((NEW,))
    assert shown.lookup.awaited
    steps = 0
    while shown.lookup.awaited:
        shown.go_on(0.000001)
        steps += 1
    assert len(shown.heads) == 4
    assert len(shown.muted) == 2


def test_newly_arrived_papers_are_muted_too(zoo: Library, folder: Path) -> None:
    async def play(user: Driver) -> None:
        other = Library(folder, "test-0003")
        put(other, [paper(20, day=NEW, title="Quokka again"), paper(21, day=NEW, title="Lynx")])
        other.close()
        await user.until(lambda: "Lynx" in rows(user))
        assert "Quokka again" not in rows(user)
        assert len(user.main.shown.muted) == 3

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_heads_are_looked_at_only_once_for_counting(zoo: Library) -> None:
    shown = ListState(zoo)
    shown.rules.use(WATCH, {})
    shown.open_days((NEW,))
    assert sum(1 for _ in shown.count_watched()) == len(TITLES)
    assert shown.watched == 4
    heads: list[Head] = [*shown.heads]
    assert [shown.rules.watched(head) for head in heads][3] == ()


def unread_of(line: str) -> str:
    """Return `4 of 4 unread` of a line."""
    found = re.search(r"[\d,]+ of [\d,]+ unread", line)
    return found.group() if found else ""


def test_the_same_papers_are_counted_in_row_1_in_the_calendar_and_on_the_way_to_a_day(
    zoo: Library,
) -> None:
    async def play(user: Driver) -> None:
        counted = unread_of(user.lines()[0])
        assert counted == "4 of 4 unread"
        await user.until(lambda: "2 unread" in user.lines()[0])  # of the older day
        await user.press("D")
        await user.until(lambda: "6 of 6 unread" in user.lines()[0])
        lines = user.lines()
        day = next(at for at, line in enumerate(lines) if NEW in line)
        assert unread_of(lines[day]) == counted
        titles = [line.strip("· ") for line in lines[day + 1 : day + 7]]
        assert titles[:5] == ["A zebra", "An owl and a zebra", "Plain", "An owl", ""]
        await user.press("escape", "A", "y", "D")
        await user.until(lambda: "2 of 6 unread" in user.lines()[0])

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_a_day_of_muted_papers_alone_is_named_so_in_the_calendar(zoo: Library) -> None:
    put(zoo, [paper(9, day="2023-10-31", title="Another quokka")])

    async def play(user: Driver) -> None:
        await user.press("D")
        await user.until(lambda: any("only muted papers" in line for line in user.lines()))

    drive(zoo, play, settings=Settings(mute=MUTE))


def test_a_small_calendar_counts_no_muted_papers_by_month(zoo: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("D")
        await user.until(lambda: "6 of 6 unread" in user.lines()[0])
        assert unread_of(user.lines()[1]) == "6 of 6 unread"

    drive(zoo, play, size=(50, 20), settings=Settings(mute=MUTE))


def test_the_program_does_not_open_on_a_batch_with_muted_papers_alone(zoo: Library) -> None:
    put(zoo, [paper(9, day="2023-10-20", title="Another quokka")])
    rules = RuleHits(zoo)
    rules.use({}, MUTE)
    assert zoo.papers.opening_days() == ("2023-10-20",)
    assert zoo.papers.opening_days(rules.is_muted) == (NEW,)


def test_muted_papers_of_a_day_are_compared_once_until_their_marks_change(zoo: Library) -> None:
    rules = RuleHits(zoo)
    rules.use({}, {"noise": "quokka", "read": "is:read"})
    assert sum(1 for _ in rules.muted_on(NEW)) == 6
    assert sum(1 for _ in rules.muted_on(NEW)) == 0
    muted = finish(rules.muted_on(NEW))
    assert len(muted) == 2
    zoo.act([muted[0]], {"star": True})
    rules.forget({muted[0]})
    assert finish(rules.muted_on(NEW)) == [muted[1]]
    plain = next(head.id for head in zoo.papers.day(NEW) if head.title == "Plain")
    zoo.act([plain], {"pile": "read"})
    rules.forget({plain})
    assert sorted(finish(rules.muted_on(NEW))) == sorted([muted[1], plain])


def test_all_days_count_no_muted_papers_however_old_they_are(zoo: Library) -> None:
    old = [paper(number, day=f"20{number}-05-01", title="A quokka") for number in range(11, 20)]
    put(zoo, old)
    rules = RuleHits(zoo)
    days = UnreadDays(zoo, rules)
    assert len(finish(days.all())) == 11
    rules.use({}, MUTE)
    assert finish(days.all()) == [(NEW, 4), (OLD, 2)]
