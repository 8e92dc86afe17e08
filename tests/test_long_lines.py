"""Long lines of a journal: reading in steps gives the same acts as reading at once."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from arxtui.store.act import Act
from arxtui.store.act_line import act_of, encode
from arxtui.store.long_line import LongLine, in_steps, unless_long
from tests.long_library import take


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line,
        lambda line: line.replace(b'"pile":"read"', b'"pile":"reed"', 1),
        lambda line: line.replace(b'"2501.00007"', b'"2501.0007"', 1),
        lambda line: line[:-3] + b'0"}',
        lambda line: line.replace(
            b'"was":{', b'"was":{"2501.00001":{"note":["},\\"2501.1\\":{",null]},', 1
        ),
        lambda line: line.replace(b'{"t"', b'{ "t"', 1),
        lambda line: line.replace(b'"ids":["2501.00000",', b'"ids":[7,', 1),
        lambda line: line.replace(b'"set":{', b'"set":{"x":{"was":{}},', 1),
    ],
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_long_line_is_read_in_steps_as_it_is_at_once(
    change: Callable[[bytes], bytes], is_sealed: bool
) -> None:
    ids = tuple(f"2501.{at:05d}" for at in range(9_000))
    each: dict[str, dict[str, Any]] = {}
    was: dict[str, dict[str, tuple[Any, str | None]]] = {}
    for paper_id in ids:
        each[paper_id] = {"note": '},"2501.1":{ é', "cite": {"title": "a]", "key": paper_id}}
        was[paper_id] = {
            "pile": (None, None),
            "cite": ({"key": "},"}, "2026-01-01T00:00:00.000000Z"),
        }
    act = Act("2026-01-02T00:00:00.000000Z", "m-0001", ids, {"pile": "read"}, each, was)
    line = change(encode(act)[:-1])
    if is_sealed:
        body = line[: line.rindex(b',"c":"')]
        line = body + b',"c":"%08x"}' % zlib.crc32(body)
    found = unless_long(line, "m-0001")
    steps: list[int] = []
    expected = act_of(line, "m-0001")
    if isinstance(found, LongLine):
        assert take(in_steps(found), steps, int) == expected
    else:
        assert found == expected


@pytest.mark.parametrize("about", [{}, {"undo": "2026-01-01T00:00:00.000000Z"}, {"loaded": True}])
@pytest.mark.parametrize("has_each", [True, False])
def test_a_step_reads_some_hundred_papers_of_a_long_line(
    about: dict[str, Any], has_each: bool
) -> None:
    ids = tuple(f"2501.{at:05d}" for at in range(20_000))
    each = {paper_id: {"#a": True} for paper_id in ids if has_each}
    was = {paper_id: {"pile": ("later", None)} for paper_id in ids}
    act = Act("2026-01-02T00:00:00.000000Z", "m-0001", ids, {"pile": "read"}, each, was, **about)
    found = unless_long(encode(act)[:-1], "m-0001")
    assert isinstance(found, LongLine)
    steps: list[int] = []
    assert take(in_steps(found), steps, int) == act
    assert len(steps) > len(ids) // 1_000
