"""Which field a mistyped name means."""

from __future__ import annotations

from arxtui.query.fields import NAMES


def nearest_field(name: str) -> str:
    """Return the field that was probably meant, `` where none is near."""
    import difflib  # some milliseconds that a query without a mistake does without

    for known in NAMES:
        if sorted(known) == sorted(name):
            return known
    if len(name) < 3:
        return ""
    return next(iter(difflib.get_close_matches(name, NAMES, 1, 0.7)), "")
