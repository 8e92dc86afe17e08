"""The looks of a widget, worked out once and kept until the style sheet changes."""

from __future__ import annotations

from rich.style import Style as RichStyle
from textual.style import Style
from textual.widget import Widget

from arxtui.ui.panes.palette import style_of


class KeptStyles:
    """The looks of a widget, as styles."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str | Style, ...], RichStyle] = {}

    def of(self, *looks: str | Style) -> RichStyle:
        """Return looks, or styles of Textual, laid in order over the widget's style."""
        style = self._styles.get(looks)
        if style is None:
            style = style_of(self._widget, *looks)
            self._styles[looks] = style
        return style

    def forget(self) -> None:
        """Forget all styles: theme, focus or style sheet changed."""
        self._styles.clear()
