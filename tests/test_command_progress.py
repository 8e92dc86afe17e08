"""Commands that take long show on a terminal how long they take."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from itertools import count

import pytest

from arxtui.cli.progress import taken
from arxtui.work_in_steps import Steps


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_by(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return the terminal to which the test writes from now on."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def steps_of(number: int, closed: list[bool]) -> Steps[str]:
    try:
        for _ in range(number):
            yield
    finally:
        closed.append(True)
    return "done"


def test_seconds_are_shown_from_the_first_second_on(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = shown_by(monkeypatch)
    tenths = (tenth / 5 for tenth in count())
    assert taken(steps_of(12, []), "undoing", tenths.__next__) == "done"
    assert terminal.getvalue().startswith("\r\x1b[Kundoing · 1 s\r")
    assert "undoing · 2 s" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = shown_by(monkeypatch)
    tenths = (tenth / 10 for tenth in count())
    assert taken(steps_of(5, []), "undoing", tenths.__next__) == "done"
    assert terminal.getvalue() == ""


def test_ctrl_c_between_two_steps_ends_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = shown_by(monkeypatch)

    def interrupted() -> Iterator[float]:
        yield from (0.0, 2.0, 3.0)
        raise KeyboardInterrupt

    closed: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        taken(steps_of(9, closed), "undoing", interrupted().__next__)
    assert closed == [True]
    assert terminal.getvalue().endswith("\r\x1b[K")
