"""The panes keep their lines, and look as Textual's own cache of lines would show them."""

from __future__ import annotations

import gc

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from arxtui.store import Library
from arxtui.ui.pane_screen import Panes
from arxtui.ui.panes.box_keys import BoxKeys
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.painted_lines import PaintedLines
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.panes.status_lines import Hints, MessageLine, ViewLine
from tests.screen import Driver, drive


def panes(user: Driver) -> list[Widget]:
    """Return the panes of the main screen that keep their lines."""
    kinds = (PaperList, Detail, BoxKeys, Hints, MessageLine, ViewLine, Panes)
    parts = [widget for widget in user.main.walk_children(Widget) if isinstance(widget, kinds)]
    return [user.main, *parts]


def cells(strips: list[Strip]) -> list[list[tuple[str, object]]]:
    """Return each sign of some lines with its style."""
    return [
        [(sign, segment.style) for segment in strip for sign in segment.text] for strip in strips
    ]


@pytest.mark.parametrize("part", [PaperList, Detail, Hints, MessageLine, ViewLine])
def test_textual_paints_panes_through_painted_lines(seeded: Library, part: type[Widget]) -> None:
    async def play(user: Driver) -> None:
        pane = user.main.query_one(part)
        kept = pane._styles_cache
        assert isinstance(kept, PaintedLines)
        await user.rest()
        assert kept.painted > 0, "Textual does not paint through Widget._styles_cache any more"
        before = kept.painted
        pane.refresh(Region(0, 0, pane.outer_size.width, 1))
        await user.until(lambda: kept.painted > before)
        await user.rest()
        assert kept.painted == before + 1

    drive(seeded, play)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
@pytest.mark.parametrize("no_color", [False, True])
@pytest.mark.parametrize("size", [(60, 20), (140, 40)])
def test_a_pane_looks_as_with_the_cache_of_textual(
    seeded: Library,
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
    no_color: bool,
    size: tuple[int, int],
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")

    async def play(user: Driver) -> None:
        user.app.theme = theme
        for keys in ("j s", "t", "escape b u", "Z", "z", "slash d i f", "escape enter"):
            await user.press(*keys.split())
            await user.rest()
            for pane in panes(user):
                region = Region(0, 0, *pane.region.size)
                if region:  # else the pane is hidden
                    own = StylesCache().render_widget(pane, region)
                    assert cells(pane.render_lines(region)) == cells(own), pane

    drive(seeded, play, size)


def test_the_collector_interrupts_few_keys(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        collections: list[str] = []

        def note(phase: str, _: dict[str, int]) -> None:
            collections.append(phase)

        gc.callbacks.append(note)
        try:
            await user.press(*"jjjjjjjjjjkkkkkkkkkk")
        finally:
            gc.callbacks.remove(note)
        assert collections.count("start") <= 3

    drive(seeded, play)


def test_a_text_shown_in_a_pane_without_lines_is_painted_when_the_pane_has_lines(
    seeded: Library,
) -> None:
    async def play(user: Driver) -> None:
        detail = user.main.detail
        detail.styles.height = 0
        await user.until(lambda: detail.size.height == 0)
        await user.press("j")
        detail.styles.height = 8
        await user.until(lambda: detail.size.height == 8)
        await user.rest()
        first = detail.content.plain.split()[0]
        assert any(line.strip().startswith(first) for line in user.lines()[-12:])

    drive(seeded, play)
