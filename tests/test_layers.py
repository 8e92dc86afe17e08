"""Who may import whom, read from the source: the rules of the map in arxtui/__init__.py."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from arxtui import store

PACKAGE = Path(__file__).parent.parent / "arxtui"

LAYERS = [
    {"lazy_pattern"},
    {"model", "categories", "text", "terminal_text", "tex", "keys", "work_in_steps"},
    {
        "people",
        "locations",
        "arxiv_id",
        "venues",
        "programs.program",
        "settings.key_settings",
        "settings.toml_fault",
        "settings.command_words",
    },
    {
        "settings.config",
        "crash_report",
        "facts_in_comments",
        "claim",
        "citation",
        "search_result",
        "lazy_sequence",
        "pdf.pdf_names",
        "pdf.pdf_viewer",
    },
    {"citation_key"},
    {"pdf"},
    {"sources", "query", "search", "taste", "view", "export", "store"},
    {"user_files", "query_cases"},
    {"settings", "programs", "export_files.papers_in_bib"},
    {"watch_and_mute_rules", "files_to_load"},
    {"export_files"},
    {"loader", "finder", "recommender"},
    {"network"},
    {"ui"},
    {"cli"},
    {"__main__"},
]
"""Rooms, lowest first; a module that lower rooms may import too has a level of its own."""
ROOM = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
ONLY_IN = {
    "textual": ("ui",),
    "rich": ("ui", "cli"),
    "tinydb": ("store",),
    "rapidfuzz": ("search",),
    "arxiv": ("network",),
    "requests": ("network",),
}
BETWEEN = {("text", "tex")}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Return all nodes of the syntax tree of a module."""
    return ast.walk(ast.parse(path.read_text("utf-8")))


def imports(path: Path) -> list[str]:
    """Return the dotted names of all that a module imports, also inside functions."""
    names = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def room(path: Path) -> str:
    """Return the room of a module, or the module where it has a level of its own."""
    return room_of(list(path.relative_to(PACKAGE).with_suffix("").parts))


def room_of(parts: list[str]) -> str:
    """Return the room of a module; `parts` is its dotted name without arxtui."""
    module = ".".join(parts[:2])
    if module in ROOM:
        return module
    return parts[0]


def test_modules_import_only_rooms_below_their_own() -> None:
    for path in modules():
        check_rooms(path)


def check_rooms(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "arxtui" and parts[0] in ONLY_IN:
            assert here.split(".")[0] in ONLY_IN[parts[0]], f"{path} imports {parts[0]}"
        if parts[0] != "arxtui" or len(parts) < 2:
            continue
        there = room_of(parts[1:])
        if there in ROOM and there != here:
            assert ROOM[there] < ROOM[here] or (here, there) in BETWEEN, f"{path} imports {name}"


def test_every_room_has_a_level() -> None:
    assert {room(path) for path in modules()} - {"__init__"} == set(ROOM)


DOOR = {"arxtui.store.heads", "arxtui.store.text_line", "arxtui.store.files"}
"""Modules of store/ that others may import from: the layout of lines, the calls of POSIX."""


def doors(path: Path) -> set[str]:
    """Return the modules of store/ that a module imports from, the door itself included."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("arxtui.store"):
            found.add(str(node.module))
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("arxtui.store")}
    return found


def outside_store() -> list[Path]:
    return [path for path in modules() if room(path) != "store"]


def test_other_rooms_import_only_the_exports_of_the_store() -> None:
    """Other rooms import only exports of arxtui/store/__init__.py, and no part of Library."""
    for path in outside_store():
        check_imports_of_store(path)


def check_imports_of_store(path: Path) -> None:
    assert doors(path) <= {"arxtui.store", *DOOR}
    exported = set(store.__all__)
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module == "arxtui.store":
            names = {alias.name for alias in node.names}
            assert names <= exported, f"{path}:{node.lineno} imports {sorted(names - exported)}"
        if isinstance(node, ast.Attribute):
            inner = node.attr in ("catalogue", "_catalogue", "_journal", "_storage")
            assert not inner, f"{path}:{node.lineno} reaches into the store: {node.attr}"


def splits_at_tabs(path: Path) -> list[int]:
    """Return the lines in which a module itself takes head lines apart or joins them."""
    return [
        node.lineno
        for node in nodes(path)
        if isinstance(node, ast.Constant) and node.value == b"\t"
    ]


def test_only_a_single_module_knows_the_layout_of_a_heads_line() -> None:
    layouts = [PACKAGE / "store" / name for name in ("heads.py", "text_line.py", "year_text.py")]
    for path in modules():
        if path not in layouts:
            assert not splits_at_tabs(path), f"{path}: {splits_at_tabs(path)}"


LIBRARY = {"store", "loader", "finder", "recommender", "export_files", "network"}
"""Rooms that read or write the library or the network; panes get values instead."""
PARTS = {
    *("render", "line", "line_map", "list_row", "two_rows", "byline", "row_painter", "paper_text"),
    *(
        "palette",
        "styled_text",
        "strips",
        "note_text",
        "detail_lines",
        "detail_painter",
        "line_breaks",
        "painted_lines",
        "kept_styles",
    ),
    *(
        "box_keys",
        "dialog",
        "prompt_box",
        "text_field",
        "list_content",
        "list_window",
        "list_painter",
        "scroll_mark",
        "beside_paper",
        "detail_byline",
        "facts_line",
        "calendar",
        "calendar_map",
    ),
}
"""Modules of ui/panes/ that others of them are made of."""


def test_panes_know_neither_library_nor_each_other() -> None:
    for path in sorted((PACKAGE / "ui" / "panes").glob("*.py")):
        check_imports_of_pane(path)


def check_imports_of_pane(path: Path) -> None:
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "arxtui":
            continue
        assert parts[1] not in LIBRARY, f"{path.stem}: {name}"
        assert parts[1:3] != ["settings", "settings_file"], f"{path.stem}: {name}"
        if parts[1] == "ui":
            assert parts[2] == "panes", f"{path.stem} imports {name}"
            assert parts[3] in PARTS, f"{path.stem} imports {name}"


def test_controllers_import_no_controller_in_a_circle() -> None:
    folder = PACKAGE / "ui" / "controllers"
    needs = {}
    for path in folder.glob("*.py"):
        names = [name.split(".") for name in imports(path)]
        needs[path.stem] = {
            parts[3] for parts in names if parts[:3] == ["arxtui", "ui", "controllers"]
        }
    while free := {name for name, others in needs.items() if not others & set(needs)}:
        needs = {name: others for name, others in needs.items() if name not in free}
    assert not needs, f"circle: {sorted(needs)}"


def test_no_getattr_broad_except_or_print_hides_a_dependency() -> None:
    for path in modules():
        check_habits(path)


def check_habits(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.id if isinstance(node.type, ast.Name) else "" if node.type else "all"
            rethrown = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert caught not in ("Exception", "BaseException", "all") or rethrown, (
                f"{path}:{node.lineno}"
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in (
                "getattr",
                "setattr",
                "eval",
                "exec",
            ), f"{path}:{node.lineno}"
            assert node.func.id != "print" or room(path) == "cli", f"{path}:{node.lineno} prints"
