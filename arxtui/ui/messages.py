"""Messages about the view: its counts, the empty list, the end of a day. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from arxtui.store import Library
from arxtui.text import many
from arxtui.ui.list_state import ListState
from arxtui.ui.panes.render import Signs
from arxtui.ui.papers_set_aside import SET_ASIDE
from arxtui.view import Only, day_name

if TYPE_CHECKING:
    from arxtui.search_result import SearchResult

GONE = "This paper is no longer in the library"
"""The message for a row whose paper was removed."""

def not_here(ids: Sequence[str], keys: str) -> str:
    """Return the message for ids that the library lacks; `keys` fetch all of them."""
    if len(ids) == 1:
        return f"not here: {ids[0]} · {keys} fetches it"
    return f"not here: {ids[0]} and {len(ids) - 1} more · {keys} fetches them"


Key = Callable[[str], str]
"""A function from a command to its present key."""


def counts(shown: ListState, selected: int, signs: Signs) -> list[tuple[str, str]]:
    """Return the counts of the view line, most important first, each long and short.

    `2 selected`, `53 of 90 unread`, `8 later`, `3 starred`; short: `53/90 unread`, `~8`, `★3`.
    """
    size = len(shown.heads)
    unread = shown.counts.unread
    later = shown.counts.later
    starred = shown.counts.starred
    parts = []
    if selected:
        parts.append((f"{selected:,} selected", f"{selected:,} selected"))
    if shown.found is not None:
        parts.append(_hits(size, shown.found))
    elif shown.view.name == SET_ASIDE:
        pass  # all were set aside: the next count has their number
    elif size and not shown.counts.knows_unread:
        parts.append((f"{size:,} papers", f"{size:,} papers"))
    elif size:
        parts.append((f"{unread:,} of {size:,} unread", f"{unread:,}/{size:,} unread"))
    elif shown.view.days != ():
        parts.append(("no papers", "no papers"))
    if shown.watched:
        parts.append((f"{shown.watched:,} watched", f"{signs.hit}{shown.watched:,}"))
    if later:
        parts.append((f"{later:,} later", f"{signs.later}{later:,}"))
    if starred:
        parts.append((f"{starred:,} starred", f"{signs.star}{starred:,}"))
    return parts


def _hits(size: int, found: SearchResult) -> tuple[str, str]:
    """Return how many hits there are, long and short: `200 of 1,000 hits`, `200/1,000 hits`."""
    more = ""
    if found.more:
        more = "…"
    if found.total > size:
        return f"{size:,} of {found.total:,} hits{more}", f"{size:,}/{found.total:,} hits{more}"
    hits = f"{size:,} hits{more}"
    if size == 1:
        hits = f"1 hit{more}"
    return hits, hits


def muted(shown: ListState, key: Key) -> str:
    """Return the last row of a list with muted papers: `12 muted · Enter shows them`, or ``.

    `key` returns the key of a command.
    """
    if not shown.muted:
        return ""
    shows = "shows them"
    if len(shown.muted) == 1:
        shows = "shows it"
    return f"{len(shown.muted):,} muted · {key('reader')} {shows}"


def offer(library: Library, categories: Sequence[str], today: date, key: Key) -> str:
    """Return the message of the start: the papers are examples, or the newest papers are old.

    `key` returns the key of a command.
    """
    batch = library.papers.newest_batch()
    days = library.papers.days()
    fetch = key("fetch")
    if batch and batch.examples:
        papers = f"these are example papers · {fetch} fetches new papers from arXiv"
        return f"{papers} · {key('help')} help"
    if not categories:
        return ""
    if not days:
        return f"{fetch} fetches new papers"
    newest = date.fromisoformat(days[0] or "1991-08-01")
    if (today - newest).days > 1:
        return f"newest papers: {day_name(days[0])} · {fetch} fetches more"
    return ""


_IN_WORDS: Mapping[Only, str] = {
    "unread": "unread",
    "later": "set aside for later",
    "read": "read",
    "starred": "starred",
    "tagged": "tagged",
    "noted": "noted",
    "watched": "watched",
    "code": "known to have code",
}
"""Filter -> the papers that it shows, in words."""


def nothing(shown: ListState, key: Key) -> str:
    """Return the text of an empty list; `key` returns the key of a command."""
    view = shown.view
    if shown.found is not None and shown.found.total and view.only != "all":
        filtered = f"None of the {shown.found.total:,} hits is {_IN_WORDS[view.only]}"
        if shown.found.total == 1:
            filtered = f"The only hit is not {_IN_WORDS[view.only]}"
        return f"{filtered} · {key('filter')} f shows all"
    if view.found and shown.found is not None and shown.found.more:
        return f'No hits yet for "{view.found}"'
    if view.found:
        return f'Nothing matches "{view.found}" · {key("back")} back'
    if view.days == ():
        fetch = f"{key('fetch')} fetches some from arXiv"
        return f"No papers yet · {fetch}, arxtui load FILE loads yours"
    if view.only != "all":
        return f"No papers here are {_IN_WORDS[view.only]} · {key('back')} back"
    return f"No papers here · {key('older')} {key('newer')} other days"


def finished(shown: ListState, passes: str) -> str:
    """Return the message for a list without unread papers.

    `passes` is the key of the two passes, `` while a pass is in progress.
    """
    size = len(shown.heads)
    later = shown.counts.later
    parts = ["No paper here"]
    if size == 1:
        parts = ["The only paper is done"]
    elif size:
        parts = [f"All {size:,} done"]
    if later:
        parts.append(f"{later:,} set aside")
    if later and passes:
        parts.append(f"{passes} shows them in full")
    return " · ".join(parts)


def next_day(finished: str, day: str, unread: int, key: str) -> str:
    """Return the message with the next day that has unread papers, to which `key` goes.

    The day is behind the first part, because a narrow screen shows the first parts only.
    """
    first, *others = finished.split(" · ")
    offer = f"{key} goes to {day_name(day)} ({unread:,} unread)"
    return " · ".join((first, offer, *others))


def earlier(days: int, papers: int) -> tuple[str, str]:
    """Return the text of row 1 about earlier days, long and short."""
    long = f"← {many(days, 'earlier day')}, {papers:,} unread"
    return (long, f"← {papers:,} unread")


def choice(word: str, counts: Mapping[str, int]) -> str:
    """Return a choice of a menu, with the number of its papers if that is known: `later 3`."""
    if word not in counts:
        return word
    return f"{word} {counts[word]:,}"


def numbered(values: Iterable[str]) -> dict[str, str]:
    """Return the first nine values by the digit that chooses each."""
    return {str(number): value for number, value in enumerate(islice(values, 9), 1)}
