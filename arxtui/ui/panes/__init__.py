"""Panes: each paints its part of the screen from values, and posts messages about keys and clicks."""
