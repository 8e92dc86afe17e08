"""Real faults: kills, cut and flipped files, calls that fail, full disks. Nothing acknowledged is ever lost.

ARXTUI_LONG=1 runs the long forms (1,000 kills, 1,000 merge histories).
"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import orjson
import pytest

from arxtui import loader
from arxtui.store import Busy, Library, NotOnDisk, ReadOnly, Receipt, busy
from arxtui.store.act import seal
from tests.conftest import SEEDS, paper

LONG = os.environ.get("ARXTUI_LONG") == "1"
IDS = [paper(number).id for number in range(40)]
State = dict[str, object]


def fill(folder: Path) -> Library:
    """A library with 40 papers."""
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put([paper(number) for number in range(40)], {"name": "made up"})
    return library


@pytest.fixture
def filled(folder: Path) -> Iterator[Library]:
    library = fill(folder)
    yield library
    library.close()


def state(library: Library) -> State:
    """What the library says about every paper, the key aside."""
    return {one: (m.pile, m.star, m.tags, m.note, m.other_notes) for one, m in library.marked()}


def fresh(folder: Path) -> State:
    """What a new start reads, without marks.json."""
    (folder / "marks.json").unlink(missing_ok=True)
    return state(Library(folder, "test-0001"))


def journal(folder: Path) -> Path:
    return next(folder.glob("marks/test-0001.*.jsonl"))


def some_act(library: Library, chance: random.Random) -> None:
    """One random thing that a user does."""
    roll = chance.random()
    if roll < 0.15:
        (library.undo if chance.random() < 0.7 else library.redo)()
        return
    fields: list[dict[str, object]] = [
        {"star": chance.random() < 0.7}, {"pile": chance.choice(["read", "later", "unread"])},
        {"#a": chance.random() < 0.7}, {"#b": True}, {"note": chance.choice(["x", "longer", None])},
    ]  # fmt: skip
    library.act(chance.sample(IDS, chance.choice([1, 1, 2, 9])), chance.choice(fields))


# kill -9


def acknowledge(folder: Path, pipe: int, seed: int) -> None:
    """The child: acts without end, and after each writes how many lines its journal must have at least."""
    library = Library(folder, "test-0001")
    chance = random.Random(seed)
    done = 0
    while True:
        library.act([chance.choice(IDS)], {"note": f"{seed} {done}"})
        done += 1
        os.write(pipe, b"%d\n" % done)


@pytest.mark.parametrize("rounds", [60, pytest.param(1000, marks=pytest.mark.skipif(not LONG, reason="ARXTUI_LONG"))])
def test_no_acknowledged_act_is_lost_by_kill_9(folder: Path, rounds: int) -> None:
    fill(folder).close()
    chance = random.Random(rounds)
    acknowledged = 0
    for seed in range(rounds):
        after = chance.randrange(1, 12)
        out, into = os.pipe()
        child = os.fork()
        if not child:
            try:
                acknowledge(folder, into, seed)
            finally:
                os._exit(1)
        os.close(into)
        with open(out, "rb") as lines:
            for _ in range(after):
                lines.readline()
            os.kill(child, signal.SIGKILL)
            acknowledged += after + len(lines.readlines())
        os.waitpid(child, 0)
        library = Library(folder, "test-0001")
        acts = library.log()
        assert len(acts) >= acknowledged
        assert len(acts) <= acknowledged + seed + 1  # an act may be whole and not yet told
        assert not library.problems
        if seed % 20 == 0:
            library.save_marks()
        acknowledged = len(acts)
    assert fresh(folder) == state(library)


def test_a_load_that_is_killed_leaves_whole_days_and_goes_on(tmp_path: Path, folder: Path) -> None:
    seed = next(SEEDS.glob("*.md")).read_text("utf-8")
    lists = tmp_path / "lists"
    lists.mkdir()
    for day in range(1, 21):
        (lists / f"{day:02d}.md").write_text(
            seed.replace("2023-10-30", f"2023-11-{day:02d}").replace("/2310.", f"/{1000 + day}."), "utf-8"
        )
    program = (
        "import sys; from pathlib import Path; from arxtui import loader; from arxtui.store import Library\n"
        "loader.load(Library(Path(sys.argv[1]), 'test-0001'), [sys.argv[2]],"
        " progress=lambda p: print(p.done, flush=True))"
    )
    for after in (1, 4, 9, 15):
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(lists)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        for _ in range(after):
            child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        for path in folder.glob("catalogue/*/*.json"):
            assert len(orjson.loads(path.read_bytes())["papers"]) == 90
        assert len(list(folder.glob("catalogue/*/*.json"))) >= after
        assert len(Library(folder, "test-0001").heads()) >= 90 * after
    report = loader.load(Library(folder, "test-0001"), [str(lists)])
    assert report.papers == 1800
    assert not report.problems
    library = Library(folder, "test-0001")
    assert len(library.heads()) == 1800
    library.tidy()
    assert library.check() == []
    assert loader.verify(library) == (20, 20)


# torn and damaged journals


@pytest.fixture
def written(filled: Library, folder: Path) -> tuple[bytes, list[State]]:
    """A journal of some 4 KB, and the state after each of its lines (the header is the first)."""
    states = [state(filled), state(filled)]
    for ids, fields in (
        (IDS[:1], {"star": True}), (IDS[:2], {"pile": "read"}), (IDS[1:2], {"#gan": True}), (IDS[:1], {"note": "Mü"}),
        (IDS[2:9], {"pile": "later"}), (IDS[:1], {"note": "see 3"}), (IDS[:1], {"star": False}),
    ):  # fmt: skip
        filled.act(ids, fields).wait()
        states.append(state(filled))
    filled.undo()
    states.append(state(filled))
    filled.close()
    shutil.rmtree(folder / "backup")
    return journal(folder).read_bytes(), states


def test_a_journal_cut_at_any_offset_keeps_every_whole_line(written: tuple[bytes, list[State]], folder: Path) -> None:
    data, states = written
    path = journal(folder)
    assert 2000 < len(data) < 9000
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        path.with_name(path.name + ".torn").unlink(missing_ok=True)
        whole = data[:cut].count(b"\n")
        library = Library(folder, "test-0001")
        assert state(library) == states[whole]
        library.act(IDS[30:31], {"pile": "read"})
        assert library.mark(IDS[30]).pile == "read"
        torn = data[data[:cut].rfind(b"\n") + 1 : cut]
        assert path.read_bytes().startswith(data[: cut - len(torn)])
        if torn:
            assert path.with_name(path.name + ".torn").read_bytes() == torn + b"\n"
        assert cut % 16 or fresh(folder) == state(library)


@pytest.mark.parametrize("size", [1, 100, 5000])
def test_nul_bytes_at_the_end_are_set_aside(written: tuple[bytes, list[State]], folder: Path, size: int) -> None:
    data, states = written
    journal(folder).write_bytes(data + bytes(size))
    library = Library(folder, "test-0001")
    assert state(library) == states[-1]
    library.act(IDS[30:31], {"star": True})
    assert "set aside" in str(library.problems)
    assert journal(folder).read_bytes().startswith(data)
    assert fresh(folder) == state(library)


def test_a_flip_in_any_byte_costs_that_line_at_most_and_is_told(
    written: tuple[bytes, list[State]], folder: Path
) -> None:
    data, states = written
    path = journal(folder)
    lines = data.split(b"\n")[:-1]
    without = []
    for gone in range(len(lines)):
        path.write_bytes(b"".join(line + b"\n" for at, line in enumerate(lines) if at != gone))
        without.append(fresh(folder))
    told = 0
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1 << (at % 8)
        path.write_bytes(damaged)
        library = Library(folder, "test-0001")
        line = data.count(b"\n", 0, at)
        found = state(library)
        joined = data[at : at + 1] == b"\n" or damaged[at] == 10  # two lines made one, or one made two
        if not joined and library.problems:
            told += 1
            assert library.problems[0].line == line + 1
            assert found == without[line], at
        elif not joined:  # the name of the sum itself: what the line says is whole
            assert found == states[-1], at
        assert path.read_bytes() == damaged
    assert told > len(data) * 0.9
    damaged = bytearray(data)
    damaged[600] ^= 1
    path.write_bytes(damaged)
    Library(folder, "test-0001").act(IDS[30:31], {"star": True})
    assert path.read_bytes().startswith(damaged)  # a damaged line is left as it is


def test_a_damaged_line_is_told_with_a_sound_copy(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    data = journal(folder).read_bytes()
    journal(folder).write_bytes(data.replace(b'"star":true', b'"star":trve'))
    told = [str(problem) for problem in Library(folder, "test-0001").check()]
    assert len(told) == 1
    assert told[0].startswith(f"{journal(folder)}:2: the check sum does not fit; {folder}/backup/")
    assert told[0].endswith("is a sound copy")


# calls that fail

CALLS = ("open", "write", "fsync", "replace", "ftruncate", "fchmod", "mkdir", "link", "scandir")


class Failing:
    """Makes the n-th of some calls of the system fail, once or from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, number: int, *, once: bool) -> None:
        self.count, self._at, self._number, self._once = 0, at, number, once
        self.paused = False
        for name in CALLS:
            monkeypatch.setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            if self.paused:
                return real(*args, **named)
            self.count += 1
            if self.count == self._at or (self.count > self._at and not self._once):
                raise OSError(self._number, os.strerror(self._number))
            return real(*args, **named)

        return call


@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_whatever_call_fails_nothing_acknowledged_is_lost(tmp_path: Path, number: int, once: bool) -> None:
    start = tmp_path / "start"
    fill(start).close()
    listing = tmp_path / "one.md"
    listing.write_bytes(next(SEEDS.glob("*.md")).read_bytes())
    at, through = 0, False
    while not through:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(start, folder, copy_function=shutil.copy2)
        library = Library(folder, "test-0001")
        durable: list[State] = []
        with pytest.MonkeyPatch.context() as patch:
            failing = Failing(patch, at, number, once=once)
            for step in range(4):
                before = state(library)
                try:
                    done(library, step).wait()
                    durable.append(state(library))
                except NotOnDisk:
                    failing.paused = True
                    assert state(library) in (before, state(Library(folder, "other-9999"))), at
                    failing.paused = False
            library.save_marks()
            library.tidy()
            with suppress(NotOnDisk):
                loader.load(library, [str(listing)])
            with suppress(OSError):
                library.refresh()
            library.close()
            through = failing.count < at
        again = Library(folder, "test-0001")
        assert state(again) == state(library), at
        if durable:
            assert state(again) == durable[-1] or len(durable) < 4, at
        again.act(IDS[5:6], {"star": True}).wait()
        assert again.starred()[-1] == IDS[5]
        assert loader.load(again, [str(listing)]).papers == 90
        assert len(again.heads()) == 130
        again.close()
        assert not [one for one in Library(folder, "test-0001").check() if "journal" in str(one)], at
        shutil.rmtree(folder)
    assert at > 30


def done(library: Library, step: int) -> Receipt:
    """The steps of the test above."""
    if step == 3:
        undone = library.undo()
        return undone.receipt if undone else Receipt()
    ids, fields = ((IDS[:1], {"star": True}), (IDS[:3], {"pile": "read"}), (IDS[3:4], {"note": "n"}))[step]
    return library.act(ids, fields)


def test_a_write_that_stops_half_way_leaves_the_file_as_it_was(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    before = journal(folder).read_bytes()
    real = os.write
    for size in (1, 2, 17, 60, 100, 200):
        with pytest.MonkeyPatch.context() as patch:
            sizes = iter([size])

            def short(fd: int, data: bytes, sizes: Iterator[int] = sizes) -> int:
                some = next(sizes, None)
                if some is None:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return real(fd, data[:some])

            patch.setattr(os, "write", short)
            with pytest.raises(NotOnDisk, match="No space left"):
                filled.act(IDS[1:2], {"note": "x" * 300})
        assert journal(folder).read_bytes() == before
        assert filled.mark(IDS[1]).note is None
    filled.act(IDS[1:2], {"note": "there"}).wait()
    assert fresh(folder) == state(filled)


# full disks, failing disks


def fill_up(folder: Path) -> tuple[int, str]:
    """Acts until one fails: how many were acknowledged, and the reason."""
    library = Library(folder, "test-0001")
    done = 0
    try:
        for done in range(20_000):
            library.act([IDS[done % 40]], {"note": f"{done}" + "x" * 100}).wait()
    except NotOnDisk as why:
        return done, str(why)
    return done, ""


@pytest.mark.parametrize("limit", [6_000, 60_000])
def test_a_file_that_may_not_grow_keeps_what_was_acknowledged(folder: Path, limit: int) -> None:
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
    assert len(library.log()) == int(count)
    assert not library.problems
    library.act(IDS[:1], {"star": True}).wait()
    assert library.mark(IDS[0]).star


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        folder = disk / "library"
        fill(folder).close()
        done, why = fill_up(folder)
        assert why == "No space left on device"
        library = Library(folder, "test-0001")
        assert len(library.log()) == done > 100
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


def test_after_a_failed_fsync_the_journal_is_written_anew_and_the_old_file_never_synced_again(folder: Path) -> None:
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
    assert library.starred() == Library(folder, "test-0001").starred() == IDS[:4]


def test_an_act_that_cannot_be_made_durable_says_so_and_the_next_one_tries_again(folder: Path) -> None:
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
    assert Library(folder, "test-0001").starred() == IDS[:2]


# read-only, newer, older


def bytes_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_library_that_may_not_be_written_shows_everything_and_changes_nothing(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    journal(folder).write_bytes(seal({"arxtui": "marks", "schema": 7}) + journal(folder).read_bytes())
    before = bytes_of(folder)
    library = Library(folder, "test-0001")
    assert library.starred() == IDS[:1]
    for step in (lambda: library.act(IDS[:1], {"star": False}), library.undo, library.loading().__enter__):
        with pytest.raises(ReadOnly, match="newer arxtui"):
            step()
    library.save_marks()
    library.tidy()
    library.close()
    assert bytes_of(folder) == before


def test_a_folder_without_the_right_to_write_opens_read_only(filled: Library, folder: Path, tmp_path: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    for path in (tmp_path, *tmp_path.parents[:2]) if os.geteuid() == 0 else ():
        path.chmod(0o755)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    child = os.fork()
    if not child:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            library = Library(folder, "test-0001")
            if library.starred() == IDS[:1] and library.readonly == "no right to write":
                try:
                    library.act(IDS[1:2], {"star": True})
                except ReadOnly:
                    status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)


def test_a_journal_of_schema_0_is_copied_and_written_anew_by_the_first_act(filled: Library, folder: Path) -> None:
    first, second = "2023-11-01T08:00:00.000000Z", "2023-11-01T08:00:01.000000Z"
    old = b"".join(
        [
            seal({"arxtui": "marks", "schema": 0, "machine": "test-0001"}),
            seal({"t": first, "ids": IDS[:2], "set": {"read": True, "star": True}, "was": {}}),
            b'{"t":"2023-11-01T08:00:00.500000Z","ids":["2310.00003"],"set":{"read":"sometimes"}}\n',
            seal({"t": second, "ids": IDS[:1], "set": {"read": False}, "was": {IDS[0]: {"read": [True, first]}}}),
        ]
    )
    year = filled._journal.stamp()[:4]
    path = folder / "marks" / f"test-0001.{year}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(old)
    library = Library(folder, "test-0001")
    assert [library.mark(one).pile for one in IDS[:2]] == ["unread", "read"]
    assert path.read_bytes() == old  # a read writes nothing
    before = state(library)
    library.act(IDS[2:3], {"star": True}).wait()
    assert state(library) == {**before, IDS[2]: state(library)[IDS[2]]} == fresh(folder)
    assert path.read_bytes().startswith(seal({"arxtui": "marks", "schema": 1, "machine": "test-0001"}))
    assert b'"sometimes"' in path.read_bytes()
    copies = list(folder.glob("backup/*-schema0/*.jsonl"))
    assert [copy.read_bytes() for copy in copies] == [old]
    library.undo()
    assert library.undo() is not None
    assert library.mark(IDS[0]).pile == "read"
    library.close()


# many processes


def test_two_writers_and_a_reader_lose_nothing(folder: Path) -> None:
    fill(folder).close()
    children = []
    for writer in range(2):
        child = os.fork()
        if not child:
            try:
                library = Library(folder, "test-0001")
                for number in range(400):
                    library.act([IDS[number % 40]], {f"#w{writer}-{number // 40}": True}).wait()
            finally:
                os._exit(0)
        children.append(child)
    reader = Library(folder, "test-0001")
    while children:
        reader.refresh()
        done, _ = os.waitpid(-1, os.WNOHANG)
        children = [child for child in children if child != done]
    reader.refresh()
    assert len(reader.log()) == 800
    assert all(len(reader.mark(one).tags) == 20 for one in IDS)
    assert fresh(folder) == state(reader)
    assert not reader.problems


def test_a_writer_that_is_stopped_blocks_no_reader_and_is_named(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    child = os.fork()
    if not child:
        fcntl.flock(os.open(folder / "marks" / ".lock", os.O_RDWR), fcntl.LOCK_EX)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    try:
        library = Library(folder, "test-0001")
        assert library.starred() == IDS[:1]
        library.refresh()
        library.waiting = busy
        with pytest.raises(Busy, match=f"process {child}"):
            library.act(IDS[1:2], {"star": True})
        assert library.starred() == IDS[:1]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    library.act(IDS[1:2], {"star": True}).wait()
    assert library.starred() == IDS[:2]


# merging


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.skipif(not LONG, reason="ARXTUI_LONG"))])
def test_histories_of_three_machines_merge_alike_in_any_order(tmp_path: Path, count: int) -> None:
    for seed in range(count):
        chance = random.Random(seed)
        homes = [tmp_path / f"{seed}-{n}" for n in range(3)]
        libraries = [
            Library(home, f"m{n}-000{n}", clock=_clock(chance, n), fsync=lambda _: None) for n, home in enumerate(homes)
        ]
        for _ in range(25):
            one = chance.randrange(3)
            libraries[one].refresh()
            some_act(libraries[one], chance)
            if chance.random() < 0.3:
                _copy(homes[one], homes[chance.randrange(3)], chance)
        for home in homes:
            for other in homes:
                _copy(other, home, None)
        ends = []
        for n, home in enumerate(homes):
            libraries[n].refresh()
            ends.append(state(libraries[n]))
            libraries[n].save_marks()
            by_marks = state(Library(home, "reader-0009"))
            (home / "marks.json").unlink(missing_ok=True)
            assert by_marks == state(Library(home, "reader-0009")) == ends[-1], seed
            libraries[n].close()
            shutil.rmtree(home)
        assert ends[0] == ends[1] == ends[2], seed


def _clock(chance: random.Random, machine: int) -> Callable[[], int]:
    """Clocks that are an hour behind, right, and a day ahead."""
    ticks = iter(range(10**9))
    shift = (-3_600_000_000, 0, 86_400_000_000)[machine]
    return lambda: 1_700_000_000_000_000 + shift + next(ticks) * 1_000_000 + chance.randrange(1000)


def _copy(source: Path, target: Path, chance: random.Random | None) -> None:
    """What a sync does: a machine's own journals arrive elsewhere, at times under another name as well."""
    machine = f"m{source.name[-1]}-"
    for path in source.glob(f"marks/{machine}*.jsonl"):
        if source != target:
            (target / "marks").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / "marks" / path.name)
            if chance and chance.random() < 0.1:
                shutil.copyfile(path, target / "marks" / f"{path.stem}.sync-conflict-20260101.jsonl")


def test_of_two_concurrent_notes_both_are_shown_until_one_is_written_over_them(tmp_path: Path) -> None:
    homes = [tmp_path / "a", tmp_path / "b"]
    a, b = (Library(home, f"m{n}-000{n}", clock=_clock(random.Random(1), 1 + n)) for n, home in enumerate(homes))
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
        mark = library.mark(IDS[0])
        assert mark.note == "from b, better"
        assert [text for _, text in mark.other_notes] == ["from a"]
        assert mark.other_notes[0][0].endswith(" m0-0000")
    b.act(IDS[:1], {"note": "from both"})
    assert b.mark(IDS[0]).other_notes == ()
    b.undo()
    assert [text for _, text in b.mark(IDS[0]).other_notes] == ["from a"]
    b.redo()
    assert (b.mark(IDS[0]).note, b.mark(IDS[0]).other_notes) == ("from both", ())
    for library in (a, b):
        library.close()


def _move(source: Path, target: Path) -> None:
    machine = {"a": "m0-0000", "b": "m1-0001"}[source.name]
    (target / "marks").mkdir(parents=True, exist_ok=True)
    for path in source.glob(f"marks/{machine}*"):
        shutil.copyfile(path, target / "marks" / path.name)


# backups


def test_the_journals_are_copied_once_a_day_and_old_copies_thinned_out(folder: Path) -> None:
    day = 1_700_000_000_000_000
    fill(folder).close()
    for _ in range(40):
        now = day
        library = Library(folder, "test-0001", clock=lambda now=now: now)
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
    assert (folder / "backup/years/test-0001.2023.jsonl").samefile(folder / "marks/test-0001.2023.jsonl")


# damaged files


def damaged() -> dict[str, bytes]:
    """Stores that others left in pieces."""
    return {
        "deep": b"[" * 300_000 + b"]" * 300_000, "nul": bytes(4096), "empty": b"", "cut": b'{"papers": {"2310.19210"',
        "list": b"[1,2,3]", "number": b'{"_default": 1}', "huge": b'{"papers":{"1":' + b"9" * 5000 + b'},"_meta":{}}',
        "types": b'{"papers":{"2310.00001":{"title":5,"authors":"x"}},"_meta":{"1":{"schema":1}}}',
        "newer": b'{"papers":{},"_meta":{"1":{"schema":99}}}', "latin": b'{"papers":{"\xff":{}},"_meta":{}}',
    }  # fmt: skip


@pytest.mark.parametrize("name", list(damaged()))
def test_a_damaged_marks_json_is_made_anew(filled: Library, folder: Path, name: str) -> None:
    filled.act(IDS[:1], {"star": True}).wait()
    filled.close()
    (folder / "marks.json").write_bytes(damaged()[name])
    library = Library(folder, "test-0001")
    assert library.starred() == IDS[:1]
    library.save_marks()
    assert (folder / "marks.json").read_bytes() != damaged()[name]
    assert Library(folder, "test-0001").starred() == IDS[:1]


@pytest.mark.parametrize("name", list(damaged()))
def test_a_damaged_day_file_is_told_and_set_aside_by_the_next_load(seeded: Library, folder: Path, name: str) -> None:
    star = seeded.day_ids("2023-10-30")[0]
    seeded.act([star], {"star": True}).wait()
    seeded.close()
    path = folder / "catalogue/2023/20231030.json"
    path.write_bytes(damaged()[name])
    library = Library(folder, "test-0001")
    assert list(library.day("2023-10-30")) == []
    if name != "newer":
        assert str(path) in str(library.problems[0])
    assert [paper_.id for paper_ in library.papers_of([star]).values()] == [star]  # by its cite
    assert path.read_bytes() == damaged()[name]
    if name == "newer":
        with pytest.raises(NotOnDisk, match="newer arxtui"):
            loader.load(library, [str(SEEDS)])
        assert path.read_bytes() == damaged()[name]
        return
    loader.load(library, [str(SEEDS)])
    assert len(library.day("2023-10-30")) == 90
    if name != "types":
        assert path.with_name(path.name + ".damaged").read_bytes() == damaged()[name]
    library.close()


def test_a_day_file_changed_by_hand_is_used_and_check_tells(seeded: Library, folder: Path) -> None:
    path = folder / "catalogue/2023/20231030.json"
    path.write_bytes(path.read_bytes().replace(b"Generalized Category", b"Generalised Category", 1))
    library = Library(folder, "test-0001")
    assert library.day("2023-10-30")[0].title.startswith("Generalised")
    assert any("changed since it was written" in str(problem) for problem in library.check())
    assert loader.verify(library) == (0, 1)
