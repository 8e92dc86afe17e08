"""Taste: the order of a listing learnt from stars. A real reading list, and odd values."""

from __future__ import annotations

import json
import lzma
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.model import Paper
from arxtui.sources.forms import read
from arxtui.taste.features import features_of, features_of_words, pairs_of, singular, words_in_names
from arxtui.taste.learnt import Ranking, Taste, learn, sample
from arxtui.taste.phrases import Phrases
from arxtui.taste.reasons import Reason
from arxtui.taste.short_title import short_title
from arxtui.taste.vectors import Space, space_of
from arxtui.work_in_steps import Steps
from arxtui.work_in_steps import finish as all_steps
from tests.conftest import paper
from tests.counting import longest_step

DATA = Path(__file__).parent / "data" / "taste"
LIST = json.loads((DATA / "list.json").read_text("utf-8"))
PAPERS = {
    found.id: found
    for found in read(lzma.decompress((DATA / "papers.md.xz").read_bytes()), "papers.md").papers
}
T = TypeVar("T")


def finish(steps: Steps[T]) -> tuple[T, int]:
    """Return the value of steps, and how many there were."""
    count = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, count
        count += 1


def papers_of(ids: Sequence[str]) -> list[Paper]:
    return [PAPERS[paper_id] for paper_id in ids]


def learnt(stars: int = 10, wishes: Sequence[str] = ()) -> Taste:
    """Return the taste of the list's first stars."""
    starred = papers_of(LIST["starred"])[:stars]
    taste, _ = finish(learn(starred, papers_of(LIST["others"]), wishes))
    assert taste is not None
    return taste


def ranked(taste: Taste, papers: Sequence[Paper]) -> Ranking:
    return finish(taste.rank(papers))[0]


def places(taste: Taste) -> list[int]:
    """Return the places, from 1, of the papers that the list's owner chose on later days."""
    found = []
    for day in LIST["days"]:
        order = ranked(taste, papers_of(day["papers"])).order
        chosen = {day["papers"].index(paper_id) for paper_id in day["chosen"]}
        found += [place for place, row in enumerate(order, 1) if row in chosen]
    return found


@pytest.mark.parametrize(("stars", "worst"), [(1, 10), (5, 4), (10, 3)])
def test_papers_of_a_real_reading_list_are_ranked_high_on_later_days(
    stars: int, worst: int
) -> None:
    assert max(places(learnt(stars))) <= worst
    listing_order = [1 + day["papers"].index(day["chosen"][0]) for day in LIST["days"]]
    assert sum(places(learnt(stars))) < sum(listing_order) / 3


def test_a_wished_word_alone_orders_a_day_before_the_first_star() -> None:
    taste, _ = finish(learn((), papers_of(LIST["others"]), ["hand pose"]))
    assert taste is not None
    assert max(places(taste)) <= 3


def test_without_a_star_and_a_wish_there_is_no_taste() -> None:
    assert finish(learn((), papers_of(LIST["others"])))[0] is None
    assert finish(learn((), (), ["the of", "", "-"]))[0] is None


def test_the_same_papers_always_give_the_same_order() -> None:
    day = papers_of(LIST["days"][0]["papers"])
    assert ranked(learnt(), day) == ranked(learnt(), day)


@pytest.mark.parametrize("stars", [1, 9, 10, 30])
def test_every_paper_has_a_single_place_and_a_level(stars: int) -> None:
    starred = [PAPERS[LIST["starred"][n % 10]]._replace(id=f"9901.{n:05d}") for n in range(stars)]
    taste, _ = finish(learn(starred, papers_of(LIST["others"])))
    assert taste is not None
    day = papers_of(LIST["days"][0]["papers"])
    ranking = ranked(taste, day)
    assert sorted(ranking.order) == list(range(len(day)))
    assert len(ranking.levels) == len(ranking.fitting) == len(day)
    assert all(0 <= level <= 7 for level in ranking.levels)
    assert (ranking.yours is None) == (stars < 20)


def test_equal_papers_keep_their_listing_order() -> None:
    same = [paper(1)._replace(id=f"2310.{n:05d}") for n in range(1, 30)]
    assert ranked(learnt(), same).order == tuple(range(29))
    assert ranked(learnt(), []).order == ()
    assert ranked(learnt(), same[:1]).order == (0,)


def test_the_number_of_steps_grows_with_the_papers() -> None:
    """A step looks at 20 papers' words or 50 rows of the machine at most."""
    stars = papers_of(LIST["starred"])
    others = papers_of(LIST["others"])
    _, few = finish(learn(stars, others[:30]))
    _, many = finish(learn(stars, others[:60]))
    assert few < many
    rows = 10 + 60
    assert many >= 2 * rows // 20 + 5 * (rows // 50)


def test_no_step_grows_with_the_papers() -> None:
    """40,000 lines take about 4 ms. Each paper has some words that no other paper has."""

    def longest(stars: int) -> int:
        starred = []
        for number in range(stars):
            words = f"Grasping w{number} with fingers v{number} or u{number}"
            starred.append(paper(number + 1)._replace(title=words, abstract=words * 3))
        return longest_step(learn(starred, papers_of(LIST["others"])))

    few = longest(100)
    assert longest(400) < 1.5 * few
    assert few < 50_000


@pytest.mark.parametrize("stars", [5, 30])
def test_no_step_grows_with_the_length_of_papers(stars: int) -> None:
    """Half of these papers are longer than the text that is read of a paper."""
    papers = []
    for number in range(100):
        text = " ".join([f"w{word * (number % 7 + 2)}" for word in range(4_000)])
        if number % 2:
            text = "A short abstract of a paper about grasping"
        papers.append(paper(number + 1)._replace(title=text[:200], abstract=text))
    taste, _ = finish(learn(papers[:stars], papers[stars:]))
    assert taste is not None
    assert longest_step(learn(papers[:stars], papers[stars:])) < 50_000
    assert longest_step(taste.rank(papers)) < 50_000


def test_only_the_first_8000_characters_of_an_abstract_are_read() -> None:
    text = "word " * 1_600
    assert features_of(paper(1)._replace(abstract=text + "unread")) == features_of(
        paper(1)._replace(abstract=text)
    )
    assert "read" in features_of(paper(1)._replace(abstract=text[:-5] + "read"))


def test_at_most_500_stars_and_300_other_papers_train_the_taste() -> None:
    stars = [paper(n) for n in range(1, 900)]
    taste, _ = finish(learn(stars, [paper(n) for n in range(1000, 2000)]))
    assert taste is not None
    assert taste.stars == 500
    newest, _ = finish(learn(stars[-500:], [paper(n) for n in range(1000, 2000)]))
    assert newest is not None
    assert newest.weights == taste.weights
    assert len(sample([paper(n) for n in range(1, 900)])) == 300
    assert sample(stars) == sample(stars)


def test_a_reason_names_stars_words_and_authors() -> None:
    taste = learnt()
    reasons = []
    for day in LIST["days"]:
        papers = papers_of(day["papers"])
        ranking = ranked(taste, papers)
        first = ranking.order[0]
        assert ranking.fitting[first]
        assert not all(ranking.fitting)
        reasons.append(str(taste.why(papers[first])))
    assert sum("hand" in reason for reason in reasons) >= 7
    assert any("like: " in reason for reason in reasons)
    assert any("starred)" in reason for reason in reasons)


def test_a_reason_repeats_no_word() -> None:
    taste = learnt()
    for day in LIST["days"]:
        for found in papers_of(day["papers"]):
            phrases = taste.why(found).phrases
            words = [word.removesuffix("s") for phrase in phrases for word in phrase.split()]
            assert len(words) == len(set(words))


def test_a_reason_is_written_as_a_line() -> None:
    reason = Reason(("HexPlane", "K-Planes"), ("gaussian splatting",), "Kerbl", 3)
    assert str(reason) == "like: HexPlane, K-Planes · gaussian splatting · by Kerbl (3 starred)"
    assert str(Reason((), (), "", 0)) == ""


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("HexPlane: A Fast Representation for Dynamic Scenes", "HexPlane"),
        ("A Survey of Hand Pose Estimation", "A Survey of Hand…"),
        ("Learning Correspondence from the Cycle", "Learning Correspondence…"),
        ("Hands Deep in Learning", "Hands Deep in Learning"),
        ("Large Language Models for Captions of Images", "Large Language Models…"),
        (r"$\mathcal{X}$-Metric: A Study", "𝒳-Metric"),
        ("", ""),
    ],
)
def test_a_title_is_shortened_in_a_reason(title: str, short: str) -> None:
    assert short_title(title) == short


def test_a_paper_has_features_for_and_against_it() -> None:
    favour, against = learnt().heaviest(20)
    assert "hand" in favour
    assert len(favour) == 20
    assert not set(favour) & set(against)


def test_a_paper_has_features_of_words_authors_and_categories() -> None:
    found = features_of(
        Paper(
            "2310.00001", 1, "Gaussian Splatting for 3D Scénes", ("Ana García",), "cs.CV, cs.GR",
            "cs.CV",
            None, None, None, None, None, "We use gaussian-splatting. Splatting it is.",
        )
    )  # fmt: skip
    assert found["gaussian splatting"] == 1.0
    assert found["splatting"] > found["gaussian-splatting"] == 1.0
    assert found["@ana garcia"] == 1.0
    assert found["#cs.CV"] == 2 * found["#cs.GR"] == 2.0
    assert "scene" in found
    assert not {"we", "use", "for", "3d", "scenes", "splatting scenes"} & found.keys()
    assert pairs_of("Learning to See in the Dark Light") == ["dark light"]


def test_the_features_of_a_watch_rule_are_split_at_hyphens() -> None:
    assert features_of_words("test-time adaptation").keys() == {
        "test-time", "adaptation", "test-time adaptation", "test",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "one"),
    [("priors", "prior"), ("studies", "study"), ("classes", "class"), ("boxes", "box"),
     ("glass", "glass"),
     ("corpus", "corpus"), ("analysis", "analysis"), ("gas", "gas"), ("depth", "depth")],
)  # fmt: skip
def test_a_plural_is_read_as_its_singular(word: str, one: str) -> None:
    assert singular(word) == one


def test_a_huge_paper_takes_bounded_work() -> None:
    words = " ".join(f"word{n}" for n in range(150_000))
    authors = tuple(f"A{n}" for n in range(5_000))
    small = features_of(paper(1)._replace(title=words, abstract=words, authors=authors))
    assert len(small) < 4_000


@pytest.mark.parametrize("text", ["", "x", "一种新的方法", "\x00" * 50, "$\\alpha$ " * 40])
def test_papers_with_odd_text_are_ranked_without_an_error(text: str) -> None:
    odd = paper(1)._replace(title=text, abstract=text, authors=(), categories="")
    day = [odd, *papers_of(LIST["days"][0]["papers"])]
    assert sorted(ranked(learnt(), day).order) == list(range(len(day)))
    starred, _ = finish(learn([odd], papers_of(LIST["others"])))
    assert starred is not None
    assert sorted(ranked(starred, day).order) == list(range(len(day)))
    str(starred.why(odd))


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12), st.integers(0, 40))
def test_any_text_trains_and_is_ranked_without_an_error(texts: list[str], stars: int) -> None:
    papers = [
        paper(n)._replace(title=text, abstract=text * 3, authors=(text,), categories=text)
        for n, text in enumerate(texts, 1)
    ]
    starred = [papers[n % len(papers)] for n in range(stars)]
    taste, _ = finish(learn(starred, papers, texts))
    if taste is None:
        assert not stars
        return
    assert sorted(ranked(taste, papers).order) == list(range(len(papers)))
    for found in papers:
        str(taste.why(found))


def test_neighbouring_words_of_an_abstract_are_a_feature_if_a_title_has_them() -> None:
    abstract = "Gaussian splatting of a neural field. Gaussian splatting is fast."
    found = paper(1)._replace(title="Neural Field Splatting", abstract=abstract)
    features = features_of(found, {"gaussian splatting", "neural field"})
    assert features["gaussian splatting"] == pytest.approx(1 + math.log(2))
    assert features["neural field"] == 2.0  # in the abstract and in its own title
    assert features["field splatting"] == 1.0
    assert "splatting fast" not in features
    assert not {"gaussian splatting"} & features_of(found).keys()


def test_words_in_names_are_features() -> None:
    found = paper(1)._replace(title="GaussianImage: A Codec", abstract="A CNN and an iPhone4K.")
    features = features_of(found)
    assert features["gaussian"] == features["image"] == features["gaussianimage"]
    assert features["phone"] == features["iphone4k"] == 1.0
    assert "cnn" in features
    assert words_in_names("StyleGAN2 NeRFs VLMs MLPs SAM2Video The ICLR A3D Text2image") == [
        "style", "gan", "sam", "video", "text", "image",
    ]  # fmt: skip


def test_a_text_of_a_single_word_takes_linear_time() -> None:
    """A pattern that is tried at each letter needs 32 million steps for 8,000 letters."""
    assert words_in_names("a" * 3_000_000) == []
    assert words_in_names("A" * 3_000_000) == []


def test_the_primary_category_weighs_twice_as_much_as_others() -> None:
    features = features_of(paper(1)._replace(categories="cs.CV, cs.GR cs.RO"))
    assert features["#cs.CV"] == 2.0
    assert features["#cs.GR"] == features["#cs.RO"] == 1.0


def test_a_phrase_of_a_starred_title_is_found_in_abstracts() -> None:
    """Both papers have the same words, the second paper never side by side."""
    star = paper(1)._replace(title="Hand Pose", abstract="About it.", authors=())
    side = paper(2)._replace(title="Other", abstract="A hand pose. A blue tree.", authors=())
    apart = paper(3)._replace(title="Other", abstract="A blue hand. A tree pose.", authors=())
    taste, _ = finish(learn([star], [paper(4)._replace(title="Blue Trees", authors=())]))
    assert taste is not None
    assert ranked(taste, [apart, side]).order == (1, 0)


def test_words_of_no_present_paper_do_not_count_in_the_length_of_a_vector() -> None:
    space = all_steps(space_of([{"a": 1.0, "b": 2.0}, {"a": 1.0}, {"c": 1.0}]))
    known = space.vector({"a": 1.0, "b": 2.0})
    assert space.vector({"a": 1.0, "unheard": 1.0, "b": 2.0}) == known
    assert sum(value * value for value in known.values) == pytest.approx(1.0)


def test_a_vector_has_unit_length_and_unknown_words_may_count_in_it() -> None:
    space = Space({"a": 2, "b": 1, "c": 1}, 3, unknown_count=True)
    known = space.vector({"a": 1.0, "b": 2.0})
    assert sum(value * value for value in known.values) == pytest.approx(1.0)
    partly = space.vector({"a": 1.0, "unheard": 1.0})
    assert sum(value * value for value in partly.values) < 0.5
    assert space.vector({}).values == ()


def phrases_of(title: str, abstract: str, *words: str) -> tuple[str, ...]:
    """Return the phrases for a paper if these words speak for it, each as much as the others."""
    found = paper(1)._replace(title=title, abstract=abstract)
    features = features_of(found)
    weighed = {name: 1.0 for name in features if name in words}
    in_stars = Counter(dict.fromkeys(features, 2))
    return Phrases(found, features, weighed, in_stars).chosen()


@pytest.mark.parametrize(
    ("title", "abstract", "words", "shown"),
    [
        ("Test Time Adaptation", "", "test time adaptation", ("test time adaptation",)),
        ("Crowd Counting: Fusion of Views", "", "counting fusion", ("counting", "fusion")),
        ("Open-World Learning", "", "open open-world", ("open-world",)),
        ("A Title", "On the one hand, a word. On the other hand, another.", "hand", ()),
        ("If You Don't Succeed, Try, Try Again", "Given it, given that.", "you try given", ()),
        ("GOAL: Why We Have It", "Being there, being the goal.", "goal why being there", ()),
        ("Banks Improve Video Objects", "", "improve video object", ("video objects",)),
        ("A Title", "A hand and the hands.", "hand", ("hand",)),
        ("A Title", "Clothes are clothes.", "clothe", ("clothes",)),
        ("A Title", "3DGS is not 3DGS.", "dgs", ("3dgs",)),
        ("Supervised", "self-supervision, self-supervision", "supervised self-supervision",
         ("self-supervision",)),
        ("A Representation of Data", "", "representation data", ()),
        ("Floor-SP: Floors", "", "sp", ()),
        ("2DGS-Room: Rooms", "", "dgs", ("2dgs",)),
        ("A Title", "2DGS-Room is 2DGS-Room.", "dgs", ("2dgs",)),
        ("Highly Jointly Learned", "Anomaly after anomaly.", "highly jointly anomaly",
         ("anomaly",)),
        ("Algorithms Learn to Recognize the Third", "", "algorithm learn recognize third", ()),
        ("Development and Evaluation of Scores", "", "development evaluation score", ()),
        ("Progress", "The state-of-the-arts, state-of-the-arts. Success, success.",
         "progress art success", ()),
        ("SegEarth: Segmentation", "", "seg segmentation", ("segmentation",)),
        ("Accurate Scene Text", "", "accurate scene text", ("scene text",)),
        ("Chest X-ray Reports", "", "chest ray report", ("chest x-ray reports",)),
        ("Monocular 3D Detection", "", "monocular detection", ("monocular 3d detection",)),
        ("Faster Baselines: The Ability to Place", "", "faster baseline ability place", ()),
        ("Working Hard & Stable", "", "hard stable", ("stable",)),
        ("Glossy & Stable", "", "glossy stable", ("glossy", "stable")),
        ("A Pipeline of Decoders", "", "pipeline decoder", ("decoders",)),
        ("Decision Boundaries", "", "decision boundary", ("decision boundaries",)),
        ("Editing an Edit", "", "edit editing", ("edit",)),
        ("Maps: Measuring of Crowds", "", "measuring crowd", ("crowds",)),
        ("Real and Arbitrary", "", "real arbitrary", ()),
        ("Defense Against Malicious Text", "", "against malicious", ("malicious",)),
        ("Count in Counting", "", "count counting", ("count",)),
        ("Detectors for Detection", "", "detector detection", ("detection",)),
    ],
)  # fmt: skip
def test_phrases_in_reasons_are_whole_and_informative(
    title: str, abstract: str, words: str, shown: tuple[str, ...]
) -> None:
    assert phrases_of(title, abstract, *words.split(" ")) == shown


def test_a_starred_paper_is_not_named_as_a_reason_for_itself() -> None:
    taste = learnt()
    own = PAPERS[LIST["starred"][0]]
    reason = taste.why(own)
    assert short_title(own.title) not in reason.like
    others = papers_of(LIST["starred"][1:])
    if reason.author:
        assert any(reason.author in author for other in others for author in other.authors)
