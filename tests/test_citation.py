"""The copy of a paper that a mark keeps, and its date."""

from __future__ import annotations

from arxtui import citation
from arxtui.model import Paper

PAPER = Paper(
    id="2310.19231",
    version=2,
    title="There Are No Data Like More Data",
    authors=("Michael Schmitt", "Seyed Ali Ahmadi", "Yonghao Xu"),
    categories="cs.CV, cs.LG",
    primary="cs.CV",
    published="2023-10-30T02:19:16Z",
    updated="2024-01-01T00:00:00Z",
    doi="10.1109/MGRS.2023.3293459",
    comment="10 pages",
    journal_ref="IEEE GRSM\n  2023",
    abstract="Carefully curated",
)


def test_year_and_month_belong_to_the_first_version() -> None:
    assert citation.year_month(PAPER) == (2023, 10)
    assert citation.year_month(PAPER._replace(published=None, id="math/0007026")) == (2000, 7)
    assert citation.year_month(PAPER._replace(published=None, id="2399.12345")) == (2023, 12)


def test_a_citation_restores_the_paper_without_its_abstract() -> None:
    copy = citation.cite(PAPER, "schmitt2023therea")
    assert copy.key == "schmitt2023therea"
    back = citation.paper_of(PAPER.id, copy)
    assert back == PAPER._replace(abstract="", comment=None, categories="cs.CV")
    assert citation.cite(back, copy.key) == copy
