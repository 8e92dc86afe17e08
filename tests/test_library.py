"""The library: acts, undo, two processes, its TinyDB tables, and the loss of files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB, where
from tinydb.table import Document, Table

from arxtui.model import tag_name
from arxtui.store import Library, NotOnDisk, ReadOnly, day_table
from arxtui.store.act import micros
from arxtui.store.day_table import DayFile, DayTable
from arxtui.work_in_steps import finish
from tests.conftest import paper

IDS = [paper(number).id for number in range(90)]


@pytest.fixture
def filled(library: Library) -> Library:
    with library.loading() as load:
        load.put(
            [paper(number, day=f"2023-10-{30 - number // 30}") for number in range(90)],
            {"name": "made up"},
        )
    return library


def lines(folder: Path) -> list[bytes]:
    return [
        line for path in folder.glob("marks/*.jsonl") for line in path.read_bytes().splitlines()
    ]


def test_a_star_is_in_the_journal_at_once_and_on_disk_after_the_receipt(
    filled: Library, folder: Path
) -> None:
    receipt = filled.act(IDS[:1], {"star": True})
    assert len(lines(folder)) == 2
    receipt.wait()
    assert receipt.durable()
    again = Library(folder, "test-0001").marks.of(IDS[0])
    assert again.star
    assert again.pile == "unread"
    assert again.cite is not None
    assert again.cite.key == "lee2023title"


def test_an_action_without_a_change_writes_nothing(filled: Library, folder: Path) -> None:
    filled.act(IDS, {"pile": "read"})
    before = lines(folder)
    assert filled.act(IDS, {"pile": "read"}).durable()
    assert filled.act(IDS[:1], {"star": False}).ids == ()
    assert lines(folder) == before
    assert filled.act(IDS, {"pile": "later"}).ids == tuple(IDS)


def test_keys_are_unique_and_stay(filled: Library) -> None:
    filled.act(IDS[:3], {"star": True})
    keys = [mark.cite.key for _, mark in sorted(filled.marks.items()) if mark.cite]
    assert keys == ["lee2023title", "lee2023titlea", "lee2023titleb"]
    filled.act(IDS[:1], {"star": False})
    filled.act(IDS[3:4], {"#gan": True})
    assert filled.marks.of(IDS[0]).cite
    assert [mark.cite.key for _, mark in sorted(filled.marks.items()) if mark.cite] == [
        *keys,
        "lee2023titlec",
    ]


def test_everything_can_be_undone_and_redone_also_after_a_restart(
    filled: Library, folder: Path
) -> None:
    states = [dict(filled.marks.items())]
    for ids, fields in (
        (IDS[:1], {"star": True}), (IDS, {"pile": "read"}), (IDS[:2], {"pile": "later"}),
        (IDS[1:3], {"#gan": True}),
        (IDS[:1], {"note": "see section 3"}), (IDS[:1], {"note": None}), (IDS[:1], {"star": False}),
    ):  # fmt: skip
        filled.act(ids, fields)
        states.append(dict(filled.marks.items()))
    for state in states[-2::-1]:
        library = Library(folder, "test-0001")
        undone = library.undo()
        assert undone is not None
        assert not undone.kept
        assert dict(library.marks.items()) == state
    assert library.undo() is None
    for state in states[1:]:
        library = Library(folder, "test-0001")
        assert library.redo() is not None
        assert dict(library.marks.items()) == state
    assert library.redo() is None


def test_undo_leaves_later_changes_of_another_machine(filled: Library, folder: Path) -> None:
    filled.act(IDS[:4], {"pile": "read"})
    other = Library(folder, "other-0002")
    other.act(IDS[:1], {"pile": "later"})
    undone = filled.undo()
    assert undone is not None
    assert undone.kept == 1
    assert [filled.marks.of(one).pile for one in IDS[:4]] == ["later", "unread", "unread", "unread"]


def test_two_open_libraries_see_each_other(filled: Library, folder: Path) -> None:
    other = Library(folder, "test-0001")
    filled.act(IDS[:1], {"star": True})
    other.act(IDS[1:2], {"star": True})
    assert filled.refresh() == {IDS[1]}
    assert filled.marks.starred() == other.marks.starred() == IDS[:2]


def test_undo_of_a_named_action_reverts_no_other(filled: Library, folder: Path) -> None:
    first = filled.act(IDS[:1], {"star": True})
    second = filled.act(IDS[1:2], {"star": True})
    assert filled.undo(first.action) is None
    other = Library(folder, "test-0001")
    undone = other.undo(second.action)
    assert undone is not None
    assert undone.act.t == second.action
    assert filled.undo(second.action) is None
    act = finish(filled.log.redoable())
    assert act is not None
    assert act.t == second.action
    assert filled.redo(first.action) is None
    assert filled.redo(second.action) is not None
    assert filled.act(IDS[:2], {"star": True}).action == ""  # changes nothing


def test_random_histories_of_three_machines_end_alike_in_any_order(tmp_path: Path) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        home = tmp_path / str(seed)
        machines = [
            Library(home / "lib", f"m{n}-000{n}", clock=_clock(chance, n)) for n in range(3)
        ]
        with machines[0].loading() as load:
            load.put([paper(number) for number in range(4)], {"name": "all"})
        for _ in range(25):
            library = chance.choice(machines)
            if chance.random() < 0.3:
                (library.undo if chance.random() < 0.6 else library.redo)()
                continue
            field, value = chance.choice(
                [("star", True), ("star", False), ("pile", "read"), ("pile", "later"),
                 ("pile", "unread"),
                 ("#a", True), ("#a", False), ("#b", True), ("note", "x"), ("note", None)]
            )  # fmt: skip
            library.act(chance.sample(IDS[:4], 2), {field: value})
        for library in machines:
            library.refresh()
        machines_and_new = [*machines, Library(home / "lib", "new-0009")]
        states = [dict(library.marks.items()) for library in machines_and_new]
        assert all(state == states[0] for state in states)


def _clock(chance: random.Random, number: int):  # type: ignore[no-untyped-def]
    skew = (number - 1) * 3_600_000_000
    now = [1_700_000_000_000_000 + skew]

    def clock() -> int:
        now[0] += chance.randrange(1, 10_000_000)
        return now[0]

    return clock


def test_derived_files_may_be_deleted_damaged_or_outdated(filled: Library, folder: Path) -> None:
    filled.act(IDS[:2], {"star": True})
    filled.checkpoint.save()
    filled.act(IDS[2:3], {"star": True})
    want = dict(filled.marks.items())
    marks = folder / "marks.json"
    for damage in (
        None,
        b"",
        b"{",
        b'{"marks": 7}',
        marks.read_bytes().replace(b"19", b"20"),
        marks.read_bytes(),
    ):
        marks.unlink(missing_ok=True)
        if damage is not None:
            marks.write_bytes(damage)
        assert dict(Library(folder, "test-0001").marks.items()) == want
    heads = folder / "heads" / "2023.tsv"
    good = list(filled.papers.heads())
    for damage in (None, b"", heads.read_bytes()[:-50], b"arxtui-heads-1\t0\nend\t0"):
        heads.unlink(missing_ok=True)
        if damage is not None:
            heads.write_bytes(damage)
        assert list(Library(folder, "test-0001").papers.heads()) == good


def test_marks_json_makes_the_start_fast_and_is_a_plain_tinydb_file(
    filled: Library, folder: Path
) -> None:
    filled.act(IDS, {"pile": "read"})
    filled.checkpoint.save()
    assert Library(folder, "test-0001").checkpoint.behind == 0

    class StrTable(Table):
        document_id_class = str  # type: ignore[assignment]

    class StrDB(TinyDB):
        table_class = StrTable

    with (
        StrDB(folder / "marks.json") as marks,
        StrDB(folder / "catalogue" / "2023" / "20231030.json") as day,
    ):
        assert len(marks.table("marks")) == 90
        papers = day.table("papers")
        assert papers.get(doc_id=IDS[3])["title"] == "Title 3 of a paper"
        assert papers.count(where("version") == 1) == 30


def test_the_tables_of_a_library_are_tinydb_tables(filled: Library, folder: Path) -> None:
    filled.act(IDS[:2], {"star": True, "#gan": True})
    starred = filled.marks.search(where("star") == True)  # noqa: E712
    assert [str(doc.doc_id) for doc in starred] == IDS[:2]
    before = len(lines(folder))
    filled.marks.update({"note": "by TinyDB"}, doc_ids=IDS[:2])  # type: ignore[arg-type]
    assert len(lines(folder)) == before + 1
    assert filled.marks.of(IDS[1]).note == "by TinyDB"
    filled.marks.upsert(Document({"tags": ["nerf"]}, IDS[5]))  # type: ignore[arg-type]
    assert filled.marks.tags() == {"gan": 2, "nerf": 1}
    filled.marks.remove(doc_ids=IDS[:1])  # type: ignore[arg-type]
    assert not filled.marks.of(IDS[0]).star
    filled.undo()
    assert filled.marks.of(IDS[0]).star
    filled.marks.truncate()
    assert dict(filled.marks.items()) == {}
    filled.undo()
    assert len(filled.marks) == 3
    day = DayTable(DayFile(folder / "catalogue" / "2023" / "20231030.json"))
    assert day.get(doc_id=IDS[7])["title"] == "Title 7 of a paper"  # type: ignore[call-overload]
    assert len(day.search(where("title") == "Title 7 of a paper")) == len(day) - 29 == 1


def test_a_marked_paper_survives_the_loss_of_the_catalogue(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    for path in (folder / "catalogue").rglob("*.json"):
        path.unlink()
    left = Library(folder, "test-0001")
    assert left.papers.find(IDS[:2])[IDS[0]].title == "Title 0 of a paper"
    assert left.marks.starred() == IDS[:1]


def test_a_damaged_day_file_is_reported_and_its_day_can_be_loaded_again(
    filled: Library, folder: Path
) -> None:
    path = folder / "catalogue" / "2023" / "20231030.json"
    path.write_bytes(path.read_bytes()[:500])
    library = Library(folder, "test-0001")
    assert list(library.papers.day("2023-10-30")) == []
    assert "load the day's listing again" in str(library.problems[0])
    with library.loading() as load:
        load.put([paper(number) for number in range(30)], {"name": "again"})
    assert len(library.papers.day("2023-10-30")) == 30


def test_heads_of_papers_without_a_day_stay_valid_when_papers_are_added(filled: Library) -> None:
    for loaded in (paper(300)._replace(published=None), paper(301)):
        with filled.loading() as load:
            load.put([loaded], {"name": "one"})
        assert not filled.indexing.stale()
    assert filled.papers.days()[-1] == ""


def test_the_higher_version_wins_and_the_older_text_is_stored(filled: Library) -> None:
    with filled.loading() as load:
        load.put([paper(0, version=2, title="Better")], {"name": "v2"})
        load.put([paper(0, version=1, title="Worse")], {"name": "v1"})
    assert (load.counts.new, load.counts.updated, load.counts.unchanged) == (0, 1, 1)
    head = next(head for head in filled.papers.heads() if head.id == IDS[0])
    assert head.title == "Better"
    assert filled.papers.find([head.id])[head.id].title == "Better"
    assert (filled.papers.earlier_version(head) or ())[:2] == (1, "Title 0 of a paper")


def test_a_full_disk_changes_nothing_and_is_reported(filled: Library, folder: Path) -> None:
    program = """
import resource, signal, sys
from pathlib import Path
from arxtui.store import Library, NotOnDisk
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = Library(Path(sys.argv[1]), "test-0001")
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
done = 0
try:
    for number in range(90):
        library.act([f"2310.{number:05d}"], {"star": True}).wait()
        done += 1
except NotOnDisk as why:
    assert not library.marks.of(f"2310.{done:05d}").star
    print(done, why)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    done, _, reason = ended.stdout.partition(" ")
    assert int(done) > 0
    assert "large" in reason
    assert len(Library(folder, "test-0001").marks.starred()) == int(done)


def test_after_a_failed_fsync_the_journal_is_rewritten(filled: Library, folder: Path) -> None:
    calls: list[Path] = []

    def broken(path: Path) -> None:
        calls.append(path)
        raise OSError(5, "Input/output error")

    library = Library(folder, "test-0001", fsync=broken)
    library.act(IDS[:1], {"star": True}).wait()
    before = next((folder / "marks").glob("*.jsonl")).stat().st_ino
    library.act(IDS[1:2], {"star": True}).wait()
    assert before != next((folder / "marks").glob("*.jsonl")).stat().st_ino
    assert Library(folder, "test-0001").marks.starred() == IDS[:2]
    assert calls


def test_a_read_only_library_opens_and_refuses_changes(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    journal = next((folder / "marks").glob("*.jsonl"))
    journal.write_bytes(journal.read_bytes() + b'{"arxtui":"marks","schema":2}\n')
    library = Library(folder, "test-0001")
    assert library.marks.starred() == IDS[:1]
    with pytest.raises(ReadOnly, match="newer arxtui"):
        library.act(IDS[1:2], {"star": True})
    assert issubclass(ReadOnly, NotOnDisk)


@pytest.mark.parametrize("turn", range(8))
def test_kill_9_loses_no_acknowledged_action(filled: Library, folder: Path, turn: int) -> None:
    program = """
import sys
from pathlib import Path
from arxtui.store import Library
library = Library(Path(sys.argv[1]), "test-0001")
for number in range(90):
    library.act([f"2310.{number:05d}"], {"star": True, "note": "x" * number})
    print(number, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        seen = [child.stdout.readline() for _ in range(1 + turn * 9)]
        os.kill(child.pid, signal.SIGKILL)
        seen += child.stdout.readlines()
    library = Library(folder, "test-0001")
    acknowledged = int(seen[-1] if seen[-1].endswith(b"\n") else seen[-2]) + 1
    assert len(library.marks.starred()) in (acknowledged, acknowledged + 1)
    assert not library.problems


def test_a_library_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError):
        Library(tmp_path / "file", "test-0001")


def test_check_finds_disagreements_and_mend_rebuilds_the_files(
    filled: Library, folder: Path
) -> None:
    filled.act(IDS[:1], {"star": True})
    assert filled.check() == []
    filled._storage.docs[IDS[5]] = {"star": True}
    filled.checkpoint.save()
    library = Library(folder, "test-0001")
    assert "does not agree" in library.check()[0].reason
    library.mend()
    assert library.check() == []
    library.act(IDS[:2], {"note": "see section 3", "#gan": True})
    library.checkpoint.save()
    started = Library(folder, "test-0001")
    assert (started.checkpoint.behind, started.check()) == (0, [])
    assert (started.marks.tags(), started.marks.total("star")) == ({"gan": 2}, 1)
    assert list(started.marks.bib_keys()) == list(library.marks.bib_keys())


@pytest.mark.parametrize(
    ("typed", "kept"), [("gan", "gan"), (" #3d vision ", "3d-vision"), ("Größe", "Größe")]
)
def test_valid_tag_names_are_accepted(typed: str, kept: str) -> None:
    assert tag_name(typed) == kept


@pytest.mark.parametrize("typed", ["", " # ", "a,b", "x" * 65, "a\x1b[31m"])
def test_invalid_tag_names_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a tag"):
        tag_name(typed)


def test_the_list_opens_on_the_newest_batch_while_it_has_unread_papers(
    filled: Library, folder: Path
) -> None:
    assert filled.papers.opening_days() == ("2023-10-30", "2023-10-29", "2023-10-28")
    with filled.loading() as load:
        load.put([paper(200, day="2023-10-02")], {"name": "late"})
    assert filled.papers.opening_days() == ("2023-10-02",)
    filled.act([paper(200).id], {"pile": "read"})
    assert filled.papers.opening_days() == ("2023-10-30",)


def test_removing_the_examples_keeps_other_papers_of_their_day(
    library: Library, folder: Path
) -> None:
    with Library(folder, "other-0002").loading() as load:  # between the first look and the examples
        load.put([paper(1), paper(2)], {"name": "mine"})
    with library.loading(examples=True) as load:
        load.put([paper(3)], {"name": "seeds"})
    with library.loading() as load:
        load.put([paper(4, day="2023-11-02")], {"name": "mine too"})
    assert load.dropped == 1
    assert {head.id for head in library.papers.heads()} == {
        paper(number).id for number in (1, 2, 4)
    }


def test_examples_marked_during_a_fetch_stay(library: Library) -> None:
    with library.loading(examples=True) as load:
        load.put([paper(number) for number in range(3)], {"name": "seeds"})
    fetching = library.another()
    library.act(IDS[:1], {"star": True})
    with fetching.loading() as load:
        load.put([paper(50, day="2024-01-05")], {"name": "arXiv"})
    assert load.dropped == 2
    assert {head.id for head in library.papers.heads()} == {paper(50).id, IDS[0]}


def test_examples_stay_until_a_paper_arrives(library: Library) -> None:
    with library.loading(examples=True) as load:
        load.put([paper(1)], {"name": "seeds"})
    with library.loading() as load:
        load.put([], {"name": "arXiv"})
    assert load.dropped == 0
    assert [head.id for head in library.papers.heads()] == [paper(1).id]


def test_the_first_load_removes_all_unmarked_examples(library: Library) -> None:
    with library.loading(examples=True) as load:
        load.put([paper(number) for number in range(5)], {"name": "seeds"})
    library.act(IDS[:1], {"star": True})
    with library.loading() as load:
        load.put([paper(50, day="2024-01-05")], {"name": "mine"})
    assert load.dropped == 4
    assert [head.id for head in library.papers.heads()] == [paper(50).id, IDS[0]]
    with library.loading() as load:
        load.put([paper(51, day="2024-01-06")], {"name": "mine"})
    assert load.dropped == 0


# Faults found by a search for them, each red before it was mended


@pytest.mark.parametrize("clock", [0, 5_000_000, 4_102_444_800_000_000])
def test_an_action_is_stored_under_any_clock(folder: Path, clock: int) -> None:
    library = Library(folder, "test-0001", clock=lambda: clock)
    with library.loading() as load:
        load.put([paper(0), paper(1)], {"name": "two"})
    library.act(IDS[:1], {"star": True}).wait()
    library.act(IDS[1:2], {"star": True}).wait()
    assert Library(folder, "test-0001").marks.starred() == IDS[:2]


def starred_at(t: str, number: int) -> str:
    """A line written by hand that stars a paper."""
    return f'{{"t":"{t}","ids":["{IDS[number]}"],"set":{{"star":true}}}}\n'


def test_a_line_dated_after_the_year_8999_is_refused_and_the_rest_is_read(
    filled: Library, folder: Path
) -> None:
    marks = folder / "marks"
    marks.mkdir(exist_ok=True)
    for machine, number in (
        ("b-0002", 3),
        ("test-0001", 4),
    ):  # a sync may bring lines into this machine's file
        years = ("9999", "9000", "8999", "2099")
        lines = [starred_at(f"{year}-06-01T00:00:00.000000Z", number) for year in years]
        (marks / f"{machine}.9999.jsonl").write_text("".join(lines))
    filled.act(IDS[:1], {"star": True})
    filled.act([IDS[3]], {"star": False})
    started = Library(folder, "test-0001")
    assert set(started.marks.starred()) == set(filled.marks.starred()) == {IDS[0], IDS[4]}
    reasons = [problem.reason for problem in started.problems]
    assert reasons == ['"t" is beyond the year 8999'] * 4
    assert [problem.line for problem in started.problems] == [1, 2, 1, 2]


def test_without_a_later_time_no_action_is_acknowledged(filled: Library, folder: Path) -> None:
    (folder / "marks").mkdir(exist_ok=True)
    forged = folder / "marks" / "b-0002.8999.jsonl"
    forged.write_text(starred_at("8999-12-31T23:59:59.999998Z", 3))
    filled.act(IDS[:1], {"note": "the last one"})
    before = dict(filled.marks.items())
    for _ in range(2):
        with pytest.raises(
            NotOnDisk, match=r"test-0001\.8999\.jsonl:2 is of 8999, .* remove that line"
        ):
            filled.act(IDS[:1], {"note": "too late"})
    assert dict(filled.marks.items()) == before == dict(Library(folder, "test-0001").marks.items())
    for path in folder.glob("marks/*.8999.jsonl"):
        path.unlink()
    filled.act(IDS[:1], {"note": "as ever"})
    assert Library(folder, "test-0001").marks.of(IDS[0]).note == "as ever"


def test_a_clock_after_the_year_8999_is_not_believed(folder: Path) -> None:
    library = Library(folder, "test-0001", clock=lambda: micros("9500-01-01T00:00:00.000000Z"))
    with library.loading() as load:
        load.put([paper(0), paper(1)], {"name": "two"})
    library.act(IDS[:1], {"star": True})
    library.act(IDS[1:2], {"star": True})
    library.close()
    assert Library(folder, "test-0001").marks.starred() == IDS[:2]


@pytest.mark.parametrize(
    ("name", "value", "before"),
    [
        ("star", True, "yes"),
        ("pile", "read", "somewhere"),
        ("note", "a note", 5),
        ("cite", {"key": "k"}, 3),
        ("#gan", True, "no"),
    ],
)
def test_a_forged_line_that_undo_could_not_revert_is_refused(
    filled: Library, folder: Path, name: str, value: object, before: object
) -> None:
    filled.act(IDS[:1], {"star": True})
    filled.close()
    own = next((folder / "marks").glob("*.jsonl"))
    record = {"t": "2090-01-01T00:00:00.000000Z", "ids": [IDS[1]], "set": {name: value}}
    with own.open("a") as file:
        line = {**record, "was": {IDS[1]: {name: [before, None]}}}
        file.write(orjson.dumps(line).decode() + "\n")
    library = Library(folder, "test-0001")
    [problem] = library.problems
    assert problem.reason == f'"was" has a wrong value for {name!r}'
    assert library.undo() is not None
    assert library.marks.starred() == []
    library.close()


@pytest.mark.parametrize("word", ["undo", "redo"])
def test_forged_lines_that_lead_in_a_circle_are_refused(
    filled: Library, folder: Path, word: str
) -> None:
    filled.act(IDS[:1], {"star": True})
    own = next((folder / "marks").glob("*.jsonl"))
    times = [f"2090-01-01T00:00:0{second}.000000Z" for second in range(3)]
    about = [times[0], times[2], times[1]]  # itself; each other
    with own.open("a") as file:
        for t, other in zip(times, about, strict=True):
            file.write(
                f'{{"t":"{t}","ids":["{IDS[0]}"],"set":{{"star":true}},"{word}":"{other}",'
                f'"was":{{"{IDS[0]}":{{"star":[null,"{times[2]}"]}}}}}}\n'
            )
    library = Library(folder, "test-0001")
    assert [problem.reason for problem in library.problems] == [
        f'"{word}" names an action that is not earlier'
    ] * 2
    for _ in range(3):
        assert library.undo() is None or library.redo() is not None
    library.act(IDS[1:2], {"star": True})  # the lock is free
    assert finish(library.log.undoable()) is not None
    library.close()


def test_an_earlier_value_dated_after_its_action_ends_the_search_for_it(
    filled: Library, folder: Path
) -> None:
    """`was` of an act may name any time: the time of its own undo would lead in a circle."""
    was = {IDS[3]: {"star": [None, "2090-01-01T00:00:01.000000Z"]}}
    act = {"t": "2090-01-01T00:00:00.000000Z", "ids": [IDS[3]], "set": {"star": True}, "was": was}
    back = {**act, "t": "2090-01-01T00:00:01.000000Z", "set": {"star": None}, "undo": act["t"]}
    before = {**act, "t": "2089-01-01T00:00:00.000000Z", "was": {}}
    (folder / "marks").mkdir(exist_ok=True)
    path = folder / "marks" / "test-0001.2090.jsonl"
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in (before, act, back)))
    library = Library(folder, "test-0001")
    undone = library.undo()
    assert undone is not None
    assert undone.kept == 1
    library.close()


def test_an_unreadable_journal_hides_no_other_journal(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    line = b'{"t":"2024-01-01T00:00:00.000000Z","ids":["2310.00005"],"set":{"star":true}}\n'
    (folder / "marks" / "b-0002.2024.jsonl").write_bytes(line)
    bad = os.fsencode(folder / "marks") + b"/c\xff.2024.jsonl"
    with open(bad, "wb") as file:
        file.write(line)
    assert filled.refresh() == {IDS[5]}
    assert "cannot be read" in filled.problems[0].reason
    filled.checkpoint.save()
    assert set(Library(folder, "test-0001").marks.starred()) == {IDS[0], IDS[5]}


def test_undo_works_beside_a_conflict_copy_of_a_sync(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    own = next((folder / "marks").glob("*.jsonl"))
    own.with_name(own.stem + ".sync-conflict-20261122-101010-ABCDEFG.jsonl").write_bytes(
        own.read_bytes()
    )
    filled.act(IDS[1:2], {"star": True})
    assert [filled.undo() is not None for _ in range(3)] == [True, True, False]
    assert filled.marks.starred() == []
    assert len(list(filled.log.newest_first())) == 4


@pytest.mark.parametrize(
    ("ids", "fields"),
    [
        (["bogus"], {"star": True}),
        (IDS[:1], {"pile": "banana"}),
        (IDS[:1], {"star": 1}),
        (IDS[:1], {"tags": ["x"]}),
        (IDS[:1], {"note": "\udcff"}),
        (IDS[:1], {"#": True}),
    ],
)
def test_an_action_that_could_not_be_read_again_is_not_written(
    filled: Library, folder: Path, ids: list[str], fields: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"cannot be given|not an arXiv id"):
        filled.act([*ids, IDS[9]], fields)
    with pytest.raises(ValueError, match=r"cannot be given|not an arXiv id"):
        filled.marks.upsert(Document(fields if "tags" not in fields else {"pile": 3}, ids[0]))  # type: ignore[arg-type]
    assert lines(folder) == []


def test_documents_from_the_table_are_copies(filled: Library) -> None:
    filled.act(IDS[:1], {"#gan": True})
    for document in (
        filled.marks.all()[0],
        filled.marks.get(doc_id=IDS[0]),  # type: ignore[call-overload]
        filled.marks.search(where("tags").any(["gan"]))[0],
    ):
        document["tags"].append("ghost")
    assert filled.marks.of(IDS[0]).tags == ("gan",)


def test_undo_skips_an_action_written_by_hand(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    own = next((folder / "marks").glob("*.jsonl"))
    with own.open("a") as file:
        file.write('{"t":"2090-01-01T00:00:00.000000Z","ids":["2310.00007"],"set":{"star":true}}\n')
    undone = filled.undo()
    assert undone is not None
    assert undone.act.ids == (IDS[0],)
    assert filled.marks.starred() == [IDS[7]]


def test_changed_heads_are_not_believed(filled: Library, folder: Path) -> None:
    path = folder / "heads" / "2023.tsv"
    good = path.read_bytes()
    halves = (
        good.replace(b"2310.00003", b"2310.99999"),
        good.replace(b"\n", b"\nx", 1),
        good[: len(good) // 2],
    )
    for damaged in halves:
        path.write_bytes(damaged)
        library = Library(folder, "test-0001")
        assert library.papers.find([IDS[3]])
        assert [head.id for head in library.papers.heads()] == [
            head.id for head in filled.papers.heads()
        ]
    path.write_bytes(good)
    stat = (folder / "catalogue" / "2023").stat()
    day = folder / "catalogue" / "2023" / "20231030.json"
    day.write_bytes(
        day.read_bytes().replace(b"Title 3 of", b"Topic 3 of")
    )  # in place: no rename tells
    os.utime(folder / "catalogue" / "2023", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert "does not agree with the day files" in str(Library(folder, "test-0001").check())


def test_reading_neither_writes_nor_waits(filled: Library, folder: Path) -> None:
    import fcntl

    assert not (folder / "marks").exists()
    filled.act(IDS[:1], {"star": True}).wait()
    with (folder / "marks" / ".lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert Library(folder, "test-0001").marks.starred() == IDS[:1]
    assert Library(folder / "nothing", "test-0001").papers.days() == ()
    assert not (folder / "nothing").exists()


def test_a_bad_line_is_reported_at_every_start(filled: Library, folder: Path) -> None:
    filled.act(IDS[:1], {"star": True})
    (folder / "marks" / "b-0002.2024.jsonl").write_bytes(b"garbage\n" * 3)
    for _ in range(2):
        library = Library(folder, "test-0001")
        assert [problem.line for problem in library.problems] == [1, 2, 3]
        library.checkpoint.save()
    assert len(library.check()) == 3


@pytest.mark.parametrize(
    "record",
    [
        {"version": "x"}, {"published": "garbage"}, {"published": "2023-99-01T00:00:00Z"},
        {"authors": 7},
        {"title": None},
    ],
)  # fmt: skip
def test_a_damaged_record_is_reported_and_repaired_by_loading(
    filled: Library, folder: Path, record: dict[str, object]
) -> None:
    import json

    path = folder / "catalogue" / "2023" / "20231030.json"
    tables = json.loads(path.read_text())
    tables["papers"][IDS[0]] |= record
    path.write_text(json.dumps(tables))
    library = Library(folder, "test-0001")
    assert len(library.papers.day("2023-10-30")) == 29
    assert IDS[0] in str(library.problems[0])
    with library.loading() as load:
        load.put([paper(number) for number in range(30)], {"name": "again"})
    assert len(Library(folder, "test-0001").papers.day("2023-10-30")) == 30


def test_a_day_file_of_a_newer_arxtui_is_not_replaced(filled: Library, folder: Path) -> None:
    path = folder / "catalogue" / "2023" / "20231030.json"
    path.write_text('{"papers": {}, "_meta": {"1": {"schema": 2}}}')
    with pytest.raises(NotOnDisk, match="newer arxtui"), filled.loading() as load:
        load.put([paper(1)], {"name": "again"})
    assert "schema" in path.read_text()


def test_an_action_on_many_days_reads_each_day_file_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2023-{month:02d}-{day:02d}" for month in range(1, 8) for day in range(1, 13)]
    with library.loading() as load:
        papers = [paper(number, day=day) for number, day in enumerate(days * 5)]
        load.put(papers, {"name": "made up"})
    library.close()
    again = Library(library.path, "test-0001")
    heads = sorted(
        again.papers.heads(), key=lambda head: head.id
    )  # no two of a day beside each other
    read = day_table.read
    opened: list[str] = []

    def counted(path: Path) -> day_table.Tables:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(day_table, "read", counted)
    again.act(heads, {"pile": "read"}).wait()
    assert len(list(again.marks.items())) == 5 * len(days)
    assert len(opened) == len(set(opened)) == len(days)
