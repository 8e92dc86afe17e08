"""The settings as commands read them: each mistake is reported once.

A file that is no TOML leaves every setting at its default; read() returns the reason, and commands
that would do damage with defaults refuse.
"""

from __future__ import annotations

from arxtui import locations
from arxtui.cli.terminal import tell
from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from arxtui.settings.settings_file import Unusable


def read() -> tuple[Settings, Unusable | None]:
    """Return the settings, and the reason if the whole file does not apply (None if it does).

    Each mistake is reported on standard error with its line; a command calls this once.
    """
    settings, problems = settings_file.read_settings(locations.settings_file(), check_query)
    tell(problems)
    return settings, settings_file.unusable(problems)


def has_mistake(name: str) -> bool:
    """Return whether a setting has a mistake, so that its default applies."""
    _, problems = settings_file.read_settings(locations.settings_file(), lambda _: None)
    return any(problem.reason.startswith(f"{name} ") for problem in problems)


def in_silence() -> Settings:
    """Return the settings without a check of queries; mistakes in them are reported elsewhere."""
    settings, _ = settings_file.read_settings(locations.settings_file(), lambda _: None)
    return settings


def signs() -> str:
    """Return the setting `signs`; mistakes are reported elsewhere."""
    return in_silence().signs


def names(start: str) -> bool:
    """Return whether a line of the file starts with a text such as `[[export`.

    The file may be no TOML.
    """
    try:
        text = locations.settings_file().read_text("utf-8", errors="replace")
    except OSError:
        return False
    return any(line.lstrip().startswith(start) for line in text.split("\n"))


def check_query(query: str) -> None:
    """Raise ValueError if a text is no query."""
    from arxtui.query import QueryError, parse

    try:
        parse(query)
    except QueryError as why:
        raise ValueError(f"{why.reason} (at character {why.place + 1} of the query)") from None
