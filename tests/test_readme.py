"""README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import arxtui
from arxtui.cli import run
from arxtui.keys import VERBS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def key_table() -> str:
    """The key table as the code has it."""
    rows = [f"| {' '.join(f'`{key}`' for key in verb.shown.split())} | {verb.help} | {verb.group} |" for verb in VERBS]
    return "\n".join(["| keys | what | |", "|---|---|---|", *rows])


def test_the_key_table_is_what_the_code_declares() -> None:
    assert key_table() in README


def test_the_map_is_that_of_the_package() -> None:
    rooms = re.findall(r"^    (\w[^\n]*)", arxtui.__doc__ or "", re.MULTILINE)
    assert len(rooms) > 8
    for room in rooms:
        assert room in README


def test_the_picture_is_a_golden_screen() -> None:
    assert (ROOT / "tests" / "golden" / "day-80x24.txt").read_text("utf-8") in README


def test_every_verb_of_the_command_line_is_told(capsys: object) -> None:
    told = README.partition("## Command line")[2].partition("\n## ")[0]
    from arxtui.cli import grammar

    parser = grammar.Parser()
    for verb in grammar.add_verbs(parser.add_subparsers()):
        assert re.search(rf"\b{verb}\b", told), verb


def test_every_example_query_is_one() -> None:
    from arxtui.query import parse

    for query in re.findall(r"arxtui list '([^']+)'", README):
        parse(query)
    assert run(["keys"]) == 0


def test_no_heading_is_empty_and_no_place_is_left_open() -> None:
    assert not re.search(r"^(SCREEN|SPEED|MAP)$", README, re.MULTILINE)


def test_the_picture_is_there_and_drawn_by_the_command_that_is_named() -> None:
    assert "](tests/picture.svg)" in README
    assert "python -m tests.picture" in README
    assert (ROOT / "tests" / "picture.svg").read_text("utf-8").startswith("<svg")
    assert (ROOT / "tests" / "picture.py").exists()
