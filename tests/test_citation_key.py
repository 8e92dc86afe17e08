"""The keys of entries: the template, the letters that set keys apart, who takes them."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database.input import bibtex as pybtex_reader

import arxtui
from arxtui import citation_key, loader
from arxtui.citation_key.parts import PARTS
from arxtui.citation_key.template import FILTERS
from arxtui.cli import run
from arxtui.export import bibtex
from arxtui.export.options import Options
from arxtui.model import UNMARKED, Entry, Paper
from arxtui.settings.config import KEY
from arxtui.store import Library
from tests.command import write_settings
from tests.conftest import SEEDS
from tests.needs import need
from tests.test_citation import PAPER

DATA = Path(__file__).parent / "data"


def test_the_default_template_gives_the_keys_of_earlier_versions(library: Library) -> None:
    """tests/data/keys.tsv was written before there were templates."""
    files = [str(path) for path in sorted(DATA.iterdir()) if path.is_file()]
    loader.load(library, [str(SEEDS), *files, str(DATA / "bib")])
    lines = (DATA / "keys.tsv").read_text("ascii").splitlines()
    expected = dict(line.split("\t") for line in lines)
    entries = library.entries(expected)
    assert len(entries) == len(expected) >= 190
    for template in ("", KEY):
        made = {each.paper.id: citation_key.key_base(each.paper, template) for each in entries}
        assert made == expected


TITLE = "There Are No Data Like More Data"
PARTICLES = PAPER._replace(authors=("Anton van den Hengel", "Łukasz Ørsted-Straße"))
NOBODY = PAPER._replace(authors=(), title="$\\alpha$ — 的")
CHINESE = PAPER._replace(authors=("王伟", "Ann Lee"), title="三维重建")
MANY = PAPER._replace(authors=("A One", "B Two", "C Three", "D Four"))


@pytest.mark.parametrize(
    ("paper", "template", "key"),
    [
        (PAPER, "{auth}{year}", "Schmitt2023"),
        (PAPER, "{author}_{shortyear}", "schmitt_23"),
        (PAPER, "{auth:upper}:{year}", "SCHMITT:2023"),
        (PAPER, "{auth:3}{shortyear}{word:2}", "Sch23th"),
        (PAPER, "{author:3:upper}", "SCH"),
        (PAPER, "{author:upper:3}", "SCH"),
        (PAPER, "{author:capitalize}EtAl:{year}", "SchmittEtAl:2023"),
        (PAPER, "{authors}{year}", "SchmittAhmadiXu2023"),
        (PAPER, "{authors:2}", "SchmittAhmadiEtAl"),
        (PAPER, "{authors:1:lower}", "schmittetal"),
        (PAPER, "{authors:abbr}{shortyear}", "SAX23"),
        (MANY, "{authors}", "OneTwoThreeEtAl"),
        (MANY, "{authors:99}", "OneTwoThreeFour"),
        (MANY, "{authors:abbr}", "OTT"),
        (PAPER, "{word}", "there"),
        (PAPER, "{words}", "theredatalike"),
        (PAPER, "{words:2}", "theredata"),
        (PAPER, "{veryshorttitle}", "There"),
        (PAPER, "{veryshorttitle:2}", "ThereData"),
        (PAPER, "{shorttitle}", "ThereDataLike"),
        (PAPER, "{shorttitle:lower}", "theredatalike"),
        (PAPER, "{shorttitle:9}", "ThereDataLikeMoreData"),
        (PAPER, "{title}", "ThereDataLikeMoreData"),
        (PAPER, "{title:abbr}", "TDLMD"),
        (PAPER._replace(title="mixup: beyond ERM"), "{title}", "MixupBeyondERM"),
        (PAPER._replace(title="mixup: beyond ERM"), "{shorttitle}", "mixupbeyondERM"),
        (PAPER, "{id}", "2310.19231"),
        (PAPER._replace(id="math/0309136"), "arXiv:{id}", "arXiv:math/0309136"),
        (PARTICLES, "{author}", "vandenhengel"),
        (PARTICLES, "{auth}", "vandenHengel"),
        (PARTICLES, "{auth:capitalize}", "VanDenHengel"),
        (PARTICLES, "{authors:abbr}", "vdHOS"),
        (PARTICLES, "{authors}", "vandenHengelOrstedStrasse"),
        (NOBODY, "{author}{year}{word}", "anon2023231019231"),
        (NOBODY, "{authors}{title}", "anon231019231"),
        (NOBODY, "{auth:capitalize}", "Anon"),
        (CHINESE, "{author}{shorttitle}", "anon231019231"),
        (CHINESE, "{authors}", "Lee"),
        (PAPER._replace(authors=("Ann Lee", "others")), "{authors}", "LeeEtAl"),
        (PAPER._replace(authors=("3 5M Team",)), "{auth}", "MTeam"),
        (PAPER._replace(title="word " * 99), "{title}", "Word" * 30),
    ],
)
def test_a_template_has_parts_with_numbers_and_filters(
    paper: Paper, template: str, key: str
) -> None:
    assert citation_key.check(template) == template
    assert citation_key.key_base(paper, template) == key


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("", "names no part of a paper; there are {author} {auth}"),
        ("paper", "names no part of a paper; there are {author}"),
        ("{autor}{year}", "knows no {autor} (did you mean {author}?); there are {author} {auth}"),
        ("{}", "knows no {}; there are"),
        ("{ author }", "knows no { author } (did you mean {author}?)"),
        ("{Author}", "knows no {Author} (did you mean {author}?)"),
        ("{author", "has a { without its }"),
        ("author}{year}", "has a } without its {"),
        ("{{author}}", "has a { without its }"),
        ("{author} {year}", "has ' ' between its parts; a key takes letters, digits and _ . : + /"),
        ("{author},{year}", "has ',' between its parts"),
        ("größe{year}", "has 'ö' between its parts"),
        ("_{author}", "begins with '_'; a key begins with a letter or digit"),
        ("{author:big}", "has no 'big' for {author:big}; there are lower, upper, capitalize, abbr"),
        ("{author:}", "has no '' for {author:}"),
        ("{author:0}", "has 0 in {author:0}; a number of letters is 1 to 99"),
        ("{words:100}", "has 100 in {words:100}; a number of words is 1 to 99"),
        ("{words:-1}", "has no '-1' for {words:-1}"),
        ("{words:²}", "has no '²' for {words:²}"),
        ("{year:2}", "has a number in {year:2}, but {year} takes none"),
        (f"{{words:{'9' * 5000}}}", "a number of words is 1 to 99"),
    ],
)
def test_a_template_that_makes_no_keys_is_refused(template: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        citation_key.check(template)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "schmitt2023there"),
        ({"authors": ()}, "anon2023there"),
        ({"authors": ("王伟",)}, "anon2023there"),
        ({"authors": ("3M",)}, "m2023there"),
        ({"authors": ("Łukasz Ørsted-Straße",)}, "orstedstrasse2023there"),
        ({"authors": ("Anton van den Hengel",)}, "vandenhengel2023there"),
        ({"title": "The $L_1$ of \\textbf{Pl\x7fücker's} world"}, "schmitt2023pluckers"),
        ({"title": "$\\alpha$ — 的"}, "schmitt2023231019231"),
        ({"title": ""}, "schmitt2023231019231"),
        ({"title": "3D: the end"}, "schmitt20233d"),
        ({"published": None}, "schmitt2023there"),
        ({"published": None, "listed": "2024-05-01"}, "schmitt2024there"),
        ({"published": None, "id": "cs/9901001"}, "schmitt1999there"),
        ({"title": "a" * 99, "authors": ("B" * 99,)}, "b" * 40 + "2023" + "a" * 40),
    ],
)
def test_the_base_of_a_key_is_author_year_and_word(change: dict[str, object], key: str) -> None:
    assert citation_key.key_base(PAPER._replace(**change)) == key  # type: ignore[arg-type]


def test_a_free_key_is_found_by_counting_in_letters() -> None:
    taken: set[str] = set()
    given = []
    for _ in range(29):
        given.append(citation_key.free_key("li2023gan", taken))
        taken.add(given[-1])
    assert given[:3] == ["li2023gan", "li2023gana", "li2023ganb"]
    assert given[26:] == ["li2023ganz", "li2023ganaa", "li2023ganab"]


class Counting(set[str]):
    """Keys that count how often they are asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


@pytest.mark.parametrize("count", [100, 200, 400])
def test_each_key_of_a_shared_base_is_found_in_two_steps(count: int) -> None:
    taken = Counting()
    tried: dict[str, int] = {}
    keys = []
    for _ in range(count):
        keys.append(citation_key.free_key("li2023gan", taken, tried))
        taken.add(keys[-1])
    assert taken.asked <= 2 * count
    again: set[str] = set()
    for key in keys:
        assert key == citation_key.free_key("li2023gan", again)
        again.add(key)


def test_keys_that_differ_only_in_case_are_distinguished_by_a_letter() -> None:
    assert citation_key.free_key("Li2023a", {"li2023a"}) == "Li2023aa"
    papers = [PAPER._replace(id=f"2310.0000{number}") for number in range(3)]
    entries = [Entry(paper, UNMARKED) for paper in papers]
    made = bibtex.keys(entries, {"x": "SCHMITT2023"}, "{auth}{year}")
    assert [*made.values()] == ["Schmitt2023a", "Schmitt2023b", "Schmitt2023c"]


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Any template that check() takes, and some that it may not."""
    signs = st.text("abcXYZ019_.:+/-", max_size=4)
    pieces = [draw(st.sampled_from(["", "x", "9", "arXiv:"]))]
    for name in draw(st.lists(st.sampled_from([*PARTS]), min_size=1, max_size=4)):
        modifiers = [name]
        if PARTS[name].counts and draw(st.booleans()):
            modifiers.append(str(draw(st.integers(1, 99))))
        if draw(st.booleans()):
            modifiers.append(draw(st.sampled_from(FILTERS)))
        pieces += [f"{{{':'.join(modifiers)}}}", draw(signs)]
    return "".join(pieces)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper with any title and authors."""
    words = st.text(max_size=60) | st.sampled_from(["", "三维重建", "A", "$x$", "é" * 99, "The"])
    return PAPER._replace(
        id=draw(st.sampled_from(["2310.19231", "math/0309136", "0704.0001", "1501.00001"])),
        title=draw(words),
        authors=tuple(draw(st.lists(words, max_size=5))),
        published=draw(st.sampled_from([None, "2023-10-30T00:00:00Z"])),
    )


@given(templates(), st.lists(papers(), min_size=1, max_size=6))
def test_every_template_gives_keys_that_all_readers_take(template: str, drawn: list[Paper]) -> None:
    citation_key.check(template)
    numbered = [paper._replace(id=f"2310.{n:05d}") for n, paper in enumerate(drawn)]
    for paper in [*drawn, *numbered]:
        base = citation_key.key_base(paper, template)
        assert citation_key.is_key(base)
        assert base.isascii()
    entries = [Entry(paper, UNMARKED) for paper in numbered]
    keys = bibtex.keys(entries, template=template)
    assert len({key.lower() for key in keys.values()}) == len(keys) == len(numbered)
    written = bibtex.dump(entries, Options(key=template))
    parsed = bibtexparser.parse_string(written)
    assert not parsed.failed_blocks
    in_order = [keys[each.paper.id] for each in entries]
    assert [each.key for each in parsed.entries] == in_order
    there = pybtex_reader.Parser().parse_stream(io.StringIO(written)).entries
    assert [*there] == in_order


TEMPLATES = [
    "{id}",
    "{shortyear}",
    "{year}{auth:upper}",
    "arXiv:{id}",
    "x_{authors}+{title:3}.1/2-3",
]


@pytest.mark.parametrize("program", ["bibtex", "biber"])
def test_bibtex_and_biber_take_keys_of_all_signs(program: str, tmp_path: Path) -> None:
    need(program)
    if program == "bibtex":
        need("plain.bst")
    old = PAPER._replace(id="math/0309136")
    entries = [Entry(each, UNMARKED) for each in (PAPER, old)]
    written = ""
    keys: list[str] = []
    for template in TEMPLATES:
        made = bibtex.keys(entries, template=template)
        keys += made.values()
        written += bibtex.dump(entries, Options(key=template))
    (tmp_path / "out.bib").write_text(written, "utf-8")
    if program == "biber":
        command = ["biber", "--tool", "--nolog", "out.bib"]
        made_by = tmp_path / "out_bibertool.bib"
    else:
        head = "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{out}\n"
        (tmp_path / "t.aux").write_text(head)
        command = ["bibtex", "t"]
        made_by = tmp_path / "t.bbl"
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    read = made_by.read_text("utf-8")
    for key in keys:
        assert f"{{{key}}}" in read or f"{{{key}," in read


@given(st.text("{}:author9year ", max_size=20))
def test_any_text_is_a_key_template_or_is_refused(text: str) -> None:
    try:
        citation_key.check(text)
    except ValueError:
        return
    assert citation_key.is_key(citation_key.key_base(PAPER, text))


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_is_refused_with_a_reason(text: str) -> None:
    if not citation_key.is_key(text):
        assert citation_key.why_no_key(text)


ONE = "2310.19231"
TWO = "2310.19210"


def keys_of(folder: Path) -> dict[str, str]:
    """Return arXiv id -> key of the papers with a citation."""
    library = Library(folder, "test-0001")
    return {each: mark.cite.key for each, mark in library.marks.items() if mark.cite}


def test_new_keys_follow_the_template_of_the_settings(
    seeded: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded.close()
    write_settings('key = "{auth}{year}"\n')
    assert run(["--library", str(folder), "star", ONE]) == 0
    assert keys_of(folder) == {ONE: "Schmitt2023"}
    write_settings('key = "{authors:abbr}{shortyear}"\n')
    assert run(["--library", str(folder), "tag", "x", ONE, TWO]) == 0
    assert keys_of(folder) == {ONE: "Schmitt2023", TWO: "YPK23"}
    capsys.readouterr()
    assert run(["--library", str(folder), "export", "ti:CHAMMI"]) == 0
    assert capsys.readouterr().out.startswith("@misc{CPW23,")
    assert run(["--library", str(folder), "export", "ti:CHAMMI", "-f", "csl"]) == 0
    assert '"id": "CPW23"' in capsys.readouterr().out


def test_a_mistake_in_the_template_is_reported_with_its_line_and_the_default_applies(
    seeded: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded.close()
    path = write_settings('mouse = true\nkey = "{autor}{year}"\n')
    assert run(["--library", str(folder), "star", ONE]) == 0
    reported = capsys.readouterr().err
    assert f"{path}:2: key knows no {{autor}} (did you mean {{author}}?); there are" in reported
    assert reported.rstrip().endswith("until then keys are {author}{year}{word}")
    assert keys_of(folder) == {ONE: "schmitt2023there"}
    path = write_settings("key = 3\n")
    assert run(["--library", str(folder), "star", TWO]) == 0
    reported = capsys.readouterr().err
    assert f'{path}:1: key takes a text such as "{{author}}{{year}}{{word}}", not 3' in reported


MANUAL = Path(arxtui.__file__).parent / "manual" / "export.md"


def test_the_manual_has_every_part_and_filter() -> None:
    text = MANUAL.read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `{")]
    assert re.findall(r"\{(\w+)\}", " ".join(rows)) == [*PARTS]
    for name in FILTERS:
        assert f"`{name}`" in text
    for template, key in re.findall(r"`(\{\w+[^`]*\})`\s+gives\s+`(\w+)`", text):
        assert citation_key.key_base(PAPER, template) == key
