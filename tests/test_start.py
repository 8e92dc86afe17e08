"""A start imports and makes nothing that the first screen does not need."""

from __future__ import annotations

import importlib
import re

import pytest

from arxtui.lazy_pattern import _LazyPattern, lazy_pattern
from tests.test_layers import PACKAGE, modules


def patterns() -> dict[str, _LazyPattern]:
    """Return place -> pattern, of all modules."""
    found = {}
    for path in modules():
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if path.stem == "__main__":
            continue
        module = importlib.import_module(name.removesuffix(".__init__"))
        for attribute, value in vars(module).items():
            if isinstance(value, _LazyPattern):
                found[f"{name}.{attribute}"] = value
    return found


def test_every_lazy_pattern_compiles() -> None:
    found = patterns()
    assert len(found) > 60
    for place, pattern in found.items():
        assert re.compile(pattern.pattern, pattern.flags), place


def test_a_lazy_pattern_is_used_as_a_compiled_pattern() -> None:
    compiled = re.compile("(?P<word>[a-z]+)", re.IGNORECASE)
    pattern = lazy_pattern("(?P<word>[a-z]+)", re.IGNORECASE)
    text = "Ada, Lovelace"
    assert [found["word"] for found in pattern.finditer(text)] == ["Ada", "Lovelace"]
    for method in ("findall", "split"):
        assert getattr(pattern, method)(text) == getattr(compiled, method)(text)
    for method in ("sub", "subn"):
        assert getattr(pattern, method)("x", text) == getattr(compiled, method)("x", text)
    for method in ("match", "search", "fullmatch"):
        assert bool(getattr(pattern, method)(text)) == bool(getattr(compiled, method)(text))
    assert pattern.pattern == compiled.pattern
    with pytest.raises(AttributeError):
        pattern.scanner("text")  # type: ignore[attr-defined]


def test_a_faulty_pattern_is_reported_when_it_is_used() -> None:
    pattern = lazy_pattern("(")
    with pytest.raises(re.error):
        pattern.search("text")
