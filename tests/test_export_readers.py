"""Readers by other people: pandoc, typst and Better BibTeX's parser read the exports.

LaTeX, BibTeX and biber are in test_latex.py, pybtex and bibtexparser in test_bibtex.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from arxtui import people, text
from arxtui.export import bibtex, csl
from arxtui.export.options import Options
from arxtui.model import UNMARKED, Entry, Paper
from arxtui.people import Name
from arxtui.settings.config import STYLES
from arxtui.sources.forms import read
from tests.needs import need
from tests.test_bibtex import GOLDEN, PAPER, SEEDS, paper_of

DATA = Path(__file__).parent / "data"
SPELLINGS = (
    "Belén García", "Nguyễn Thế Độ", "Юрий Гагарин", "Élodie Öz", "Ștefan Țăran", "Muḥammad Ṣāliḥ",
    "“Max” Jiang",
    "Đặng Ǎi", "A. ~Savchik", "Koš{č}ević", "Jos$é$ Paiva", "Ōta Īshi", "Naïa Čadík",
    "the BIG Team",
)  # fmt: skip
"""Names of which LaTeX with T1 can print every letter."""


def hard_papers() -> list[Paper]:
    """Return the seeds, the golden cases, the hard papers and all spellings, each id once."""
    papers = [*read(SEEDS.read_bytes(), SEEDS.name).papers, *map(paper_of, GOLDEN)]
    papers += read((DATA / "hard.md").read_bytes(), "hard.md").papers
    papers.append(PAPER._replace(id="2310.99998", title="Naïve Śledź", authors=SPELLINGS))
    return [*{paper.id: paper for paper in papers}.values()]


PAPERS = hard_papers()
ENTRIES = [Entry(paper, UNMARKED) for paper in PAPERS]
KEYS = bibtex.keys(ENTRIES)


def test_the_hard_papers_contain_the_hard_cases() -> None:
    hard = read((DATA / "hard.md").read_bytes(), "hard.md")
    assert not hard.problems
    assert len(hard.papers) >= 50
    assert sum("\\" in paper.title for paper in hard.papers) > 5
    assert sum(any(not name.isascii() for name in paper.authors) for paper in hard.papers) > 15
    assert any(paper.doi and "_" in paper.doi for paper in hard.papers)
    assert any(len(paper.authors) > 60 for paper in hard.papers)


def folded(shown: str) -> str:
    """Return a text without signs that readers decode differently: quotes, dashes, braces."""
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", shown))


def named(name: Name) -> str:
    return folded("".join((name.first, name.last, name.suffix)))


@pytest.mark.tools
@pytest.mark.parametrize("style", STYLES)
def test_pandoc_reads_every_entry_with_its_names(tmp_path: Path, style: str) -> None:
    need("pandoc")
    bib = tmp_path / "refs.bib"
    bib.write_text(bibtex.dump(ENTRIES, Options(style)), "utf-8")
    form = "biblatex" if style == "biblatex" else "bibtex"
    run = subprocess.run(
        ["pandoc", f"--from={form}", "--to=csljson", str(bib)], capture_output=True, check=True
    )
    assert run.stderr == b""
    found = {item["id"]: item for item in json.loads(run.stdout)}
    assert set(found) == set(KEYS.values())
    for paper in PAPERS:
        if paper.id == "2310.99998":  # of Cyrillic and double accents LaTeX prints something else
            continue
        item = found[KEYS[paper.id]]
        names = [name for name in item.get("author", []) if name.get("literal") != "others"]
        shown = [folded("".join(_parts(name))) for name in names]
        assert shown == [named(name) for name in people.names(paper.authors) if not name.others], (
            paper.id
        )
        if paper.title.isascii() and not re.search(r"[\\$^{}~<>\"`']", paper.title):
            title = re.sub(r"<[^>]*>", "", item["title"])
            assert folded(title).lower() == folded(paper.title).lower()  # pandoc lowers titles


def _parts(name: dict[str, Any]) -> list[str]:
    order = ("literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return [str(name[part]) for part in order if part in name]


@pytest.mark.tools
def test_pandoc_prints_the_csl_items(tmp_path: Path) -> None:
    need("pandoc")
    (tmp_path / "refs.json").write_text(csl.dump(ENTRIES), "utf-8")
    cited = "---\nnocite: '@*'\n---\n"
    command = ["pandoc", "--citeproc", "--bibliography=refs.json", "--to=html", "--wrap=none"]
    run = subprocess.run(
        command, cwd=tmp_path, input=cited, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert run.stdout.count("csl-entry") == len(PAPERS)
    shown = folded(re.sub(r"<[^>]*>", "", run.stdout)).lower()
    for paper in PAPERS:
        if paper.title.isascii() and not re.search(r"[\\$^{}~<>&\"`']", paper.title):
            assert folded(text.plain_title(paper.title)).lower() in shown


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("unicode", [False, True], ids=["latex", "unicode"])
def test_typst_reads_every_entry(tmp_path: Path, style: str, unicode: bool) -> None:
    """Typst's reader, hayagriva, reports a file that it cannot read and a style that is empty."""
    typst = pytest.importorskip("typst", reason="the package typst is not installed")
    (tmp_path / "refs.bib").write_text(
        bibtex.dump(ENTRIES, Options(style, unicode=unicode)), "utf-8"
    )
    (tmp_path / "t.typ").write_text(
        '#bibliography("refs.bib", full: true, style: "chicago-author-date")\n'
    )
    made = typst.compile(str(tmp_path / "t.typ"), format="svg")
    pages = made if isinstance(made, list) else [made]
    assert len(pages) > 5


PARSE = """
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
const [parser, file] = process.argv.slice(-2);
const { parse } = await import(pathToFileURL(parser).href);
const { entries, errors } = parse(readFileSync(file, 'utf8'), { sentenceCase: false });
console.log(JSON.stringify({ entries, errors }));
"""


def better_bibtex() -> str:
    """Return the parser of Better BibTeX for Zotero; skip the test where it is not installed."""
    need("node", "npm")
    folders = [os.environ.get("ARXTUI_NODE_MODULES", "")]
    folders.append(
        subprocess.run(
            ["npm", "root", "-g"], capture_output=True, text=True, check=False
        ).stdout.strip()
    )
    for folder in filter(None, folders):
        package = Path(folder) / "@retorquere" / "bibtex-parser"
        if (package / "package.json").exists():
            exports = json.loads((package / "package.json").read_text("utf-8"))["exports"]["."]
            entry = exports["import"]
            return str(package / (entry if isinstance(entry, str) else entry["default"]))
    pytest.skip(
        "@retorquere/bibtex-parser is not installed (npm install -g, or ARXTUI_NODE_MODULES=DIR)"
    )


@pytest.mark.tools
@pytest.mark.parametrize("style", STYLES)
def test_better_bibtex_reads_every_entry_with_its_names(tmp_path: Path, style: str) -> None:
    parser = better_bibtex()
    (tmp_path / "refs.bib").write_text(bibtex.dump(ENTRIES, Options(style)), "utf-8")
    (tmp_path / "parse.mjs").write_text(PARSE)
    command = ["node", str(tmp_path / "parse.mjs"), parser, str(tmp_path / "refs.bib")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    unhandled = [
        error["error"] for error in found["errors"] if "unhandled macro" not in error["error"]
    ]
    assert not unhandled
    entries = {entry["key"]: entry["fields"] for entry in found["entries"]}
    assert set(entries) == set(KEYS.values())
    for paper in PAPERS:
        if paper.id == "2310.99998":
            continue
        names = [
            name
            for name in entries[KEYS[paper.id]].get("author", [])
            if name.get("name") != "others"
        ]
        order = ("name", "firstName", "prefix", "lastName", "suffix")
        shown = [
            folded("".join(str(name[part]) for part in order if part in name)) for name in names
        ]
        assert shown == [named(name) for name in people.names(paper.authors) if not name.others], (
            paper.id
        )
