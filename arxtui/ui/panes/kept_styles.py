"""The styles of a widget, taken from the style sheet once and kept until they change."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget

from arxtui.ui.panes.render import style_of


class KeptStyles:
    """Styles of a widget and its component classes."""

    def __init__(self, widget: Widget, prefix: str = "") -> None:
        """Take the common beginning of the names of the component classes."""
        self._widget = widget
        self._prefix = prefix
        self._styles: dict[tuple[str, ...], Style] = {}

    def of(self, *names: str) -> Style:
        """Return the style of component classes, laid in order over the widget's style."""
        style = self._styles.get(names)
        if style is None:
            style = style_of(self._widget, *[self._prefix + name for name in names])
            self._styles[names] = style
        return style

    def forget(self) -> None:
        """Forget all styles: theme, focus or style sheet changed."""
        self._styles.clear()
