"""The log of actions as an aligned, coloured table for people, in the time of their own zone.

In a pipe `log` prints lines with times in UTC instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from arxtui.cli.local_time import local_time
from arxtui.cli.page import GAP, Page, Part
from arxtui.store import Act

_AT_ONCE = 500
"""Actions that are aligned together: the first lines of a long log appear at once."""
_PAPERS = 16
"""Cells that `192 papers`, or the id of a paper, takes at most."""
_MACHINE = 16
"""Cells that the name of a machine takes at most."""


def show(actions: Iterable[Act], page: Page, this_year: int) -> None:
    """Print actions, a line each, with local times.

    If actions of several machines are among them, each line ends with its machine.
    """
    for some in _portions(actions):
        _show_portion(some, page, this_year)


def _portions(actions: Iterable[Act]) -> Iterator[list[Act]]:
    """Yield the actions in lists of at most _AT_ONCE."""
    left = iter(actions)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _show_portion(actions: Sequence[Act], page: Page, this_year: int) -> None:
    """Print actions that are aligned together."""
    summaries = [action.summary().rpartition(" · ") for action in actions]
    times = [_time(action.t, this_year, is_short=page.is_narrow) for action in actions]
    time = page.widest(times, page.width)
    papers = page.widest([ids for _, _, ids in summaries], _PAPERS)
    machines = [action.machine for action in actions]
    machine = 0
    if len(set(machines)) > 1 and not page.is_narrow:
        machine = page.widest(machines, _MACHINE)
    words = max(10, page.width - time - papers - 2 * len(GAP))
    if machine:
        words -= machine + len(GAP)
    for at, (what, _, ids) in enumerate(summaries):
        parts: list[Part] = [(page.fill(times[at], time), "cyan"), (GAP, "")]
        parts += [(page.fill(ids, papers), ""), (GAP, "")]
        style = _style(what)
        if machine:
            parts.append((page.fill(what, words), style))
            parts += [(GAP, ""), (page.cut(machines[at], machine), "dim")]
        else:
            parts.append((page.cut(what, words), style))
        page.line(*parts)


def _style(what: str) -> str:
    """Return the rich style of an action: bold for stars, dim for undo and redo."""
    if what.startswith(("undo: ", "redo: ")):
        return "dim"
    if what.startswith("starred"):
        return "bold yellow"
    return ""


def _time(t: str, this_year: int, *, is_short: bool) -> str:
    """Return the time of an action in local time: `2026-11-29 09:02`.

    A short time is as `ls -l` prints it: `11-29 09:02` of this year, `2025-11-29` of another year.
    """
    time = local_time(t)
    if not is_short:
        return f"{time:%Y-%m-%d %H:%M}"
    if time.year == this_year:
        return f"{time:%m-%d %H:%M}"
    return f"{time:%Y-%m-%d}"
