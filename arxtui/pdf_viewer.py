"""The program that opens a PDF: that of the settings, else the system's. No shell."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_SETTLED = 2.0
"""Seconds after which a program that still runs is taken to have opened its file."""


class NoViewer(Exception):
    """A PDF cannot be opened; the text says why, and what helps."""


def open_file(path: Path, viewer: Sequence[str]) -> None:
    """Open a file in a viewer, which gets no terminal; return when it has begun.

    Raises NoViewer if it is missing, cannot be started, or ends with a failure at once.
    """
    command = list(viewer) or [_of_system()]
    if shutil.which(command[0]) is None:
        raise NoViewer(f"no program {command[0]!r}; set viewer in [pdf] of the settings")
    try:
        process = subprocess.Popen(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        status = process.wait(_SETTLED)
    except subprocess.TimeoutExpired:
        return  # it shows the file
    except OSError as why:
        raise NoViewer(f"{command[0]}: {why.strerror or why}") from None
    if status:
        raise NoViewer(f"{command[0]} ended with {status}; set viewer in [pdf] of the settings")


def _of_system() -> str:
    if sys.platform == "darwin":
        return "open"
    return "xdg-open"
