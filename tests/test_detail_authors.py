"""The detail beside the list: its text fits the pane."""

from __future__ import annotations

from dataclasses import replace

from arxtui.store import Library
from tests.conftest import paper
from tests.screen import Driver, drive

NAMES = tuple(f"Author Number{number:02d}" for number in range(40))


def test_the_authors_fill_two_rows_of_the_pane_at_any_size(library: Library) -> None:
    with library.loading() as loading:
        loading.put([replace(paper(1), authors=NAMES)], {"name": "a listing"})

    def named(user: Driver) -> int:
        return user.main.detail.content.plain.count("Author Number")

    async def play(user: Driver) -> None:
        beside = named(user)
        assert 4 <= beside < 40
        await user.pilot.resize_terminal(100, 30)  # now the detail is below the list, and wider
        await user.until(lambda: named(user) > beside)
        await user.pilot.resize_terminal(140, 40)
        await user.until(lambda: named(user) == beside)

    drive(library, play, size=(140, 40))
