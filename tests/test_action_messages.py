"""Messages of actions after undo: no change, a partial change, a later change."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TWO = "2310.19223"
THREE = "2310.19224"
FOUR = "2310.19231"
OFFER = "u undoes"


def offered(user: Driver) -> str:
    """Return the offer at the right end of the message line."""
    return user.main.message._right


# Nothing changed


def test_a_mark_that_is_already_set_offers_no_undo(seeded: Library) -> None:
    """`u` must not take the star of another paper."""

    async def play(user: Driver) -> None:
        await user.press("d", "j", "j", "j", "s", "g", "d")
        assert user.message.startswith("already read: Generalized")
        assert offered(user) == ""
        await user.press("j")
        assert user.message == ""

    drive(seeded, play)
    assert len(list(seeded.log.newest_first())) == 2


@pytest.mark.parametrize(
    ("marks", "keys", "line"),
    [
        ({"pile": "read"}, ["d"], "already read: "),
        ({"pile": "later"}, ["b"], "already set aside for later: "),
        ({"star": True}, ["j", "s", "k", "full_stop"], "already starred: "),
        ({"#nerf": True}, ["j", "1", "k", "full_stop"], "already tagged nerf: "),
        ({"pile": "later"}, ["j", "b", "g", "full_stop"], "already set aside for later: "),
        ({}, ["j", "r", "r", "k", "full_stop"], "already unread: "),
        ({}, ["j", "s", "s", "k", "full_stop"], "already unstarred: "),
        ({"pile": "read"}, ["c"], "nothing unread here and above"),
        ({}, ["t", "enter"], "tags unchanged"),
    ],
)
def test_every_command_reports_that_nothing_changed(
    seeded: Library, marks: dict[str, object], keys: list[str], line: str
) -> None:
    if marks:
        seeded.act([ONE], marks)

    async def play(user: Driver) -> None:
        await user.press("g", *keys)
        assert user.message.startswith(line)
        assert offered(user) == ""

    drive(seeded, play, settings=Settings(after="stay", quick=("nerf",)))


CHANGED_ELSEWHERE: dict[str, tuple[dict[str, object], str]] = {
    "d": ({"pile": "read"}, "already read: "),
    "b": ({"pile": "later"}, "already set aside for later: "),
    "s": ({"star": True}, "already starred: "),
    "r": ({"pile": "read"}, "already read: "),
    "1": ({"#nerf": True}, "already tagged nerf: "),
    "c": ({"pile": "read"}, "already read: "),
    "t n e r f enter": ({"#nerf": True}, "already tagged nerf: "),
}


@pytest.mark.parametrize("keys", CHANGED_ELSEWHERE)
def test_a_mark_set_a_moment_ago_by_another_window_is_not_set_twice(
    seeded: Library, folder: Path, keys: str
) -> None:
    """The other window's action comes after the last look and before the key."""
    marks, line = CHANGED_ELSEWHERE[keys]

    async def play(user: Driver) -> None:
        user.main.poll.stop()
        Library(folder, "test-0001").act([ONE], marks).wait()
        for key in keys.split():
            await user.pilot.press(key)
        assert user.message.startswith(line)
        assert offered(user) == ""
        assert len(list(seeded.log.newest_first())) == 1

    drive(seeded, play, settings=Settings(after="stay", quick=("nerf",)))


def test_mark_all_read_leaves_out_papers_that_another_window_has_just_read(
    seeded: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        user.main.poll.stop()
        await user.pilot.press("A")
        Library(folder, "test-0001").act([ONE, TWO], {"pile": "read"}).wait()
        await user.pilot.press("y")
        assert user.message == "read: 88 of 90 papers, 2 already"
        assert offered(user) == OFFER
        await user.press("u")
        assert "88 of 90 unread" in user.lines()[0]

    drive(seeded, play)


@pytest.mark.parametrize(
    ("key", "marks", "line"),
    [
        ("d", {"pile": "read"}, "read: 2 of 3 papers, 1 already"),
        ("b", {"pile": "later"}, "set aside for later: 2 of 3 papers, 1 already"),
        ("r", {"pile": "read"}, "read: 2 of 3 papers, 1 already"),
        ("s", {"star": True}, "starred: 2 of 3 papers, 1 already"),
        ("1", {"#nerf": True}, "tagged nerf: 2 of 3 papers, 1 already"),
    ],
)
def test_a_partly_changed_selection_reports_how_many_papers_changed(
    seeded: Library, key: str, marks: dict[str, object], line: str
) -> None:
    seeded.act([TWO], marks)

    async def play(user: Driver) -> None:
        await user.press("g", "space", "space", "space", key)
        assert user.message == line
        assert offered(user) == OFFER
        await user.press("u")
        changed = {
            one
            for one, mark in seeded.marks.items()
            if mark.star or mark.tags or mark.pile != "unread"
        }
        assert changed == {TWO}

    drive(seeded, play, settings=Settings(after="stay", quick=("nerf",)))


def test_a_selection_that_is_read_already_is_reported(seeded: Library) -> None:
    seeded.act([ONE, TWO], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("g", "space", "space", "d")
        assert user.message == "already read: 2 papers"
        assert offered(user) == ""
        assert "selected" not in user.lines()[0]

    drive(seeded, play, settings=Settings(after="stay"))


# Undo with other windows


def test_undo_reports_first_that_another_window_has_undone_the_action(
    seeded: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "s", "g", "d")
        assert offered(user) == OFFER
        Library(folder, "test-0001").undo()
        await user.press("u")
        assert user.message.startswith("already undone elsewhere · u again undoes an action of ")
        assert "starred · Modular Anti-noise" in user.message
        assert seeded.marks.of(TWO).star
        await user.press("u")
        assert user.message.startswith("undone: starred · Modular")
        assert not seeded.marks.of(TWO).star
        assert offered(user) == "U does it again"
        Library(folder, "test-0001").redo()
        await user.press("U")
        assert user.message.startswith("U again redoes an action of ")  # undone by the other window
        await user.press("U")
        assert seeded.marks.of(ONE).pile == "read"

    drive(seeded, play)


def test_undo_reports_that_another_window_has_undone_everything(
    seeded: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        await user.press("s")
        Library(folder, "test-0001").undo()
        await user.press("u")
        assert user.message == "nothing to undo: already undone elsewhere"
        await user.press("u")
        assert user.message == "nothing to undo"
        await user.press("d", "u")
        assert seeded.marks.of(ONE).pile == "unread"
        Library(folder, "test-0001").act([TWO], {"star": True}).wait()
        await user.press("U")
        assert (
            user.message == "nothing to redo: already redone elsewhere, or a new action followed"
        )
        await user.press("u")
        assert user.message.startswith("u again undoes an action of ")
        assert Library(folder, "test-0001").marks.of(TWO).star

    drive(seeded, play)


def test_undo_reports_that_all_its_papers_were_changed_later(seeded: Library, folder: Path) -> None:
    async def play(user: Driver) -> None:
        await user.press("d")
        other = Library(folder, "else-0002")
        other.act([ONE], {"pile": "later"}).wait()
        other.act([ONE], {"pile": "read"}).wait()
        await user.press("u")
        assert user.message.startswith("not undone: read · Generalized")
        assert user.message.endswith(" · changed since")
        assert offered(user) == ""
        assert seeded.marks.of(ONE).pile == "read"

    drive(seeded, play)


def test_messages_name_the_current_keys(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("s")
        assert offered(user) == "x undoes"
        await user.press("x")
        assert offered(user) == ":redo does it again"
        await user.press("space")
        assert " y clear" not in user.lines()[-1]
        assert user.lines()[-1].endswith("q clear")

    keys = {"undo": ("x",), "export": ("U", "ctrl+r"), "back": ("q",)}
    drive(seeded, play, settings=Settings(keys=keys))


# The selection


@pytest.mark.parametrize("keys", [["d"], ["b"], ["r"], ["c"], ["A", "y"]])
def test_setting_a_mark_ends_the_selection_and_undo_restores_both(
    seeded: Library, keys: list[str]
) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "space", "j", "space", "k")
        here = user.current
        assert " 2 selected · 90 of 90 unread" in user.lines()[0]
        assert user.lines()[-1].startswith(
            " 2 selected:   d done  b later  s star  t tag  y copy  e export  Esc clear"
        )
        await user.press(*keys)
        assert "selected" not in user.lines()[0]
        assert user.lines()[-1].startswith(" d done  b later")
        changed = {one for one, mark in seeded.marks.items() if mark.pile != "unread"}
        assert changed
        await user.press("G", "u")
        assert " 2 selected · 90 of 90 unread" in user.lines()[0]
        assert user.main.papers.selected == {1, 3}
        assert user.current == here
        await user.press("U")
        assert "selected" not in user.lines()[0]
        assert {one for one, mark in seeded.marks.items() if mark.pile != "unread"} == changed

    drive(seeded, play)


def test_repeating_a_mark_ends_the_selection_but_repeating_a_star_does_not(
    seeded: Library,
) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", "space", "space", "full_stop")
        assert " 2 selected" in user.lines()[0]
        await user.press("escape", "b", "space", "space", "full_stop")
        assert "selected" not in user.lines()[0]
        await user.press("u")
        assert " 2 selected" in user.lines()[0]

    drive(seeded, play)


def test_tags_stars_copies_and_exports_keep_the_selection(seeded: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "space")
        for keys in ("s", "t n e r f enter", "1", "y k", "e"):
            await user.press(*keys.split())
            assert user.lines()[0].startswith(" Mon 2023-10-30   2 selected · ")
            assert user.lines()[-1].startswith(" 2 selected:")

    drive(seeded, play, settings=Settings(bib=str(tmp_path / "my.bib")))


def test_after_a_selection_is_marked_the_next_marks_go_to_the_paper_under_the_cursor(
    seeded: Library,
) -> None:
    """`Space Space d d d b`: two papers at once, then three singly."""

    async def play(user: Driver) -> None:
        await user.press("space", "space", "d", "d", "b")
        assert "87 of 90 unread · 1 later" not in user.lines()[0]
        assert "86 of 90 unread · 1 later" in user.lines()[0]

    drive(seeded, play)
    assert [seeded.marks.of(one).pile for one in (ONE, TWO, THREE, FOUR)] == [
        "read",
        "read",
        "read",
        "later",
    ]


def test_undo_selects_the_papers_again_where_they_are_now(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "space", "d", "S", "t", "u")
        heads = user.main.shown.heads
        assert {heads[row].id for row in user.main.papers.selected} == {ONE, TWO}

    drive(seeded, play)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
def test_the_size_of_the_selection_is_shown_in_every_view_and_screen_size(
    seeded: Library, size: tuple[int, int]
) -> None:
    with seeded.loading() as load:
        load.put([paper(at, day=f"2023-10-{20 + at}") for at in range(1, 8)], {"name": "week"})
    seeded.act([ONE], {"pile": "later"})
    seeded.act([TWO], {"star": True, "pile": "later"})

    async def play(user: Driver) -> None:
        for keys in ("", "slash d i f f u s i o n enter", "f u", "V l", "V a"):
            await user.press(*keys.split())
            await user.press("space", "v")
            assert "2 selected" in user.lines()[0] or "1 selected" in user.lines()[0]
            assert " selected:" in user.lines()[-1]
            assert "Esc clear" in user.lines()[-1]
            assert "…" not in user.lines()[-1]
            await user.press("escape")
            assert "selected" not in user.lines()[0]

    drive(seeded, play, size)


def test_catch_up_moves_to_the_next_unread_paper(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "c")
        assert user.message == "read: 2 papers"
        assert user.current == THREE
        await user.press("u")
        assert "90 of 90 unread" in user.lines()[0]

    drive(seeded, play)


@pytest.mark.parametrize("seed", range(2))
def test_undo_reverts_the_offered_action_and_no_other(seeded: Library, seed: int) -> None:
    """Keys at random: undo is offered where marks changed, and brings the old marks back."""
    chance = random.Random(seed)
    keys = [
        *"dddbbbsssrr111...cjjkkgGnNvz",
        "space",
        "space",
        "escape",
        "A y",
        "f u",
        "f f",
        "S s",
        "t a enter",
    ]

    def marks() -> dict[str, tuple[object, ...]]:
        seen = {
            one: (mark.pile, mark.star, mark.tags, mark.note) for one, mark in seeded.marks.items()
        }
        return {one: mark for one, mark in seen.items() if mark != ("unread", False, (), None)}

    async def play(user: Driver) -> None:
        offers = 0
        for _ in range(40):
            before = marks()
            selected = user.main.papers.selected
            key = chance.choice(keys)
            await user.press(*[{".": "full_stop"}.get(one, one) for one in key.split()])
            changed = marks()
            assert offered(user) != OFFER or changed != before, key
            if offered(user) == OFFER:
                offers += 1
                await user.press("u")
                assert marks() == before, key
                assert user.main.papers.selected == selected, key
                await user.press("U")
                assert marks() == changed, key
        assert offers > 3

    drive(seeded, play, settings=Settings(quick=("nerf",)))


@pytest.mark.parametrize("first", [3, 40])
def test_undo_of_many_papers_from_an_earlier_start_shows_the_first_of_them(
    seeded: Library, first: int
) -> None:
    day = [head.id for head in seeded.papers.day("2023-10-30")]
    seeded.act(day[first : first + 12], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("T", "u", "u")
        assert user.message.startswith("undone: read · 12 papers")
        assert user.current == day[first]
        assert first in user.main.papers.page_rows
        if first == 40:
            assert user.main.papers.page_rows[0] == first

    drive(seeded, play)
