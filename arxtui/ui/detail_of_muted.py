"""The text of the detail for the row of muted papers. No state."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content

from arxtui.text import many, visible
from arxtui.ui.panes.render import Signs, cut, one_line

_LONGEST_NAME = 24  # cells of a rule's name


def muted_text(
    papers: int,
    queries: Mapping[str, str],
    counts: Mapping[str, int],
    signs: Signs,
    keys: tuple[str, str],
) -> Content:
    """Return the number of muted papers, the use of the keys, and the number for each rule.

    `queries` has the text of each rule by its name; `counts` has papers by rule, empty while they
    are not counted. `keys` are the key that shows the papers and the key that sets a paper aside
    and so unmutes it.
    """
    shows, keeps = keys
    explained = (
        " shows them. A mute rule matches them, and you have not marked them: a star, tag, note"
        f" or {keeps} keeps a paper in the list."
    )
    lines = [
        Content.styled(many(papers, "muted paper"), "title"),
        Content.assemble(
            (shows, "key"),
            explained,
        ),
        Content(""),
        *_rules(queries, counts, signs),
    ]
    return Content("\n").join(lines)


def _rules(queries: Mapping[str, str], counts: Mapping[str, int], signs: Signs) -> list[Content]:
    """Return a table of the rules that mute papers, the rule with most papers first."""
    if not counts:
        return []
    names = sorted(counts, key=lambda name: -counts[name])
    shown = {name: cut(one_line(name), _LONGEST_NAME, signs.ellipsis) for name in names}
    width = max(len("rule"), *(cell_len(name) for name in shown.values()))
    lines = [Content.styled(f"papers  {'rule':<{width}}  query", "quiet")]
    for name in names:
        blanks = " " * (width - cell_len(shown[name]))
        lines.append(
            Content.assemble(
                f"{counts[name]:>{len('papers')},}  ",
                (shown[name], "success"),
                blanks + "  ",
                (visible(queries.get(name, "")), "quiet"),
            )
        )
    return lines
