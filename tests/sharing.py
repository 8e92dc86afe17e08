"""Long loops of independent rounds, shared out among the processors."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from functools import partial


def forked(run: Callable[[], object]) -> int:
    """Run it in a child process, which ends with 0 when it returns; return the process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        run()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def shared_out(run: Callable[[int, int], object]) -> None:
    """Call run(n, count) for n = 0 .. count - 1, in a process for each of our processors.

    Each call does the rounds n, n + count, n + 2 count ... of a loop, in a separate folder; an
    assertion that fails in a process is printed there and fails the test.
    """
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):  # not on a Mac
        count = len(os.sched_getaffinity(0))
    children = [forked(partial(run, part, count)) for part in range(count)]
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert statuses == [0] * count
