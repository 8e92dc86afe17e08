"""The sentence that says what a paper does: abstracts read by eye, sentences hard to part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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

BY_KIND = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "claims_by_kind.jsonl")
    .read_text("utf-8")
    .splitlines()
]
"""Abstracts of many fields, each of a kind whose claim was once missed, read by eye."""


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
        ("They are in P. Their word problem is hard.",
         ["They are in P.", "Their word problem is hard."]),
        ("It takes 2.66 ms. This is fast. See Ms. This.",
         ["It takes 2.66 ms.", "This is fast.", "See Ms. This."]),
        ("We wait 3 sec. Then we go on. See Sec. 3 and Fig. A of it.",
         ["We wait 3 sec.", "Then we go on.", "See Sec. 3 and Fig. A of it."]),
        ("The answer is no. These are why.", ["The answer is no.", "These are why."]),
        ("It helps T2I.The code is here.", ["It helps T2I.", "The code is here."]),
        ("We use Vision.This is it.", ["We use Vision.", "This is it."]),
        ("The host (H1413, z~2.56). The ratio is the same.",
         ["The host (H1413, z~2.56).", "The ratio is the same."]),
        ("See Alsing et al. [Phys. Rev. Lett. 94, 220401 (2005)] for it. We go on.",
         ["See Alsing et al. [Phys. Rev. Lett. 94, 220401 (2005)] for it.", "We go on."]),
        ("This is used in maths. Rev. A is a paper.",
         ["This is used in maths.", "Rev. A is a paper."]),
        ("They exchange spins (by A.W. Sandvik). They turn.",
         ["They exchange spins (by A.W. Sandvik).", "They turn."]),
        ("It is consistent (see Fig. 1). We find it.",
         ["It is consistent (see Fig. 1).", "We find it."]),
        ("In 1976, P. L. Erdős and Székely guessed it. We prove it.",
         ["In 1976, P. L. Erdős and Székely guessed it.", "We prove it."]),
        ("We add i.i.d. Gaussian noise in Sect. 2 and Thm. A of it. It holds a.s. We prove it.",
         ["We add i.i.d. Gaussian noise in Sect. 2 and Thm. A of it.", "It holds a.s.",
          "We prove it."]),
        ("It was 1.5 T. RESULTS: It is good, i.e. All roads are. They are in the U.S. While we go.",
         ["It was 1.5 T.", "RESULTS: It is good, i.e. All roads are.", "They are in the U.S.",
          "While we go."]),
        ("cars move. we go, e.g. to see. it is 1.5 m.",
         ["cars move.", "we go, e.g. to see.", "it is 1.5 m."]),
        ("It works (by Lee, 12). We find it.", ["It works (by Lee, 12).", "We find it."]),
        ("Three parts, 1). Token one; 2). Token two. End.",
         ["Three parts, 1). Token one; 2). Token two.", "End."]),
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
        ("X", "We calculate the decay widths of baryons. We also discuss others.",
         "We calculate the decay widths of baryons."),
        ("X", "Using a duality we derive a formula for the entropy. The leading term is known.",
         "Using a duality we derive a formula for the entropy."),
        ("X", "We model the features of inflation by a potential. It is random.",
         "We model the features of inflation by a potential."),
        ("X", "We have successfully grown crystals and studied their heat. They are strong.",
         "We have successfully grown crystals and studied their heat."),
        ("X", "Potentials matter. We report here on our efforts to find them. We use a method.",
         "We report here on our efforts to find them."),
        ("X", "We discuss the results of a survey. In particular we present a set of stars.",
         "We discuss the results of a survey."),
        ("X", "The chromosphere is unknown. Here we point out the potential of waves. It is so.",
         "Here we point out the potential of waves."),
        ("X", "In this contribution we go through the birth of strings. They are old.",
         "In this contribution we go through the birth of strings."),
        ("X", "We prove versions of an inequality. We use one to improve a bound, called R.",
         "We prove versions of an inequality."),
        ("X", "The topology of the horizon has been investigated by Morse theory. It is simple.",
         "The topology of the horizon has been investigated by Morse theory."),
        ("X", "Vortices have been widely studied. They turn.", ""),
        ("X", "However, little attention has been devoted to cars. Nevertheless, no road has been"
         " analyzed.", ""),
        ("X", "Can we derive metrics of art? To answer this, we curate a set of drawings.",
         "To answer this, we curate a set of drawings."),
        ("X", "We employ hydrodynamics to investigate the clustering of grains. We consider large"
         " motions.", "We employ hydrodynamics to investigate the clustering of grains."),
        ("X", "We show that the mass of clusters depends on density. We argue that this is the"
         " sign of erosion.", "We show that the mass of clusters depends on density."),
        ("X", "We discuss a property of fields. In this paper we restrict our discussion to"
         " tensors.", "We discuss a property of fields."),
        ("X", "We argue that droplets explain the gap. They cool. (The full version of this work"
         " is submitted.)", "We argue that droplets explain the gap."),
        ("X", "The extraction of a law from data is treated. It is hard.",
         "The extraction of a law from data is treated."),
        ("X", "The polarizabilities of the nucleon are shown to be composed of parts.",
         "The polarizabilities of the nucleon are shown to be composed of parts."),
        ("X", "Context. Bursts fade. Aims. To provide an online repository of curves. They are"
         " good. Methods. We have produced programs.",
         "To provide an online repository of curves."),
        ("ViMo: A Framework", "Cars move. To address this, we provide ViMo, a framework. It is"
         " good. We developed ViMo-Bench, a benchmark.",
         "To address this, we provide ViMo, a framework."),
        ("X", "Cars move. By modeling the sensor, our method achieves more. We demonstrate the"
         " effectiveness of our approach.", "By modeling the sensor, our method achieves more."),
        ("X", "This user manual is intended to provide a description. It is long.",
         "This user manual is intended to provide a description."),
        ("X", "We give counterexamples to a question by Yau. For each n, there is a metric.",
         "We give counterexamples to a question by Yau."),
        ("X", "The aim of these notes is to give an overview of a program. We also review it.",
         "The aim of these notes is to give an overview of a program."),
        ("X", "Roads are long. Our main goal is to count cars. They move.",
         "Our main goal is to count cars."),
        ("Sim: A Simulator", "Sim is a fast library for sensors. It is good. This paper discusses"
         " the philosophy behind Sim.", "Sim is a fast library for sensors."),
        ("X", "The shape of the form factor has been measured in decays. We use data of BaBar.",
         "The shape of the form factor has been measured in decays."),
        ("X", "It is outlined how a logic can be extended. In conclusion we propose an example.",
         "It is outlined how a logic can be extended."),
        ("X", "The possibility of a logic is outlined. In conclusion we propose an example.",
         "The possibility of a logic is outlined."),
        ("X", "The results of spectra in flames are presented. They glow.",
         "The results of spectra in flames are presented."),
        ("X", "We report the discovery of 14 quasars near a line of sight. By comparing it, we"
         " estimated the shape of a field.",
         "We report the discovery of 14 quasars near a line of sight."),
        ("X", "The evolution of a fluid is studied. It cools. For the first time we have also"
         " studied its flow.", "The evolution of a fluid is studied."),
        ("X", "This retrospective-prospective study evaluated an algorithm for scans. The study"
         " included 18 volunteers.",
         "This retrospective-prospective study evaluated an algorithm for scans."),
        ("X", "By means of the entropy, we detect the invariance of sequences. It is wide.",
         "By means of the entropy, we detect the invariance of sequences."),
        ("X", "Dots are small. Here a study of their order is undertaken. It is linear.",
         "Here a study of their order is undertaken."),
        ("X", "We report on the analysis of data sets. We implemented a pipeline for it.",
         "We report on the analysis of data sets."),
        ("X", "Light has a formalism. With a choice of it, transformations are deduced.",
         "With a choice of it, transformations are deduced."),
        ("X", "Curves have been studied in films. They cross. We suggest that salt is the cause.",
         "Curves have been studied in films."),
        ("X", "Part I describes a locator. Signals mix. The purpose of this paper is to sort them.",
         "The purpose of this paper is to sort them."),
        ("X", "We treat a theorem from the analytic side. More precisely, we give a condition.",
         "We treat a theorem from the analytic side."),
        ("X", "We aim to investigate if images help. Using pairs of them, we generated tumors.",
         "We aim to investigate if images help."),
        ("X", "The emission has been experimentally and numerically investigated. It grows.",
         "The emission has been experimentally and numerically investigated."),
        ("X", "We study symmetries in theories. We first consider a theory on a manifold.",
         "We study symmetries in theories."),
        ("X", "We give a prescription for an index. It agrees. We think that the regulator used in"
         " this letter can be applied.", "We give a prescription for an index."),
        ("X", "Given a space, we build a realization. It is nice. We consider this paper as a first"
         " step.", "Given a space, we build a realization."),
        ("X", "The formation of waves in stripes was observed by scattering. They are weak.",
         "The formation of waves in stripes was observed by scattering."),
        ("X", "Here we explore a relation of theories. The paper has two parts.",
         "Here we explore a relation of theories."),
        ("X", "Energy is dark. Here a novel idea of forces is introduced. It helps.",
         "Here a novel idea of forces is introduced."),
        ("X", "Results from observations of a star are presented. It spins.",
         "Results from observations of a star are presented."),
        ("X", "Art is old. The proposed ODOR dataset fills this gap, with 38 classes. It is good.",
         "The proposed ODOR dataset fills this gap, with 38 classes."),
        ("X", "Cars move. Specifically, a module is designed for roads. In particular, cars show"
         " promise. We evaluate our method on roads. We conduct tests of cars.", ""),
        ("X", "An overview of approaches to hard spheres is provided. They are hard.",
         "An overview of approaches to hard spheres is provided."),
        ("X", "In the study of channels, a bound by Han is known. It was shown to be tight.", ""),
        ("X", "We derive masses for both stars. Their period is short. The method we describe is"
         " new.", "We derive masses for both stars."),
        ("X", "Cars move. Our prior work introduced B. Building on it, we now present a B+.",
         "Building on it, we now present a B+."),
        ("X", "Cars move. We observe that roads are long and propose Gated Roads, a method. We"
         " establish foundations.", "We observe that roads are long and propose Gated Roads, a"
         " method."),
        ("X", "Scores are means. Speaking of it, by adding scores, we obtain a score. We show that"
         " it is far from best.", "We show that it is far from best."),
        ("X", "Cars move. We address this gap with a unified framework. Building upon it, we"
         " introduce a former.", "We address this gap with a unified framework."),
        ("X", "We study cars by conditioning on roads. To evaluate it under rain, we introduce six"
         " tasks.", "We study cars by conditioning on roads."),
        ("DVS: A Dataset", "Cameras are fast. DVS (a set of streams of events for the detection of"
         " people) is a dataset. We also provide files.",
         "DVS (a set of streams of events for the detection of people) is a dataset."),
        ("QD: A Package", "Dots are small. Data are rare. Labels cost. QD is a simulator. It is"
         " fast.", "QD is a simulator."),
        ("FDP: A Pipeline", "Brains differ. Noise lacks form. These insights motivate our Pipeline"
         " (FDP) framework, the first for brains. It is good.",
         "These insights motivate our Pipeline (FDP) framework, the first for brains."),
        ("X", "Scores are means. Some clarification is in order. Concretely: we establish that"
         " rankings have a meaning.", "Concretely: we establish that rankings have a meaning."),
        ("X", "We investigate memories of cells. Films of the cells studied in this work are"
         " available at https://cells.org.", "We investigate memories of cells."),
        ("X", "We derive a law. We provide software for the methods in the paper.",
         "We derive a law."),
        ("X", "Roads are long. A law of roads is derived and studied in this paper. It is good.",
         "A law of roads is derived and studied in this paper."),
        ("X", "Tumors kill. We assigned slides to sets and built a classifier of them. Even though"
         " we tested it on a dataset of skin, our work could also be extended.",
         "We assigned slides to sets and built a classifier of them."),
        ("X", "Although we train on a single road, we propose cars for all roads. It is good.",
         "Although we train on a single road, we propose cars for all roads."),
        ("X", "Models grow. Herein, we critically assess the state of models. We argue that causes"
         " matter.", "Herein, we critically assess the state of models."),
        ("X", "We specify the conditions of a motion. Numerically, we propose three schemes.",
         "We specify the conditions of a motion."),
        ("X", "An algorithm for trees.", "An algorithm for trees."),
        ("X", "This paper has been withdrawn by the author.", ""),
        ("X", "This paper has been withdrawn. We study a law of roads.",
         "We study a law of roads."),
        ("X", "Infants move. We explored splatting for data of motion. Our results demonstrate the"
         " potential of views. This work paves the way for tools of new systems for infants.",
         "We explored splatting for data of motion."),
    ],
)  # fmt: skip
def test_the_claim_of_an_abstract_is_found(title: str, abstract: str, expected: str) -> None:
    assert claim(title, abstract) == expected


@pytest.mark.parametrize("case", BY_KIND, ids=[case["kind"] for case in BY_KIND])
def test_the_claim_of_a_real_abstract_is_found(case: dict[str, Any]) -> None:
    assert claim(case["title"], case["abstract"]) in (case["claims"] or [""])


@given(st.text(max_size=300), st.text(max_size=3000))
def test_any_text_has_sentences_in_order_and_at_most_a_single_claim(
    title: str, abstract: str
) -> None:
    spans = sentences(abstract)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    found = claim_of(title, abstract)
    assert found is None or found in spans


def test_a_claim_beyond_four_thousand_characters_is_not_looked_for() -> None:
    assert claim("X", "a" * 3_900 + ". We propose X.") == "We propose X."
    assert claim("X", "a" * 4_100 + ". We propose X.") == ""
