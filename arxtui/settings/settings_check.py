"""Checks of the values in a settings file: which values apply, and the mistakes in other values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from arxtui import categories, citation_key
from arxtui.model import tag_name
from arxtui.pdf.pdf_names import check_pattern
from arxtui.settings.command_check import checked_commands
from arxtui.settings.command_words import at_home
from arxtui.settings.config import (
    ANNOUNCED,
    COLUMNS,
    KEY,
    ORDERS,
    STYLES,
    THEMES,
    Command,
    Export,
    Notes,
    Pdf,
    Settings,
)
from arxtui.settings.key_settings import checked_keys

Parse = Callable[[str], object]
"""Raises ValueError for a text that is no query."""

_NUMBERS = {"rows": (1, 2)}
_ACCEPTED = {
    "announced": ANNOUNCED,
    "signs": ("auto", "unicode", "ascii"),
    "columns": COLUMNS,
    "after": ("next", "stay"),
    "order": ORDERS,
    "abstract": ("claim", "start"),
    "style": STYLES,
    "theme": ("", *THEMES),
}
_EXAMPLES = {
    "keys": 'done = ["d", "x"]',
    "searches": 'gans = "ti:gan"',
    "watch": 'he = "au:\\"Kaiming He\\""',
    "pdf": 'folder = "~/papers"',
    "notes": 'folder = "~/vault/papers"',
    "commands": 'papis = ["papis", "add", "--from", "arxiv", "{id}"]',
    "mute": 'faces = "ti:deepfake"',
    "export": '[[export]], below it query = "is:starred" and file = "~/my.bib"',
}


class Mistake(NamedTuple):
    """A mistake in a setting."""

    reason: str
    """The fault, and the accepted values."""
    entry: str = ""
    """The wrong entry of the table; `` = the whole setting is wrong."""
    number: int = 0
    """The number, from 0, of the wrong table among tables of the same name."""


def checked(name: str, value: Any, parse: Parse) -> tuple[Any, list[Mistake]]:
    """Return the valid part of a setting (None if no part is valid), and its mistakes."""
    check = _Check(name, parse)
    return check.applying(value), check.mistakes


class _Check:
    """The check of one setting."""

    def __init__(self, name: str, parse: Parse) -> None:
        self.name = name
        self.parse = parse
        self.mistakes: list[Mistake] = []

    def applying(self, value: Any) -> Any:
        """Return the valid part of the value; None if no part is valid."""
        if self.name not in Settings._fields:
            names = ", ".join(sorted(Settings._fields))
            self.mistakes.append(Mistake(f"unknown setting {self.name!r}; there are {names}"))
            return None
        if self.name == "export":
            return self.exports(value)
        if self.name == "pdf":
            return Pdf(**self.entries(value, _pdf_entry))
        if self.name == "notes":
            return Notes(**self.entries(value, _notes_entry))
        if self.name == "commands":
            return self.commands(value)
        usual = Settings._field_defaults[self.name]
        if isinstance(usual, Mapping):
            return self.table(value)
        if isinstance(usual, tuple):
            return self.texts(value)
        if not self.accepts(usual, value):
            return None
        return value

    def accepts(self, usual: object, value: Any) -> bool:
        """Return True if the setting, whose default is `usual`, accepts this number or text."""
        if isinstance(usual, bool):
            return self.takes(isinstance(value, bool), "true or false", value)
        if isinstance(usual, int):
            numbers = _NUMBERS[self.name]
            return self.takes(
                not isinstance(value, bool) and value in numbers,
                " or ".join(map(str, numbers)),
                value,
            )
        return self.accepts_text(value)

    def accepts_text(self, value: Any) -> bool:
        """Return True if the setting takes this text."""
        if self.name == "key":
            return self.accepts_template(value)
        accepted = _ACCEPTED.get(self.name)
        if accepted is None:
            return self.takes(isinstance(value, str), "a text in quotes", value)
        texts = " or ".join(text for text in accepted if text)
        return self.takes(isinstance(value, str) and value in accepted, texts, value)

    def accepts_template(self, value: Any) -> bool:
        """Return True if a value is a template of citation keys."""
        if not self.takes(isinstance(value, str), f'a text such as "{KEY}"', value):
            return False
        try:
            citation_key.check(value)
        except ValueError as why:
            self.mistakes.append(Mistake(f"key {why}; until then keys are {KEY}"))
            return False
        return True

    def takes(self, fits: bool, accepted: str, value: Any) -> bool:
        """Return `fits`, and add a mistake if it is False."""
        if not fits:
            self.mistakes.append(Mistake(f"{self.name} takes {accepted}, not {value!r}"))
        return fits

    def texts(self, value: Any) -> tuple[str, ...] | None:
        """Return the texts of a list that have no mistake; None if all have mistakes."""
        if not isinstance(value, list):
            reason = f'{self.name} takes a list of texts such as ["a", "b"]'
            self.mistakes.append(Mistake(reason))
            return None
        read: dict[str, Callable[[str], str]] = {"categories": categories.check, "quick": tag_name}
        applying: list[str] = []
        for text in value:
            if not self.accepts_text(text):
                continue
            try:
                applying.append(read.get(self.name, str)(text))
            except ValueError as why:
                self.mistakes.append(Mistake(f"{self.name}: {why}"))
        if value and not applying:
            return None
        return tuple(applying)

    def table(self, value: Any) -> Mapping[str, Any] | None:
        """Return the entries without a mistake of [keys], [searches] or [watch]."""
        name = self.name
        if not isinstance(value, dict):
            reason = f"{name} is a table: [{name}], below it lines such as {_EXAMPLES[name]}"
            self.mistakes.append(Mistake(reason))
            return None
        applying: dict[str, Any] = {}
        for entry, given in value.items():
            try:
                if name == "keys":
                    applying[entry] = checked_keys(entry, given, applying)
                else:
                    applying[entry] = self.query(given)
            except ValueError as why:
                self.mistakes.append(Mistake(f"{name}: {entry} {why}", entry))
        return applying

    def query(self, given: Any) -> str:
        """Return a query. Raises ValueError for a text that is not a query."""
        if not isinstance(given, str):
            raise ValueError(f"takes a query in quotes, not {given!r}")
        self.parse(given)
        return given

    def entries(
        self, value: Any, check: Callable[[str, Any], str | tuple[str, ...]]
    ) -> dict[str, Any]:
        """Return the entries without a mistake of [pdf] or [notes]."""
        name = self.name
        if not isinstance(value, dict):
            reason = f"{name} is a table: [{name}], below it lines such as {_EXAMPLES[name]}"
            self.mistakes.append(Mistake(reason))
            return {}
        applying: dict[str, Any] = {}
        for entry, given in value.items():
            try:
                applying[entry] = check(entry, given)
            except ValueError as why:
                self.mistakes.append(Mistake(f"{name}: {entry} {why}", entry))
        return applying

    def commands(self, value: Any) -> tuple[Command, ...] | None:
        """Return the commands of [commands] without a mistake."""
        if not isinstance(value, dict):
            example = _EXAMPLES["commands"]
            reason = f"commands is a table: [commands], below it lines such as {example}"
            self.mistakes.append(Mistake(reason))
            return None
        applying, mistakes = checked_commands(value)
        for name, reason in mistakes:
            self.mistakes.append(Mistake(f"commands: {name} {reason}", name))
        return tuple(applying)

    def exports(self, value: Any) -> tuple[Export, ...] | None:
        """Return the [[export]] tables without a mistake."""
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self.mistakes.append(Mistake(f"export is a list of tables: {_EXAMPLES['export']}"))
            return None
        applying: list[Export] = []
        for number, table in enumerate(value):
            try:
                applying.append(self.export(table))
            except ValueError as why:
                self.mistakes.append(Mistake(f"export {why}", number=number))
        return tuple(applying)

    def export(self, table: Mapping[str, Any]) -> Export:
        """Return one [[export]] table. Raises ValueError with the accepted values."""
        files = table.get("files")
        if files is not None and not isinstance(files, bool):
            raise ValueError(f"takes files = true or false, not {files!r}")
        texts = all(isinstance(text, str) for name, text in table.items() if name != "files")
        given = set(table)
        is_file = {"query", "file"} <= given <= {"query", "file", "style", "files"}
        if not texts or not (is_file or given == {"query", "folder"}):
            raise ValueError(
                "takes query and file (also style and files), or for notes query and folder; each "
                "is a text in quotes, files is true or false"
            )
        if is_file and not table["file"].endswith(".bib"):
            raise ValueError(
                f"takes a file that ends in .bib, not {table['file']!r}; notes take a folder"
            )
        if table.get("style", "misc") not in STYLES:
            raise ValueError(f"takes the style {' or '.join(STYLES)}, not {table['style']!r}")
        self.parse(table["query"])
        return Export(**table)


def _notes_entry(name: str, given: Any) -> str:
    """Return an entry of [notes]. Raises ValueError with the accepted values."""
    if name not in ("folder", "name", "template"):
        raise ValueError("is not an entry of [notes]; there are folder, name, template")
    if not isinstance(given, str):
        raise ValueError(f"takes a text in quotes, not {given!r}")
    if name == "name":
        return check_pattern(given)
    return given


def _pdf_entry(name: str, given: Any) -> str | tuple[str, ...]:
    """Return an entry of [pdf]. Raises ValueError with the accepted values."""
    if name == "viewer":
        return _program(given)
    if name not in ("folder", "name"):
        raise ValueError("is not an entry of [pdf]; there are folder, name, viewer")
    if not isinstance(given, str):
        raise ValueError(f"takes a text in quotes, not {given!r}")
    if name == "name":
        return check_pattern(given)
    return given


def _program(given: Any) -> tuple[str, ...]:
    """Return a program with its arguments. Raises ValueError for a text that names no program."""
    if isinstance(given, str):
        given = [given]
    if given and isinstance(given, list) and all(isinstance(word, str) for word in given):
        return tuple(at_home(word) for word in given)
    raise ValueError('takes a program with its arguments such as ["zathura", "--fork"]')
