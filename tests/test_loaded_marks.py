"""`load --marks`: JSON lines carry a library to another, and no mark of it is overwritten."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.export import jsonl
from arxtui.model import Mark
from arxtui.sources.forms import read
from arxtui.sources.given_marks import given_mark
from arxtui.store import Library
from tests.conftest import SEEDS, paper

ONE = "2310.00001"
TWO = "2310.00002"
THREE = "2310.00003"


class Loaded:
    """The command with a separate library, and its output."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.out: list[str] = []
        self.err: list[str] = []

    def __call__(self, *words: str) -> int:
        self.capsys.readouterr()
        status = run(["--library", str(self.folder), *words])
        out, err = self.capsys.readouterr()
        self.out = out.splitlines()
        self.err = err.splitlines()
        return status

    def marks(self) -> dict[str, Mark]:
        library = Library(self.folder, "look-0001")
        return dict(library.marks.items())


@pytest.fixture
def there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Loaded:
    """Return the command on a library that is not made yet."""
    return Loaded(tmp_path / "there", capsys)


@pytest.fixture
def here(library: Library) -> Library:
    """Return a library of twenty papers."""
    with library.loading() as loading:
        loading.put([paper(number) for number in range(1, 21)], {"name": "x"})
    return library


def mark(library: Library, ids: str, **fields: object) -> None:
    library.act(ids.split(), fields).wait()


def written(library: Library, file: Path) -> str:
    """Write all papers of a library with their marks, as `list --all --json` does."""
    ids = dict.fromkeys([*(head.id for head in library.papers.heads()), *library.marks.ids()])
    file.write_text(jsonl.dump(library.entries(ids)))
    return str(file)


def lines(file: Path, *records: dict[str, object]) -> str:
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(file)


def record(paper_id: str, **more: object) -> dict[str, object]:
    found: dict[str, object] = {"id": paper_id, "title": "T", "authors": ["Ann Lee"]}
    return found | {"categories": ["cs.CV"], "primary": "cs.CV", "version": 1} | more


def comparable(marks: dict[str, Mark]) -> dict[str, tuple[object, ...]]:
    """Return the visible part of marks; a note and other notes of its time are one text."""
    found: dict[str, tuple[object, ...]] = {}
    for paper_id, each in marks.items():
        key = each.cite and each.cite.key
        notes = "\n\n".join(filter(None, [each.note, *(text for _, text in each.other_notes)]))
        found[paper_id] = (each.pile, each.star, each.tags, notes, each.seen, key)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_library_is_moved_with_all_its_marks_by_export_and_load(
    here: Library, there: Loaded, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    ids = [head.id for head in here.papers.heads()]
    for number in range(60):
        some = dice.sample(ids, dice.randint(1, 4))
        kinds: list[dict[str, object]] = [
            {"pile": dice.choice(["read", "later", "unread"])},
            {"star": dice.random() < 0.7},
            {f"#{dice.choice(['gan', 'nerf', '三维'])}": dice.random() < 0.7},
            {"note": dice.choice(["one", " two\n\nthree ", "", "\x07\u202e", None])},
        ]
        here.act(some, dice.choice(kinds)).wait()
        if number == 30:
            with here.loading() as loading:
                loading.put([paper(number, version=2) for number in range(1, 9)], {"name": "y"})
    here.rekey({ids[0]: "own2020key"}).wait()
    here.forget([], ids[:3])
    assert there("load", "--marks", written(here, tmp_path / "all.jsonl")) == 0
    assert comparable(there.marks()) == comparable(dict(here.marks.items()))
    assert there.err == []
    assert there("load", "--marks", str(tmp_path / "all.jsonl")) == 0
    assert there.out[-1] == "marks: 0 papers marked"
    assert there("log") == 0
    assert len(there.out) == 1
    assert there.out[0].split("  ")[2].startswith("marks loaded · ")


def test_papers_read_in_an_earlier_version_are_updated_in_the_other_library_too(
    here: Library, there: Loaded, tmp_path: Path
) -> None:
    mark(here, ONE, pile="read")
    mark(here, TWO, star=True)
    mark(here, THREE, pile="read")
    with here.loading() as loading:
        loading.put([paper(number, version=2) for number in (1, 2)], {"name": "y"})
    there("load", "--marks", written(here, tmp_path / "all.jsonl"))
    there("list", "is:updated", "--ids")
    assert sorted(there.out) == [ONE, TWO]


def test_a_single_undo_reverts_all_loaded_marks_and_a_load_sets_them_again(
    here: Library, there: Loaded, tmp_path: Path
) -> None:
    mark(here, f"{ONE} {TWO}", star=True, pile="later", **{"#gan": True})
    mark(here, ONE, note="a note")
    file = written(here, tmp_path / "all.jsonl")
    there("load", "--marks", file)
    before = comparable(there.marks())
    assert there("undo") == 0
    assert there.out == ["undone: marks loaded · 2 papers"]
    assert there.marks() == {}
    there("load", "--marks", file)
    assert there.err == []
    assert comparable(there.marks()) == before


def test_marks_of_the_library_stay_and_this_is_reported(
    here: Library, there: Loaded, tmp_path: Path
) -> None:
    mark(here, f"{ONE} {TWO}", star=True, pile="read", **{"#gan": True})
    file = written(here, tmp_path / "all.jsonl")
    there("load", file)
    there("later", ONE)
    there("star", TWO)
    there("unstar", TWO)
    there("tag", "gan,nerf", TWO)
    there("untag", "gan", TWO)
    assert there("load", "--marks", file) == 0
    assert there.out[-1] == "marks: 2 papers marked; 3 marks of the file differed from those here"
    assert there.err == [
        f"{ONE}: set aside for later here, read in the file",
        f"{TWO}: unstarred here, starred in the file",
        f"{TWO}: untagged gan here, tagged gan in the file",
    ]
    found = there.marks()
    assert (found[ONE].pile, found[ONE].star, found[ONE].tags) == ("later", True, ("gan",))
    assert (found[TWO].pile, found[TWO].star, found[TWO].tags) == ("read", False, ("nerf",))


def test_differing_notes_are_both_stored(here: Library, there: Loaded, tmp_path: Path) -> None:
    mark(here, ONE, note="from the file")
    mark(here, TWO, note="the same")
    mark(here, THREE, note="day")
    file = written(here, tmp_path / "all.jsonl")
    there("load", file)
    there("note", ONE, "from here")
    there("note", TWO, "the same\n\nand more")
    there("note", THREE, "yesterday")  # which has `day` in it, but not as a paragraph
    for _ in range(2):
        there("load", "--marks", file)
        found = {paper_id: each.note for paper_id, each in there.marks().items()}
        assert found == {
            ONE: "from here\n\nfrom the file",
            TWO: "the same\n\nand more",
            THREE: "yesterday\n\nday",
        }
    assert there.out[-1] == "marks: 0 papers marked"
    there("note", ONE, "")
    there("load", "--marks", file)
    assert there.err == [f"{ONE}: the note was removed here, and stays so"]
    assert there.marks()[ONE].note is None


def test_notes_of_two_machines_survive_a_load(here: Library, there: Loaded, tmp_path: Path) -> None:
    mark(here, ONE, note="from the file")
    file = written(here, tmp_path / "all.jsonl")
    there("load", file)
    journal = '{"t":"2026-01-02T00:00:00.00000%d%s","ids":["%s"],"set":{"note":"%s"},"was":{}}\n'
    for number, text in enumerate(("desk", "laptop")):
        path = there.folder / "marks" / f"{text}-0001.2026.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(journal % (number, "Z", ONE, text))
    assert [text for _, text in there.marks()[ONE].other_notes] == ["desk"]
    there("load", "--marks", file)
    assert there.marks()[ONE].note == "laptop\n\ndesk\n\nfrom the file"


def test_loaded_keys_stay_unique(here: Library, there: Loaded, tmp_path: Path) -> None:
    mark(here, f"{ONE} {TWO} {THREE}", star=True)
    here.rekey({ONE: "lee2023other", THREE: "three"}).wait()
    file = written(here, tmp_path / "all.jsonl")
    there("load", file)
    there("star", "2310.00004", THREE)
    there("rekey", "2310.00004", "LEE2023other")
    there("load", "--marks", file)
    keys = {paper_id: each.cite.key for paper_id, each in there.marks().items() if each.cite}
    assert len({key.lower() for key in keys.values()}) == 4
    assert there.err == [
        f"{ONE}: lee2023other is the key of another paper: it gets one of its own",
        f"{TWO}: {keys[THREE]} is the key of another paper: it gets one of its own",
        f"{THREE}: the key is {keys[THREE]} here, three in the file",
    ]
    there("check")
    assert there.err == []


def test_a_newly_made_key_differs_from_all_keys_of_the_file(there: Loaded, tmp_path: Path) -> None:
    """The first paper has no key, and would else get the key of the second paper."""
    there("load", lines(tmp_path / "x.jsonl", record(ONE)))
    there("star", ONE)
    usual = there.marks()[ONE].cite.key  # type: ignore[union-attr]
    there.folder = tmp_path / "again"
    some = [record(ONE, starred=True), record(TWO, starred=True, key=usual)]
    some.append(record(THREE, starred=True, key=usual.upper()))
    there("load", "--marks", lines(tmp_path / "y.jsonl", *some))
    keys = {paper_id: each.cite.key for paper_id, each in there.marks().items() if each.cite}
    assert keys[TWO] == usual
    assert len({key.lower() for key in keys.values()}) == 3
    assert there.err == [
        f"{THREE}: {usual.upper()} is the key of another paper: it gets one of its own"
    ]


BAD = [
    ({"starred": "yes"}, "starred takes true or false, not 'yes'"),
    ({"pile": "archive"}, "pile takes unread, later, read, not 'archive'"),
    ({"pile": ["read"]}, "pile takes unread, later, read, not ['read']"),
    ({"read": 1}, "read takes true or false, not 1"),
    ({"tags": "gan"}, "tags takes a list of texts, not 'gan'"),
    ({"tags": ["ok", 5]}, "tags takes a text, not 5"),
    ({"tags": ["a,b"]}, "tags not a tag: 'a,b' (1 to 64 characters without comma)"),
    ({"note": 5}, "note takes a text, not 5"),
    ({"other_notes": "x"}, "other_notes takes a list of texts, not 'x'"),
    ({"seen_version": 0}, "seen_version takes a number from 1 to 9999, not 0"),
    ({"seen_version": True}, "seen_version takes a number from 1 to 9999, not True"),
    ({"key": "no key"}, "key takes a citation key: 'no key' cannot be a key: it has ' '"),
]


@pytest.mark.parametrize(("fields", "reason"), BAD, ids=[reason[:30] for _, reason in BAD])
def test_a_wrong_mark_is_reported_with_its_line_and_the_rest_applies(
    there: Loaded, tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    good = {"starred": True, "tags": ["nerf"]}
    file = lines(tmp_path / "x.jsonl", record(TWO, **good), record(ONE, **(good | fields)))
    assert there("load", "--marks", file) == 1
    assert len(there.err) == 1
    assert there.err[0].startswith(f"{file}:2: mark left out: {reason}")
    found = there.marks()
    assert found[TWO].star
    assert found[ONE].star or "starred" in fields
    assert found[ONE].tags == ("nerf",) or "tags" in fields
    there.folder = tmp_path / "plain"
    assert there("load", file) == 0  # without --marks there is no message about marks
    assert there.marks() == {}


def test_a_file_without_marks_is_reported(there: Loaded, tmp_path: Path) -> None:
    assert there("load", "--marks", str(SEEDS)) == 0
    assert there.err == [
        "no marks in these files: only JSON lines of arxtui (export -f json) have marks"
    ]
    there("load", "--marks", "--quiet", lines(tmp_path / "x.jsonl", record(ONE, starred=True)))
    assert (there.out, there.err) == ([], [])
    assert there.marks()[ONE].star


def test_a_refused_paper_gets_no_mark(there: Loaded, tmp_path: Path) -> None:
    future = record(ONE, starred=True, published="2999-01-01T00:00:00Z")
    file = lines(tmp_path / "x.jsonl", future, record(TWO, starred=True), record("no id"))
    assert there("load", "--marks", file) == 1
    assert list(there.marks()) == [TWO]


def test_the_last_line_of_a_paper_counts_and_may_have_the_mark_read_alone() -> None:
    data = "".join(json.dumps(record(ONE, read=value)) + "\n" for value in (False, True))
    marked = read(data.encode(), "x").marked
    assert [(line, given_mark(paper_id, found)[0].pile) for line, paper_id, found in marked] == [
        (1, "unread"),
        (2, "read"),
    ]


def test_a_kaggle_file_has_no_marks() -> None:
    data = (SEEDS.parent / "tests" / "data" / "kaggle.jsonl").read_bytes()
    assert read(data, "x").marked == ()


def test_loading_marks_into_a_read_only_library_is_refused(
    there: Loaded, tmp_path: Path, here: Library
) -> None:
    mark(here, ONE, star=True)
    file = written(here, tmp_path / "all.jsonl")
    there("load", file)
    newer = '{"arxtui":"marks","schema":99,"machine":"x"}\n'
    (there.folder / "marks").mkdir(exist_ok=True)
    (there.folder / "marks" / "new-0001.2026.jsonl").write_text(newer)
    assert there("load", "--marks", file) == 2
    assert "NOT ON DISK" in there.err[-1]
    assert Mark()._replace(star=True) not in there.marks().values()
