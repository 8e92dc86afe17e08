"""Where files live: the library, the settings file, the name of this machine."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs


def place(text: str) -> Path:
    """Return the path of a file name as a person types it: `~` and `~/` are the home folder.

    Raises ValueError for the home of a user who is not known: `~refs.bib` lacks a slash.
    """
    path = os.path.expanduser(text)
    if path.startswith("~"):
        name = text[1:].partition(os.sep)[0]
        raise ValueError(f"{text}: no user {name!r} here; ~/ is your home folder")
    return Path(path)


class NoHome(OSError):
    """The user has no home folder; the message has the remedy."""


def settings_file() -> Path:
    """Return the path of the settings file, which need not exist. Raises NoHome."""
    return _folder_of_user(platformdirs.user_config_dir) / "settings.toml"


def library_folder(chosen: str | None = None) -> Path:
    """Return the library's folder: --library, else ARXTUI_LIBRARY, else in the user's data folder.

    Raises NoHome, and ValueError as place() does.
    """
    named = chosen or os.environ.get("ARXTUI_LIBRARY")
    if named:
        return place(named)
    return _folder_of_user(platformdirs.user_data_dir) / "library"


def machine_file() -> Path:
    """Return the file with this machine's name. Raises NoHome.

    It is not in the library, so that a copied library has no two writers to one file.
    """
    return _folder_of_user(platformdirs.user_state_dir) / "machine"


def _folder_of_user(folder_of: Callable[[str], str]) -> Path:
    """Return a folder of platformdirs for arxtui. Raises NoHome if the home folder is unknown."""
    try:
        path = Path(folder_of("arxtui"))
    except RuntimeError:
        path = Path("~")
    if not path.is_absolute():
        raise NoHome(
            "no home folder: HOME is not set, and the user is not in /etc/passwd; set HOME"
        )
    return path


def machine_name() -> str:
    """Return host name and four random hex digits, made at the first start and then never changed.

    Of several processes that start for the first time together, all get the name that is on disk.
    The file is locked by its folder, written whole and synced, and read again. Raises OSError if
    the name cannot be stored.
    """
    path = machine_file()
    if name := _stored_name(path):
        return name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # no locks here: the link below decides
            fcntl.flock(folder, fcntl.LOCK_EX)
        if not _stored_name(path):
            _store_name(path, _new_name())
            os.fsync(folder)
    finally:
        os.close(folder)
    if name := _stored_name(path):
        return name
    reason = "the name of this machine does not stay as it was written"
    raise OSError(errno.EIO, reason, str(path))


def _stored_name(path: Path) -> str | None:
    """Return the name in the file.

    None if there is no file, or if a power cut or an editor left no name in it.
    """
    try:
        name = path.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if re.fullmatch(r"[A-Za-z0-9-]{1,80}", name):
        return name
    return None


def _new_name() -> str:
    import secrets
    import socket

    letters = re.sub(r"[^A-Za-z0-9]+", "-", socket.gethostname().partition(".")[0])
    host = letters.strip("-")[:40] or "host"
    return f"{host}-{secrets.token_hex(2)}"


def _store_name(path: Path, name: str) -> None:
    """Write a name to a missing or empty file, unless another process was faster.

    Raises OSError.
    """
    fd, coming = tempfile.mkstemp(".tmp", ".machine.", path.parent)
    try:
        with open(fd, "wb") as file:
            file.write(name.encode() + b"\n")
            file.flush()
            os.fsync(fd)
        try:
            os.link(coming, path)
        except OSError:  # a file without a name is there, or the file system has no links
            if not _stored_name(path):
                os.replace(coming, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(coming)
