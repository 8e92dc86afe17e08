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
