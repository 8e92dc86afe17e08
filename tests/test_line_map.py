"""Which line of the list holds which paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arxtui.ui.panes.line_map import LineMap

MAPS = st.integers(1, 30).flatmap(
    lambda papers: st.builds(
        LineMap,
        st.just(papers),
        st.sampled_from([1, 2]),
        st.sets(st.integers(0, papers - 1)).map(lambda rows: tuple(sorted(rows))),
    )
)


def lines_of(lines: LineMap) -> list[tuple[str, int, int]]:
    """Return the content of each line, written out: (heading or paper, row, part)."""
    found = []
    for row in range(lines.papers):
        if row in lines.headings:
            found.append(("heading", row, 0))
        found += [("paper", row, part) for part in range(lines.height)]
    return found


@given(MAPS)
def test_every_line_equals_the_line_of_the_list_written_out(lines: LineMap) -> None:
    written = lines_of(lines)
    assert lines.lines == len(written)
    for line, (kind, row, part) in enumerate(written):
        assert lines.heading_at(line) == (row if kind == "heading" else None)
        assert lines.row_at(line) == row
        if kind == "paper":
            assert lines.part_of(line) == part
            assert lines.line_of(row) == line - part


@given(MAPS, st.integers(0, 60), st.integers(1, 20))
def test_whole_rows_have_all_their_lines_on_the_screen(lines: LineMap, top: int, size: int) -> None:
    top = min(top, lines.lines - 1)
    written = lines_of(lines)
    whole = [
        row
        for row in range(lines.papers)
        if all(("paper", row, part) in written[top : top + size] for part in range(lines.height))
    ]
    assert list(lines.whole_rows(top, size)) == whole


def test_headings_are_found_before_and_after_a_row() -> None:
    lines = LineMap(30, 1, (0, 10, 20))
    assert lines.heading_of(0) == 0
    assert lines.heading_of(19) == 10
    assert lines.next_heading(5, 1) == 10
    assert lines.next_heading(15, -1) == 0
    assert lines.next_heading(25, 1) is None
    assert lines.next_heading(5, -1) is None
    assert LineMap(30).heading_of(5) is None
    assert LineMap(30).next_heading(5, 1) is None


def test_the_work_of_the_line_map_does_not_grow_with_the_papers() -> None:
    lines = LineMap(200_000, 2, tuple(range(0, 200_000, 100)))
    assert lines.row_at(lines.line_of(123_456)) == 123_456
