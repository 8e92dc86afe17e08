"""Saved searches and rules: save the shown search under a name, and use rules in the list."""

from __future__ import annotations

from functools import partial

from arxtui.keys import MENUS
from arxtui.settings import settings_file
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.rules_of_settings import use_rules
from arxtui.ui.workspace import Workspace

_SHOWN = 20  # characters of a query in the label of the box
_DIGITS = 9  # saved searches that have a digit
_TABLES = {"saved search": "searches", "watch rule": "watch", "mute rule": "mute"}
"""Choice of the menu -> the table of the settings."""


class Saved:
    """Saves searches and rules in the settings."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def ask_kind(self) -> None:
        """Ask whether to save the shown search as a search, a watch rule or a mute rule."""
        stage = self._stage
        if stage.shown.view.found:
            stage.questions.menu("keep_search", self._ask_name)
        else:
            search = stage.key("search")
            save = stage.key("keep_search")
            stage.say(f"search first with {search} · {save} saves that search", "quiet")

    def _ask_name(self, kind: str) -> None:
        """Ask for the name under which a search or rule is saved."""
        query = self._stage.shown.view.found
        shown = query
        if len(query) > _SHOWN:
            shown = query[:_SHOWN].rstrip() + self._stage.signs.ellipsis
        label = f'name of the {kind} for "{shown}":'
        self._stage.open_box(Asked(self._stage, label, "", partial(self._save, kind, query)))

    def _save(self, kind: str, query: str, name: str) -> str:
        """Save a query under a name; return why it is refused, else ``."""
        stage = self._stage
        table = _TABLES[kind]
        by_table = {
            "searches": stage.settings.searches,
            "watch": stage.settings.watch,
            "mute": stage.settings.mute,
        }
        saved = {**by_table[table], name: query}
        stage.settings = stage.settings._replace(**{table: saved})  # type: ignore[arg-type]
        shows = ""
        if table == "searches":
            shows = f" · {stage.key('view')} {min(len(saved), _DIGITS)} shows it"
        elif table == "watch":
            shows = f" · {stage.key('view')} {_view_key('watched')} shows watched papers"
        stage.say(f"{kind} {name}: {query}{shows}")
        if table != "searches":
            self._use_changed_rules()
        failed = settings_file.save(name, query, table)
        if failed:
            stage.say(failed, "error")
        return ""

    def _use_changed_rules(self) -> None:
        """Use the changed rules in the shown list; only views opened later mute papers."""
        use_rules(self._stage)
        self._stage.papers.refresh()
        self._stage.first_row.count_watched()


def _view_key(word: str) -> str:
    """Return the key of a choice in the menu of views."""
    return next(key for key, choice in MENUS["view"].items() if choice == word)
