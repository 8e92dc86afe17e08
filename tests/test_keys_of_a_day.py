"""How many keys a whole day takes. Every key that is pressed is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from arxtui.config import Settings
from arxtui.store import Library
from arxtui.ui.controllers.jump_labels import LETTERS
from tests.made_day import load_day
from tests.screen import Driver, drive


class Hand:
    """Types, and counts the keys."""

    def __init__(self, user: Driver) -> None:
        self.user = user
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Press keys one by one."""
        self.pressed += len(keys)
        await self.user.press(*keys)

    async def set_aside_on_pages(self, wanted: Sequence[int]) -> None:
        """Set rows aside with their capitals, a page at a time, and mark the rest as read."""
        papers = self.user.main.papers
        left = list(wanted)
        while self.user.main.shown.counts.unread and not self.user.main.has_class("-reader"):
            page = papers.page_rows
            for row in [row for row in left if row in page]:
                left.remove(row)
                await self.press("apostrophe", LETTERS[row - page.start].upper())
            await self.press("C")
        assert not left


def test_191_papers_16_set_aside_8_starred_and_exported_in_90_keys(
    library: Library, tmp_path: Path
) -> None:
    ids = load_day(library, tmp_path)
    later = (3, 11, 12, 30, 41, 57, 58, 76, 90, 103, 119, 131, 140, 155, 170, 188)
    starred = later[::2]
    hands: list[Hand] = []

    async def play(user: Driver) -> None:
        hand = Hand(user)
        hands.append(hand)
        await hand.press("T")
        await hand.set_aside_on_pages(later)
        assert "pass 2 of 2" in user.lines()[0]
        for row in later:
            assert user.current == ids[row]
            if row in starred:
                await hand.press("s")
            await hand.press("d")
        assert "191 papers in " in user.lines()[1]
        await hand.press("e")
        assert user.message.startswith("8 added")

    drive(library, play, settings=Settings(bib=str(tmp_path / "my.bib")))
    assert [row for row, each in enumerate(ids) if library.marks.has_star(each)] == list(starred)
    assert all(library.marks.pile(each) == "read" for each in ids)
    assert (tmp_path / "my.bib").read_text("utf-8").count("@misc{") == 8
    assert hands[0].pressed <= 90


def test_90_papers_8_set_aside_4_starred_and_2_tagged_in_60_keys(
    library: Library, tmp_path: Path
) -> None:
    ids = load_day(library, tmp_path, 90)
    later = (4, 11, 23, 35, 47, 60, 72, 81)
    starred = (11, 35, 60, 81)
    tagged = (11, 60)
    hands: list[Hand] = []

    async def play(user: Driver) -> None:
        hand = Hand(user)
        hands.append(hand)
        await hand.press("T")
        await hand.set_aside_on_pages(later)
        for row in later:
            if row in starred:
                await hand.press("s")
            if row == tagged[0]:
                await hand.press("t", *"gan", "enter")
            elif row in tagged:
                await hand.press("1")
            await hand.press("d")
        await hand.press("e")

    drive(library, play, settings=Settings(bib=str(tmp_path / "my.bib")))
    assert [row for row, each in enumerate(ids) if library.marks.has_star(each)] == list(starred)
    assert [row for row, each in enumerate(ids) if library.marks.tags_of(each)] == list(tagged)
    assert all(library.marks.pile(each) == "read" for each in ids)
    assert (tmp_path / "my.bib").read_text("utf-8").count("@misc{") == 4
    assert hands[0].pressed <= 60


def test_191_papers_with_b_and_c_alone_in_150_keys(library: Library, tmp_path: Path) -> None:
    """Without labels: `j` and `b` to the papers of a page, then `C`."""
    load_day(library, tmp_path)
    later = (3, 11, 12, 30, 41, 57, 58, 76, 90, 103, 119, 131, 140, 155, 170, 188)
    hands: list[Hand] = []

    async def play(user: Driver) -> None:
        hand = Hand(user)
        hands.append(hand)
        papers = user.main.papers
        await hand.press("T")
        left = list(later)
        while user.main.shown.counts.unread and not user.main.has_class("-reader"):
            page = papers.page_rows
            for row in [row for row in left if row in page]:
                left.remove(row)
                while papers.cursor < row:
                    await hand.press("j")
                await hand.press("b")
            await hand.press("C")
        assert len(user.main.shown.heads) == len(later)

    drive(library, play)
    assert library.marks.total("later") == len(later)
    assert hands[0].pressed <= 150
