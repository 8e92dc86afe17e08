"""A start imports and makes nothing that the first screen does not need."""

from __future__ import annotations

import asyncio
import importlib
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from textual import events

from arxtui.lazy_pattern import _LazyPattern, lazy_pattern
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui import background_work
from arxtui.ui.app import ArxtuiApp
from arxtui.ui.main import MainScreen
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.paper_text import PaperText
from tests.screen import Driver, drive
from tests.test_layers import PACKAGE, modules


def patterns() -> dict[str, _LazyPattern]:
    """Return place -> pattern, of all modules."""
    found = {}
    for path in modules():
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if path.stem == "__main__":
            continue
        module = importlib.import_module(name.removesuffix(".__init__"))
        for attribute, value in vars(module).items():
            if isinstance(value, _LazyPattern):
                found[f"{name}.{attribute}"] = value
    return found


def test_every_lazy_pattern_compiles() -> None:
    found = patterns()
    assert len(found) > 60
    for place, pattern in found.items():
        assert re.compile(pattern.pattern, pattern.flags), place


def test_a_lazy_pattern_is_used_as_a_compiled_pattern() -> None:
    compiled = re.compile("(?P<word>[a-z]+)", re.IGNORECASE)
    pattern = lazy_pattern("(?P<word>[a-z]+)", re.IGNORECASE)
    text = "Ada, Lovelace"
    assert [found["word"] for found in pattern.finditer(text)] == ["Ada", "Lovelace"]
    for method in ("findall", "split"):
        assert getattr(pattern, method)(text) == getattr(compiled, method)(text)
    for method in ("sub", "subn"):
        assert getattr(pattern, method)("x", text) == getattr(compiled, method)("x", text)
    for method in ("match", "search", "fullmatch"):
        assert bool(getattr(pattern, method)(text)) == bool(getattr(compiled, method)(text))
    assert pattern.pattern == compiled.pattern
    with pytest.raises(AttributeError):
        pattern.scanner("text")  # type: ignore[attr-defined]


def test_a_faulty_pattern_is_reported_when_it_is_used() -> None:
    pattern = lazy_pattern("(")
    with pytest.raises(re.error):
        pattern.search("text")


FIRST_FRAME = """
import asyncio, sys
from pathlib import Path
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui import background_work
from arxtui.ui.app import ArxtuiApp
from arxtui.ui.panes.paper_list import PaperList

seen = []
paint = PaperList.render_line

def painted(self, y):
    if self.content.rows and not seen:
        seen.extend(sys.modules)
    return paint(self, y)

PaperList.render_line = painted

async def play():
    app = ArxtuiApp(Library(Path(sys.argv[1]), "test-0001"), Settings(), (), "")
    async with app.run_test() as pilot:
        while not seen:
            await pilot.pause()

asyncio.run(play())
print(*seen)
"""
"""Prints the modules that are imported when the list is painted first."""

NOT_IN_FIRST_FRAME = (
    *("arxtui.ui.controllers", "arxtui.ui.command_table", "arxtui.ui.panes.receipt"),
    *("arxtui.ui.panes.prompt_box", "arxtui.settings.settings_check"),
    *("tomllib", "webbrowser", "rapidfuzz", "arxtui.search.", "arxtui.query", "arxtui.export"),
    *("arxtui.taste", "arxtui.recommender", "arxtui.network", "arxtui.sources", "arxtui.claim"),
)


def test_the_first_frame_is_painted_before_the_commands_are_imported(
    seeded: Library, folder: Path
) -> None:
    seeded.close()
    command = [sys.executable, "-c", FIRST_FRAME, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = done.stdout.split()
    assert "arxtui.ui.panes.paper_list" in imported
    assert [name for name in imported if name.startswith(NOT_IN_FIRST_FRAME)] == []


def test_a_start_lays_the_first_paper_out_once(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = []
    show = Detail.show

    def shown(self: Detail, text: PaperText | None, stay: bool = False) -> None:
        laid_out.append(text)
        show(self, text, stay)

    monkeypatch.setattr(Detail, "show", shown)

    async def play(user: Driver) -> None:
        assert user.main.detail.content.plain
        assert len(laid_out) == 1

    drive(seeded, play)


def test_keys_typed_before_the_first_frame_run_in_order(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some keys are read before the commands are there, others between the first and the last."""
    mount = MainScreen.mount_hidden_panes

    async def type_and_mount(self: MainScreen) -> None:
        for key in "jjs":
            self.app.post_message(events.Key(key, key))
        await mount(self)
        for key in "jtga":
            self.app.post_message(events.Key(key, key))

    monkeypatch.setattr(MainScreen, "mount_hidden_panes", type_and_mount)

    async def session() -> None:
        app = ArxtuiApp(seeded, Settings(), (), "")
        async with app.run_test() as pilot:
            user = Driver(app, pilot, seeded)
            await user.until(lambda: user.main.prompt is not None and user.main.box.text == "ga")
            assert user.main.papers.cursor == 3
            heads = user.main.shown.heads
            assert [row for row in range(5) if seeded.marks.of(heads[row].id).star] == [2]

    asyncio.run(session())


def play_early(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    typed: Sequence[events.Event],
    play: Callable[[Driver], Awaitable[None]],
) -> None:
    """Start the app with keys and pastes that arrive before the first frame, and play then."""
    mount = MainScreen.mount_hidden_panes

    async def type_and_mount(self: MainScreen) -> None:
        for event in typed:
            self.app.post_message(event)
        await mount(self)
        while not self.app._message_queue.empty():
            await asyncio.sleep(0)

    monkeypatch.setattr(MainScreen, "mount_hidden_panes", type_and_mount)

    async def session() -> None:
        app = ArxtuiApp(library, Settings(), (), "")
        async with app.run_test() as pilot:
            await play(Driver(app, pilot, library))

    asyncio.run(session())


def test_esc_and_a_letter_before_the_first_frame_do_not_let_later_keys_pass(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal sends Esc and b typed quickly as Alt-b, which is split into both keys again."""
    typed = [events.Key("alt+b", "b"), events.Key("j", "j"), events.Key("s", "s")]

    async def play(user: Driver) -> None:
        await user.until(lambda: bool(seeded.marks.starred()))
        heads = user.main.shown.heads
        assert [row for row in range(5) if seeded.marks.of(heads[row].id).pile == "later"] == [0]
        assert user.main.papers.cursor == 2

    play_early(seeded, monkeypatch, typed, play)


def test_a_paste_before_the_first_frame_reaches_the_box_of_the_key_before_it(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = [events.Key("slash", "/"), events.Paste("diffu"), events.Key("s", "s")]

    async def play(user: Driver) -> None:
        await user.until(lambda: user.main.prompt is not None and user.main.box.text == "diffus")

    play_early(seeded, monkeypatch, typed, play)


def test_enter_before_the_terminal_is_in_raw_mode_is_enter(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the kernel changes the byte of Enter to the byte of Ctrl-j."""
    keys = [events.Key("slash", "/"), *(events.Key(key, key) for key in "diffusion")]
    typed = [*keys, events.Key("ctrl+j", None), events.Key("s", "s")]

    async def play(user: Driver) -> None:
        await user.until(lambda: bool(seeded.marks.starred()))
        assert user.main.prompt is None
        assert user.main.shown.view.found == "diffusion"

    play_early(seeded, monkeypatch, typed, play)


def test_a_scroll_before_the_first_paper_is_shown_waits_for_it(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(user: Driver) -> None:
        await user.until(user.shows_first_paper)
        await user.settle()
        assert user.main.detail._top > 0

    monkeypatch.setattr(background_work, "SLICE", 0.0)
    play_early(seeded, monkeypatch, [events.Key("J", "J")], play)


@pytest.mark.parametrize("turns", range(6))
def test_a_signal_may_end_the_program_while_panes_are_mounted(
    seeded: Library, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    """The end comes some turns of the event loop after the first frame."""
    mount = MainScreen.mount_hidden_panes

    def end(self: MainScreen, turns: int) -> None:
        if turns:
            asyncio.get_running_loop().call_soon(end, self, turns - 1)
        else:
            self.app.exit()

    async def mount_and_end(self: MainScreen) -> None:
        end(self, turns)
        await mount(self)

    monkeypatch.setattr(MainScreen, "mount_hidden_panes", mount_and_end)

    async def session() -> None:
        app = ArxtuiApp(seeded, Settings(), (), "")
        async with app.run_test() as pilot:
            await Driver(app, pilot, seeded).until(lambda: not app.is_running)
        assert app.fault is None

    asyncio.run(session())


COMPILED = """
import re
from arxtui.claim import claim_of, compile_in_steps

compiled = []
compile = re._compiler.compile

def count(pattern, flags=0):
    compiled.append(pattern)
    return compile(pattern, flags)

re._compiler.compile = count
most = 0
for _ in compile_in_steps():
    most = max(most, len(compiled))
    compiled.clear()
claim_of("VidSplat: Splatting", "Cars drive. We present VidSplat, a new method (Fig. 1).")
print(most, len(compiled))
"""
"""Prints how many patterns the longest step compiles, and how many an abstract does after it."""


def test_a_step_before_the_first_paper_compiles_a_single_pattern_of_the_claim() -> None:
    command = [sys.executable, "-c", COMPILED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "0"]
