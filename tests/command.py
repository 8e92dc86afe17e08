"""Run a command of arxtui as the shell would, in the process of the test."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

from arxtui import locations


class Outcome(NamedTuple):
    """The outcome of a command."""

    status: int
    """Its exit status."""
    out: str
    """Its standard output."""
    err: str
    """Its standard error."""

    @property
    def lines(self) -> list[str]:
        """The lines of the output."""
        return self.out.splitlines()


class RunCommand(Protocol):
    """A function that runs a command with these words on the library of the test."""

    def __call__(self, *words: str) -> Outcome:
        """Run the command and return its outcome."""
        ...


def write_settings(text: str) -> Path:
    """Write the settings file of the test, and return its path."""
    path = locations.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
