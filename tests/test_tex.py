"""TeX to Unicode: a title or an abstract in the form for readers."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from arxtui import text
from arxtui.tex.scanner import formulas
from arxtui.tex.to_unicode import Reader

DATA = Path(__file__).parent / "data"
GOLDEN = [json.loads(line) for line in (DATA / "golden_tex.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", GOLDEN, ids=[case["id"] for case in GOLDEN])
def test_readings_equal_the_golden_file(case: dict[str, str]) -> None:
    assert text.plain(case["input"]) == case["expect"]


@pytest.mark.parametrize(
    ("source", "expect"),
    [
        ("one\\\\ line \\\\ more", "one line more"),
        (r"\ours beats \method{} and \ac{CNN}", "ours beats method and CNN"),
        (
            r"see https://x.y/~me/a--b and http://x.y/\~me",
            "see https://x.y/~me/a--b and http://x.y/~me",
        ),
        (r"by Li~et~al.~\cite[p. 3]{li} in Table~3", "by Li et al.  in Table 3"),
        (r"$\frac{1}{2}$ or $\frac{a+b}{c}$", "1/2 or (a+b)/c"),
        (r"$\hat{x}_{i}^{2}$, $\vec v$", "x̂ᵢ², v⃗"),
        (r"$\mathfrak{C}\mathbb{1}\mathcal{L}$", "ℭ1ℒ"),
        (r"\c{C}elik, Erd\H os, Ho{\v{r}}ej\v s\'{\i}", "Çelik, Erdős, Hořejší"),
        (r"a \"quoted\" word", 'a "quoted" word'),
        (r"{\color{red}loud} \textcolor{red}{red}", "loud red"),
        (r"$\unicode{x2014}$ and \unicode{x1b}[31m", "— and [31m"),
        ("three   blanks are a paragraph {\\bf break}", "three   blanks are a paragraph break"),
        ("Pl\x7fücker \\x", "Plücker \\x"),
        (r"{a} lone } and { and \ ", "a lone } and { and "),
        ("ends in \\", "ends in \\"),
        (r"costs $5 and not $10 {x}", "costs $5 and not $10 x"),
        (r"at \href{https://a.b/c}. And \href{https://a.b", "at https://a.b/c. And {https://a.b"),
        ("$a$ and $b", "a and $b"),
        (r"${\cal L}_1$, $\cal{E}$, ${\cal O}(N)$, {\cal NP}", "ℒ₁, ℰ, 𝒪(N), 𝒩𝒫"),
        (r"$\le\negmedspace170$, $\thicksim6\times$", "≤170, ~6×"),
        (r"\romannumeral1, (\romannumeral 4) \uppercase\expandafter{\romannumeral2}", "i, (iv) II"),
        (r"\verb|id| and \verb'x_y' and $\verb|fit-a|$", "id and x_y and fit-a"),
        (r"MNIST $\xrightarrow{}$ SVHN $\xrightarrow{f}$", "MNIST → SVHN –f→"),
        (r"at \hyperref[x]{the page} \enquote{so} \ding{182} \ding{51}", "at the page “so” ❶ ✓"),
    ],
)
def test_tex_is_read_as_unicode(source: str, expect: str) -> None:
    assert text.plain(source) == expect


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("UG^2, M^3VSNet, 12^{th}, 10^-3, O(n^2), R^n", "UG², M³VSNet, 12ᵗʰ, 10⁻³, O(n²), Rⁿ"),
        ("FA^{3}-CLIP and $x^2$", "FA³-CLIP and x²"),
        ("2^B3^C ^2 a ^ b $x^{n+q}$", "2^B3^C ^2 a ^ b x^(n+q)"),
    ],
)
def test_a_bare_exponent_in_a_title_is_set_high(title: str, shown: str) -> None:
    assert text.plain_title(title) == shown


def test_text_without_tex_is_the_same_object() -> None:
    title = "Plücker under 5% noise: a_b & c^2 #1 [CLS]"
    assert text.plain(title) is title


def test_no_control_character_is_made_from_tex() -> None:
    dice = random.Random(7)
    parts = [
        *r"\ { } $ ^ _ ~ ` ' - a Z 1 [ ] ( ) % & \' \unicode{x9b} \- \frac \hat \\ é $$".split(),
        " ",
    ]
    unseen = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\ud800-\udfff]")
    for _ in range(3000):
        source = "".join(dice.choices(parts, k=dice.randrange(1, 25)))
        assert not unseen.search(text.plain(source)), source


@pytest.mark.parametrize(
    "piece",
    [*r"{ } $ \( \frac ^ _{ \' {\bf$ $a $a^ \href{ ~ ` \cite[ \c{ \hat{ \sqrt[".split(), "\\^ "],
)
def test_the_deepest_nesting_is_read(piece: str) -> None:
    count = 9000 // len(piece)
    for source in (piece * count, piece * count + "x" + "}" * count):
        assert "x" not in source or "x" in text.plain(source)


def test_each_character_is_read_only_once() -> None:
    read: list[int] = []

    class Counting(Reader):
        def special(self, found: re.Match[str], stop: int, math: bool) -> tuple[str, int]:
            read.append(found.start())
            return super().special(found, stop, math)

    for macro in (
        "\\c{",
        "\\'{",
        "\\ours{",
        "\\textbf{",
        "\\href{x}{",
        "$\\frac{1}{",
        "$x^{",
        "\\hat{",
        "\\cite{",
        "\\t{",
    ):
        read.clear()
        source = macro * 12 + "x" + "}" * 12
        Counting(source).span(0, len(source), False)
        assert len(read) == len(set(read)) > 0, macro


def test_a_text_that_is_too_long_is_returned_unchanged() -> None:
    source = "$x$" * 7000
    assert text.plain(source) is source


def test_pylatexenc_is_imported_only_for_a_sign_it_knows() -> None:
    code = (
        "import sys; from arxtui import text\n"
        "text.plain('plain'); text.plain(r'{\\bf x} $x^2$')\n"
        "assert 'pylatexenc' not in sys.modules\n"
        "assert text.plain(r'$\\alpha$') == 'α' and 'pylatexenc' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_formulas_are_distinguished_from_money_and_prose() -> None:
    assert all(map(formulas, ("$x$", "$<$", r"$\sim$100", "$p<$0.001", r"\(x\)", "$$x$$")))
    assert not any(
        map(formulas, ("$5 or $10", r"\$10, \$4", "No $$$", "$these are words$", "${$", "$ $"))
    )
