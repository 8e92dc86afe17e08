"""The query language: the meaning of queries, refused queries, and that no text breaks it."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from arxtui.model import Citation, Entry, Head, Mark, Paper
from arxtui.query import FIELDS, Case, QueryError, condition, parse, words_to_show
from arxtui.search import terms
from arxtui.store.heads import head_of
from arxtui.text import fold, words
from tests.conftest import paper

ANN = paper(1, day="2023-10-30", title="Gaussian Splatting for Größe with NeRF")
BOB = Paper(
    "2401.00002",
    2,
    "DrM: Mastering Control",
    ("Luc Van Gool", "Élodie Dupont"),
    "cs.RO, cs.CV, 68T45",
    "cs.RO",
    "2024-01-05T00:00:00Z",
    "2024-02-05T00:00:00Z",
    "10.1/x",
    "Accepted to ICRA 2024, https://github.com/a/b",
    "IEEE Robotics Letters",
    "We use a diffusion prior.",
)
CITE = Citation("", (), None, None, None, None, "cs.CV", 1, "x")
ENTRIES = [
    Entry(head_of(ANN, "2023-11-01", ""), Mark("later", True, ("gan", "3D-face"), "a note", CITE)),
    Entry(head_of(BOB, "2024-01-06", ""), Mark("read", read_version=1)),
]


def case(entry: Entry[Head], paper: Callable[[], Paper | None]) -> Case:
    marked = {ANN.id: "2024-02-03T04:05:06Z", BOB.id: "2024-03-01T00:00:00Z"}[entry.paper.id]
    return Case(entry.paper, entry.mark, paper, "2024-01-06", lambda: marked, lambda: ("cs.CV",))


def found(text: str) -> str:
    """A and B for the papers that fit; free words are looked for in the line."""
    query = parse(text)
    papers = {ANN.id: ANN, BOB.id: BOB}
    fit = [query.matches(case(entry, partial(papers.get, entry.paper.id))) for entry in ENTRIES]
    lines = [all(term in entry.paper.line for term in terms(query.words)) for entry in ENTRIES]
    return "".join(name for name, one, line in zip("AB", fit, lines, strict=True) if one and line)


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("au:gool", "B"),
        ("au:van", "AB"),
        ('au:"van gool"', "B"),
        ("au:dupont", "B"),
        ("au:elodie", "B"),
        ("au:ool", ""),
        ("ti:grosse", "A"),
        ("ti:gool", ""),
        ('ti:"gaussian splatting"', "A"),
        ("cat:cs.CV", "AB"),
        ("cat:cs.ro", "B"),
        ("cat:cs", "AB"),
        ("cat:c", ""),
        ("tag:gan", "A"),
        ("tag:#3d-FACE", "A"),
        ("tag:3d", ""),
        ("id:2401", "B"),
        ("id:2401.00002v2", "B"),
        ("id:arXiv:2310", "A"),
        ("day:2023-10-30", "A"),
        ("day:2023", "A"),
        ("day:2024-01", "B"),
        ("after:2023", "B"),
        ("after:2023-10-29", "AB"),
        ("before:2024", "A"),
        ("before:2023-10-30", ""),
        ("is:starred", "A"),
        ("is:later", "A"),
        ("is:read", "B"),
        ("is:unread", ""),
        ("is:tagged", "A"),
        ("is:noted", "A"),
        ("is:updated", "B"),
        ("is:new", "B"),
        ("has:doi", "B"),
        ("has:code", "B"),
        ("has:note", "A"),
        ("has:journal", "B"),
        ("has:venue", "B"),
        ("venue:icra", "B"),
        ("venue:2024", "B"),
        ("abs:diffusion", "B"),
        ("co:accepted", "B"),
        ("jr:robotics", "B"),
        ("nerf", "A"),
        ("nerf is:read", ""),
        ("-nerf", "B"),
        ("NOT nerf", "B"),
        ("-is:read", "A"),
        ("nerf OR control", "AB"),
        ("is:starred OR is:read", "AB"),
        ("(is:starred OR is:read) cat:cs.RO", "B"),
        ("NOT (nerf OR control)", ""),
        ('"gaussian splatting"', "A"),
        ("DrM: mastering", "B"),
        ("DrM:Mastering", "B"),
        ("author:gool", "B"),
        ("authors:gool title:mastering", "B"),
        ("category:cs.RO", "B"),
        ("tags:gan", "A"),
        ("abstract:diffusion", "B"),
        ("-author:gool", "A"),
        ("year:2024", "B"),
        ("month:2023-10", "A"),
        ("primary:cs.RO", "B"),
        ("primary:cs", "AB"),
        ("primary:cs.CV", "A"),
        ("-primary:cs.CV cat:cs.CV", "B"),
        ("is:cross", "B"),
        ("note:note", "A"),
        ('note:"a note"', "A"),
        ("note:nothing", ""),
        ("day:2023-10-30..2024", "AB"),
        ("day:2023-10-31..2024", "B"),
        ("day:2023..2023-12-31", "A"),
        ("day:2024..", "B"),
        ("day:..2023-10", "A"),
        ("date:2023-10-30..2023-10-30", "A"),
        ("marked:2024-02", "A"),
        ("marked:2024", "AB"),
        ("marked:2024-02..2024-03", "AB"),
        ("marked:2023", ""),
        ("SPLATTING (nerf)", "A"),
        ("gan OR x", "A"),
        ("IS:Starred", "A"),
        ("-at", "AB"),
        ("-ga", "B"),
        ("(drm)-mastering", "B"),
        ("control (is:starred OR is:read)", "B"),
        ("is:starred OR (drm)", "AB"),
        ("CONTROL: mastering", "B"),
        ("Is: x OR drm", "B"),
        ("", "AB"),
        ("   ", "AB"),
    ],
)
def test_a_query_finds_the_papers_of_its_conditions(text: str, papers: str) -> None:
    assert found(text) == papers


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("is:blue", 3, "is: takes starred, later, unread"),
        ("has:x", 4, "has: takes doi"),
        ("day:monday", 4, "day: takes a day"),
        ("nerf )", 5, "a ( is missing"),
        ("(nerf", 0, "a ) is missing"),
        ("()", 0, "nothing between"),
        ("a OR ", 2, "OR needs"),
        ("OR a", 0, "OR needs"),
        ("tga:gan", 0, "no field tga: · tag:?"),
        ("vanue:iccv", 0, "no field vanue: · venue:?"),
        ('vanue:"robotics letters"', 0, "no field vanue: · venue:?"),
        ("author:", 7, "author: needs a value"),
        ("nerf authr:lee", 5, "no field authr: · author:? · fields: au ti abs cat primary tag"),
        ("colour:red", 0, "no field colour: · fields: au ti abs"),
        ("drm:mastering", 0, "no field drm: · fields: au ti abs"),
        ("foo:Bar", 0, "no field foo:"),
        ("day:2024..2023", 4, "day: takes the earlier day first: 2023..2024"),
        ("day:..", 4, "day: takes a day"),
        ("marked:2024-02-01..x", 7, "marked: takes a day"),
        ("month:10", 6, "month: takes a day"),
        ("primary:#", 8, "primary: needs a value"),
        ('ti:"!"', 3, "ti: needs a value with a letter"),
        ("id:v1", 3, "id: needs a value"),
        ("tag:#", 4, "tag: needs a value"),
        ('nerf -""', 6, "these quotes need a word between them"),
        ("day:2023-13", 4, "day: takes a day"),
        ("x (OR a)", 3, "OR needs"),
        ("au:", 3, "au: needs a value"),
        ("nerf is:(", 8, "is: needs a value"),
        ("(" * 60 + "a", 40, "at most 40 deep"),
        ("x" * 2001, 2000, "at most 2000"),
    ],
)
def test_a_mistake_has_a_place_and_names_the_expected_word(
    text: str, place: int, reason: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.place == place
    assert reason in caught.value.reason


def test_words_without_a_field_are_passed_to_the_search() -> None:
    query = parse('Größe "neural  fields" au:lee -x nerf')
    assert query.words == ("grosse", '"neural fields"', "nerf")
    assert not query.plain
    assert parse("a b").plain
    assert not parse("a b").needs_paper
    assert parse("abs:x").needs_abstract


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("nerf (is:starred OR is:later)", ("nerf",)),
        ("nerf OR gan x", ()),
        ("2:1 at 16:9", ("2:1", "at", "16:9")),
        ("https://arxiv.org/abs/2310.19210v2", ("2310.19210",)),
        ("arXiv:2310.19210", ("2310.19210",)),
        ("arXiv: 2310.19210v1 [cs.CV]", ("2310.19210",)),
        ("id:https://doi.org/10.48550/arXiv.math.GT/0309136", ("math/0309136",)),
        ("2310.19210 2310.19211", ()),
        ("arXiv:2310.19210 nets", ("arxiv:2310.19210", "nets")),
        ("2310.1921", ("2310.1921",)),
        ("CAT: Cross", ("cat:", "cross")),
        ("DrM:Mastering", ("drm:mastering",)),
        ("SE(3)-Equivariant nets", ("se", "3", "-equivariant", "nets")),
    ],
)
def test_the_ranking_gets_the_wanted_words_of_a_query(text: str, free: tuple[str, ...]) -> None:
    assert parse(text).words == free


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("nerf", "A"),
        ("gaussian splatting", "A"),
        ("drm OR nerf", "AB"),
        ("2310.00001", "A"),
        ("arXiv:2401.00002v2", "B"),
        ("is:starred", "A"),
        ("DrM: Mastering Control", "B"),
        ("DrM: Mastering Control for Robots", ""),
        ("gan", "A"),
        ("(mastering)", "B"),
    ],
)
def test_a_condition_is_true_or_false_for_each_paper(text: str, papers: str) -> None:
    query = condition(text)
    assert not query.words
    fit = [query.matches(case(entry, lambda: None)) for entry in ENTRIES]
    assert "".join(name for name, holds in zip("AB", fit, strict=True) if holds) == papers


def test_any_text_is_a_query_or_gives_a_mistake() -> None:
    chance = random.Random(11)
    pieces = [
        *FIELDS,
        ":",
        " ",
        '"',
        "(",
        ")",
        "-",
        "OR",
        "NOT",
        "ß",
        "\x1b",
        "\u202e",
        "2023-10-30",
        "starred",
        "🎈",
        "\0",
        "'",
    ]
    for _ in range(5_000):
        text = "".join(chance.choices(pieces, k=chance.randrange(30)))
        try:
            query = parse(text)
        except QueryError as why:
            assert 0 <= why.place <= len(text)  # noqa: PT017
            assert why.reason  # noqa: PT017
        else:
            for entry in ENTRIES:
                query.matches(case(entry, lambda: None))


def test_whole_papers_are_read_only_for_fields_that_need_them() -> None:
    asked: list[str] = []
    it = case(ENTRIES[0], lambda: asked.append(ANN.id))
    assert parse("is:starred").matches(it)
    assert not asked
    assert not parse("abs:x").matches(it)
    assert asked == [ANN.id]


# Titles


@pytest.mark.parametrize(
    "text",
    [
        "Attention is NOT All You Need: Pixelation Done Right",
        "COCO is \"ALL'' You Need for Visual Instruction Fine-tuning",
        "CG-GAN: An Interactive Approach for Facial Composite Generation)",
        "Smile, Be Happy :) Emoji Embedding for Visual Sentiment Analysis",
        "OR Residual Connection Achieving Comparable Accuracy to ADD in Deep Networks",
        "Tell me what this is: Few-Shot Incremental Object Learning by a Robot",
        "Not every day is a sunny day: Synthetic cloud injection for segmentation",
        "CAT:Collaborative Adversarial Training",
        "Scarecrow monitoring system:employing mobilenet ssd for enhanced animal supervision",
        "Relation-Aware Pyramid Network (RapNet) for temporal action proposal",
        "Multi-temporal Sentinel-1 and -2 Data Fusion for Optical Image Simulation",
        "Inception Score, Gradient Vanishing and -log(D(x)) Alternative",
        "Gaussian Splatting: A Survey\nof Methods for Novel View Synthesis",
    ],
)
def test_a_pasted_title_of_any_characters_is_searched_as_words(text: str) -> None:
    query = parse(text)
    assert query.plain
    assert terms(query.words) == tuple(words(fold(text)).split())


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("nerf OR splatting for large scenes", ()),
        ("splatting in large scenes -dynamic", ("splatting", "in", "large", "scenes")),
        ("NeRF OR Gaussian Splatting Dynamic Scenes", ()),
        ("Gaussian Splatting for Scenes is:starred", ("gaussian", "splatting", "for", "scenes")),
    ],
)
def test_a_query_is_not_taken_for_a_pasted_title(text: str, free: tuple[str, ...]) -> None:
    query = parse(text)
    assert not query.plain
    assert query.words == free


def test_a_title_with_joined_words_is_found_by_its_field() -> None:
    for written in ("multi view stereo", "multi-view stereo", "multiview stereo"):
        for title in ("A Multi-View Stereo", "A MultiView Stereo", "A Multi View Stereo"):
            head = head_of(paper(1, title=title), "", "")
            it = Case(head, Mark(), lambda: None, "")
            assert parse(f'ti:"{written}"').matches(it), (written, title)
            assert parse(f"ti:{written.split()[0]}").matches(it), (written, title)
    it = Case(
        head_of(paper(1, title="Methods for estimation of a long day"), "", ""),
        Mark(),
        lambda: None,
        "",
    )
    assert not parse("ti:forest").matches(it)
    assert not parse("ti:along").matches(it)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("gan -video", ("gan",)),
        ("abs:gan ti:nerf co:accepted au:he", ("gan", "nerf", "accepted")),
        ('abs:"two words" "next to" gan', ('"next to"', "gan", '"two words"')),
        ("gan OR nerf", ("gan", "nerf")),
        ("-(abs:gan nerf) video", ("video",)),
        ("is:starred", ()),
    ],
)
def test_the_words_of_fields_and_alternatives_are_marked_in_papers(
    query: str, shown: tuple[str, ...]
) -> None:
    assert words_to_show(query) == shown
