"""Settings: read, mistaken, changed; and where files live."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui import config
from arxtui.config import Settings, commented, read_settings, with_setting


def test_the_commented_file_is_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(commented())
    assert read_settings(path) == (Settings(), ())
    path.write_text("\n".join(line.removeprefix("# ") if " = " in line else line for line in commented().split("\n")))
    assert read_settings(path) == (Settings(bib="~/papers/starred.bib"), ())


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\nthem = 'nord'\n", 2, "unknown setting 'them'; there are bib, columns, signs, theme"),
        ("theme = 'nord'\nsigns = 'emoji'", 2, "signs takes unicode or ascii, not 'emoji'"),
        ("bib = 7", 1, "bib takes a text in quotes, not 7"),
        ("theme = 'nord'\nbib = ", 2, "invalid value"),
        ("columns = 'day'", 1, 'columns takes a list of texts such as ["a", "b"]'),
        (
            "columns = ['day', 'pope']",
            1,
            "columns takes authors or venue or code or pages or day or class, not 'pope'",
        ),
        ("columns = [1]", 1, "columns takes authors or venue or code or pages or day or class, not 1"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    settings, [problem] = read_settings(path)
    assert (problem.file, problem.line, problem.reason) == (str(path), line, reason)
    assert settings.theme == ("nord" if "theme = 'nord'\nsigns" in text else Settings().theme)


def test_one_setting_is_changed_and_the_rest_stays() -> None:
    assert with_setting("# mine\nbib = 'a.bib'\n", "bib", 'b "c".bib') == '# mine\nbib = "b \\"c\\".bib"\n'
    assert with_setting("# mine\n", "bib", "a.bib") == 'bib = "a.bib"\n# mine\n'


def test_the_library_is_where_one_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert config.library_folder() == tmp_path / "data" / "arxtui" / "library"
    monkeypatch.setenv("ARXTUI_LIBRARY", "~/papers")
    assert config.library_folder() == tmp_path / "papers"
    assert config.library_folder("/elsewhere") == Path("/elsewhere")


def test_a_machine_keeps_its_name(tmp_path: Path) -> None:
    name = config.machine_name()
    assert config.machine_name() == name
    assert "." not in name
    assert config.machine_file().read_text() == name + "\n"
