"""The only POSIX calls of the library: append, atomic write, lock, sync. Nothing here knows what is in a file."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def make_folder(path: Path) -> None:
    """The folder and its parents, for this user alone (0700); OSError when it cannot be."""
    if not path.parent.is_dir():
        make_folder(path.parent)  # mkdir(parents=True) would make them for everybody
    path.mkdir(mode=0o700, exist_ok=True)


def append(fd: int, data: bytes) -> None:
    """All of `data` at the end of an O_APPEND file, or the file as it was and the OSError."""
    size = os.fstat(fd).st_size
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        os.ftruncate(fd, size)
        raise


def identity(stat: os.stat_result) -> tuple[int, int, int]:
    """(inode, size, mtime_ns): a file that has the same is taken to hold the same."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def sync(path: Path) -> None:
    """Make a file's bytes, or the names in a folder, durable."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def replacing(path: Path, *, durable: bool = False, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Give a file to write; when the block ends without an exception it takes the place of `path`.

    `durable` = it survives a power cut by then. Raises OSError, and leaves what was there.
    """
    fd, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(fd, "wb") as file:
            os.fchmod(fd, mode)
            yield file
            file.flush()
            if durable:
                os.fsync(fd)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    if durable:
        sync(path.parent)


def write_atomic(path: Path, data: bytes, *, durable: bool, mode: int = 0o600) -> None:
    """`path` holds all of `data` or what it held before; `durable` = it survives a power cut when this returns."""
    with replacing(path, durable=durable, mode=mode) as file:
        file.write(data)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `NAME.damaged`, or `NAME.damaged-2`, … where there is one; return the new path.

    Two processes that set the same file aside must hold a lock. Raises OSError.
    """
    aside = path.with_name(f"{path.name}.damaged")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    os.rename(path, aside)
    return aside


def sync_all(paths: Iterable[Path]) -> None:
    """Make files written without `durable` safe: one by one while they are few, else the whole system at once."""
    some = list(paths)
    if len(some) > 16:
        os.sync()
        return
    for path in (*some, *{path.parent for path in some}):
        sync(path)


_PATIENCE = 0.03  # seconds: a writer holds a lock for a hundredth of that


@contextmanager
def locked(
    path: Path, waiting: Callable[[str], None] = lambda _: None, *, make: bool = True
) -> Iterator[None]:
    """Hold the advisory lock of a file, which the kernel frees on any death of this process. The file
    is made when it is missing; so is its folder, if `make`.

    Where another process holds it for long, `waiting` gets its id (`` = not known): it raises to give
    up, else this waits on. Raises OSError, NoLocks.
    """
    if make:
        make_folder(path.parent)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(fd, waiting)
        yield
    finally:
        os.close(fd)


class NoLocks(OSError):
    """The file system has no advisory locks; the text says what helps."""

    def __init__(self) -> None:
        super().__init__(errno.ENOLCK, "this file system has no locks (flock): put the library on another")


def _take(fd: int, waiting: Callable[[str], None]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(_PATIENCE / 15)
        except OSError as why:
            if why.errno in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
                raise NoLocks from why
            raise
    waiting(_holder(fd))
    fcntl.flock(fd, fcntl.LOCK_EX)


def _holder(fd: int) -> str:
    """The process that holds a lock, as Linux tells it: `1: FLOCK ADVISORY WRITE 4711 fe:00:1234 0 EOF`."""
    node = f":{os.fstat(fd).st_ino}"
    try:
        with open("/proc/locks") as locks:
            return next((one[4] for one in map(str.split, locks) if one[1] == "FLOCK" and one[5].endswith(node)), "")
    except OSError:
        return ""
