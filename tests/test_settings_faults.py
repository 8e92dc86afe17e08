"""Mistakes in settings: each is reported once, with line and remedy; all other settings apply."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from arxtui import locations
from arxtui.cli.terminal import IN_PART, NOTHING
from arxtui.settings.config import THEMES, Settings
from arxtui.settings.settings_file import read_settings
from arxtui.settings.toml_fault import explain
from arxtui.store import Library
from tests.command import RunCommand, write_settings
from tests.screen import Driver, drive

ONE = "2310.19210"


CAUSES = [
    ("bib = ~/papers/starred.bib", 1, 'a text needs quotes: bib = "~/papers/starred.bib"'),
    ("\nafter = next # stay", 2, 'a text needs quotes: after = "next"'),
    ("mouse = True", 1, "write true or false in small letters: mouse = true"),
    ("mouse = no", 1, "write true or false in small letters: mouse = false"),
    ('quick = ["a"]\n\nquick = ["b"]\n', 3, "quick also stands in line 1: keep one of them"),
    ('categories = ["cs.CV"\nbib = "x"', 1, 'a ] is missing: categories = ["cs.CV"]'),
    ('categories = ["cs.CV",', 1, 'a ] is missing: categories = ["cs.CV"]'),
    ('quick = ["a",\n\n[keys]\nstar = "x"', 1, 'a ] is missing: quick = ["a"]'),
    ('quick = ["a" "b"]', 1, 'a comma is missing between the texts: quick = ["a", "b"]'),
    ("quick = [a, b]", 1, 'texts in a list need quotes: quick = ["a", "b"]'),
    (
        "categories = cs.CV, cs.LG",
        1,
        'a list of texts needs quotes and brackets: categories = ["cs.CV", "cs.LG"]',
    ),
    ('quick = [\n "a",\n b\n]', 3, 'a text needs quotes: "b"'),
    ('bib = "a.bib\nstyle = "misc"', 1, 'a quote is missing at the end: bib = "a.bib"'),
    ('bib "a.bib"', 1, 'a setting is written as name = value: bib = "a.bib"'),
    ("bib: ~/a.bib", 1, 'a setting is written as name = value: bib = "~/a.bib"'),
    ('[keys\nstar = "x"', 1, "a bracket is missing: [keys]"),
    ('[[export]\nquery = "x"', 1, "a bracket is missing: [[export]]"),
    ("[keys]]", 1, "too many brackets: [keys]"),
    (
        '[keys]\na = "b"\n[keys]\nc = "d"',
        3,
        "[keys] also stands in line 1: put the lines of both below one",
    ),
    (
        'bib = "C:\\papers\\x.bib"',
        1,
        "a backslash stands in single quotes: bib = 'C:\\papers\\x.bib'",
    ),
    ("bib = “a.bib”", 1, 'quotes must be straight ones: bib = "a.bib"'),
    ('bib = "a" style = "misc"', 1, "every setting needs a line of its own"),
    (
        "bib = 'it's.bib'",
        1,
        'a quote inside a text needs the other kind around it: bib = "it\'s.bib"',
    ),
    ("mouse = false,", 1, "no comma belongs at the end: mouse = false"),
    ("bib =", 1, 'a value is missing: bib = "…"'),
    ("theme = 'nord'\n\n(x", 3, "invalid statement"),
]


@pytest.mark.parametrize(("text", "line", "reason"), CAUSES)
def test_a_file_that_is_not_toml_is_reported_with_line_and_remedy(
    text: str, line: int, reason: str
) -> None:
    path = write_settings(text)
    settings, [problem] = read_settings(path)
    assert settings == Settings()
    assert str(problem) == f"{path}:{line}: {reason} · none of this file applies"


@pytest.mark.parametrize(
    "text", [text for text, _, reason in CAUSES if ": " in reason and "…" not in reason]
)
def test_the_offered_remedy_is_valid_toml(text: str) -> None:
    """A remedy that shows the corrected line can be pasted."""
    _, [problem] = read_settings(write_settings(text))
    remedy = problem.reason.rpartition(": ")[2]
    if "=" in remedy:
        tomllib.loads(remedy)


LINE = st.sampled_from(
    [
        "bib = ",
        '"a',
        "a]",
        "[keys]",
        "[[export]]",
        "'",
        "quick = [",
        "{",
        "}",
        "x = 1",
        ",",
        "\\",
        "“",
        "\n",
        "#",
        "é",
    ]
)


@given(st.lists(LINE | st.text(max_size=5), max_size=12).map("".join))
def test_any_text_that_is_not_toml_is_reported_with_line_and_reason(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        line, reason = explain(text, why)
        assert 1 <= line <= text.count("\n") + 1
        assert reason


def test_a_file_that_is_not_text_is_reported() -> None:
    path = locations.settings_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"bib = 'a'\nstyle = '\xff'\n")
    _, [problem] = read_settings(path)
    assert (
        str(problem)
        == f"{path}:2: byte 0xff is not UTF-8: save the file as UTF-8 · none of this file applies"
    )
    path.unlink()
    path.mkdir()
    _, [problem] = read_settings(path)
    assert str(problem) == f"{path}: cannot be read: Is a directory · none of this file applies"


def test_every_mistake_is_reported_each_with_its_line() -> None:
    path = write_settings(
        "them = 'x'\nafter = 'up'\nquick = ['', 'ok', 'a,b']\n[keys]\nstar = 'alt+x'\ndon ="
        " 'y'\nlater = 'L'\n[searches]\nstar = 'au:'\n[[export]]\nquery = 'x'\n[[export]]\nquery ="
        " 'y'\nfile = 'a.bib'\n[[export]]\nfile = 3\n"
    )
    from arxtui.query import parse

    settings, problems = read_settings(path, parse)
    assert [problem.line for problem in problems] == [1, 2, 3, 3, 5, 6, 9, 10, 15]
    assert settings.quick == ("ok",)
    assert dict(settings.keys) == {"later": ("L",)}
    assert [one.file for one in settings.export] == ["a.bib"]


def test_the_known_themes_are_the_themes_of_textual() -> None:
    assert set(THEMES) == set(BUILTIN_THEMES)


MISTAKEN = {
    "a theme": ("theme = 'solarized'\n", "theme takes"),
    "no TOML": (
        "categories = ['cs.CV']\nstyle = article\n",
        'a text needs quotes: style = "article"',
    ),
}
READERS = (
    ["star", ONE], ["tag", "gan", ONE], ["note", ONE, "x"], ["undo"], ["export", ONE], ["config"],
    ["check"], ["taste"],
    ["list", "--order", "foryou"],
)  # fmt: skip


@pytest.mark.parametrize("words", READERS, ids=" ".join)
@pytest.mark.parametrize("mistake", MISTAKEN)
def test_every_command_that_reads_settings_reports_a_mistake_once(
    ran: RunCommand, mistake: str, words: list[str]
) -> None:
    text, reason = MISTAKEN[mistake]
    path = write_settings(text)
    err = ran(*words)[2]
    assert err.count(reason) == 1, err
    assert err.count(str(path)) == 1, err


def test_check_and_config_have_exit_statuses_of_their_own(ran: RunCommand) -> None:
    assert ran("check")[0] == 0
    write_settings("theme = 'solarized'\n")
    status, out, _ = ran("check")
    assert (status, "see above" in out) == (IN_PART, True)
    assert ran("config")[0] == IN_PART


def test_fetch_requests_no_category_of_a_broken_settings_file(ran: RunCommand) -> None:
    path = write_settings("categories = ['cs.CV']\nbib = ~/a.bib\n")
    assert ran("fetch") == (
        NOTHING,
        "",
        (
            f'{path}:2: a text needs quotes: bib = "~/a.bib" · none of this file applies\narxtui:'
            " nothing is fetched: correct the settings, or name the categories: arxtui fetch"
            " cs.CV\n"
        ),
    )


def test_export_to_a_file_is_refused_while_the_settings_are_broken(
    ran: RunCommand, tmp_path: Path
) -> None:
    ran("star", ONE)
    write_settings("style = article\n")
    bib = tmp_path / "my.bib"
    status, _, err = ran("export", "-o", str(bib))
    assert status == NOTHING
    assert err.endswith(f"arxtui: {bib} is not written: correct the settings, or give --style\n")
    assert not bib.exists()
    assert ran("export", "-o", str(bib), "--style", "article")[0] == 0
    assert ONE in bib.read_text()


def test_exports_of_the_settings_are_unchanged_while_the_settings_are_broken(
    ran: RunCommand, tmp_path: Path
) -> None:
    bib = tmp_path / "kept.bib"
    table = f"[[export]]\nquery = 'is:starred'\nfile = '{bib}'\n"
    write_settings(table)
    ran("star", ONE)
    before = bib.read_bytes()
    write_settings(table + "style = article\n")
    status, _, err = ran("unstar", ONE)
    assert status == 0
    assert err.endswith(
        "arxtui: the files of [[export]] stay as they are until the settings can be read\n"
    )
    assert bib.read_bytes() == before


def test_the_screen_uses_no_defaults_in_place_of_a_broken_file(seeded: Library) -> None:
    path = write_settings("categories = ['cs.CV']\nbib = ~/a.bib\n")
    text = path.read_bytes()

    async def play(user: Driver) -> None:
        await user.press("F")
        assert user.message.startswith("nothing fetched: ")
        await user.press("s", "e")
        assert user.message.startswith("nothing exported: ")
        assert str(path) in user.message

    drive(seeded, play)
    assert path.read_bytes() == text
