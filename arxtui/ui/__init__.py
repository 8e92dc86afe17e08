"""The screen, the only place to use Textual.

Panes get values and send messages. The workspace has the library and the parts that all controllers
use; the controllers have the commands, which command_table.py ties to keys.
"""
