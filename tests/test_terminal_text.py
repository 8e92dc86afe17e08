"""A terminal that is not in UTF-8 gets readable signs and letters, in as many cells."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from arxtui import terminal_text
from arxtui.store import Library
from arxtui.terminal_text import TerminalText
from tests.conftest import paper
from tests.terminal import Terminal

ASCII = TerminalText("ascii", ascii_signs=True)
UTF_8 = {"TERM": "xterm", "LC_ALL": "C.UTF-8"}


def of_environment(
    monkeypatch: pytest.MonkeyPatch, signs: str = "auto", encoding: str = "utf-8", **names: str
) -> TerminalText:
    """Return the text for a terminal with these environment variables."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG", "TERM", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return terminal_text.of_terminal(signs, stream)


@pytest.mark.parametrize(
    "names",
    [
        {"LANG": "C"},
        {"LANG": "POSIX"},
        {"LC_ALL": "C", "LANG": "en_US.UTF-8"},
        {"LC_CTYPE": "C", "LANG": "en_US.UTF-8"},
        {"LC_ALL": "en_US.US-ASCII"},
    ],
)
def test_a_locale_of_ascii_gets_ascii(
    names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of_environment(monkeypatch, **names) == ASCII


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"LANG": ""},
        {"LANG": "de_DE.UTF-8"},
        {"LANG": "de_DE"},
        {"LC_ALL": "C.utf8", "LANG": "C"},
    ],
)
def test_other_locales_get_unicode(names: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_environment(monkeypatch, **names) == TerminalText()


def test_the_encoding_of_the_stream_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_environment(monkeypatch, encoding="ascii") == ASCII
    latin = of_environment(monkeypatch, LC_ALL="de_DE.ISO-8859-1@euro")
    assert latin == TerminalText("iso8859-1", ascii_signs=True)
    assert latin.of("Küçük ★ · Łukasz") == "Küçük * - Lukasz"
    given = of_environment(monkeypatch, LC_ALL="C", PYTHONIOENCODING="utf-8")
    assert given == TerminalText()


@pytest.mark.parametrize("term", ["linux", "vt100", "vt220"])
def test_terminals_with_few_signs_get_signs_of_ascii_and_all_letters(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = of_environment(monkeypatch, LANG="C.UTF-8", TERM=term)
    assert text.of("★ Küçük · ↑↓") == "* Küçük - ^v"


def test_the_setting_overrides_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_environment(monkeypatch, "unicode", LANG="C", TERM="linux") == TerminalText()
    assert of_environment(monkeypatch, "unicode", "ascii", LANG="C") == TerminalText("ascii")
    assert of_environment(monkeypatch, "ascii", LANG="C.UTF-8").of("é ★") == "é *"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Küçük, Ångström, naïve", "Kucuk, Angstrom, naive"),
        ("Ø Æ ß “β-VAE” – ℝ² … →", 'O A s "b-VAE" - R2 . >'),
        ("e\u0301tude", "etude"),
        ("中文 ok", "???? ok"),
        ("\uff21x", "A x"),
        ("\U0001f600!", "??!"),
        ("\x1b[1;2Hd · done", "\x1b[1;2Hd - done"),
    ],
)
def test_letters_have_a_readable_form_of_as_many_cells(text: str, shown: str) -> None:
    assert ASCII.of(text) == shown
    assert cell_len(shown.replace("\x1b", "")) == cell_len(text.replace("\x1b", ""))


TITLE = "Bézier Splatting of Émigré “Łódź” ★ 中文 β → ∞"
ABSTRACT = "We propose Bézier–Splatting … naïve · ★ 中文, for all ∀ε > 0."


@pytest.fixture
def odd(folder: Path) -> Library:
    """A closed library with a starred paper that has letters of many kinds."""
    authors = ("Zoë Küçük", "Łukasz Ångström", "李明")
    made = paper(70)._replace(title=TITLE, authors=authors, abstract=ABSTRACT)
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put([made], {"name": "made up"})
    library.act([made.id], {"star": True, "note": "schön ★"})
    library.close()
    return library


KEYS = (
    "j", " ", "\x1b", "/Bé", "\x1b", "f", "\x1b", "V", "\x1b", "S", "\x1b", "y", "\x1b", "?",
    "down", "\x1b", "D", "\x1b", "T", "\x1b", "tnew", "\x1b", "\r", "\x1b", "L", "z", "A", "\x1b",
    "!", "\x1b", "'", "\x1b", "M", "\x1b", "e", "\x1b", "\x14",
)  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": "C"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_every_screen_is_in_ascii_in_a_locale_of_ascii(
    names: dict[str, str], folder: Path, odd: Library
) -> None:
    terminal = Terminal("--library", str(folder), env={"TERM": "xterm", **names})
    terminal.until(b"Bezier Splatting of Emigre")
    seen = terminal.seen
    for keys in KEYS:
        terminal.type(keys)
        terminal.quiet(0.1)
        seen += terminal.seen
    terminal.type("\x03")
    assert terminal.end() == 0
    assert seen.isascii()
    assert b"\\u" not in seen
    assert b"Up/Down" in seen


def test_tables_and_messages_of_commands_are_of_ascii_too(folder: Path, odd: Library) -> None:
    for words in (("list",), ("show", "2310.00070"), ("log",), ("stats",), ("list", "zzzz")):
        terminal = Terminal("--library", str(folder), *words, env={"TERM": "xterm", "LC_ALL": "C"})
        terminal.end()
        assert terminal.seen
        assert terminal.seen.isascii()


def test_a_terminal_in_utf_8_gets_every_letter(folder: Path, odd: Library) -> None:
    terminal = Terminal("--library", str(folder), env=UTF_8)
    terminal.until("Bézier Splatting of Émigré".encode())
    terminal.type("\x03")
    assert terminal.end() == 0
