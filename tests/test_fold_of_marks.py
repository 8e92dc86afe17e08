"""The fold of the journals into the marks: how many steps it takes."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import SupportsIndex

import pytest

from arxtui.store.act import Act
from arxtui.store.journal_fold import MarksStorage

PAPER = "2310.00001"
_T = "2026-11-{}T17:40:59.{:06d}Z"


class Counted(str):
    """A field name, and the tag in it, that count how often they are compared."""

    __slots__ = ()
    compared = 0

    def __getitem__(self, place: SupportsIndex | slice) -> Counted:
        return Counted(str.__getitem__(self, place))

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    def __lt__(self, other: str) -> bool:
        Counted.compared += 1
        return str.__lt__(self, other)

    __hash__ = str.__hash__


def tagging(count: int, name: str, *, at_once: int, day: int = 22, on: bool = True) -> list[Act]:
    """Return acts of a machine that set `count` tags, `at_once` in an act, in a random order."""
    numbers = list(range(count))
    random.Random(count).shuffle(numbers)
    acts = []
    for first in range(0, count, at_once):
        fields: dict[str, bool] = {
            Counted(f"#t{number}"): on for number in numbers[first : first + at_once]
        }
        acts.append(Act(_T.format(day, first), name, (PAPER,), fields, {}, None))
    return acts


def compared_in_fold(count: int, at_once: int) -> int:
    """Return the comparisons in a fold of tags that two machines set and a third removed."""
    marks = MarksStorage()
    acts = tagging(count, "evil-0001", at_once=at_once)
    acts += tagging(count, "evil-0002", at_once=at_once)
    acts += tagging(count // 2, "evil-0003", at_once=at_once, day=23, on=False)
    Counted.compared = 0
    marks.fold(acts)
    steps = Counted.compared
    assert marks.value(PAPER, "tags") == sorted(f"t{number}" for number in range(count // 2, count))
    assert marks.tags.keys() == set(marks.value(PAPER, "tags"))
    return steps


@pytest.mark.parametrize("at_once", [1, 100])
def test_folding_doubled_tags_of_a_paper_takes_doubled_steps(at_once: int) -> None:
    steps = [compared_in_fold(count, at_once) for count in (400, 800, 1_600)]
    for less, more in pairwise(steps):
        assert more < 2.5 * less  # sorting: a little more than 2; a look at every tag: 4


def test_a_tag_is_looked_up_without_comparing_the_others() -> None:
    marks = MarksStorage()
    marks.fold(tagging(1_000, "evil-0001", at_once=100))
    Counted.compared = 0
    assert marks.value(PAPER, Counted("#t999"))
    assert marks.value(PAPER, Counted("#t1000")) is None
    assert Counted.compared < 30


def test_the_tags_of_twelve_thousand_papers_are_folded_right() -> None:
    marks = MarksStorage()
    papers = tuple(f"2301.{number + 10_000}" for number in range(12_000))
    marks.fold(
        [
            Act(_T.format(22, 1), "one-0001", papers, {"#b": True, "#c": True}, {}, None),
            Act(_T.format(22, 2), "one-0001", papers, {"#a": True, "#c": False}, {}, None),
        ]
    )
    assert all(marks.value(paper_id, "tags") == ["a", "b"] for paper_id in papers)
    assert marks.tags == {"b": 12_000, "a": 12_000}
    marks.fold([Act(_T.format(22, 3), "one-0001", papers, {"#a": None, "#b": False}, {}, None)])
    assert (marks.docs, marks.tags) == ({}, {})
