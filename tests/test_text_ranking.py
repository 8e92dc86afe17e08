"""Papers found by their abstract: their order, and how many are compared for it."""

from __future__ import annotations

import random

import pytest

from arxtui.finder import Finder
from arxtui.finder.text_ranking import Best, worth
from arxtui.query import parse
from arxtui.store import Library
from tests.conftest import paper


def line_of(title: str, abstract: str) -> bytes:
    return f"2310.00001\t {title} | ann lee , | 2310.00001 cs.cv cv | | {abstract} | \n".encode()


def noted(library: Library, count: int, text: str) -> list[str]:
    """Load papers with a text in their abstracts alone, and return their ids, the oldest first."""
    papers = [
        paper(number, day=f"2023-10-{number:02d}")._replace(abstract=f"We study {text} here.")
        for number in range(1, count + 1)
    ]
    with library.loading() as load:
        load.put(papers, {"name": "some"})
    return [one.id for one in papers]


def found(library: Library, text: str, limit: int = 200) -> list[str]:
    return [head.id for head in Finder(library).find(parse(text), limit).heads]


@pytest.mark.parametrize("text", ["zebra", "zebra stripes"])
def test_equal_hits_are_ordered_by_marks_and_then_newest_first(library: Library, text: str) -> None:
    ids = noted(library, 8, "zebra stripes")
    assert found(library, text) == ids[::-1]
    library.act([ids[0]], {"pile": "read"})
    library.act([ids[1]], {"note": "look again"})
    library.act([ids[2]], {"pile": "later"})
    library.act([ids[3]], {"star": True})
    order = [ids[3], ids[2], ids[1], ids[0], *ids[:3:-1]]
    assert found(library, text) == order
    library.act([ids[3]], {"star": False})
    library.act([ids[4]], {"#stripes": True})
    assert found(library, "zebra")[:3] == [ids[2], ids[4], ids[1]]


def test_a_mark_of_an_old_paper_counts_also_beyond_the_shown_hits(
    library: Library,
) -> None:
    ids = noted(library, 20, "zebra")
    library.act([ids[2]], {"star": True})
    assert found(library, "zebra", 5) == [ids[2], *ids[:-5:-1]]


def test_a_mark_is_worth_less_than_better_words(library: Library) -> None:
    better = paper(1, day="2023-10-01")._replace(abstract="The zebra and its stripes.")
    abstract = f"Zebra {'and other animals ' * 30} stripes."
    worse = paper(2, day="2023-10-02")._replace(abstract=abstract)
    with library.loading() as load:
        load.put([better, worse], {"name": "two"})
    library.act([worse.id], {"star": True})
    assert found(library, "zebra stripes") == [better.id, worse.id]


@pytest.mark.parametrize("terms", [("zebra",), ("zebra", "dots"), ("a", "zebra", "dots")])
def test_the_best_hits_are_the_first_of_all_hits_in_order(terms: tuple[str, ...]) -> None:
    chance = random.Random(len(terms))
    pool = ["zebra", "zebras", "dots", "dotsy", "of", "a", "the", "prezebra", "net", "deep"]
    rarity = [0.5 + number for number in range(len(terms))]
    sought = [f" {term}".encode() for term in terms]
    for limit in (1, 3, 40):
        standings = [chance.choice([0, 0, 0, 0, 2, 4]) for _ in range(600)]
        lines = []
        for _ in standings:
            title = " ".join(chance.choices(pool, k=3))
            lines.append(line_of(title, " ".join([*chance.choices(pool, k=9), *terms])))
        best = Best(terms, standings, limit=limit, in_title=len(terms))
        best.rarity = rarity
        for row in range(len(lines) - 1, -1, -1):
            if standings[row] or not best.is_full:
                best.add(row, lines[row])
        keys = []
        for row, line in enumerate(lines):
            value = worth(line, sought, rarity)
            keys.append((round(value, 1), standings[row], value, row))
        assert best.rows() == [row for *_, row in sorted(keys, reverse=True)[:limit]]


def test_lines_that_cannot_reach_a_place_are_not_ranked() -> None:
    """For a word of most abstracts nearly all papers are only counted."""
    best = Best(("the",), [0] * 1_000, limit=200, in_title=0)
    best.rarity = [0.0]
    looked_at = 0
    for row in range(999, -1, -1):
        if not best.is_full:
            looked_at += 1
            best.add(row, line_of("nets", "the end"))
    assert looked_at == 200
    assert best.rows() == [*range(999, 799, -1)]
