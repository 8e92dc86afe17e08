"""Texts in styles, made of parts whose control characters visible() has removed. No state."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

Part = str | Content | tuple[str, str]
"""A text, a text in styles, or a text and the name of its style."""


def styled(*parts: Part) -> Content:
    """Return parts as one text.

    Textual looks for control characters in each part and each whole, letter by letter. These parts
    have no control characters.
    """
    return Content.assemble(*parts, strip_control_codes=False)


def joined(between: str, texts: Iterable[Content]) -> Content:
    """Return texts as one text, with the same characters between each two."""
    parts: list[Part] = []
    for text in texts:
        if parts:
            parts.append(between)
        parts.append(text)
    return styled(*parts)
