"""The grammar of the command line: every verb with its words and options, and what runs it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import NoReturn

import arxtui
from arxtui.cli import completion, incoming, library, manual, marks, papers, taste
from arxtui.cli.terminal import Refused


class Parser(argparse.ArgumentParser):
    """argparse, whose complaints are Refused like all others."""

    def error(self, message: str) -> NoReturn:
        """Refused."""
        raise Refused(f"{message}\n{self.format_usage().strip()}")


def parse(argv: list[str]) -> argparse.Namespace:
    """Return what the words of a command line ask for; `run` does it.

    The words behind a command are read by that command alone. Raises Refused, with the nearest command or option, for
    a word that is neither.
    """
    parser = Parser(prog="arxtui", description="A reading list for arXiv in the terminal.", epilog=_EPILOG)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=f"arxtui {arxtui.__version__}")
    parser.add_argument("--library", metavar="DIR", help="the library's folder")
    parser.set_defaults(run=_screen, query=[], verb="")
    verbs = parser.add_subparsers(metavar="VERB", parser_class=Parser)
    names = add_verbs(verbs)
    at = _command_at(argv)
    args = parser.parse_args(argv[:at])
    if at == len(argv):
        return args
    word = argv[at]
    words = argv[at + 1 :]
    if word == "--":
        args.query = words
        return args
    if word not in names:
        raise Refused(f"no command {word!r}. {_nearest(word, names)}To search: arxtui open {word}")
    command = verbs.choices[word]
    asked = _parse_words(command, words)
    if "library" not in asked:
        asked.library = args.library
    return asked


def _command_at(argv: list[str]) -> int:
    """Return where the command stands, behind the options of all commands. Raises Refused for another option."""
    at = 0
    while at < len(argv) and argv[at].startswith("-") and argv[at] != "--":
        name = argv[at].partition("=")[0]
        if name not in _GENERAL:
            raise Refused(f"no option {name}. {_nearest(name, _GENERAL)}See arxtui --help")
        at += 1
        if argv[at - 1] == "--library":
            at += 1
    return min(at, len(argv))


_GENERAL = ("--library", "--version", "--help", "-h")
"""Options before a command."""


def _parse_words(command: Parser, words: list[str]) -> argparse.Namespace:
    """Return the words behind a command as it reads them; behind `--` every word belongs to a query."""
    if command.get_default("takes_query") is None:
        return command.parse_intermixed_args(words)
    end = len(words)
    if "--" in words:
        end = words.index("--")
    args = command.parse_intermixed_args(words[:end])
    args.query = [*args.query, *words[end + 1 :]]
    if args.takes_query == "always" and not args.query:
        command.error("the following arguments are required: QUERY")
    return args


def _nearest(word: str, names: Iterable[str]) -> str:
    """Return the question whether the nearest name was meant; `` when none is near."""
    import difflib

    close = difflib.get_close_matches(word, list(names), 1)
    if not close:
        return ""
    return f"Did you mean {close[0]}? "


_EPILOG = """\
without VERB: the screen. ID: 2310.19231v1, an address, arXiv:ID [cs.CV], a 10.48550 DOI; - reads standard input.
QUERY: words, and au: ti: cat: tag: id: day: is: has:; after -- everything is query.
exit status: 0 done, 1 done in part, 2 nothing could be done, 130 Ctrl-C"""


def _screen(args: argparse.Namespace) -> int:
    return library.screen(args.library, " ".join(args.query))


def add_verbs(verbs: argparse._SubParsersAction[Parser]) -> list[str]:
    """All verbs; their names."""

    def verb(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> Parser:
        parser = verbs.add_parser(name, help=help_, description=help_)
        parser.add_argument("--library", metavar="DIR", default=argparse.SUPPRESS, help="the library's folder")
        parser.set_defaults(run=run, verb=name)
        return parser

    one = verb("open", _screen, "the screen, on the hits of a query")
    one.add_argument("query", nargs="*", metavar="QUERY")
    one.set_defaults(takes_query="always")
    one = verb(
        "load", incoming.load, "load papers: listings, feeds, mails, .bib, JSON lines; folders, - for standard input"
    )
    one.description = (
        "Load papers from files, folders, or - for standard input. Forms, found by content: "
        "listings such as arxtui's seeds, arXiv's API (Atom), RSS, OAI-PMH, mails and .abs files, "
        "Kaggle's snapshot, JSON lines of arxtui, BibTeX with arXiv ids; each also packed with gzip or zip."
    )
    one.add_argument("paths", nargs="+", metavar="PATH")
    one.add_argument("--no-limit", action="store_true", help="read listings over 256 MiB too")
    one.add_argument("--star", action="store_true", help="star every paper loaded")
    one.add_argument("--quiet", action="store_true", help="print problems only")
    one = verb("fetch", incoming.fetch, "fetch papers from arXiv, by category or id; else the settings' categories")
    one.add_argument("words", nargs="*", metavar="CATEGORY|ID")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--day", metavar="D", help="of this day of submission, YYYY-MM-DD")
    how.add_argument("--since", metavar="D", help="from this day on; else from where the last fetch left off")
    how.add_argument("--new", action="store_true", help="what is announced today (RSS), replaced papers too")
    one.add_argument("--query", default="", metavar="Q", help="a query of arXiv's API, such as 'au:lecun AND ti:video'")
    one.add_argument("--star", action="store_true", help="star the papers that are named by id")
    one.add_argument("--quiet", action="store_true", help="print problems only")
    one = verb("forget", incoming.forget, "take days or papers out of the library; marks stay")
    one.add_argument("what", nargs="+", metavar="DAY|ID")
    one = verb("list", papers.list_, "papers as lines: id, marks, title, authors; without QUERY the newest day")
    one.add_argument("query", nargs="*", metavar="QUERY")
    one.set_defaults(takes_query="maybe")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--ids", action="store_true", help="ids only")
    how.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("-n", type=_count, metavar="N", help=f"at most N ({papers.RANKED} for a search by words)")
    one.add_argument("--all", action="store_true", help="all hits of a search by words")
    one.add_argument("--order", choices=papers.ORDERS, help="the order of the papers; foryou learns from your stars")
    one = verb("show", papers.show, "papers whole")
    one.add_argument("ids", nargs="+", metavar="ID")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, help_ in _VERDICTS.items():
        one = verb(name, marks.verdict, help_)
        one.add_argument("ids", nargs="+", metavar="ID")
    for name, help_ in (("tag", "put tags on papers"), ("untag", "take a tag off papers")):
        one = verb(name, marks.tag, help_)
        one.add_argument("tags", metavar="TAG[,TAG]")
        one.add_argument("ids", nargs="+", metavar="ID")
    one = verb("note", marks.note, "set a paper's note (- reads it, an empty text removes it), or print it")
    one.add_argument("ids", nargs=1, metavar="ID")
    one.add_argument("text", nargs="?", metavar="TEXT")
    for name, help_ in (("undo", "take the last acts back"), ("redo", "do again what was taken back")):
        one = verb(name, marks.undo, help_)
        one.add_argument("times", nargs="?", type=_count, default=1, metavar="N")
    one = verb("log", marks.log, "acts, newest first")
    one.add_argument("-n", type=_count, metavar="N")
    one = verb("export", papers.export_, "papers in another form; without QUERY the starred ones")
    one.add_argument("query", nargs="*", metavar="QUERY")
    one.set_defaults(takes_query="maybe")
    one.add_argument("-f", "--format", metavar="FORMAT", help=f"{_FORMATS}; else as FILE ends, else bibtex")
    one.add_argument(
        "--style", default="", metavar="S", help="BibTeX: misc, article or biblatex; else as in the settings"
    )
    one.add_argument("--unicode", action="store_true", help="BibTeX: letters as they are, for XeLaTeX and LuaLaTeX")
    one.add_argument("--abstract", action="store_true", help="BibTeX and Markdown: with abstracts")
    one.add_argument("-o", "--output", metavar="FILE", help="a file; - is standard output")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--append", action="store_true", help="add what FILE lacks (by arXiv id, DOI or title)")
    how.add_argument("--force", action="store_true", help="overwrite FILE")
    verb("taste", taste.show, "what the order `for you` has learnt from your stars, and how well it serves you")
    verb("stats", library.stats, "how many papers, piles, stars and tags")
    one = verb("check", library.check, "re-read everything and say what is wrong")
    one.add_argument("--mend", action="store_true", help="delete what is derived (marks.json, heads/); it is made anew")
    one = verb("keys", library.keys, "the key table")
    one.add_argument("--json", action="store_true")
    verb("config", library.config_, "write a commented settings file where none is, and print its place")
    verb("where", library.where, "where library, settings and this machine's name are")
    one = verb("help", manual.show, "show a page of the manual, or the list of its pages")
    one.add_argument("topic", nargs="?", metavar="TOPIC")
    one = verb("completion", completion.show, "print the script that completes commands in your shell")
    shells = (*completion.SCRIPTS, *completion.WORDS)
    one.add_argument("shell", choices=shells, metavar="SHELL", help="bash, zsh or fish (ids, tags: for these scripts)")
    return list(verbs.choices)


_FORMATS = "bibtex, markdown, csl, ris, csv, json (lines) or listing"
_VERDICTS = {
    "star": "star papers", "unstar": "take the star off papers", "read": "papers are read",
    "later": "papers are to be looked at again", "unread": "papers are unread",
}  # fmt: skip


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"not a count: {text!r}")
    return int(text)
