"""The table [commands] of the settings: which of its commands apply, and why others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase
from typing import Any

from arxtui.settings import command_words
from arxtui.settings.config import COMMAND_SECONDS, Command

_ENTRIES = ("run", "open", "key", "terminal", "window", "seconds")
_LONGEST_NAME = 20
"""Letters of a name: the menu shows each whole, at 60 columns too."""
_LONGEST_RUN = 86_400
"""Seconds that a command may be given: a day."""
_SHAPE = 'run = ["papis", "add", "--from", "arxiv", "{id}"]'


def checked_commands(table: Mapping[str, Any]) -> tuple[list[Command], list[tuple[str, str]]]:
    """Return the commands without a mistake, and (name, reason) of each command with a mistake.

    A command without a key gets the first letter of its name that is free.
    """
    commands: list[Command] = []
    mistakes = []
    taken = set(_keys_given(table))
    for name, given in table.items():
        try:
            command = _command(name, given, taken)
            for other in commands:
                if other.key == command.key:
                    raise ValueError(f"cannot have the key {command.key!r}: {other.name} has it")
        except ValueError as why:
            mistakes.append((name, str(why)))
        else:
            commands.append(command)
            taken.add(command.key)
    return commands, mistakes


def _keys_given(table: Mapping[str, Any]) -> Iterator[str]:
    for given in table.values():
        if isinstance(given, dict) and isinstance(given.get("key"), str):
            yield given["key"]


def _command(name: str, given: Any, taken: Iterable[str]) -> Command:
    """Return a command. Raises ValueError with the accepted values."""
    if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError(f"is not a name: a name has 1 to {_LONGEST_NAME} letters")
    if isinstance(given, list):
        given = {"run": given}
    if not isinstance(given, dict):
        raise ValueError(f"takes a list such as [\"papis\", \"{{id}}\"], or {{ {_SHAPE} }}")
    for entry in given:
        if entry not in _ENTRIES:
            raise ValueError(f"has no entry {entry!r}; there are {', '.join(_ENTRIES)}")
    if ("run" in given) == ("open" in given):
        raise ValueError(f"takes either {_SHAPE} or open = \"https://...\"")
    command = Command(
        name=name,
        key=_key(name, given, taken),
        run=_words(given),
        open=_address(given),
        terminal=_truth(given, "terminal"),
        window=_truth(given, "window"),
        seconds=_seconds(given),
    )
    if command.terminal and command.window:
        raise ValueError("takes either terminal or window, not both")
    return command


def _key(name: str, given: Mapping[str, Any], taken: Iterable[str]) -> str:
    """Return the key of a command in the menu."""
    if "key" not in given:
        return _free_key(name, taken)
    key = given["key"]
    if not isinstance(key, str) or not _is_key(key):
        raise ValueError(f'takes one letter or digit such as key = "p", not {key!r}')
    return key


def _free_key(name: str, taken: Iterable[str]) -> str:
    for key in name.lower() + name.upper() + ascii_lowercase:
        if _is_key(key) and key not in taken:
            return key
    raise ValueError('finds no free letter in the menu: give it a key such as key = "X"')


def _is_key(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalnum()


def _words(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the program and its arguments; () without `run`.

    Raises ValueError with the accepted form.
    """
    if "run" not in given:
        return ()
    words = given["run"]
    if not isinstance(words, list) or not words:
        raise ValueError(f"takes a list of words such as {_SHAPE}; no shell reads them")
    if not all(isinstance(word, str) for word in words) or not words[0].strip():
        raise ValueError(f"takes a list of words such as {_SHAPE}; no shell reads them")
    if command_words.fields_of(words[:1]):
        raise ValueError("begins with a field: write the name of a program")
    return tuple(command_words.check(word) for word in words)


def _address(given: Mapping[str, Any]) -> str:
    """Return the address that the browser opens; `` without `open`.

    Raises ValueError with the accepted form.
    """
    if "open" not in given:
        return ""
    address = given["open"]
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise ValueError('takes an address such as open = "https://scirate.com/arxiv/{id}"')
    command_words.check(address)
    if "pdf" in command_words.fields_of([address]):
        raise ValueError("cannot have {pdf} in an address: the PDF is a file on this machine")
    return address


def _truth(given: Mapping[str, Any], entry: str) -> bool:
    value = given.get(entry, False)
    if not isinstance(value, bool):
        raise ValueError(f"takes {entry} = true or false, not {value!r}")
    return value


def _seconds(given: Mapping[str, Any]) -> int:
    value = given.get("seconds", COMMAND_SECONDS)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LONGEST_RUN:
        raise ValueError(f"takes seconds = 1 to {_LONGEST_RUN}, not {value!r}")
    return value
