"""Who may import whom, read from the source: the rules of the map in arxtui/__init__.py."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "arxtui"

LAYERS = [
    {"model", "categories", "text", "tex", "keys", "steps"},
    {"people", "toml_fault", "arxiv_id"},
    {"config", "crash", "facts", "claim", "cite", "found", "lazy"},
    {"sources", "query", "search", "taste", "view", "export", "store"},
    {"bib_file"},
    {"intake"},
    {"loader", "find", "recommender", "deliver", "network"},
    {"fetch"},
    {"ui"},
    {"cli"},
    {"__main__"},
]
ROOM = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
ONLY_IN = {
    "textual": ("ui",),
    "rich": ("ui", "cli"),
    "tinydb": ("store",),
    "rapidfuzz": ("search",),
    "arxiv": ("network", "fetch"),
    "requests": ("network",),
}
WITH_LIBRARY = {
    "app",
    "main",
    "stage",
    "shown",
    "acts",
    "acting",
    "asked",
    "writing",
    "searching",
    "passes",
    "outward",
    "out",
    "my_bib",
    "tagging",
    "fetching",
    "held",
    "indexing",
    "words",
}
# what panes may import of each other
SHARED = {"render", "line_map", "list_row", "row_painter", "paper_text", "dialog"}
BETWEEN = {("crash", "config"), ("text", "tex")}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[str]:
    """Dotted names of all that a module imports, also inside functions."""
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "arxtui" and len(parts) > 1 and parts[1] in ROOM and parts[1] != here:
            there = parts[1]
            assert ROOM[there] < ROOM[here] or (here, there) in BETWEEN, f"{here} imports {there}"
        if parts[0] in ONLY_IN:
            assert here in ONLY_IN[parts[0]], f"{here} imports {parts[0]}"


def test_every_room_has_a_level() -> None:
    assert {room(path) for path in modules()} - {"__init__"} == set(ROOM)


def test_panes_know_neither_library_nor_each_other() -> None:
    panes = {path.stem for path in (PACKAGE / "ui").glob("*.py")} - WITH_LIBRARY - {"__init__"}
    assert {"paper_list", "detail", "box", "lines", "help", "render"} <= panes
    for pane in panes:
        for name in imports(PACKAGE / "ui" / f"{pane}.py"):
            parts = name.split(".")
            assert parts[:2] not in (["arxtui", "store"], ["arxtui", "loader"], ["arxtui", "find"]), f"{pane}: {name}"
            if parts[:2] == ["arxtui", "ui"]:
                assert parts[2] in SHARED or (pane, parts[2]) == ("help", "box"), f"{pane} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_habit_that_hides(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.id if isinstance(node.type, ast.Name) else "" if node.type else "all"
            rethrown = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert caught not in ("Exception", "BaseException", "all") or rethrown, f"{path}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("getattr", "setattr", "eval", "exec"), f"{path}:{node.lineno}"
            assert node.func.id != "print" or room(path) == "cli", f"{path}:{node.lineno} prints"
