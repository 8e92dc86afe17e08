"""What the screen says of what is shown: counts, the empty list, the end of a day. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from arxtui.store import Library
from arxtui.text import many
from arxtui.ui.list_state import SET_ASIDE, ListState
from arxtui.ui.panes.render import Signs
from arxtui.view import day_name

if TYPE_CHECKING:
    from arxtui.search_result import SearchResult

GONE = "This paper is no longer in the library"
"""What is said of a row whose paper was removed."""

Key = Callable[[str], str]
"""A command -> the key that it has now."""


def counts(shown: ListState, selected: int, signs: Signs) -> list[tuple[str, str]]:
    """Return the counts of the view line, the most important first, each as a long and a short text.

    `2 selected`, `53 of 90 unread`, `8 later`, `3 starred`; short: `53/90 unread`, `~8`, `★3`.
    """
    size = len(shown.heads)
    unread = shown.counts.unread
    parts = []
    if selected:
        parts.append((f"{selected} selected", f"{selected} selected"))
    if shown.found is not None:
        parts.append(_hits(size, shown.found))
    elif shown.view.name == SET_ASIDE:
        pass  # all were set aside: how many still are comes next
    elif size:
        parts.append((f"{unread} of {size} unread", f"{unread}/{size} unread"))
    elif shown.view.days != ():
        parts.append(("no papers", "no papers"))
    if shown.watched:
        parts.append((f"{shown.watched} watched", f"{signs.hit}{shown.watched}"))
    if shown.counts.later:
        parts.append((f"{shown.counts.later} later", f"{signs.later}{shown.counts.later}"))
    if shown.counts.starred:
        parts.append((f"{shown.counts.starred} starred", f"{signs.star}{shown.counts.starred}"))
    return parts


def _hits(size: int, found: SearchResult) -> tuple[str, str]:
    """Return how many hits there are: `200 of 1000 hits`."""
    more = "…" if found.more else ""
    if found.total > size:
        return f"{size} of {found.total} hits{more}", f"{size}/{found.total} hits{more}"
    hits = f"{many(size, 'hit')}{more}"
    return hits, hits


def muted(shown: ListState) -> str:
    """Return the last row of a list with muted papers, `` without any: `12 muted`."""
    if not shown.muted:
        return ""
    return f"{len(shown.muted)} muted"


def offer(library: Library, categories: Sequence[str], today: date, key: Key) -> str:
    """Return what is said at the start: that these are examples, or that the newest papers are old.

    `key` returns the key of a command.
    """
    batch, days = library.papers.newest_batch(), library.papers.days()
    if batch and batch.examples:
        return f"these are example papers · {key('fetch')} fetches new papers from arXiv · {key('help')} help"
    if categories and (not days or (today - date.fromisoformat(days[0] or "1991-08-01")).days > 1):
        if not days:
            return f"{key('fetch')} fetches new papers"
        return f"newest papers: {day_name(days[0])} · {key('fetch')} fetches more"
    return ""


_IN_WORDS = {
    "unread": "unread",
    "later": "set aside for later",
    "read": "read",
    "starred": "starred",
    "tagged": "tagged",
    "noted": "noted",
}


def nothing(shown: ListState, key: Key) -> str:
    """Return what stands in an empty list; `key` returns the key of a command."""
    view = shown.view
    if shown.found is not None and shown.found.total and view.only != "all":
        hits = many(shown.found.total, "hit")
        return f"None of the {hits} is {_IN_WORDS[view.only]} · {key('filter')} f shows all"
    if view.found:
        return f'Nothing matches "{view.found}" · {key("back")} back'
    if view.days == ():
        return f"No papers yet · {key('fetch')} fetches some from arXiv, arxtui load FILE brings yours"
    if view.only != "all":
        return f"No papers here are {view.only} · {key('back')} back"
    return f"No papers here · {key('older')} {key('newer')} other days"


def finished(shown: ListState, passes: str) -> str:
    """Return what is said when nothing is unread; `passes` is the key of the two passes, `` = none."""
    size = len(shown.heads)
    later = shown.counts.later
    parts = ["No paper here"]
    if size:
        parts = [f"All {size} done"]
    if later:
        parts.append(f"{later} set aside")
    if later and passes:
        parts.append(f"{passes} shows them in full")
    return " · ".join(parts)


def next_day(finished: str, day: str, unread: int, key: str) -> str:
    """Return what is said with the next day that has unread papers, to which `key` goes."""
    return f"{finished} · {key} goes to {day_name(day)} ({unread} unread)"


def earlier(days: int, papers: int) -> tuple[str, str]:
    """Return what row 1 says of the days before those shown, long and short."""
    long = f"← {many(days, 'earlier day')}, {papers} unread"
    return (long, f"← {papers}")


def menu(label: str, choices: Mapping[str, str]) -> str:
    """The choices of a menu: `copy: y BibTeX  k key`."""
    return f"{label}: " + "  ".join(f"{key} {word}" for key, word in choices.items())


def numbered(values: Iterable[str]) -> dict[str, str]:
    """The first nine, by the digit that chooses them."""
    return {str(number): value for number, value in zip(range(1, 10), values, strict=False)}
