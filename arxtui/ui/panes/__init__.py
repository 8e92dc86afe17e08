"""Panes: each paints a part of the screen from values, and posts messages."""
