"""The detail: its text fits the pane, and facts that are found later move no line."""

from __future__ import annotations

import pytest

from arxtui.facts_in_comments import Facts
from arxtui.model import Entry, Mark
from arxtui.store import Library
from arxtui.ui.panes import paper_text
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.line_breaks import lines_of
from tests.conftest import paper
from tests.screen import Driver, drive

NAMES = tuple(f"Author Number{number:02d}" for number in range(40))


def test_the_authors_fill_two_rows_of_the_pane_at_any_size(library: Library) -> None:
    with library.loading() as loading:
        loading.put([paper(1)._replace(authors=NAMES)], {"name": "a listing"})

    def named(user: Driver) -> int:
        return user.main.detail.content.plain.count("Author Number")

    async def play(user: Driver) -> None:
        beside = named(user)
        assert 4 <= beside < 40
        await user.resize(100, 30)  # now the detail is below the list, and wider
        await user.until(lambda: named(user) > beside)
        await user.resize(140, 40)
        await user.until(lambda: named(user) == beside)

    drive(library, play, size=(140, 40))


FULL = paper(1)._replace(authors=NAMES[:4], categories="cs.CV, cs.LG, stat.ML, eess.IV")
MARK = Mark(star=True, tags=("gan", "to read"), pile="later")
CODE = "https://github.com/a/b"
FACTS = Facts("NeurIPS 2023", CODE, (CODE,), pages=None, withdrawn=False)
FOUND = Beside(
    stars=dict.fromkeys(NAMES, (3, 15)), starred=lambda *_: True, companion="earlier: 2309.00011"
)
ABSTRACT = "This is known. " * 40 + "We propose a thing."


@pytest.mark.parametrize("authors", [1, 2, 3, 4, 7, 40])
@pytest.mark.parametrize("width", [38, 58, 62, 78, 90, 98])
@pytest.mark.parametrize("mark", [Mark(), MARK])
def test_facts_that_are_found_later_move_no_line(authors: int, width: int, mark: Mark) -> None:
    it = FULL._replace(authors=NAMES[:authors], abstract=ABSTRACT)

    def lines(beside: Beside) -> list[tuple[int, str]]:
        text = paper_text.paper(Entry(it, mark), FACTS, beside, width=width)
        plain = text.content.plain
        above = lines_of(plain[: text.body - 1], width)
        rows = [(number, plain[at:to]) for number, (at, to) in enumerate(lines_of(plain, width))]
        return rows[len(above) :]

    before = lines(Beside(starred=lambda *_: True))
    after = lines(FOUND)
    assert [number for number, _ in after] == [number for number, _ in before]
    assert [line for _, line in after][:-1] == [line for _, line in before][:-1]


def test_a_companion_stands_in_the_place_of_less_important_facts() -> None:
    def facts(width: int, mark: Mark = MARK) -> str:
        text = paper_text.paper(Entry(FULL, mark), FACTS, FOUND, width=width).content.plain
        return next(line for line in text.split("\n") if line.startswith("2310."))

    assert "cs.CV cs.LG stat.ML eess.IV · NeurIPS" in facts(200)
    assert facts(200).endswith("later · earlier: 2309.00011")
    assert facts(80, Mark()).endswith("code 1 · earlier: 2309.00011")
    assert "cs.LG" not in facts(80, Mark())


def test_a_companion_without_room_among_the_facts_stands_with_the_categories() -> None:
    many = Mark(tags=tuple(f"a rather long tag {number}" for number in range(7)))
    for width in range(60, 100):
        shown = paper_text.paper(Entry(FULL, many), FACTS, FOUND, width=width).content.plain
        assert shown.count("earlier: 2309.00011") == 1


def test_the_companion_moves_nothing_on_the_screen(library: Library) -> None:
    shared = paper(1)._replace(authors=NAMES[:3], title="Optical flow of insects")
    earlier = paper(2, day="2023-01-01")._replace(authors=NAMES[:3], title=shared.title)
    with library.loading() as loading:
        loading.put([shared, earlier], {"name": "a listing"})

    async def play(user: Driver) -> None:
        await user.press("enter")
        before = user.lines()
        await user.until(lambda: "earlier: 2310.00002" in user.text())
        changed = [row for row, line in enumerate(user.lines()) if line != before[row]]
        assert len(changed) == 1
        assert before[changed[0]].strip().startswith("2310.00001")

    drive(library, play)


def test_a_paper_is_not_shown_again_if_its_authors_have_no_other_papers(library: Library) -> None:
    """The papers of the authors are counted after a rest; most counts change nothing."""
    with library.loading() as loading:
        loading.put([paper(1)._replace(authors=("Zoe Yan",)), paper(2)], {"name": "a listing"})
    library.act([paper(2).id], {"star": True})

    async def play(user: Driver) -> None:
        assert "Zoe Yan" in user.main.detail.content.plain
        await user.press("s")
        await user.until(lambda: bool(user.main.work.waiting))
        shown = user.main.detail.content
        await user.rest()
        assert user.main.detail.content is shown

    drive(library, play)


def test_the_day_is_above_the_abstract_if_the_list_has_papers_of_several_days() -> None:
    def above(beside: Beside) -> str:
        text = paper_text.paper(Entry(FULL, Mark()), FACTS, beside)
        return text.content.plain[: text.body]

    day = FULL.day or ""
    assert day
    assert day not in above(Beside())
    assert f"v1 · {day} · cs.CV" in above(Beside(shows_day=True))
