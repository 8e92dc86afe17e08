"""README, the manual and CONTRIBUTING say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import arxtui
from arxtui.cli import manual
from arxtui.cli.commands import COMMANDS
from arxtui.export import FOLDERS, FORMATS
from arxtui.keys import VERBS
from arxtui.settings.config import Settings

EXAMPLE = re.compile(r"arxtui (?:list|export) '([^']+)'")
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
MANUAL = {topic: manual.page(topic) for topic in manual.TOPICS}


def key_table() -> str:
    """Return the key table as the code has it; a `|` in a cell has a backslash."""
    rows = []
    for verb in VERBS:
        keys = " ".join(f"`{key}`" for key in verb.shown.split())
        rows.append(f"| {keys.replace('|', chr(92) + '|')} | {verb.help} | {verb.group} |")
    return "\n".join(["| keys | what | |", "|---|---|---|", *rows])


def test_the_key_table_equals_the_keys_of_the_code() -> None:
    assert key_table() in MANUAL["keys"]


def test_contributing_has_the_map_of_the_package() -> None:
    rooms = re.findall(r"^    (\w[^\n]*)", arxtui.__doc__ or "", re.MULTILINE)
    assert len(rooms) > 8
    for room in rooms:
        assert room in CONTRIBUTING


def test_the_manual_is_complete() -> None:
    """Every page is listed, begins with its title, and stands in the README's last part."""
    folder = ROOT / "arxtui" / "manual"
    assert {path.stem for path in folder.glob("*.md")} == set(manual.TOPICS)
    for topic, text in MANUAL.items():
        assert text.startswith("# ")
        assert topic in README.partition("## More")[2]


def test_the_readme_stays_short() -> None:
    """A visitor reads it in a minute; long texts are in the manual."""
    assert len(README.splitlines()) <= 120


def test_every_setting_is_in_the_manual() -> None:
    for name in Settings._fields:
        assert re.search(rf"`\[*{name}\]*`", MANUAL["settings"]), name


def format_table() -> str:
    """Return the table of export formats as the code has it."""
    rows = ["| format | key | endings | options | for |", "|---|---|---|---|---|"]
    for name, each in FORMATS.items():
        endings = " ".join(f"`{ending}`" for ending in each.endings)
        options = " ".join(f"`--{option}`" for option in each.options)
        rows.append(f"| `{name}` | `{each.letter}` | {endings} | {options} | {each.help} |")
    for name, folder in FOLDERS.items():
        rows.append(f"| `{name}` | `{folder.letter}` | a folder |  | {folder.help} |")
    return "\n".join(rows)


def test_the_manual_lists_the_formats_of_the_code() -> None:
    assert format_table() in MANUAL["export"]
    assert f"[-f {'|'.join(FORMATS)}]" in MANUAL["commands"]


def test_every_reference_to_a_page_of_the_manual_is_right() -> None:
    for text in (README, CONTRIBUTING, *MANUAL.values()):
        for topic in re.findall(r"`arxtui help (\w+)`", text):
            assert topic in manual.TOPICS


def test_every_command_named_in_the_pages_exists() -> None:
    for text in (README, *MANUAL.values()):
        for word in re.findall(r"(?:^|`|/)arxtui ([a-z]+)", text, re.MULTILINE):
            assert word in COMMANDS, word


def test_every_command_is_in_the_manual() -> None:
    for name in COMMANDS:
        assert re.search(rf"\b{name}\b", MANUAL["commands"]), name


def test_every_example_query_is_a_valid_query() -> None:
    from arxtui.query import parse

    examples = [text for page in (README, *MANUAL.values()) for text in EXAMPLE.findall(page)]
    assert len(examples) > 3
    for query in examples:
        parse(query)


def test_every_query_in_the_table_of_fields_is_a_valid_query() -> None:
    from arxtui.query import parse

    table = MANUAL["search"].partition("| query |")[2].partition("\n\n")[0]
    first_cells = [line.split(" | ")[0] for line in table.splitlines()]
    queries = [query for cell in first_cells for query in re.findall(r"`([^`]+)`", cell)]
    assert len(queries) > 25
    for query in queries:
        parse(query)


def test_the_picture_exists_and_its_command_is_named() -> None:
    assert "](tests/picture.svg)" in README
    assert "python -m tests.picture" in CONTRIBUTING
    assert (ROOT / "tests" / "picture.svg").read_text("utf-8").startswith("<svg")
    assert (ROOT / "tests" / "picture.py").exists()
