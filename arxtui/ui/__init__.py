"""The screen, the only place to use Textual.

Panes get values and send messages; main.py owns the library and the actions.
"""
