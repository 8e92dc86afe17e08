"""Settings: read, mistaken, changed; and where files live."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from arxtui import locations
from arxtui.keys import rebound
from arxtui.query import parse
from arxtui.settings.config import THEMES, Command, Export, Notes, Pdf, Settings
from arxtui.settings.key_settings import checked_keys
from arxtui.settings.settings_file import commented, read_settings, with_setting


def test_the_commented_settings_file_states_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(commented())
    assert read_settings(path) == (Settings(), ())
    lines = commented().split("\n")
    path.write_text(
        "\n".join(
            line.removeprefix("# ") if " = " in line or "# [" in line else line for line in lines
        )
    )
    chosen = Settings(
        bib="~/papers/starred.bib",
        theme="textual-dark",
        keys={"done": ("d", "x")},
        searches={"gans": "ti:gan has:code"},
        watch={"he": 'au:"Kaiming He"'},
        mute={"faces": "ti:deepfake"},
        export=(
            Export("is:starred tag:thesis", "~/thesis/arxiv.bib", "biblatex", files=True),
            Export("has:note", folder="~/vault/papers"),
        ),
        notes=Notes("~/vault/papers", "{key}", "~/vault/paper.template.md"),
        pdf=Pdf("~/papers", "{key} - {title}.pdf", ("zathura",)),
        commands=(
            Command("papis", "p", ("papis", "add", "--from", "arxiv", "{id}")),
            Command("scirate", "s", open="https://scirate.com/arxiv/{id}"),
        ),
    )
    assert read_settings(path, parse) == (chosen, ())
    names = set(Settings._fields)
    assert names == {
        name for name in names if re.search(rf"(?m)^# (\[+{name}\]|{name} =)", commented())
    }


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            "\nthem = 'nord'\n",
            2,
            (f"unknown setting 'them'; there are {', '.join(sorted(Settings._fields))}"),
        ),
        ("mouse = 'no'", 1, "mouse takes true or false, not 'no'"),
        ("after = 'up'", 1, "after takes next or stay, not 'up'"),
        (
            "export = 3",
            1,
            (
                'export is a list of tables: [[export]], below it query = "is:starred" and file ='
                ' "~/my.bib"'
            ),
        ),
        (
            "[[export]]\nquery = 'x'",
            1,
            "export takes query and file (also style and files), or for notes query and folder;"
            " each is a text in quotes, files is true or false",
        ),
        (
            "[[export]]\nquery = 'x'\nfile = 'a.md'",
            1,
            "export takes a file that ends in .bib, not 'a.md'; notes take a folder",
        ),
        ("[[export]]\nquery = 'au:'\nfile = 'a.bib'", 1, "export au: needs a value"),
        (
            "[[export]]\nquery = 'x'\nfile = 'a.bib'\nstyle = 'apa'",
            1,
            "export takes the style misc or article or biblatex, not 'apa'",
        ),
        ("keys = 3", 1, 'keys is a table: [keys], below it lines such as done = ["d", "x"]'),
        ("[keys]\ndon = 'x'", 2, "keys: don is not a command; did you mean done?"),
        ("[keys]\nx = 'x'", 2, "keys: x is not a command; arxtui keys --json lists the commands"),
        (
            "[keys]\nstar = 'ctrl+i'",
            2,
            "keys: star cannot have 'ctrl+i': terminals send it as another key",
        ),
        (
            "[keys]\nstar = 'alt+x'",
            2,
            "keys: star cannot have 'alt+x': terminals send it as another key",
        ),
        ("[keys]\nstar = 'x'\ndone = ['d', 'x']", 3, "keys: done cannot have 'x': star has it"),
        (
            "[keys]\nstar = []",
            2,
            'keys: star takes keys such as "x", "ctrl+x" or ["d", "x"], not []',
        ),
        ("[watch]\nhe = 'au:'", 2, "watch: he au: needs a value"),
        ("[searches]\nx = 3", 2, "searches: x takes a query in quotes, not 3"),
        ("theme = 'nord'\nsigns = 'emoji'", 2, "signs takes auto or unicode or ascii, not 'emoji'"),
        ("quick = ['gan', '']", 1, "quick: not a tag: '' (1 to 64 characters without comma)"),
        (
            "quick = ['" + "x" * 65 + "']",
            1,
            f"quick: not a tag: '{'x' * 40}' (1 to 64 characters without comma)",
        ),
        ("bib = 7", 1, "bib takes a text in quotes, not 7"),
        ("theme = 'nord'\nbib = ", 2, 'a value is missing: bib = "…"'),
        ("theme = 'solarized'", 1, f"theme takes {' or '.join(THEMES)}, not 'solarized'"),
        ("columns = 'day'", 1, 'columns takes a list of texts such as ["a", "b"]'),
        (
            "columns = ['day', 'pope']",
            1,
            "columns takes authors or venue or code or pages or day or class, not 'pope'",
        ),
        (
            "columns = [1]",
            1,
            "columns takes authors or venue or code or pages or day or class, not 1",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_reported_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    settings, [problem] = read_settings(path, parse)
    assert (problem.file, problem.line, problem.reason) == (str(path), line, reason)
    assert settings.theme == ("nord" if "theme = 'nord'\nsigns" in text else Settings().theme)


def test_changing_a_setting_leaves_the_rest_of_the_file_unchanged() -> None:
    assert (
        with_setting("# mine\nbib = 'a.bib'\n", "bib", 'b "c".bib')
        == '# mine\nbib = "b \\"c\\".bib"\n'
    )
    assert with_setting("# mine\n", "bib", "a.bib") == 'bib = "a.bib"\n# mine\n'


def test_an_entry_of_a_table_is_added_or_changed(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    text = commented()
    for name, query in (
        ("gans", "ti:gan"),
        ("my nerf", 'nerf "a b"'),
        ("gans", "ti:gan cat:cs.CV"),
    ):
        text = with_setting(text, name, query, "searches")
        text = with_setting(text, name, query, "watch")
        path.write_text(text)
    settings, problems = read_settings(path, parse)
    assert not problems
    assert (
        settings.searches == settings.watch == {"gans": "ti:gan cat:cs.CV", "my nerf": 'nerf "a b"'}
    )


def test_a_key_given_to_a_command_is_taken_from_the_command_that_had_it() -> None:
    verbs = {verb.id: verb.keys for verb in rebound({"star": ("d", "x")})}
    assert verbs["star"] == ("d", "x")
    assert verbs["done"] == verbs["source"] == ()  # left to the palette
    assert rebound({"older": ("left",)})[12].keys == ("left",)
    assert checked_keys("star", ["?", "ctrl-x", "F"], {}) == ("question_mark", "ctrl+x", "F")


def test_the_library_is_in_the_folder_that_the_user_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert locations.library_folder() == tmp_path / "data" / "arxtui" / "library"
    monkeypatch.setenv("ARXTUI_LIBRARY", "~/papers")
    assert locations.library_folder() == tmp_path / "papers"
    assert locations.library_folder("/elsewhere") == Path("/elsewhere")


def test_a_machine_keeps_its_name(tmp_path: Path) -> None:
    name = locations.machine_name()
    assert locations.machine_name() == name
    assert "." not in name
    assert locations.machine_file().read_text() == name + "\n"


def test_processes_that_start_together_for_the_first_time_agree_on_a_machine_name() -> None:
    for turn in range(30):
        locations.machine_file().unlink(missing_ok=True)
        if turn % 2:  # a power cut left an empty file
            locations.machine_file().parent.mkdir(parents=True, exist_ok=True)
            locations.machine_file().touch()
        together = Barrier(8)

        def start(together: Barrier = together) -> str:
            together.wait()
            return locations.machine_name()

        with ThreadPoolExecutor(8) as pool:
            names = {start.result() for start in [pool.submit(start) for _ in range(8)]}
        assert names == {locations.machine_file().read_text().strip()}
    assert [path.name for path in locations.machine_file().parent.iterdir()] == ["machine"]


def test_a_machine_name_that_cannot_be_written_is_an_error_and_leaves_no_file() -> None:
    locations.machine_file().mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        locations.machine_name()
    assert [path.name for path in locations.machine_file().parent.iterdir()] == ["machine"]


NAMES = (
    "gans",
    'say "no"',
    "back\\slash",
    "a\nb",
    "ü x",
    "\t",
    "\x7f",
    "\x01",
    "categories",
    "bib",
    "[x]",
    "#",
    "",
)
FILE = """bib = "a.bib"

[searches]
other = "x"
  'ü x' = "spelled otherwise"

[watch]
# mine
gans = "y"
"bib" = "z"

[[export]]
file = "b"
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_search_name_of_any_characters_is_saved_and_nothing_else_changes(name: str) -> None:
    """A search saved under a name with a quote must leave all other settings in force."""
    before = FILE
    for table in ("searches", "watch", "keys"):
        for value in ("first", 'ti:"two" \\ \n\x7f'):
            before = with_setting(before, name, value, table)
            assert tomllib.loads(before)[table][name] == value
    settings = tomllib.loads(before)
    assert settings["bib"] == "a.bib"
    assert settings["searches"]["other"] == "x"
    assert settings["export"] == [{"file": "b"}]
    assert "# mine" in before
    assert name == "gans" or settings["watch"]["gans"] == "y"
    assert name == "bib" or settings["watch"]["bib"] == "z"
    after = tomllib.loads(with_setting(before, "categories", ("cs.CV", 'a"b')))
    assert after == {**settings, "categories": ["cs.CV", 'a"b']}


def test_the_first_setting_is_written_into_a_new_file() -> None:
    assert with_setting("", "bib", "x") == 'bib = "x"\n'
    assert with_setting("", "a", "x", "watch") == '[watch]\na = "x"\n'
    assert with_setting("[watch]", "a", "x", "watch") == '[watch]\na = "x"\n'
    assert with_setting(with_setting("[watch]\n", "bib", "x"), "bib", "y") == 'bib = "y"\n[watch]\n'


def test_the_path_of_a_viewer_may_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    path = tmp_path / "settings.toml"
    path.write_text('[pdf]\nviewer = ["~/viewer.sh", "--fork"]\n', "utf-8")
    settings, problems = read_settings(path)
    assert problems == ()
    assert settings.pdf.viewer == ("/home/ada/viewer.sh", "--fork")
