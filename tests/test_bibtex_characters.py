"""Characters, names and capitals of BibTeX: other alphabets, accents, words with capitals."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from arxtui import people, text
from arxtui.export import bibtex, characters, latex
from arxtui.export.options import Options
from arxtui.export.proper_nouns import PROPER_NOUNS
from arxtui.model import UNMARKED, Entry
from tests.needs import need
from tests.test_bibtex import PAPER, bibliography

LETTERS = [
    chr(code)
    for code in (
        *range(0xC0, 0x250),
        *range(0x1E00, 0x1F00),
        *range(0x391, 0x3CA),
        *range(0x400, 0x460),
    )
    if unicodedata.category(chr(code)) in ("Lu", "Ll")
]
NAMES = (
    "Belén García", "Nguyễn Thế Ởnh", "Юрий Гагарин", "Ёжик Щукин", "山田 太郎", "김 민준",
    "Élodie Öz",
    "Ștefan Țăran",
    "Muḥammad Ṣāliḥ", "Jan “Honza", "“Max” Jiang", "Σωκράτης Πλάτων", "Đặng Ǎi", "محمد علی",
)  # fmt: skip


def author(name: str, style: str = "misc", *, unicode: bool = False) -> str:
    options = Options(style, unicode=unicode)
    written = bibtex.entry(PAPER._replace(authors=(name,)), "k", options=options)
    found = re.search(r"author +=  *\{(.*)\},\n", written)
    assert found
    return found[1]


@pytest.mark.parametrize("target", ["bibtex", "biber", "unicode"])
def test_no_accent_is_written_on_a_dotless_i(target: characters.Target) -> None:
    r"""Biber takes `\'\i` for U+0131 with a combining accent, at which pdfLaTeX stops."""
    for char in LETTERS:
        assert not re.search(
            r"\\[^a-zA-Z]\s*\{?\\[ij](?![a-z])|\\[a-zA-Z]\{\\[ij]\}", characters.latex(char, target)
        )
    for raw in ("Garc\\'{\\i}a", "Garc\\'\\i a", 'Na\\"{\\i}ve', "Ji\\v{\\i}", 'Na{\\"\\i}ve'):
        assert "\\i" not in latex.title(raw).replace("\\it", ""), raw


@pytest.mark.parametrize("char", "áíîïìĩīĭǐőűçşșțąęėůňĽṣḥếễộặǟ")
def test_accents_are_restored_from_the_written_tex(char: str) -> None:
    assert text.plain(characters.latex(char)) == char


def test_bibtex_counts_an_accented_letter_as_a_single_letter() -> None:
    assert [characters.latex(char) for char in "íếộș"] == [
        "{\\'i}", "{\\'{\\^e}}", "{\\^{\\d{o}}}", "{\\textcommabelow{s}}",
    ]  # fmt: skip


def test_an_accent_without_a_latex_macro_is_left_out() -> None:
    assert [characters.latex(char) for char in "ởƯảĦ"] == ["o", "U", "a", "H"]


def test_for_biber_only_letters_that_pdflatex_prints_are_written_as_utf_8() -> None:
    assert [characters.latex(char, "biber") for char in "íếọặǎ"] == [
        "{\\'i}",
        "{\\^e}",
        "o",
        "{\\u{a}}",
        "{\\v{a}}",
    ]


def test_cyrillic_is_romanised_because_no_default_latex_font_has_it() -> None:
    for unicode in (False, True):
        assert author("Юрий Щукин", unicode=unicode) == "Shchukin, Yuriy"
        assert author("Ёж Їжак", "biblatex", unicode=unicode) == "Yizhak, Yozh"


def test_a_name_in_an_alphabet_that_latex_lacks_is_not_split() -> None:
    assert author("山田 太郎") == "{山田 太郎}"
    assert author("Belén 太郎", unicode=True) == "{Belén 太郎}"


def test_bibtex_takes_whole_letters_as_initials_of_unicode_names() -> None:
    assert author("Élodie Ömer Çelik", unicode=True) == "{\\c{C}}elik, {\\'E}lodie {\\\"O}mer"


def test_a_surname_that_begins_with_a_sign_is_in_braces() -> None:
    assert author("A. ~Savchik") == "Savchik, A."
    assert author("Jan “Honza") == "{{\\textquotedblleft}Honza}, Jan"


def test_unicode_keeps_letters_of_latin_modern_and_writes_the_rest_as_tex() -> None:
    assert (
        latex.title("μSplit of naïve Σ → ‘ế’", "unicode")
        == "{{\\ensuremath{\\mu}}Split} of naïve {Σ} → ‘ế’"
    )
    for char in LETTERS:
        if characters.latex(char).isascii():  # else neither LaTeX nor the table can write it
            left = set(characters.latex(char, "unicode")) - characters._LATIN_MODERN
            assert "".join(left).isascii(), char


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Karlo Koš{č}ević", "Karlo Koščević"),
        ("Jos$é$ Miguel Paiva", "José Miguel Paiva"),
        ("A. ~Savchik", "A. Savchik"),
        ("Juan-Manuel~Pérez-Rúa", "Juan-Manuel Pérez-Rúa"),
        ("Victor Casta~neda", "Victor Castañeda"),
        ("Fran\\c{c}ois Garc\\'{\\i}a", "François García"),
        ("Zhou'an_Zhu", "Zhou'an Zhu"),
        ("Sathyanarayanan N. Aakur\\\\", "Sathyanarayanan N. Aakur"),
        ("Albin Soutif--Cormerais", "Albin Soutif–Cormerais"),
        ("Terence O`Brien", "Terence O`Brien"),
        ("{$\\", ""),
    ],
)
def test_tex_in_names_is_read(raw: str, read: str) -> None:
    assert people.readable(raw) == read


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("Honey, I shrunk", "Honey, {I} shrunk"),
        ("Modern C++ and C#", "Modern {C++} and {C\\#}"),
        ("Gaussian Splatting I", "{Gaussian} Splatting {I}"),
        ("There Is A Way", "There Is A Way"),
        ("Learning A: B", "Learning {A}: {B}"),
        ("On Vitamin A Images", "On Vitamin {A} Images"),
        ("“Zero-Shot” Super", "{{\\textquotedblleft}Zero-Shot{\\textquotedblright}} Super"),
        ('A "Deep" Look', "A ``{Deep}'' Look"),
        ("'Squeeze & excite' it", "'{Squeeze} \\& excite' it"),
        ("“A Cat” Sees", "{{\\textquotedblleft}A} Cat{\\textquotedblright} Sees"),
        ("(Un)supervised: [Re]Reading", "{(Un)supervised}: {[Re]Reading}"),
        ("(Un)Real: Learning", "{(Un)Real}: Learning"),
        ("What Is It? Learning!", "What Is It? {Learning}!"),
        ("Non-Gaussian Bayesian Nets", "Non-{Gaussian} {Bayesian} Nets"),
        ("Alzheimer's in Chinese, Fourier's", "{Alzheimer}'s in {Chinese}, {Fourier}'s"),
        ("Poincaré and Möbius Maps", "{Poincar{\\'e}} and {M{\\\"o}bius} Maps"),
        ("gaussian in lower case", "gaussian in lower case"),
        ("Mambalike GaussianX", "Mambalike {GaussianX}"),
    ],
)
def test_capitals_that_a_style_must_not_lower_are_protected(raw: str, written: str) -> None:
    assert latex.title(raw) == written


def test_proper_nouns_of_the_table_are_protected() -> None:
    assert {
        "Gaussian",
        "Bayesian",
        "Markov",
        "Fourier",
        "Alzheimer",
        "Chinese",
        "Wasserstein",
    } <= PROPER_NOUNS
    assert all(word[0].isupper() and word[1:].islower() for word in PROPER_NOUNS)
    assert not {"Polish", "Deep", "Learning", "May", "March", "Mercury"} & PROPER_NOUNS


@pytest.mark.tools
@pytest.mark.parametrize("unicode", [False, True], ids=["latex", "unicode"])
def test_abbrv_prints_whole_initials(tmp_path: Path, unicode: bool) -> None:
    need("bibtex", "abbrv.bst")
    papers = [
        PAPER._replace(id=f"2310.{n:05}", authors=(name, "Ann Lee")) for n, name in enumerate(NAMES)
    ]
    bib = bibtex.dump(
        [Entry(paper, UNMARKED) for paper in papers], options=Options(unicode=unicode)
    )
    made = bibliography(bib, tmp_path, "abbrv")  # read as UTF-8: half a letter would raise
    assert "{\\'E}.~{\\\"O}z" in made
    assert "山田 太郎" in made
