"""The screen, the only place to use Textual: panes get values and send messages, main.py owns library and actions."""
