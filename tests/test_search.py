"""The search: finds the wanted paper, narrows, corrects, highlights; its amount of work."""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from arxtui.query import QueryError, parse
from arxtui.search import SCORED, Hits, Index, Passes, finish, spans, terms
from arxtui.sources.forms import read
from arxtui.store.heads import head_of
from tests.conftest import SEEDS

PAPERS = read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "seeds").papers
HEADS = [head_of(paper, "", "") for paper in PAPERS]
LINES = [head.line for head in HEADS]
DATA = Path(__file__).parent / "data" / "queries_seed_day.jsonl"
QUERIES = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.fixture
def index() -> Index:
    return Index(LINES)


def hits(
    index: Index, free: Sequence[str], passes: Passes | None = None, limit: int = SCORED
) -> Hits:
    found = finish(index.search(free, passes, limit))
    assert found is not None
    return found


def first(index: Index, text: str) -> str:
    rows = hits(index, parse(text).words).rows
    return HEADS[rows[0]].id if rows else ""


def test_queries_on_the_seed_day_find_the_wanted_paper(index: Index) -> None:
    """Known-item queries of 17 kinds, with typos; words that only abstracts have are not here."""
    ranks = []
    for query in QUERIES:
        if query["kind"] != "abs_words":
            ids = [HEADS[row].id for row in hits(index, parse(query["q"]).words, limit=10).rows]
            ranks.append(1 / (ids.index(query["id"]) + 1) if query["id"] in ids else 0.0)
    assert len(ranks) == 100
    assert sum(ranks) / len(ranks) >= 0.97
    assert sum(map(bool, ranks)) == len(ranks)


def test_word_order_prefixes_accents_ids_and_versions_are_matched(index: Index) -> None:
    for text in (
        "discovery category generalized",
        "gener categ disc",
        "XU zenglin",
        "2310.19210",
        "2310.19210v1",
        "arXiv:2310.19210",
        "https://arxiv.org/pdf/2310.19210v1.pdf",
        "gcdcac",
    ):
        assert first(index, text) == "2310.19210", text
    assert first(index, "janjos unscented") == "2310.19944"


def test_a_typo_is_corrected_and_reported_only_when_nothing_matches(index: Index) -> None:
    assert hits(index, ["diffusion"]).tier == "exact"
    close = hits(index, ["difusoin"])
    assert (close.tier, close.corrected) == ("close", (("difusoin", "diffusion"),))
    assert "rapidfuzz" in sys.modules
    part = hits(index, ["category", "zqxjkv", "discovery"])
    assert part.tier == "part"
    assert HEADS[part.rows[0]].id == "2310.19210"
    assert hits(index, ["zqxjkv"]).rows == ()


def test_an_unknown_word_with_a_dot_or_slash_is_split(index: Index) -> None:
    assert first(index, "category/discovery") == "2310.19210"
    assert hits(index, ["category/discovery"]).tier == "exact"
    assert hits(index, ["category/zqxjkv"]).tier == "part"
    assert hits(index, ["2310.99999"]).rows == ()


def test_an_exact_search_does_not_call_rapidfuzz() -> None:
    code = (
        "import sys; from arxtui.search import Index, finish, spans; index = Index([' a abcdf | c ,"
        " | 1 | ab '])\nassert finish(index.search(['a'])).rows; spans('a b', ['a'])\nassert"
        " 'rapidfuzz' not in sys.modules; finish(index.search(['abcde'])); assert 'rapidfuzz' in"
        " sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SEEDS.parent)


def test_a_pasted_abstract_takes_bounded_work(index: Index) -> None:
    assert hits(index, parse(PAPERS[0].abstract.replace('"', "")[:2000]).words).tier == "part"
    assert index.looked <= len(LINES) * (16 + 10)


def test_short_queries_read_only_the_newest_allowed_lines() -> None:
    many = Index(LINES * 400)
    assert hits(many, ["di"]).total == 1_000
    assert many.looked < len(LINES) * 400
    oldest = next(row for row, line in enumerate(LINES) if " di" in line)
    assert hits(many, ["di"], lambda row: row == oldest).rows == (oldest,)
    many.retag(0, "qx wz")
    assert hits(many, ["qx", "wz"]).rows == (0,)


def test_narrowing_a_query_reads_only_the_remaining_lines(index: Index) -> None:
    finish(index.warm())
    hits(index, ["d"])
    assert index.looked <= 90 + SCORED
    for end in range(2, len("diffusion") + 1):
        before = hits(index, ["diffusion"[: end - 1]]).total
        hits(index, ["diffusion"[:end]])
        assert index.looked <= max(before, 1) * 2 + 90 * (end == 3)
    again = Index(LINES)
    assert hits(index, ["diffusion"]) == hits(again, ["diffusion"])


def test_typing_and_deleting_gives_the_hits_of_a_fresh_search(index: Index) -> None:
    chance = random.Random(3)
    text = ""
    for _ in range(400):
        text = text[:-1] if chance.random() < 0.35 else text + chance.choice("aeinorst dlg-")
        words = parse(text.replace("-", " ")).words
        assert hits(index, words) == hits(Index(LINES), words), text


# Written together, written apart


FORMS = ("A Multi-View Stereo", "A Multiview Stereo", "A multi view stereo")


@pytest.mark.parametrize(
    "typed", ["multi-view", "multi view", "multiview", "Multi-View stereo", "stereo multiview"]
)
@pytest.mark.parametrize("warm", [False, True])
def test_hyphened_spaced_and_joined_words_match_each_other(typed: str, warm: bool) -> None:
    others = ["A multi task review of stereo", "View of multi modal stereo nets"]
    made = Index([made_line(title) for title in (*others, *FORMS)])
    if warm:
        finish(made.warm())
    found = hits(made, parse(typed).words).rows
    assert set(found[:3]) == {2, 3, 4}


def test_a_word_is_not_split_across_a_stop_word() -> None:
    made = Index(
        [made_line(title) for title in ("Nets for estimation", "A long day", "Data based nets")]
    )
    finish(made.warm())
    for typed in ("forest", "along", "database"):
        assert hits(made, [typed]).tier != "exact", typed


def made_line(title: str, authors: str = "Ann Lee, Bob Ray") -> str:
    return head_of(PAPERS[0]._replace(title=title, authors=tuple(authors.split(", "))), "", "").line


# The order of hits


def test_two_surnames_of_the_same_author_list_rank_before_scattered_words() -> None:
    made = Index(
        [
            made_line("Some title", "Jan Wang, Eva Yang"),
            made_line("Some title", "Wang Yang Li, Bob Ray"),
            made_line("Yang and Wang filters", "Ann Lee"),
            made_line("Yang filters", "Jan Wang"),
        ]
    )
    assert hits(made, ["wang", "yang"]).rows[0] == 0
    assert hits(made, ["yang", "wang"]).rows[0] == 0


def test_words_in_the_typed_order_rank_before_scattered_words() -> None:
    made = Index(
        [
            made_line("Neural radiance fields of a city"),
            made_line("Fields that are neural, with radiance"),
            made_line("Radiance fields, neural"),
        ]
    )
    assert hits(made, ["neural", "radiance", "fields"]).rows[0] == 0
    assert hits(made, ["neural", "radiance", "fie"]).rows[0] == 0


def test_equal_hits_are_ordered_by_standing_and_then_newest_first() -> None:
    made = Index([made_line("Zebra stripes")] * 300)
    assert hits(made, ["zebra"]).rows[:2] == (299, 298)
    for row, standing in ((7, 1), (3, 2), (250, 2), (120, 4), (0, 3)):
        made.set_standing(row, standing)
    assert hits(made, ["zebra"]).rows[:6] == (120, 0, 250, 3, 7, 299)
    assert hits(made, ["zebar"]).rows[:6] == (120, 0, 250, 3, 7, 299)
    worse = Index([made_line("Prezebras of stripes"), made_line("Zebra stripes")])
    worse.set_standing(0, 4)
    assert hits(worse, ["zebra"]).rows == (1, 0)


def test_a_word_missing_from_all_hits_is_named() -> None:
    made = Index([made_line(title) for title in ("Zebra stripes", "Quagga dots", "Okapi quagga")])
    found = hits(made, ["zebra", "xylophone"])
    assert (found.tier, found.lacking, found.unknown) == ("part", ("xylophone",), True)
    found = hits(made, ["zebra", "quagga"])
    assert (found.tier, found.lacking, found.unknown) == ("part", ("quagga",), False)
    assert hits(made, ["zebra", "stripes", "dots"]).lacking == ("dots",)
    assert hits(made, ["zebra"]).lacking == ()
    assert hits(made, ["zebar"]).lacking == ()


# Looked up in the words


def test_looking_words_up_equals_searching_the_lines(index: Index) -> None:
    """Letters, signs, ids, categories, parts of words, new tags: warm and cold find the same."""
    cold = Index(LINES)
    finish(index.warm())
    index.retag(5, "zebra-neural x9y")
    cold.retag(5, "zebra-neural x9y")
    chance = random.Random(2)
    parts = [
        "cs.",
        "cs.c",
        "2310.19",
        "v2x",
        "3d",
        "gpt-",
        "zebr",
        "x9y",
        "neur",
        "tio",
        "ing",
        "20",
    ]
    for _ in range(300):
        line = chance.choice(LINES)
        at = chance.randrange(len(line) - 8)
        parts.append(line[at : at + chance.randrange(2, 8)].strip())
    for part in parts:
        for word in terms([part]):
            mine = hits(index, [word])
            if mine.tier == "exact":
                assert mine.rows == hits(cold, [word]).rows, word


def test_looking_a_word_up_reads_no_other_line() -> None:
    many = Index([*LINES * 20, made_line("Zebra stripes")])
    finish(many.warm())
    assert hits(many, ["zebra"]).total == 1
    assert many.looked < 10
    hits(many, ["zebra", "diffusion"])
    assert many.looked < 200


def test_changed_tags_are_searched(index: Index) -> None:
    row = next(at for at, head in enumerate(HEADS) if head.id == "2310.19231")
    assert hits(index, ["zebra"]).rows == ()
    index.retag(row, "zebra neural-fields")
    assert hits(index, ["zebra"]).rows == (row,)
    assert hits(index, ["neural-fields", "schmitt"]).rows[0] == row
    assert hits(index, ["zebar"]).corrected == (("zebar", "zebra"),)
    index.retag(row, "")
    assert hits(index, ["zebra"]).rows == ()


def test_typos_in_changed_tags_are_corrected_as_in_a_fresh_index(index: Index) -> None:
    chance = random.Random(9)
    hits(index, ["zqxjkv"])  # the vocabulary is there
    tags: dict[int, str] = {}
    for _ in range(60):
        row = chance.randrange(len(LINES))
        tags[row] = " ".join(
            chance.sample(["zebra", "diffusion", "quokka", "neural-fields"], chance.randrange(3))
        )
        index.retag(row, tags[row])
        for typed in ("zebar", "difusoin", "quoka", "neurla felds"):
            assert hits(index, typed.split()) == hits(tagged(tags), typed.split()), typed


def tagged(tags: Mapping[int, str]) -> Index:
    index = Index(LINES)
    for row, text in tags.items():
        index.retag(row, text)
    return index


def test_a_search_takes_small_steps_and_may_stop_after_any(index: Index) -> None:
    many = Index(LINES * 400)
    for left in range(0, 120, 7):
        steps = many.search(["dif"])
        for _ in zip(range(left), steps, strict=False):
            pass
        assert hits(many, ["diff"]).total == hits(index, ["diff"]).total * 400
    assert sum(1 for _ in many.search(["image"])) >= many.looked / 1_000


def test_only_allowed_rows_are_searched(index: Index) -> None:
    some = hits(index, ["diffusion"], lambda row: row % 2 == 0)
    assert some.rows
    assert all(row % 2 == 0 for row in some.rows)
    assert hits(index, ["difusoin"], lambda row: row % 2 == 1).tier == "close"
    assert hits(index, ["diffusion"], some.rows.__contains__) == some
    close = hits(index, ["difusoin", "image"])
    others = set(range(len(LINES))).difference(close.rows)
    assert (close.tier, hits(index, ["difusoin", "image"], others.__contains__).tier) == (
        "close",
        "part",
    )


def test_a_phrase_matches_only_adjacent_words(index: Index) -> None:
    assert first(index, '"clustering assignment"') == "2310.19210"
    assert hits(index, parse('"assignment clustering"').words).tier != "exact"


def test_any_text_is_searched_without_an_error(index: Index) -> None:
    chance = random.Random(5)
    signs = string.printable + "ßøıéŠ中🎈\u0301\u202e\x00"
    for _ in range(1_500):
        text = "".join(chance.choices(signs, k=chance.randrange(1, 25)))
        try:
            words = parse(text).words
        except QueryError:
            continue
        found = hits(index, words)
        assert len(set(found.rows)) == len(found.rows) <= SCORED
        spans(HEADS[0].plain, words, found.corrected)


def test_a_query_is_split_into_terms() -> None:
    assert terms(["cs.cv", "2310.19210v2", "nas-nerf", '"a b"', "end.", "..."]) == (
        "cs.cv", "2310.19210", "nas", "nerf", "a b", "end"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Diffusion for NeRF", ["nerf", "diff"], ["Diff", "NeRF"]),
        ("A Größe matters", ["grosse"], ["Größe"]),
        ("on Ablation", ["ab", "on"], ["on", "Ab"]),
        ("Video Diffusion", ["difusoin"], ["Diffusion"]),
        ("Neural-Fields, again", ["neural", "fields"], ["Neural", "Fields"]),
        ("DrM: Mastering", ['"drm mastering"'], ["DrM: Mastering"]),
        ("GPT-3.5 Turbo", ["gpt-3.5"], ["GPT", "3", "5"]),
        ("on cs.CV", ["cs.cv"], ["cs.CV"]),
        ("nothing", ["x"], []),
    ],
)
def test_spans_mark_the_matched_letters(text: str, words: list[str], marked: list[str]) -> None:
    found = spans(text, words, (("difusoin", "diffusion"),))
    assert [text[start:stop] for start, stop in found] == marked
