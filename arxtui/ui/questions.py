"""Questions and menus: the next key is the answer, and the hints show the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from arxtui.keys import MENUS
from arxtui.ui import messages
from arxtui.ui.menu_lines import MORE, menu_lines, menu_pages

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace


class Questions:
    """Asks a question at a time, on the message line and in the hints."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self.asking: Callable[[str], bool] | None = None
        """The call that gets the next key; None without a question."""
        self._ended: Callable[[], None] = lambda: None
        self._menu: tuple[str, Mapping[str, str]] | None = None  # label and choices
        self._plain: Mapping[str, str] | None = None  # the choices without counts

    @property
    def has_menu(self) -> bool:
        """True while choices are shown."""
        return self._menu is not None

    def ask(
        self,
        question: str,
        answer: Callable[[str], bool],
        choices: Mapping[str, str],
        label: str = "",
        ended: Callable[[], None] = lambda: None,
        plain: Mapping[str, str] | None = None,
    ) -> None:
        """Ask; the next key goes to `answer`, which returns True if the key is an answer.

        The choices, key -> word, are in the last row, and in the row above it if they need two.
        `ended` is called before the answer, for Esc too. `plain` are the choices in shorter words.
        """
        self._stage.say(question, "asks")
        self.asking = answer
        self._ended = ended
        self._menu = (label, choices)
        self._plain = plain
        self._stage.show_hints()

    def confirm(self, question: str, then: Callable[[], object]) -> None:
        """Ask whether to go on; `y` calls `then`."""

        def answer(key: str) -> bool:
            if key == "y":
                then()
            else:
                self._stage.say("cancelled", "quiet")
            return True

        self.ask(question, answer, {"y": "yes", "n": "no"})

    def answered(self, key: str, typed: str) -> None:
        """Give a key to the question as its answer; Esc cancels the question."""
        asking = self.asking
        self.asking = None
        self._menu = None
        self._stage.detail.show_keys(())
        self._ended()
        self._stage.say("")
        self._stage.show_hints()
        if key != "escape" and asking is not None and not asking(typed):
            self._stage.say(f"{typed} is not a choice here · cancelled", "quiet")

    def clicked(self, key: str, shown: str) -> None:
        """Give a clicked choice to the question; a label or a range such as `a-z` is no choice."""
        if self._menu is not None and shown in self._menu[1] and len(shown) == 1:
            self.answered(key, shown)

    def offer(
        self,
        label: str,
        choices: Mapping[str, str],
        choose: Callable[[str], object],
        counts: Mapping[str, int] | None = None,
    ) -> None:
        """Offer choices, key -> word; `choose` gets the word, `counts` are papers by word."""

        def answer(key: str) -> bool:
            if key not in choices:
                return False
            choose(choices[key])
            return True

        shown = {key: messages.choice(word, counts or {}) for key, word in choices.items()}
        self.ask("", answer, shown, label, plain=choices)

    def menu(
        self,
        verb: str,
        choose: Callable[[str], object],
        more: Iterable[str] = (),
        counts: Mapping[str, int] | None = None,
    ) -> None:
        """Offer the choices of a command, and more by their digits."""
        label = self._stage.verb_of[verb].label
        numbered = messages.numbered(more)
        choices = {**MENUS[verb], **numbered}
        if numbered:
            self._offer_page(label, choices, choose, 0)
        else:
            self.offer(label, choices, choose, counts)

    def _offer_page(
        self, label: str, choices: Mapping[str, str], choose: Callable[[str], object], page: int
    ) -> None:
        """Offer a page of choices with names of the user; all keys work on every page."""

        def answer(key: str) -> bool:
            if key == MORE and len(pages) > 1:
                self._offer_page(label, choices, choose, page + 1)
            elif key in choices:
                choose(choices[key])
            else:
                return False
            return True

        pages = menu_pages(label, choices, self._stage.size.width)
        self.ask("", answer, pages[page % len(pages)], label)

    def show_menu(self) -> None:
        """Show the choices in the last row; if they need two rows, in the row above it too.

        The row above is the message line, or the last line of the detail if the detail is between.
        """
        if self._menu is None:
            return
        stage = self._stage
        label, choices = self._menu
        is_beside = stage.message.region.bottom == stage.hints.region.y
        width = stage.size.width
        if not is_beside:
            width -= 1  # the detail is narrower by a cell at its right
        lines = menu_lines(label, choices, width, stage.signs, self._plain)
        above: Sequence[tuple[str, str]] = ()
        if len(lines) > 1:
            above = lines[0]
        if is_beside:
            stage.detail.show_keys(())
            stage.message.show_keys(above)
        else:
            stage.message.show_keys(())
            stage.detail.show_keys(above)
        stage.hints.show_first([lines[-1]])
