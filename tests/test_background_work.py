"""Work between two keys: what takes the place of other work is not ended by it."""

from __future__ import annotations

import asyncio

from arxtui.steps import Steps
from arxtui.store import Library
from tests.screen import Driver, drive


def test_a_part_whose_timer_has_fired_does_not_run_once_it_is_replaced(seeded: Library) -> None:
    done: list[str] = []

    async def play(user: Driver) -> None:
        main = user.main

        async def replace() -> None:
            """Replace a part while its call waits for the end of this very message."""
            before = set(main._timers)
            main.work.later("count", 0.001, lambda: done.append("first"))
            (timer,) = set(main._timers) - before
            task = timer._task
            assert task is not None
            await asyncio.wait([task])
            main.work.later("count", 0.001, lambda: done.append("second"))

        await user.rest()
        main.call_next(replace)
        await user.until(lambda: "second" in done)
        await user.rest()
        assert done == ["second"]

    drive(seeded, play)


def test_work_that_is_done_waits_no_longer(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        found: list[int] = []

        def count() -> Steps[int]:
            yield None
            return 3

        user.main.work.run("count", count, found.append)
        assert "count" in user.main.work.waiting
        await user.rest()
        assert found == [3]
        assert not user.main.work.waiting

    drive(seeded, play)
