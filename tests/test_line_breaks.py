"""Lines break where Textual breaks them, and a long abstract begins at its claim."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from arxtui.ui.panes.detail_lines import from_claim
from arxtui.ui.panes.line_breaks import _NARROW, lines_of
from arxtui.ui.panes.paper_text import PaperText
from arxtui.ui.panes.render import UNICODE

LETTERS = st.sampled_from("ab é漢\u0301-\u2013 \n")


def broken(text: str, width: int) -> list[str]:
    return [text[start:stop] for start, stop in lines_of(text, width)]


@given(st.text(LETTERS, max_size=80), st.integers(2, 30))
def test_lines_break_where_textual_breaks_them(text: str, width: int) -> None:
    lines = [line.plain.rstrip() for line in Content(text).wrap(width)]
    assert broken(text, width) == lines


@pytest.mark.parametrize("width", [7, 20, 78])
def test_plain_sentences_break_where_textual_breaks_them(width: int) -> None:
    text = "We propose a method,  which is “new”.\n\nIts incomprehensibilities are naïve. " * 9
    lines = [line.plain.rstrip() for line in Content(text).wrap(width)]
    assert broken(text, width) == lines


def test_each_character_counted_as_narrow_takes_a_single_cell() -> None:
    narrow = re.compile(f"[{_NARROW}]")
    taken = [chr(code) for code in range(0x3000) if narrow.fullmatch(chr(code))]
    assert len(taken) > 600
    assert [sign for sign in taken if cell_len(sign) != 1] == []


HEAD = "Title\nAuthors\n2310.00001\n"
BEFORE = "Nobody has said this before in so many words. " * 6
CLAIM = "We say it now. "
AFTER = "It was high time for that, as we show at length. " * 9


@pytest.mark.parametrize("height", range(1, 40))
def test_no_more_sentences_are_skipped_than_needed(height: int) -> None:
    abstract = BEFORE + CLAIM + AFTER.rstrip()
    plain = HEAD + abstract + "\n\nSubmitted  2023"
    body = len(HEAD)
    text = PaperText(Content(plain), body, body + len(BEFORE), body + len(abstract))
    lines = from_claim(text, 40, height, UNICODE)
    shown = [lines.text.plain[start:stop] for start, stop in lines.offsets]
    before = len(Content(BEFORE.rstrip()).wrap(40))
    too_many = 3 + len(Content(abstract).wrap(40)) - height
    assert shown[:3] == HEAD.splitlines()
    if too_many <= 0:
        assert shown == [line.plain.rstrip() for line in Content(plain).wrap(40)]
        assert lines.skipped == 0
        return
    rest = " ".join(shown[3 : shown.index("")])
    assert rest.startswith(("… Nobody has said", "… We say it now"))
    assert abstract.endswith(rest.removeprefix("… "))
    sentence = 2  # lines
    assert min(too_many, before) <= lines.skipped <= min(too_many + sentence, before)
    assert lines.ends(len(lines.offsets)) == (0, 0)


def shown_of(abstract: str, words: str, room: int, claim: str = CLAIM) -> str:
    """Return the abstract as shown in `room` lines after a search for these words."""
    plain = HEAD + abstract + "\n\nSubmitted  2023"
    body = len(HEAD)
    at = None
    if claim in abstract:
        at = body + abstract.index(claim)
    matches = tuple(
        sorted(
            found.span() for word in words.split() for found in re.finditer(word, plain, re.I)
        )
    )
    text = PaperText(Content(plain), body, at, body + len(abstract), matches)
    lines = from_claim(text, 40, 3 + room, UNICODE)
    shown = [lines.text.plain[start:stop] for start, stop in lines.offsets]
    assert lines.skipped == 0 or lines.head == 3
    return " ".join(shown[3 : 3 + room])


def test_a_long_abstract_begins_where_searched_words_are_visible_after_a_search() -> None:
    before = "Nothing is new. Splatting is fast. " + BEFORE
    abstract = before + CLAIM + AFTER
    assert shown_of(abstract, "unheard", 3).startswith("… We say it now.")
    assert shown_of(abstract, "splatting", 3).startswith("… Splatting is fast.")
    assert shown_of(abstract, "NOTHING", 3).startswith("Nothing is new. Splatting")
    assert shown_of(abstract, "nothing splatting", 3).startswith("Nothing is new. Splatting")


def test_words_in_title_or_claim_do_not_move_the_beginning_of_the_abstract() -> None:
    abstract = "Titles are fast. " + BEFORE + CLAIM + AFTER
    assert shown_of(abstract, "title", 3).startswith("… We say it now.")
    assert shown_of(abstract, "now", 3).startswith("… We say it now.")
    assert shown_of(abstract, "so many words it was", 3).startswith("… Nobody has said this")


@pytest.mark.parametrize("claim", [CLAIM, "no claim"])
def test_the_only_match_far_below_is_visible_after_a_search(claim: str) -> None:
    abstract = BEFORE + CLAIM + AFTER + "Robots are last. " + AFTER
    assert shown_of(abstract, "robots", 3, claim).startswith("… Robots are last.")


def test_a_match_at_the_end_of_a_very_long_sentence_is_visible_after_a_search() -> None:
    abstract = "It goes on " * 40 + "until splatting ends. " + CLAIM + AFTER * 3
    shown = shown_of(abstract, "splatting", 2)
    assert "splatting ends" in shown
    assert shown.startswith("… ")


@pytest.mark.parametrize("room", range(-2, 30))
@pytest.mark.parametrize("words", ["many", "length", "words length", "submitted", "say"])
def test_a_searched_word_is_visible_in_any_room(words: str, room: int) -> None:
    abstract = BEFORE + CLAIM + AFTER
    shown = shown_of(abstract, words, room)
    if room > 1 and words != "submitted":
        assert any(word in shown for word in words.split())
