"""Papers by an author of this paper, chosen by digit out of those with papers and stars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.cells import cell_len

from arxtui import people
from arxtui.text import fold
from arxtui.ui.controllers.search import Searching
from arxtui.ui.workspace import Workspace

_MOST = 9  # authors, by their digits
_CROWD = 12  # authors that are looked for at once
_AROUND = 6  # cells of the message line beside its text
_COUNT = 4  # cells left for the number of papers of each author, while it is not counted

_Written = Mapping[str, tuple[int, int]]  # author -> (starred papers, all papers)


class ByAuthor:
    """Asks for an author; the same key again means any of them."""

    def __init__(self, stage: Workspace, searching: Searching) -> None:
        self._stage = stage
        self._searching = searching

    def ask(self) -> None:
        """Offer the authors of the paper."""
        stage = self._stage
        heads = stage.targets()
        names = []
        if heads:
            names = [name.replace('"', "") for name in heads[0].authors.split(", ")]
            names = [name for name in names if name and name != people.TEAM_SIGN]
        if not heads:
            stage.no_paper()
        elif not names:
            stage.say("this paper names no authors", "quiet")
        else:
            self._offer(names)

    def _offer(self, names: Sequence[str]) -> None:
        stage = self._stage
        any_key = stage.key("authors")
        if len(any_key) != 1:
            any_key = "a"
        offered = self._fitting(names, any_key)
        choose = partial(self._choose, names, offered, any_key)
        stage.ask(self._question(offered, any_key, {}), choose)
        begin = partial(stage.shown.finder().written_by, offered)
        shown = stage.asking
        stage.work.run("authors", begin, partial(self._counted, offered, any_key, shown))

    def _fitting(self, names: Sequence[str], any_key: str) -> list[str]:
        """Return the authors that the message line has room for, in the order of the paper.

        Those with a starred paper come before others, then the last author, then the first.
        """
        is_starred = self._stage.papers.known.starred
        last = len(names) - 1

        def rank(at: int) -> tuple[bool, bool, int]:
            return not is_starred(fold(names[at])), at != last, at

        chosen: list[int] = []
        for at in sorted(range(len(names)), key=rank)[:_MOST]:
            wanted = sorted([*chosen, at])
            question = self._question([names[each] for each in wanted], any_key, {})
            room = self._stage.size.width - _AROUND - _COUNT * len(wanted)
            if chosen and cell_len(question) > room:
                break
            chosen = wanted
        return [names[at] for at in chosen]

    def _question(self, offered: Sequence[str], any_key: str, written: _Written) -> str:
        """Return the choices: `papers by: 1 Tang 3  2 ★Han 41 ★5  a any`."""
        parts = []
        for digit, name in enumerate(offered, 1):
            parsed = people.names([name])
            surname = name
            if parsed:
                surname = parsed[0].last
            part = f"{digit} {surname}"
            starred, papers = written.get(name, (0, 0))
            if papers:
                part += f" {papers}"
            if starred:
                part += f" {self._stage.signs.star}{starred}"
            parts.append(part)
        return "papers by: " + "  ".join([*parts, f"{any_key} any"])

    def _counted(
        self,
        offered: Sequence[str],
        any_key: str,
        shown: Callable[[str], bool] | None,
        written: _Written,
    ) -> None:
        """Add the numbers of papers to the question, if it is still asked."""
        if self._stage.asking is shown and shown is not None:
            self._stage.say(self._question(offered, any_key, written), "asks")

    def _choose(
        self, names: Sequence[str], offered: Sequence[str], any_key: str, typed: str
    ) -> bool:
        self._stage.say("")
        if typed == any_key:
            self._show_any(names[:_CROWD])
        elif typed.isdigit() and 1 <= int(typed) <= len(offered):
            name = offered[int(typed) - 1]
            self._searching.show(f'au:"{name}"', f"papers by {name}")
        else:
            return False
        return True

    def _show_any(self, names: Sequence[str]) -> None:
        """Show the papers by any of these authors."""
        query = " OR ".join(f'au:"{name}"' for name in names)
        surnames = ", ".join(name.last for name in people.names(names))
        self._searching.show(query, f"papers by any of: {surnames}")
