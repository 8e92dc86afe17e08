"""The command line: the only place that prints and that knows exit codes. What a verb does is in the rooms below.

Exit status: 0 done; 1 done in part, with problems; 2 nothing could be done; 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import arxtui
from arxtui import config
from arxtui.text import visible

if TYPE_CHECKING:
    from arxtui.loader import Progress, Report
    from arxtui.model import Entry, Head, Paper, Problem
    from arxtui.store import Library, Undone

DONE, IN_PART, NOTHING, INTERRUPTED = 0, 1, 2, 130
_RANKED = 50  # hits of a search that `list` prints unless told otherwise


class Refused(Exception):
    """Nothing could be done; the text says why (exit 2)."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message}\n{self.format_usage().strip()}")


def say(*parts: str) -> None:
    """One line to standard output, its parts (if there are several) parted by TAB."""
    print("\t".join(map(visible, parts)))


def warn(line: str) -> None:
    """One line to standard error."""
    print(visible(line), file=sys.stderr)


def run(argv: Sequence[str]) -> int:
    """Do what the words say; the exit status."""
    _mend_streams()
    try:
        args = _parse(list(argv))
        status = args.run(args)
        sys.stdout.flush()
    except Refused as why:
        for line in str(why).split("\n"):
            warn(f"arxtui: {line}" if line == str(why).split("\n")[0] else line)
        return NOTHING
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as why:
        warn(f"arxtui: {why.strerror or why}" + (f": {why.filename}" if why.filename else ""))
        return NOTHING
    return int(status)


def _mend_streams() -> None:
    """A closed standard stream, or one of few letters, is no reason to fail."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = sys.stdout if name == "stdout" else sys.stderr
        if stream is None:
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            if name == "stdout":
                sys.stdout = stream
            else:
                sys.stderr = stream
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = _Parser(prog="arxtui", description="A reading list for arXiv in the terminal.", epilog=_EPILOG)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=f"arxtui {arxtui.__version__}")
    parser.add_argument("--library", metavar="DIR", help="the library's folder")
    parser.set_defaults(run=_screen, query=[], verb="")
    verbs = parser.add_subparsers(metavar="VERB", parser_class=_Parser)
    names = _add_verbs(verbs)
    word = next((word for at, word in enumerate(argv) if word[:1] != "-" and argv[at - 1] != "--library"), None)
    if word is not None and word not in names and "--" not in argv[: argv.index(word)]:
        import difflib

        close = difflib.get_close_matches(word, names, 1)
        hint = f"Did you mean {close[0]}? " if close else ""
        raise Refused(f"no verb {word!r}. {hint}To search: arxtui open {word}")
    args, rest = parser.parse_known_args(argv)
    if rest and (not hasattr(args, "query") or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    args.query = [*args.query, *rest]  # words behind an option: `list gan -n 3 nerf`
    return args


_EPILOG = """\
without VERB: the screen. ID: with or without version, an address, or arXiv:ID; - reads ids from standard input.
QUERY: words, and au: ti: cat: tag: id: day: is: has:; after -- everything is query.
exit status: 0 done, 1 done in part, 2 nothing could be done, 130 Ctrl-C"""


def _add_verbs(verbs: argparse._SubParsersAction[_Parser]) -> list[str]:
    """All verbs; their names."""

    def verb(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> _Parser:
        parser = verbs.add_parser(name, help=help_, description=help_)
        parser.add_argument("--library", metavar="DIR", default=argparse.SUPPRESS, help="the library's folder")
        parser.set_defaults(run=run, verb=name)
        return parser

    one = verb("open", _screen, "the screen, on the hits of a query")
    one.add_argument("query", nargs="+", metavar="QUERY")
    one = verb("load", _load, "load listings: files, folders, - for standard input")
    one.add_argument("paths", nargs="+", metavar="PATH")
    one.add_argument("--no-limit", action="store_true", help="read listings over 256 MiB too")
    one.add_argument("--star", action="store_true", help="star every paper loaded")
    one.add_argument("--quiet", action="store_true", help="print problems only")
    one = verb("list", _list, "papers as lines: id, marks, title, authors; without QUERY the newest day")
    one.add_argument("query", nargs="*", metavar="QUERY")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--ids", action="store_true", help="ids only")
    how.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("-n", type=_count, metavar="N", help=f"at most N ({_RANKED} for a search by words)")
    one.add_argument("--all", action="store_true", help="all hits of a search by words")
    one = verb("show", _show, "papers whole")
    one.add_argument("ids", nargs="+", metavar="ID")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, help_ in _VERDICTS.items():
        one = verb(name, _verdict, help_)
        one.add_argument("ids", nargs="+", metavar="ID")
    for name, help_ in (("tag", "put tags on papers"), ("untag", "take a tag off papers")):
        one = verb(name, _tag, help_)
        one.add_argument("tags", metavar="TAG[,TAG]")
        one.add_argument("ids", nargs="+", metavar="ID")
    one = verb("note", _note, "set a paper's note (- reads it, an empty text removes it), or print it")
    one.add_argument("ids", nargs=1, metavar="ID")
    one.add_argument("text", nargs="?", metavar="TEXT")
    for name, help_ in (("undo", "take the last acts back"), ("redo", "do again what was taken back")):
        one = verb(name, _undo, help_)
        one.add_argument("times", nargs="?", type=_count, default=1, metavar="N")
    one = verb("log", _log, "acts, newest first")
    one.add_argument("-n", type=_count, metavar="N")
    one = verb("export", _export, "papers as BibTeX or JSON lines; without QUERY the starred ones")
    one.add_argument("query", nargs="*", metavar="QUERY")
    one.add_argument("-f", "--format", metavar="FORMAT", help="bibtex or json; else guessed from FILE, else bibtex")
    one.add_argument("--style", default="misc", metavar="S", help="BibTeX: misc, article or biblatex")
    one.add_argument("--unicode", action="store_true", help="BibTeX: letters as they are, for biber and lualatex")
    one.add_argument("--abstract", action="store_true", help="BibTeX: with abstracts")
    one.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--append", action="store_true", help="add what FILE does not have yet (by eprint)")
    how.add_argument("--force", action="store_true", help="overwrite FILE")
    verb("stats", _stats, "how many papers, piles, stars and tags")
    one = verb("check", _check, "re-read everything and say what is wrong")
    one.add_argument("--mend", action="store_true", help="delete what is derived (marks.json, heads/); it is made anew")
    one = verb("keys", _keys, "the key table")
    one.add_argument("--json", action="store_true")
    verb("config", _config, "write a commented settings file where none is, and print its place")
    verb("where", _where, "where library, settings and this machine's name are")
    return list(verbs.choices)


_VERDICTS = {
    "star": "star papers", "unstar": "take the star off papers", "read": "papers are read",
    "later": "papers are to be looked at again", "unread": "papers are unread",
}  # fmt: skip


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"not a count: {text!r}")
    return int(text)


# the library


def _open(args: argparse.Namespace, *, seeds: bool = True) -> Library:
    from arxtui.store import Library

    folder = config.library_folder(args.library)
    made = not folder.exists()
    unnamed = ""
    try:
        machine = config.machine_name()
    except OSError as why:
        machine, unnamed = "unnamed", f"{config.machine_file()} cannot be kept: {why.strerror or why}"
    try:
        library = Library(folder, machine)
    except OSError as why:
        raise Refused(f"no library at {folder}: {why.strerror or why}") from None
    if unnamed:
        library.readonly = unnamed
    if made and seeds and not library.readonly:
        from arxtui import loader

        report = loader.load(library, [str(loader.seeds())], examples=True)
        if report.new:
            warn(f"made {folder} with {report.new} example papers; arxtui load PATH... brings your own")
    return library


def _tell(problems: Iterable[Problem]) -> int:
    """Problems to standard error; the status they make."""
    status = DONE
    for problem in problems:
        warn(str(problem))
        status = IN_PART
    return status


def _known(library: Library, words: Sequence[str]) -> tuple[list[str], int]:
    """The ids meant, and IN_PART when some are none; Refused when all are none."""
    from arxtui.model import UNMARKED, parse_id

    if "-" in words:
        typed = [*(word for word in words if word != "-"), *sys.stdin.read().split()]
    else:
        typed = list(words)
    ids: dict[str, str] = {}
    wrong = []
    for word in typed:
        try:
            ids[parse_id(word)[0]] = word
        except ValueError as why:
            wrong.append(str(why))
    there = [one for one in ids if one in library.papers_of(ids) or library.mark(one) != UNMARKED]
    wrong += [f"no paper {one} in the library" for one in ids if one not in there]
    if not there:
        raise Refused("\n".join(wrong) or "no ids given")
    for line in wrong:
        warn(f"arxtui: {line}")
    return there, IN_PART if wrong else DONE


def _act(library: Library, ids: Iterable[str], fields: dict[str, object]) -> int:
    """An act, durable when this returns; how many papers it changed."""
    from arxtui.store import NotOnDisk

    try:
        receipt = library.act(ids, fields)
        receipt.wait()
    except ValueError as why:
        raise Refused(str(why)) from None
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}") from None
    return len(receipt.ids)


def _hits(library: Library, query: Sequence[str]) -> tuple[list[Entry[Head]], bool]:
    """The papers of a query, and whether words rank them; Refused when the query is none."""
    from arxtui.find import Finder
    from arxtui.query import QueryError, parse

    try:
        asked = parse(" ".join(query))
    except QueryError as why:
        raise Refused(f"{why.reason} (at character {why.place + 1} of the query)") from None
    found = Finder(library).find(asked, sys.maxsize)
    if found.corrected:
        close = ", ".join(f"{typed} → {meant}" for typed, meant in found.corrected)
        warn(f"no exact match · close: {close}")
    elif found.tier == "part":
        warn("no paper has all the words")
    return [library.entry(head) for head in found.heads], bool(asked.words)


# verbs


def _screen(args: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("the screen needs a terminal; arxtui --help shows what works without one")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise Refused("this terminal (TERM=dumb) cannot show the screen; arxtui list works here")
    gc.disable()  # until the first frame: a quarter less for the imports
    from arxtui.ui.app import ArxtuiApp

    library = _open(args)
    settings, problems = config.read_settings(config.settings_file())
    try:
        ArxtuiApp(library, settings, problems, " ".join(args.query)).run()
    finally:
        library.save_marks()
        library.close()
    return DONE


def _load(args: argparse.Namespace) -> int:
    from arxtui import loader
    from arxtui.store import NotOnDisk

    library = _open(args, seeds=False)
    try:
        report = loader.load(
            library, args.paths, limit=None if args.no_limit else loader.LIMIT,
            progress=_Bar() if sys.stderr.isatty() and not args.quiet else lambda _: None,
        )  # fmt: skip
    except NotOnDisk as why:
        raise Refused(f"NOT ON DISK: {why}; what was loaded before is kept") from None
    if args.star:
        _act(library, report.ids, {"star": True})
    status = _tell(report.problems)
    if not args.quiet:
        say(_load_line(report))
        if report.dropped:
            say(f"{report.dropped} example papers without a mark left the library")
    return NOTHING if report.problems and not report.listings else status


def _load_line(report: Report) -> str:
    return (
        f"{_many(report.papers, 'paper')} from {_many(report.listings, 'listing')}: {report.new} new, "
        f"{report.updated} updated, {report.unchanged} unchanged; {_many(len(report.problems), 'problem')}"
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


class _Bar:
    """A progress line on a terminal's standard error: papers per second and time left."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._start = self._shown = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        if progress.done == progress.of:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        elif now - self._shown > 0.1:
            self._shown = now
            gone = now - self._start
            left = gone / progress.done * (progress.of - progress.done)
            line = f"{progress.done}/{progress.of} listings · {progress.papers} papers"
            line += f" · {progress.papers / gone:.0f}/s · {left:.0f} s left"
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def _list(args: argparse.Namespace) -> int:
    library = _open(args)
    if args.query:
        entries, ranked = _hits(library, args.query)
        limit = args.n or (None if args.all or not ranked else _RANKED)
    else:
        entries = [library.entry(head) for day in library.days()[:1] for head in library.day(day)]
        limit = args.n
    entries = entries[:limit]
    if args.json:
        _print_json(library, [entry.paper.id for entry in entries])
    for entry in [] if args.json else entries:
        head, mark = entry.paper, entry.mark
        marks = " ".join([mark.pile, *["star"] * mark.star, *(f"#{tag}" for tag in mark.tags)])
        say(*((head.id,) if args.ids else (head.id, marks, head.plain, head.authors)))
    return _tell(library.problems)


def _print_json(library: Library, ids: Iterable[str]) -> None:
    from arxtui.export import jsonl

    sys.stdout.write(jsonl.dump(library.entries(ids)))


def _show(args: argparse.Namespace) -> int:
    library = _open(args)
    ids, status = _known(library, args.ids)
    if args.json:
        _print_json(library, ids)
        return status
    for entry in library.entries(ids):
        for line in _page(entry):
            say(line)
    return status


def _page(entry: Entry[Paper]) -> Iterable[str]:
    from arxtui.text import plain

    paper, mark = entry.paper, entry.mark
    yield plain(paper.title)
    yield ", ".join(paper.authors)
    yield " · ".join(filter(None, (f"{paper.id}v{paper.version}", " ".join(paper.categories.split()), paper.day)))
    yield " · ".join([mark.pile, *["starred"] * mark.star, *(f"#{tag}" for tag in mark.tags)])
    yield paper.abs_url
    for name, value in (("comment", paper.comment), ("journal", paper.journal_ref), ("doi", paper.doi)):
        if value:
            yield f"{name}: {' '.join(value.split())}"
    if mark.note:
        yield "note: " + mark.note
    yield ""
    yield plain(paper.abstract)
    yield ""


def _verdict(args: argparse.Namespace) -> int:
    library = _open(args)
    ids, status = _known(library, args.ids)
    fields = {"star": {"star": True}, "unstar": {"star": False}}.get(args.verb, {"pile": args.verb})
    _act(library, ids, dict(fields))
    return status


def _tag(args: argparse.Namespace) -> int:
    from arxtui.store import tag_name

    library = _open(args)
    try:
        tags = [tag_name(tag) for tag in args.tags.split(",")]
    except ValueError as why:
        raise Refused(str(why)) from None
    ids, status = _known(library, args.ids)
    _act(library, ids, {f"#{tag}": args.verb == "tag" for tag in tags})
    return status


def _note(args: argparse.Namespace) -> int:
    library = _open(args)
    ids, status = _known(library, args.ids)
    if args.text is None:
        for line in (library.mark(ids[0]).note or "").split("\n"):
            say(line)
        return status
    text = sys.stdin.read().strip() if args.text == "-" else args.text
    _act(library, ids, {"note": text or None})
    return status


def _undo(args: argparse.Namespace) -> int:
    from arxtui.store import NotOnDisk

    library = _open(args)
    for done in range(args.times):
        try:
            undone = library.undo() if args.verb == "undo" else library.redo()
            if undone is None:
                say(f"nothing to {args.verb}" if not done else f"nothing more to {args.verb}")
                break
            undone.receipt.wait()
        except NotOnDisk as why:
            raise Refused(f"NOT ON DISK: {why}") from None
        say(_undone_line(args.verb, undone))
    return DONE


def _undone_line(verb: str, undone: Undone) -> str:
    line = f"{verb[:-2] + 'done' if verb == 'undo' else 'redone'}: {undone.act.summary()}"
    if undone.kept:
        line += f" · {len(undone.act.ids) - undone.kept} of {len(undone.act.ids)}, {undone.kept} changed since"
    return line


def _log(args: argparse.Namespace) -> int:
    library = _open(args)
    for act in library.log()[: args.n]:
        say(f"{act.t[:19]}Z  {act.machine}  {act.summary()}")
    return _tell(library.problems)


def _export(args: argparse.Namespace) -> int:
    from arxtui import deliver
    from arxtui.export import bibtex

    library = _open(args)
    try:
        options = bibtex.Options(style=args.style, unicode=args.unicode, abstract=args.abstract)
        form = deliver.choose(args.format, args.output, options)
        if args.append and not args.output:
            raise ValueError("--append needs -o FILE")
        ids = [e.paper.id for e in _hits(library, args.query)[0]] if args.query else library.starred()
        entries = library.entries(ids)
        if len(entries) < len(ids):
            warn(f"{len(ids) - len(entries)} starred papers are neither loaded nor cited: left out")
        if not args.output:
            sys.stdout.write(form.dump(entries))
        elif args.append:
            added, there = deliver.append(Path(args.output), form, entries)
            warn(f"{added} added, {there} already there")
        else:
            count = deliver.write(Path(args.output), form, entries, force=args.force)
            warn(f"{_many(count, 'paper')} to {args.output}")
    except BrokenPipeError:
        raise
    except FileExistsError:
        raise Refused(f"{args.output} is there already: --append adds to it, --force overwrites it") from None
    except UnicodeDecodeError as why:
        raise Refused(f"{args.output}: not UTF-8 ({why.reason} at byte {why.start})") from None
    except ValueError as why:
        raise Refused(str(why)) from None
    except OSError as why:
        raise Refused(f"{args.output}: {why.strerror or why}") from None
    return DONE


def _stats(args: argparse.Namespace) -> int:
    from arxtui.model import PILES

    library = _open(args)
    marks = [mark for _, mark in library.marked()]
    days = library.days()
    here = [mark.pile for day in days for mark in map(library.mark, library.day_ids(day))]
    say(f"{_many(len(here), 'paper')} of {_many(len(days), 'day')}")
    say(", ".join(f"{here.count(pile)} {pile}" for pile in PILES))
    say(f"{sum(mark.star for mark in marks)} starred, {sum(bool(mark.tags) for mark in marks)} tagged, "
        f"{sum(mark.note is not None for mark in marks)} with a note")  # fmt: skip
    for tag, count in library.tags().items():
        say(f"  #{tag} {count}")
    return _tell(library.problems)


def _check(args: argparse.Namespace) -> int:
    library = _open(args)
    if args.mend:
        library.mend()
    status = _tell(library.check())
    say(f"{_many(len(library.heads()), 'paper')}, {_many(len(library.log()), 'act')}: "
        + ("all is well" if status == DONE else "see above"))  # fmt: skip
    return status


def _keys(args: argparse.Namespace) -> int:
    from arxtui.keys import VERBS

    if args.json:
        import json

        rows = [{"id": v.id, "keys": v.keys, "label": v.label, "help": v.help, "group": v.group} for v in VERBS]
        say(json.dumps(rows, ensure_ascii=True))
        return DONE
    for verb in VERBS:
        say(f"{verb.group:<8} {verb.shown:<12} {verb.help}")
    return DONE


def _config(args: argparse.Namespace) -> int:
    path = config.settings_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(config.commented(), "utf-8")
    say(str(path))
    return _tell(config.read_settings(path)[1])


def _where(args: argparse.Namespace) -> int:
    say(f"library   {config.library_folder(args.library)}")
    say(f"settings  {config.settings_file()}")
    say(f"machine   {config.machine_file()}")
    return DONE
