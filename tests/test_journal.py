"""The journal: its lines, its check sums, undo, and the state after a kill or a flipped byte."""

from __future__ import annotations

import json
import random
import zlib
from pathlib import Path

import orjson
import pytest

from arxtui.store.act import Act, iso, micros
from arxtui.store.act_line import BadLine, decode, encode
from arxtui.store.journal import Journal
from arxtui.store.undo import find
from arxtui.work_in_steps import finish

T = "2026-11-22T17:40:59.034295Z"


def starred_line(number: int = 0, **more: object) -> Act:
    t = iso(micros(T) + number)
    was = {"2310.19210": {"star": (None, None)}}
    return Act(t, "m-0001", ("2310.19210",), {"star": True}, {}, was, **more)  # type: ignore[arg-type]


def written(folder: Path, count: int) -> Journal:
    folder.mkdir(exist_ok=True)
    journal = Journal(folder, "m-0001")
    for number in range(count):
        finish(journal.write(starred_line(number)))
    return journal


def new_lines(journal: Journal) -> list[Act]:
    """The lines since the last look."""
    return [act for act in journal.read(journal.look()) if act is not None]


def test_a_written_line_is_read_back() -> None:
    line = encode(Act(T, "m-0001", ("2310.1234", "cs/0007026"), {"pile": "read"},
        {"2310.1234": {"#gan": True}},
                      {"2310.1234": {"pile": ("later", T), "#gan": (None, None)}}))  # fmt: skip
    assert line.startswith(
        b'{"t":"2026-11-22T17:40:59.034295Z","ids":["2310.1234","cs/0007026"],"set":{"pile":"read"}'
    )
    assert line.endswith(b'"c":"%08x"}\n' % zlib.crc32(line[: line.rindex(b',"c"')]))
    read = decode(line[:-1], "m-0001")
    assert read is not None
    assert encode(read) == line


def test_a_line_written_by_hand_needs_no_check_sum() -> None:
    read = decode(b'{"t":"%s","ids":["2310.19210"],"set":{"star":true}}' % T.encode(), "m")
    assert read is not None
    assert read.was is None
    assert read.fields("2310.19210") == {"star": True}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"[]", "not an object"),
        (b'{"t":"yesterday","ids":[]}', '"t" is not a time'),
        (b'{"t":"2026-02-31T00:00:00.000000Z","ids":[]}', "not a date and time that exists"),
        (b'{"t":"%s","ids":["../../etc/passwd"]}' % T.encode(), "arXiv ids"),
        (b'{"t":"%s","ids":"2310.19210"}' % T.encode(), "arXiv ids"),
        (b'{"t":"%s","ids":["2310.19210"],"set":{"pile":"gone"}}' % T.encode(), "'pile'"),
        (b'{"t":"%s","ids":["2310.19210"],"set":{"star":1}}' % T.encode(), "'star'"),
        (b'{"t":"%s","ids":["2310.19210"],"each":{"2310.19210":[]}}' % T.encode(), '"each"'),
        (b'{"t":"%s","ids":["2310.19210"],"was":{"2310.19210":{"star":7}}}' % T.encode(), '"was"'),
    ],
)
def test_an_invalid_line_is_refused_with_the_reason(line: bytes, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        decode(line, "m")


def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    journal = written(tmp_path, 3)
    path = journal.own("2026")
    lines = path.read_bytes().split(b"\n")
    lines[2] = lines[2].replace(b"true", b"fals")
    path.write_bytes(b"\n".join(lines))
    fresh = Journal(tmp_path, "m-0001")
    assert [one.t for one in new_lines(fresh)] == [starred_line(0).t, starred_line(2).t]
    [problem] = fresh.problems
    assert problem.line == 3
    assert "checksum" in problem.reason


def test_every_whole_line_is_read_wherever_the_file_is_cut(tmp_path: Path) -> None:
    """A crash may leave any prefix: whole lines count, the next write sets the torn line aside."""
    path = written(tmp_path, 3).own("2026")
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        journal = Journal(tmp_path, "m-0001")
        complete = max(0, whole[:cut].count(b"\n") - 1)
        assert len(new_lines(journal)) == complete
        assert not journal.problems
        finish(journal.write(starred_line(9)))
        assert not new_lines(journal)
        assert len(new_lines(Journal(tmp_path, "m-0001"))) == complete + 1
        path.with_name(path.name + ".torn").unlink(missing_ok=True)


def test_every_flipped_bit_loses_its_line_at_most(tmp_path: Path) -> None:
    path = written(tmp_path, 3).own("2026")
    whole = path.read_bytes()
    good = {encode(starred_line(number)) for number in range(3)}
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        read = new_lines(Journal(tmp_path, "m-0001"))
        assert {encode(one) for one in read} <= good
        assert len(read) >= 1


def test_an_unfinished_line_of_another_machine_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other-0002.2026.jsonl"
    other.write_bytes(encode(starred_line(1)) + encode(starred_line(2))[:20])
    journal = written(tmp_path, 1)
    assert [one.machine for one in new_lines(journal)] == ["other-0002"]
    assert other.read_bytes().endswith(encode(starred_line(2))[:20])
    with other.open("ab") as file:
        file.write(encode(starred_line(2))[20:])
    assert [one.t for one in new_lines(journal)] == [starred_line(2).t]


def test_a_journal_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    journal = written(tmp_path, 3)
    new_lines(journal)
    path = journal.own("2026")
    path.write_bytes(path.read_bytes().replace(b"19210", b"19211"))
    assert journal.rewritten(journal.look())
    assert new_lines(journal) == []
    assert journal.rewritten(journal.look())
    journal.forget()
    assert new_lines(journal) == []
    assert len(journal.problems) == 3  # the check sums
    path.unlink()
    assert journal.rewritten(journal.look())


def test_times_in_a_journal_always_increase(tmp_path: Path) -> None:
    ahead = starred_line(micros("2099-01-01T00:00:00.000000Z") - micros(T))
    tmp_path.joinpath("ahead-0002.2099.jsonl").write_bytes(encode(ahead))
    journal = Journal(tmp_path, "m-0001", clock=lambda: 0)
    new_lines(journal)
    assert journal.stamp() == "2099-01-01T00:00:00.000001Z"


class Model:
    """Undo and redo as a person thinks of them: two stacks."""

    def __init__(self) -> None:
        self.done: list[Act] = []
        self.undone: list[Act] = []
        self.lines: list[Act] = []

    def step(self, what: str, number: int) -> None:
        if what == "act":
            self.done.append(starred_line(number))
            self.undone.clear()
            self.lines.append(self.done[-1])
        elif what == "undo" and self.done:
            self.undone.append(self.done.pop())
            self.lines.append(starred_line(number, undo=self.undone[-1].t))
        elif what == "redo" and self.undone:
            self.done.append(self.undone.pop())
            self.lines.append(starred_line(number, redo=self.done[-1].t))


def test_undo_and_redo_behave_like_two_stacks() -> None:
    chance = random.Random(7)
    for _ in range(300):
        model = Model()
        for number in range(chance.randrange(1, 25)):
            model.step(chance.choice(["act", "undo", "undo", "redo", "redo"]), number)
            undo = finish(find(reversed(model.lines), undone=False))
            redo = finish(find(reversed(model.lines), undone=True))
            assert (undo.act.t if undo else None) == (model.done[-1].t if model.done else None)
            assert (redo.act.t if redo else None) == (model.undone[-1].t if model.undone else None)


def test_the_header_names_schema_and_machine(tmp_path: Path) -> None:
    path = written(tmp_path, 1).own("2026")
    header = json.loads(path.read_bytes().split(b"\n")[0])
    assert {key: header[key] for key in ("arxtui", "schema", "machine")} == {
        "arxtui": "marks", "schema": 1, "machine": "m-0001"
    }  # fmt: skip
    path.write_bytes(orjson.dumps({"arxtui": "marks", "schema": 99}) + b"\n")
    newer = Journal(tmp_path, "m-0001")
    new_lines(newer)
    assert newer.newer
