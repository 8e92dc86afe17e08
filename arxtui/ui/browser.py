"""The user's browser: the program, and whether it needs the terminal. No Textual."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_TEXT = frozenset(
    "browsh carbonyl cha elinks felinks links links2 lynx netrik retawq w3m www-browser".split()
)
"""Browsers that draw on the terminal; Debian's www-browser is a link to such a browser."""


class NoBrowser(Exception):
    """No browser can be started here; the text has the reason."""


class Browser(NamedTuple):
    """A browser of this machine."""

    command: tuple[str, ...]
    """The program and its arguments, `%s` for the address; empty = `opener` opens it."""
    opener: webbrowser.BaseBrowser | None
    """The opener of addresses if there is no command."""
    is_text: bool
    """True if the browser is known to draw on the terminal."""
    may_draw: bool
    """True if the browser may draw on the terminal: without a display every browser may."""

    def open(self, url: str, *, on_terminal: bool = False) -> bool:
        """Open an address; return False if that failed.

        It returns when the browser's command has ended: on the terminal that is when the user
        leaves the browser.
        """
        if self.opener is not None:
            return self.opener.open(url)
        words = [word.replace("%s", url) for word in self.command]
        stream: int | None = subprocess.DEVNULL
        if on_terminal:
            stream = None
        try:
            done = subprocess.run(words, stdin=stream, stdout=stream, stderr=stream, check=False)
        except (OSError, ValueError):
            return False
        return done.returncode == 0


def find(environment: Mapping[str, str] = os.environ) -> Browser:
    """Return the browser of $BROWSER, else the browser that the `webbrowser` module finds.

    This may take seconds, because the desktop is asked for its preferred browser. Raises NoBrowser.
    """
    chosen = environment.get("BROWSER", "").strip()
    if chosen:
        return _chosen(chosen, environment)
    try:
        opener = webbrowser.get()
    except (webbrowser.Error, ValueError, IndexError):
        raise NoBrowser("no browser found (set BROWSER)") from None
    if isinstance(opener, webbrowser.GenericBrowser):
        return _browser([opener.name, *opener.args], environment)
    return Browser((), opener, is_text=False, may_draw=False)


def _chosen(value: str, environment: Mapping[str, str]) -> Browser:
    """Return the first browser of $BROWSER that this machine has.

    $BROWSER has programs separated by colons, with `%s` for the address. Raises NoBrowser.
    """
    for command in value.split(os.pathsep):
        try:
            words = shlex.split(command)
        except ValueError:  # a quote without its partner
            words = []
        if shutil.which(command.strip()):  # a program with blanks in its name
            words = [command.strip()]
        if not words or not shutil.which(words[0]):
            continue
        if not any("%s" in word for word in words):
            words.append("%s")
        return _browser(words, environment)
    raise NoBrowser(f"no such browser: BROWSER={value}")


def _browser(words: Sequence[str], environment: Mapping[str, str]) -> Browser:
    is_text = Path(words[0]).name in _TEXT
    has_display = sys.platform == "darwin" or any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return Browser(tuple(words), None, is_text, is_text or not has_display)
