"""The words and options of each command."""

from __future__ import annotations

import argparse

from arxtui.cli import manual, papers, shell_completion, statistics
from arxtui.cli.parser import Parser


def no_words(parser: Parser) -> None:
    """Add nothing: the command takes no words."""


# look


def query(parser: Parser) -> None:
    """Add the words of a query."""
    language = "words, and fields such as au:schmitt; arxtui help search has all"
    parser.add_argument("query", nargs="*", metavar="QUERY", help=language)


def list_(parser: Parser) -> None:
    """Add the words and options of `list`."""
    query(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--ids", action="store_true", help="print ids only")
    form.add_argument("--json", action="store_true", help="print one JSON object a line")
    limit = f"at most N papers (default: all, for a search by words {papers.RANKED})"
    parser.add_argument("-n", type=_count, metavar="N", help=limit)
    parser.add_argument("--all", action="store_true", help="all hits of a search by words")
    order = "the order of the papers; foryou learns from your stars"
    parser.add_argument("--order", choices=papers.ORDERS, help=order)
    exit_code = "exit with 0 if there are such papers, else with 1"
    parser.add_argument("--exit-code", action="store_true", help=exit_code)


def show(parser: Parser) -> None:
    """Add the words and options of `show`."""
    ids(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def log(parser: Parser) -> None:
    """Add the options of `log`."""
    parser.add_argument("-n", type=_count, metavar="N", help="at most N actions")


def stats(parser: Parser) -> None:
    """Add the options of `stats`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    weeks = f"at most N weeks, also in a pipe ({statistics.WEEKS} on a terminal and in JSON)"
    parser.add_argument("--weeks", type=_count, metavar="N", help=weeks)


def pdf(parser: Parser) -> None:
    """Add the words and options of `pdf`."""
    ids(parser)
    parser.add_argument("--open", action="store_true", help="also open them in the viewer")


# mark


def ids(parser: Parser) -> None:
    """Add ids of papers."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="in any spelling; - reads stdin")


def tags(parser: Parser) -> None:
    """Add tags and ids of papers."""
    parser.add_argument("tags", metavar="TAG[,TAG]", help="tags, separated by commas")
    ids(parser)


def note(parser: Parser) -> None:
    """Add the words of `note`."""
    parser.add_argument("ids", nargs=1, metavar="ID", help="in any spelling")
    text = "the note; - reads stdin, '' removes the note"
    parser.add_argument("text", nargs="?", metavar="TEXT", help=text)


def rekey(parser: Parser) -> None:
    """Add the words of `rekey`."""
    parser.usage = "arxtui rekey [-h] [--library DIR] (ID KEY | ID...)"
    words = "an ID with its new KEY; or only IDs, whose keys the template makes; - reads stdin"
    parser.add_argument("ids", nargs="+", metavar="ID", help=words)


def times(parser: Parser) -> None:
    """Add the number of actions that `undo` and `redo` take."""
    count = "how many actions (default: 1)"
    parser.add_argument("times", nargs="?", type=_count, default=1, metavar="N", help=count)


# bring in


def load(parser: Parser) -> None:
    """Add the words and options of `load`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder; - reads stdin")
    parser.add_argument("--no-limit", action="store_true", help="read listings over 256 MiB too")
    parser.add_argument("--star", action="store_true", help="star every paper loaded")
    marks = "also take over the marks in a file of export -f json; marks here win"
    parser.add_argument("--marks", action="store_true", help=marks)
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def fetch(parser: Parser) -> None:
    """Add the words and options of `fetch`."""
    words = "such as cs.CV or 2310.19231; - reads ids from stdin"
    parser.add_argument("words", nargs="*", metavar="CATEGORY|ID", help=words)
    span = parser.add_mutually_exclusive_group()
    span.add_argument("--day", metavar="D", help="papers submitted on this day, YYYY-MM-DD")
    span.add_argument("--since", metavar="D", help="papers submitted since this day")
    announced = "papers announced today (RSS); the setting `announced` chooses new, cross, replaced"
    span.add_argument("--new", action="store_true", help=announced)
    asked = "a query in the language of arXiv's API, such as 'au:lecun AND ti:video'"
    parser.add_argument("--query", default="", metavar="Q", help=asked)
    parser.add_argument("--star", action="store_true", help="star the papers named by id")
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    exit_code = "exit with 0 if new papers arrived, else with 1"
    parser.add_argument("--exit-code", action="store_true", help=exit_code)


# hand over


def export(parser: Parser) -> None:
    """Add the words and options of `export`, and the list of formats."""
    from arxtui.export import FOLDERS, FORMATS
    from arxtui.settings.config import STYLES

    query(parser)
    format_ = "a format of the list below; without it the ending of FILE decides, else bibtex"
    parser.add_argument("-f", "--format", metavar="FORMAT", help=format_)
    style = f"BibTeX: {', '.join(STYLES)}; else the style of the settings"
    parser.add_argument("--style", default="", metavar="S", help=style)
    letters = "BibTeX: write é, not {\\'e}; for XeLaTeX and LuaLaTeX"
    parser.add_argument("--unicode", action="store_true", help=letters)
    abstract = "BibTeX and Markdown: with abstracts"
    parser.add_argument("--abstract", action="store_true", help=abstract)
    pdfs = "BibTeX: with a field `file` for PDFs on disk, which JabRef and Zotero read"
    parser.add_argument("--files", action="store_true", help=pdfs)
    output = "a file, for notes a folder; - is standard output"
    parser.add_argument("-o", "--output", metavar="FILE", help=output)
    existing = parser.add_mutually_exclusive_group()
    lacking = "add the papers that FILE lacks (by arXiv id, DOI or title)"
    existing.add_argument("--append", action="store_true", help=lacking)
    existing.add_argument("--force", action="store_true", help="overwrite FILE")
    changed = "write nothing; list entries of FILE, or of your .bib, that were published meanwhile"
    parser.add_argument("--stale", action="store_true", help=changed)
    formats = [f"{name:<9} {each.help}" for name, each in FORMATS.items()]
    formats += [f"{name:<9} {each.help}" for name, each in FOLDERS.items()]
    parser.end_with("formats", formats)


def run(parser: Parser) -> None:
    """Add the words of `run`."""
    name = "the name of a command below [commands] in the settings"
    parser.add_argument("name", nargs="?", metavar="NAME", help=name)
    parser.add_argument("ids", nargs="*", metavar="ID", help="in any spelling; - reads stdin")


# care


def forget(parser: Parser) -> None:
    """Add the words of `forget`."""
    days = "a day such as 2023-10-30, or an id in any spelling"
    parser.add_argument("what", nargs="+", metavar="DAY|ID", help=days)


def check(parser: Parser) -> None:
    """Add the options of `check`."""
    derived = "rebuild marks.json, heads/ and other derived files; no mark or paper is lost"
    parser.add_argument("--mend", action="store_true", help=derived)


def keys(parser: Parser) -> None:
    """Add the options of `keys`."""
    parser.add_argument("--json", action="store_true", help="print the table as JSON")


def topic(parser: Parser) -> None:
    """Add a page of the manual."""
    pages = f"one of {', '.join(manual.TOPICS)}"
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help=pages)


def shell(parser: Parser) -> None:
    """Add the words of `completion`."""
    shells = (*shell_completion.SCRIPTS, *shell_completion.WORDS)
    help_ = "bash, zsh or fish; the scripts themselves also use ids, tags and other words"
    parser.add_argument("shell", choices=shells, metavar="SHELL", help=help_)


def _count(text: str) -> int:
    """Return a count that is at least 1. Raises ArgumentTypeError for another text."""
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"not a count: {text!r}")
    return int(text)
