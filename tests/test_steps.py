"""Work in steps: everything that is paused while stars, tags, loads and undos come in between."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.finder import Finder
from arxtui.finder.full_text import FullText
from arxtui.finder.text_pieces import Block, Days
from arxtui.finder.text_scan import Scan
from arxtui.query import parse
from arxtui.search import Index
from arxtui.search.vocabulary import Vocabulary
from arxtui.store import Library
from arxtui.store.catalogue import Catalogue
from arxtui.store.marks import Marks
from arxtui.store.papers import Papers
from arxtui.store.year_text import YearText
from arxtui.ui.arrived_and_removed import ArrivedAndRemoved
from arxtui.ui.list_state import ListState
from arxtui.view import View
from arxtui.work_in_steps import Epoch, finish, imported, in_order, in_parts, let_go
from tests.conftest import paper
from tests.long_library import take

ONE = "2310.19210"
AUTHORS = ("Zhaocong Li", "Xinglin Pan", "Michael Schmitt")
Begin = Callable[[Finder], Generator[Any, None, Any]]
OF_A_FINDER: dict[str, Begin] = {
    "ready": lambda finder: finder.ready(),
    "warm": lambda finder: finder.warm(),
    "starred_by": lambda finder: finder.starred_by(AUTHORS),
    "written_by": lambda finder: finder.written_by(AUTHORS),
    "companion": lambda finder: finder.companion(paper(1)),
    "values": lambda finder: finder.values("au", "schmit"),
    "every": lambda finder: finder.every(lambda paper_id: True),
    "steps exact": lambda finder: finder.steps(parse("diffusion")),
    "steps corrected": lambda finder: finder.steps(parse("difusoin")),
    "steps abstract": lambda finder: finder.steps(parse("benchmark")),
    "steps fitting": lambda finder: finder.steps(parse("abs:benchmark")),
    "steps partly": lambda finder: finder.steps(parse("robust benchmark image")),
    "steps without": lambda finder: finder.steps(parse("-abs:benchmark")),
    "steps mistyped": lambda finder: finder.steps(parse("benchmarkz")),
    "steps both": lambda finder: finder.steps(parse("is:unread image")),
}
"""How to begin each generator of a finder; a test below checks that it is complete."""


class Changes:
    """Actions between two steps, in turn: star, tag, load, unstar, undo."""

    def __init__(self, library: Library, finder: Finder) -> None:
        self._library = library
        self._finder = finder
        self._count = 0

    def next(self) -> None:
        """Make the next change and report it to the finder."""
        self._count += 1
        library = self._library
        number = self._count
        match number % 5:
            case 1:
                library.act([ONE], {"star": True})
            case 2:
                library.act([ONE], {f"#zebra{number}": True})
            case 3:
                with library.loading() as load:
                    new = paper(number, day="2024-02-03")._replace(authors=("Xinglin Pan",))
                    load.put([new], {"name": str(number)})
                finish(self._finder.renew())
                return
            case 4:
                library.act([ONE], {"star": False})
            case _:
                library.undo()
        self._finder.retag({ONE})


@pytest.mark.parametrize("name", OF_A_FINDER)
def test_a_generator_begun_before_a_change_ends_and_the_next_is_right(
    name: str, seeded: Library
) -> None:
    begin = OF_A_FINDER[name]
    seeded.act([ONE], {"star": True, "#gan": True})
    longest = sum(1 for _ in begin(Finder(seeded)))
    assert longest, "has no steps: nothing is tried"
    for at in range(1, longest + 1):
        finder = Finder(seeded)
        steps = begin(finder)
        changes = Changes(seeded, finder)
        for _ in range(at):
            next(steps)
        changes.next()
        assert [*steps] == []  # it ends at once
        for _ in range(5):  # and whatever else comes between the steps of others
            waiting = begin(finder)
            for _ in zip(range(at), waiting, strict=False):
                pass
            changes.next()
            assert [*waiting] == []
        assert outcome(begin(finder)) == outcome(begin(Finder(seeded)))


def outcome(steps: Generator[Any, None, Any]) -> object:
    """Return the result of steps: the ids of the last hits, or their value."""
    last = None
    while True:
        try:
            last = next(steps) or last
        except StopIteration as end:
            if last is not None:
                return ([head.id for head in last.heads], last.total, last.tier, last.more)
            return end.value if isinstance(end.value, (dict, list)) else None


def test_all_generators_run_at_once_with_a_change_between_every_two_steps(seeded: Library) -> None:
    finder = Finder(seeded)
    changes = Changes(seeded, finder)
    running = {name: begin(finder) for name, begin in OF_A_FINDER.items()}
    for turn in range(200):
        for name in list(running):
            try:
                next(running[name])
            except StopIteration:
                running[name] = OF_A_FINDER[name](finder)
        if turn % 3 == 0:
            changes.next()
    for name, begin in OF_A_FINDER.items():
        assert outcome(begin(finder)) == outcome(begin(Finder(seeded))), name


def test_only_the_last_renewal_replaces_the_state(seeded: Library) -> None:
    finder = Finder(seeded)
    finish(finder.ready())
    first = finder.renew()
    next(first)
    with seeded.loading() as load:
        load.put([paper(1, title="A zebra", day="2024-02-03")], {"name": "one"})
    finish(finder.renew())
    assert [*first] == []
    assert finder.find(parse("zebra")).total == 1


def test_during_a_renewal_the_old_state_and_its_hits_remain_usable(seeded: Library) -> None:
    finder = Finder(seeded)
    old = finder.find(parse("diffusion"))
    before = [head.id for head in old.heads]
    seeded.forget(["2023-10-30"], [])
    renewal = finder.renew()
    next(renewal)
    assert [head.id for head in finder.find(parse("diffusion")).heads] == before
    finish(renewal)
    assert finder.find(parse("diffusion")).total == 0
    assert [head.id for head in old.heads] == before


INDEXED = {
    "search": lambda index: index.search(["diffu", "image"]),
    "search typo": lambda index: index.search(["difusoin"]),
    "with_name": lambda index: index.with_name("michael schmitt"),
    "warm": lambda index: index.warm(),
}  # type: dict[str, Callable[[Index], Generator[Any, None, Any]]]


@pytest.mark.parametrize("name", INDEXED)
def test_a_generator_of_an_index_ends_when_tags_change(name: str, seeded: Library) -> None:
    lines = [head.line for head in seeded.papers.heads()] * 30
    longest = sum(1 for _ in INDEXED[name](Index(lines)))
    for at in range(1, longest + 1):
        index = Index(lines)
        steps = INDEXED[name](index)
        for _ in range(at):
            next(steps)
        index.retag(0, "zebra")
        assert [*steps] == []
        fresh = Index(lines)
        fresh.retag(0, "zebra")
        for words in (["diffu"], ["diffu", "im"], ["zebra"], ["zebar"], ["difusoin"]):
            assert finish(index.search(words)) == finish(fresh.search(words))


def generators(kind: type) -> Iterator[str]:
    """Yield the names of the public methods that work in steps."""
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            returned = str(method.__annotations__.get("return"))
            if returned.startswith(("Steps[", "Finding", "Generator[")):
                yield name


def test_every_public_generator_is_tested() -> None:
    tried = {name.split()[0] for name in OF_A_FINDER} | {"renew"}
    assert {*generators(Finder)} == tried
    assert {*generators(Index)} == {name.split()[0] for name in INDEXED}
    assert {*generators(Vocabulary)} == {"near", "rows_with"}  # parts of a search, which is tried
    assert {*generators(ListState)} == {"renew_finder", "count_watched"}
    assert {*generators(ArrivedAndRemoved)} == {"catch_up"}
    assert {*generators(View)} == {"applied"}
    assert {*generators(FullText)} == {"find", "meant", "ready"}
    assert {*generators(Scan)} == {"steps"}
    assert {*generators(Block)} == {*generators(Days)} == {"having", "lines", "words"}
    assert {*generators(YearText)} == {"opened_in_steps"}
    assert {*generators(Marks)} == {"newest_starred", "set", "starred_in_steps"}
    assert {*generators(Papers)} == {
        *("find_surely", "marked_in_steps", "read_in_steps", "read_near", "unread_by_day"),
        "versions_in_steps",
    }
    assert {*generators(Catalogue)} == {
        *("find_in_steps", "indexed_in_steps", "lines_in_steps", "look_in_steps"),
    }


def test_an_epoch_ends_only_work_begun_before_a_change() -> None:
    epoch = Epoch()

    def count() -> Generator[int, None, str]:
        yield 1
        yield 2
        return "done"

    assert finish(epoch.guard(count())) == "done"
    steps = epoch.guard(count())
    epoch.change()  # not begun yet
    assert next(steps) == 1
    epoch.change()
    assert [*steps] == []


@given(st.lists(st.integers(0, 30)), st.integers(1, 40))
def test_parts_of_work_have_all_items_in_order_and_are_of_bounded_size(
    sizes: list[int], most: int
) -> None:
    parts = [*in_parts(sizes, lambda size: size, most)]
    assert [size for part in parts for size in part] == sizes
    assert all(part and sum(part[:-1]) < most for part in parts)
    assert all(sum(part) >= most for part in parts[:-1])


def test_a_step_imports_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["imported_first", "imported_second"]
    for name in names:
        (tmp_path / f"{name}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    there = []
    for _ in imported(["heapq", *names]):
        there.append([name for name in names if name in sys.modules])
    assert there == [names[:1], names]
    assert [*imported(names)] == []
    for name in names:
        del sys.modules[name]


@pytest.mark.parametrize("reverse", [False, True])
def test_sorting_in_steps_gives_the_sorted_list(reverse: bool) -> None:
    items = [(number * 7919) % 1_000 for number in range(3_500)]
    found = finish(in_order(items, lambda item: item // 10, reverse=reverse, at_once=100))
    assert found == sorted(items, key=lambda item: item // 10, reverse=reverse)
    assert sum(1 for _ in in_order(items, lambda item: item, at_once=100)) >= 70


class Noted:
    """An object whose end is counted."""

    freed = 0

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        Noted.freed += 1


def freed_in_steps(steps: Generator[object, None, Any]) -> list[int]:
    """Take all steps and return how many objects each of them freed."""
    counts: list[int] = []
    while True:
        before = Noted.freed
        is_last = next(steps, Noted) is Noted
        counts.append(Noted.freed - before)
        if is_last:
            return counts


def test_the_keys_of_a_sorted_list_are_freed_in_steps() -> None:
    def key(number: int) -> tuple[int, Noted]:
        return -number, Noted(number)

    counts = freed_in_steps(in_order(range(3_000), key, at_once=100))
    assert sum(counts) == 3_000
    assert max(counts) < 250


@pytest.mark.parametrize("make", [list, dict.fromkeys])
def test_long_collections_are_freed_in_steps(make: Callable[[list[Noted]], Any]) -> None:
    collection = make([Noted(number) for number in range(3_000)])
    counts = freed_in_steps(let_go(collection, None, ()))
    assert sum(counts) == 2_500
    assert max(counts) == 500


class Read(dict[str, str]):
    """Day files by id; counts the ids that are looked at."""

    taken = 0

    def __iter__(self) -> Iterator[str]:
        for paper_id in super().__iter__():
            self.taken += 1
            yield paper_id


def test_no_step_looks_at_all_papers_that_are_read(long: Library) -> None:
    files = Read({head.id: head.file for head in long.papers.day("2025-01-01")})
    for number in range(20_000):
        files[f"2401.{number:05d}"] = "2024-01-01.json"
    taken: list[int] = []
    found = take(long.papers.read_in_steps(files), taken, lambda: files.taken)
    assert len(found) == 100
    steps = [after - before for before, after in pairwise([0, *taken, files.taken])]
    assert max(steps) < 2_000
