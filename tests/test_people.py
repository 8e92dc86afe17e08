"""Names in parts, teams, and the names of a text."""

from __future__ import annotations

import pytest

from arxtui import people


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
    assert people.names([typed]) == (people.Name(last, suffix, first, team=False),)


@pytest.mark.parametrize("typed", ["Euclid Collaboration", "Gemini Team", "the MICCAI Challenge Organizers"])
def test_a_team_is_whole(typed: str) -> None:
    assert people.names([typed]) == (people.Name(typed, "", "", team=True),)


@pytest.mark.parametrize("typed", ["Hao Ai", "Robert Labs", "The Duc Kieu"])
def test_a_person_is_no_team(typed: str) -> None:
    assert not people.names([typed])[0].team


def test_what_is_no_name_is_left_out_and_a_lone_suffix_joined() -> None:
    names = people.names(["Gemini Team", ":", "", "and", "Michael T. Wells", "Jr.", "\x7f", "others"])
    assert [name.last for name in names] == ["Gemini Team", "Wells", "others"]
    assert names[1].suffix == "Jr."
    assert people.names(["Jr."])[0].last == "Jr."


def test_short() -> None:
    assert people.short(["Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu"]) == "Yang, Pan +2"
    assert people.short(["Zhaocong Li"]) == "Li"
    assert people.short(["Euclid Collaboration", "G. Stevens"]) == "Euclid Collaboration, Stevens"
    assert people.short(["A B", "C D"], most=1) == "B +1"
    assert people.short([]) == ""


def test_short_looks_only_at_the_names_it_shows() -> None:
    class Counting(tuple[str, ...]):
        seen = 0

        def __getitem__(self, at: object) -> object:  # type: ignore[override]
            part = super().__getitem__(at)  # type: ignore[index]
            type(self).seen += len(part)
            return part

    people.short(Counting(f"First Last{i}" for i in range(900)))
    assert Counting.seen == 2
