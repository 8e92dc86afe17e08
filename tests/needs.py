"""What a test needs beside Python and its packages: a test asks for the very thing, and skips with its name."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest


def need(*names: str) -> None:
    """Skip the test, and name what is missing, unless every program and every file of TeX is installed.

    A name with a dot is a file of TeX, which kpsewhich finds. A distribution splits TeX its own way (Debian 12 has
    etoolbox.sty in another package than Debian 13), so each file is asked for by its own name.
    """
    for name in names:
        if "." not in name:
            found = shutil.which(name) is not None
        elif shutil.which("kpsewhich") is None:
            found = False
        else:
            found = (
                subprocess.run(["kpsewhich", name], capture_output=True, check=False).returncode
                == 0
            )
        if not found:
            pytest.skip(f"{name} is not installed")


def need_terminal() -> None:
    """Skip the test unless a pseudo-terminal can be had: a chroot or container may lack /dev/ptmx or /dev/pts."""
    try:
        ends = pty.openpty()
    except OSError as why:
        pytest.skip(f"no pseudo-terminal (/dev/ptmx, /dev/pts): {why}")
    for end in ends:
        os.close(end)


def need_file(path: str) -> None:
    """Skip the test unless this file of the system is there: a chroot may have no /proc and few devices."""
    if not Path(path).exists():
        pytest.skip(f"{path} is not there")


def need_root() -> None:
    """Skip the test unless it runs as root."""
    if os.geteuid() != 0:
        pytest.skip("no right of root")
