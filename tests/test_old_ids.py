"""One paper has one id: a library that has math.GT/0309136 is read as if it had math/0309136.

Neither journals nor day files are written anew for this; the fixtures are files of an older arxtui.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import orjson
import pytest

from arxtui import loader
from arxtui.export import listing as listings
from arxtui.model import Entry, Mark
from arxtui.store import Library
from arxtui.store.act_line import decode, seal
from tests.conftest import paper

LONG = "math.GT/0309136"
SHORT = "math/0309136"
OLD = paper(1, day="2003-09-08")._replace(id=SHORT, subject="GT", primary="math.GT",
    categories="math.GT, math.AT"
)  # fmt: skip


def line(at: int, ids: list[str], **more: object) -> bytes:
    return seal({"t": f"2026-01-01T00:00:0{at}.000000Z", "ids": ids, **more})


def journal(folder: Path, *lines: bytes, machine: str = "test-0001") -> Path:
    path = folder / "marks" / f"{machine}.2026.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(seal({"arxtui": "marks", "schema": 1, "machine": machine}) + b"".join(lines))
    return path


def test_marks_under_the_longer_id_belong_to_the_paper(folder: Path) -> None:
    path = journal(
        folder,
        line(1, [LONG], set={"star": True, "#topology": True}),
        line(2, [SHORT], set={"pile": "later"}),
        line(3, [LONG, SHORT], each={LONG: {"note": "old"}, SHORT: {"#knots": True}}),
    )
    before = path.read_bytes()
    library = Library(folder, "test-0001")
    assert dict(library.marks.items()) == {SHORT: Mark("later", True, ("knots", "topology"), "old")}
    assert library.marks.starred() == [SHORT]
    assert library.problems == ()
    assert [act.ids for act in library.log.newest_first()] == [(SHORT,)] * 3
    library.close()
    assert path.read_bytes() == before


def test_all_machines_agree_in_any_order_of_the_lines(tmp_path: Path) -> None:
    ours = [line(1, [LONG], set={"star": True}), line(4, [SHORT], set={"note": "b"})]
    theirs = [line(2, [SHORT], set={"star": False}), line(3, [LONG], set={"note": "a"})]
    marks = []
    for name, first, second in (("one", "a-0001", "b-0001"), ("two", "b-0001", "a-0001")):
        journal(tmp_path / name, *ours, machine="a-0001")
        library = Library(tmp_path / name, first)
        journal(tmp_path / name, *theirs, machine="b-0001")
        library.refresh()
        marks.append(dict(library.marks.items()))
        marks.append(dict(Library(tmp_path / name, second).marks.items()))
    assert all(mark == marks[0] for mark in marks)
    assert marks[0][SHORT].note == "b"
    assert not marks[0][SHORT].star


def test_earlier_values_are_found_under_the_short_id(folder: Path) -> None:
    journal(folder, line(1, [LONG], set={"star": True}, was={LONG: {"star": [None, None]}}))
    library = Library(folder, "test-0001")
    undone = library.undo()
    assert undone is not None
    assert undone.kept == 0
    assert dict(library.marks.items()) == {}


def test_a_marks_json_with_the_longer_id_is_not_believed(folder: Path) -> None:
    journal(folder, line(1, [LONG], set={"star": True}))
    clock = {"1": {"latest": 0, "tags": {}, "piles": {"star": 1}}}
    tables = {"clock": clock, "journals": {}, "marks": {LONG: {"star": True}}}
    first = orjson.dumps(tables)[1:-1] + b","
    second = orjson.dumps({"stamps": {}, "notes": {}, "keys": {"1": {}}})[1:]
    check = zlib.crc32(second, zlib.crc32(first, zlib.crc32(b"test-0001")))
    head = orjson.dumps({"_meta": {"1": {"schema": 2, "c": check}}})[:-1] + b","
    (folder / "marks.json").write_bytes(b"\n".join([head, first, second]))
    assert dict(Library(folder, "test-0001").marks.items()) == {SHORT: Mark(star=True)}


@pytest.mark.parametrize(
    "bad", ["GT/0309136", "math.GT/../x", "math./0309136", "math.GT/03091366", "a.b/c.d/0309136"]
)
def test_invalid_ids_are_still_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a list of arXiv ids"):
        decode(line(1, [bad], set={"star": True}).rstrip(b"\n"), "m-0001")


def test_a_new_action_under_the_longer_id_is_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="not an arXiv id"):
        library.act([LONG], {"star": True})


def day_file(folder: Path, papers: dict[str, object]) -> Path:
    """Write a day file and heads of an older arxtui, with the subject class in keys."""
    path = folder / "catalogue" / "2003" / "20030908.json"
    data = orjson.loads(path.read_bytes())
    data["papers"] = papers
    data["_meta"]["1"]["c"] = f"{zlib.crc32(orjson.dumps(papers)):08x}"
    stat = path.parent.stat()
    path.write_bytes(orjson.dumps(data))
    heads = folder / "heads" / "2003.tsv"
    lines = heads.read_bytes().partition(b"\n")[2]
    lines = lines[: lines.rindex(b"\n") + 1].replace(SHORT.encode(), LONG.encode())
    text = b"arxtui-heads-3\t%d\t%08x\n" % (stat.st_mtime_ns, zlib.crc32(b"test-0001")) + lines
    heads.write_bytes(text + b"end\t%08x" % zlib.crc32(text))
    assert path.parent.stat().st_mtime_ns == stat.st_mtime_ns
    return path


@pytest.fixture
def left(library: Library, folder: Path) -> Library:
    """Return a library of an older arxtui, which has the paper as math.GT/0309136."""
    with library.loading() as load:
        load.put(
            [OLD, paper(2, day="2003-09-08")._replace(id="hep-th/0309001")], {"name": "made up"}
        )
    library.close()
    record = orjson.loads((folder / "catalogue" / "2003" / "20030908.json").read_bytes())["papers"]
    path = day_file(
        folder,
        {LONG: {**record[SHORT], "subject": None}, "hep-th/0309001": record["hep-th/0309001"]},
    )
    assert LONG.encode() in path.read_bytes()
    return Library(folder, "test-0001")


def test_a_day_file_with_the_longer_id_is_read_under_the_short_id(
    left: Library, folder: Path
) -> None:
    assert left.papers.day_ids("2003-09-08") == (SHORT, "hep-th/0309001")
    assert [head.id for head in left.papers.heads()] == [SHORT, "hep-th/0309001"]
    assert left.papers.find([SHORT]) == {SHORT: OLD}
    assert next(head.title for head in left.papers.heads() if head.id == SHORT) == OLD.title
    assert left.problems == ()
    assert left.check() == []


def test_a_paper_loaded_again_under_the_other_id_is_the_same_paper(left: Library) -> None:
    with left.loading() as load:
        load.put(
            [OLD._replace(version=2, subject=None, updated="2004-01-01T00:00:00Z")], {"name": "API"}
        )
    assert (load.counts.new, load.counts.updated) == (0, 1)
    assert left.papers.day_ids("2003-09-08") == (SHORT, "hep-th/0309001")
    (found,) = left.papers.find([SHORT]).values()
    assert (found.version, found.subject) == (2, "GT")
    assert left.check() == []


def test_both_ids_in_a_file_give_a_single_paper(left: Library, folder: Path) -> None:
    record = orjson.loads((folder / "catalogue" / "2003" / "20030908.json").read_bytes())["papers"][
        LONG
    ]
    day_file(
        folder,
        {SHORT: {**record, "version": 2, "comment": "newer"}, LONG: {**record, "version": 1}},
    )
    library = Library(folder, "test-0001")
    assert library.papers.day_ids("2003-09-08") == (SHORT,)
    (found,) = library.papers.find([SHORT]).values()
    assert (found.version, found.comment) == (2, "newer")


def test_a_damaged_record_beside_an_old_id_is_lost_alone(left: Library, folder: Path) -> None:
    record = orjson.loads((folder / "catalogue" / "2003" / "20030908.json").read_bytes())["papers"][
        LONG
    ]
    day_file(folder, {LONG: 5, SHORT: {**record, "version": "x"}, "cs/0309001": record})
    library = Library(folder, "test-0001")
    assert [head.id for head in library.papers.day("2003-09-08")] == ["cs/0309001"]
    assert len(library.problems) == 1


def test_a_listing_is_written_with_the_id_that_it_had(library: Library, tmp_path: Path) -> None:
    text = listings.write(
        [OLD, OLD._replace(id="hep-th/0309001", subject=None)], "math.GT", "2003-09-08"
    )
    assert f"/abs/{LONG}v1\n" in text
    file = tmp_path / "2003.md"
    file.write_text(text)
    report = loader.load(library, [str(file)])
    assert (report.new, report.problems) == (2, ())
    again = [
        Entry(one, Mark())
        for one in library.papers.find(library.papers.day_ids("2003-09-08")).values()
    ]
    assert listings.dump(again) == text
    assert loader.verify(library) == (1, 1)
    assert loader.load(library, [str(file)]).unchanged == 2
