"""Calls of the system that fail, or in which the program is killed, at any place of a test."""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable
from functools import partial

import pytest

CALLS = (
    "open",
    "write",
    "fsync",
    "fdatasync",
    "replace",
    "ftruncate",
    "fchmod",
    "mkdir",
    "link",
    "scandir",
)


class Faults:
    """A fault at the n-th call of the system, or from then on; half of a write is done before."""

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        at: int,
        fault: Callable[[], None],
        *,
        once: bool = True,
        paused: bool = False,
    ) -> None:
        self.count = 0
        self.paused = paused
        self.hit = ""
        self._at = at
        self._fault = fault
        self._once = once
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, partial(self._call, name, getattr(os, name)))
        opened = partial(self._open, io.open)
        patch.setattr(io, "open", opened)  # Path.open and read_bytes call it
        patch.setattr(builtins, "open", opened)

    def due(self) -> bool:
        if self.paused:
            return False
        self.count += 1
        return self.count == self._at or (self.count > self._at and not self._once)

    def strike(self, where: object) -> None:
        self.hit = str(where)
        self._fault()

    def _call(
        self, name: str, real: Callable[..., object], *args: object, **named: object
    ) -> object:
        if self.due():
            if name == "write" and isinstance(args[1], bytes):
                real(args[0], args[1][: len(args[1]) // 2])
            self.strike(f"{name} {args[0]}")
        return real(*args, **named)

    def _open(
        self,
        real: Callable[..., object],
        file: object,
        mode: str = "r",
        *args: object,
        **named: object,
    ) -> object:
        if self.due():
            self.strike(f"open {file}")
        if mode == "wb":
            return io.BufferedWriter(Written(file, self))
        return real(file, mode, *args, **named)


class Written(io.FileIO):
    """A file whose writes are counted as well."""

    def __init__(self, file: object, faults: Faults) -> None:
        super().__init__(file, "wb")  # type: ignore[arg-type]
        self._faults = faults

    def write(self, data: object) -> int:
        some = bytes(data)  # type: ignore[call-overload]
        if self._faults.due():
            super().write(some[: len(some) // 2])
            self._faults.strike("write")
        return super().write(some)


def error(number: int) -> None:
    raise OSError(number, os.strerror(number))


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
