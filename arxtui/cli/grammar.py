"""The parser of a command line; the table of commands is in commands.py."""

from __future__ import annotations

import argparse
from typing import get_args

import arxtui
from arxtui.cli.commands import COMMANDS, Group, open_screen
from arxtui.cli.parser import Parser, did_you_mean
from arxtui.cli.terminal import Refused

_GENERAL = ("--library", "--version", "-V", "--help", "-h")
"""Options before a command."""
_OTHER_NAMES = {
    "search": "list",
    "find": "list",
    "ls": "list",
    "add": "fetch",
    "get": "fetch",
    "import": "load",
    "remove": "forget",
    "rm": "forget",
    "delete": "forget",
    "history": "log",
    "settings": "config",
    "version": "--version",
}
"""Names that other programs have for a command."""
_EXIT_STATUS = "0 done, 1 done in part, 2 nothing could be done, 130 Ctrl-C"
_WORDS = (
    "ID     2310.19231v1, arXiv:ID, an address or DOI of arXiv; - reads stdin",
    "QUERY  words, and au: ti: cat: tag: id: day: is: has:; all after -- is QUERY",
)


def parse(argv: list[str]) -> argparse.Namespace:
    """Return a command line as a namespace, whose `run` is the function of the command.

    The words behind a command are read by that command alone. Raises Refused, with the nearest
    command or option, for an unknown word.
    """
    at = _command_at(argv)
    args = _general_parser().parse_args(argv[:at])
    if at == len(argv):
        return args
    name = argv[at]
    words = argv[at + 1 :]
    if name == "--":
        args.query = words
        return args
    if name not in COMMANDS:
        raise Refused(f"no command {name!r}. {_what_is_meant(name)}")
    asked = _parse_words(name, words)
    if "library" not in asked:
        asked.library = args.library
    return asked


def _command_at(argv: list[str]) -> int:
    """Return where the command stands, behind the options of all commands.

    Raises Refused for another option.
    """
    at = 0
    while at < len(argv) and argv[at].startswith("-") and argv[at] != "--":
        name = argv[at].partition("=")[0]
        if name not in _GENERAL:
            raise Refused(f"no option {name}. {did_you_mean(name, _GENERAL)}See arxtui --help")
        at += 1
        if argv[at - 1] == "--library":
            at += 1
    return min(at, len(argv))


def _general_parser() -> Parser:
    """Return the parser of the options before a command; its help lists the commands."""
    parser = Parser("arxtui", _commands_by_group())
    parser.usage = "arxtui [--library DIR] [COMMAND ...]"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.end_with("words", _WORDS)
    parser.end_with("exit status", [_EXIT_STATUS])
    version = f"arxtui {arxtui.__version__}"
    parser.add_argument(
        "--version", "-V", action="version", version=version, help="print the version"
    )
    parser.add_argument("--library", metavar="DIR", help="the folder of the library")
    parser.set_defaults(run=open_screen, query=[], command="")
    return parser


def _commands_by_group() -> str:
    """Return a description of arxtui, and its commands under the names of their groups."""
    lines = [
        "A reading list for arXiv in the terminal. Without a command it fills the screen.",
        "arxtui COMMAND --help explains a command, arxtui help is the manual.",
    ]
    for group in get_args(Group):
        lines += ["", f"{group}:"]
        for name, command in COMMANDS.items():
            if command.group == group:
                lines.append(f"  {name + ' ' + command.words:<24} {command.help}".rstrip())
    return "\n".join(lines)


def command_parser(name: str) -> Parser:
    """Return the parser of a command's words and options."""
    command = COMMANDS[name]
    sentence = f"{command.help[:1].upper()}{command.help[1:]}."
    parser = Parser(f"arxtui {name}", f"{sentence} {command.more}".strip())
    command.add_words(parser)
    parser.end_with("examples", command.examples)
    parser.add_argument(
        "--library", metavar="DIR", default=argparse.SUPPRESS, help="the folder of the library"
    )
    parser.set_defaults(run=command.run, command=name)
    return parser


def _parse_words(name: str, words: list[str]) -> argparse.Namespace:
    """Return the parsed words behind a command; after `--` all words belong to the query."""
    command = COMMANDS[name]
    parser = command_parser(name)
    if command.query == "no":
        return parser.parse(words)
    end = len(words)
    if "--" in words:
        end = words.index("--")
    args = parser.parse(words[:end])
    args.query = [*args.query, *words[end + 1 :]]
    if command.query == "always" and not args.query:
        parser.error("the following arguments are required: QUERY")
    return args


def _what_is_meant(word: str) -> str:
    """Return advice for an unknown command: it may be another program's name, an id or a query."""
    from arxtui.arxiv_id import parse_id

    if word in _OTHER_NAMES:
        return f"Did you mean arxtui {_OTHER_NAMES[word]}?"
    try:
        paper_id, _ = parse_id(word)
    except ValueError:
        return f"{did_you_mean(word, COMMANDS)}To search: arxtui open {word}"
    return f"To see the paper: arxtui show {paper_id}; to fetch it: arxtui fetch {paper_id}"
