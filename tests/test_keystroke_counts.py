"""How many keys a whole day takes. Every key that is pressed is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.controllers.jump_labels import LETTERS
from tests.made_day import load_day, subject_of
from tests.screen import Driver, drive


class Hand:
    """Types, and counts the keys."""

    def __init__(self, user: Driver) -> None:
        self.user = user
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Press keys singly."""
        self.pressed += len(keys)
        await self.user.press(*keys)

    async def set_aside_on_pages(self, wanted: Sequence[int]) -> None:
        """Set rows aside with their capitals, a page at a time, and mark all others as read."""
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


async def set_aside_the_cheapest_way(hand: Hand, wanted: set[str]) -> None:
    """Set papers aside that stand near the top: `j` and `b` for the next row or two, else a label.

    The hand sees whole titles, and no page before it is shown; a page without wanted papers is
    marked as read.
    """
    papers = hand.user.main.papers
    heads = hand.user.main.shown.heads
    while wanted:
        page = papers.page_rows
        here = [row for row in page if heads[row].id in wanted]
        if not here:
            await hand.press("C")
            continue
        row = here[0]
        wanted.remove(heads[row].id)
        if 0 <= row - papers.cursor < 2:
            await hand.press(*["j"] * (row - papers.cursor), "b")
        else:
            await hand.press("apostrophe", LETTERS[row - page.start].upper())


def test_191_papers_in_the_order_for_you_take_60_keys(library: Library, tmp_path: Path) -> None:
    """Fourteen papers of the subject that was starred before and two of others are wanted."""
    before = load_day(library, tmp_path, 90, "2026-05-11", 1001)
    load_day(library, tmp_path)
    titles = {head.id: head.title for head in library.papers.heads()}
    liked = [each for each in before if subject_of(titles[each]) == "Gaussian Splatting"]
    library.act(liked, {"star": True})
    library.act(before, {"pile": "read"})
    wanted: list[str] = []
    hands: list[Hand] = []

    async def play(user: Driver) -> None:
        await user.until(lambda: bool(user.main.shown.for_you.levels()))
        heads = user.main.shown.heads
        first = [head.id for head in heads if subject_of(head.title) == "Gaussian Splatting"][:14]
        others = [head.id for head in heads if head.id not in first]
        wanted.extend([*first, others[3], others[20]])
        hand = Hand(user)
        hands.append(hand)
        await hand.press("T")
        await set_aside_the_cheapest_way(hand, set(wanted))
        await hand.press("A", "y")
        assert user.lines()[0].endswith(" 1 of 16")
        for number in range(16):
            if number % 2:
                await hand.press("s")
            await hand.press("d")
        assert "191 papers in " in user.lines()[1]
        await hand.press("e")

    settings = Settings(bib=str(tmp_path / "my.bib"), order="for you")
    drive(library, play, settings=settings)
    assert len(liked) == 10
    assert all(library.marks.pile(each) == "read" for each in wanted)
    assert sum(library.marks.has_star(each) for each in wanted) == 8
    assert (tmp_path / "my.bib").read_text("utf-8").count("@misc{") == 18
    assert hands[0].pressed <= 60
