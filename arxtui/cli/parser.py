"""A parser of words and options whose errors are Refused, and whose help ends with examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import NoReturn

from arxtui.cli.terminal import Refused


class Parser(argparse.ArgumentParser):
    """The words and options of one command."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description)
        self._endings: list[str] = []

    def end_with(self, title: str, lines: Iterable[str]) -> None:
        """Let the help end with these lines under a title."""
        self._endings.append(f"\n{title}:\n" + "".join(f"  {line}\n" for line in lines))

    def format_help(self) -> str:
        """Return the help."""
        return super().format_help() + "".join(self._endings)

    def error(self, message: str) -> NoReturn:
        """Raise Refused with the message and the usage."""
        raise Refused(f"{message}\n{self.format_usage().strip()}")

    def options(self) -> list[str]:
        """Return the names of all options."""
        return [option for action in self._actions for option in action.option_strings]

    def parse(self, words: list[str]) -> argparse.Namespace:
        """Return the parsed words. Raises Refused for an unknown word or option."""
        args, more = self.parse_known_intermixed_args(words)
        if more and more[0].startswith("-"):
            option = more[0].partition("=")[0]
            self.error(f"no option {option}. {did_you_mean(option, self.options())}".rstrip())
        if more:
            self.error(f"{self.prog} does not take {' '.join(more)!r}")
        return args


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return `Did you mean NAME? ` with the nearest name, `` if no name is near."""
    import difflib

    close = difflib.get_close_matches(word, list(names), 1)
    if not close:
        return ""
    return f"Did you mean {close[0]}? "
