"""Work between two keys goes on, also on a machine that is busy with other things."""

from __future__ import annotations

import pytest
from textual import _time, timer

from arxtui.store import Library
from arxtui.ui.background_work import PAUSE
from tests.screen import Driver, drive


def test_no_part_is_lost_where_the_machine_stops_the_program_for_a_moment(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search stood still until the next key.

    A timer of Textual that fires once does not fire where more time than it waits for passes
    between two looks at its clock. That happens where others have the processor.
    """
    jumps = 0

    class Clock:
        """The clock of Textual, with an hour's pause before each of the next looks at it."""

        get_time_before = staticmethod(_time.get_time)

        @staticmethod
        def get_time() -> float:
            nonlocal jumps
            if left[0]:
                left[0] -= 1
                jumps += 1
            return Clock.get_time_before() + 3600 * jumps

    left = [0]
    monkeypatch.setattr(timer, "_time", Clock)

    async def play(user: Driver) -> None:
        await user.until(lambda: not user.main.work.waiting)
        done: list[int] = []
        left[0] = 8
        for number in range(3):
            user.main.work.later(f"part {number}", PAUSE, lambda: done.append(1))
        await user.until(lambda: len(done) == 3)
        assert not user.main.work.waiting
        assert jumps == 8

    drive(seeded, play)
