"""Write files of the user completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from arxtui.store import files


def refuse_special(path: Path) -> None:
    """Raise OSError for a path that is no regular file.

    A pipe would block, a device would be replaced.
    """
    if path.exists() and not path.is_file():
        raise OSError(22, "not a regular file", str(path))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of the user: after an error it still has its old contents.

    A symbolic link stays a link. Raises OSError.
    """
    path = Path(os.path.realpath(path))
    if path.exists():
        mode = path.stat().st_mode & 0o777
    else:
        mode = 0o666 & ~_umask()
    files.write_atomic(path, data, durable=True, mode=mode)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
