"""The program that opens a PDF: the settings name it, or else it is the system's program.

No shell.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from arxtui.programs import program


class NoViewer(Exception):
    """A PDF cannot be opened; the text has the reason and the remedy."""


def open_file(path: Path, viewer: Sequence[str]) -> None:
    """Open a file in a viewer, which gets no terminal; return when it has begun.

    Raises NoViewer if it is missing, cannot be started, or ends with a failure at once.
    """
    command = list(viewer) or [_of_system()]
    outcome = program.start([*command, str(path)])
    if outcome.fault:
        fault = outcome.fault
        if not outcome.hopeless:
            fault = f"{command[0]}: {fault}"
        raise NoViewer(f"{fault}; set viewer in [pdf] of the settings")


def _of_system() -> str:
    if sys.platform == "darwin":
        return "open"
    return "xdg-open"
