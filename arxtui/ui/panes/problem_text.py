"""The problems of a library as one text for the detail."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from arxtui.text import visible


def problems(found: Sequence[str]) -> Content:
    """Return problems as a text, with a blank line between them."""
    title = Content.assemble(("Problems", "title"))
    return Content("\n\n").join([title, *(Content(visible(text)) for text in found)])
