"""Names in a query that do not exist: of tags, watch rules and categories."""

from __future__ import annotations

from collections.abc import Collection

from arxtui import categories
from arxtui.query import Query
from arxtui.search import nearest
from arxtui.text import fold


def unknown_names(query: Query, tags: Collection[str], rules: Collection[str]) -> str:
    """Return the unknown names of a query, each with the nearest known name; `` without any.

    `tags` and `rules` are the known tags and watch rules: `unknown tag nrf · nearest: nerf`.
    """
    found = []
    for field, value in dict.fromkeys(query.named):
        bare = value.lstrip("#")
        if field == "tag":
            found.append(_unknown("tag", bare, tags))
        elif field == "watch":
            found.append(_unknown("watch rule", bare, rules))
        elif not _is_category(bare):
            found.append(_sentence("category", bare, categories.nearest(bare)))
    return " · ".join(filter(None, found))


def _unknown(kind: str, value: str, names: Collection[str]) -> str:
    """Return the sentence on an unknown name; `` for a known name."""
    if fold(value) in map(fold, names):
        return ""
    return _sentence(kind, value, nearest(value, names))


def _sentence(kind: str, value: str, near: str) -> str:
    if near:
        return f"unknown {kind} {value} · nearest: {near}"
    return f"unknown {kind} {value}"


def _is_category(value: str) -> bool:
    """Return whether a value is a category or its beginning up to a point, as `cat:` takes it."""
    begun = f"{value.lower()}."
    return any(f"{known.lower()}.".startswith(begun) for known in categories.ALL)
