"""The key of an entry, the copy that a mark keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arxtui import citation
from arxtui.model import Paper

PAPER = Paper(
    id="2310.19231",
    version=2,
    title="There Are No Data Like More Data",
    authors=("Michael Schmitt", "Seyed Ali Ahmadi", "Yonghao Xu"),
    categories="cs.CV, cs.LG",
    primary="cs.CV",
    published="2023-10-30T02:19:16Z",
    updated="2024-01-01T00:00:00Z",
    doi="10.1109/MGRS.2023.3293459",
    comment="10 pages",
    journal_ref="IEEE GRSM\n  2023",
    abstract="Carefully curated",
)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "schmitt2023there"),
        ({"authors": ()}, "anon2023there"),
        ({"authors": ("王伟",)}, "anon2023there"),
        ({"authors": ("3M",)}, "m2023there"),
        ({"authors": ("Łukasz Ørsted-Straße",)}, "orstedstrasse2023there"),
        ({"authors": ("Anton van den Hengel",)}, "vandenhengel2023there"),
        ({"title": "The $L_1$ of \\textbf{Pl\x7fücker's} world"}, "schmitt2023pluckers"),
        ({"title": "$\\alpha$ — 的"}, "schmitt2023231019231"),
        ({"title": ""}, "schmitt2023231019231"),
        ({"title": "3D: the end"}, "schmitt20233d"),
        ({"published": None}, "schmitt2023there"),
        ({"published": None, "listed": "2024-05-01"}, "schmitt2024there"),
        ({"published": None, "id": "cs/9901001"}, "schmitt1999there"),
        ({"title": "a" * 99, "authors": ("B" * 99,)}, "b" * 40 + "2023" + "a" * 40),
    ],
)
def test_key_base(change: dict[str, object], key: str) -> None:
    assert citation.key_base(replace(PAPER, **change)) == key  # type: ignore[arg-type]


def test_year_and_month_are_those_of_the_first_version() -> None:
    assert citation.year_month(PAPER) == (2023, 10)
    assert citation.year_month(replace(PAPER, published=None, id="math/0007026")) == (2000, 7)
    assert citation.year_month(replace(PAPER, published=None, id="2399.12345")) == (2023, 12)


def test_free_key_counts_in_letters() -> None:
    taken: set[str] = set()
    given = []
    for _ in range(29):
        given.append(citation.free_key("li2023gan", taken))
        taken.add(given[-1])
    assert given[:3] == ["li2023gan", "li2023gana", "li2023ganb"]
    assert given[26:] == ["li2023ganz", "li2023ganaa", "li2023ganab"]


class Counting(set[str]):
    """Keys that count how often they are asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


@pytest.mark.parametrize("count", [100, 200, 400])
def test_keys_of_one_base_are_given_out_in_two_steps_each(count: int) -> None:
    taken = Counting()
    tried: dict[str, int] = {}
    keys = []
    for _ in range(count):
        keys.append(citation.free_key("li2023gan", taken, tried))
        taken.add(keys[-1])
    assert taken.asked <= 2 * count
    again: set[str] = set()
    for key in keys:
        assert key == citation.free_key("li2023gan", again)
        again.add(key)


def test_a_cite_brings_the_paper_back_without_abstract() -> None:
    copy = citation.cite(PAPER, {"schmitt2023there"})
    assert copy.key == "schmitt2023therea"
    back = citation.paper_of(PAPER.id, copy)
    assert back == replace(PAPER, abstract="", comment=None, categories="cs.CV")
    assert citation.cite(back, set()) == replace(copy, key="schmitt2023there")
