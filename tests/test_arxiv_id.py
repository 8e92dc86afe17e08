"""Ids as people have them on the clipboard: all spellings are read, other texts get a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.arxiv_id import (
    BARE_ID,
    ImpossibleId,
    NotAnId,
    ids_in,
    is_id,
    parse_id,
    split_ids,
    without_subject,
)

SPELLED = [
    "{id}", " {id}\n", "{id}v3", "{id}V3", "{id}.", "({id})", "[{id}]", "<{id}>", '"{id}"',
    "“{id}”", "'{id}',",
    "{id}/",
    "arXiv:{id}", "arXiv: {id}", "arxiv : {id}", "ARXIV:{id}v2", "arXiv:{id}v1 [cs.CV]",
    "arXiv:{id} [hep-th]",
    "arXiv:{id}v1  [cs.CV]  30 Oct 2023", "[{id}] A Title of a Browser's Tab", "arXiv.{id}",
    "arXiv {id}", "{id}v1.pdf",
    "arxiv.org/abs/{id}", "https://arxiv.org/abs/{id}", "http://arxiv.org/abs/{id}v2",
    "HTTPS://ARXIV.ORG/ABS/{id}",
    "https://www.arxiv.org/abs/{id}/", "https://export.arxiv.org/abs/{id}",
    "https://browse.arxiv.org/html/{id}v1",
    "https://de.arxiv.org/abs/{id}", "//arxiv.org/abs/{id}", "https://arxiv.org:443/abs/{id}",
    "arxiv.org/{id}",
    "https://arxiv.org/pdf/{id}", "https://arxiv.org/pdf/{id}v2.pdf",
    "https://arxiv.org/pdf/{id}.pdf#page=3",
    "https://arxiv.org/html/{id}v1", "https://arxiv.org/html/{id}v1#S3.F1",
    "https://arxiv.org/html/{id}v1/x1.png",
    "https://arxiv.org/abs/{id}?context=cs.LG", "https://arxiv.org/abs/{id}#c",
    "https://arxiv.org/abs/{id}).",
    "http://arxiv.org/abs/arXiv:{id}", "https://arxiv.org/format/{id}",
    "https://arxiv.org/e-print/{id}",
    "https://doi.org/10.48550/arXiv.{id}", "10.48550/arXiv.{id}", "doi:10.48550/arXiv.{id}",
    "doi: 10.48550/ARXIV.{id}",
    "https://dx.doi.org/10.48550/arXiv.{id}", "oai:arXiv.org:{id}", "OAI:arXiv.org:{id}v2",
    "abs/{id}", "pdf/{id}",
    "https://www.alphaxiv.org/abs/{id}v1", "https://alphaxiv.org/ko/overview/{id}",
    "https://huggingface.co/papers/{id}",
    "https://ar5iv.org/abs/{id}", "https://ar5iv.labs.arxiv.org/html/{id}",
    "https://www.semanticscholar.org/arxiv/{id}",
    "https://scirate.com/arxiv/{id}", "<https://arxiv.org/abs/{id}>", "arXiv%3A{id}",
    "arXiv:{id}v1 1 Feb 2001", "Cite as: arXiv:{id} [cs.CV]",
    "arXiv:{id}v2 [cs.CV] for this version",
    "arXiv:{id} [cs.CV] (or arXiv:{id}v1 [cs.CV] for this version)", "arXiv:{id} [cs.CV, stat.ML]",
    "{id} (v2)",
    "arXiv:{id} (cross-list from cs.LG)", "{id} v2", "arXiv preprint arXiv:{id}",
    "arXiv preprint arXiv:{id}, 2023",
    "arXiv e-prints, arXiv:{id}", "CoRR, abs/{id}", "CoRR abs/{id}",
    "doi: https://doi.org/10.48550/arXiv.{id}",
    "URL: https://arxiv.org/abs/{id}", "PDF: https://arxiv.org/pdf/{id}", "e-print: {id}",
    "arXiv\uff1a{id}",
    "view-source:https://arxiv.org/abs/{id}",
    "https://web.archive.org/web/20240101000000/https://arxiv.org/abs/{id}",
    r"\url{{https://arxiv.org/abs/{id}}}", r"\href{{https://arxiv.org/abs/{id}}}{{arXiv:{id}}}",
    "[arXiv:{id}](https://arxiv.org/abs/{id})", "[{id}](https://arxiv.org/abs/{id}v2)",
    '<a href="https://arxiv.org/abs/{id}">{id}</a>',
    "\ufeff{id}", "\u200b{id}\u200b", "arXiv:\u00a0{id}", "\u202a{id}\u202c", "{id}\r\n",
]  # fmt: skip
IDS = [
    "2310.19231",
    "1501.00001",
    "0704.0001",
    "1412.6980",
    "hep-th/9901001",
    "cs/0007026",
    "math/0703001",
]


@pytest.mark.parametrize("spelled", SPELLED)
@pytest.mark.parametrize("paper_id", IDS)
def test_every_spelling_of_an_id_is_read(spelled: str, paper_id: str) -> None:
    assert parse_id(spelled.format(id=paper_id))[0] == paper_id


@pytest.mark.parametrize(
    ("text", "version"),
    [("2310.19231", None), ("arXiv:2310.19231v2 [cs.CV]", 2),
     ("https://arxiv.org/pdf/2310.19231v12.pdf", 12),
     ("oai:arXiv.org:2310.19231v9999", 9999)],
)  # fmt: skip
def test_the_version_of_an_id_is_read(text: str, version: int | None) -> None:
    assert parse_id(text) == ("2310.19231", version)


@pytest.mark.parametrize(
    "text",
    ["math.GT/0309136", "math.GT/0309136v1", "MATH.gt/0309136", "arXiv:math.GT/0309136",
     "math/0309136",
     "https://arxiv.org/abs/math.GT/0309136v2", "math\u200b/0309136",
     "arxiv.org/abs/math%2F0309136"],
)  # fmt: skip
def test_an_old_id_loses_its_subject_class(text: str) -> None:
    assert parse_id(text)[0] == "math/0309136"


def test_an_old_id_is_read_with_other_dashes_or_without_dashes() -> None:
    for text in (
        "hep-th/9901001",
        "hep\u2010th/9901001",
        "hep\u2013th/9901001",
        "hepth/9901001",
        "Hep-Th/9901001",
    ):
        assert parse_id(text)[0] == "hep-th/9901001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "2310.1921",
            (
                "since 1501 five digits stand behind the dot; a spreadsheet drops the last 0:"
                " 2310.19210?"
            ),
        ),
        ("2313.12345", "there is no month 13"),
        ("2300.12345", "there is no month 00"),
        ("0700.0001", "there is no month 00"),
        ("0703.0001", "ids of this form begin with 0704, April 2007"),
        ("9901.12345", "ids of this form begin with 0704, April 2007"),
        ("1412.12345", "before 1501 four digits stand behind the dot"),
        (
            "1501.1234",
            (
                "since 1501 five digits stand behind the dot; a spreadsheet drops the last 0:"
                " 1501.12340?"
            ),
        ),
        (
            "704.0001",
            "four digits stand before the dot; a spreadsheet drops the first 0: 0704.0001?",
        ),
        ("2310.192311", "since 1501 five digits stand behind the dot"),
        ("hep-th/0704001", "ids of this form end with 0703, March 2007"),
        ("hep-th/9913001", "there is no month 13"),
        ("hep-th/990100", "seven digits stand behind the slash"),
        ("maths/0309136", "no archive maths had ids of this form: did you mean math?"),
        ("stat/0309136", "no archive stat had ids of this form"),
        ("2310.19231v0", "its versions are v1, v2, …, not v0"),
        ("2310.19231v12345", "its versions are v1, v2, …, not v12345"),
    ],
)
def test_an_id_that_arxiv_can_never_have_given_is_refused_with_the_reason(
    text: str, reason: str
) -> None:
    for spelled in (text, f"arXiv:{text}", f"https://arxiv.org/abs/{text}"):
        with pytest.raises(ImpossibleId) as refused:
            parse_id(spelled)
        assert str(refused.value) == f"{refused.value.paper_id} is not an arXiv id: {reason}"


@pytest.mark.parametrize(
    "text",
    ["", " ", "nonsense", "2310", "10.1109/CVPR52729.2023.01234",
     "https://doi.org/10.1109/2310.19231", "-2310.19231",
     "https://evil.example/abs/2310.19231", "https://arxiv.org.evil.example/abs/2310.19231",
     "a 2310.19231",
     "https://user@arxiv.org/abs/2310.19231", "https://xarxiv.org/abs/2310.19231",
     "file:///abs/2310.19231",
     "javascript:2310.19231", "２310.19231", "\x1b[31m2310.19231", "2310.19231\x00",
     "2310.19231;rm",
     "../2310/19231",
     "2310.19231 2310.19232", "2310.19231 (2310.19232)", "Cite as: see 2310.19231",
     "https://arxiv.org/list/cs.CV/recent", "arxiv.org/abs/", "v1", "x" * 100_000,
     "https://arxiv.org/abs/2310.19231" + "?x" * 1_000],
)  # fmt: skip
def test_other_texts_are_not_ids(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(NotAnId) as refused:
        parse_id(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400


TEXT = st.lists(
    st.one_of(
        st.sampled_from(IDS),
        st.sampled_from(SPELLED).map(lambda spelled: spelled.format(id="2310.19231")),
        st.sampled_from(
            [
                "arXiv:",
                "https://arxiv.org/abs/",
                "v",
                "/",
                ".",
                " ",
                "\n",
                "math.GT/",
                "%2",
                "[",
                "]",
                "\t",
            ]
        ),
        st.text(max_size=8),
        st.from_regex(r"\d{1,9}", fullmatch=True),
    ),
    max_size=6,
).map("".join)


@given(TEXT)
def test_only_a_checked_id_is_passed_on(text: str) -> None:
    try:
        paper_id, version = parse_id(text)
    except NotAnId as why:
        paper_id = "2310.19231"
        version = None
        assert str(why).isprintable()  # noqa: PT017 (either way there is something to look at)
    assert BARE_ID.fullmatch(paper_id)
    assert without_subject(paper_id) == paper_id
    assert version is None or 1 <= version <= 9999
    assert parse_id(paper_id) == (paper_id, None)
    assert parse_id(f"arXiv:{paper_id}v7") == (paper_id, 7)


@given(TEXT)
def test_the_number_of_ids_read_from_a_text_is_bounded(text: str) -> None:
    found = list(ids_in(text))
    assert all(BARE_ID.fullmatch(paper_id) for paper_id, _ in found)
    pieces = split_ids(text)
    assert len(pieces) <= len(text)
    assert sum(map(len, pieces)) <= len(text)


@pytest.mark.parametrize(
    "part",
    ["a", "1", "a/", "a-", "arxiv:", "arxiv ", "arxiv.org/", "a.", "%2", "[", "v1", "x/1234567 "],
)
def test_a_long_text_is_read_without_backtracking(part: str) -> None:
    """Each of these is one where a pattern that goes back and forth would never end."""
    for text in (part * (1_999 // len(part)), "arxiv.org/" + part * (1_900 // len(part)) + "!x"):
        assert not is_id(text)
    assert list(ids_in(part * 50_000)) == []


def test_only_unmistakable_ids_are_read_from_prose() -> None:
    text = (
        "arXiv preprint arXiv:2310.19231v2, see http://arxiv.org/abs/math.GT/0309136; CoRR"
        " abs/2310.19233, "
        r"10.48550/arXiv.2310.19235 and 2310.19236 alone,"
        r" \url{https://arxiv.org/pdf/2310.19238.pdf}, "
        "huggingface.co/papers/2310.19237, arXiv: 1501.00001, arXiv:2313.00001,"
        " 10.1109/abs2310.19239, "
        "arXiv preprint arXiv-2310.19241, arXiv.2310.19242"
    )
    assert list(ids_in(text)) == [
        ("2310.19231", 2), ("math/0309136", None), ("2310.19233", None), ("2310.19235", None),
        ("2310.19238", None),
        ("2310.19237", None), ("1501.00001", None), ("2310.19241", None), ("2310.19242", None),
    ]  # fmt: skip


def test_a_text_is_split_into_ids_by_lines_and_words() -> None:
    text = (
        "\ufeffarXiv: 2310.19231v1 [cs.CV]\n2310.19232 arXiv:2310.19233\n\n2310.19234\tunread\tA"
        " title\tAnn Lee\narXiv: 2310.19235 [cs.LG] 2310.19236\nnonsense\r\n"
    )
    assert split_ids(text) == [
        "\ufeffarXiv: 2310.19231v1 [cs.CV]", "2310.19232", "arXiv:2310.19233", "2310.19234",
        "2310.19235", "2310.19236",
        "nonsense",
    ]  # fmt: skip
