"""The field that a mistyped name means."""

from __future__ import annotations

from arxtui.query.fields import NAMES


def nearest_field(name: str) -> str:
    """Return the field nearest to a mistyped name; `` if no field is near."""
    import difflib  # some milliseconds, spent on a mistake alone

    for known in NAMES:
        if sorted(known) == sorted(name):
            return known
    if len(name) < 3:
        return ""
    return next(iter(difflib.get_close_matches(name, NAMES, 1, 0.7)), "")
