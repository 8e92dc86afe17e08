"""The facts that the detail shows of a paper besides its fields and its mark. No state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from arxtui.ui.panes.byline import without_stars
from arxtui.ui.panes.render import Spans


class Beside(NamedTuple):
    """The facts that are shown besides the fields and the mark of a paper."""

    stars: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """Name of an author -> (starred papers, all papers)."""
    starred: Callable[[str, str], bool] = without_stars
    """True for (folded name, id) if the author has a starred paper with another id."""
    spans: Spans | None = None
    """Returns where the search matched in a text; None without a search."""
    watched: tuple[str, ...] = ()
    """The names of the watch rules that match."""
    source: bool = False
    """True to show title and abstract as TeX source."""
    before: tuple[int, str, str] | None = None
    """Version, title and abstract of the previous version."""
    reason: str = ""
    """The reason for the paper's place in the order `for you`."""
    has_pdf: bool = False
    """True if its PDF is on disk."""
    companion: str = ""
    """Its companion, with the relation: `earlier: 2509.22647`."""
    shows_day: bool = False
    """True to show its day: the list has papers of several days."""
