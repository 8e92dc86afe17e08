"""Real faults: kills, cut and flipped files, failing calls, full disks.

Nothing acknowledged is ever lost.

ARXTUI_LONG=1 runs the long forms (1,000 kills, 1,000 merge histories).
"""

from __future__ import annotations

import errno
import fcntl
import io
import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import orjson
import pytest

from arxtui import loader
from arxtui.model import UNMARKED, Mark
from arxtui.store import Busy, Library, NotOnDisk, ReadOnly, Receipt, backup, busy
from arxtui.store.act import micros
from arxtui.store.act_line import seal
from tests.conftest import SEEDS, paper
from tests.failing_calls import Faults, error, kill
from tests.needs import need, need_root
from tests.sharing import forked, shared_out

DATA = Path(__file__).parent / "data"
LONG = os.environ.get("ARXTUI_LONG") == "1"
IDS = [paper(number).id for number in range(40)]
State = dict[str, Mark]
Step = tuple[list[str], dict[str, object]] | str


def fill(folder: Path) -> Library:
    """A library with 40 papers."""
    return with_papers(Library(folder, "test-0001"))


def with_papers(library: Library) -> Library:
    """Add 40 papers: an act on papers that are missing is refused."""
    with library.loading() as load:
        load.put([paper(number) for number in range(40)], {"name": "made up"})
    return library


@pytest.fixture
def filled(folder: Path) -> Iterator[Library]:
    library = fill(folder)
    yield library
    library.close()


def state(library: Library) -> State:
    """The mark of every paper."""
    return dict(library.marks.items())


def fresh(folder: Path) -> State:
    """The marks that a new start reads, without marks.json."""
    (folder / "marks.json").unlink(missing_ok=True)
    return state(Library(folder, "test-0001"))


def journal(folder: Path) -> Path:
    return next(folder.glob("marks/test-0001.*.jsonl"))


def some_step(chance: random.Random) -> Step:
    """Return a random step of a user: fields on papers, or `undo` or `redo`."""
    roll = chance.random()
    if roll < 0.15:
        return "undo" if chance.random() < 0.7 else "redo"
    fields: list[dict[str, object]] = [
        {"star": chance.random() < 0.7}, {"pile": chance.choice(["read", "later", "unread"])},
        {"#a": chance.random() < 0.7}, {"#b": True}, {"note": chance.choice(["x", "longer", None])},
    ]  # fmt: skip
    return chance.sample(IDS, chance.choice([1, 1, 2, 9, 30])), chance.choice(fields)


def do(library: Library, step: Step) -> None:
    if isinstance(step, str):
        (library.undo if step == "undo" else library.redo)()
    else:
        library.act(*step)


class Model:
    """The right marks of a machine: the states that undo and redo go through."""

    def __init__(self) -> None:
        self.past: list[State] = [{}]
        self.undone: list[State] = []

    def do(self, step: Step) -> None:
        if step == "undo" and len(self.past) > 1:
            self.undone.append(self.past.pop())
        elif step == "redo" and self.undone:
            self.past.append(self.undone.pop())
        elif not isinstance(step, str):
            new = dict(self.past[-1])
            for one in step[0]:
                new[one] = changed(new.get(one, UNMARKED), step[1])
            if new != self.past[-1]:
                self.past.append(new)
                self.undone.clear()

    def fits(self, library: Library) -> bool:
        """Return whether the library has the same marks, except citation and version read."""
        return without_citations(state(library)) == without_citations(self.past[-1])


def changed(mark: Mark, fields: dict[str, object]) -> Mark:
    [(name, value)] = fields.items()
    if name.startswith("#"):
        return mark._replace(
            tags=tuple(sorted({*mark.tags} - {name[1:]} | ({name[1:]} if value else set())))
        )
    return mark._replace(**{name: value})  # type: ignore[arg-type]


def without_citations(marks: State) -> State:
    plain = {one: mark._replace(cite=None, read_version=None) for one, mark in marks.items()}
    return {one: mark for one, mark in plain.items() if mark != UNMARKED}


# kill -9


def acknowledge(folder: Path, pipe: int, steps: Iterator[Step]) -> None:
    """The child: steps without end, and after each its number."""
    library = Library(folder, "test-0001")
    for number, step in enumerate(steps):
        do(library, step)
        os.write(pipe, b"%d\n" % number)


def steps_of(seed: int) -> Iterator[Step]:
    chance = random.Random(seed)
    return (some_step(chance) for _ in itertools.count())


@pytest.mark.parametrize(
    "rounds", [60, pytest.param(1000, marks=pytest.mark.skipif(not LONG, reason="ARXTUI_LONG"))]
)
def test_no_acknowledged_action_is_lost_by_kill_9(folder: Path, rounds: int) -> None:
    fill(folder).close()
    chance = random.Random(rounds)
    model = Model()
    for seed in range(rounds):
        after = chance.randrange(1, 12)
        out, into = os.pipe()
        child = forked(partial(acknowledge, folder, into, steps_of(seed)))
        os.close(into)
        with open(out, "rb") as lines:
            told = len([lines.readline() for _ in range(after)])
            os.kill(child, signal.SIGKILL)
            told += sum(line.endswith(b"\n") for line in lines)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        steps = steps_of(seed)
        for step in itertools.islice(steps, told):
            model.do(step)
        library = Library(folder, "test-0001")
        assert not library.problems
        if not model.fits(library):  # a step may be whole and not yet reported
            model.do(next(steps))
        assert model.fits(library), seed
        after_kill: Step = (IDS[39:], {"note": f"after kill {seed}"})
        do(library, after_kill)
        model.do(after_kill)
        assert model.fits(library)
        assert [problem for problem in library.problems if "unfinished" not in str(problem)] == []
        if seed % 20 == 0:
            library.checkpoint.save()
        library.close()
    assert fresh(folder) == state(library)
    assert Library(folder, "test-0001").check() == []


def test_a_kill_at_any_system_call_loses_no_acknowledged_action(tmp_path: Path) -> None:
    """Also half-way through a write: the first half is in the file."""
    start = tmp_path / "start"
    fill(start).close()
    steps = [*itertools.islice(steps_of(1), 4), "undo"]
    told = 0
    code = -9
    at = 0
    while code:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(start, folder, copy_function=shutil.copy2)
        out, into = os.pipe()
        child = forked(partial(killed_at, at, folder, into, steps))
        os.close(into)
        with open(out, "rb") as lines:
            told = len(lines.read())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        model = Model()
        for step in steps[:told]:
            model.do(step)
        library = Library(folder, "test-0001")
        if not model.fits(library) and told < len(steps):
            model.do(steps[told])
        assert model.fits(library), at
        again: Step = (IDS[39:], {"note": "again"})
        do(library, again)
        model.do(again)
        assert [problem for problem in library.problems if "unfinished" not in str(problem)] == []
        library.close()
        assert model.fits(Library(folder, "test-0001")), at
        assert Library(folder, "test-0001").check() == []
        shutil.rmtree(folder)
    assert code == 0
    assert told == len(steps)
    assert at > 30


def killed_at(at: int, folder: Path, pipe: int, steps: list[Step]) -> None:
    tell = os.write
    with pytest.MonkeyPatch.context() as patch:
        Faults(patch, at, kill)
        library = Library(folder, "test-0001")
        for step in steps:
            do(library, step)
            tell(pipe, b".")
        library.checkpoint.save()
        library.close()


def listings(folder: Path, days: int) -> Path:
    """As many listings of 90 papers each."""
    seed = next(SEEDS.glob("*.md")).read_text("utf-8")
    folder.mkdir()
    for day in range(1, days + 1):
        month = f"/{16 + day // 12}{day % 12 + 1:02d}."
        text = seed.replace("2023-10-30", f"2023-11-{day:02d}").replace("/2310.", month)
        (folder / f"{day:02d}.md").write_text(text, "utf-8")
    return folder


def whole_days(folder: Path) -> int:
    """Return how many days there are; each must be whole."""
    days = list(folder.glob("catalogue/*/*.json"))
    assert {len(orjson.loads(path.read_bytes())["papers"]) for path in days} <= {90}
    return len(days)


def test_a_killed_load_leaves_whole_days_and_can_be_repeated(tmp_path: Path, folder: Path) -> None:
    lists = listings(tmp_path / "lists", 20)
    for after in (1, 4, 9, 15):
        out, into = os.pipe()

        def run(into: int = into) -> None:
            loader.load(
                Library(folder, "test-0001"),
                [str(lists)],
                progress=lambda _: void(os.write(into, b".")),
            )

        child = forked(run)
        os.close(into)
        with open(out, "rb", buffering=0) as told:
            for _ in range(after):
                told.read(1)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        assert whole_days(folder) >= after
        assert len(Library(folder, "test-0001").papers.heads()) >= 90 * after
    completes(folder, lists, 20)


def void(_: object) -> None:
    """Take a value that is not needed."""


def completes(folder: Path, lists: Path, days: int) -> None:
    """After any fault, the same load adds all papers, and the library is undamaged."""
    report = loader.load(Library(folder, "test-0001"), [str(lists)])
    assert report.papers == 90 * days
    assert not report.problems
    library = Library(folder, "test-0001")
    assert len(library.papers.heads()) == 90 * days
    assert library.check() == []
    assert loader.verify(library) == (days, days)


def test_a_load_killed_at_any_system_call_leaves_no_partial_day(tmp_path: Path) -> None:
    lists = listings(tmp_path / "lists", 2)
    at = 0
    code = -9
    while code:
        at += 1
        folder = tmp_path / str(at)

        def run(at: int = at, folder: Path = folder) -> None:
            with pytest.MonkeyPatch.context() as patch:
                Faults(patch, at, kill)
                loader.load(Library(folder, "test-0001"), [str(lists)])

        code = os.waitstatus_to_exitcode(os.waitpid(forked(run), 0)[1])
        there = whole_days(folder)
        assert len(Library(folder, "test-0001").papers.heads()) == 90 * there
        completes(folder, lists, 2)
        shutil.rmtree(folder)
    assert there == 2
    assert at > 20


# torn and damaged journals


@pytest.fixture
def written(filled: Library, folder: Path) -> tuple[bytes, list[State]]:
    """A journal of some 4 KB, and the state after each of its lines (the header is the first)."""
    states = [state(filled), state(filled)]
    for ids, fields in (
        (IDS[:1], {"star": True}), (IDS[:2], {"pile": "read"}), (IDS[1:2], {"#gan": True}),
        (IDS[:1], {"note": "Mü"}),
        (IDS[2:9], {"pile": "later"}), (IDS[:1], {"note": "see 3"}), (IDS[:1], {"star": False}),
    ):  # fmt: skip
        filled.act(ids, fields).wait()
        states.append(state(filled))
    filled.undo()
    states.append(state(filled))
    filled.close()
    shutil.rmtree(folder / "backup")
    return journal(folder).read_bytes(), states


def outside(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of papers, heads and other machines, which no act may change."""
    return {
        path: what
        for path, what in bytes_of(folder).items()
        if "/catalogue" in path or "/heads" in path
    }


def test_every_whole_line_of_a_journal_cut_at_any_offset_is_read(
    written: tuple[bytes, list[State]],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # 12,000 of them: this is not about power cuts
    assert 2000 < len(written[0]) < 9000

    def cut_some(part: int, parts: int) -> None:
        own = tmp_path / f"part-{part}"
        shutil.copytree(folder, own, copy_function=shutil.copy2)
        before = outside(own)
        for cut in range(part, len(written[0]) + 1, parts):
            is_cut(own, *written, cut)
        assert outside(own) == before

    shared_out(cut_some)


def is_cut(folder: Path, data: bytes, states: list[State], cut: int) -> None:
    """Cut the journal at a byte: every whole line applies, and an act appends behind them."""
    path = journal(folder)
    aside = path.with_name(path.name + ".torn")
    path.write_bytes(data[:cut])
    aside.unlink(missing_ok=True)
    whole = data[:cut].count(b"\n")
    library = Library(folder, "test-0001", fsync=lambda _: None)
    assert state(library) == states[whole]
    assert path.read_bytes() == data[:cut]  # a read changes nothing
    library.act(IDS[30:31], {"pile": "read"})
    assert library.marks.of(IDS[30]).pile == "read"
    torn = data[data[:cut].rfind(b"\n") + 1 : cut]
    assert path.read_bytes().startswith(data[: cut - len(torn)])
    assert path.read_bytes().count(b"\n") == whole + (
        1 if whole else 2
    )  # and a header, if there was no header
    assert (aside.read_bytes() if aside.exists() else b"") == (torn + b"\n" if torn else b"")
    library.close()
    assert cut % 16 or fresh(folder) == state(library)


def test_a_journal_with_a_cut_header_is_replaced_by_a_new_journal(
    written: tuple[bytes, list[State]], folder: Path
) -> None:
    path = journal(folder)
    path.write_bytes(written[0][:20])
    library = Library(folder, "test-0001")
    library.act(IDS[30:31], {"star": True}).wait()
    library.close()
    assert orjson.loads(path.read_bytes().partition(b"\n")[0])["arxtui"] == "marks"


@pytest.mark.parametrize("size", [1, 100, 5000])
def test_nul_bytes_at_the_end_are_set_aside(
    written: tuple[bytes, list[State]], folder: Path, size: int
) -> None:
    data, states = written
    path = journal(folder)
    path.write_bytes(data + bytes(size))
    library = Library(folder, "test-0001")
    assert state(library) == states[-1]
    library.act(IDS[30:31], {"star": True})
    assert "set aside" in str(library.problems)
    assert path.with_name(path.name + ".torn").read_bytes() == bytes(size) + b"\n"
    assert path.read_bytes().startswith(data)
    assert b"\0" not in path.read_bytes()
    assert fresh(folder) == state(library)


def test_a_flipped_byte_loses_its_line_at_most_and_is_reported(
    written: tuple[bytes, list[State]], folder: Path, tmp_path: Path
) -> None:
    def flip_some(part: int, parts: int) -> None:
        own = tmp_path / f"part-{part}"
        shutil.copytree(folder, own, copy_function=shutil.copy2)
        flipped(own, *written, range(part, len(written[0]), parts))

    shared_out(flip_some)


def flipped(folder: Path, data: bytes, states: list[State], places: range) -> None:
    """Flip a bit in each of these bytes: only its line is lost, and this is reported."""
    path = journal(folder)
    lines = data.split(b"\n")[:-1]

    def without(*gone: int) -> State:
        path.write_bytes(b"".join(line + b"\n" for at, line in enumerate(lines) if at not in gone))
        return fresh(folder)

    alone = [without(gone) for gone in range(len(lines))]
    joined = [without(gone, gone + 1) for gone in range(len(lines))]
    told = 0
    for at in places:
        damaged = bytearray(data)
        damaged[at] ^= 1 << (at % 8)
        path.write_bytes(damaged)
        library = Library(folder, "test-0001", fsync=lambda _: None)
        number = data.count(b"\n", 0, at)
        found = state(library)
        if data[at] == 10:  # two lines are joined; the last has no end yet
            assert found == joined[number], at
        elif library.problems:
            told += 1
            assert (library.problems[0].file, library.problems[0].line) == (str(path), number + 1)
            assert found == alone[number], at
        else:  # the name of the check sum itself: the content of the line is whole
            assert found == states[-1], at
        assert path.read_bytes() == damaged
        if at % 16 == 0 and at < len(data) - 1:  # a damaged line is not changed
            library.act(IDS[30:31], {"pile": "read"})
            library.close()
            assert path.read_bytes().startswith(damaged)
    assert told > len(places) * 0.9


def test_a_damaged_line_is_reported_with_an_undamaged_copy(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    data = journal(folder).read_bytes()
    journal(folder).write_bytes(data.replace(b'"star":true', b'"star":trve'))
    told = [str(problem) for problem in Library(folder, "test-0001").check()]
    assert len(told) == 1
    damage = f"{journal(folder)}:2: the line is damaged: its checksum does not match"
    assert told[0].startswith(f"{damage}; {folder}/backup/")
    assert told[0].endswith("is an undamaged copy")


# calls that fail


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with acts of an earlier start, some in marks.json and some behind it."""
    folder = tmp_path_factory.mktemp("begun") / "library"
    library = fill(folder)
    library.act(IDS[9:11], {"star": True})
    library.checkpoint.save()
    library.act(IDS[9:10], {"note": "of an earlier start"})
    library.close()
    return folder


@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_no_acknowledged_action_is_lost_when_any_call_fails(
    tmp_path: Path, begun: Path, number: int, once: bool
) -> None:
    def fail_some(part: int, parts: int) -> None:
        at = part + 1
        while call_fails(tmp_path / str(at), begun, at, number, once=once):
            at += parts
        assert at > 50

    shared_out(fail_some)


def call_fails(folder: Path, begun: Path, at: int, number: int, *, once: bool) -> bool:
    """Let the `at`-th call of the system fail in a copy of a library; False without such a call."""
    shutil.copytree(begun, folder, copy_function=shutil.copy2)
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, at, partial(error, number), once=once)
        library = opened(folder, faults)
        for step in range(len(STEPS) + 1):
            stepped(library, faults, step)
        library.checkpoint.save()
        with suppress(NotOnDisk):
            loader.load(library, [str(DATA / "listing_https.md")])
        with suppress(OSError):
            library.refresh()
        faults.paused = True
        library.refresh()
        assert state(library) == on_disk(folder), at
        for step in range(len(STEPS)):
            done(library, step).wait()
        marks = state(library)
        assert (marks[IDS[0]].star, marks[IDS[1]].pile, marks[IDS[3]].note) == (True, "read", "n")
        assert marks[IDS[9]].note == "of an earlier start"
        assert loader.load(library, [str(DATA / "listing_https.md")]).papers == 2
        faults.paused = False
        library.close()
        through = faults.count < at
    again = Library(folder, "test-0001")
    assert state(again) == marks == fresh(folder), at
    again.mend()  # heads/ may have been written without a day: see the test below
    assert len(again.papers.heads()) == 42
    assert again.check() == [], at
    shutil.rmtree(folder)
    return not through


def test_a_day_that_could_not_be_read_returns_to_the_lists_once_readable(
    filled: Library, folder: Path
) -> None:
    real = io.open

    def refused(file: object, *args: object, **named: object) -> object:
        if str(file).endswith("20231030.json"):
            error(errno.EMFILE)
        return real(file, *args, **named)  # type: ignore[call-overload]

    filled.close()
    (folder / "heads" / "2023.tsv").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", refused)
        Library(folder, "test-0001").indexing.run()
    assert len(Library(folder, "test-0001").papers.heads()) == 40


def opened(folder: Path, faults: Faults) -> Library:
    """Open a library under faults: it may fail only if the folder of the journals is unreadable."""
    try:
        return Library(folder, "test-0001")
    except OSError:
        assert faults.hit == f"scandir {folder / 'marks'}"
        faults.paused = True
        library = Library(folder, "test-0001")
        faults.paused = False
        return library


def on_disk(folder: Path) -> State:
    return state(Library(folder, "other-9999"))


def stepped(library: Library, faults: Faults, number: int) -> None:
    """Do a step: it is stored, or it raised and nothing changed; memory and disk agree."""
    faults.paused = True
    expected = before = on_disk(library.path)
    faults.paused = False
    with suppress(NotOnDisk):
        receipt = done(library, number)
        if number < len(STEPS):
            expected = before | {
                one: changed(before.get(one, UNMARKED), STEPS[number][1])
                for one in STEPS[number][0]
            }
        receipt.wait()
    faults.paused = True
    after = on_disk(library.path)
    assert number == len(STEPS) or without_citations(after) == without_citations(expected)
    assert state(library) == after or "cannot be read" in str(library.problems)
    faults.paused = False


STEPS: list[tuple[list[str], dict[str, object]]] = [
    (IDS[:1], {"star": True}), (IDS[:3], {"pile": "read"}), (IDS[3:4], {"note": "n"})
]  # fmt: skip


def done(library: Library, number: int) -> Receipt:
    """Do one of these acts, or an undo after them."""
    if number < len(STEPS):
        return library.act(*STEPS[number])
    undone = library.undo()
    return undone.receipt if undone else Receipt()


@pytest.mark.parametrize("cut_back", [True, False], ids=["cut back", "left torn"])
def test_a_write_stopped_half_way_leaves_the_file_unchanged(
    filled: Library, folder: Path, cut_back: bool
) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    real = os.write
    for size in (1, 2, 17, 60, 100, 200):
        before = journal(folder).read_bytes()
        marks = state(filled)
        with pytest.MonkeyPatch.context() as patch:
            sizes = iter([size])

            def short(fd: int, data: bytes, sizes: Iterator[int] = sizes) -> int:
                some = next(sizes, None)
                if some is None:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return real(fd, data[:some])

            patch.setattr(os, "write", short)
            if not cut_back:
                patch.setattr(os, "ftruncate", lambda *_: error(errno.EIO))
            with pytest.raises(NotOnDisk):
                filled.act(IDS[1:2], {"note": "x" * 300})
        assert state(filled) == marks == fresh(folder)
        if cut_back:
            assert journal(folder).read_bytes() == before
            continue
        torn = journal(folder).read_bytes()[len(before) :]
        assert len(torn) == size
        filled.act(IDS[2:3], {"note": f"after {size}"}).wait()
        assert journal(folder).read_bytes().startswith(before + b"{")
        assert next(folder.glob("marks/*.torn")).read_bytes().endswith(torn + b"\n")
    filled.act(IDS[1:2], {"note": "there"}).wait()
    assert fresh(folder) == state(filled)


# full disks, failing disks


def fill_up(folder: Path) -> tuple[int, str]:
    """Act until an act fails; return how many were acknowledged, and the reason."""
    library = Library(folder, "test-0001")
    done = 0
    try:
        for done in range(20_000):
            library.act([IDS[done % 40]], {"note": f"{done}" + "x" * 100}).wait()
    except NotOnDisk as why:
        return done, str(why)
    return done, ""


@pytest.mark.parametrize("limit", [6_000, 60_000])
def test_no_acknowledged_action_is_lost_when_a_file_may_not_grow(folder: Path, limit: int) -> None:
    fill(folder).close()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            done, why = fill_up(folder)
            os.write(into, f"{done} {why}".encode())
        finally:
            os._exit(0)
    os.close(into)
    with open(out, "rb") as told:
        count, _, why = told.read().decode().partition(" ")
    os.waitpid(child, 0)
    assert int(count) > 10
    assert why == "File too large"
    library = Library(folder, "test-0001")
    assert len(list(library.log.newest_first())) == int(count)
    assert not library.problems
    library.act(IDS[:1], {"star": True}).wait()
    assert library.marks.of(IDS[0]).star


def test_no_acknowledged_action_is_lost_on_a_full_disk(tmp_path: Path) -> None:
    need_root()
    need("mount", "umount")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], capture_output=True
    ).returncode:
        pytest.skip("no right to mount a tmpfs")
    try:
        folder = disk / "library"
        fill(folder).close()
        done, why = fill_up(folder)
        assert why == "No space left on device"
        library = Library(folder, "test-0001")
        assert len(list(library.log.newest_first())) == done > 100
        assert not library.problems
        with pytest.raises(NotOnDisk):
            library.act(IDS[:1], {"note": "y" * 70_000})
        shutil.rmtree(folder / "backup", ignore_errors=True)
        shutil.rmtree(folder / "heads")
        library.act(IDS[:1], {"note": "z"}).wait()
        assert fresh(folder)[IDS[0]] == state(library)[IDS[0]]
        library.close()
    finally:
        subprocess.run(["umount", disk], check=True)


def test_after_a_failed_fsync_the_journal_is_rewritten_to_a_new_file(
    folder: Path,
) -> None:
    fill(folder).close()
    synced: list[int] = []

    def sync(path: Path) -> None:
        synced.append(path.stat().st_ino)
        if len(synced) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    library = Library(folder, "test-0001", fsync=sync)
    for one in IDS[:4]:
        library.act([one], {"star": True}).wait()
    library.close()
    assert synced[0] == synced[1]
    assert synced[0] not in synced[2:]
    assert len(synced) == 4
    assert library.marks.starred() == Library(folder, "test-0001").marks.starred() == IDS[:4]


def test_an_action_that_is_not_on_disk_is_reported_and_written_by_the_next_action(
    folder: Path,
) -> None:
    fill(folder).close()
    broken = True

    def sync(path: Path) -> None:
        if broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    library = Library(folder, "test-0001", fsync=sync)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: sync(folder))
        with pytest.raises(NotOnDisk, match="Input/output error"):
            library.act(IDS[:1], {"star": True}).wait()
    broken = False
    library.act(IDS[1:2], {"star": True}).wait()
    library.close()
    assert Library(folder, "test-0001").marks.starred() == IDS[:2]


# read-only, newer, older


def bytes_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return path -> (content, time of last change) of all files and folders."""
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in (folder, *folder.rglob("*"))
    }


def test_a_read_only_library_shows_everything_and_changes_nothing(
    filled: Library, folder: Path
) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    journal(folder).write_bytes(
        seal({"arxtui": "marks", "schema": 7}) + journal(folder).read_bytes()
    )
    before = bytes_of(folder)
    library = Library(folder, "test-0001")
    assert library.marks.starred() == IDS[:1]
    for step in (
        lambda: library.act(IDS[:1], {"star": False}),
        library.undo,
        library.loading().__enter__,
    ):
        with pytest.raises(ReadOnly, match="newer arxtui"):
            step()
    library.checkpoint.save()
    library.indexing.run()
    library.close()
    assert bytes_of(folder) == before


def test_a_folder_without_write_permission_opens_read_only(
    filled: Library, folder: Path, for_all: Path
) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    folder = Path(shutil.copytree(folder, for_all / "library", copy_function=shutil.copy2))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = bytes_of(folder)

    def run() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        library = Library(folder, "test-0001")
        assert library.marks.starred() == IDS[:1]
        assert library.readonly == f"no permission to write in {folder / 'marks'}"
        for step in (
            lambda: library.act(IDS[1:2], {"star": True}),
            library.undo,
            library.loading().__enter__,
        ):
            with pytest.raises(ReadOnly):
                step()
        library.checkpoint.save()
        library.close()

    assert os.waitstatus_to_exitcode(os.waitpid(forked(run), 0)[1]) == 0
    assert bytes_of(folder) == before


# many processes


def test_two_writers_and_a_reader_lose_nothing(folder: Path) -> None:
    fill(folder).close()

    def write(writer: int) -> None:
        library = Library(folder, "test-0001")
        for number in range(400):
            library.act([IDS[number % 40]], {f"#w{writer}-{number // 40}": True}).wait()

    children = {forked(partial(write, writer)) for writer in range(2)}
    reader = Library(folder, "test-0001")
    while children:
        reader.refresh()
        done, status = os.waitpid(-1, os.WNOHANG)
        assert status == 0
        children -= {done}
    reader.refresh()
    assert len(list(reader.log.newest_first())) == 800
    assert all(len(reader.marks.of(one).tags) == 20 for one in IDS)
    assert fresh(folder) == state(reader)
    assert not reader.problems
    times = [orjson.loads(line)["t"] for line in journal(folder).read_bytes().splitlines()[1:]]
    assert times == sorted(set(times))  # each is later than all that it had read


def test_a_stopped_writer_blocks_no_reader_and_is_named(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    child = os.fork()
    if not child:
        fcntl.flock(os.open(folder / "marks" / ".lock", os.O_RDWR), fcntl.LOCK_EX)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    try:
        library = Library(folder, "test-0001")
        assert library.marks.starred() == IDS[:1]
        library.refresh()
        library.wait_with(busy)
        with pytest.raises(Busy, match=f"process {child}"):
            library.act(IDS[1:2], {"star": True})
        assert library.marks.starred() == IDS[:1]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    library.act(IDS[1:2], {"star": True}).wait()
    assert library.marks.starred() == IDS[:2]


# merging


@pytest.mark.parametrize(
    "count", [200, pytest.param(1000, marks=pytest.mark.skipif(not LONG, reason="ARXTUI_LONG"))]
)
def test_histories_of_three_machines_merge_alike_in_any_order(tmp_path: Path, count: int) -> None:
    def merge_some(part: int, parts: int) -> None:
        for seed in range(part, count, parts):
            merge(tmp_path, seed)

    shared_out(merge_some)


def merge(tmp_path: Path, seed: int) -> None:
    """Let three machines act and exchange their journals by chance: at the end all marks agree."""
    chance = random.Random(seed)
    homes = [tmp_path / f"{seed}-{n}" for n in range(3)]
    libraries = [
        with_papers(Library(home, f"m{n}-000{n}", clock=_clock(chance, n), fsync=lambda _: None))
        for n, home in enumerate(homes)
    ]
    for _ in range(25):
        one = chance.randrange(3)
        libraries[one].refresh()
        do(libraries[one], some_step(chance))
        if chance.random() < 0.3:
            _copy(homes[one], homes[chance.randrange(3)], chance)
    for _ in range(2):  # a copy of a third machine's journal may be older than the other copy
        for home, other in itertools.permutations(homes, 2):
            _copy(other, home, None)
    ends = []
    for n, home in enumerate(homes):
        libraries[n].refresh()
        ends.append(state(libraries[n]))
        libraries[n].checkpoint.save()
        by_marks = state(Library(home, "reader-0009"))
        assert n or _separately(home, tmp_path / f"late-{seed}", chance) == ends[0], seed
        assert by_marks == _folded(home) == ends[-1], seed
        for path in [*home.glob("marks/*.jsonl")]:  # every line twice
            shutil.copyfile(path, path.with_name(f"{path.stem}.sync-conflict-20260102.jsonl"))
        assert _folded(home) == ends[-1], seed
        libraries[n].refresh()
        assert state(libraries[n]) == ends[-1], seed
        libraries[n].close()
        shutil.rmtree(home)
    assert ends[0] == ends[1] == ends[2], seed


def _folded(home: Path) -> State:
    (home / "marks.json").unlink(missing_ok=True)
    return state(Library(home, "reader-0009"))


def _separately(home: Path, late: Path, chance: random.Random) -> State:
    """The marks of a library that gets the journals singly, in any order, each in two parts."""
    reader = Library(late, "reader-0009")
    (late / "marks").mkdir(parents=True)
    paths = sorted(home.glob("marks/*.jsonl"))
    parts = [(path, chance.randrange(path.stat().st_size)) for path in paths] + [
        (path, None) for path in paths
    ]
    for path, size in sorted(parts, key=lambda part: (part[1] is None, chance.random())):
        (late / "marks" / path.name).write_bytes(path.read_bytes()[:size])
        reader.refresh()
    shutil.rmtree(late)
    return state(reader)


def _clock(chance: random.Random, machine: int) -> Callable[[], int]:
    """Clocks that are an hour behind, right, and a day ahead."""
    ticks = iter(range(10**9))
    shift = (-3_600_000_000, 0, 86_400_000_000)[machine]
    return lambda: 1_700_000_000_000_000 + shift + next(ticks) * 1_000_000 + chance.randrange(1000)


def _copy(source: Path, target: Path, chance: random.Random | None) -> None:
    """Sync: copy longer journals, of a third machine too, at times under another name too."""
    for path in source.glob("marks/*.jsonl") if source != target else ():
        (target / "marks").mkdir(parents=True, exist_ok=True)
        there = target / "marks" / path.name
        if not there.exists() or there.stat().st_size < path.stat().st_size:
            shutil.copyfile(path, there)
        if chance and chance.random() < 0.1 and "sync-conflict" not in path.name:
            shutil.copyfile(path, target / "marks" / f"{path.stem}.sync-conflict-20260101.jsonl")


def test_two_concurrent_notes_are_both_shown_until_a_new_note_replaces_them(
    tmp_path: Path,
) -> None:
    homes = [tmp_path / "a", tmp_path / "b"]
    a, b = (
        with_papers(Library(home, f"m{n}-000{n}", clock=_clock(random.Random(1), 1 + n)))
        for n, home in enumerate(homes)
    )
    a.act(IDS[:1], {"note": "first"})
    _move(homes[0], homes[1])
    b.refresh()
    a.act(IDS[:1], {"note": "from a"})
    b.act(IDS[:1], {"note": "from b"})
    b.act(IDS[:1], {"note": "from b, better"})
    _move(homes[0], homes[1])
    _move(homes[1], homes[0])
    for library in (a, b):
        library.refresh()
        mark = library.marks.of(IDS[0])
        assert mark.note == "from b, better"
        assert [text for _, text in mark.other_notes] == ["from a"]
        assert mark.other_notes[0][0].endswith(" m0-0000")
    b.act(IDS[:1], {"note": "from both"})
    assert b.marks.of(IDS[0]).other_notes == ()
    b.undo()
    assert [text for _, text in b.marks.of(IDS[0]).other_notes] == ["from a"]
    b.redo()
    assert (b.marks.of(IDS[0]).note, b.marks.of(IDS[0]).other_notes) == ("from both", ())
    for library in (a, b):
        library.close()


def _move(source: Path, target: Path) -> None:
    machine = {"a": "m0-0000", "b": "m1-0001"}[source.name]
    (target / "marks").mkdir(parents=True, exist_ok=True)
    for path in source.glob(f"marks/{machine}*"):
        shutil.copyfile(path, target / "marks" / path.name)


# backups


def test_when_two_processes_copy_the_marks_at_once_the_first_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "marks").mkdir(parents=True, exist_ok=True)
    (folder / "marks" / "test-0001.2026.jsonl").write_text("{}\n")
    target = folder / "backup" / "2026-03-03"
    rename = os.replace

    def other_first(source: Path, place: Path) -> None:
        """Make a copy at the moment before ours."""
        if place == target and not target.exists():
            target.mkdir()
            (target / "test-0001.2026.jsonl").write_text("of the other")
        rename(source, place)

    monkeypatch.setattr(os, "replace", other_first)
    backup.keep(folder, "2026-03-03", "2026")
    assert (target / "test-0001.2026.jsonl").read_text() == "of the other"
    assert [path.name for path in (folder / "backup").iterdir()] == ["2026-03-03"]


def test_journals_are_copied_once_a_day_and_old_copies_are_thinned_out(folder: Path) -> None:
    day = 1_700_000_000_000_000
    fill(folder).close()
    for _ in range(40):
        library = Library(folder, "test-0001", clock=partial(int, day))
        library.act([IDS[0]], {"note": str(day)}).wait()
        library.act([IDS[1]], {"note": str(day)}).wait()
        library.close()
        day += 86_400_000_000
    assert [path.name for path in sorted(folder.glob("backup/*"))] == [
        "2023-12-03", "2023-12-10", "2023-12-17", "2023-12-21", "2023-12-22", "2023-12-23"
    ]  # fmt: skip
    newest = next(folder.glob("backup/2023-12-23/*.jsonl"))
    assert journal(folder).read_bytes().startswith(newest.read_bytes()[:-1])
    library = Library(folder, "test-0001", clock=lambda: day + 30 * 86_400_000_000)
    library.act([IDS[2]], {"star": True}).wait()
    library.close()
    assert (folder / "backup/years/test-0001.2023.jsonl").samefile(
        folder / "marks/test-0001.2023.jsonl"
    )


def at(day: str) -> Callable[[], int]:
    """A clock that stands at noon of a day."""
    return lambda: micros(f"{day}T12:00:00.000000Z")


def noted(folder: Path, day: str, text: str) -> None:
    """A day on which the only act is a note."""
    library = Library(folder, "test-0001", clock=at(day))
    library.act(IDS[:1], {"note": text}).wait()
    library.close()
    assert library.problems == ()


def test_a_journal_begun_under_a_wrong_clock_is_copied_every_day(folder: Path) -> None:
    fill(folder).close()
    noted(folder, "2026-03-01", "before")
    noted(folder, "2099-01-01", "ahead by 73 years")
    running = folder / "marks/test-0001.2099.jsonl"
    for day in ("2026-03-02", "2026-03-03"):
        noted(folder, day, f"of {day}")
        for path in folder.glob("marks/*.jsonl"):
            copy = folder / "backup" / day / path.name
            assert copy.read_bytes() == path.read_bytes()
            assert not copy.samefile(path)
    running.write_bytes(b"")  # in place, as `: > file` does
    assert b"of 2026-03-03" in (folder / "backup/2026-03-03" / running.name).read_bytes()


def test_copies_dated_in_the_future_do_not_replace_copies_of_today(folder: Path) -> None:
    fill(folder).close()
    ahead = ["2027-12-01", "2027-12-08", "2027-12-15", "2027-12-22", "2027-12-23", "2027-12-24"]
    for day in ahead:
        noted(folder, day, f"said on {day}")
    today = ["2026-11-27", "2026-11-28", "2026-11-29"]
    for day in today:
        noted(folder, day, f"said on {day}")
        copy = folder / "backup" / day / "test-0001.2027.jsonl"
        assert f"said on {day}" in copy.read_text()
    noted(folder, "2026-11-30", "the days behind are thinned out as ever")
    there = {path.name for path in folder.glob("backup/2*")}
    assert there == {*ahead, *today[1:], "2026-11-30"}


def test_on_new_years_eve_both_years_are_copied(folder: Path) -> None:
    fill(folder).close()
    noted(folder, "2026-12-31", "old year here")
    other = folder / "marks/far-0002.2027.jsonl"
    other.write_bytes(
        b'{"t":"2027-01-01T04:00:00.000000Z","ids":["2310.00003"],"set":{"star":true}}\n'
    )
    shutil.rmtree(folder / "backup")
    noted(folder, "2026-12-31", "new year elsewhere")
    names = {"test-0001.2026.jsonl", "test-0001.2027.jsonl", other.name}
    assert {path.name for path in (folder / "backup/2026-12-31").iterdir()} == names
    noted(folder, "2028-01-01", "both are over")
    assert {path.name for path in (folder / "backup/years").iterdir()} == names
    assert {path.name for path in (folder / "backup/2028-01-01").iterdir()} == {
        "test-0001.2028.jsonl"
    }


def test_a_damaged_journal_of_an_earlier_year_overwrites_no_undamaged_copy(folder: Path) -> None:
    fill(folder).close()
    noted(folder, "2025-05-05", "sound")
    noted(folder, "2026-05-05", "a year later")
    path = folder / "marks/test-0001.2025.jsonl"
    sound = path.read_bytes()
    for number, damage in enumerate([sound[:50], b"", sound.replace(b"sound", b"s0und")]):
        path.unlink()  # as a sync replaces a file
        path.write_bytes(damage)
        library = Library(folder, "test-0001", clock=at(f"2026-06-{number + 1:02d}"))
        library.act(IDS[1:2], {"note": str(number)}).wait()
        library.close()
        assert (folder / "backup/years" / path.name).read_bytes() == sound
    path.unlink()
    path.write_bytes(sound + sound.split(b"\n")[1] + b"\n")  # a sync appended the missing line
    noted(folder, "2026-07-01", "at last")
    assert (folder / "backup/years" / path.name).samefile(path)


def test_a_failed_backup_is_reported_and_leaves_no_file(filled: Library, folder: Path) -> None:
    (folder / "backup").write_bytes(b"in the way")
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    assert "the marks could not be copied" in str(filled.problems[0])
    (folder / "backup").unlink()
    left = folder / "backup" / ".2023-01-01.x.tmp"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    coming = folder / "backup" / ".2023-01-02.x.tmp"
    coming.mkdir()
    library = Library(folder, "test-0001")
    library.act(IDS[1:2], {"star": True}).wait()
    library.close()
    assert not left.exists()
    assert coming.exists()  # another process may be making it, whatever its clock says
    coming.rmdir()
    assert [path.suffix for path in (folder / "backup").iterdir()] == [""]
    assert library.problems == ()


# damaged files


def damaged() -> dict[str, bytes]:
    """Return damaged stores: the files of data/state/, and large files made here."""
    return {path.stem: path.read_bytes() for path in sorted((DATA / "state").glob("*.json"))} | {
        "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nul": bytes(4096),
        "brackets": b"[" * 300_000,
        "types": b'{"papers":{"2310.00001":{"title":5,"authors":"x"}},"_meta":{"1":{"schema":1}}}',
        "newer": b'{"papers":{},"_meta":{"1":{"schema":99}}}',
        "latin": b'{"papers":{"\xff":{}},"_meta":{}}',
    }  # fmt: skip


@pytest.mark.parametrize("name", list(damaged()))
def test_a_damaged_marks_json_is_rebuilt(filled: Library, folder: Path, name: str) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    (folder / "marks.json").write_bytes(damaged()[name])
    library = Library(folder, "test-0001")
    assert library.marks.starred() == IDS[:1]
    library.checkpoint.save()
    assert (folder / "marks.json").read_bytes() != damaged()[name]
    assert Library(folder, "test-0001").marks.starred() == IDS[:1]


@pytest.mark.parametrize("name", list(damaged()))
def test_a_damaged_day_file_is_reported_and_set_aside_by_the_next_load(
    seeded: Library, folder: Path, name: str
) -> None:
    star = seeded.papers.day_ids("2023-10-30")[0]
    seeded.act([star], {"star": True}).wait()
    seeded.close()
    path = folder / "catalogue/2023/20231030.json"
    path.write_bytes(damaged()[name])
    library = Library(folder, "test-0001")
    assert list(library.papers.day("2023-10-30")) == []
    newer = name in ("newer", "db_future_version")
    if not newer:
        assert str(path) in str(library.problems[0])
    assert [paper_.id for paper_ in library.papers.find([star]).values()] == [star]  # by its cite
    assert path.read_bytes() == damaged()[name]
    if newer:
        with pytest.raises(NotOnDisk, match="newer arxtui"):
            loader.load(library, [str(SEEDS)])
        assert path.read_bytes() == damaged()[name]
        return
    loader.load(library, [str(SEEDS)])
    assert len(library.papers.day("2023-10-30")) == 90
    if name != "types":
        assert path.with_name(path.name + ".damaged").read_bytes() == damaged()[name]
    library.close()


def test_a_day_file_changed_by_hand_is_used_and_reported_by_check(
    seeded: Library, folder: Path
) -> None:
    path = folder / "catalogue/2023/20231030.json"
    path.write_bytes(path.read_bytes().replace(b"Generalized Category", b"Generalised Category", 1))
    library = Library(folder, "test-0001")
    assert library.papers.day("2023-10-30")[0].title.startswith("Generalised")
    assert any("changed since it was written" in str(problem) for problem in library.check())
    assert loader.verify(library) == (0, 1)


def test_a_day_file_set_aside_overwrites_no_day_file_set_aside_before(
    seeded: Library, folder: Path
) -> None:
    path = folder / "catalogue/2023/20231030.json"
    for turn in range(3):
        path.write_bytes(b"damaged %d" % turn)
        loader.load(seeded, [str(SEEDS)])
        assert len(seeded.papers.day("2023-10-30")) == 90
    aside = sorted(path.parent.glob("*.damaged*"))
    assert [one.read_bytes() for one in aside] == [b"damaged 0", b"damaged 1", b"damaged 2"]
