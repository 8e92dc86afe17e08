"""`log` and `stats` on a terminal: aligned, coloured, cut to its width; in a pipe lines."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from arxtui.cli import run
from arxtui.cli.page import Page
from arxtui.store import Library
from tests.terminal import TRUE_COLOUR, Terminal

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ONE = "2310.19210"
TWO = "2310.19223"
THREE = "2310.19224"


def printed(*words: str, width: int = 80, **more: str) -> list[str]:
    """Return the lines of a command on a terminal of this width."""
    terminal = Terminal(*words, env={**TRUE_COLOUR, "COLUMNS": str(width), **more})
    try:
        assert os.waitstatus_to_exitcode(terminal.end()) == 0
    finally:
        terminal.close()
    return terminal.seen.decode().replace("\r\n", "\n").split("\n")[:-1]


def plain(lines: list[str]) -> list[str]:
    return [COLOUR.sub("", line).rstrip() for line in lines]


class Clock:
    """A clock that is set by hand, in UTC."""

    def __init__(self, time: str) -> None:
        self.time = datetime.fromisoformat(time).replace(tzinfo=UTC)

    def __call__(self) -> int:
        return int(self.time.timestamp() * 1_000_000)

    def later(self, **time: float) -> None:
        self.time += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Sunday, 22 November 2026, half past eleven in the evening in UTC."""
    return Clock("2026-11-22T23:30:00")


@pytest.fixture
def marked(seeded: Library, folder: Path, clock: Clock) -> Library:
    """Return a library in which something was done by that clock."""
    return Library(folder, "test-0001", clock=clock)


def mark(library: Library, ids: str, **fields: object) -> None:
    library.act(ids.split(), fields).wait()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_log_fits_the_terminal(folder: Path, marked: Library, width: int) -> None:
    mark(marked, ONE, star=True)
    mark(marked, f"{ONE} {TWO}", pile="later")
    marked.act(
        [THREE], {"#" + "三维重建" * 4: True, "#nerf": True, "#gaussian-splatting": True}
    ).wait()
    marked.close()
    lines = printed("--library", str(folder), "log", width=width, TZ="UTC")
    shown = plain(lines)
    assert lines != shown
    assert max(map(cell_len, shown)) <= width
    time = "2026-11-22 23:30" if width >= 60 else "11-22 23:30"
    begin = len(time) + 2
    assert [line[: begin + 10] for line in shown] == [
        f"{time}  {ids}" for ids in (THREE, "2 papers  ", ONE)
    ]
    assert shown[2] == f"{time}  {ONE}  starred"
    assert shown[0].endswith("…") == (width < 100)


def test_the_log_of_several_machines_names_them(
    folder: Path, marked: Library, clock: Clock
) -> None:
    mark(marked, ONE, star=True)
    other = Library(folder, "desk-0002", clock=clock)
    mark(other, TWO, star=True)
    shown = plain(printed("--library", str(folder), "log"))
    assert [line.split()[-1] for line in shown] == ["desk-0002", "test-0001"]
    assert plain(printed("--library", str(folder), "log", width=50))[0].endswith("starred")


def test_times_are_local_on_a_terminal_and_utc_in_a_pipe(
    folder: Path, marked: Library, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(marked, ONE, star=True)
    clock.later(days=-200)
    (shown,) = plain(printed("--library", str(folder), "log", TZ="Asia/Tokyo"))
    assert shown == f"2026-11-23 08:30  {ONE}  starred"
    assert run(["--library", str(folder), "log"]) == 0
    assert capsys.readouterr().out == f"2026-11-22T23:30:00Z  test-0001  starred · {ONE}\n"


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00.000000Z", "8999-12-31T23:59:59.999999Z"])
@pytest.mark.parametrize("zone", ["America/St_Johns", "Asia/Tokyo"])
def test_an_action_of_the_first_and_last_years_is_shown(
    folder: Path, seeded: Library, time: str, zone: str
) -> None:
    (folder / "marks").mkdir(exist_ok=True)
    line = json.dumps({"t": time, "ids": [ONE], "set": {"pile": "read"}})
    (folder / "marks" / "hand-0001.2026.jsonl").write_text(line + "\n")
    assert plain(printed("--library", str(folder), "log", TZ=zone))[0].endswith("read")
    shown = plain(printed("--library", str(folder), "stats", "--weeks", "2", TZ=zone))
    assert shown[0] == "90  papers of 1 day"


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_statistics_fit_the_terminal(folder: Path, seeded: Library, width: int) -> None:
    mark(seeded, f"{ONE} {TWO}", star=True, pile="read", **{"#nerf": True})
    mark(seeded, ONE, **{"#三维重建三维重建三维重建三维重建": True})
    shown = plain(printed("--library", str(folder), "stats", width=width))
    assert max(map(cell_len, shown)) <= width
    assert shown[:7] == [
        "90  papers of 1 day",
        "88  unread",
        " 0  later",
        " 2  read",
        " 2  starred",
        " 2  tagged",
        " 0  with a note",
    ]
    at = shown.index("tags")
    ends = [line.index("█") for line in shown[at + 1 : at + 3]]
    assert cell_len(shown[at + 1][: ends[0]]) == cell_len(shown[at + 2][: ends[1]])
    assert cell_len(shown[at + 1]) == width  # the most frequent tag has the whole width
    assert shown[-1].split()[1:4] == ["2", "2", "0"]


def test_without_colour_no_colour_is_printed(folder: Path, marked: Library) -> None:
    mark(marked, ONE, star=True, **{"#nerf": True})
    for command in ("log", "stats", "list"):
        for lines in (
            printed("--library", str(folder), command, NO_COLOR="1"),
            printed("--library", str(folder), command, TERM="dumb", width=40),
        ):
            assert not any(re.search(r"\x1b\[[0-9;]*[34][0-7]", line) for line in lines)
    dumb = printed("--library", str(folder), "list", TERM="dumb", width=40)
    assert dumb == plain(dumb)  # not even bold
    assert max(map(cell_len, dumb)) <= 40  # and not the 80 cells that rich takes for granted


@pytest.mark.parametrize("how", ["encoding", "settings"])
def test_in_an_ascii_locale_all_signs_are_ascii(
    folder: Path, marked: Library, tmp_path: Path, how: str
) -> None:
    mark(marked, ONE, star=True, **{"#三维重建": True, "#nerf": True})
    more = {"PYTHONIOENCODING": "ascii"}
    if how == "settings":
        settings = tmp_path / "config" / "arxtui" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('signs = "ascii"\n')
        more = {}
    lines = plain(printed("--library", str(folder), "stats", width=60, **more))
    bars = [line for line in lines if "###" in line]
    assert len(bars) == 2
    assert [cell_len(line) for line in bars] == [60, 60]
    assert "~" in plain(printed("--library", str(folder), "list", width=60, **more))[0]
    shown = "\n".join(plain(printed("--library", str(folder), "list", "-n", "1", width=60, **more)))
    assert "★" not in shown
    assert " * #" in f" {shown}" or "unread" not in shown
    assert "…" not in shown


def test_hostile_marks_send_no_control_sequence_to_the_terminal(
    folder: Path, seeded: Library
) -> None:
    evil = "\x1b[5n\x1b]0;x\x07\u202e[red]"
    line = json.dumps({"t": "2026-11-22T17:40:59.034295Z", "ids": [ONE], "set": {f"#{evil}": True}})
    (folder / "marks").mkdir(exist_ok=True)
    (folder / "marks" / "evil\x1b[5n.2026.jsonl").write_text(line + "\n")
    mark(seeded, TWO, star=True)
    for command in ("log", "stats", "list"):
        seen = "\n".join(printed("--library", str(folder), command, width=140))
        assert "\x1b[5n" not in seen
        assert "\x07" not in seen
        assert "\u202e" not in seen
        assert "[red]" in seen  # as text


def test_in_a_pipe_the_statistics_have_the_documented_lines(
    folder: Path, marked: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(marked, ONE, star=True, **{"#nerf": True})
    assert run(["--library", str(folder), "stats"]) == 0
    assert (
        capsys.readouterr().out == "90 papers of 1 day\n90 unread, 0 later, 0 read\n"
        "1 starred, 1 tagged, 0 with a note\n  #nerf 1\n"
    )


def test_even_the_smallest_count_has_a_visible_bar() -> None:
    page = Page()
    assert page.bar(1, 1_000_000, 10) in ("▏", "#")
    assert page.bar(0, 10, 10) == ""
    assert page.bar(3, 4, 10) in ("███████▌", "#######")
    assert cell_len(page.bar(10, 10, 10)) == 10
    assert Page(signs="ascii").bar(10, 10, 10) == "#" * 10
