"""Work between two keys is done once; work that replaces it is not ended by it."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

import pytest

from arxtui.store import Library
from arxtui.work_in_steps import Steps
from tests.screen import Driver, drive

PACKAGE = Path(__file__).parent.parent / "arxtui"


def test_replaced_work_does_not_run_although_its_timer_has_fired(seeded: Library) -> None:
    done: list[str] = []

    async def play(user: Driver) -> None:
        main = user.main

        async def replace() -> None:
            """Replace a part while its call waits for the end of this very message."""
            main.work.later("count", 0.001, lambda: done.append("first"))
            while len(main._next_callbacks) == 0:
                await asyncio.sleep(0)
            main.work.later("count", 0.001, lambda: done.append("second"))

        await user.rest()
        main.call_next(replace)
        await user.until(lambda: "second" in done)
        await user.rest()
        assert done == ["second"]

    drive(seeded, play)


def test_finished_work_is_no_longer_waited_for(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        found: list[int] = []

        def add() -> Steps[int]:
            yield None
            return 3

        user.main.work.run("count", add, found.append)
        assert "count" in user.main.work.waiting
        await user.rest()
        assert found == [3]
        assert not user.main.work.waiting

    drive(seeded, play)


def test_no_work_is_lost_when_the_clock_jumps_between_two_instructions(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at Textual's clock shows a second more, as after a suspend or on a busy machine."""

    async def play(user: Driver) -> None:
        await user.rest()
        seconds = count()
        monkeypatch.setattr("textual.timer._time.get_time", lambda: float(next(seconds)))
        done: list[str] = []
        user.main.work.later("count", 0.001, lambda: done.append("done"))
        await user.until(lambda: bool(done))
        monkeypatch.undo()

    drive(seeded, play)


def test_no_module_uses_the_timer_that_can_be_lost() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert ".set_timer(" not in path.read_text("utf-8"), path
