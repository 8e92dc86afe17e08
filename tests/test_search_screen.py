"""The search as its user sees it: mistakes, pasted titles, all hits in order, messages."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual import events

from arxtui.model import Paper
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.panes.text_field import Field, joined
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TITLE = "Generalized Category Discovery with Clustering Assignment Consistency"


def put(library: Library, papers: Iterable[Paper]) -> None:
    with library.loading() as load:
        load.put(list(papers), {"name": "made up"})


def titles(user: Driver) -> list[str]:
    """The rows of the list, cut where the authors begin."""
    return [line[6:40].strip() for line in user.lines()[1:13]]


async def paste(user: Driver, text: str) -> None:
    user.main.box.query_one(Field).post_message(events.Paste(text))
    await user.settle()
    await user.until(lambda: not user.main.shown.lookup.searching)
    await user.settle()


# A mistake


@pytest.mark.parametrize(
    "mistake", ["au:", "author:", "colour:red", "is:blue", '"generalized', "(gan"]
)
def test_a_mistake_shows_no_hits_of_the_half_typed_word(mistake: str, seeded: Library) -> None:
    async def play(user: Driver) -> None:
        before = titles(user)
        await user.press("slash", *["space" if char == " " else char for char in mistake])
        assert titles(user) == before
        assert "search:" not in user.lines()[0]
        assert user.message
        await user.press("escape")
        assert titles(user) == before
        assert not user.message

    drive(seeded, play)


def test_a_mistake_keeps_the_last_valid_list_until_it_is_corrected(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"diffusion")
        good = titles(user)
        await user.press("space", *"is:")
        assert user.message == "is: needs a value"
        assert titles(user) == good
        await user.press(*"x")
        assert titles(user) == good
        assert "search: diffusion" in user.lines()[0]
        await user.press("enter")
        assert user.message.startswith("is: takes starred")
        await user.press("backspace", *"unread")
        assert titles(user) == good
        assert "is: " not in user.message
        assert "search: diffusion is:unread" in user.lines()[0]
        await user.press("home")
        await paste(user, "is:x ")
        assert titles(user) == good
        assert user.message.startswith("is: takes starred")

    drive(seeded, play)


def test_a_broken_saved_search_changes_neither_list_nor_undo_positions(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        before = titles(user)
        await user.press("V", "1")
        assert user.message.startswith("is:blue: is: takes starred")
        assert titles(user) == before
        assert not user.main.shown.places

    drive(seeded, play, settings=Settings(searches={"blue": "is:blue"}))


# Titles


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        f"{TITLE[:34]}\n{TITLE[34:]}",
        f"  {TITLE[:34]}\r\n   {TITLE[34:]}\n",
        "Generalized Category Discovery with Clus-\ntering Assignment Consistency",
        f'"{TITLE[:30]}"\n(with) {TITLE[36:]}:',
    ],
)
def test_a_title_is_pasted_as_a_single_query(text: str, seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "slash")
        await paste(user, text)
        assert user.current == ONE
        assert "1 hit" in user.lines()[0]

    drive(seeded, play)


def test_the_lines_of_a_pasted_text_are_joined() -> None:
    assert joined("a\nb\r\nc") == "a b c"
    assert joined("multi-\n view") == "multi-view"
    assert joined("2024 -\n2025") == "2024 - 2025"
    assert joined("\n\n") == ""
    assert joined(" one ") == " one "


# On hits


def test_slash_on_hits_opens_their_query_selected(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"diffusion", "enter")
        hits = titles(user)
        await user.press("slash")
        assert user.lines()[-1].startswith(" / diffusion  ")
        assert titles(user) == hits
        await user.press("enter")
        await user.press("slash", "end", "space", *"image", "enter")
        assert "search: diffusion image" in user.lines()[0]
        await user.press("slash", *"zebra")
        assert user.lines()[-1].startswith(" / zebra  ")
        await user.press("escape")
        assert "search: diffusion image" in user.lines()[0]
        await user.press("escape")
        assert titles(user) == hits
        await user.press("escape")
        assert user.lines()[0].startswith(" Mon 2023-10-30")
        await user.press("slash")
        assert user.lines()[-1].startswith(" /  ")
        await user.press("ctrl+p")
        assert user.lines()[-1].startswith(" / diffusion image  ")

    drive(seeded, play)


def test_an_order_sorts_all_hits_and_not_only_the_shown_hits(library: Library) -> None:
    """The best 200 of 260 hits are shown; the newest papers are not among them."""
    long = "A much longer title about everything that may happen in a field where one of them"
    put(library, [paper(n, day="2023-10-01", title=f"Zebra {n:03}") for n in range(1, 251)])
    newest = [paper(n, day="2023-11-02", title=f"{long} prezebra") for n in range(251, 261)]
    put(library, newest)

    async def play(user: Driver) -> None:
        await user.press("slash", *"zebra", "enter")
        assert "200 of 260 hits" in user.lines()[0]
        assert "best first" in user.lines()[0]
        await user.press("S", "n")
        assert "260 hits" in user.lines()[0]
        assert {head.day for head in user.main.shown.heads[:10]} == {"2023-11-02"}
        await user.press("S", "l")
        assert "best first" in user.lines()[0]
        assert {head.day for head in user.main.shown.heads[:200]} == {"2023-10-01"}

    drive(library, play)


def test_a_filter_applies_to_all_hits_and_reports_an_empty_result(library: Library) -> None:
    put(library, [paper(n, day="2023-10-01", title=f"Zebra {n:03}") for n in range(1, 251)])
    library.act(["2310.00001"], {"star": True})

    async def play(user: Driver) -> None:
        await user.press("slash", *"zebra", "enter", "f", "s")
        assert [head.id for head in user.main.shown.heads] == ["2310.00001"]
        await user.press("f", "l")
        assert "None of the 250 hits is set aside for later · f f shows all" in user.text()
        await user.press("f", "f")
        assert "250 hits" in user.lines()[0]
        assert len(user.main.shown.heads) == 250

    drive(library, play)


def test_an_order_under_way_can_be_cancelled(library: Library) -> None:
    put(library, [paper(n, day="2023-10-01", title=f"Zebra {n:03}") for n in range(1, 251)])

    async def play(user: Driver) -> None:
        await user.press("slash", *"zebra", "enter")
        user.main.shown.order("newest")
        assert user.main.shown.lookup.awaited
        user.main.search_progress.end_awaited()
        assert "200 of 250 hits" in user.lines()[0]
        assert "search: zebra" in user.lines()[0]

    drive(library, play)


# Messages


def test_the_message_states_only_once_how_hits_were_found(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash", *"difusoin")
        assert user.text().count("no exact match") == 1
        assert user.message.startswith("no exact match · close: difusoin → diffusion")

    drive(seeded, play, (140, 40))


def test_the_calendar_opens_on_the_day_of_the_paper_and_on_the_paper(library: Library) -> None:
    put(library, [paper(n, day=f"2023-10-{10 + n}", title=f"Zebra {n}") for n in range(1, 9)])
    put(library, [paper(n, day="2023-10-13", title=f"Quagga {n}") for n in range(10, 14)])

    async def play(user: Driver) -> None:
        await user.press("slash", *"quagga", "enter", "j", "j")
        wanted = user.current
        await user.press("D", "enter")
        assert user.lines()[0].startswith(" Fri 2023-10-13")
        assert user.current == wanted

    drive(library, play)


def test_the_cursor_is_on_the_best_hit_of_the_typed_text(seeded: Library) -> None:
    """Also when the paper that it was on is a hit, far below; a step in the hits is kept."""

    async def play(user: Driver) -> None:
        assert user.main.papers.cursor == 0
        await user.press("slash")
        for letter in "learning":
            await user.press(letter)
            assert user.main.papers.cursor == 0, user.main.box.text
        await user.press("down", "down")
        stepped = user.current
        await user.press("backspace")  # every hit of `learning` is a hit of `learnin`
        assert user.current == stepped

    drive(seeded, play)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tag:nrf", "unknown tag nrf · nearest: nerf"),
        ("watch:gassian", "unknown watch rule gassian · nearest: gaussian"),
        ("cat:cs.CVX", "unknown category cs.CVX · nearest: cs.CV"),
    ],
)
def test_an_unknown_name_in_a_query_is_reported(seeded: Library, query: str, told: str) -> None:
    seeded.act(["2310.19210"], {"#nerf": True})

    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type(query)
        assert user.message == told
        await user.press("enter")
        assert user.message == told
        assert "Nothing matches" in user.text()

    drive(seeded, play, settings=Settings(watch={"gaussian": "ti:gaussian"}))


def test_a_known_name_without_papers_is_not_reported(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("watch:empty cat:hep-th")
        assert user.message == ""

    drive(seeded, play, settings=Settings(watch={"empty": "ti:zzzzzz"}))


@pytest.mark.parametrize("query", ["lighthouse", "abs:lighthouse", "abs:lighthouse OR abs:unheard"])
def test_the_detail_begins_where_the_searched_word_is_visible(
    query: str, library: Library
) -> None:
    background = "Objects in images are difficult to detect for many known methods. " * 8
    claim = "In this paper, we propose a framework that detects objects in images. "
    abstract = f"A lighthouse is tall. {background}{claim}{background}"
    put(library, [paper(1)._replace(abstract=abstract)])

    async def play(user: Driver) -> None:
        assert "lighthouse" not in "\n".join(user.lines())
        assert "we propose" in "\n".join(user.lines())
        await user.press("slash", *["space" if char == " " else char for char in query], "enter")
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.settle()
        assert any("A lighthouse is tall." in line for line in user.lines()[14:-1])
        await user.press("escape")
        await user.settle()
        assert "we propose" in "\n".join(user.lines())

    drive(library, play)
