"""Commands beyond a plain morning: selection, calendar, passes, saved searches, exports."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from textual import events

from arxtui.keys import VERBS
from arxtui.locations import settings_file
from arxtui.model import Problem
from arxtui.query import parse
from arxtui.settings.config import Export, Settings
from arxtui.settings.settings_file import read_settings
from arxtui.store import Library
from arxtui.ui.panes.calendar_screen import CalendarScreen
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TWO = "2310.19223"
THREE = "2310.19224"
FOUR = "2310.19231"


def test_marks_tags_and_stars_apply_to_the_selection(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "j", "v", "s")
        assert "3 selected" in user.lines()[0]
        assert [seeded.marks.of(one).star for one in (ONE, TWO, THREE, FOUR)] == [
            True,
            True,
            True,
            False,
        ]
        assert user.message == "starred: 3 papers"
        await user.press("space", "s")  # the third no longer selected
        assert [seeded.marks.of(one).star for one in (ONE, TWO, THREE)] == [False, False, True]
        await user.press("u", "escape")
        assert "selected" not in user.lines()[0]
        await user.press("g", "space", "d")
        assert seeded.marks.of(ONE).pile == "read"
        assert seeded.marks.of(TWO).pile == "unread"
        await user.press("f", "u")
        assert "selected" not in user.lines()[0]

    drive(seeded, play)


def test_toggling_a_mixed_selection_sets_all_its_papers(seeded: Library) -> None:
    seeded.act([TWO], {"star": True})

    async def play(user: Driver) -> None:
        await user.press("space", "space", "s")
        assert seeded.marks.of(ONE).star
        assert seeded.marks.of(TWO).star

    drive(seeded, play)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_the_calendar_moves_opens_days_and_closes(seeded: Library, size: tuple[int, int]) -> None:
    with seeded.loading() as load:
        load.put(
            [paper(1, day="2023-10-26"), paper(2, day="2023-09-29"), paper(3, day="2022-12-30")],
            {"name": "more"},
        )
    seeded.act(["2310.00001"], {"pile": "read"})

    async def play(user: Driver) -> None:
        await user.press("l", "l", "D")
        assert isinstance(user.app.screen, CalendarScreen)
        assert "91 of 92 unread" in " ".join(user.lines()[0].split())
        if size == (80, 24):
            assert "Mon 2023-10-30   90 of 90 unread" in user.text()
            await user.press("left", "j")
            assert "no papers" in user.text()
            await user.press("enter")
            assert isinstance(user.app.screen, CalendarScreen)
            await user.press("j", "j", "enter")
            assert "Thu 2023-10-26" in user.lines()[0]
            await user.press("D", "pageup", "pageup", "enter")
            assert "Fri 2022-12-30" in user.lines()[0]
        else:
            assert "2023-09" in user.text()
            await user.press("k", "enter")
            assert "Fri 2023-09-29" in user.lines()[0]
        await user.press("D", "escape")
        assert not isinstance(user.app.screen, CalendarScreen)

    drive(seeded, play, size)


@pytest.mark.parametrize("opened", ["question_mark", "D"])
@pytest.mark.parametrize("ends", [("escape", "escape"), ("enter", "enter")])
def test_keys_typed_faster_than_a_dialog_closes_do_nothing_else(
    seeded: Library, opened: str, ends: tuple[str, ...]
) -> None:
    async def play(user: Driver) -> None:
        before = dict(seeded.marks.items())
        await user.press(opened)
        dialog = user.app.screen
        assert dialog is not user.main
        for key in ends:
            user.app.post_message(events.Key(key, None))
        await user.until(lambda: user.app.fault is not None or user.app.screen is user.main)
        await user.settle()
        assert user.app.fault is None
        assert dict(seeded.marks.items()) == before
        here = user.current
        await user.press("s")
        assert seeded.marks.of(here).star

    drive(seeded, play)


def test_the_two_passes_lead_to_the_receipt(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 5)], {"name": "day"})
        load.put([paper(9, day="2023-10-20", title="Put by earlier")], {"name": "before"})
    library.act(["2310.00009"], {"pile": "later"})

    async def play(user: Driver) -> None:
        await user.press("j", "T")
        assert user.message.startswith("4 titles to go")
        assert user.main.has_class("-zoom")
        await user.press("d", "b", "b", "u", "b", "s", "d")
        assert user.message == "3 papers set aside, in full"
        assert user.main.has_class("-reader")
        assert user.current == "2310.00002"
        await user.press("b", "s", "d")
        assert user.current == "2310.00009"  # of an earlier day, last
        await user.press("u", "d", "d")
        assert "5 papers in " in user.lines()[1]
        assert "1 still set aside" in user.text()
        assert "e 2 new entries to a .bib file, which it asks for" in user.text()
        await user.press("escape")
        assert user.current == "2310.00004"
        assert [library.marks.of(f"2310.0000{n}").pile for n in (1, 2, 3, 4, 9)] == [
            "read",
            "later",
            "read",
            "read",
            "read",
        ]
        await user.press("T", "T")  # resumed by the piles alone
        assert user.message == "two-pass mode off · T resumes"

    drive(library, play)


def test_a_search_is_saved_and_opened_by_its_digit(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("w")
        assert user.message == "search first with / · w saves that search"
        await user.press("slash", *"schmitt", "enter", "w", "s")
        assert user.main.box.text == ""
        await user.type("earth")
        await user.press("enter")
        assert user.message == "saved search earth: schmitt · V 1 shows it"
        await user.press("escape", "V")
        assert " 1 earth" in user.lines()[-1]
        await user.press("1")
        assert user.lines()[0].startswith(" earth   1 hit")
        assert user.current == FOUR

    drive(seeded, play)
    settings, problems = read_settings(settings_file(), parse)
    assert (settings.searches, problems) == ({"earth": "schmitt"}, ())


def test_papers_of_a_watch_rule_are_marked_and_the_detail_names_the_rule(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        assert user.lines()[1].startswith("▌ ·  ! ")
        assert "! pan" in user.text()
        assert "! " not in user.lines()[2][:8]
        await user.press("slash", *"schmitt", "enter", "w", "w", *"schmitt", "enter")
        assert user.message == "watch rule schmitt: schmitt · V w shows watched papers"
        await user.press("escape", "j", "j", "j")
        assert "! schmitt" in user.text()

    drive(seeded, play, settings=Settings(watch={"pan": 'au:"Xinglin Pan" OR zebra'}))
    assert read_settings(settings_file(), parse)[0].watch == {"schmitt": "schmitt"}


def has_entries(bib: Path, count: int) -> bool:
    return bib.exists() and bib.read_text("utf-8").count("@misc{") == count


def test_exports_of_the_settings_follow_every_action(seeded: Library, tmp_path: Path) -> None:
    bib = tmp_path / "mine.bib"
    no = tmp_path / "no" / "folder.bib"

    async def play(user: Driver) -> None:
        for keys, entries in (("sjs", 2), ("u", 1), ("U", 2)):
            await user.press(*keys)
            await user.until(partial(has_entries, bib, entries))
        await user.until(lambda: user.message == f"NOT ON DISK: {no}: No such file or directory")

    exports = (Export("is:starred", str(bib)), Export("is:starred", str(no)))
    drive(seeded, play, settings=Settings(export=exports))


def test_the_shown_papers_are_exported_in_any_format(seeded: Library, tmp_path: Path) -> None:
    async def export(user: Driver, key: str, name: str) -> None:
        await user.press("E", key)
        await user.press("ctrl+u")
        await user.type(str(tmp_path / name))
        await user.press("enter")

    async def play(user: Driver) -> None:
        await user.press("slash", *"schmitt", "enter")
        await export(user, "j", "a.jsonl")
        assert user.message.startswith("1 paper as json")
        await export(user, "j", "a.jsonl")
        assert user.message.startswith("NOT ON DISK: ")
        assert user.message.endswith("is there already")
        await user.press("escape", "escape")
        await user.press("space", "space")
        await export(user, "b", "a.bib")
        assert user.message.startswith("2 added to a.bib (0 were already in it)")
        await export(user, "b", "no/a.bib")
        assert user.message.endswith("no such folder")
        await user.press("escape", "escape", "space", "E", "b")
        user.main.box.type(str(tmp_path / "a.bib"))
        await user.until(lambda: user.message.startswith("1 entry to add, 0 already in it · "))
        await user.press("escape", "u", "E", "m")
        assert "1 paper to a new file · " in user.message

    drive(seeded, play)
    assert (tmp_path / "a.jsonl").read_text("utf-8").count("\n") == 1
    assert (tmp_path / "a.bib").read_text("utf-8").count("@misc{") == 2


def test_links_are_offered_by_digit_and_copied_without_a_browser(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "/nonexistent %s")
    monkeypatch.setenv("PATH", "/nonexistent")

    async def play(user: Driver) -> None:
        await user.press("O")
        assert "link:   h HTML" in user.text()
        await user.press("escape", "j", "j", "O")
        assert "2 https://github.com/" in user.text()
        await user.press("2")
        await user.until(
            lambda: (
                "to the clipboard: https://github.com/" in user.message or "opened" in user.message
            )
        )

    drive(seeded, play)


def test_the_detail_switches_to_the_tex_source_and_back(library: Library) -> None:
    with library.loading() as load:
        load.put(
            [paper(1)._replace(title="The $\\alpha$ of it", abstract="A \\textit{very} long")],
            {"name": "x"},
        )

    async def play(user: Driver) -> None:
        assert "A very long" in user.text()
        await user.press("x")
        assert "A \\textit{very} long" in user.text()
        assert "The $\\alpha$ of it" in user.text()
        await user.press("x")
        assert "A very long" in user.text()

    drive(library, play)


def test_a_note_needs_a_terminal_that_can_be_lent(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("m")
        assert user.message.startswith("note unchanged: ")
        assert seeded.marks.of(ONE).note is None

    drive(seeded, play)


def test_rebound_keys_quick_tags_and_the_setting_to_stay_work(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("x")
        assert seeded.marks.of(ONE).pile == "read"
        assert user.current == ONE
        await user.press("d")  # taken from nobody, given to nobody
        assert user.current == ONE
        await user.press("1")
        assert seeded.marks.of(ONE).tags == ("nerf",)
        assert " x done" in user.lines()[-1]

    drive(
        seeded, play, settings=Settings(after="stay", quick=("nerf", "gan"), keys={"done": ("x",)})
    )


def test_mistakes_in_the_settings_are_reported_at_the_start(seeded: Library) -> None:
    from arxtui.ui.app import ArxtuiApp

    app = ArxtuiApp(
        seeded, Settings(theme="no-theme"), (Problem("settings.toml", 3, "bib takes a text"),)
    )
    assert [str(problem) for problem in app._main.commands.problems.of_settings] == [
        "settings.toml:3: bib takes a text"
    ]
    assert app.theme == "textual-dark"  # read_settings() reports a theme that does not exist


def test_every_key_of_the_table_is_pressed_and_the_screen_survives(
    seeded: Library, tmp_path: Path
) -> None:
    """The keys that leave the screen are pressed in test_terminal."""
    verbs = [verb for verb in VERBS if verb.id not in ("leave", "suspend", "quit", "page", "pdf")]

    async def play(user: Driver) -> None:
        for verb in verbs:
            for key in verb.keys:
                await user.pilot.press(key)
                if (
                    user.app.screen is not user.main
                    or user.main.box.prompt
                    or user.main.questions.asking
                ):
                    await user.pilot.press("escape")
        for place in (
            ["enter"],
            ["space", "space"],
            ["slash", *"image", "enter"],
            ["f", "t"],
            ["V", "n"],
        ):
            await user.pilot.press("escape", "escape", "escape", *place)
            for verb in verbs:
                user.main.action_verb(verb.id, (*verb.keys, "")[0])
                await user.settle()
                if (
                    user.app.screen is not user.main
                    or user.main.box.prompt
                    or user.main.questions.asking
                ):
                    await user.pilot.press("escape")
        assert user.app.is_running

    drive(seeded, play, settings=Settings(bib=str(tmp_path / "my.bib")))


def test_the_whole_selection_is_copied(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("space", "space", "y", "i")
        assert user.app.clipboard == f"{ONE}\n{TWO}"
        assert user.message == "id sent to the clipboard: 2 papers"

    drive(seeded, play)


def test_a_replaced_paper_shows_its_changes_until_it_is_read(library: Library) -> None:
    first = paper(1)._replace(title="A slow way to see", abstract="We look twice. It helps.")
    with library.loading() as loading:
        loading.put([first, paper(2)], {"name": "x"})
    library.act([first.id], {"pile": "read"}).wait()
    with library.loading() as loading:
        loading.put(
            [
                first._replace(
                    version=2,
                    title="A fast way to see",
                    abstract="We look once or twice. It helps.",
                )
            ],
            {"name": "y"},
        )

    async def play(user: Driver) -> None:
        await user.press("g")
        assert "^" in user.lines()[1][:8]
        assert "v2, was v1 when you read it" in user.text()
        shown = user.main.detail.content
        news = [
            shown.plain[span.start : span.end]
            for span in shown.spans
            if str(span.style) == "changed"
        ]
        assert news == ["fast", "once or"]
        await user.press("slash")
        await user.type("is:updated")
        await user.press("enter")
        assert user.current == first.id
        await user.press("d", "escape", "escape")
        assert "was v1" not in user.text()
        await user.press("slash")
        await user.type("is:updated")
        assert "Nothing matches" in user.text()

    drive(library, play)


@pytest.mark.parametrize(
    ("categories", "examples", "day", "line"),
    [
        (
            (),
            True,
            "2023-10-30",
            "these are example papers · F fetches new papers from arXiv · ? help",
        ),
        (("cs.CV",), False, "2023-10-30", "newest papers: Mon 2023-10-30 · F fetches more"),
        (("cs.CV",), False, f"{date.today()}", ""),
        ((), False, "2023-10-30", ""),
        (("cs.CV",), False, "", "F fetches new papers"),
    ],
)
def test_a_fetch_is_offered_when_the_newest_day_is_old(
    library: Library, categories: tuple[str, ...], examples: bool, day: str, line: str
) -> None:
    if day:
        with library.loading(examples=examples) as loading:
            loading.put([paper(1, day=day)], {"name": "x"})

    async def play(user: Driver) -> None:
        assert user.message == line

    drive(library, play, settings=Settings(categories=categories))


@pytest.mark.parametrize("keys", ["w s", "y u", "w w"])
def test_a_key_for_a_menu_that_did_not_open_runs_no_command(seeded: Library, keys: str) -> None:
    with seeded.loading() as load:
        load.put([paper(7)], {"name": "without links"})
    seeded.act(["2310.19210"], {"#gan": True})

    async def play(user: Driver) -> None:
        user.main.poll.stop()  # it would notice that the paper is removed
        await user.press("slash")
        await user.type("id:2310.00007")
        await user.press("enter", "escape") if keys[0] == "w" else await user.press("enter")
        if keys[0] == "y":
            with seeded.loading() as load:
                load.forget({paper(7).id})
        acts = len(list(seeded.log.newest_first()))
        await user.press(*keys.split())
        assert len(list(seeded.log.newest_first())) == acts
        assert "again to run its own command" in user.message

    drive(seeded, play)


@pytest.mark.parametrize(("query", "line"), [
    ("schmitt", "The only hit is not {}"), ("learning", "None of the {hits} hits is {}"),
])  # fmt: skip
def test_a_filter_that_leaves_no_hits_is_reported(seeded: Library, query: str, line: str) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type(query)
        await user.press("enter")
        hits = len(user.main.shown.heads)
        for key, word in {"w": "watched", "n": "noted", "l": "set aside for later"}.items():
            await user.press("f", key)
            assert line.format(word, hits=hits) in user.text()
            await user.press("f", "f")

    drive(seeded, play)
