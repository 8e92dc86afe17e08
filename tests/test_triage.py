"""A morning, in keys."""

from __future__ import annotations

import fcntl
import os
from itertools import islice
from pathlib import Path

from arxtui import loader
from arxtui.keys import VERBS
from arxtui.query import parse
from arxtui.settings.config import Settings
from arxtui.store import Library, busy
from arxtui.ui.main import MainScreen
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TWO = "2310.19223"
THREE = "2310.19224"
FOUR = "2310.19231"


def test_a_morning_from_the_first_look_to_the_export_works_by_keys(
    seeded: Library, tmp_path: Path
) -> None:
    """Look, star, tag, set aside, undo, search with a typo, go back, catch up, export, quit."""

    async def play(user: Driver) -> None:
        assert user.current == ONE
        assert "90 of 90 unread" in user.lines()[0]
        await user.press("j", "j", "s")
        assert user.current == THREE
        assert seeded.marks.of(THREE).star
        assert seeded.marks.of(THREE).pile == "unread"
        assert user.message.startswith("starred: CHAMMI")
        await user.press("t")
        await user.type("benchmark")
        await user.press("enter")
        assert seeded.marks.of(THREE).tags == ("benchmark",)
        await user.press("d")
        assert seeded.marks.of(THREE).pile == "read"
        assert user.current == FOUR
        await user.press("b", "1", "full_stop", "u")
        assert seeded.marks.of(FOUR).pile == "later"
        assert "1 later" in user.lines()[0]
        await user.press("slash")
        await user.type("descret difusoin")
        await user.press("escape")
        assert "Mon 2023-10-30" in user.lines()[0]
        await user.press("slash")
        await user.type("categorry discvery")
        assert user.message == "no exact match · close: categorry → category, discvery → discovery"
        await user.press("enter")
        assert user.current == ONE
        await user.press("s", "escape")
        assert "88 of 90 unread" in user.lines()[0]
        await user.press("A", "y")
        assert "0 of 90 unread" in user.lines()[0]
        await user.press("u")
        assert "88 of 90 unread" in user.lines()[0]
        await user.press("e")
        await user.press("ctrl+u")
        await user.type(str(tmp_path / "my.bib"))
        await user.press("enter")
        assert user.message.startswith("2 added to my.bib (0 were already in it)")
        await user.press("e")
        assert user.message.startswith("0 added to my.bib (2 were already in it)")

    drive(seeded, play)
    bib = (tmp_path / "my.bib").read_text("utf-8")
    assert bib.count("@misc{") == 2
    assert "keywords      = {benchmark}" in bib
    assert 'bib = "' in (tmp_path / "config" / "arxtui" / "settings.toml").read_text("utf-8")


def test_a_whole_day_takes_sixty_keys(seeded: Library, tmp_path: Path) -> None:
    """90 papers: 8 for later, 4 of them starred, 2 tagged, 82 read. All keys are counted."""
    later = (4, 11, 23, 35, 47, 60, 72, 81)
    starred = (11, 35, 60, 81)
    tagged = (11, 60)
    ids = [head.id for head in seeded.papers.day("2023-10-30")]
    pressed: list[str] = []

    async def play(user: Driver) -> None:
        async def press(*keys: str) -> None:
            pressed.extend(keys)
            await user.press(*keys)

        async def go(row: int) -> None:
            half = user.main.papers.window.rows // 2
            for _ in range(round((row - user.main.papers.cursor) / half)):
                await press("ctrl+d")
            while (away := row - user.main.papers.cursor) != 0:
                await press("j" if away > 0 else "k")

        await press("z")
        for row in later:
            await go(row)
            if row in starred:
                await press("s")
            if row in tagged:
                await press(*(("t", *"gan", "enter") if row == tagged[0] else "1"))
            await press("b")
        await press("A", "y", "e")

    drive(seeded, play, settings=Settings(bib=str(tmp_path / "my.bib")))
    marks = {row: seeded.marks.of(one) for row, one in enumerate(ids)}
    assert tuple(row for row, mark in marks.items() if mark.pile == "later") == later
    assert tuple(row for row, mark in marks.items() if mark.star) == starred
    assert tuple(row for row, mark in marks.items() if mark.tags == ("gan",)) == tagged
    assert not [row for row, mark in marks.items() if mark.pile == "unread"]
    assert (tmp_path / "my.bib").read_text("utf-8").count("@misc{") == 4
    assert len(pressed) <= 60


def test_every_command_has_a_method_and_every_key_a_binding(seeded: Library) -> None:
    screen = MainScreen(seeded, Settings(), (), "")
    assert {*screen.commands.by_id, "quick_tag"} == {verb.id for verb in VERBS}
    bound = [binding.key for binding in MainScreen.BINDINGS]  # type: ignore[union-attr]
    assert bound == [key for verb in VERBS for key in verb.keys]
    assert len(bound) == len(set(bound))


def test_the_keys_of_movement_move_the_cursor(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("G")
        last = user.current
        await user.press("j")
        assert user.current == last
        await user.press("g", "k")
        assert user.current == ONE
        await user.press("ctrl+d")
        assert user.main.papers.cursor == 9  # three papers stay in sight above
        await user.press("ctrl+u", "pagedown")
        assert user.main.papers.cursor == 15
        await user.press("pageup", "g", "d", "g", "n")
        assert user.current == TWO
        await user.press("N")
        assert user.current == last

    drive(seeded, play)


def test_h_and_l_move_through_the_days_of_a_batch(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(n, day=f"2023-10-{30 - n // 10}") for n in range(30)], {"name": "made up"})

    async def play(user: Driver) -> None:
        assert "new · 3 days · Mon 2023-10-30" in user.lines()[0]
        assert user.lines()[1].startswith("── Mon 2023-10-30 ──")
        await user.press("h")
        assert user.main.papers.cursor == 10
        assert "Sun 2023-10-29" in user.lines()[0]
        assert user.lines()[1].startswith("── Sun 2023-10-29 ──")
        await user.press("h", "l")
        assert user.main.papers.cursor == 10
        await user.press("k")
        assert "Mon 2023-10-30" in user.lines()[0]
        await user.press("G", "h")
        assert "no older day" in user.message

    drive(library, play)


def test_after_a_mark_the_list_scrolls_and_the_cursor_stays_at_a_third(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press(*"dddddddddd")
        papers = user.main.papers
        assert papers.cursor == 10
        assert papers.cursor - papers.top == papers.size.height // 3

    drive(seeded, play)


def test_the_layout_switches_to_two_rows_a_paper_and_back(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "j", "L")
        assert "two rows a paper" in user.message
        rows = user.lines()
        assert rows[5].startswith("▌ ·    CHAMMI")
        assert rows[6].startswith("▌")
        assert rows[6].endswith("Chen … Caicedo (7) · NeurIPS · code")
        await user.press("j", "L")
        assert "one row a paper" in user.message
        assert user.main.papers.cursor == 3

    drive(seeded, play)
    drive(seeded, lambda user: rows_set(user), settings=Settings(rows=2))


async def rows_set(user: Driver) -> None:
    assert user.main.papers.lines_a_paper == 2


def test_the_abstract_scrolls_and_the_reader_fills_the_screen(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        before = user.text()
        await user.press("J")
        assert user.text() != before
        await user.press("K")
        assert user.text() == before
        await user.press("enter")
        assert user.main.detail.size.height == 21
        await user.press("j")
        assert user.current == TWO
        assert "Modular Anti-noise" in user.lines()[1]
        await user.press("s", "q")
        assert seeded.marks.of(TWO).star
        await user.press("z")
        assert user.main.papers.size.height == 21
        await user.press("escape")
        assert user.main.papers.size.height == 13

    drive(seeded, play)


def test_marking_moves_to_the_next_unread_paper_and_reports_the_end(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("G", "d")
        assert user.message == "Last row · 89 unread above (n)"
        await user.press("k", "c")
        assert user.message == "read: 89 papers"
        await user.press("n")
        assert user.message.startswith("All 90 done")
        await user.press("r")
        assert "1 of 90 unread" in user.lines()[0]
        await user.press("r", "c")
        assert user.message == "nothing unread here and above"
        await user.press("u", "u", "u", "U")
        assert "89 of 90 unread" not in user.lines()[0]

    drive(seeded, play)


def test_toggles_and_repeat_apply_to_the_next_paper(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("s", "s")
        assert not seeded.marks.of(ONE).star
        assert user.message.startswith("unstarred")
        await user.press("s", "j", "full_stop")
        assert seeded.marks.of(TWO).star
        await user.press("b", "full_stop")
        assert seeded.marks.of(TWO).pile == seeded.marks.of(THREE).pile == "later"
        await user.press("7")
        assert user.message == "no tag on 7 yet · t makes one"

    drive(seeded, play)


def test_tags_are_completed_and_taken_off(seeded: Library) -> None:
    seeded.act([FOUR], {"#segmentation": True})

    async def play(user: Driver) -> None:
        await user.press("t")
        await user.type("se")
        assert user.message == "1 segmentation 1"
        await user.press("tab")
        await user.type(", 3D face")
        await user.press("enter")
        assert seeded.marks.of(ONE).tags == ("3D-face", "segmentation")
        assert "1 segmentation  2 3D-face" in user.lines()[-1]
        await user.press("1")
        assert seeded.marks.of(ONE).tags == ("3D-face",)
        await user.press("t")
        await user.press("ctrl+u")
        await user.press("enter")
        assert seeded.marks.of(ONE).tags == ()
        await user.press("t")
        await user.type("x" * 70)
        await user.press("enter")
        assert user.message.startswith("not a tag")

    drive(seeded, play)


def test_undo_of_an_action_before_the_start_is_announced_first(
    seeded: Library, folder: Path
) -> None:
    Library(folder, "test-0001").act([ONE, TWO], {"pile": "read"})
    seeded.refresh()

    async def play(user: Driver) -> None:
        await user.press("u")
        assert user.message.startswith("u again undoes an action of ")
        assert user.message.endswith("read · 2 papers")
        assert seeded.marks.of(ONE).pile == "read"
        await user.press("u")
        assert seeded.marks.of(ONE).pile == "unread"
        await user.press("u")
        assert user.message == "nothing to undo"

    drive(seeded, play)


def test_views_filters_and_orders_change_the_list(seeded: Library) -> None:
    seeded.act([TWO, THREE], {"star": True})
    seeded.act([THREE], {"pile": "later"})

    async def play(user: Driver) -> None:
        await user.press("G", "f")
        assert "filter:   u unread" in user.text()
        await user.press("s")
        assert len(user.main.papers.content.entries) == 2
        assert "starred" in user.lines()[0]
        await user.press("s")
        assert not seeded.marks.of(user.current).star
        assert len(user.main.papers.content.entries) == 2
        await user.press("ctrl+l")
        assert len(user.main.papers.content.entries) == 1
        await user.press("escape")
        assert user.main.papers.cursor == 89
        await user.press("V", "l")
        assert user.current == THREE
        await user.press("escape", "S", "t")
        assert "by title" in user.lines()[0]
        await user.press("S", "x")
        assert user.message == "x is not a choice here · cancelled"
        await user.press("f", "n")
        assert "No papers here are noted · Esc back" in user.text()
        await user.press("d")
        assert user.message == "No paper here"

    drive(seeded, play)


def test_the_day_keys_move_between_days_and_n_is_offered(seeded: Library) -> None:
    with seeded.loading() as load:
        load.put([paper(n, day="2023-10-27") for n in range(3)], {"name": "friday"})

    async def play(user: Driver) -> None:
        assert "Fri 2023-10-27" in user.lines()[0]
        await user.press("h")
        assert user.message == "no older day"
        await user.press("l")
        assert "Mon 2023-10-30" in user.lines()[0]
        await user.press("A", "y", "n")
        assert user.message == "All 90 done · n goes to Fri 2023-10-27 (3 unread)"
        await user.press("left")
        assert "3 of 3 unread" in user.lines()[0]

    drive(seeded, play)


def test_an_invalid_query_is_reported_and_keeps_the_list(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        shown = user.text()
        await user.press("slash")
        await user.type("is")
        await user.type(":blue/?q")
        assert user.message.startswith("is: takes starred, later")
        assert user.lines()[-1].startswith(" / is:blue/?q  ")
        assert user.lines()[1:14] == shown.split("\n")[1:14]
        await user.press("escape", "slash")
        await user.type("zqxjk")
        assert 'Nothing matches "zqxjk" · Esc back' in user.text()
        await user.press("escape")
        assert user.current == ONE

    drive(seeded, play)


def test_the_help_filters_and_runs_commands(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("question_mark")
        await user.type("star or")
        await user.press("enter")
        assert seeded.marks.of(ONE).star
        await user.press("colon", "escape", "exclamation_mark")
        assert user.message == "no problems"

    drive(seeded, play)


def test_papers_are_copied_in_several_forms(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("y", "k")
        assert user.app.clipboard == "yang2023generalized"
        await user.press("y", "y")
        assert user.app.clipboard.startswith("@misc{yang2023generalized,\n")
        await user.press("y", "u")
        assert user.app.clipboard == f"https://arxiv.org/abs/{ONE}v1"
        await user.press("y", "t", "y", "i")
        assert user.app.clipboard == ONE

    drive(seeded, play)
    assert not list(seeded.marks.items())


def test_another_window_is_seen_within_a_second(seeded: Library, folder: Path) -> None:
    async def play(user: Driver) -> None:
        other = Library(folder, "test-0001")
        other.act([THREE], {"star": True}).wait()
        await user.until(lambda: "1 starred" in user.lines()[0])
        with other.loading() as load:
            load.put([paper(1, day="2024-01-05")], {"name": "new"})
        await user.until(lambda: "1 new paper arrived" in user.message)
        assert user.current == ONE
        await user.press("l")
        assert "Fri 2024-01-05" in user.lines()[0]

    drive(seeded, play)


def test_papers_loaded_by_another_process_appear_and_the_cursor_keeps_its_paper(
    library: Library, folder: Path
) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(10, 20)], {"name": "one"})

    async def play(user: Driver) -> None:
        await user.press("j", "j")
        here = user.current
        other = Library(folder, "cron-0002")
        with other.loading() as more:
            more.put([paper(number) for number in (*range(5), 30)], {"name": "two"})
        await user.until(lambda: "of 16 unread" in user.lines()[0])
        assert user.current == here
        assert user.message == "6 new papers arrived · Mon 2023-10-30"

    drive(library, play)


def test_new_papers_of_other_days_name_the_keys_that_show_them(
    library: Library, folder: Path
) -> None:
    with library.loading() as load:
        load.put([paper(1)], {"name": "one"})

    async def play(user: Driver) -> None:
        with Library(folder, "cron-0002").loading() as more:
            more.put([paper(2, day="2023-10-31")], {"name": "two"})
        await user.until(lambda: "arrived" in user.message)
        assert user.message == "1 new paper arrived · Tue 2023-10-31 · V n shows them"
        await user.press("V", "n")
        assert user.current == paper(2).id

    drive(library, play)


def test_the_first_load_removes_the_examples_from_an_open_screen(
    library: Library, folder: Path
) -> None:
    loader.load(library, [str(loader.seeds())], examples=True)

    async def play(user: Driver) -> None:
        assert "of 90 unread" in user.lines()[0]
        with Library(folder, "cron-0002").loading() as more:
            more.put([paper(number, day="2023-11-02") for number in range(3)], {"name": "two"})
        await user.until(lambda: "of 3 unread" in user.lines()[0])

    drive(library, play)


def test_actions_wait_in_order_while_another_process_has_the_lock(
    seeded: Library, folder: Path
) -> None:
    seeded.wait_with(busy)
    seeded.act([TWO], {"#gan": True}).wait()

    async def play(user: Driver) -> None:
        first = user.current
        with open(folder / "marks" / ".lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await user.press("s", "j", "1", "d")
            waits = (
                f"waiting for another arxtui (process {os.getpid()}) · done when it releases the"
                " library"
            )
            assert user.message == waits
            assert not seeded.marks.of(first).star
            await user.press("q")
            assert user.message.startswith("press again to quit and lose 3 unsaved actions")
        await user.until(lambda: seeded.marks.of(TWO).pile == "read")
        assert seeded.marks.of(first).star
        assert not seeded.marks.of(TWO).tags
        newest = [act.summary() for act in islice(seeded.log.newest_first(), 3)]
        assert newest == [f"read · {TWO}", f"untagged gan · {TWO}", f"starred · {first}"]
        await user.press("s")
        assert seeded.marks.of(TWO).star
        with open(folder / "marks" / ".lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await user.press("s", "q", "q")
            assert not user.app.is_running

    drive(seeded, play)
    assert seeded.marks.of(TWO).star


def test_the_papers_of_the_same_authors_are_listed_and_esc_returns(seeded: Library) -> None:
    with seeded.loading() as load:
        again = paper(7, day="2023-10-02")._replace(authors=("Zhaocong Li", "Somebody Else"))
        load.put([again, paper(8, day="2023-10-02")], {"name": "older"})
    seeded.act([again.id], {"star": True})

    async def play(user: Driver) -> None:
        await user.press("l", "j", "a", "a")
        assert "2 hits · 1 starred" in user.lines()[0]
        assert user.current == TWO
        await user.press("escape")
        assert "of 90 unread" in user.lines()[0]
        assert user.current == TWO

    drive(seeded, play)


def test_a_key_builds_only_the_rows_that_it_changes(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        built = user.main.papers.built
        await user.press("j")
        assert user.main.papers.built - built <= 2
        built = user.main.papers.built
        await user.press("s")
        assert user.main.papers.built - built <= 2

    drive(seeded, play)


def test_an_unwritable_disk_is_reported_and_nothing_changes(seeded: Library, folder: Path) -> None:
    seeded.act([FOUR], {"star": True})

    async def play(user: Driver) -> None:
        (folder / "marks").rename(folder / "gone")
        (folder / "marks").write_text("in the way")
        await user.press("s")
        user.main.commands.arrivals.look()  # called each second: the action's error stays
        assert user.message.startswith("NOT ON DISK: ")
        assert not seeded.marks.of(ONE).star
        (folder / "marks").unlink()
        (folder / "gone").rename(folder / "marks")
        await user.press("s")
        assert seeded.marks.of(ONE).star

    drive(seeded, play)


def test_the_screen_can_open_on_a_query(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        assert "search: au:schmitt" in user.lines()[0]
        assert user.current == FOUR
        await user.press("q")
        assert "Mon 2023-10-30" in user.lines()[0]

    drive(seeded, play, query="au:schmitt")


def test_an_unfinished_load_is_repaired_while_the_keys_work(seeded: Library, folder: Path) -> None:
    (folder / "heads" / "2023.tsv").write_text("half a li")

    async def play(user: Driver) -> None:
        await user.press("j")
        assert user.current == TWO
        await user.press("slash")
        await user.type("schmitt")
        await user.until(lambda: user.current == FOUR)  # the hits come by themselves

    drive(seeded, play)
    assert not seeded.indexing.stale()


def test_examples_are_announced_as_examples(library: Library) -> None:
    with library.loading(examples=True) as load:
        load.put([paper(1)], {"name": "seeds"})

    async def play(user: Driver) -> None:
        assert user.message == "these are example papers · F fetches new papers from arXiv · ? help"

    drive(library, play)


def test_an_empty_library_shows_the_first_steps(library: Library) -> None:
    async def play(user: Driver) -> None:
        assert (
            "No papers yet · F fetches some from arXiv, arxtui load FILE loads yours" in user.text()
        )
        for key in ("j", "s", "d", "enter", "n", "h", "e", "o", "A", "c", "t", "u"):
            await user.press(key)
        await user.press("slash")
        await user.type("x")
        await user.press("escape")

    drive(library, play)


def test_the_cursor_keeps_a_chosen_paper_and_is_else_on_the_best_hit(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("d")
        first = user.current
        await user.type("iffusion")
        assert user.main.papers.cursor == 0
        assert user.current != first
        await user.press("down", "down")
        chosen = user.current
        await user.type(" mo")
        assert user.current == chosen
        await user.press("escape")
        assert (user.current, user.main.papers.cursor) == (ONE, 0)

    drive(seeded, play)


def test_the_cursor_stays_on_its_paper_while_the_paper_is_a_hit(
    seeded: Library,
) -> None:
    async def play(user: Driver) -> None:
        await user.press("j", "j", "slash")
        await user.type("chann")
        assert user.current == THREE
        await user.press("enter", "s", "escape")
        assert user.current == THREE
        assert seeded.marks.of(THREE).star

    drive(seeded, play)


def test_ctrl_p_shows_earlier_queries(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        for text in ("nerf", "schmitt", "nerf"):
            await user.press("slash")
            await user.type(text)
            await user.press("enter", "escape")
        await user.press("slash")
        seen = []
        for key in ("ctrl+p", "ctrl+p", "ctrl+p", "ctrl+n", "ctrl+n"):
            await user.press(key)
            seen.append(user.main.box.text)
        assert seen == ["nerf", "schmitt", "schmitt", "nerf", ""]
        await user.press("ctrl+p", "ctrl+p", "enter")
        assert user.current == FOUR

    drive(seeded, play)


def test_tab_completes_and_tab_again_takes_the_next(seeded: Library) -> None:
    seeded.act([ONE], {"#gan": True})
    seeded.act([TWO], {"#gaussians": True})

    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("ta")
        await user.press("tab")
        assert user.main.box.text == "tag:"
        await user.type("ga")
        await user.press("tab")
        assert (user.main.box.text, user.message) == ("tag:gan", "")
        assert user.current == ONE
        await user.press("tab")
        assert user.current == TWO
        await user.press("ctrl+u")
        await user.type("au:schm")
        await user.press("tab", "enter")
        assert 'search: au:"Michael Schmitt"' in user.lines()[0]
        assert user.current == FOUR

    drive(seeded, play)


def test_matches_are_underlined_in_row_and_detail(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("slash")
        await user.type("chami")
        strips = user.app.screen._compositor.render_strips()
        marked = [
            part.text for strip in strips for part in strip if part.style and part.style.underline
        ]
        assert "CHAMMI" in marked[0]
        assert len([text for text in marked if "CHAMMI" in text]) >= 2

    drive(seeded, play)


def test_the_detail_counts_the_starred_papers_of_an_author(seeded: Library) -> None:
    with seeded.loading() as load:
        load.put([paper(9)._replace(authors=("Xinglin Pan",))], {"name": "more"})

    async def play(user: Driver) -> None:
        await user.press("slash", *"2310.19210", "enter", "s", "enter")
        await user.until(lambda: "Xinglin Pan (1 of 2 starred)" in " ".join(user.text().split()))
        assert "King (" not in user.text()
        await user.press("a")
        await user.until(lambda: "2 Pan 2 ★1" in " ".join(user.text().split()))
        await user.press("2")
        assert user.lines()[0].startswith(" papers by Xinglin Pan   2 hits · 1 starred")
        await user.press("escape", "a", "a")
        assert user.lines()[0].startswith(
            " papers by any of: Yang, Pan, King, Xu   2 hits · 1 starred"
        )

    drive(seeded, play)


def test_a_search_stops_when_another_view_is_opened(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown.search(parse("benchmark"))
        user.main.shown.open_days(("2023-10-30",))
        assert not user.main.shown.lookup.searching
        assert not user.main.shown.go_on(1)
        assert user.main.shown.view.days

    drive(seeded, play)


def test_only_the_last_of_several_typed_searches_continues(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        main = user.main
        main.shown.remember(0, 0)
        calls = 0
        go_on = main.shown.go_on

        def counted(seconds: float) -> bool:
            nonlocal calls
            calls += 1
            return go_on(0) if calls < 60 else go_on(seconds)

        main.shown.go_on = counted  # type: ignore[method-assign]

        def waiting() -> int:
            return sum(not timer._task.done() for timer in main._timers if timer._task)

        await user.rest()
        before = waiting()
        for end in range(1, 9):
            main.commands.searching.changed("benchmark"[:end])
        assert waiting() <= before + 1
        await user.until(lambda: not main.shown.lookup.searching)

    drive(seeded, play)
