"""The sentence that says what a paper does: abstracts read by eye, sentences hard to part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.claim import claim_of, sentences
from arxtui.sources.forms import read
from tests.conftest import SEEDS

GOLDEN = [
    json.loads(line)
    for line in (
        (Path(__file__).parent / "data" / "golden_claim.jsonl").read_text("utf-8").splitlines()
    )
]


def parts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def claim(title: str, abstract: str) -> str:
    span = claim_of(title, abstract)
    return abstract[span.start : span.end] if span else ""


def test_the_claims_of_115_abstracts_agree_with_a_human_reader() -> None:
    right = sum(
        claim(case["title"], case["abstract"]) in (case["claim"] or [""]) for case in GOLDEN
    )
    assert len(GOLDEN) == 115
    assert right >= 112


def test_nearly_every_paper_of_the_seeds_has_a_claim() -> None:
    papers = [
        paper for path in SEEDS.glob("*.md") for paper in read(path.read_bytes(), path.name).papers
    ]
    found = [claim(paper.title, paper.abstract) for paper in papers]
    assert sum(map(bool, found)) >= 0.97 * len(papers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("See e.g. Fig. 3 of Smith et al. for it. Then go.",
         ["See e.g. Fig. 3 of Smith et al. for it.", "Then go."]),
        ("It gains 3.5 dB. We win!", ["It gains 3.5 dB.", "We win!"]),
        ("Glued work.The method is new.", ["Glued work.", "The method is new."]),
        ("It is normal.A new set is used.", ["It is normal.", "A new set is used."]),
        ("As J. Smith said. So it is.", ["As J. Smith said.", "So it is."]),
        ("A pixel. iPhone photos do.", ["A pixel.", "iPhone photos do."]),
        ("We test $x. Y$ here. Yes.", ["We test $x. Y$ here.", "Yes."]),
        ("We do: 1. this and 2. that. Fine.", ["We do: 1. this and 2. that.", "Fine."]),
        ("Cats, dogs, etc. are seen. Birds etc. We fly.", ["Cats, dogs, etc. are seen.",
            "Birds etc.", "We fly."]),
        ("Texts fail, To address this, we do it.", ["Texts fail,", "To address this, we do it."]),
        ("We go far, to address this.", ["We go far, to address this."]),
        ("", []),
        ("   ", []),
        ("no end", ["no end"]),
    ],
)  # fmt: skip
def test_an_abstract_is_split_into_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "X",
            "Cars move. In this paper, we propose X. We also test it.",
            "In this paper, we propose X.",
        ),
        (
            "X",
            "Cars move. A new method is proposed for cars. Results are good.",
            "A new method is proposed for cars.",
        ),
        (
            "X",
            "Cars move. Specifically, we introduce a module. This paper presents X.",
            "This paper presents X.",
        ),
        (
            "VidSplat: Fast",
            "VidSplat is a framework for videos. We show it.",
            "VidSplat is a framework for videos.",
        ),
        ("X", "Purpose: To segment cars. Methods: A network.", "Purpose: To segment cars."),
        ("X", "Cars move. Birds fly.", ""),
        ("X", "I propose a way to see. It is good.", "I propose a way to see."),
        ("X", "Cars move. As a result, we propose X. We compare X with Y.",
         "As a result, we propose X."),
        (
            "Depicting Beyond Scores: Models",
            "We introduce a new method, D. To build the D model, we establish a hierarchical"
            " framework.",
            "We introduce a new method, D.",
        ),
        (
            "X",
            "Cars move. To address this, we extend B, and propose a novel strategy. The first part"
            " is"
            " achieved by lines, while the second is accomplished by introducing a noise.",
            "To address this, we extend B, and propose a novel strategy.",
        ),
        (
            "X",
            "In this paper, we focus on the challenging problem of cars. It is hard. Roads are"
            " long."
            " To this end, we propose a clustering step.",
            "To this end, we propose a clustering step.",
        ),
        (
            "X",
            "In this paper, we address the problem of cars by means of a new network. We propose a"
            " loss.",
            "In this paper, we address the problem of cars by means of a new network.",
        ),
        (
            "X",
            "Therefore, we conduct this review to discuss cars. In this review, the background and"
            " motivation are introduced first.",
            "Therefore, we conduct this review to discuss cars.",
        ),
        (
            "SA-20M Dataset: Cars",
            "To see cars, we introduce SA-20M, a large-scale dataset of cars. It has cars. This"
            " paper"
            " describes all the images collected in SA-20M and the data.",
            "To see cars, we introduce SA-20M, a large-scale dataset of cars.",
        ),
        (
            "X",
            "Cars move. In this paper, we first observe that wheels turn. To use it, we propose a"
            " wheel.",
            "To use it, we propose a wheel.",
        ),
        ("X", "This paper is part of a series. We propose a way to count.",
         "We propose a way to count."),
    ],
)  # fmt: skip
def test_the_claim_of_an_abstract_is_found(title: str, abstract: str, expected: str) -> None:
    assert claim(title, abstract) == expected


@given(st.text(max_size=300), st.text(max_size=3000))
def test_any_text_has_sentences_in_order_and_at_most_a_single_claim(
    title: str, abstract: str
) -> None:
    spans = sentences(abstract)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    found = claim_of(title, abstract)
    assert found is None or found in spans


def test_a_claim_beyond_twenty_thousand_characters_is_not_looked_for() -> None:
    assert claim("X", "a" * 19_000 + ". We propose X.") == "We propose X."
    assert claim("X", "a" * 21_000 + ". We propose X.") == ""
