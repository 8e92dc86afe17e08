"""`a`: the authors of a paper by digit, with their papers and stars, and all of them."""

from __future__ import annotations

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive

CROWD = tuple(f"Given {letter}elson" for letter in "ABCDEFGHIJKLMNOPQRST")


@pytest.fixture
def crowd(library: Library) -> Library:
    """Return a paper by twenty authors, and one more by the last of them and by the twelfth."""
    papers = [paper(1)._replace(authors=CROWD), paper(2)._replace(authors=(CROWD[-1], CROWD[11]))]
    with library.loading() as load:
        load.put(papers, {"name": "made up"})
    return library


def last_rows(user: Driver) -> str:
    """Return the two last rows, which a menu can have, blanks made single."""
    return " ".join(" ".join(user.lines()[-2:]).split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
def test_the_menu_offers_as_many_authors_as_fit_and_always_the_last_author(
    crowd: Library, size: tuple[int, int]
) -> None:
    async def play(user: Driver) -> None:
        await user.press("a")
        await user.until(lambda: "Telson 2" in last_rows(user))
        shown = last_rows(user)
        assert "1 Aelson 1 2 Belson 1 3 Celson 1 " in shown
        assert " Telson 2 a any" in shown
        assert "…" not in shown
        digit = shown.split(" Telson")[0][-1]
        await user.press(digit)
        assert user.lines()[0].startswith(" papers by Given Telson   2 hits")

    drive(crowd, play, size)


def test_the_menu_offers_an_author_of_starred_papers(crowd: Library) -> None:
    crowd.act(["2310.00002"], {"star": True})

    async def play(user: Driver) -> None:
        await user.press("a")
        await user.until(lambda: "Lelson 2 ★1" in last_rows(user))
        assert "Telson 2 ★1" in last_rows(user)

    drive(crowd, play)


def test_a_twice_searches_for_any_of_the_authors_and_other_keys_close_the_menu(
    crowd: Library,
) -> None:
    async def play(user: Driver) -> None:
        await user.press("a", "z")
        assert not user.main.has_class("-zoom")
        assert user.main.questions.asking is None
        await user.press("a", "escape")
        assert user.message == ""
        await user.press("a", "a")
        assert user.lines()[0].startswith(" papers by any of: Aelson, Belson")

    drive(crowd, play)


def test_the_menu_uses_the_key_of_the_settings_for_any_author(crowd: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("B")
        assert "B any" in last_rows(user)
        await user.press("B")
        assert user.lines()[0].startswith(" papers by any of:")

    drive(crowd, play, settings=Settings(keys={"authors": ("B",)}))


def test_a_paper_without_authors_is_reported(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(1)._replace(authors=())], {"name": "made up"})

    async def play(user: Driver) -> None:
        await user.press("a")
        assert user.message == "this paper names no authors"
        assert user.main.questions.asking is None

    drive(library, play)


def test_stars_of_authors_follow_the_stars_of_their_papers(crowd: Library) -> None:
    async def play(user: Driver) -> None:
        def starred() -> tuple[bool, ...]:
            shown = user.text()
            return ("★Aelson +19" in shown, "★Telson +1" in shown, "★Given Aelson" in shown)

        assert starred() == (False, False, False)
        await user.press("s")
        assert starred() == (False, True, False)  # a paper's own star says nothing of its people
        await user.press("s")
        assert starred() == (False, False, False)
        await user.press("u")
        assert starred() == (False, True, False)

    drive(crowd, play)


def test_no_count_of_stars_is_shown_after_the_last_star_is_removed(crowd: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "s")
        await user.until(lambda: "(1 of 2 starred)" in user.text())
        await user.press("s")
        assert "starred)" not in user.text()

    drive(crowd, play)


def test_authors_are_counted_by_the_papers_that_are_starred_now(crowd: Library) -> None:
    with crowd.loading() as load:
        others = ("Ada Lovelace", "Emmy Noether")
        theirs = [paper(number)._replace(authors=others) for number in (3, 4)]
        load.put(theirs, {"name": "made up"})
    crowd.act(["2310.00001"], {"star": True})

    async def play(user: Driver) -> None:
        assert "★Telson +1" in user.text()
        await user.press("s", "G", "s")  # as many stars as before, of another paper
        await user.press("ctrl+l")
        assert "★Lovelace +1" in user.text()
        assert "★Telson" not in user.text()

    drive(crowd, play)
