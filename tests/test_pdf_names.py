"""Names of PDFs, by a pattern of the user."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.pdf.pdf_names import PATTERN, check_pattern, file_name
from tests.conftest import paper

ONE = paper(1)._replace(
    title="Depth/Height: a \\emph{study} of $\\alpha$?", authors=("Ann Müller",)
)


def test_a_name_has_no_character_that_a_file_system_refuses() -> None:
    assert (
        file_name(PATTERN, ONE, "muller2023depth")
        == "muller2023depth - Depth-Height- a study of α.pdf"
    )


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{id}", "2310.00001.pdf"),
        ("{author}{year} {id}.pdf", "Müller2023 2310.00001.pdf"),
        ("{key}.PDF", "muller2023depth.PDF"),
    ],
)
def test_names_follow_the_pattern_of_the_settings(pattern: str, name: str) -> None:
    assert file_name(check_pattern(pattern), ONE, "muller2023depth") == name


def test_an_old_id_gives_a_single_name_without_a_folder() -> None:
    assert file_name("{id}.pdf", ONE._replace(id="math/0309136"), "k") == "math-0309136.pdf"


@given(st.text(), st.text(min_size=1))
def test_any_title_gives_a_name_of_bounded_length(title: str, key: str) -> None:
    name = file_name(PATTERN, ONE._replace(title=title or "x"), key[:60])
    assert len(name.encode()) <= 260
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith(".")
    assert name.endswith(".pdf")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("{title}.pdf", "needs {key} or {id}"), ("{id} {foo}", "no {foo}"), ("a/{id}.pdf", "folder")],
)
def test_a_pattern_that_gives_no_file_names_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_pattern(pattern)
