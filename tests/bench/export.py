"""Exports beside pybtex and bibtexparser, and TeX as Unicode beside plain pylatexenc.

    python tests/bench/export.py [--corpus DIR] [--pairs N]

The other libraries get finished entries with the same fields, so that only writing is timed; arxtui
also turns text into LaTeX. Interleaved pairs in one run; medians, and ratios with their spread.
Caches are emptied before each turn. The sample for TeX is every abstract and title with TeX.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import bibtexparser
from bibtexparser import model as two
from pybtex.database import BibliographyData, Person
from pybtex.database import Entry as One
from pybtex.database.output.bibtex import Writer
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from arxtui import tex, text
from arxtui.export import FORMATS, bibtex, characters
from arxtui.export.options import USUAL
from arxtui.model import UNMARKED, Entry, Paper
from arxtui.sources.forms import read
from tests.test_bibtex import with_bibtexparser

SEEDS = Path(__file__).parent.parent.parent / "seeds"


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of some work, from cold caches."""
    for cache in (tex.read, characters.latex):
        cache.cache_clear()
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def compare(
    name: str,
    count: int,
    pairs: int,
    ours: Callable[[], object],
    others: dict[str, Callable[[], object]],
) -> None:
    """Run in turns, print things per second and the ratios."""
    mine: list[float] = []
    theirs: dict[str, list[float]] = {other: [] for other in others}
    for _ in range(pairs):
        mine.append(seconds(ours))
        for other, work in others.items():
            theirs[other].append(seconds(work))
    line = f"{name:<28} {count:>6}  ours {count / statistics.median(mine):>9,.0f}/s"
    for other, took in theirs.items():
        ratios = sorted(one / two for one, two in zip(mine, took, strict=True))
        line += (
            f"   {other} {count / statistics.median(took):,.0f}/s, time"
            f" {statistics.median(ratios):.2f}"
        )
        line += f" ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    print(line, flush=True)


def writers(entries: Sequence[Entry[Paper]]) -> dict[str, Callable[[], object]]:
    """Return writers of the two libraries, with finished entries."""
    blocks = with_bibtexparser(bibtex.dump(entries)).entries
    first = BibliographyData()
    second = bibtexparser.Library(blocks)
    for block in blocks:
        fields = {field.key: field.value for field in block.fields}
        people = (
            [Person(name) for name in fields.pop("author").split(" and ")]
            if "author" in fields
            else []
        )
        first.entries[block.key] = One(block.entry_type, fields, {"author": people})
    assert isinstance(second.entries[0], two.Entry)
    return {
        "pybtex": lambda: Writer().to_string(first),
        "bibtexparser": lambda: bibtexparser.write_string(second),
    }


def main() -> None:
    """Compare at each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    args = parser.parse_args()
    paths = sorted((args.corpus or SEEDS).rglob("*.md"))
    papers = {
        paper.id: paper for path in paths for paper in read(path.read_bytes(), path.name).papers
    }
    entries = [Entry(paper, UNMARKED) for paper in papers.values()]
    sizes = [size for size in (90, 10_000, len(entries)) if size <= len(entries)]
    for size in dict.fromkeys(sizes):
        some = entries[:size]
        pairs = args.pairs if size <= 10_000 else 1
        compare("BibTeX", size, pairs, partial(bibtex.dump, some), writers(some))
    for name in list(FORMATS)[1:]:
        some = entries[:10_000]
        compare(name, len(some), 1, partial(FORMATS[name].dump, some, USUAL), {})
    texts = [said for paper in papers.values() for said in (paper.title, paper.abstract)]
    with_tex = [said for said in texts if text.plain(said) is not said][:2_000]
    without = [said for said in texts if text.plain(said) is said][:20_000]
    peer = LatexNodes2Text(keep_comments=True, strict_latex_spaces=False)

    def theirs() -> None:
        for said in with_tex:
            try:
                peer.latex_to_text(said)
            except IndexError:  # pylatexenc fails on every \\href
                continue

    compare(
        "TeX as Unicode",
        len(with_tex),
        args.pairs,
        lambda: [*map(text.plain, with_tex)],
        {"pylatexenc": theirs},
    )
    compare("text without TeX", len(without), args.pairs, lambda: [*map(text.plain, without)], {})


if __name__ == "__main__":
    main()
