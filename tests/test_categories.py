"""Categories: all categories of arXiv, in any case, and the nearest to an unknown name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui import categories
from arxtui.categories import (
    ALL,
    ARCHIVES,
    CLOSED,
    UnknownCategory,
    canonical,
    check,
    classes,
    nearest,
)
from arxtui.export import listing as listings
from arxtui.model import Entry, Mark
from arxtui.network.fetch import Request, fetch
from arxtui.settings import settings_file
from arxtui.sources.forms import read
from arxtui.store import Library
from tests.arxiv_server import ArxivServer
from tests.conftest import in_place_of_arxiv, paper

NOW = datetime(2023, 10, 31, 8, tzinfo=UTC)


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """A server of ours, to which the program goes instead of arXiv, without pauses."""
    with in_place_of_arxiv(monkeypatch) as server:
        yield server


def test_the_list_has_all_archives_and_their_subjects() -> None:
    assert len(ALL) == len(set(ALL)) == 184
    for whole in (
        "cs",
        "math",
        "physics",
        "stat",
        "econ",
        "eess",
        "q-fin",
        "q-bio",
        "nlin",
        "astro-ph",
        "hep-th",
    ):
        assert whole in ARCHIVES
    for closed in ("alg-geom", "cmp-lg", "chao-dyn", "adap-org", "q-alg", "solv-int"):
        assert closed in CLOSED
    for one in (
        "cs.CV",
        "math-ph",
        "cond-mat.mtrl-sci",
        "physics.ao-ph",
        "q-fin.EC",
        "stat.TH",
        "nlin.SI",
    ):
        assert one in ALL
    assert "test" not in ALL


@pytest.mark.parametrize("category", ALL)
def test_a_category_is_recognised_in_any_case(category: str) -> None:
    for typed in (category, category.upper(), category.lower(), f" {category}\n"):
        assert check(typed) == category
    assert classes(f"{category}, 68T45, I.2.10") == (category,)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("cs.CB", "cs.CV"), ("cscv", "cs.CV"), ("cs.ML", "cs.LG"), ("mat.AG", "math.AG"),
     ("hep-thx", "hep-th"),
     ("astro", "astro-ph"), ("alg-geo", "alg-geom"), ("STATS.ml", "stat.ML"), ("zzz", ""), ("", ""),
     ("x" * 90, "")],
)  # fmt: skip
def test_an_unknown_category_is_refused_and_the_nearest_named(typed: str, near: str) -> None:
    assert nearest(typed) == near
    with pytest.raises(UnknownCategory) as refused:
        check(typed)
    assert "is not an arXiv category" in str(refused.value)
    assert (f"did you mean {near}?" in str(refused.value)) == bool(near)
    assert len(str(refused.value)) < 140


@given(st.text(max_size=60))
def test_any_text_is_a_category_or_is_refused(text: str) -> None:
    try:
        found = check(text)
    except UnknownCategory as why:
        found = str(why)
    assert found in ALL or (" is not an arXiv category" in found and found.isprintable())
    assert canonical(text) in (*ALL, text, "")


def test_a_class_that_is_not_in_the_list_is_read_from_a_file_unchanged() -> None:
    assert canonical("cs.ZZ") == "cs.ZZ"
    assert canonical("CS.cv") == "cs.CV"
    assert canonical("../../x") == ""
    assert classes("new-arch.AB, cs.ZZ (primary)") == ("cs.ZZ",)


CLOSED_FEED = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>http://arxiv.org/api/x</id>{}</feed>"""
CLOSED_ENTRY = """<entry><id>http://arxiv.org/abs/{0}/9602001v1</id><published>1996-02-03T10:00:00Z</published>
  <updated>1996-02-03T10:00:00Z</updated>
  <title>Of a closed archive</title><summary>Nothing.</summary>
  <author><name>An Author</name></author><arxiv:primary_category term="{0}"/>
  <category term="{0}"/><category term="math.AG"/></entry>"""


def test_papers_of_closed_archives_are_exported_as_a_listing_and_loaded_again() -> None:
    feed = CLOSED_FEED.format("".join(map(CLOSED_ENTRY.format, CLOSED)))
    first = read(feed.encode(), "feed")
    assert (len(first.papers), first.problems) == (len(CLOSED), ())
    text = listings.dump([Entry(one, Mark()) for one in first.papers])
    again = read(text.encode(), "listing")
    assert again.problems == ()
    assert {one.id: one.primary for one in again.papers} == {
        f"{one}/9602001": one for one in CLOSED
    }


def test_a_paper_of_a_listing_is_loaded_although_its_class_is_unknown() -> None:
    one = paper(1)._replace(primary="cs.ZZ", categories="cs.ZZ, cs.CV")
    again = read(listings.dump([Entry(one, Mark())]).encode(), "listing")
    assert (again.papers, again.problems) == ((one,), ())


@pytest.mark.parametrize(
    "whole", ["stat", "econ", "eess", "q-fin", "nlin", "cs", "q-bio", "physics"]
)
def test_a_whole_archive_is_fetched_with_all_its_subjects(
    whole: str, arxiv: ArxivServer, library: Library
) -> None:
    below = next(one for one in ALL if one.startswith(f"{whole}."))
    arxiv.papers = [
        paper(1)._replace(primary=below, categories=below),
        paper(2)._replace(primary=whole, categories=whole),
        paper(3)._replace(primary="math-ph", categories="math-ph, hep-th"),
    ]
    report = fetch(library, Request([whole.upper()]), now=NOW)
    assert (report.new, report.problems) == (2, ())


def test_a_category_without_subjects_is_asked_for_alone() -> None:
    assert categories.api_terms("cs.CV") == "cat:cs.CV"
    assert categories.api_terms("hep-th") == "cat:hep-th"
    assert categories.api_terms("cmp-lg") == "cat:cmp-lg"
    assert categories.api_terms("math") == "(cat:math OR cat:math.*)"


def test_settings_accept_categories_in_any_case_and_name_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('mouse = false\ncategories = ["CS.cv", "cs.CB", "Stat"]\n')
    settings, problems = settings_file.read_settings(file)
    assert settings.categories == ("cs.CV", "stat")
    assert [str(one) for one in problems] == [
        f"{file}:2: categories: cs.CB is not an arXiv category: did you mean cs.CV?"
    ]
