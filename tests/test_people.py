"""Names in parts, teams, and the names of a text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from arxtui import people

if TYPE_CHECKING:
    from _typeshed import TraceFunction


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
        ("Chen change Loy", "Loy", "", "Chen change"),
        ("Liu hung ming", "ming", "", "Liu hung"),
        ("Sabine Schulte im Walde", "im Walde", "", "Sabine Schulte"),
        ("Noor ul-Ain Fatima", "ul-Ain Fatima", "", "Noor"),
        ("Miquel Martí i Rabadán", "Martí i Rabadán", "", "Miquel"),
        ("Peter J. Jin Ph. D.", "Jin", "", "Peter J."),
        ("I-Hung Lin M. D., Ph. D.", "Lin", "", "I-Hung"),
        ("Sarah Hernandez PhD", "Hernandez", "", "Sarah"),
        ("Vivek B. S.", "S.", "", "Vivek B."),
        ("Vivek M. D.", "D.", "", "Vivek M."),
        ("Ivor Tsang, Fellow, IEEE", "Tsang", "", "Ivor"),
        ("Prof. Dr. Kristof Van Laerhoven", "Van Laerhoven", "", "Kristof"),
        ("Enze Xie1", "Xie", "", "Enze"),
        ("Xinrun Li 2", "Li", "", "Xinrun"),
        ("Xinrun Li 1,2", "Li", "", "Xinrun"),
        ("Guanbin Li²", "Li", "", "Guanbin"),
        ("John Smith 3rd", "Smith", "3rd", "John"),
        ("John Smith VI", "Smith", "VI", "John"),
        ("Sukesh Adiga V", "V", "", "Sukesh Adiga"),
        ("Lovelace, Ada", "Lovelace", "", "Ada"),
        ("William Wells, Jr.", "Wells", "Jr.", "William"),
        ("Laurent Wendling (LIPADE)", "Wendling", "", "Laurent"),
    ],
)
def test_a_name_is_split_into_its_parts(typed: str, last: str, suffix: str, first: str) -> None:
    assert people.names([typed]) == (people.Name(last, suffix, first, team=False),)


@pytest.mark.parametrize(
    "typed",
    ["Euclid Collaboration", "Gemini Team", "the MICCAI Challenge Organizers",
     "the INTERGROWTH-21st Consortium",
     "Department of Physics and Astronomy, A University", "2024 CVS Challenge Consortium"],
)  # fmt: skip
def test_the_name_of_a_team_is_not_split(typed: str) -> None:
    assert people.names([typed]) == (people.Name(typed, "", "", team=True),)


@pytest.mark.parametrize("typed", ["Hao Ai", "Robert Labs", "The Duc Kieu"])
def test_the_name_of_a_person_is_not_taken_for_a_team(typed: str) -> None:
    assert not people.names([typed])[0].team


def test_texts_that_are_not_names_are_left_out_and_a_lone_suffix_is_joined() -> None:
    names = people.names(
        ["Gemini Team", ":", "", "and", "Michael T. Wells", "Jr.", "\x7f", "others"]
    )
    assert [name.last for name in names] == ["Gemini Team", "Wells", "others"]
    assert names[1].suffix == "Jr."
    assert people.names(["Jr."])[0].last == "Jr."


def test_authors_are_shortened_to_surnames() -> None:
    assert (
        people.short(["Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu"]) == "Yang, Pan +2"
    )
    assert people.short(["Zhaocong Li"]) == "Li"
    assert people.short(["Euclid Collaboration", "G. Stevens"]) == "Euclid Collaboration, Stevens"
    assert people.short(["A B", "C D"], most=1) == "B +1"
    assert people.short([]) == ""


def test_shortening_reads_only_the_shown_names() -> None:
    class Counting(tuple[str, ...]):
        seen = 0

        def __getitem__(self, at: Any) -> Any:
            part = super().__getitem__(at)
            type(self).seen += len(part)
            return part

    people.short(Counting(f"First Last{i}" for i in range(900)))
    assert Counting.seen == 3


def last_names(*authors: str) -> list[str]:
    return [name.last for name in people.names(authors)]


@pytest.mark.parametrize(
    "team", ["BigScience Workshop", "Mistral AI", "01. AI", "NVIDIA", "Jane Doe"]
)
def test_any_words_before_a_colon_are_a_team(team: str) -> None:
    for authors in ([team, ":", "Jane Roe"], [f"{team}:", "Jane Roe"], [f"{team}: Jane Roe"]):
        assert people.names(authors) == (
            people.Name(team, "", "", True),
            people.Name("Roe", "", "Jane", False),
        )
    assert people.short([team, ":", "Jane Roe", "P. One"]) == f"{team}, Roe +1"
    assert people.short([team, ":", "Jane Roe", "P. One"], most=1) == f"{team} +2"


def test_a_lone_colon_is_no_team() -> None:
    assert last_names(":", "Jane Doe", "Richard Roe") == ["Doe", "Roe"]
    assert not any(name.team for name in people.names([":", "Jane Doe"]))


@pytest.mark.parametrize(
    "cut",
    ["et al.", "et al", "et. al.", "and others", "others",
     "et al. (9 additional authors not shown)",
     "(9 additional authors not shown)", "and 9 more authors"],
)  # fmt: skip
def test_a_shortened_author_list_ends_in_others(cut: str) -> None:
    assert people.names(["Jane Doe", cut])[-1].others
    assert last_names("Jane Doe", cut) == ["Doe", "others"]
    assert people.split(f"Jane Doe, Richard Roe, {cut}") == ("Jane Doe", "Richard Roe", "others")
    assert people.split(f"Jane Doe {cut}") == ("Jane Doe", "others") or cut == "others"


def test_a_name_that_begins_like_et_al_is_a_name() -> None:
    assert people.split("Et Al-Hussein, Jane Others") == ("Et Al-Hussein", "Jane Others")


def test_an_item_with_two_people_is_split() -> None:
    assert last_names("Donald Johann Jr. and Fred Prior") == ["Johann", "Prior"]
    assert last_names("Dalton Lunga 'and' Okan Ersoy") == ["Lunga", "Ersoy"]
    assert last_names("Mingliang Zhou\\\\Yong Feng") == ["Zhou", "Feng"]
    assert last_names("Yuyang Xue3 Qinquan Gao") == ["Xue", "Gao"]
    assert last_names("Di Fan1Adarshan Naiynar") == ["Fan", "Naiynar"]
    assert last_names("Jane Doe and the Great Team", "A B") == ["Doe", "the Great Team", "B"]
    assert last_names("Signal and Image Processing Group") == ["Signal and Image Processing Group"]


def test_a_lone_degree_is_not_an_author() -> None:
    assert last_names("Jing W. Zhang", "M. D.", "Ph. D.", "Limin Yu", "M. S", "Ph. D") == [
        "Zhang",
        "Yu",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe (A Lab, A City), Richard Roe (B Lab)", "Jane Doe|Richard Roe"),
        ("Jane Doe (1 and 2), Richard Roe (2) ((1) A Lab (East), (2) B Lab)",
         "Jane Doe|Richard Roe"),
        ("Jane Doe (A (B, C), D), Xiaodong (Alex) Wang", "Jane Doe|Xiaodong Wang"),
        ("Jane Doe [1], Richard Roe [1,2]", "Jane Doe|Richard Roe"),
        ("Jane Doe (A Lab, Richard Roe", "Jane Doe|Richard Roe"),
        ("Jane Doe), Richard Roe", "Jane Doe|Richard Roe"),
        ("Jane Doe and Richard Roe", "Jane Doe|Richard Roe"),
        ("Jane Doe, Ann Lee, and Richard Roe", "Jane Doe|Ann Lee|Richard Roe"),
        ("Jane Doe & Richard Roe;Ann Lee", "Jane Doe|Richard Roe|Ann Lee"),
        ("Jane Anderson, Rand Alland", "Jane Anderson|Rand Alland"),
        ('<a href="http://arxiv.org/find/cs/1/au:+Doe_J/0/1/0/all/0/1">Jane Doe</a>, <a'
         ' href="x">R. Roe</a>',
         "Jane Doe|R. Roe"),
        ("Jane D&ouml;e, R. Roe", "Jane Döe|R. Roe"),
        ("The Great Collaboration: P. One, T. Two, et al. (57 additional authors\n not shown)",
         "The Great Collaboration|:|P. One|T. Two|others"),
        ("Jane Doe, Ann Lee, et alii", "Jane Doe|Ann Lee|others"),
        ("Jane Doe, ..., Ann Lee", "Jane Doe|Ann Lee|others"),
        ("Jane Doe, …", "Jane Doe|others"),
        ("Jane Doe + 3 authors", "Jane Doe|others"),
        ("Jane Doe$^{1,2}$, Ann Lee$^*$, R. Roe^3", "Jane Doe|Ann Lee|R. Roe"),
        ("Ann Lee 1,2, R. Roe", "Ann Lee 1|R. Roe"),
        ("BigScience Workshop, :, Jane Doe", "BigScience Workshop|:|Jane Doe"),
        ("Department of Physics and Astronomy, Jane Doe",
         "Department of Physics and Astronomy|Jane Doe"),
        ("Jane Doe and Euclid Collaboration and Ann Lee", "Jane Doe|Euclid Collaboration|Ann Lee"),
        ("Jane Doe and R. Roe and Vision Group", "Jane Doe|R. Roe and Vision Group"),
        ("William Wells, Jr., Jing Zhang, M. D., Ph. D.",
         "William Wells Jr.|Jing Zhang M. D. Ph. D."),
        ("", ""),
        (" , ;: () ", ""),
    ],
)  # fmt: skip
def test_an_author_text_is_split_into_names(text: str, names: str) -> None:
    assert "|".join(people.split(text)) == names


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "()", "(a", "[a, ", "a and ", "University of a and ", ",", " , ", "<a", "<a ",
     "et al ", "Jr., ",
     "Ph. D. ", "... ", "$^{", "^", "a 1 2 ",
     "Ph. D., ", ": ", "a: ", "1 ", "a1 ", "9 more authors ", "&", "\\\\", "A. "],
)  # fmt: skip
def test_a_hostile_author_text_is_split_in_steps_that_grow_with_its_length(piece: str) -> None:
    steps = [count_lines(piece * (size // len(piece)), people.split) for size in (1_000, 2_000)]
    assert steps[1] < 2.2 * steps[0] + 100
    items = [count_lines([piece] * size, people.names) for size in (200, 400)]
    assert items[1] < 2.2 * items[0] + 100
    people.split(
        piece * (100_000 // len(piece))
    )  # takes minutes where a pattern's work grows with the square
    people.names([piece * (100_000 // len(piece))])


def count_lines(argument: object, function: Callable[..., object]) -> int:
    """Return how many lines of the module a call runs; an endless regex is a test without end."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        function(argument)
    finally:
        sys.settrace(None)
    return count
