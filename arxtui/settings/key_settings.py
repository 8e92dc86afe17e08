"""Keys as the settings name them: the command of each key, and keys that no terminal sends.

Textual names a key `question_mark` or `ctrl+x`, a person `?` or `Ctrl-x`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arxtui.keys import BY_ID, SIGNS
from arxtui.lazy_pattern import lazy_pattern

_BY_SIGN = {sign: name for name, sign in SIGNS.items()}
_SAME = lazy_pattern(r"ctrl\+[imjh]|ctrl\+left_square_bracket|(alt|meta|super)\+.*")
"""Keys that terminals send as other keys: Ctrl-i is Tab, Ctrl-m is Enter."""
_NAMED = lazy_pattern(
    r"(?:ctrl\+|shift\+)?(?:[a-z]|f[1-9]|f1[0-2]|tab|insert|delete|backspace|[a-z]+(?:_[a-z]+)*)"
)


def checked_keys(
    command: str, typed: Any, before: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the Textual names of the keys that the settings give to a command.

    `before` are the keys that the settings gave to other commands. Raises ValueError for an unknown
    command, and for a key that no terminal sends or that another command has.
    """
    if command not in BY_ID:
        raise ValueError(f"is not a command; {_nearest(command)}")
    keys = typed
    if isinstance(typed, str):
        keys = [typed]
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise ValueError(f'takes keys such as "x", "ctrl+x" or ["d", "x"], not {typed!r}')
    taken = {key: other for other, given in before.items() for key in given}
    names = []
    for key in keys:
        name = _textual_name(key)
        if _SAME.fullmatch(name):
            raise ValueError(f"cannot have {key!r}: terminals send it as another key")
        if not _is_key(name):
            raise ValueError(f"cannot have {key!r}: there is no such key")
        if name in taken:
            raise ValueError(f"cannot have {key!r}: {taken[name]} has it")
        names.append(name)
    return tuple(names)


def _nearest(name: str) -> str:
    """Return advice for an unknown command: the nearest name, or where to find all names."""
    import difflib

    close = difflib.get_close_matches(name, list(BY_ID), 1)
    if close:
        return f"did you mean {close[0]}?"
    return "arxtui keys --json lists the commands"


def _textual_name(key: str) -> str:
    """Return the Textual name of a key as a person writes it: `Ctrl-x`, `/`, `d`."""
    if key in _BY_SIGN:
        return _BY_SIGN[key]
    if len(key) == 1:
        return key
    return key.lower().replace("ctrl-", "ctrl+")


def _is_key(name: str) -> bool:
    """Return whether a text names a key: a letter, a digit, or a Textual name."""
    if len(name) == 1 and name.isalnum():
        return True
    return _NAMED.fullmatch(name) is not None
