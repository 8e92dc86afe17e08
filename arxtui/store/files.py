"""Append, atomic write, lock and sync of files, whatever their content."""

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
    """Make a folder and its parents, for this user alone (0700). Raises OSError."""
    if not path.parent.is_dir():
        make_folder(path.parent)  # mkdir(parents=True) would make parents that everybody can read
    path.mkdir(mode=0o700, exist_ok=True)


def append(fd: int, data: bytes) -> None:
    """Write all of `data` at the end of an O_APPEND file.

    Raises OSError; the file is then unchanged.
    """
    size = os.fstat(fd).st_size
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        os.ftruncate(fd, size)
        raise


def identity(stat: os.stat_result) -> tuple[int, int, int]:
    """Return (inode, size, mtime_ns): if they have not changed, the content has not either."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def sync(path: Path) -> None:
    """Make a file's bytes, or the names in a folder, durable. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def replacing(path: Path, *, durable: bool = False, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Yield a file to write, which replaces `path` when the block ends without an exception.

    With `durable` it then survives a power cut. Raises OSError; the old file is then unchanged.
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
    """Write a whole file in place of an old file; with `durable` it survives a power cut.

    Raises OSError; the old file is then unchanged.
    """
    with replacing(path, durable=durable, mode=mode) as file:
        file.write(data)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `NAME.damaged`, or the next free `NAME.damaged-2`; return its path.

    The caller holds a lock if two processes may set the same file aside. Raises OSError.
    """
    aside = path.with_name(f"{path.name}.damaged")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    os.rename(path, aside)
    return aside


def sync_all(paths: Iterable[Path]) -> None:
    """Sync files that were written without a sync: up to 16 singly, more by a sync of the system.

    Raises OSError.
    """
    some = list(paths)
    if len(some) > 16:
        os.sync()
        return
    for path in (*some, *{path.parent for path in some}):
        sync(path)


_PATIENCE = 0.03  # seconds: a writer holds a lock for a hundredth of this time


@contextmanager
def locked(
    path: Path, waiting: Callable[[str], None] = lambda _: None, *, make: bool = True
) -> Iterator[None]:
    """Hold the advisory lock of a file, which the kernel frees when this process ends.

    The file is made if it is missing; so is its folder, if `make`. If another process holds the
    lock for long, `waiting` gets its id (`` = not known): it raises an exception to give up, else
    this waits on. Raises OSError, NoLocks.
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
    """The file system has no advisory locks; the message has the remedy."""

    def __init__(self) -> None:
        reason = "this file system has no locks (flock): put the library on another"
        super().__init__(errno.ENOLCK, reason)


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
    """Return the id of the process that holds a lock; `` if the system does not report it.

    Linux reports it in lines like `1: FLOCK ADVISORY WRITE 4711 fe:00:1234 0 EOF`.
    """
    node = f":{os.fstat(fd).st_ino}"
    try:
        with open("/proc/locks") as locks:
            for line in locks:
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5].endswith(node):
                    return fields[4]
    except OSError:
        return ""
    return ""
