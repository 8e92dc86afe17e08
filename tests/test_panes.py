"""The panes of the screen, each without the main screen: painting, messages, odd values."""

from __future__ import annotations

import asyncio
import re
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

import arxtui.ui
from arxtui.facts_in_comments import Facts
from arxtui.keys import VERBS
from arxtui.model import UNMARKED, Citation, Entry, Head, Mark, Paper
from arxtui.settings.config import COLUMNS
from arxtui.ui.panes import list_row, paper_text, render
from arxtui.ui.panes.beside_paper import Beside
from arxtui.ui.panes.byline import Known, byline
from arxtui.ui.panes.detail import Detail
from arxtui.ui.panes.help import HelpScreen
from arxtui.ui.panes.list_content import ListContent
from arxtui.ui.panes.palette import LOOKS, PaletteScreen
from arxtui.ui.panes.paper_list import PaperList
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.prompt_box import Box, Prompt
from arxtui.ui.panes.status_lines import Hints, MessageLine, Place, ViewLine
from arxtui.ui.panes.text_field import Field
from arxtui.ui.panes.two_rows import lines_for, two_rows

M = TypeVar("M", bound=Message)
TCSS = Path(arxtui.ui.__file__).with_name("arxtui.tcss")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = (
    "\x1b[31mred\x1b]52;c;QUJD\x07 \x9b5n \x1bP+q\x1b\\ \x00\x08\r\n\t \x7f end",
    "\u202eright to left\u202c \u2066isolate\u2069 \u200b\u2028",
    "[red] [/nope] [@click=app.quit]quit[/] [range r=0.38 to r=0.63] $[a]$",
    "e" + "\u0301" * 40 + " Z̸͉͑a̴l̷g̶o̵",
    "👩‍👩‍👧 ✈️ 🚀 图像分割の新しい手法 ｆｕｌｌ",
    "word " * 1000,
    "x" * 5000,
    "",
)


NOTHING = Facts("", "", (), None, False)


def head(
    number: int, title: str = "", authors: str = "Ada Lovelace, Alan Turing, Emmy Noether"
) -> Head:
    title = title or f"Paper {number} on the diffusion of light in very large and very small rooms"
    one = f"2310.{number % 100000:05}"
    return Head(one, 1, "2023-10-30", "", "", title, authors, "cs.CV", "cs.CV", "", "", title, "")


def paper(
    title: str = "On Light",
    abstract: str = "It shines.",
    authors: tuple[str, ...] = ("Ada Lovelace",),
) -> Paper:
    day = "2023-10-30T00:32:47Z"
    return Paper(
        "2310.19210",
        2,
        title,
        authors,
        "cs.CV, cs.LG",
        "cs.CV",
        day,
        day,
        None,
        None,
        None,
        abstract,
    )


def described(
    it: Paper, mark: Mark = UNMARKED, facts: Facts = NOTHING, links: Sequence[str] = ()
) -> PaperText:
    return paper_text.paper(Entry(it, mark), facts._replace(links=tuple(links)))


class Rows(Sequence[Entry[Head]]):
    """A lazy sequence that counts the items taken from it."""

    def __init__(self, heads: Sequence[Head] | range, marks: dict[str, Mark] | None = None) -> None:
        self.heads = heads
        self.marks = marks or {}
        self.taken = 0

    def __len__(self) -> int:
        return len(self.heads)

    def __getitem__(self, row):  # type: ignore[no-untyped-def]
        self.taken += 1
        it = self.heads[row]
        it = head(it) if isinstance(it, int) else it
        return Entry(it, self.marks.get(it.id, UNMARKED))


@dataclass
class Log:
    """The messages that reached the screen."""

    seen: list[Message] = field(default_factory=list)

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.seen if isinstance(message, kind)]


class Noted(Prompt):
    """A prompt that stores its messages."""

    label = "/"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def changed(self, text: str) -> None:
        self.seen.append(f"changed {text}")

    def entered(self, text: str) -> str:
        self.seen.append(f"entered {text}")
        return "not that" if text == "no" else ""

    def left(self) -> None:
        self.seen.append("left")

    def stepped(self, by: int) -> None:
        self.seen.append(f"stepped {by}")

    def recalled(self, by: int) -> str:
        self.seen.append(f"recalled {by}")
        return f"earlier {by}"

    def complete(self, text: str) -> Sequence[str]:
        return [text + "!"]


def test_each_look_has_its_style_in_the_style_sheet() -> None:
    assert set(re.findall(r"^\.look--(\w+) ", TCSS.read_text("utf-8"), re.MULTILINE)) == set(LOOKS)


def test_a_list_on_a_screen_without_the_palette_shows_its_papers() -> None:
    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield PaperList()

    async def play() -> None:
        async with Bare().run_test() as pilot:
            papers = pilot.app.query_one(PaperList)
            papers.show(ListContent(Rows([head(1, "A title")])))
            await pilot.pause()
            assert "A title" in papers.render_line(0).text

    asyncio.run(play())


class Panes(App[None]):
    """The panes as the main screen composes them."""

    CSS_PATH = TCSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("slash", "search", priority=True)]  # noqa: RUF012

    def __init__(self, signs: render.Signs = render.UNICODE, classes: str = "") -> None:
        super().__init__()
        self.signs = signs
        self.wanted = classes
        self.log_of = Log()
        self.prompt = Noted()
        self.pressed = ""
        self.refusals: list[str] = []

    def get_default_screen(self) -> PaletteScreen:
        return PaletteScreen()

    def compose(self) -> ComposeResult:
        yield ViewLine(self.signs, id="view")
        with Container(id="panes"):
            yield PaperList(self.signs, id="list")
            yield MessageLine(self.signs, id="message")
            yield Detail(self.signs, id="detail")
        yield Hints(self.signs, id="hints")
        yield Box(self._box_closed, self.refusals.append, self.signs, id="box")

    def _box_closed(self) -> None:
        self.screen.set_focus(self.list)

    def on_mount(self) -> None:
        self.screen.add_class(*self.wanted.split())
        self.list.focus()

    @property
    def list(self) -> PaperList:
        return self.query_one(PaperList)

    @property
    def detail(self) -> Detail:
        return self.query_one(Detail)

    @property
    def box(self) -> Box:
        return self.query_one(Box)

    def on_key(self, event: events.Key) -> None:
        self.pressed += event.character or ""

    def action_search(self) -> None:
        self.query_one(Hints).display = False
        self.box.open(self.prompt)

    @on(PaperList.Moved)
    @on(PaperList.Chosen)
    def _keep(self, event: Message) -> None:
        self.log_of.seen.append(event)


def drive(
    play: Callable[[Panes, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    signs: render.Signs = render.UNICODE,
    classes: str = "",
) -> None:
    async def run() -> None:
        app = Panes(signs, classes)
        async with app.run_test(size=size) as pilot:
            await play(app, pilot)

    asyncio.run(run())


async def until(app: App[None], true: Callable[[], bool]) -> None:
    """Let the app work until a condition holds; raises TimeoutError after a minute."""
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.005)


def screen(app: App[None]) -> list[str]:
    return [
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    ]


# List


def test_the_people_of_a_paper_are_looked_up_once_for_all_places_of_the_cursor() -> None:
    asked: list[str] = []

    def starred(name: str, _: str) -> bool:
        asked.append(name)
        return False

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        heads = [head(number) for number in range(8)]
        app.list.show(ListContent(Rows(heads), known=Known(starred)))
        await pilot.pause()
        assert asked
        asked.clear()
        for by in (1, 1, 3, -4):
            app.list.move(by)
            await pilot.pause()
        app.list.changed([app.list.cursor])
        await pilot.pause()
        assert asked == []

    drive(play)


def test_a_row_shows_marks_title_and_authors_in_their_columns() -> None:
    heads = [head(number) for number in range(3)]
    marks = {
        heads[1].id: Mark(pile="later", star=True, tags=("gan",), note="see"),
        heads[2].id: Mark(pile="read", tags=("other",), read_version=1),
    }

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.quick = {"gan": 3}
        app.list.selected = frozenset({2})
        app.list.show(ListContent(Rows(heads, marks)), keep=1)
        app.list.selected = frozenset({2})
        await pilot.pause()
        title = "Paper {} on the diffusion of light in very large and very small rooms"
        assert [line.rstrip() for line in screen(app)[1:4]] == [
            "  ·    " + title.format(0),
            '▌ ~★3" ' + title.format(1),
            " +  #  " + title.format(2),
        ]

    drive(play)


def test_a_version_newer_than_the_read_or_cited_version_is_marked_as_new() -> None:
    copy = Citation("t", (), None, None, None, None, "cs.CV", 1, "key")
    assert not UNMARKED.outdated(2)
    assert not Mark(read_version=1).outdated(1)
    assert Mark(read_version=1).outdated(2)
    assert Mark(cite=copy).outdated(2)
    assert not Mark(cite=copy, read_version=2).outdated(2)


@pytest.mark.parametrize("signs", [render.UNICODE, render.ASCII])
@pytest.mark.parametrize("width", [7, 8, 20, 40, 49, 50, 60, 80, 140])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_row_has_the_requested_width_for_any_text(
    text: str, width: int, signs: render.Signs
) -> None:
    it = replace_head(head(1, text, text + ", " + text), text)
    known = Known(lambda *_: True, days=True)
    room = max(0, width - list_row.MARKS)
    for columns in (("authors",), (), tuple(list_row.COLUMNS)):
        line = list_row.one_row(it, width, signs, known, columns)
        assert cell_len(line.title + line.beside) == room
        assert not CONTROL.search(line.title + line.beside)
    text_room = max(0, min(width, 100) - list_row.MARKS)  # people stand near their title
    for line in two_rows(it, width, signs, known, (text,)):
        assert cell_len(line.title + line.beside) in (text_room, room)
        assert not CONTROL.search(line.title + line.beside)
    marks = list_row.marks_of(Entry(it, UNMARKED), signs, {}, watched=True)
    assert len("".join(marks)) == 4


def replace_head(it: Head, text: str) -> Head:
    return it._replace(venue=text, primary=text, flags="c12")


UNKNOWN = Known()


def beside(it: Head, width: int, columns: Sequence[str], known: Known = UNKNOWN) -> list[str]:
    return list_row.one_row(it, width, render.UNICODE, known, columns).beside.split()


EVERY = ("venue", "code", "pages", "day", "class", "authors")
FULL = head(1, "On Light")._replace(venue="ICCV 2023", flags="dcw12")


def test_columns_are_left_out_of_a_list_that_is_too_narrow_for_them() -> None:
    assert tuple(list_row.COLUMNS) == COLUMNS
    facts = ["ICCV", "2023", "code", "12", "pp", "cs.CV"]
    people_and_day = ["2023-10-30", "Lovelace", "…", "Noether", "(3)"]
    assert beside(FULL, 140, EVERY) == [*facts, *people_and_day]
    assert beside(FULL, 100, EVERY) == [*facts[:5], *people_and_day[:4]]
    assert beside(FULL, 60, ("venue", "code", "pages")) == ["ICCV", "2023", "code"]
    assert beside(FULL, 60, ()) == []


def test_a_wide_list_shows_venue_and_code_and_a_list_of_many_days_the_day() -> None:
    default = ("authors",)
    assert beside(FULL, 80, default) == ["Lovelace", "+2"]
    assert beside(FULL, 110, default)[:3] == ["code", "ICCV", "2023"]
    assert beside(FULL, 80, default, Known(days=True))[-1] == "2023"
    assert "2023-10-30" in beside(FULL, 140, default, Known(days=True))


@pytest.mark.parametrize("days", [False, True])
@pytest.mark.parametrize("columns", [("authors",), EVERY])
def test_no_title_is_cut_while_a_column_has_cells(columns: Sequence[str], days: bool) -> None:
    known = Known(days=days)
    for width in range(60, 221):
        for length in (*range(width - 60, width - 2), 300):
            it = FULL._replace(title="x" * length, plain="x" * length)
            line = list_row.one_row(it, width, render.UNICODE, known, columns)
            assert cell_len(line.title + line.beside) == width - list_row.MARKS
            if "…" in line.title:
                assert not line.beside.strip()
            else:
                assert line.title.rstrip() == "x" * max(0, length)
    assert line.title == "x" * (220 - list_row.MARKS - 1) + "…"


def test_people_then_the_day_give_their_cells_to_a_title() -> None:
    default = ("authors",)
    room = 100 - list_row.MARKS

    def shown(length: int) -> str:
        it = FULL._replace(title="x" * length, plain="x" * length)
        known = Known(days=True)
        return list_row.one_row(it, 100, render.UNICODE, known, default).beside.strip()

    assert shown(room - 32) == "Lovelace … Noether  2023-10-30"
    assert shown(room - 31) == "Lovelace +2  2023-10-30"
    assert shown(room - 25) == "Lovelace +2  2023-10-30"
    assert shown(room - 24) == "2023-10-30"
    assert shown(room - 12) == "2023-10-30"
    assert shown(room - 11) == "2023"
    assert shown(room - 6) == "2023"
    assert shown(room - 5) == ""


def test_people_end_where_their_column_ends_however_long_the_title_is() -> None:
    for columns in (("authors",), ("authors", "day")):
        stops = set()
        for length in range(1, 150):
            it = FULL._replace(title="x" * length, plain="x" * length)
            line = list_row.one_row(it, 160, render.UNICODE, UNKNOWN, columns)
            text = (line.title + line.beside).replace("  2023-10-30", "")
            if "Lovelace" in text:
                assert text.endswith(("Lovelace … Noether (3)", "Lovelace … Noether", " +2"))
                stops.add(cell_len(text))
        assert len(stops) == 1


@pytest.mark.parametrize("name", ["lovelace", "noether", "li"])
def test_the_author_whom_a_search_found_stays_beside_a_cut_title(name: str) -> None:
    names = "Ada Lovelace, Bo Li, Emmy Noether"
    it = FULL._replace(title="x" * 150, plain="x" * 150, authors=names)
    known = Known(sought=lambda folded: name in folded, days=True)
    line = list_row.one_row(it, 80, render.UNICODE, known)
    assert line.beside == f"  {name.title()} +2"
    assert line.title.endswith("x…")


def two(
    title: str, width: int = 60, known: Known = UNKNOWN, rules: Sequence[str] = (), count: int = 2
) -> list[str]:
    it = head(1, title)._replace(
        venue="ICCV 2023", flags="dc", authors="Ada Lovelace, Bo Li, Emmy Noether"
    )
    lines = two_rows(it, width, render.UNICODE, known, rules, count=count)
    return [(line.title + line.beside).rstrip() for line in lines]


def test_two_rows_have_the_whole_title_and_people_and_facts_at_the_right() -> None:
    short = "On Light"
    long = "VidSplat: Gaussian Splatting Reconstruction with Geometry-Guided Video Diffusion Priors"
    longest = long + " for the Reconstruction of Scenes in Cities and Towns"
    assert two(short)[1].strip() == "Lovelace … Noether (3) · ICCV 2023 · code"
    assert two(long)[0] == "VidSplat: Gaussian Splatting Reconstruction with"
    assert two(long)[1].startswith("Geometry-Guided Video Diffusion Priors")
    assert two(long)[1].split("  ")[-1].strip() == "Lovelace +2"
    assert two(longest)[1].endswith("…")
    assert two(short, rules=("gs",), width=70)[1].strip().endswith("ICCV 2023 · code · !gs")


def test_two_rows_leave_out_the_reason_before_people_are_shortened() -> None:
    it = head(1, "On Light")._replace(
        venue="ICCV 2023", flags="", authors="Ada Lovelace, Bo Li, Emmy Noether"
    )
    reason = ("like: HexPlane", "gaussian splatting", "by Li (1 starred)")
    seen = set()
    for width in range(20, 101):
        beside = two_rows(it, width, render.UNICODE, UNKNOWN, (), reason)[1].beside
        seen.add(beside)
        if "like:" in beside:
            assert beside.startswith("Lovelace … Noether (3) · ICCV 2023 · like: HexPlane")
        if "ICCV" in beside:
            assert beside.startswith(("Lovelace … Noether", "Lovelace +2"))
    assert "Lovelace +2 · ICCV 2023" in seen
    assert "Lovelace … Noether (3) · ICCV 2023 · " + " · ".join(reason) in seen


def test_a_narrow_list_has_three_lines_for_a_title_and_its_people() -> None:
    short = "On Light"
    long = "VidSplat: Gaussian Splatting Reconstruction with Geometry-Guided Video Diffusion Priors"
    longest = long + " for the Reconstruction of Scenes in Cities and Towns"
    people = "Lovelace … Noether (3) · ICCV 2023 · code"
    assert [lines_for(rows, width) for rows in (1, 2) for width in (40, 69, 70)] == [
        1,
        1,
        1,
        3,
        3,
        2,
    ]
    assert [line.strip() for line in two(short, count=3)] == [short, people, ""]
    assert [line.strip() for line in two(long, count=3)] == [*wrapped(long), people]
    assert "  ".join(two(longest, count=3)[:2]) == "  ".join(wrapped(longest)[:2])
    assert two(longest, count=3)[2].startswith("Reconstruction of Scenes in Cities and Towns")
    assert two(long * 2, count=3)[2].endswith("…")
    narrow = two("配色" * 30, width=40, count=3)
    assert all(cell_len(line) <= 40 - list_row.MARKS for line in narrow)
    assert "".join(narrow).replace(" ", "").startswith("配色" * 24)


def test_a_very_long_title_uses_all_cells_of_a_very_wide_list() -> None:
    title = "diffusion of light " * 10
    for width in range(110, 221):
        first, second = two(title, width=width)
        shown = f"{first} {second}"
        assert shown.replace("  Lovelace +2", "").split("  ")[0] == title.strip()
    assert two(title * 3, width=220)[1].endswith("…")


def test_people_stay_near_the_title_in_a_very_wide_list() -> None:
    for width in (100, 140, 200):
        people = two("On Light", width=width)[1]
        assert people.endswith("Lovelace … Noether (3) · ICCV 2023 · code")
        assert cell_len(people) == 100 - list_row.MARKS


def wrapped(title: str) -> list[str]:
    """The title in lines of 53 cells."""
    return textwrap.wrap(title, 53, break_on_hyphens=False)


def test_the_lines_of_a_paper_follow_the_width_of_the_list() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.lines_a_paper = 2
        app.list.show(ListContent(Rows([head(number, "A title") for number in range(90)])))
        app.list.go(40)
        await until(app, lambda: len(app.list.page_rows) == app.list.size.height // 2)
        await pilot.resize_terminal(50, 24)
        await until(app, lambda: len(app.list.page_rows) == app.list.size.height // 3)
        assert app.list.cursor == 40
        await until(app, lambda: 40 in app.list.page_rows)
        app.list.page(1)
        await until(app, lambda: app.list.cursor in app.list.page_rows)
        assert app.list.cursor > 40

    drive(play, (90, 24))


def test_a_match_across_both_rows_is_marked_on_both() -> None:
    title = "VidSplat: Gaussian Splatting Reconstruction with Geometry-Guided Priors"
    start = title.index("with")

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.lines_a_paper = 2
        app.list.show(
            ListContent(Rows([head(1, title)]), spans=lambda text: ((start, start + 13),))
        )
        await pilot.pause()
        strips = [app.list.render_line(y) for y in (0, 1)]
        underlined = [[s.text for s in strip if s.style and s.style.underline] for strip in strips]
        assert underlined == [["with"], ["Geometry"]]

    drive(play, (58, 24))


@pytest.mark.parametrize(
    ("authors", "width", "shown"),
    [
        ("", 16, ""),
        ("Ada Lovelace", 16, "Lovelace"),
        ("Ada Lovelace, Bo Li", 16, "Lovelace, Li"),
        ("Ada Lovelace, Bo Li", 10, "Lovelace"),
        ("Jeongsol Kim, Hongeun Kim, Jian Wang, Jong Chul Ye", 16, "Kim … Ye (4)"),
        ("Ada Lovelace, Bo Li, Emmy Noether", 19, "Lovelace … Noether"),
        ("Ada Lovelace, Bo Li, Emmy Noether", 16, "Lovelace +2"),
        ("Ada Lovelace, Bo Li, Emmy Noether", 5, "Love…"),
    ],
)
def test_people_are_shown_as_first_last_and_number(authors: str, width: int, shown: str) -> None:
    people = head(1, "Title", authors)
    assert byline(people, width, render.UNICODE, Known()) == shown


def test_an_author_you_starred_or_looked_for_is_named() -> None:
    it = head(1, "Title", "Jeongsol Kim, Hongeun Kim, Jian Wang, Jong Chul Ye")

    def shown(*starred: str, sought: str = "") -> str:
        known = Known(lambda name, besides: name in starred and besides == it.id, sought.__eq__)
        return byline(it, 22, render.UNICODE, known)

    assert shown("jong chul ye") == "Kim … ★Ye (4)"
    assert shown("jian wang") == "★Wang … Ye (4)"
    assert shown("jeongsol kim", "jong chul ye") == "★Kim … ★Ye (4)"
    assert shown(sought="jian wang") == "Wang … Ye (4)"
    assert shown("hongeun kim", sought="jian wang") == "Wang … Ye (4)"


def test_only_rows_on_the_screen_are_read() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        rows = Rows(range(100_000))
        app.list.show(ListContent(rows), keep=50_000)
        await pilot.pause()
        assert app.list.built <= app.list.window.rows == 13
        assert "Paper 50000 " in screen(app)[1 + app.list.cursor - app.list.top]
        assert rows.taken <= 4 * app.list.window.rows

    drive(play)


@pytest.mark.parametrize("by", [1, -1])
def test_moving_the_cursor_builds_two_rows_even_when_it_scrolls(by: int) -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(Rows(range(100))), keep=50)
        await pilot.pause()
        for _ in range(20):
            before = app.list.built
            cursor = app.list.cursor
            app.list.move(by)
            await pilot.pause()
            assert app.list.cursor == cursor + by
            assert app.list.built - before <= 2
            assert app.list.top <= app.list.cursor < app.list.top + app.list.window.rows

    drive(play)


def test_a_changed_mark_is_read_again_and_repaints_only_its_row() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        rows = Rows([head(number) for number in range(50)])
        app.list.show(ListContent(rows))
        await pilot.pause()
        built = app.list.built
        rows.marks[rows.heads[4].id] = Mark(pile="read", star=True)  # type: ignore[union-attr]
        app.list.changed([4, 40])
        await pilot.pause()
        assert screen(app)[5].startswith("   ★   Paper 4 ")
        assert app.list.built == built + 1
        rows.marks.clear()
        app.list.refresh()
        await pilot.pause()
        assert screen(app)[5].startswith("  ·    Paper 4 ")
        assert app.list.built == built + 2

    drive(play)


def test_show_restores_a_position_and_sends_no_message() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(Rows(range(100))), keep=45, top=40)
        await pilot.pause()
        assert (app.list.top, app.list.cursor) == (40, 45)
        app.list.show(ListContent(Rows(range(30))), keep=99)
        await pilot.pause()
        assert (app.list.cursor, app.list.top) == (29, 17)
        assert app.log_of.seen == []
        assert app.list.current is not None
        assert app.list.current.paper.id == "2310.00029"

    drive(play)


def test_pages_move_cursor_and_screen_and_stop_at_the_ends() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(Rows(range(40))))
        await pilot.pause()
        app.list.page(1)
        assert (app.list.top, app.list.cursor) == (12, 15)
        app.list.page(-0.5)
        assert (app.list.top, app.list.cursor) == (6, 9)
        app.list.go(-1)
        assert (app.list.top, app.list.cursor) == (27, 39)
        app.list.page(1)
        assert app.list.cursor == 39
        app.list.go(0)
        app.list.move(-1)
        assert (app.list.top, app.list.cursor) == (0, 0)
        await until(app, lambda: len(app.log_of.of(PaperList.Moved)) == 4)

    drive(play)


def test_an_empty_list_shows_a_text_and_allows_every_movement() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(empty="All 90 read \x1b[31m [/nope] " + "· 8 later " * 9))
        app.list.move(1)
        app.list.go(-1)
        app.list.page(1)
        app.list.changed([0])
        await pilot.pause()
        assert app.list.current is None
        assert "All 90 read ␛[31m [/nope]" in "".join(screen(app))
        assert app.log_of.seen == []

    drive(play)


def test_the_mouse_moves_the_cursor_chooses_and_scrolls() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(Rows(range(40))))
        await pilot.pause()
        await pilot.click("#list", offset=(20, 5))
        assert app.list.cursor == 5
        await pilot.click("#list", offset=(20, 5))
        await until(app, lambda: bool(app.log_of.of(PaperList.Chosen)))
        for _ in range(3):
            app.list.post_message(
                events.MouseScrollDown(app.list, 5, 5, 0, 1, 0, False, False, False)
            )
        await until(app, lambda: app.list.top == 9)
        assert app.list.cursor == 12

    drive(play)


def test_matched_letters_are_underlined() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(
            ListContent(Rows(range(3)), spans=lambda one: ((0, 5), (7, 9), (500, 510))), keep=1
        )
        await pilot.pause()
        for y in (0, 1):
            strip = app.list.render_line(y)
            marked = [
                segment.text for segment in strip if segment.style and segment.style.underline
            ]
            assert marked == ["Paper", " o"]

    drive(play)


def test_the_cursor_row_is_marked_without_colour_and_for_screen_readers() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(ListContent(Rows(range(30))))
        app.list.go(20)
        await pilot.pause()
        assert [line[0] for line in screen(app)[1:14]].count("▌") == 1
        assert app.cursor_position == (0, app.list.region.y + 20 - app.list.top)

    drive(play)


# Detail

LONG = "The quick brown fox jumps over the lazy dog. " * 40


def test_the_detail_shows_how_much_is_below_and_pages_without_a_gap() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.detail.show(described(paper(abstract=LONG)))
        await pilot.pause()
        read: list[str] = []
        while True:
            lines = [line.strip() for line in screen(app)[15:23]]
            if not app.detail.below:
                break
            assert lines[-1].endswith(f"▼ {app.detail.below} more (J)")
            kept = lines[-1][: lines[-1].index("▼")].strip()
            read += lines[:-1]
            app.detail.scroll_page(1)
            await pilot.pause()
            if app.detail.below:
                assert screen(app)[15].strip().startswith(kept)
        assert not app.detail.scroll_page(1)
        text = " ".join(read)
        assert text.count("quick brown fox") >= 38
        assert app.detail.scroll_page(-1)

    drive(play)


def test_the_detail_keeps_its_scroll_position_when_only_a_mark_changed() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        it = paper(abstract=LONG)
        app.detail.show(described(it))
        await pilot.pause()
        app.detail.scroll_page(1)
        below = app.detail.below
        app.detail.show(described(it, Mark(star=True)), stay=True)
        assert app.detail.below == below
        app.detail.show(described(it))
        assert app.detail.below == below + 7
        app.detail.show(None)
        await pilot.pause()
        assert not "".join(screen(app)[15:23]).strip()

    drive(play)


def test_long_lines_end_at_a_hundred_cells() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.detail.show(described(paper(abstract=LONG)))
        await pilot.pause()
        lines = screen(app)[1:-2]
        assert max(len(line.strip()) for line in lines) in range(95, 102)
        assert all(line.startswith(" ") for line in lines)

    drive(play, (140, 40), classes="-wide -reader")


def test_the_detail_shows_a_paper_from_its_title_to_its_links() -> None:
    it = paper("On {\\'E}tale Light", "One.   Two.")._replace(
        authors=("Ada Lovelace", *["Alan Turing"] * 40),
        comment="ICCV 2023,\n  oral",
        journal_ref="J. Light 3",
        doi="10.1/x",
    )
    mark = Mark(pile="later", star=True, tags=("gan", "nerf"), note="first\nsecond", read_version=1)
    links = ("https://github.com/a/b", "https://a.github.io/b")
    facts = NOTHING._replace(venue="ICCV 2023", withdrawn=True, code=links[0], pages=9)
    text = described(it, mark, facts, links)
    assert text.content.plain.split("\n") == [
        "On Étale Light",
        "Ada Lovelace, " + "Alan Turing, " * 9 + "Alan Turing … +30",
        (
            "2310.19210v2 · cs.CV cs.LG · ICCV 2023 · withdrawn · code 1 · project 2 · 9 pp"
            " · ^ v2, was v1 when you read it · ★ · #gan #nerf · later"
        ),
        '" first',
        "One.",
        "",
        "Two.",
        "",
        "Note        first",
        "second",
        "",
        "Comment     ICCV 2023, oral",
        "Journal     J. Light 3",
        "DOI         10.1/x",
        "Submitted   2023-10-30",
        "Categories  cs.CV cs.LG",
        "1           https://github.com/a/b",
        "2           https://a.github.io/b",
    ]
    assert text.content.plain[text.body :].startswith("One.")
    assert text.claim is None


@pytest.mark.parametrize(
    ("note", "above", "below"),
    [
        ("one line", '" one line', False),
        ("\n first\nsecond", '" first', True),
        ("word " * 40, '" ' + "word " * 14 + "word…", True),
        ("三" * 60, '" ' + "三" * 37 + "…", True),
        ("a\x1b[5nb", '" a\u241b[5nb', False),
        (" \n ", None, True),
    ],
)
def test_the_first_line_of_a_note_is_shown_above_the_abstract(
    note: str, above: str | None, below: bool
) -> None:
    lines = described(paper(abstract="One."), Mark(note=note)).content.plain.split("\n")
    body = lines.index("One.")
    assert any(line.startswith('"') for line in lines[:body]) == (above is not None)
    if above is not None:
        assert lines[body - 1] == above
    assert any(line.startswith("Note  ") for line in lines[body:]) == below


def test_starred_authors_are_named_with_a_star_and_their_count() -> None:
    it = paper(authors=("Ada Lovelace", "Emmy Noether", "Bo Li"))
    beside = Beside(
        {"Bo Li": (2, 5)}, lambda name, _: name == "emmy noether", reason="like: HexPlane"
    )
    lines = paper_text.paper(Entry(it, UNMARKED), NOTHING, beside).content.plain.split("\n")
    assert lines[1] == "Ada Lovelace, ★Emmy Noether, ★Bo Li (2 of 5 starred)"
    assert lines[3] == "like: HexPlane"


CLAIMING = paper(
    abstract="Light is old, and many people have seen it in many places. " * 5
    + "In this paper, we propose lamps. "
    + "They shine. " * 30
)


def lines_of_detail(app: Panes) -> list[str]:
    return [line.strip() for line in screen(app)[15:23]]


def test_a_long_abstract_is_shown_from_its_claim_and_k_scrolls_to_its_beginning() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        text = described(CLAIMING)
        assert text.claim is not None
        assert text.content.plain[text.claim :].startswith("In this paper, we propose lamps.")
        app.detail.show(text)
        await pilot.pause()
        first = lines_of_detail(app)
        assert first[0] == "On Light"
        assert first[2].endswith("▲ 4 more (K)")
        assert first[3].startswith("… In this paper, we propose lamps. They shine.")
        assert first[-1].endswith("more (J)")
        assert app.detail.scroll_page(-1)
        await pilot.pause()
        assert "▲" not in " ".join(lines_of_detail(app))
        assert lines_of_detail(app)[3].startswith("Light is old,")
        app.detail.show(text)
        await pilot.pause()
        assert lines_of_detail(app) == first
        assert app.detail.scroll_page(1)
        await pilot.pause()
        assert "On Light" not in lines_of_detail(app)[0]
        assert app.detail.scroll_page(-1)
        await pilot.pause()
        assert lines_of_detail(app) == first

    drive(play)


def test_an_abstract_that_fits_or_begins_with_its_claim_is_shown_unscrolled() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        for abstract in (
            "We propose lamps. " + "They shine. " * 60,
            "Light. We propose lamps. They shine.",
        ):
            app.detail.show(described(paper(abstract=abstract)))
            await pilot.pause()
            assert app.detail.skipped == 0
            assert lines_of_detail(app)[3].startswith(abstract[:12])

    drive(play)


def test_a_setting_shows_every_abstract_from_its_start() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.detail._from_claim = False
        app.detail.show(described(CLAIMING))
        await pilot.pause()
        assert app.detail.skipped == 0
        assert lines_of_detail(app)[3].startswith("Light is old,")

    drive(play)


# Lines


def test_hints_are_cut_at_whole_pairs_and_keep_the_last_two() -> None:
    pairs = [
        ("d", "done"),
        ("b", "later"),
        ("s", "star"),
        ("t", "tag"),
        ("/", "search"),
        ("?", "help"),
    ]

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.query_one(Hints).show(pairs)
        await pilot.pause()
        assert screen(app)[-1].rstrip() == " d done  b later  / search  ? help"

    drive(play, (40, 10), classes="-narrow")


def test_the_message_line_is_a_horizontal_line_with_a_message_on_it() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        line = app.query_one(MessageLine)
        for text, right, painted in (
            ("", "", "─" * 40),
            ("starred: CHAMMI", "", "── starred: CHAMMI " + "─" * 21),
            ("starred", "3 of 90", "── starred " + "─" * 18 + " 3 of 90 ──"),
            (
                "NOT ON DISK [/nope] \x1b[0m " + "x" * 50,
                "3 of 90",
                "── NOT ON DISK [/nope] ␛[… ── 3 of 90 ──",
            ),
        ):
            line.say(text, "error", right)
            await pilot.pause()
            assert screen(app)[-2] == painted

    drive(play, (40, 10), classes="-narrow")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, " Mon 2023-10-30   2 selected · 53 of 90 unread · 8 later · 3 starred    listing"),
        (72, " Mon 2023-10-30   2 selected · 53 of 90 unread · 8 later · 3 starred"),
        (64, " Mon 2023-10-30   2 selected · 53 of 90 unread · 8 later · ★3"),
        (60, " Mon 2023-10-30   2 selected · 53 of 90 unread · ~8 · ★3"),
        (56, " Mon 2023-10-30   2 selected · 53/90 unread · ~8 · ★3"),
        (51, " Mon 2023-10-30   2 selected · 53/90 unread · ~8"),
        (45, " Mon 2023-10-30   2 selected · 53/90 unread"),
        (40, " Mon 2023-…   2 selected · 53/90 unread"),
        (20, "    2 selected · 5…"),
    ],
)
def test_the_view_line_shortens_its_least_important_parts_first(width: int, line: str) -> None:
    parts = [
        ("2 selected",) * 2,
        ("53 of 90 unread", "53/90 unread"),
        ("8 later", "~8"),
        ("3 starred", "★3"),
    ]

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.query_one(ViewLine).show(Place("", "Mon 2023-10-30"), parts, "listing", keep=2)
        await pilot.pause()
        assert screen(app)[0].rstrip() == line

    drive(play, (width, 10), classes="-narrow")


def test_a_long_query_is_cut_before_counts_are_dropped() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        query = "search: " + "au:somebody OR " * 9
        app.query_one(ViewLine).show(
            Place("", query),
            [("2 selected",) * 2, ("9 hits",) * 2, ("3 starred", "★3")],
            "best",
            keep=2,
        )
        await pilot.pause()
        assert (
            screen(app)[0].rstrip() == " search: au:somebody OR au:some…   2 selected · 9 hits · ★3"
        )

    drive(play, (60, 10), classes="-narrow")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (100, " pass 1 of 2 · a very long name 配色 of a search · unread   9 of 90 unread"),
        (70, " pass 1 of 2 · a very long name… · unread   9/90 unread   84 of 191"),
        (60, " pass 1 of 2 · a very l… · unread   9/90 unread   84 of 191"),
        (50, " pass 1 of 2 · unread   9/90 unread   84 of 191"),
    ],
)
def test_a_long_name_is_cut_before_pass_filter_and_progress(width: int, line: str) -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        view_line = app.query_one(ViewLine)
        place = Place("pass 1 of 2 · ", "a very long name 配色 of a search", " · unread")
        view_line.show(place, [("9 of 90 unread", "9/90 unread")], "")
        view_line.show_row("84 of 191")
        await pilot.pause()
        assert re.sub("  +", "   ", screen(app)[0].rstrip()).startswith(line)

    drive(play, (width, 10), classes="-narrow")


def test_a_day_of_a_batch_is_shown_without_the_name_of_the_batch_if_there_is_no_room() -> None:
    place = Place("", "new · 9 days", " · Tue 2025-11-25")
    assert place.cut(40, "…") == "new · 9 days · Tue 2025-11-25"
    assert place.cut(26, "…") == "new · 9… · Tue 2025-11-25"
    assert place.cut(24, "…") == "Tue 2025-11-25"
    assert place.cut(10, "…") == "Tue 2025-…"


def test_counts_use_the_cells_of_a_name_that_is_left_out() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        view_line = app.query_one(ViewLine)
        counts = [("1,207 of 1,207 unread", "1,207/1,207 unread"), ("46 watched", "!46")]
        view_line.show(Place("", "new · 9 days", " · Tue 2025-11-25"), counts, "listing order")
        view_line.show_row("1 of 1,207")
        await pilot.pause()
        assert re.sub("  +", "   ", screen(app)[0].rstrip()) == (
            " Tue 2025-11-25   1,207/1,207 unread · !46   1 of 1,207"
        )

    drive(play, (60, 10), classes="-narrow")


def test_a_long_report_ends_behind_a_whole_part_and_an_error_is_cut() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        line = app.query_one(MessageLine)
        text = "1 entry to a new file · Enter writes · asked only once · Esc cancels"
        line.say(text, "asks")
        await pilot.pause()
        assert line._cut(54) == "1 entry to a new file · Enter writes · asked only once"
        assert line._cut(53) == "1 entry to a new file · Enter writes"
        assert line._cut(30) == "1 entry to a new file"
        assert line._cut(100) == text
        line.say("read: " + "x" * 60 + " · again")
        assert line._cut(54).endswith("x…")
        line.say(text, "error")
        assert line._cut(53).endswith("…")

    drive(play)


# Box


def test_a_prompt_loses_no_key_typed_before_it_is_painted() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        for key, character in (
            ("slash", "/"),
            *((char, char) for char in "diffusion"),
            ("enter", "\r"),
        ):
            app.post_message(events.Key(key, character))
        for key in "jk":  # behind Enter: for the list
            app.post_message(events.Key(key, key))
        await until(app, lambda: app.pressed == "jk")
        assert app.prompt.seen[-1] == "entered diffusion"
        assert app.box.prompt is None

    drive(play)


def test_a_prompt_completes_steps_through_texts_marks_a_mistake_and_closes() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        await pilot.press("slash", "a", "b", "tab")
        assert app.box.text == "ab!"
        app.box.error_at = 1
        field_line = app.box.query_one(Field).render_line(0)
        assert (
            "".join(part.text for part in field_line if part.style and part.style.underline).strip()
            == "b!"
        )
        await pilot.press("c")
        assert app.box.error_at is None
        await pilot.press("up", "down", "ctrl+p")
        assert app.box.text == "earlier 1"
        await pilot.press("escape")
        assert app.prompt.seen[-5:] == [
            "stepped -1",
            "stepped 1",
            "recalled 1",
            "changed earlier 1",
            "left",
        ]
        assert app.box.prompt is None
        assert not app.box.display

    drive(play)


def test_text_pasted_into_a_prompt_is_shown_unchanged() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        app.post_message(events.Paste("a\x1b]52;c;QUJD\x07[/nope]\u202e"))
        await until(app, lambda: bool(app.box.text))
        await pilot.pause()
        assert not CONTROL.search("".join(screen(app)))

    drive(play)


# Help


def chosen(*keys: str, size: tuple[int, int] = (80, 24)) -> str | None:
    """The command that the help ends with after these keys."""
    answers: list[str | None] = []

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.push_screen(HelpScreen(), answers.append)
        await until(app, lambda: any("MOVE" in line for line in screen(app)))
        await pilot.press(*keys)
        await until(app, lambda: bool(answers))

    drive(play, size)
    return answers[0]


@pytest.mark.parametrize(
    ("keys", "verb"),
    [
        (["escape"], None),
        (["enter"], VERBS[0].id),
        (["down", "down", "up", "enter"], VERBS[1].id),
        ([*"star", "enter"], "star"),
        ([*"b", "enter"], "later"),
        ([*"zzz", "enter", "escape"], None),
        (["pagedown", "pagedown", "pageup", "pageup", "enter"], VERBS[0].id),
        (["question_mark"], None),
    ],
)
def test_the_help_finds_and_runs_commands(keys: list[str], verb: str | None) -> None:
    assert chosen(*keys) == verb


def test_page_down_moves_the_help_past_its_first_page() -> None:
    ids = [verb.id for verb in VERBS]
    assert ids.index(chosen("pagedown", "enter") or "") > 10


def test_a_filter_that_no_command_fits_is_reported_in_the_help() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.push_screen(HelpScreen())
        await until(app, lambda: any("MOVE" in line for line in screen(app)))
        await pilot.press(*"zzz")
        await until(app, lambda: any("no command has these words" in line for line in screen(app)))

    drive(play)


def test_the_help_works_on_a_tiny_screen() -> None:
    assert chosen(*"undo", "enter", size=(40, 10)) == "undo"


def test_every_command_is_in_the_help() -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        def shown() -> str:
            return " ".join(" ".join(screen(app)).replace("│", "").split())

        def missing() -> list[str]:
            text = shown()
            return [verb.id for verb in VERBS if verb.help not in text]

        app.push_screen(HelpScreen())
        await until(app, lambda: not missing())

    drive(play, (160, 100))


# The whole


def regions(app: Panes) -> dict[str, Region]:
    ids = ("view", "list", "message", "detail", "hints")
    return {
        name: app.query_one(f"#{name}").region for name in ids if app.query_one(f"#{name}").display
    }


@pytest.mark.parametrize(
    ("size", "classes", "places"),
    [
        (
            (80, 24),
            "",
            {"list": (0, 1, 80, 13), "message": (0, 14, 80, 1), "detail": (0, 15, 80, 8)},
        ),
        ((80, 24), "-zoom", {"list": (0, 1, 80, 21), "message": (0, 22, 80, 1)}),
        ((80, 24), "-reader", {"message": (0, 22, 80, 1), "detail": (0, 1, 80, 21)}),
        (
            (140, 40),
            "-wide",
            {"list": (0, 1, 77, 37), "message": (0, 38, 140, 1), "detail": (77, 1, 63, 37)},
        ),
        ((140, 40), "-wide -reader", {"message": (0, 38, 140, 1), "detail": (0, 1, 140, 37)}),
        ((140, 40), "-wide -zoom", {"list": (0, 1, 140, 37), "message": (0, 38, 140, 1)}),
        ((60, 20), "-narrow", {"list": (0, 1, 60, 17), "message": (0, 18, 60, 1)}),
        ((40, 10), "-narrow -reader", {"message": (0, 8, 40, 1), "detail": (0, 1, 40, 7)}),
    ],
)
def test_each_pane_has_its_place(
    size: tuple[int, int], classes: str, places: dict[str, tuple[int, int, int, int]]
) -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        width, height = size
        ends = {"view": (0, 0, width, 1), "hints": (0, height - 1, width, 1)}
        assert regions(app) == places | ends

    drive(play, size, classes=classes)


@pytest.mark.parametrize(
    ("size", "classes"), [((80, 24), ""), ((140, 40), "-wide"), ((40, 10), "-narrow -reader")]
)
@pytest.mark.parametrize("signs", [render.UNICODE, render.ASCII])
def test_hostile_text_is_not_painted_and_moves_no_column(
    size: tuple[int, int], classes: str, signs: render.Signs
) -> None:
    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.list.show(
            ListContent(
                Rows([head(number, text, f"{text}, {text}") for number, text in enumerate(HOSTILE)])
            )
        )
        for text in HOSTILE:
            it = paper(text, text, (text, text))._replace(
                comment=text,
                journal_ref=text,
                doi=text,
                categories=text,
                primary=text,
            )
            content = described(
                it, Mark(tags=(text,), note=text), NOTHING._replace(venue=text), (text,)
            )
            app.detail.show(content)
            app.list.move(1)
            app.query_one(MessageLine).say(text, "error")
            app.query_one(ViewLine).show(Place(text, text, text), [(text, text)], text)
            app.query_one(Hints).show([(text, text)] * 3)
            await pilot.pause()
            lines = screen(app)
            assert not CONTROL.search("".join(lines))
            assert {cell_len(line) for line in lines} == {size[0]}
        assert app.is_running

    drive(play, size, signs, classes)


@pytest.mark.parametrize("theme", sorted(BUILTIN_THEMES))
def test_every_theme_distinguishes_the_cursor_row_and_read_from_unread(theme: str) -> None:
    heads = [head(number) for number in range(3)]

    async def play(app: Panes, pilot: Pilot[None]) -> None:
        app.theme = theme
        app.list.show(ListContent(Rows(heads, {heads[2].id: Mark(pile="read")})))
        app.detail.show(described(paper()))
        await pilot.pause()
        at_cursor, unread, read = [
            next(part.style for part in app.list.render_line(y) if "Paper" in part.text)
            for y in range(3)
        ]
        assert at_cursor is not None
        assert unread is not None
        assert read is not None
        assert (at_cursor.bgcolor, at_cursor.reverse) != (unread.bgcolor, unread.reverse)
        assert (read.color, read.dim) != (unread.color, unread.dim)

    drive(play)
