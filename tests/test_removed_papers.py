"""Papers that leave the library while their rows are shown: no marks are set, rows disappear."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui import loader
from arxtui.keys import VERBS, Verb
from arxtui.settings.config import Settings
from arxtui.store import Library, UnknownPaper
from arxtui.work_in_steps import finish
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TWO = "2310.19223"
GONE = "no longer in the library"
ON_A_PAPER = (
    "done", "later", "star", "toggle_read", "tag", "quick_tag", "again", "note", "authors", "page",
    "pdf",
    "link", "copy", "catch_up",
)  # fmt: skip
"""Commands for the paper under the cursor: on a row whose paper is gone each says so."""
VIEWS = {
    "all days": ("V", "a"),
    "search": ("slash", *"image", "enter"),
    "filter": ("f", "u"),
    "order": ("V", "a", "S", "t"),
}


@pytest.fixture
def examples(library: Library) -> Library:
    """A new library with the shipped examples, as a first start makes it."""
    loader.load(library, [str(loader.seeds())], examples=True)
    return library


def load_elsewhere(folder: Path) -> None:
    """Load three papers in another process, which takes the examples out."""
    with Library(folder, "cron-0002").loading() as load:
        load.put([paper(number, day="2023-11-02") for number in range(3)], {"name": "cron"})


async def on_an_example(user: Driver, view: str) -> str:
    """Open a view and go to a paper of it that has no mark; return its id."""
    user.library.act([TWO], {"#gan": True})
    await user.press(*VIEWS[view], "j")
    while user.current == TWO:
        await user.press("j")
    return user.current


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "verb", [verb for verb in VERBS if verb.id in ON_A_PAPER], ids=lambda verb: verb.id
)
def test_a_command_on_a_removed_paper_is_refused_with_a_message(
    view: str, verb: Verb, examples: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        here = await on_an_example(user, view)
        user.main.commands.marks._acts.last = {"star": True}
        load_elsewhere(folder)
        before = dict(examples.marks.items())
        user.main.action_verb(verb.id, verb.keys[0])  # before the screen looks around
        assert GONE in user.message, user.message
        assert not user.main.box.prompt
        assert user.main.questions.asking is None
        await user.settle()
        assert dict(examples.marks.items()) == before
        assert here not in dict(before)

    drive(examples, play)


@pytest.mark.parametrize("view", VIEWS)
def test_no_other_command_fails_on_rows_of_removed_papers(
    view: str, examples: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        await on_an_example(user, view)
        load_elsewhere(folder)
        elsewhere = (
            "leave", "suspend", "quit", "back", "fetch", "undo", "redo", "help", "palette",
            "calendar",
        )  # fmt: skip
        for verb in VERBS:
            if verb.id not in (*ON_A_PAPER, *elsewhere):
                user.main.action_verb(verb.id, verb.keys[0])
                if user.main.questions.asking is not None:
                    user.main.questions.answered("y", "y")
                if user.main.box.prompt is not None:
                    user.main.box.close()
        await user.settle()
        there = {head.id for head in Library(folder, "test-0001").papers.heads()} | {TWO}
        assert {paper_id for paper_id, _ in examples.marks.items()} <= there

    drive(examples, play)


@pytest.mark.parametrize("view", VIEWS)
def test_removed_papers_leave_the_view_the_undo_positions_and_the_selection(
    view: str, examples: Library, folder: Path
) -> None:
    async def play(user: Driver) -> None:
        await on_an_example(user, view)
        await user.press("space", "space")
        user.main.papers.go(user.main.shown.row_of(TWO) or 0)
        load_elsewhere(folder)
        await user.until(lambda: len(user.main.shown.heads) <= 1)
        assert user.current in (TWO, "")  # it has a tag, and so a citation
        assert not user.main.papers.selected
        there = {head.id for head in Library(folder, "test-0001").papers.heads()} | {TWO}
        for place in user.main.shown.places:
            assert {head.id for head in place.heads} <= there
            assert {head.id for head in place.base} <= there

    drive(examples, play)


def test_papers_forgotten_by_another_process_leave_the_view_too(
    seeded: Library, folder: Path
) -> None:
    with seeded.loading() as load:
        load.put([paper(1, day="2023-11-02", title="An image of a zebra")], {"name": "more"})

    async def play(user: Driver) -> None:
        await user.press("slash", *"image", "enter", "V", "a", "space")
        assert len(user.main.shown.heads) == 91
        user.main.papers.go(0)
        Library(folder, "cron-0002").forget(["2023-10-30"], [])
        await user.until(lambda: len(user.main.shown.heads) == 1)
        assert user.current == "2310.00001"
        assert user.main.papers.selected == {0}
        await user.press("escape", "escape")
        assert "1 hit" in user.lines()[0]

    drive(seeded, play)


@pytest.mark.parametrize("elsewhere", ["forget", "load"])
def test_a_selection_in_a_list_of_days_survives_changes_by_other_processes(
    seeded: Library, folder: Path, elsewhere: str
) -> None:
    with seeded.loading() as load:
        load.put([paper(1, day="2023-11-01"), paper(2, day="2023-11-01")], {"name": "one"})
        load.put([paper(3, day="2023-11-02"), paper(4, day="2023-11-02")], {"name": "other"})

    async def play(user: Driver) -> None:
        assert "2 days" in user.lines()[0]
        await user.press(
            "space", "j", "space", "G"
        )  # one paper of each day, the cursor on the last
        assert len(user.main.papers.selected) == 2
        last = user.current
        other = Library(folder, "cron-0002")
        if elsewhere == "forget":
            other.forget(["2023-11-02"], [])
        else:
            with other.loading() as load:
                load.put([paper(5, day="2023-11-01")], {"name": "late"})
        rows = 2 if elsewhere == "forget" else 5
        await user.until(lambda: len(user.main.shown.heads) == rows)
        kept = {head.id for head in finish(user.main.chosen.in_steps())}
        if elsewhere == "forget":
            assert kept == {"2310.00001"}
        else:
            assert kept == {"2310.00001", "2310.00003"}
        assert user.current == last

    drive(seeded, play)


def test_a_star_always_stores_its_citation_and_is_exported(examples: Library, folder: Path) -> None:
    """The examples are on the screen, cron loads papers, `s` is pressed on a removed row."""

    async def play(user: Driver) -> None:
        await user.press("V", "a", "j")
        load_elsewhere(folder)
        user.main.action_verb("star", "s")
        assert GONE in user.message
        await user.until(
            lambda: len(user.main.shown.heads) == 3
        )  # all of the view left: it is looked for anew
        await user.press("s")
        assert all(mark.cite for _, mark in examples.marks.items())
        assert len(examples.marks.starred()) == 1
        await user.press("escape")
        assert user.lines()[0].startswith(" Thu 2023-11-02")  # the day where it began is no more

    drive(examples, play, settings=Settings(categories=("cs.CV",)))


@pytest.mark.parametrize(
    "fields",
    [
        {"star": True},
        {"#gan": True},
        {"note": "x"},
        {"pile": "later"},
        {"pile": "read"},
        {"pile": "unread"},
    ],
)
def test_an_id_with_neither_paper_nor_citation_is_refused(
    fields: dict[str, object], seeded: Library
) -> None:
    with pytest.raises(UnknownPaper, match=r"2401\.00001") as refused:
        seeded.act([ONE, "2401.00001"], fields)
    assert refused.value.ids == ("2401.00001",)
    assert not list(seeded.marks.items())
    assert not list(seeded.log.newest_first())


def test_a_removed_paper_with_a_citation_can_be_marked_and_unmarked(seeded: Library) -> None:
    seeded.act([ONE], {"#gan": True})
    seeded.forget(["2023-10-30"], [])
    seeded.act([ONE], {"star": True})
    seeded.act([ONE], {"pile": "read"})
    assert seeded.marks.of(ONE).star
    assert seeded.entries([ONE])[0].paper.title
    with pytest.raises(UnknownPaper):
        seeded.act([TWO], {"star": True})


def test_marks_of_another_machine_on_an_unknown_paper_can_be_removed(
    seeded: Library, folder: Path
) -> None:
    (folder / "marks").mkdir(exist_ok=True)
    line = (
        '{"t":"2024-01-01T00:00:00.000000Z","ids":["2401.00001"],"set":{"star":true,"#gan":true}}\n'
    )
    (folder / "marks" / "b-0002.2024.jsonl").write_text(line)
    seeded.refresh()
    with pytest.raises(UnknownPaper):
        seeded.act(["2401.00001"], {"pile": "read"})
    seeded.act(["2401.00001"], {"star": False})
    seeded.act(["2401.00001"], {"#gan": False})
    assert not seeded.marks.starred()


def test_a_paper_is_found_by_its_file_before_its_day_is_indexed(
    seeded: Library, folder: Path
) -> None:
    next((folder / "heads").glob("*.tsv")).unlink()
    head = Library(folder, "test-0001").papers.day("2023-10-30")[0]
    library = Library(folder, "test-0001")
    library.indexing.use_indexed()
    assert library.papers.knows(head)
    library.act([head], {"star": True})
    assert library.marks.of(head.id).cite
