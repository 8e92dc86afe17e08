"""The view: its papers, their order, and its name."""

from __future__ import annotations

import pytest

from arxtui.model import UNMARKED, Mark
from arxtui.store.heads import head_of
from arxtui.view import Only, Order, View, day_name
from tests.conftest import paper

HEADS = [
    head_of(paper(n, day=f"2023-10-{10 + n}", title=title), "", "")
    for n, title in enumerate(["B", "c", "A"])
]
MARKS = {
    HEADS[0].id: Mark("read", True),
    HEADS[1].id: Mark("later", tags=("x",)),
    HEADS[2].id: Mark(note="n"),
}


def shown(view: View) -> list[str]:
    return [head.title for head in view.apply(HEADS, lambda one: MARKS.get(one, UNMARKED))]


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        ("all", "BcA"),
        ("read", "B"),
        ("later", "c"),
        ("unread", "A"),
        ("starred", "B"),
        ("tagged", "c"),
        ("noted", "A"),
    ],
)
def test_a_filter_limits_a_view_to_its_papers(only: Only, titles: str) -> None:
    assert shown(View(only=only)) == list(titles)


@pytest.mark.parametrize(
    ("order", "titles"),
    [("listing", "BcA"), ("newest", "AcB"), ("title", "ABc"), ("stars", "BcA"), ("author", "BcA")],
)
def test_a_view_is_sorted_by_each_order(order: Order, titles: str) -> None:
    assert shown(View(order=order)) == list(titles)


def test_the_newest_mark_is_first_and_papers_without_marks_are_last() -> None:
    times = {HEADS[0].id: "2024-01-02T00:00:00Z", HEADS[2].id: "2024-01-03T00:00:00Z"}
    view = View(order="marked")
    ordered = view.apply(HEADS, MARKS.__getitem__, marked_at=lambda one: times.get(one, ""))
    assert [head.title for head in ordered] == ["A", "B", "c"]
    assert view.describe_order() == "newest mark first"


def test_the_order_by_author_sorts_by_the_surnames_in_the_rows() -> None:
    authors = {
        "b": ("Aaron Zhou", "Zoe Adams"),
        "c": ("Zoe Adams", "Aaron Zhou"),
        "d": ("Ana van den Hengel",),
        "e": ("Euclid Team", ":", "Bob Baker"),
        "f": ("Yan Ādams",),
        "g": ("Öz", "B. C."),
        "a": (),
    }
    heads = [
        head_of(paper(number, title=title)._replace(authors=names), "", "")
        for number, (title, names) in enumerate(authors.items(), 1)
    ]
    ordered = View(order="author").apply(heads, lambda _: UNMARKED)
    assert "".join(head.title for head in ordered) == "afcegdb"


def test_an_unfiltered_view_is_not_copied() -> None:
    assert View().apply(HEADS, lambda _: UNMARKED) is HEADS


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (View(("2023-10-30",)), "Mon 2023-10-30"),
        (View(("2023-10-30", "2023-10-29")), "new · 2 days"),
        (View(), "all days"),
        (View(()), "no papers yet"),
        (View(only="starred"), "all days · starred"),
        (View(found="nerf"), "search: nerf"),
    ],
)
def test_a_view_is_described_in_words(view: View, text: str) -> None:
    assert view.describe() == text


def test_days_have_names() -> None:
    assert day_name("") == "no day"
    assert day_name("2024-02-29") == "Thu 2024-02-29"
