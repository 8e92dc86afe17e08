"""Papers by an author of the current paper, whom the user chooses by digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.cells import cell_len

from arxtui import people
from arxtui.text import fold
from arxtui.ui.controllers.search import Searching
from arxtui.ui.workspace import Workspace

_MOST = 9  # authors, by their digits
_CROWD = 12  # authors that are counted
_AROUND = 30  # cells of both rows for the label and the choice `any`
_COUNT = 11  # cells beside the name of each author: digit, papers, stars, blanks
_LABEL = "papers by"

_Written = Mapping[str, tuple[int, int]]  # author -> (starred papers, all papers)


class ByAuthor:
    """Asks for an author; the same key again means all of them."""

    def __init__(self, stage: Workspace, searching: Searching) -> None:
        self._stage = stage
        self._searching = searching

    def ask(self) -> None:
        """Offer the authors of the paper."""
        stage = self._stage
        head = stage.chosen.first()
        if head is None:
            return
        names = [name.replace('"', "") for name in head.authors.split(", ")]
        names = [name for name in names if name and name != people.TEAM_SIGN]
        if names:
            self._offer(names)
        else:
            stage.say("this paper names no authors", "quiet")

    def _offer(self, names: Sequence[str]) -> None:
        stage = self._stage
        any_key = stage.key("authors")
        if len(any_key) != 1:
            any_key = "a"
        offered = self._fitting(names)
        choose = partial(self._choose, names, offered, any_key)
        stage.questions.ask("", choose, self._choices(offered, any_key, {}), _LABEL)
        begin = partial(stage.shown.finder().written_by, offered)
        stage.work.run("authors", begin, partial(self._counted, offered, any_key, choose))

    def _fitting(self, names: Sequence[str]) -> list[str]:
        """Return the authors for whom two rows have room, in the order of the paper.

        Authors with a starred paper are preferred, then the last author, then the first.
        """
        is_starred = self._stage.papers.content.known.starred
        last = len(names) - 1

        def rank(at: int) -> tuple[bool, bool, int]:
            return not is_starred(fold(names[at]), ""), at != last, at

        room = 2 * self._stage.size.width - _AROUND
        chosen: list[int] = []
        for at in sorted(range(len(names)), key=rank)[:_MOST]:
            room -= cell_len(_surname(names[at])) + _COUNT
            if chosen and room < 0:
                break
            chosen.append(at)
        return [names[at] for at in sorted(chosen)]

    def _choices(self, offered: Sequence[str], any_key: str, written: _Written) -> dict[str, str]:
        """Return the choices by key: `1 Tang 3`, `2 Han 41 ★5`, `a any`."""
        choices = {}
        for digit, name in enumerate(offered, 1):
            text = _surname(name)
            starred, papers = written.get(name, (0, 0))
            if papers:
                text += f" {papers}"
            if starred:
                text += f" {self._stage.signs.star}{starred}"
            choices[str(digit)] = text
        return {**choices, any_key: "any"}

    def _counted(
        self,
        offered: Sequence[str],
        any_key: str,
        choose: Callable[[str], bool],
        written: _Written,
    ) -> None:
        """Add the numbers of papers to the choices, if the menu is still open."""
        if self._stage.questions.asking is choose:
            self._stage.questions.ask("", choose, self._choices(offered, any_key, written), _LABEL)

    def _choose(
        self, names: Sequence[str], offered: Sequence[str], any_key: str, typed: str
    ) -> bool:
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


def _surname(name: str) -> str:
    """Return the surname of an author, `` without a surname."""
    parsed = people.names([name])
    if parsed:
        return parsed[0].last
    return name
