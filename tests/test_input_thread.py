"""The thread that reads keys sleeps until there is a key, and ends at once with the program."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from arxtui.ui.terminal_driver import TerminalDriver


class Reader(TerminalDriver):
    """A driver that reads a pipe and keeps its messages."""

    def __init__(self) -> None:
        super().__init__(App())
        self.fileno, self.typing = os.pipe()
        self.keys: list[str] = []
        self.got_key = threading.Event()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Key):
            self.keys.append(message.key)
            self.got_key.set()

    def close(self) -> None:
        os.close(self.exit_event.fileno())
        os.close(self.fileno)
        os.close(self.typing)


async def made() -> Reader:
    """Return a driver; Textual makes one only where a loop runs."""
    return Reader()


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Restore the handlers of the signals that a driver takes."""
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Yield a driver."""
    with closing(asyncio.run(made())) as driver:
        yield driver


class Waits(selectors.SelectSelector):
    """A selector that keeps how long it was asked to wait each time."""

    seconds: list[float | None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.seconds.append(timeout)
        return super().select(timeout)


def test_the_thread_wakes_for_keys_and_for_the_end_only(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    Waits.seconds = []
    monkeypatch.setattr(selectors, "SelectSelector", Waits)
    thread = threading.Thread(target=reader.run_input_thread)
    thread.start()
    for number, key in enumerate("jks", 1):
        os.write(reader.typing, key.encode())
        while len(reader.keys) < number:
            assert reader.got_key.wait(10)
            reader.got_key.clear()
    reader.exit_event.set()
    thread.join(10)
    assert not thread.is_alive()
    assert reader.keys == ["j", "k", "s"]
    assert set(Waits.seconds) == {None}
    assert len(Waits.seconds) <= 4


def test_an_esc_alone_is_a_key_without_another_key(reader: Reader) -> None:
    thread = threading.Thread(target=reader.run_input_thread)
    thread.start()
    os.write(reader.typing, b"\x1b")
    assert reader.got_key.wait(10)
    reader.exit_event.set()
    thread.join(10)
    assert reader.keys == ["escape"]


def test_the_thread_can_be_started_again_after_its_end(reader: Reader) -> None:
    """As after Ctrl-Z and a program that borrowed the terminal."""
    for number in (1, 2):
        thread = threading.Thread(target=reader.run_input_thread)
        thread.start()
        os.write(reader.typing, b"j")
        while len(reader.keys) < number:
            assert reader.got_key.wait(10)
            reader.got_key.clear()
        reader.exit_event.set()
        thread.join(10)
        assert not thread.is_alive()
        reader.exit_event.clear()
    assert reader.keys == ["j", "j"]


def test_the_thread_and_the_program_end_with_the_terminal() -> None:
    async def session() -> None:
        reader = Reader()
        thread = threading.Thread(target=reader.run_input_thread)
        thread.start()
        os.close(reader.typing)
        await asyncio.to_thread(thread.join, 10)
        assert not thread.is_alive()
        await asyncio.sleep(0)
        assert reader._app._exit

    asyncio.run(session())


def test_the_signal_of_a_closed_terminal_does_not_start_the_thread_again() -> None:
    """The kernel sends SIGHUP, which ends the program, and then SIGCONT."""

    async def session() -> None:
        reader = Reader()
        with closing(reader):
            reader._sigcont_application()
            assert reader._key_thread is None

    asyncio.run(session())
