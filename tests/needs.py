"""Programs and parts of the system that a test needs: without them it skips, with the name."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest


def need(*names: str) -> None:
    """Skip the test, with the name of a missing program or file, unless all of these are installed.

    A name with a dot is a file of TeX, which kpsewhich finds. Distributions split TeX differently
    (Debian 12 has etoolbox.sty in another package than Debian 13), so each file is named.
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
    """Skip the test unless there are pseudo-terminals: a container may lack /dev/ptmx."""
    try:
        ends = pty.openpty()
    except OSError as why:
        pytest.skip(f"no pseudo-terminal (/dev/ptmx, /dev/pts): {why}")
    for end in ends:
        os.close(end)


def need_file(path: str) -> None:
    """Skip the test unless this file of the system exists: a chroot may have no /proc."""
    if not Path(path).exists():
        pytest.skip(f"{path} is not there")


def need_root() -> None:
    """Skip the test unless it runs as root."""
    if os.geteuid() != 0:
        pytest.skip("no right of root")
