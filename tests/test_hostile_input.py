"""Papers, files and libraries of strangers can be read and do no harm.

Bounded here; ARXTUI_LONG=1 runs twenty thousand examples of each.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from arxtui import loader
from arxtui.arxiv_id import BARE_ID
from arxtui.cli import run
from arxtui.export import FORMATS, listing
from arxtui.export.options import USUAL
from arxtui.finder import Finder
from arxtui.model import Paper
from arxtui.query import QueryError, parse
from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from arxtui.sources import NotAListing
from arxtui.sources.forms import read
from arxtui.store import Library, UnknownPaper
from arxtui.store.act_line import BadLine, NewerSchema, decode, encode
from arxtui.text import visible
from arxtui.ui.panes import render
from arxtui.work_in_steps import finish
from tests.conftest import SEEDS

ODD = (
    "\x1b[31m\x07\x08\x9b\x85\u2028\u202e\u200b\u200d\ufe0f\u0301\u0300中🇩🇪👍🏽가é\ufeff[]#*-`\\$%&~^{}\"'"
    " \x00\x7f"
)
LINE = st.text(
    st.one_of(
        st.sampled_from(ODD), st.characters(exclude_characters="\n", exclude_categories=["Cs"])
    ),
    max_size=30,
)
WORDS = LINE.filter(lambda said: said.strip() and not said.isspace())
TIMES = st.datetimes(min_value=datetime(1991, 8, 1)).map(lambda t: f"{t:%Y-%m-%dT%H:%M:%SZ}")
WRAPPED = st.none() | st.lists(LINE, min_size=1, max_size=3).map("\n  ".join).filter(
    lambda said: said != "None"
)
CLASSES = st.lists(
    st.sampled_from(["cs.CV", "cs.LG", "eess.IV", "math.OC", "stat.ML", "quant-ph"]),
    min_size=1,
    unique=True,
)


IDS_OF_ARXIV = r"2[0-9](0[1-9]|1[0-2])\.[0-9]{5}|cs/0[0-6](0[1-9]|1[0-2])[0-9]{3}"


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Return a paper such as the generator may write."""
    some = draw(CLASSES)
    names = draw(
        st.lists(
            WORDS.filter(lambda name: ", " not in f"{name} " and name == name.strip()),
            min_size=1,
            max_size=4,
        )
    )
    return Paper(
        id=draw(st.from_regex(IDS_OF_ARXIV, fullmatch=True).filter(str.isascii)),
        version=draw(st.integers(1, 9999)),
        title=draw(WORDS),
        authors=tuple(names),
        categories=", ".join(some),
        primary=draw(st.sampled_from(some)),
        published=draw(TIMES),
        updated=draw(TIMES),
        doi=draw(WRAPPED),
        comment=draw(WRAPPED),
        journal_ref=draw(WRAPPED),
        abstract=draw(LINE),
    )


# Listings


@given(st.lists(papers(), max_size=3))
def test_generated_papers_are_read_field_by_field(some: list[Paper]) -> None:
    written = listing.write(some, "cs.CV", "2026-11-23", "https")
    reading = read(written.encode(), "x")
    assert reading.problems == ()
    assert list(reading.papers) == some
    assert listing.write(reading.papers, "cs.CV", "2026-11-23", "https") == written


SEED_BYTES = (SEEDS / "cs.CV-2023-10-30.md").read_bytes()[:6_000]
CUTS = st.tuples(
    st.integers(0, 6_000), st.integers(0, 200), st.binary(max_size=20) | LINE.map(str.encode)
)


@given(st.one_of(st.binary(max_size=300), st.lists(CUTS, max_size=4)))
def test_any_bytes_give_papers_and_problems_without_an_error(
    given_: bytes | list[tuple[int, int, bytes]],
) -> None:
    data = given_ if isinstance(given_, bytes) else SEED_BYTES
    for at, size, new in [] if isinstance(given_, bytes) else given_:
        data = data[:at] + new + data[at + size :]
    try:
        reading = read(data, "x")
    except NotAListing:
        return
    lines = data.count(b"\n") + 1
    for paper in reading.papers:
        assert BARE_ID.fullmatch(paper.id)
        assert paper.title.strip()
        assert paper.abs_url.isascii()
    assert all(1 <= problem.line <= lines and problem.reason for problem in reading.problems)


# Text on the screen


@given(
    st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=[])), max_size=60),
    st.integers(1, 40),
)
def test_a_painted_row_is_a_single_row_of_whole_characters(text: str, width: int) -> None:
    shown = render.one_line(text)
    assert "\n" not in shown
    assert not {unicodedata.category(char) for char in shown} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Zl",
        "Zp",
    }, ascii(shown)
    assert visible(shown) == shown
    kept = render.cut(shown, width)
    assert cell_len(kept) <= width
    if kept != shown:
        before = kept.removesuffix("…").rstrip()  # half of a wide sign is a blank
        after = shown[len(before) :].lstrip()
        assert shown.startswith(before)
        assert not after or cell_len(after[0]) or len(before) == 0, (ascii(before), ascii(after))


# Queries, settings, lines of journals


@given(st.text(max_size=80))
def test_any_text_is_a_query_or_gives_a_mistake_with_its_place(text: str) -> None:
    try:
        parse(text)
    except QueryError as why:
        place = why.place
        reason = why.reason
    else:
        return
    assert 0 <= place <= len(text)
    assert reason


TOML = st.lists(
    st.sampled_from(
        ["bib", "keys", "watch", "export", "columns", "mouse", " = ", "[", "[[", "]", "]]", "\n",
         '"x"', "'au:'", "3",
         "true", "{", "}", "a.b", ",", "1979-05-27", "'''", "\x00", "\ufeff"]
    ), max_size=20,
).map("".join)  # fmt: skip


@given(st.one_of(TOML, st.text(max_size=60)))
def test_any_settings_file_gives_settings_and_problems(text: str) -> None:
    path = Path(os.environ["HOME"]) / "settings.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    settings, problems = settings_file.read_settings(path, parse)
    assert isinstance(settings, Settings)
    assert all(problem.reason for problem in problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False,
        allow_infinity=False)
    | st.text(max_size=8) | st.sampled_from(["2310.00001", "../../x", "read",
        "2023-10-30T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner,
        max_size=3),
    max_leaves=8,
)  # fmt: skip
FORGED = st.fixed_dictionaries(
    {},
    optional={
        "t": JSON | st.just("2026-11-22T17:40:59.034295Z"), "ids": JSON | st.just(["2310.00001"]),
        "set": JSON | st.dictionaries(st.sampled_from(["pile", "star", "#a", "note", "cite", "x"]),
            JSON, max_size=3),
        "each": JSON, "was": JSON, "undo": JSON, "redo": JSON, "arxtui": JSON, "schema": JSON,
    },
)  # fmt: skip


@given(FORGED)
def test_a_forged_journal_line_is_an_action_or_is_refused(record: dict[str, Any]) -> None:
    try:
        act = decode(orjson.dumps(record), "evil-0001")
    except (BadLine, NewerSchema):
        return
    if act is not None:
        assert decode(encode(act).rstrip(b"\n"), "evil-0001") == act
        assert act.summary() is not None


# A library from a stranger


def walk(folder: Path, machine: str = "mine-0001") -> tuple[int, int]:
    """Do everything that reads a library, and an act; return (papers, problems)."""
    library = Library(folder, machine)
    heads = list(library.papers.heads())
    for day in library.papers.days():
        for head in library.papers.day(day):
            library.entries([head.id])
            library.papers.find([head.id], {head.id: head.file})
    for query in ("gan", "is:starred", "abs:learning", 'au:"x"'):
        Finder(library).find(parse(query), 100)
    entries = library.entries([*dict(library.marks.items()), *[head.id for head in heads]])
    for one in FORMATS.values():
        one.dump(entries, USUAL).encode()
    list(library.papers.marked())
    finish(library.papers.unread_by_day("2023"))
    library.papers.opening_days()
    library.papers.newest_batch()
    library.marks.tags()
    library.marks.starred()
    for act in library.log.newest_first():
        act.summary()
    finish(library.log.undoable())
    with suppress(UnknownPaper):
        library.act(["2310.00001"], {"star": not library.marks.of("2310.00001").star}).wait()
        library.undo()
    library.checkpoint.save()
    library.indexing.run()
    problems = [*library.problems, *library.check()]
    library.close()
    for problem in problems:
        assert visible(str(problem))
    return len(heads), len(problems)


def outside(folder: Path) -> dict[str, int]:
    """Every file beside a library, with its size."""
    return {
        str(path): path.stat().st_size
        for path in folder.parent.rglob("*")
        if path.is_file() and folder not in path.parents
    }


RECORD = st.fixed_dictionaries(
    {},
    optional={
        name: JSON | good
        for name, good in {
            "version": st.just(1), "title": LINE, "authors": st.lists(LINE, max_size=2),
            "categories": st.just("cs.CV"),
            "primary": st.just("cs.CV"), "published": st.just("2023-10-30T00:00:00Z"),
            "abstract": LINE, "loaded": LINE,
            "before": JSON, "comment": LINE, "doi": LINE, "listed": st.just("2023-10-30"),
            "day_is": JSON,
        }.items()
    },
)  # fmt: skip
IDS = st.sampled_from(["2310.00001", "cs/0007026", "../../x", "", "a" * 99])
SOURCE = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("name", "sha256", "category", "pdf", "papers"), JSON)
)  # fmt: skip
DAY_FILE = st.fixed_dictionaries(
    {},
    optional={
        "papers": JSON | st.dictionaries(IDS, JSON | RECORD),
        "_meta": JSON | st.fixed_dictionaries({"1": JSON | st.fixed_dictionaries({}, optional={
            "schema": JSON | st.just(1), "sources": JSON | st.lists(JSON | SOURCE, max_size=2),
            "c": JSON})}),
    },
)  # fmt: skip


@given(DAY_FILE, JSON, JSON)
def test_a_forged_day_file_opens_with_reported_problems_or_is_refused(
    day: Any, batch: Any, marks: Any
) -> None:
    home = Path(os.environ["HOME"]) / "stranger"
    folder = home / "library"
    for name, said in (
        ("catalogue/2023/20231030.json", day),
        ("catalogue/undated.json", day),
        ("catalogue/batch.json", {"batch": {"1": batch}}),
        ("marks.json", marks),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(orjson.dumps(said))
    for made in [*folder.glob("marks/*"), *folder.glob("heads/*")]:
        made.unlink()
    before = outside(folder)
    walk(folder)
    assert outside(folder) == before


def lines(*records: object) -> bytes:
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


ACT = {"t": "2026-11-22T17:40:59.034295Z", "ids": ["2310.00001"], "set": {"star": True}}
CITE = {
    "title": "x", "authors": ["A"], "published": None, "updated": None, "doi": None,
    "journal_ref": None,
    "primary": "cs.CV", "version": 1, "key": "a2023b",
}  # fmt: skip
ATTACKS: dict[str, bytes] = {
    "deep": b'{"t":' + b"[" * 200_000 + b"\n",
    "huge integer": (
        b'{"t":"2026-11-22T17:40:59.034295Z","ids":["2310.00001"],"set":{"star":'
        + b"9" * 5_000
        + b"}}\n"
    ),
    "repeated keys": (
        b'{"t":"2026-11-22T17:40:59.034295Z","t":"x","ids":["2310.00001"],"set":{"star":true}}\n'
    ),
    "path as id": lines(
        {**ACT, "ids": ["../../../etc/passwd"]}, {**ACT, "each": {"../x": {"star": True}}}
    ),
    "path in each": lines(
        {**ACT, "each": {"../../x": {"cite": CITE}}, "was": {"../x": {"star": [True, "t"]}}}
    ),
    "a million tags": lines({**ACT, "set": {f"#t{number}": True for number in range(1_000_000)}}),
    "many tags": lines(
        *({**ACT, "set": {f"#{n}.{m}": True for m in range(1_000)}} for n in range(100))
    ),
    "a hundred thousand ids": lines(
        {**ACT, "ids": [f"{2300 + n // 90000}.{n % 90000 + 10000}" for n in range(100_000)]}
    ),
    "long tag": lines({**ACT, "set": {"#" + "x" * 1_000_000: True}}),
    "controls": lines(
        {**ACT, "set": {"#\x1b]52;c;QQ\x07": True, "note": "\x1b[31m\x9b\u202e", "star": True}}
    ),
    "odd cite": lines(
        {
            **ACT,
            "set": {
                "cite": {**CITE, "key": "a},\n@book{b", "title": "{", "authors": [" and ", ""]}
            },
        }
    ),
    "wrong cite": lines({**ACT, "set": {"cite": {**CITE, "authors": "A", "version": "x"}}}),
    "no such time": lines(
        {**ACT, "t": "2026-99-99T17:40:59.034295Z"}, {**ACT, "t": "9999-12-31T23:59:59.999999Z"}
    ),
    "undo of itself": lines(
        {**ACT, "undo": ACT["t"]}, {**ACT, "redo": ACT["t"]}, {**ACT, "undo": 7}
    ),
    "newer": lines({"arxtui": "marks", "schema": 99}, ACT),
    "nul": b"\x00" * 4_096 + b"\n",
    "binary": bytes(range(256)) * 40,
}


HARMLESS = (
    "many tags",
    "a hundred thousand ids",
    "controls",
    "odd cite",
    "wrong cite",
    "undo of itself",
)
"""Fields with harmless values: a user could have set them, or bad fields are left out."""


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_journal_is_reported_or_harmless(
    name: str, seeded: Library, folder: Path
) -> None:
    seeded.close()
    (folder / "marks").mkdir(exist_ok=True)
    (folder / "marks" / "evil-0001.2026.jsonl").write_bytes(ATTACKS[name])
    before = outside(folder)
    if name == "newer":
        assert "newer" in (Library(folder, "mine-0001").readonly or "")
        return
    papers_, problems = walk(folder)
    assert papers_ == 90
    assert problems or name in HARMLESS
    assert outside(folder) == before
    assert run(["--library", str(folder), "list", "is:starred"]) in (0, 1)


def test_claims_of_a_foreign_journal_about_itself_are_not_believed(
    seeded: Library, folder: Path
) -> None:
    seeded.act(["2310.19210"], {"star": True}).wait()
    seeded.checkpoint.save()
    heads = next((folder / "heads").glob("*.tsv"))
    for path, old, new in (
        (heads, b"Generalized", b"Forged"),
        (folder / "marks.json", b"star", b"note"),
    ):
        path.write_bytes(path.read_bytes().replace(old, new))
        if path == heads:
            data = path.read_bytes().rpartition(b"end\t")[0]
            path.write_bytes(data + b"end\t%08x" % zlib.crc32(data))
    mine = Library(folder, "mine-0001")  # not the machine that wrote them
    assert mine.indexing.stale()
    assert not any("Forged" in head.title for head in mine.papers.heads())
    assert mine.marks.of("2310.19210").star


def test_files_of_a_library_are_readable_by_their_user_only(seeded: Library, folder: Path) -> None:
    seeded.act(["2310.19210"], {"star": True}).wait()
    seeded.checkpoint.save()
    seeded.close()
    for path in [folder, *folder.rglob("*")]:
        want = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == want, path


# Files


def special(folder: Path) -> dict[str, str]:
    """Paths that are no listing, and a word of why."""
    (folder / "dangling.md").symlink_to(folder / "nowhere")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    os.mkfifo(folder / "pipe.md")
    with (folder / "sparse.md").open("wb") as file:
        file.truncate(5 << 30)
    return {
        "dangling.md": "no such file", "loop.md": "too many levels",
        "pipe.md": "not a regular file",
        "sparse.md": "larger than 256 MiB", "/dev/zero": "not a regular file",
        "/proc/self/mem": "error",
        "/dev/stdin": "", "/proc/self/environ": "not a listing",
    }  # fmt: skip


def test_pipes_and_devices_are_refused_and_never_waited_for(
    library: Library, tmp_path: Path
) -> None:
    reasons = special(tmp_path)
    code = (
        "import sys; from pathlib import Path; from arxtui import loader; from arxtui.store import"
        " Library\nreport = loader.load(Library(Path(sys.argv[1]), 'x-0001'), sys.argv[2:])\nfor"
        " problem in report.problems: print(problem)"
    )
    paths = [str(tmp_path / name) if not name.startswith("/") else name for name in reasons]
    done = subprocess.run(
        [sys.executable, "-c", code, str(library.path), *paths],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    for path, reason in zip(paths, reasons.values(), strict=True):
        if reason:
            assert reason in next(
                line for line in done.stdout.split("\n") if line.startswith(path)
            ), path


NAMES = [
    b"\x1b]0;owned\x07.md",
    b"new\nline.md",
    b"-rf.md",
    b"bad\xff\xfebytes.md",
    "\u202egnp.md".encode(),
    b"[red]x[b].md",
]


def test_control_sequences_in_file_names_are_made_visible(folder: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(
            b"# Arxiv Papers in cs.CV on 2023-10-30\n### x\n"
        )
    for words in (
        ["load", str(inbox)],
        ["load", "--", *(os.fsdecode(os.fsencode(inbox) + b"/" + name) for name in NAMES)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "arxtui", "--library", str(folder), *words],
            capture_output=True,
            timeout=60,
        )
        assert done.returncode in (1, 2)
        said = (done.stdout + done.stderr).decode()
        assert not set("\x1b\x07\u202e") & set(said)
        assert said.count("not part of any record") == len(NAMES), said


RECORD_CUT = "### x\n- **Arxiv ID**: http://arxiv.org/abs/2310.00001v1\n"


def test_the_first_twenty_problems_of_a_file_are_reported(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, count in (("a.md", 20_000), ("b.md", 2)):
        (tmp_path / name).write_text("# Arxiv Papers in cs.CV on 2023-10-30\n" + RECORD_CUT * count)
    assert (
        run(["--library", str(folder), "load", str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 1
    )
    told = capsys.readouterr().err.split("\n")[:-1]
    assert len(told) == 20 + 2 + 1
    assert told[-1] == f"{tmp_path / 'a.md'}: and 19,980 more"


def test_a_listing_that_changes_while_it_is_read_is_reported(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(SEED_BYTES)
    real: Callable[[int], os.stat_result] = os.fstat
    calls = 0

    def grown(fd: int) -> os.stat_result:
        nonlocal calls
        calls += 1
        if calls == 2:
            with path.open("ab") as file:
                file.write(b"more\n")
        return real(fd)

    monkeypatch.setattr(os, "fstat", grown)
    report = loader.load(library, [str(path)])
    assert [problem.reason for problem in report.problems] == [
        "changed while it was read: load it again"
    ]
    assert report.papers == 0
