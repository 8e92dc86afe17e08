"""Messages, errors, help, manual and settings speak plain English, not the code's own words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from arxtui.keys import VERBS
from arxtui.ui import messages
from arxtui.view import Only

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "arxtui"
STRANGE = re.compile(
    r"\b(verbs?|acts?|acting|piles?|told|tells?|holds?|lets? go|came|put by"
    r"|comes?(?! (first|next|before|after))|left(?! (out|alone|over|to))"
    r"|is none|are none|none is|one is|none of these"
    r"|(?<!there )is no (?!longer)|of no form|sound copy|if need be)\b",
    re.IGNORECASE,
)
"""Each has a plain word: command, action, list, reported, applies, arrived, removed."""
REVIEWED = {
    "{left:.0f} s left": "the seconds left of a transfer, as curl and rsync report them",
    "noindent left right centering": "names of TeX macros",
    "act acting": "words of abstracts",
    "act acting actionable": "words of abstracts",
    "combined come coming": "words of abstracts",
    "hindering hold hope hour": "words of abstracts",
    "verb('{verb.id}', '{key}')": "code of a binding",
}
"""Texts that may have such a word, and why."""


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the texts of a module: sentences, and the nouns that many() counts."""
    tree = ast.parse(path.read_text("utf-8"))
    aside = set()  # docstrings, and the pieces of f-strings, which are looked at whole
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            aside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            aside |= {id(value) for value in node.values}
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "many":
            yield node.lineno, ast.unparse(node.args[1])
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(map(_as_written, node.values))
        elif isinstance(node, ast.Constant) and id(node) not in aside:
            text = str(node.value)
        if isinstance(node, ast.expr) and " " in text.strip() and not _is_pattern(text):
            yield node.lineno, text


def _as_written(piece: ast.expr) -> str:
    if isinstance(piece, ast.Constant):
        return str(piece.value)
    assert isinstance(piece, ast.FormattedValue)
    return ast.unparse(ast.JoinedStr([piece]))[2:-1]


def _is_pattern(text: str) -> bool:
    return "\\b" in text or "(?" in text or text.startswith("^")


def strange_words(text: str) -> list[str]:
    """Return the strange words of a text, but not those inside `{...}`, where a value stands."""
    for part in REVIEWED:
        text = text.replace(part, "")
    return [match[0] for match in STRANGE.finditer(re.sub(r"\{[^}]*\}", "{}", text))]


MODULES = sorted(PACKAGE.rglob("*.py"))


def test_no_text_of_the_program_has_internal_words() -> None:
    found = [
        f"{path}:{line}: {text!r}"
        for path in MODULES
        for line, text in texts_of(path)
        if strange_words(text)
    ]
    assert not found, "\n".join(found)


PAGES = [
    PACKAGE / "settings" / "settings.toml",
    *sorted((PACKAGE / "manual").glob("*.md")),
    ROOT / "README.md",
]


def test_no_page_has_internal_words() -> None:
    found = [
        f"{path}:{line}: {text}"
        for path in PAGES
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if strange_words(text)
    ]
    assert not found, "\n".join(found)


def test_no_label_or_help_of_a_key_has_internal_words() -> None:
    for command in VERBS:
        assert not strange_words(f"{command.label} {command.help} {command.group}"), command.id


def test_every_exception_is_still_needed() -> None:
    texts = [text for path in MODULES for _, text in texts_of(path)]
    texts += [path.read_text("utf-8") for path in PAGES]
    for part in REVIEWED:
        assert any(part in text for text in texts), part


def test_a_strange_word_is_found() -> None:
    assert strange_words("12 papers came") == ["came"]
    assert strange_words("x is no verb") == ["is no ", "verb"]
    assert strange_words("{told} papers, 2 left out") == []


def test_every_filter_has_words_for_an_empty_list() -> None:
    """A filter without words ended the program if no hits were left."""
    assert {*messages._IN_WORDS, "all"} == set(get_args(Only))


OS_ERRORS = {"OSError", "FileNotFoundError", "PermissionError", "NotADirectoryError"}


def raw_errors(path: Path) -> Iterator[int]:
    """Yield the lines that print an OSError as Python does: `[Errno 13] Permission denied`."""
    for handler in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(handler, ast.ExceptHandler) or handler.type is None:
            continue
        caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
        if handler.name is None or not caught & OS_ERRORS:
            continue
        for node in ast.walk(handler):
            printed = None
            if isinstance(node, ast.FormattedValue):
                printed = node.value
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "str" and node.args:
                printed = node.args[0]
            if isinstance(printed, ast.Name) and printed.id == handler.name:
                yield printed.lineno


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_no_error_of_the_system_is_printed_with_its_number(path: Path) -> None:
    """`text.reason_of()` has the reason alone, `reason_and_file()` the file as well."""
    assert not list(raw_errors(path))
