"""Stale heads: used if names and sizes fit, checked and made anew in the background."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from arxtui.finder import Finder
from arxtui.query import parse
from arxtui.search_result import Finding
from arxtui.store import Library
from arxtui.store.day_files import DayFiles
from arxtui.store.indexing import Progress
from arxtui.work_in_steps import finish
from tests.conftest import paper
from tests.counting import calls
from tests.screen import Driver, drive

DAYS = [
    f"{year}-0{month}-1{day}" for year in (2021, 2022, 2023) for month in (1, 2) for day in range(5)
]


@pytest.fixture
def years(library: Library) -> Library:
    """Thirty days in three years, a paper each, and three of one day."""
    with library.loading() as load:
        some = [
            paper(number, day=day, title=f"A zebra of {day}") for number, day in enumerate(DAYS)
        ]
        load.put([*some, paper(90, day=DAYS[-1]), paper(91, day=DAYS[-1])], {"name": "x"})
    return library


@pytest.fixture
def copied(years: Library, folder: Path, tmp_path: Path) -> Path:
    """A copy with other times, as `cp -r` makes it."""
    years.close()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)
    for number, path in enumerate(sorted(copy.rglob("*"))):
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))
    return copy


def opened(folder: Path, *, machine: str = "test-0001", indexed: bool = True) -> Library:
    library = Library(folder, machine)
    if indexed:
        library.indexing.use_indexed()
    return library


def ids(library: Library) -> list[str]:
    return [head.id for head in library.papers.heads()]


def day_file(folder: Path, day: str) -> Path:
    return folder / "catalogue" / day[:4] / f"{day.replace('-', '')}.json"


class Reading:
    """Counts the day files that are parsed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        real = DayFiles.table

        def counted(days: DayFiles, file: str, *, keep: bool = True) -> object:
            self.files.append(file)
            return real(days, file, keep=keep)

        patch.setattr(DayFiles, "table", counted)


def test_a_copied_library_answers_at_once_and_is_checked_afterwards(
    copied: Path, years: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(copied)
    assert library.indexing.stale()
    reading = Reading(monkeypatch)
    assert ids(library) == ids(years)
    assert Finder(library).find(parse("zebra")).total == len(DAYS)
    assert reading.files == []  # no day file is opened for it
    steps = [*library.indexing.steps()]
    assert all(at.of == 0 for at in steps)  # checked, nothing made anew
    assert reading.files == []
    assert not library.indexing.stale()
    assert ids(library) == ids(years)


def test_the_command_line_checks_a_copied_library_before_it_believes_it(
    copied: Path, years: Library
) -> None:
    path = day_file(copied, DAYS[7])
    path.write_bytes(path.read_bytes().replace(b"A zebra", b"A quagg"))
    assert "A zebra" in " ".join(
        head.title for head in opened(copied).papers.heads() if head.day == DAYS[7]
    )
    checked = opened(copied, indexed=False)
    assert [head.title for head in checked.papers.heads() if head.day == DAYS[7]] == [
        f"A quagg of {DAYS[7]}"
    ]


def test_changed_day_files_are_noticed_in_the_background(copied: Path) -> None:
    path = day_file(copied, DAYS[7])
    path.write_bytes(path.read_bytes().replace(b"A zebra", b"A quagg"))  # the same size
    library = opened(copied)
    steps = [*library.indexing.steps()]
    assert steps[-1].done == steps[-1].of == 2  # its heads and its text
    assert Finder(library).find(parse("quagg")).total == 1
    assert not library.indexing.stale()


def make_old(folder: Path) -> None:
    """Give a folder and all in it times that lie in the past."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, ns=(10**18, 10**18))


def test_files_that_have_not_changed_are_not_opened_each_second(copied: Path) -> None:
    make_old(copied / "catalogue")
    library = opened(copied)
    list(library.indexing.steps())
    for name in ("catalogue", "heads", "text"):
        make_old(copied / name)
    assert not library.indexing.stale()
    with calls() as counted:
        assert not library.indexing.stale()
    assert counted["Path.open"] == 0
    path = day_file(copied, DAYS[7])
    path.with_name("20220106.json").write_bytes(path.read_bytes())
    assert library.indexing.stale()
    list(library.indexing.steps())
    (copied / "heads" / "2022.tsv").unlink()
    assert library.indexing.stale()


def test_a_file_that_changed_just_now_is_opened_again(copied: Path) -> None:
    """A file system with coarse times may give the next change the same time."""
    library = opened(copied)
    list(library.indexing.steps())
    assert not library.indexing.stale()
    with calls() as counted:
        assert not library.indexing.stale()
    assert counted["Path.open"] > 0


def test_only_missing_heads_are_rebuilt_newest_year_first(
    copied: Path, years: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_ids = ids(years)
    (copied / "heads" / "2022.tsv").unlink()
    (copied / "heads" / "2023.tsv").unlink()
    gone = day_file(copied, DAYS[0])
    gone.unlink()
    library = opened(copied)
    assert {head.day[:4] for head in library.papers.heads()} == {"2021"}
    assert gone.stem not in {head.file for head in library.papers.heads()}
    reading = Reading(monkeypatch)
    written: list[set[str]] = []
    percent: list[int] = []
    for at in library.indexing.steps():
        if at.of:
            percent.append(at.done * 100 // at.of)
        if at.written:
            written.append({head.day[:4] for head in library.papers.heads()})
    made = [file for file in reading.files if file]
    assert [file[:4] for file in dict.fromkeys(made)] == ["2023"] * 10 + ["2022"] * 10
    assert written[0] == {"2023", "2021"}
    assert written[-1] == {"2023", "2022", "2021"}
    assert percent == sorted(percent)
    assert percent[-1] == 100
    assert ids(library) == [paper_id for paper_id in all_ids if paper_id != paper(0).id]
    assert not opened(copied).indexing.stale()


def test_killed_indexing_resumes_where_it_was(years: Library, folder: Path) -> None:
    with years.loading() as load:
        load.put([paper(200 + n, day=f"2024-01-{n + 1:02}") for n in range(25)], {"name": "more"})
    shutil.rmtree(folder / "heads")
    for at in Library(folder, "test-0001").indexing.steps():
        if at.written:
            break  # killed after the first ten days
    library = opened(folder)
    assert len(ids(library)) == 10
    assert {head.day[:7] for head in library.papers.heads()} == {"2024-01"}
    rest = [*library.indexing.steps()]
    assert rest[-1].of == 15 + len(DAYS)
    assert len(ids(library)) == 25 + len(DAYS) + 2


def test_a_killed_load_leaves_all_other_papers_searchable(years: Library, folder: Path) -> None:
    load = years.loading().__enter__()
    load.put(
        [paper(300, day="2023-05-05"), paper(301, day=DAYS[-1])], {"name": "killed"}
    )  # and no end of it
    library = opened(folder)
    assert library.indexing.stale()
    known = set(ids(library))
    assert len(known) == len(DAYS) - 1  # all days but the day that was written anew
    assert library.papers.day("2023-05-05")[0].id == paper(300).id
    steps = [*library.indexing.steps()]
    assert steps[-1].of == 4  # two days, their heads and their text
    assert set(ids(library)) == known | {paper(n).id for n in (300, 301, 90, 91, len(DAYS) - 1)}


def test_the_heads_of_another_machine_are_not_believed(copied: Path) -> None:
    stranger = opened(copied, machine="other-0002")
    assert ids(stranger) == []
    assert len([*stranger.indexing.steps()]) > len(DAYS)
    assert len(ids(stranger)) == len(DAYS) + 2


@pytest.mark.parametrize("at", ["start", "stamps", "middle", "end"])
def test_damaged_heads_are_rebuilt(at: str, years: Library, folder: Path) -> None:
    path = folder / "heads" / "2023.tsv"
    data = path.read_bytes()
    place = {
        "start": 3,
        "stamps": data.index(b"\n") + 20,
        "middle": len(data) // 2,
        "end": len(data) - 2,
    }[at]
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    want = ids(years)
    library = opened(folder)
    assert {head.day[:4] for head in library.papers.heads()} == {"2022", "2021"}
    for _ in library.indexing.steps():
        pass
    assert ids(library) == want


def test_days_of_the_calendar_are_counted_whether_they_are_indexed_or_not(
    years: Library, folder: Path
) -> None:
    want = finish(years.papers.unread_by_day("2023"))
    assert want[DAYS[-1]] == (3, 3)
    (folder / "heads" / "2023.tsv").unlink()
    assert finish(opened(folder).papers.unread_by_day("2023")) == want


def test_a_load_uses_only_heads_that_it_has_checked(copied: Path) -> None:
    path = day_file(copied, DAYS[-2])
    path.write_bytes(path.read_bytes().replace(b"A zebra", b"A quagg"))
    library = Library(copied, "test-0001")
    with library.loading() as load:
        load.put([paper(500, day=DAYS[-3])._replace(title="New")], {"name": "new"})
    assert Finder(library).find(parse("quagg")).total == 1
    assert Finder(library).find(parse("new")).total == 1


def test_steps_of_indexing_are_small(years: Library, folder: Path) -> None:
    shutil.rmtree(folder / "heads")
    count = sum(1 for _ in years.indexing.steps())
    assert count >= len(DAYS) + 2  # one for each paper at least


# On the screen


@pytest.mark.parametrize("state", ["copied", "no heads", "half a line", "another machine's"])
def test_no_letter_of_a_query_runs_as_a_command_while_the_library_is_indexed(
    state: str, years: Library, copied: Path
) -> None:
    machine = "test-0001"
    if state == "no heads":
        shutil.rmtree(copied / "heads")
    elif state == "half a line":
        for path in (copied / "heads").iterdir():
            path.write_bytes(path.read_bytes()[:70])
    elif state == "another machine's":
        machine = "other-0002"
    library = Library(copied, machine)

    async def play(user: Driver) -> None:
        await user.pilot.press("slash", *"zebra", "space", *"dbs")
        assert user.main.box.prompt is not None
        assert user.main.box.text == "zebra dbs"
        assert not list(library.marks.items())
        await user.press("escape")
        for key in ("V", "D", "a", "t"):
            await user.press(key)
            assert "indexing" not in user.message or user.main.questions.asking is not None
            opened_box = user.main.box.prompt is not None
            assert (
                opened_box
                or user.app.screen is not user.main
                or user.main.questions.asking
                or key == "a"
            )
            await user.press("escape")
        await user.until(lambda: not user.main.commands.arrivals.indexing.running)
        await user.press("slash")
        await user.type("zebra")
        await user.until(lambda: f"{len(DAYS)} hits" in user.lines()[0])
        await user.until(
            lambda: not library.indexing.stale()
        )  # heads that only have to be checked are checked a second later

    drive(library, play)


def test_a_search_during_indexing_adds_later_hits_by_itself(years: Library, folder: Path) -> None:
    (folder / "heads" / "2023.tsv").unlink()
    library = Library(folder, "test-0001")
    library.readonly = "nobody indexes for now"

    async def play(user: Driver) -> None:
        await user.press("V", "a")
        assert f"of {2 * len(DAYS) // 3} unread" in user.lines()[0]
        await user.press("slash")
        await user.type("zebra")
        assert f"{2 * len(DAYS) // 3} hits" in user.lines()[0]
        library.readonly = None  # the screen sees that heads are missing, and makes them
        await user.until(lambda: f"{len(DAYS)} hits" in user.lines()[0])
        assert user.main.box.text == "zebra"

    drive(library, play)
    assert not library.indexing.stale()


def test_an_unreadable_day_is_indexed_once_and_not_again_and_again(
    years: Library, folder: Path
) -> None:
    (folder / "heads" / "2023.tsv").unlink()
    bad = day_file(folder, DAYS[-1])
    bad.unlink()
    bad.mkdir()

    async def play(user: Driver) -> None:
        indexing = user.main.commands.arrivals.indexing
        await user.until(lambda: not indexing.running and indexing._tried is not None)
        written = user.library.indexing.written_at()
        for _ in range(3):
            user.main.commands.arrivals.look()
            assert not indexing.running
        assert user.library.indexing.written_at() == written

    drive(Library(folder, "test-0001"), play)


def test_progress_is_shown_in_per_cent_behind_the_hits(years: Library) -> None:
    async def play(user: Driver) -> None:
        indexing = user.main.commands.arrivals.indexing
        await user.until(lambda: not indexing.running)
        user.main.say("")
        user.main.search_progress.say_indexing("indexing the library, 38 %")
        assert user.message == "indexing the library, 38 %"
        await user.press("slash")
        await user.type("zebar")
        assert user.message.endswith("zebar → zebra · indexing the library, 38 %")
        user.main.search_progress.say_indexing("indexing the library, 95 %")
        assert user.message.endswith("indexing the library, 95 %")
        user.main.search_progress.say_indexing("")
        assert user.message.endswith("zebar → zebra")
        await user.press("escape")
        await user.press("j")
        assert user.message == ""

    drive(years, play)


def test_quitting_ends_the_indexing(years: Library, folder: Path) -> None:
    shutil.rmtree(folder / "heads")

    async def play(user: Driver) -> None:
        user.main.commands.arrivals.indexing.leave()
        thread = user.main.commands.arrivals.indexing._thread
        assert thread is None or not thread.is_alive()

    drive(years, play)


def endless() -> Finding:
    """Search without an end."""
    while True:
        yield None


def test_no_indexing_outlives_a_screen_that_no_key_has_ended(years: Library, folder: Path) -> None:
    """A check of heads waits for a search; here the search never ends."""
    threads: list[threading.Thread] = []

    async def play(user: Driver) -> None:
        indexing = user.main.commands.arrivals.indexing
        await user.until(lambda: not indexing.running)
        user.main.shown.lookup._finding = endless()
        shutil.rmtree(folder / "heads")
        user.library.refresh()
        indexing._tried = None
        indexing.begin()
        assert indexing._thread is not None
        threads.append(indexing._thread)

    drive(years, play)
    threads[0].join(10)
    assert not threads[0].is_alive()


def test_without_work_no_progress_is_shown() -> None:
    assert Progress(0, 0).written is False
