"""No byte of a paper, mark, setting or file can control the terminal, wherever it is shown."""

from __future__ import annotations

import ast
import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from arxtui import loader
from arxtui.cli import commands
from arxtui.export import FORMATS
from arxtui.keys import VERBS
from arxtui.sources import listing
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.conftest import SEEDS, in_place_of_arxiv
from tests.terminal import ESC_DELAY, Terminal
from tests.test_layers import PACKAGE

PAYLOADS = ["\x1b]52;c;ZXZpbA==\x07", "\x1b[5n", "\x1b[31337m", "\x1bP+q436f\x1b\\", "\x9b31m",
    "\x00", "\x08\x0b\x0c",
            "\x7f", "\u202e", "\u2066", "\x85", "\u2028", "[red]",
            "[@click=app.quit]x[/]"]  # fmt: skip
EVIL = "".join(PAYLOADS)
SENT = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\?\d+[hl]|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u|\x1b\]22;[a-z]*\x07"
    rb"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
"""The program's own bytes to the terminal: colours, places, modes, pointer, clipboard."""
SEEDED = "2310.19210"


def harmless(out: bytes) -> None:
    """No payload, and no controls but the program's own."""
    for payload in PAYLOADS[:4]:
        assert payload.encode() not in out
    text = SENT.sub(b"", out).decode()
    found = {
        sign
        for sign in text
        if sign in "\u202e\u2066\u2028" or (ord(sign) < 32 or 127 <= ord(sign) < 160)
    }
    assert found <= set("\r\n\t"), ascii(found)
    for copied in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", out):
        assert not set("\x1b\x07\x9b\x7f\u202e") & set(base64.b64decode(copied).decode())


@pytest.fixture
def evil(folder: Path, tmp_path: Path) -> Path:
    """A library whose titles, authors, comments, tags, notes, keys and settings are payloads."""
    text = (SEEDS / "cs.CV-2023-10-30.md").read_text("utf-8")
    for field in ("### ", "Authors**: ", "Comment**: ", "Journal**: ", "DOI**: ", "Summary**: "):
        text = text.replace(field, field + EVIL)
    inbox = tmp_path / "in\x1b]0;owned\x07box"
    inbox.mkdir()
    (inbox / "evil\x1b[5n\u202e.md").write_text(text + "\nno record " + EVIL + "\n", "utf-8")
    made = Library(folder, "test-0001")
    report = loader.load(made, [str(inbox)])
    assert (report.new, len(report.problems)) == (90, 1)
    made.close()
    some = orjson.dumps(
        {"t": "2026-11-22T17:40:59.034295Z", "ids": [SEEDED],
         "set": {"#" + EVIL[:60]: True, "note": EVIL, "star": True,
                 "cite": {"title": EVIL, "authors": [EVIL], "key": EVIL}}}
    )  # fmt: skip
    (folder / "marks").mkdir(exist_ok=True)
    (folder / "marks" / "evil-0001.2026.jsonl").write_bytes(
        some + b"\n" + b'{"t":"' + EVIL.encode() + b'"}\n'
    )
    quoted = orjson.dumps(EVIL).decode().replace("\x7f", "\\u007f")
    settings = tmp_path / "config" / "arxtui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"{quoted} = 1\nbib = {quoted}\ntheme = {quoted}\nquick = ['gan stuff', {quoted}]\n"
        f"[searches]\n{quoted} = 'is:unread'\n[watch]\n{quoted} = 'is:unread'\n[[export]]\nquery ="
        f" 'is:starred'\n"
        f"file = '{tmp_path}/kept.bib'\n[commands]\nsay ="
        f" {{ run = ['echo', {quoted}, '{{title}}'], key = 's' }}\n"
        f"fail = ['sh', '-c', 'cat; cat >&2; exit 3']\n{quoted} = ['true']\n", "utf-8"
    )  # fmt: skip
    return folder


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with the payloads that XML can hold."""
    seeds = listing.read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "x").papers[:3]
    with in_place_of_arxiv(
        monkeypatch,
        (one._replace(title=EVIL, authors=(EVIL,), comment=EVIL, abstract=EVIL) for one in seeds),
    ) as server:
        yield server


TYPED_EVIL = EVIL.replace("\r", "").replace("\x1b", "")
"""The payloads without the keys Enter and Esc, which end the typing of a text."""
PASTED_EVIL = f"\x1b[200~{EVIL}\x1b[201~"
"""The payloads as a terminal sends them when they are pasted."""
WALK: dict[str, tuple[str, ...]] = {
    "reader": ("\r", "x", "J", "\r"), "next": ("j",), "previous": ("k",), "first": ("g",),
    "last": ("G",),
    "half_down": ("\x04",), "half_up": ("\x15",), "page_down": ("\x1b[6~",),
    "page_up": ("\x1b[5~",), "more": ("J",),
    "less": ("K",), "next_unread": ("n",), "previous_unread": ("N",), "older": ("h",),
    "newer": ("l",),
    "calendar": ("D", "j", "\r"), "zoom": ("z", "z"),
    "more_like": ("M", "j", "\x1b"), "rows": ("L", "j", "L"), "page_read": ("C", "u"),
    "jump": ("'", "s", "'", "\x1b"), "done": ("gd",), "later": ("b",), "star": ("s",),
    "toggle_read": ("r",), "catch_up": ("c",), "all_read": ("A", "y", "u"),
    "tag": ("t", "\t", "\x1b[B", "\r", "\x1b"),
    "quick_tag": ("1",), "again": (".",), "note": ("m",), "select": (" ",), "range": ("jv",),
    "undo": ("u",),
    "redo": ("U", "u"), "filter": ("f", "s", "ff"), "view": ("V", "1", "\x1b", "Va", "\x1b"),
    "order": ("S", "a", "S", "l"),
    "authors": ("a", "a", "\x1b"), "keep_search": ("/x\x7f\r", "w", "w", "x\r", "\x1b"),
    "page": ("o",), "pdf": ("p",),
    "link": ("O", "1"), "command": ("|", "s", "|", "f", "|", "\x1b[5n", "\x1b"),
    "copy": ("y", "y", "y", "t"), "export": ("e", "\r", "\x1b"),
    "export_shown": ("E", "c", "\x15evil\x02.csv\r", "\x1b"), "passes": ("T", "j", "b", "d", "q"),
    "source": ("x", "x"), "problems": ("!", "j", "\x1b"), "palette": (":", "star", "\x1b"),
    "help": ("?", "s", "\x1b"),
    "search": ("/au:evil zxzp" + TYPED_EVIL, PASTED_EVIL, "\x15", "52 ZXZpbA\t\r", "\x1b", "\x1b"),
    "redraw": ("\x0c",),
    "fetch": ("F", "\x15cs.CV \x1b[5n", "\r", "\x1b", "F", "\x15cs.CV\r", "jk", "F"),
    "back": ("\x1b",), "suspend": (), "leave": (), "quit": (),
}  # fmt: skip
"""The keys to try each command with; the last three end the program and are tried elsewhere."""
PAUSES = {"\x1b": 15 * ESC_DELAY / 1000, "m": 0.3}
"""Seconds of silence behind a key: Esc differs from Alt by time, an editor takes the terminal."""


def test_no_payload_reaches_the_terminal_by_any_key(
    evil: Path, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(WALK) == {verb.id for verb in VERBS}
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("BROWSER", "true")
    terminal = Terminal("--library", str(evil))
    try:
        terminal.until(b"90 of 90 unread")
        out = terminal.seen
        for keys in WALK.values():
            for key in keys:
                terminal.type(key)
                terminal.quiet(PAUSES.get(key, 0.05))
                out += terminal.seen
        terminal.type("\x1b")
        terminal.quiet()
        terminal.type("g!")
        terminal.until(b"Problems")
        out += terminal.seen
        terminal.type("\x03")
        assert terminal.end() == 0
        out += terminal.seen
    finally:
        terminal.close()
    harmless(out)
    assert out.count(b"ZXZpbA==") > 100  # as text
    assert Library(evil, "test-0001").problems  # reported again


COMMANDS: dict[str, tuple[list[str], ...]] = {
    "load": (["load", "INBOX"], ["load", "no\x1b[5n.md"]),
    "list": (["list"], ["list", "--json"], ["list", "au:\x1b[5n"]),
    "show": (["show", SEEDED], ["show", EVIL.replace("\0", "")]), "star": (["star", SEEDED],),
    "unstar": (["unstar", SEEDED],), "read": (["read", SEEDED],), "later": (["later", SEEDED],),
    "unread": (["unread", SEEDED],), "tag": (["tag", "a\x1b[5n", SEEDED], ["tag", "ok", SEEDED]),
    "untag": (["untag", EVIL[1:60].replace("\0", ""), SEEDED],),
    "rekey": (["rekey", SEEDED, EVIL.replace("\0", "")], ["rekey", SEEDED]),
    "note": (["note", SEEDED], ["note", SEEDED, EVIL.replace("\0", "")]), "undo": (["undo"],),
    "redo": (["redo"],),
    "fetch": (["fetch", "xx\x1b[5n"], ["fetch", "cs.CV"], ["fetch", "--query", "all:\x1b[5n"],
              ["fetch", "--new", "cs.CV"]),
    "forget": (["forget", "x\x1b[5n"], ["forget", "2310.19223"]),
    "log": (["log"],), "stats": (["stats"],), "check": (["check"],),
    "keys": (["keys"], ["keys", "--json"]),
    "taste": (["taste"],), "help": (["help"], ["help", "x\x1b[5n"]),
    "run": (["run"], ["run", "say", SEEDED], ["run", "fail", SEEDED], ["run", "x\x1b[5n", SEEDED]),
    "pdf": (["pdf", SEEDED], ["pdf", "x\x1b[5n"]),
    "completion": (["completion", "ids"], ["completion", "tags"], ["completion", "x\x1b[5n"]),
    "config": (["config"],), "where": (["where"],), "open": (["open", "au:\x1b[5n"],),
    "export": tuple(
        ["export", *more]
        for more in ([], *(["--format", name] for name in FORMATS if name != "listing"),
            ["-o", "no\x1b[5n/x.bib"])
    ),
}  # fmt: skip


def test_no_command_prints_a_payload(evil: Path, arxiv: ArxivServer, tmp_path: Path) -> None:
    assert set(COMMANDS) == set(commands.COMMANDS)
    inbox = next(tmp_path.glob("in*box"))
    for runs in COMMANDS.values():
        for words in runs:
            words = [str(inbox) if word == "INBOX" else word for word in words]
            done = subprocess.run(
                [sys.executable, "-m", "arxtui", "--library", str(evil), *words],
                capture_output=True, timeout=60,
                stdin=subprocess.DEVNULL, env={**os.environ, "TERM": "dumb"},
            )  # fmt: skip
            assert b"Traceback" not in done.stderr, (words, done.stderr)
            harmless(done.stdout)
            harmless(done.stderr)


PAGES = """
import sys
from arxtui.network import arxiv_client
from arxtui.cli import run
arxiv_client.COURTESY = 0.01
arxiv_client.PAGE = 1
sys.exit(run(sys.argv[1:]))
"""


def test_the_progress_line_shows_typed_text_without_control_characters(
    arxiv: ArxivServer, folder: Path
) -> None:
    query = 'cat:cs.CV OR ti:"\x1b[5n\x1b]52;c;ZXZpbA==\x07"'
    terminal = Terminal("--library", str(folder), "fetch", "--query", query, script=PAGES)
    try:
        terminal.end()
    finally:
        terminal.close()
    assert b": 2 of 3" in terminal.seen
    harmless(terminal.seen.replace(b"\r\x1b[K", b""))


LEAVING = [*(["export", "-f", name] for name in FORMATS), ["list", "--json"], ["show", "--json"]]


@pytest.mark.parametrize("words", LEAVING, ids=" ".join)
def test_exports_are_safe_on_a_terminal_and_exact_in_a_pipe(
    words: list[str], evil: Path, tmp_path: Path
) -> None:
    words = ["--library", str(evil), *words, f"id:{SEEDED}" if words[0] != "show" else SEEDED]
    terminal = Terminal(*words)
    try:
        assert os.waitstatus_to_exitcode(terminal.end()) in (0, 1)  # the library has problems
    finally:
        terminal.close()
    harmless(terminal.seen)
    assert b"ZXZpbA==" in terminal.seen
    command = [sys.executable, "-m", "arxtui", *words]
    for encoding in ("utf-8", "latin-1"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        piped = subprocess.run(command, capture_output=True, timeout=60, env=environment).stdout
        if "export" in words:
            file = tmp_path / f"{encoding}.txt"
            subprocess.run([*command, "-o", str(file)], timeout=60, check=True, capture_output=True)
            assert piped == file.read_bytes()
        if "listing" in words:
            assert EVIL.encode() in piped


GATES = {"visible", "one_line", "cut", "read", "plain", "day_name", "many", "str", "len", "shown"}
"""Functions that return text without controls, or no text."""
SINKS = {
    "Content",
    "assemble",
    "styled",
    "Segment",
    "Option",
    "Static",
    "Label",
    "update",
    "Text",
    "Input",
    "print",
    "notify",
}
FORBIDDEN = {
    "from_markup",
    "from_ansi",
    "bell",
    "border_title",
    "border_subtitle",
    "sub_title",
    "tooltip",
}


def passed(node: ast.expr) -> bool:
    """Whether an argument of a sink is a constant or went through a gate."""
    match node:
        case ast.Constant() | ast.Starred():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in GATES | SINKS
        case ast.JoinedStr(values=parts):
            put_in = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
            return all(passed(value) for value in put_in)
        case ast.BinOp(left=left, right=right):
            return passed(left) and passed(right)
        case ast.Tuple(elts=[text, *_]):
            return passed(text)
    return False


REVIEWED = set(
    """\
calendar: (_BLANK * LABEL + line, '.calendar--quiet')
calendar: (count, '.calendar--quiet')
calendar: (f'{_BLANK} {shown}', '.calendar--quiet')
calendar: (label, '.calendar--quiet')
calendar: f'{self._signs.unread} {shown}'
calendar: (_HERE + line[1:], '.calendar--cursor')
calendar: (f'{self.day.year}', '.calendar--title')
calendar: (legend, '.calendar--quiet')
calendar: f'   {told}'
calendar: line
detail_byline: line
detail_lines: mark
detail_lines: text.content[:start]
detail_lines: text.content[start:]
help: (group, '.help--group')
help: (keys, '.help--key')
help: help_
help: text
detail_painter: ' ' * left
detail_painter: line.text[begin:end]
detail_painter: blanks
detail_painter: line.more
line: ' ' + key
line: f' {label} '
list_painter: sign
row_painter: indent + one_line(text)
status_lines: line * max(0, width - width_of(self._pairs))
status_lines: ' ' + place
status_lines: counts + blanks
status_lines: line * 2
status_lines: line * after
status_lines: line * between
status_lines: right
status_lines: right + row
status_lines: text
list_painter: left + shown
detail_byline: (f' ({starred} of {written} starred)', 'quiet')
detail_byline: (f' {signs.ellipsis} +{more}', 'quiet')
note_text: (f'{label:10}', style)
note_text: (sign, 'quiet')
note_text: line
note_text: text
paper_text: (self._read_title(self._paper.title), 'title')
paper_text: (self._signs.part, 'quiet')
painted_lines: ' ' * padding.left
painted_lines: ' ' * padding.right
strips: blanks
strips: line[-1].text + blanks
detail_byline: (signs.star, 'star')
paper_text: (companion, 'success')
paper_text: abstract
paper_text: line
receipt: ' ' + text
receipt: cursor
receipt: f' {sign} '
receipt: key
receipt: right
receipt: text
row_painter: ' ' * (indent - 1)
row_painter: bars[look.level]
row_painter: cursor
row_painter: joined[-1].text + text
row_painter: line.beside
row_painter: line.title[len(text):]
row_painter: look.label
row_painter: mark
row_painter: marks.news
row_painter: marks.pile
row_painter: marks.star
row_painter: marks.tag
row_painter: self._signs.selected if look.selected else ' '
row_painter: shown + rule * (width - cell_len(shown))
row_painter: signs.cursor if look.cursor else ' '
row_painter: text
row_painter: text[at:]
row_painter: text[at:begin]
row_painter: text[begin:stop]
starred_authors: names
detail_of_muted: f"{counts[name]:>{len('papers')},}  "
detail_of_muted: blanks + '  '
detail_of_muted: explained
detail_of_muted: (shows, 'key')
detail_of_muted: (shown[name], 'success')
detail_content: messages.GONE""".split("\n")
)
"""Sinks whose text passed a gate earlier or is a text of the program; check new entries by eye."""


def test_every_text_of_a_widget_is_made_visible_first() -> None:
    found = []
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr in FORBIDDEN), (
                path,
                node.lineno,
            )
            if not isinstance(node, ast.Call):
                continue
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if name in SINKS:
                texts = node.args if name in ("assemble", "styled") else node.args[:1]
                found += [f"{path.stem}: {ast.unparse(one)}" for one in texts if not passed(one)]
    assert set(found) == REVIEWED
