"""Names in parts, the key of an entry, the copy that a mark keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arxtui import cite
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
    ("typed", "last", "suffix", "first"),
    [
        ("Michael Schmitt", "Schmitt", "", "Michael"),
        ("Mausam", "Mausam", "", ""),
        ("Anton van den Hengel", "van den Hengel", "", "Anton"),
        ("Fernando De la Torre", "De la Torre", "", "Fernando"),
        ("Jefersson A. dos Santos", "dos Santos", "", "Jefersson A."),
        ("Marc Van Droogenbroeck", "Van Droogenbroeck", "", "Marc"),
        ("Luc Van Gool", "Van Gool", "", "Luc"),
        ("Bertrand Le Saux", "Le Saux", "", "Bertrand"),
        ("Phi Le Nguyen", "Nguyen", "", "Phi Le"),
        ("Hien Van Nguyen", "Nguyen", "", "Hien Van"),
        ("Xue Bin Peng", "Peng", "", "Xue Bin"),
        ("Raphaël d'Andrimont", "d'Andrimont", "", "Raphaël"),
        ("William M. Wells III", "Wells", "III", "William M."),
        ("Jan Hajič jr.", "Hajič", "jr.", "Jan"),
        ("Michael Iv", "Iv", "", "Michael"),
        ("Nikitha SR", "SR", "", "Nikitha"),
        ("Santiago Ramón y Cajal", "Ramón y Cajal", "", "Santiago"),
        ("João Paulo Silva Neto", "Silva Neto", "", "João Paulo"),
        ("jian Yang", "Yang", "", "jian"),
        ("Hao li", "li", "", "Hao"),
        ('Chiyu "Max" Jiang', "Jiang", "", 'Chiyu "Max"'),
        ("T\x7fünn\u200bermann", "Tünnermann", "", ""),
        ("Sathyanarayanan N. Aakur\\\\", "Aakur", "", "Sathyanarayanan N."),
        ("and Ada Lovelace,", "Lovelace", "", "Ada"),
    ],
)
def test_a_person_in_parts(typed: str, last: str, suffix: str, first: str) -> None:
    assert cite.people([typed]) == (cite.Name(last, suffix, first, team=False),)


@pytest.mark.parametrize("typed", ["Euclid Collaboration", "Gemini Team", "the MICCAI Challenge Organizers"])
def test_a_team_is_whole(typed: str) -> None:
    assert cite.people([typed]) == (cite.Name(typed, "", "", team=True),)


@pytest.mark.parametrize("typed", ["Hao Ai", "Robert Labs", "The Duc Kieu"])
def test_a_person_is_no_team(typed: str) -> None:
    assert not cite.people([typed])[0].team


def test_what_is_no_name_is_left_out_and_a_lone_suffix_joined() -> None:
    names = cite.people(["Gemini Team", ":", "", "and", "Michael T. Wells", "Jr.", "\x7f", "others"])
    assert [name.last for name in names] == ["Gemini Team", "Wells", "others"]
    assert names[1].suffix == "Jr."
    assert cite.people(["Jr."])[0].last == "Jr."


def test_short() -> None:
    assert cite.short(["Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu"]) == "Yang, Pan +2"
    assert cite.short(["Zhaocong Li"]) == "Li"
    assert cite.short(["Euclid Collaboration", "G. Stevens"]) == "Euclid Collaboration, Stevens"
    assert cite.short(["A B", "C D"], most=1) == "B +1"
    assert cite.short([]) == ""


def test_short_looks_only_at_the_names_it_shows() -> None:
    class Counting(tuple[str, ...]):
        seen = 0

        def __getitem__(self, at: object) -> object:  # type: ignore[override]
            part = super().__getitem__(at)  # type: ignore[index]
            type(self).seen += len(part)
            return part

    cite.short(Counting(f"First Last{i}" for i in range(900)))
    assert Counting.seen == 2


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
    assert cite.key_base(replace(PAPER, **change)) == key  # type: ignore[arg-type]


def test_year_and_month_are_those_of_the_first_version() -> None:
    assert cite.year_month(PAPER) == (2023, 10)
    assert cite.year_month(replace(PAPER, published=None, id="math/0007026")) == (2000, 7)
    assert cite.year_month(replace(PAPER, published=None, id="2399.12345")) == (2023, 12)


def test_free_key_counts_in_letters() -> None:
    taken: set[str] = set()
    given = []
    for _ in range(29):
        given.append(cite.free_key("li2023gan", taken))
        taken.add(given[-1])
    assert given[:3] == ["li2023gan", "li2023gana", "li2023ganb"]
    assert given[26:] == ["li2023ganz", "li2023ganaa", "li2023ganab"]


def test_a_cite_brings_the_paper_back_without_abstract() -> None:
    copy = cite.cite(PAPER, {"schmitt2023there"})
    assert copy.key == "schmitt2023therea"
    back = cite.paper_of(PAPER.id, copy)
    assert back == replace(PAPER, abstract="", comment=None, categories="cs.CV")
    assert cite.cite(back, set()) == replace(copy, key="schmitt2023there")
