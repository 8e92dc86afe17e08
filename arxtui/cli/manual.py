"""`arxtui help [TOPIC]`: the pages of arxtui/manual/.

They are rendered on a terminal, and Markdown in a pipe.
"""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files

from arxtui.cli.parser import did_you_mean
from arxtui.cli.terminal import DONE, Refused, say

TOPICS = (
    "install",
    "keys",
    "search",
    "foryou",
    "commands",
    "settings",
    "files",
    "sources",
    "export",
    "programs",
    "machines",
    "speed",
)
"""The pages of the manual, in reading order."""
_WIDEST = 100
"""Columns; longer lines are hard to read."""


def page(topic: str) -> str:
    """Return the Markdown text of a page of the manual; `topic` is one of TOPICS."""
    return (files("arxtui") / "manual" / f"{topic}.md").read_text("utf-8")


def show(args: argparse.Namespace) -> int:
    """Print a page of the manual, or the list of pages. Raises Refused for an unknown page."""
    if args.topic is None:
        _list_pages()
        return DONE
    if args.topic not in TOPICS:
        hint = did_you_mean(args.topic, TOPICS)
        raise Refused(f"no page {args.topic!r} in the manual. {hint}Pages: {', '.join(TOPICS)}")
    text = page(args.topic)
    if sys.stdout.isatty():
        _render(text)
    else:
        for line in text.splitlines():
            say(line)
    return DONE


def _list_pages() -> None:
    say("The manual has these pages; arxtui help TOPIC shows one:")
    for topic in TOPICS:
        title = page(topic).splitlines()[0].removeprefix("# ")
        say(f"  {topic:<10} {title}")
    say("arxtui --help lists the commands, and arxtui COMMAND --help explains one.")


def _render(text: str) -> None:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Markdown
    from rich.padding import Padding
    from rich.theme import Theme

    class PlainCode(CodeBlock):
        """A block of code in the terminal's own colours, indented so that it can be copied."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Padding(self.text, (0, 0, 0, 2))

    class Page(Markdown):
        elements = Markdown.elements | {"fence": PlainCode, "code_block": PlainCode}

    on_any_background = Theme(
        {"markdown.code": "bold", "markdown.h1": "bold underline", "markdown.h2": "bold"}
    )
    console = Console(theme=on_any_background)
    console.width = min(console.width, _WIDEST)
    console.print(Page(text, hyperlinks=False))
