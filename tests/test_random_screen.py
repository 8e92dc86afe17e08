"""No typed text, setting or damaged file ends the screen.

Random texts in every box, random settings, environment and derived files.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from arxtui import locations
from arxtui.cli import run
from arxtui.cli.library import open_library
from arxtui.cli.settings import check_query
from arxtui.network import arxiv_client
from arxtui.settings import settings_file
from arxtui.settings.config import Settings
from tests.screen import Driver, drive

ROUNDS = 300 if os.environ.get("ARXTUI_LONG") else 6
COMMANDS = (
    ["list"],
    ["list", "a"],
    ["check"],
    ["stats"],
    ["star", "2310.19210"],
    ["export"],
    ["log"],
    ["where"],
    ["undo"],
)
TEXTS = (
    "", " ", "~n", "~/", "~nobody/x.bib", ".", "..", "x.bib", "no/such/x.bib",
    "day:9999-12-31", "day:0001-01-01", "day:", "id:", "is:", '"', "'", "(", ")", "-", "OR",
    "a" * 300, "9" * 40, "#", ",", "cs.CV", "cs.*", "\x1b[5n", "\u202e", "é", "日本", "%s", "&",
    "\\", "[red]", "[/]", "$HOME", "{key}", "2023-02-30", "0001-01-01", "9999-12-31", "1e999",
    "\u0000", "\ue000", "gan", "au:lee", "like:2310.19210", "tag:x", "after:2999-01-01",
    "before:1", "ti:(", "\n", "\t", "🦀", "xn--", "*", "?",
)  # fmt: skip
BOXES: tuple[tuple[str, ...], ...] = (
    ("slash",), ("t",), ("s", "e"), ("E", "m"), ("E", "b"), ("slash", "g", "a", "n", "enter", "w",
        "s"),
    ("slash", "g", "enter", "w", "w"), ("F",), ("question_mark",), ("colon",),
)  # fmt: skip
"""The keys that open each box where a text is typed."""
VARIABLES = (
    "BROWSER", "EDITOR", "VISUAL", "COLUMNS", "LINES", "LANG", "LC_ALL", "NO_COLOR",
    "COLORTERM", "TERM", "TERM_PROGRAM", "DISPLAY",
)  # fmt: skip


def some_text(chance: random.Random) -> str:
    return "".join(chance.choice(TEXTS) for _ in range(chance.randint(1, 3)))


def some_value(chance: random.Random, depth: int = 0) -> object:
    """A value of any type that JSON and TOML know."""
    makers: list[Callable[[], object]] = [
        lambda: some_text(chance), lambda: chance.choice([0, -1, 7, 10**15, 2**63 - 1]),
        lambda: chance.random(),
        lambda: chance.choice([True, False]),
    ]  # fmt: skip
    if depth < 2:
        makers.append(lambda: [some_value(chance, depth + 1) for _ in range(chance.randint(0, 3))])
        makers.append(
            lambda: {
                some_text(chance): some_value(chance, depth + 1)
                for _ in range(chance.randint(0, 3))
            }
        )
    return chance.choice(makers)()


def to_toml(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(name)} = {to_toml(one)}" for name, one in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(to_toml, value)) + "]"
    return json.dumps(value)


def likely(chance: random.Random, name: str) -> object:
    """A value of the right type for a setting: nearly right finds more than garbage."""
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return chance.choice([True, False])
    if isinstance(default, str):
        return some_text(chance)
    if name == "export":
        return [
            {
                "query": some_text(chance),
                "file": chance.choice(["~n/x.bib", "x.bib", "no/x.bib", some_text(chance)]),
            }
        ]
    if isinstance(default, tuple):
        return [some_text(chance) for _ in range(3)]
    return {
        some_text(chance): some_text(chance),
        "done": ["x"],
        "star": chance.choice([["j"], ["ctrl+x"], []]),
    }


def settings_text(chance: random.Random) -> str:
    lines = []
    for name in Settings._fields:
        kind = chance.randrange(4)
        if kind:
            lines.append(
                f"{name} = {to_toml(likely(chance, name) if kind > 1 else some_value(chance))}"
            )
    return "\n".join(lines) + "\n"


def damage(chance: random.Random, path: Path) -> None:
    """Garbage, a cut, or a value in the place of another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_bytes() if path.exists() else b"{}"
    match chance.randrange(4):
        case 0:
            path.write_bytes(chance.randbytes(chance.randrange(200)))
        case 1:
            path.write_bytes(old[: chance.randrange(len(old) + 1)])
        case 2:
            path.write_bytes(orjson.dumps(some_value(chance)))
        case _:
            try:
                tree = orjson.loads(old)
            except ValueError:
                tree = {}
            path.write_bytes(orjson.dumps(replaced(chance, tree)))


def replaced(chance: random.Random, tree: object) -> object:
    """A tree with a random value in the place of a random branch."""
    if not chance.randrange(4):
        return some_value(chance)
    if isinstance(tree, dict) and tree:
        name = chance.choice([*tree])
        return {**tree, name: replaced(chance, tree[name])}
    if isinstance(tree, list) and tree:
        at = chance.randrange(len(tree))
        return [*tree[:at], replaced(chance, tree[at]), *tree[at + 1 :]]
    return some_value(chance)


FETCHED = {
    "fetched": {
        "cs.CV": {
            "begin": "2023-10-01",
            "complete": ["2023-10-02"],
            "empty": {"2023-10-03": "2023-11-01"},
        }
    }
}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_screen_ends_normally_after_random_keys_settings_and_damage(
    seed: int, seeded_once: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.chdir(home)
    monkeypatch.setattr(arxiv_client, "COURTESY", 0.0)
    for name in VARIABLES:
        monkeypatch.setenv(name, some_text(chance).replace("\0", "") or "x")
    monkeypatch.setenv("ARXTUI_ARXIV", "http://127.0.0.1:9")
    folder = home / "library"
    shutil.copytree(seeded_once, folder, copy_function=shutil.copy2)
    path = locations.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text(settings_text(chance), "utf-8", "replace")
    (folder / "catalogue" / "fetched.json").write_bytes(orjson.dumps(FETCHED))
    run(["--library", str(folder), "tag", "x", "2310.19210"])
    files = [folder / "marks.json", folder / "heads" / "2023.tsv", locations.machine_file()]
    files += [
        folder / "catalogue" / name for name in ("fetched.json", "batch.json", "undated.json")
    ]
    for file in files:
        if chance.randrange(3):
            damage(chance, file)
    for words in COMMANDS:
        assert run(["--library", str(folder), *words]) in (0, 1, 2)
    library = open_library(str(folder), quiet=True)
    settings, _ = settings_file.read_settings(path, check_query)

    async def play(user: Driver) -> None:
        for opening in chance.sample(BOXES, len(BOXES)):
            await user.press(*opening)
            if user.app.screen is user.main and user.main.box.prompt:
                user.main.box.type(some_text(chance))
            await user.press("n", chance.choice(["enter", "tab", "escape"]))
            await user.press(
                "escape",
                "escape",
                chance.choice(["j", "d", "u", "D", "o", "m", "V", "y"]),
                "escape",
            )
            while user.app.screen is not user.main:
                user.app.pop_screen()
                await user.settle()
        await user.until(lambda: user.main.commands.fetching._thread is None)
        await user.press("ctrl+c")
        assert user.app.return_code in (0, None)

    drive(library, play, chance.choice([(80, 24), (40, 10), (140, 40)]), settings)
    library.checkpoint.save()
    library.close()
