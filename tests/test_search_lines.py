"""The lines of a search and their words: their content, their memory, their steps."""

from __future__ import annotations

import random
import re
import tracemalloc
from collections.abc import Sequence

import pytest

from arxtui.search import Index, PackedLines, finish
from arxtui.search.vocabulary import Vocabulary
from arxtui.search.vocabulary_builder import learn
from arxtui.search.word_list import NONE, WordList
from arxtui.sources.forms import read
from arxtui.store import Library
from arxtui.store.heads import head_of
from arxtui.text import abstract_line, fold, search_line
from tests.conftest import SEEDS, paper

PAPERS = read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "seeds").papers
LINES = [head_of(paper, "", "").line for paper in PAPERS]
ODD = [" émile zola | λ calculus | 1 | cs cv ", "", " ", "ß", " 点群 | x | 2 | "]


def packed(lines: Sequence[str], sizes: Sequence[int]) -> PackedLines:
    """Return lines, the oldest first, in blocks of these sizes again and again."""
    newest_first = [line.encode() for line in reversed(lines)]
    made = PackedLines()
    at = 0
    number = 0
    while at < len(newest_first):
        size = sizes[number % len(sizes)]
        made.add(newest_first[at : at + size])
        at += size
        number += 1
    return made


@pytest.mark.parametrize("sizes", [(1,), (7, 0, 1, 30), (1_000,)])
def test_packed_lines_equal_the_lines(sizes: Sequence[int]) -> None:
    lines = [*LINES, *ODD, *LINES[:3]]
    made = packed(lines, sizes)
    assert len(made) == len(lines)
    assert [made[row].decode() for row in range(len(lines))] == lines
    assert [line.decode() for line in made.newest_first()] == lines[::-1]
    chance = random.Random(3)
    for part in ("", " a", "the", "diffusion", "é", "群", "zqxj", " | "):
        rows = chance.sample(range(len(lines)), 40)
        fitting = [row for row in rows if part in lines[row]]
        assert made.having(part.encode(), rows) == fitting
        if part:
            found = []
            for number, block in enumerate(made.blocks):
                found += [made.top(number) - at for at in block.having(part.encode())]
            assert found == [row for row in range(len(lines) - 1, -1, -1) if part in lines[row]]


@pytest.mark.parametrize("sizes", [(1,), (7, 30), (1_000,)])
def test_an_index_in_blocks_finds_the_same_as_an_index_of_a_list(sizes: Sequence[int]) -> None:
    lines = [*LINES, *ODD]
    one = Index(packed(lines, sizes))
    other = Index(lines)
    for index in (one, other):
        index.retag(3, "zebra")
        index.retag(len(lines) - 1, "quagga")
        index.retag(3, "okapi")
    for warm in (False, True):
        for text in ("okapi", "zebra", "quagga", "diffusion", "a", "im a", "difusoin"):
            words = text.split()
            assert finish(one.search(words)) == finish(other.search(words)), (warm, text)
        finish(one.warm())
        finish(other.warm())


def numbered(count: int) -> list[str]:
    """Return lines of realistic length, each with words that no other line has."""
    return [f"{LINES[at % len(LINES)]}| method{at:x} author{at:x} " for at in range(count)]


def test_lines_and_words_take_less_than_twice_the_bytes_of_the_lines() -> None:
    """Every paper costs memory for as long as the screen is open: DESIGN has 100 MB for 100,000."""
    made = packed(numbered(5_000), (600,))
    size = sum(map(len, made.newest_first()))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    index = Index(made)
    finish(index.warm())
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert sum(len(block.text) + 4 * len(block.starts) for block in made.blocks) < 1.1 * size
    assert taken < 0.9 * size


def test_the_words_of_a_few_lines_are_learnt_in_a_step() -> None:
    lines = numbered(3_000)
    assert sum(1 for _ in Index(packed(lines, (600,))).warm()) >= len(lines) / 200
    assert sum(1 for _ in Index(lines).warm()) >= len(lines) / 200


def test_similar_words_are_compared_in_steps() -> None:
    """A step compares a fixed number of words, however few of them are near the term."""
    ends = [f"{number:b}".translate({48: 97, 49: 98}) for number in range(4_096, 6_096)]
    words = [f"{first}{second}{end}" for first in "abcd" for second in "ab" for end in ends]
    vocabulary = finish(learn([[(row, word)] for row, word in enumerate(words)]))
    assert len(set(words)) == len(words)
    assert sum(1 for _ in vocabulary.near("zaaaaaaaaaaaaaa")) >= 2
    assert finish(vocabulary.near(words[5][:-1] + "c"))[0] == (words[4], 1.0)


def test_a_word_list_contains_exactly_its_words() -> None:
    words = sorted({word for line in [*LINES, *ODD] for word in line.split() if len(word) > 2})
    made = WordList()
    for start in sorted({word[:2] for word in words}):
        made.add(start, [word for word in words if word[:2] == start])
    assert [made[number] for number in range(len(made))] == words
    assert [made.number(word) for word in words] == [*range(len(words))]
    for other in ("", "zz", "diffusio", "diffusions", "aaa", "λ"):
        assert made.number(other) == NONE
    assert made.some(range(3, 9)) == words[3:9]
    for part in ("ffus", "ima", "é", "zqxj"):
        numbers = made.having(part, range(5, len(words)))
        assert numbers == [number for number in range(5, len(words)) if part in words[number]]
    assert [start for start, _ in made.groups()] == sorted({word[:2] for word in words})


def test_changed_words_are_found_in_their_rows() -> None:
    vocabulary: Vocabulary = finish(learn([[(2, "zebra dots"), (1, "zebra")], [(0, "dots")]]))
    assert (sorted(vocabulary.rows("zebra")), sorted(vocabulary.rows("dots"))) == ([1, 2], [0, 2])
    vocabulary.change(1, "zebra", "okapi zebra dots")
    vocabulary.change(0, "dots", "")
    assert (sorted(vocabulary.rows("dots")), vocabulary.has("okapi")) == ([1, 2], True)
    assert finish(vocabulary.rows_with("ots", 9)) == [2, 1]
    assert finish(vocabulary.rows_with("kap", 9)) == [1]
    assert finish(vocabulary.near("okapj")) == (("okapi", 1.0),)
    vocabulary.change(1, "okapi zebra dots", "")
    vocabulary.change(2, "zebra dots", "dots")
    assert not vocabulary.has("zebra")
    assert finish(vocabulary.near("zebar")) == ()
    assert finish(vocabulary.rows_with("zebr", 9)) == []


def test_heads_are_read_a_few_hundred_lines_at_a_time(library: Library) -> None:
    papers = [paper(number, title=f"{number} {'long ' * 80}") for number in range(1_000)]
    with library.loading() as load:
        load.put(papers, {"name": "many"})
    steps = [*library.papers.head_lines()]
    assert sum(map(len, steps)) == len(papers)
    assert max(sum(map(len, lines)) for lines in steps) < 1 << 18
    assert max(map(len, steps)) < 700


def by_pattern(text: str) -> str:
    """Return the words of a text as a single slow pattern finds them."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def joined_by_pattern(text: str) -> str:
    """Return the hyphenated words of an abstract, each joined and with a blank behind it."""
    pieces = [piece.strip("-") for piece in re.sub(r"[^a-z0-9-]", " ", fold(text)).split()]
    wanted = [piece for piece in pieces if "-" in piece and "--" not in piece]
    return "".join(piece.replace("-", "") + " " for piece in wanted)


def test_lines_have_the_same_words_as_by_the_slow_pattern() -> None:
    chance = random.Random(11)
    signs = ["a", "B", "9", "é", " ", "  ", "-", "--", ".", ", ", ",", "_", "\n", "\t", "(", "ø"]
    for _ in range(3_000):
        text = "".join(chance.choices(signs, k=chance.randrange(1, 16)))
        assert abstract_line(text).decode().split(" | ")[0] == by_pattern(text), repr(text)
        names = " , ".join(by_pattern(name) for name in text.split(", "))
        assert search_line("T", text, "1", "c") == f" t | {names} , | 1 c | t ", repr(text)
        plain = text.replace("é", "e").replace("ø", "o")
        assert abstract_line(plain).decode().split(" | ")[1] == joined_by_pattern(plain)


def test_a_letter_without_a_small_form_is_found_in_small_letters() -> None:
    line = head_of(paper(1, title=r"Curves in $\mathbb R^k$ by $\mathcal{G}$"), "", "").line
    assert line.startswith(" curves in rk by g | ")
    assert abstract_line("Over ℝ.") == b"over r | "
