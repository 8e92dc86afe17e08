"""The palette: the looks of texts on the screen, whose styles are in arxtui.tcss.

They are component classes of the screen and not of each pane: Textual works the style of every
component class out at the start, and most panes share their looks.
"""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style as RichStyle
from textual.css.styles import StylesBase
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

LOOKS = (
    *("text", "title", "quiet", "heading", "rule", "scroll", "key", "accent", "selected"),
    *("match", "success", "changed", "warning", "asks", "label", "star", "alarm", "error"),
    "cursor",
)
"""The names of the looks."""


class PaletteScreen(Screen[None]):
    """A screen whose panes show texts in the looks of the palette."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"look--{name}" for name in LOOKS}


def style_of(widget: Widget, *looks: str | Style) -> RichStyle:
    """Return looks, or styles of Textual, laid in order over the style of a widget.

    A widget on a screen without the palette has no looks.
    """
    style = widget.visual_style
    for look in looks:
        if isinstance(look, Style):
            style += look
        elif isinstance(widget.screen, PaletteScreen):
            style = _over(style, widget.screen.get_component_styles(f"look--{look}"))
    return style.rich_style


def _over(style: Style, look: StylesBase) -> Style:
    """Return a look laid over a style. Colours that are partly transparent are mixed."""
    background = style.background
    if background is not None and look.has_rule("background"):
        background += look.background
    foreground = style.foreground
    if look.has_rule("color"):
        foreground = look.color
    text = look.text_style
    return style + Style(
        background,
        foreground,
        bold=text.bold,
        dim=text.dim,
        italic=text.italic,
        underline=text.underline,
        reverse=text.reverse,
        strike=text.strike,
    )
