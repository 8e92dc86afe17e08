"""What the screen says of what is shown: the view line, the empty list, the end of a day. No Textual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from arxtui.model import Mark
from arxtui.store import Library
from arxtui.ui.shown import Shown
from arxtui.view import day_name


def place(shown: Shown, selected: int) -> str:
    """The view line's left: `Mon 2023-10-30   53 of 90 unread · 8 later · 3 starred`."""
    counts, size = shown.counts, len(shown.heads)
    parts = [f"{counts.unread} of {size} unread" if size else "nothing"]
    if shown.found is not None:
        total = shown.found.total
        parts = [f"{size} of {total} hits" if total > size else f"{size} hits" if size != 1 else "1 hit"]
        parts[0] += "…" if shown.found.more else ""
    parts += [f"{counts.later} later"] * bool(counts.later) + [f"{counts.starred} starred"] * bool(counts.starred)
    parts += [f"{selected} selected"] * bool(selected)
    return f"{shown.view.describe()}   {' · '.join(parts)}"


def offer(library: Library, categories: Sequence[str], today: date) -> str:
    """What is said at the start: that these are examples, or that the newest papers are old."""
    batch, days = library.batch(), library.days()
    if batch and batch.examples:
        return "these are examples · F fetches new papers from arXiv · ? help"
    if categories and (not days or (today - date.fromisoformat(days[0] or "1991-08-01")).days > 1):
        return f"the newest papers are of {day_name(days[0])} · F fetches" if days else "F fetches new papers"
    return ""


def nothing(shown: Shown) -> str:
    """What stands in an empty list."""
    view = shown.view
    if view.found:
        return f'Nothing matches "{view.found}" · Esc back'
    if view.days == ():
        return "No papers yet · F fetches some from arXiv, arxtui load FILE brings yours"
    return f"No papers here are {view.only} · Esc back" if view.only != "all" else "No papers here · h l other days"


def finished(shown: Shown, before: tuple[str, int] | None) -> str:
    """What is said when nothing is unread; `before` is the day before and its unread papers."""
    counts, size = shown.counts, len(shown.heads)
    parts = [f"All {size} read or later"] if size else ["No paper here"]
    if counts.later:
        parts.append(f"{counts.later} later (T)")
    if before is not None:
        parts.append(f"← {day_name(before[0])}, {before[1]} unread")
    return " · ".join(parts)


def menu(label: str, choices: Mapping[str, str]) -> str:
    """The choices of a menu: `copy: y BibTeX  k key`."""
    return f"{label}: " + "  ".join(f"{key} {word}" for key, word in choices.items())


def numbered(values: Iterable[str]) -> dict[str, str]:
    """The first nine, by the digit that chooses them."""
    return {str(number): value for number, value in zip(range(1, 10), values, strict=False)}


def passed(marks: Iterable[Mark], seconds: float) -> str:
    """The end of the two passes: `90 papers · 8 later · 4 starred · 3 min 10 s · e exports`."""
    marks = list(marks)
    later, starred = sum(mark.pile == "later" for mark in marks), sum(mark.star for mark in marks)
    took = f"{int(seconds) // 60} min {int(seconds) % 60} s"
    return f"{len(marks)} papers · {later} later · {starred} starred · {took} · e exports"
