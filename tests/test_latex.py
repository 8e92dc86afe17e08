"""A document that cites papers: LaTeX, BibTeX and biber have nothing to say against it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from arxtui.export import bibtex
from arxtui.export.options import Options
from arxtui.model import UNMARKED, Entry, Mark, Paper
from arxtui.sources.forms import read
from tests.needs import need
from tests.test_bibtex import SEEDS
from tests.test_export_readers import PAPERS

CORPUS = os.environ.get("ARXTUI_CORPUS", "")
SEED_PAPERS = read(SEEDS.read_bytes(), SEEDS.name).papers
STYLES = {"plain": "misc", "IEEEtran": "misc", "alpha": "article", "biblatex": "biblatex"}
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,textcomp}
\usepackage{hyperref}
"""

NEEDED = {
    "plain": ("bibtex", "plain.bst"),
    "IEEEtran": ("bibtex", "IEEEtran.bst"),
    "alpha": ("bibtex", "alpha.bst"),
    "biblatex": ("biber", "biblatex.sty", "etoolbox.sty"),
}  # programs, and files of TeX, that a document of a style needs beside PREAMBLE

pytestmark = pytest.mark.tools


def need_latex(style: str) -> None:
    """Skip the test unless a document with PREAMBLE and this style can be typeset here."""
    need(
        "pdflatex",
        "fontenc.sty",
        "amsmath.sty",
        "amssymb.sty",
        "textcomp.sty",
        "hyperref.sty",
        *NEEDED[style],
    )


def run(folder: Path, *command: str) -> str:
    env = {**os.environ, "TEXMFVAR": str(folder.parent / "texmf")}  # fonts are made once
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    said = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said[-3000:]
    return said


def typeset(entries: list[Entry[Paper]], style: str, folder: Path) -> str:
    """Return the log of a document that cites all entries, without errors or warnings."""
    bib = bibtex.dump(entries, options=Options(style=STYLES[style]))
    (folder / "refs.bib").write_text(bib, "utf-8")
    if style == "biblatex":
        head = "\\usepackage[backend=biber]{biblatex}\n\\addbibresource{refs.bib}\n"
        tail = "\\printbibliography\n"
    else:
        head = ""
        tail = f"\\bibliographystyle{{{style}}}\n\\bibliography{{refs}}\n"
    body = f"\\begin{{document}}\nAll.\\nocite{{*}}\n{tail}\\end{{document}}\n"
    (folder / "t.tex").write_text(PREAMBLE + head + body)
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t")
    run(folder, *latex)
    said = run(folder, "biber", "t") if style == "biblatex" else run(folder, "bibtex", "t")
    assert not re.search(r"Warning--|\b(WARN|ERROR)\b", said), said[-3000:]
    run(folder, *latex)
    return (folder / "t.log").read_text("utf-8", "replace")


@pytest.mark.parametrize("style", STYLES)
def test_latex_prints_a_document_that_cites_seeds_golden_and_hard_papers(
    style: str, tmp_path: Path
) -> None:
    need_latex(style)
    crowd = SEED_PAPERS[0]._replace(
        id="2310.99999", authors=tuple(f"Ada B. Name{n}" for n in range(942))
    )
    papers = {paper.id: paper for paper in (*PAPERS, crowd)}
    log = typeset(
        [Entry(paper, Mark(tags=("gan", "50% & more"))) for paper in papers.values()],
        style,
        tmp_path,
    )
    assert not re.findall(r"(?m)^! .*", log)
    assert not re.findall(r"Citation .* undefined|Missing character", log)
    made = (tmp_path / "t.bbl").read_text("utf-8")
    assert len(re.findall(r"\\bibitem\b|^    \\entry\{", made, re.MULTILINE)) == len(papers)


def test_xelatex_prints_every_letter_of_an_export_with_unicode(tmp_path: Path) -> None:
    need(
        "xelatex",
        "bibtex",
        "abbrv.bst",
        "tuenc.def",
        "lmroman10-regular.otf",
        "amsmath.sty",
        "amssymb.sty",
    )
    bib = bibtex.dump(
        [Entry(paper, UNMARKED) for paper in PAPERS], Options("article", unicode=True)
    )
    (tmp_path / "refs.bib").write_text(bib, "utf-8")
    body = (
        "\\begin{document}\\nocite{*}\n\\bibliographystyle{abbrv}\n"
        "\\bibliography{refs}\n\\end{document}\n"
    )
    head = "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\tracinglostchars=2\n"
    (tmp_path / "t.tex").write_text(head + body)
    latex = ("xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "t")
    run(tmp_path, *latex)
    said = run(tmp_path, "bibtex", "t")
    assert not re.search(r"Warning--", said), said[-3000:]
    (tmp_path / "t.bbl").read_text("utf-8")  # half a letter would raise
    run(tmp_path, *latex)
    log = (tmp_path / "t.log").read_text("utf-8", "replace")
    assert not re.findall(r"Missing character: .*", log)


@pytest.mark.parametrize("style", STYLES)
def test_biber_reads_every_entry_in_every_style(style: str, tmp_path: Path) -> None:
    need("biber")
    options = Options(style=style, unicode=style == "biblatex", abstract=True)
    entries = [Entry(paper, UNMARKED) for paper in PAPERS[30:]]
    (tmp_path / "out.bib").write_text(bibtex.dump(entries, options=options), "utf-8")
    said = run(tmp_path, "biber", "--tool", "--output-format=bibtex", "out.bib")
    assert not re.search(r"\b(WARN|ERROR)\b", said), said[-3000:]
    back = (tmp_path / "out_bibertool.bib").read_text("utf-8")
    assert len(re.findall(r"(?m)^@", back)) == len({entry.paper.id for entry in entries})


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="ARXTUI_CORPUS names no folder of listings")
def test_bibtex_reads_the_corpus_without_a_warning(tmp_path: Path) -> None:
    """0 errors, 0 warnings; in files of 20,000 entries, as many as BibTeX's memory holds."""
    need("bibtex", "plain.bst")
    papers = {
        paper.id: paper for path in sorted(Path(CORPUS).rglob("*.md")) for paper in read_all(path)
    }
    entries = [Entry(paper, UNMARKED) for paper in papers.values()]
    for at in range(0, len(entries), 20_000):
        some = bibtex.dump(entries[at : at + 20_000])
        (tmp_path / "out.bib").write_text(some, "utf-8")
        (tmp_path / "t.aux").write_text(
            "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{out}\n"
        )
        said = run(tmp_path, "bibtex", "t")
        assert "Warning--" not in said, said[-3000:]


def read_all(path: Path) -> tuple[Paper, ...]:
    return read(path.read_bytes(), path.name).papers
