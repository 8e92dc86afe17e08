"""The user's editor: its command, and the edit of a text with it. No shell, no Textual."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from arxtui.text import reason_of


def edit(text: str) -> str:
    """Return a text after the user has edited it with $VISUAL, else $EDITOR, else vi.

    Raises OSError if the editor is missing or fails, or its file is not UTF-8.
    """
    command = _command()
    with tempfile.NamedTemporaryFile("w+", suffix=".md", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        try:
            status = subprocess.run([*command, file.name], check=False).returncode
        except OSError as why:
            reason = f"the editor {command[0]} cannot be started ({reason_of(why)})"
            raise OSError(f"{reason}: set EDITOR, or use arxtui note ID TEXT") from None
        if status:
            from arxtui.programs.program import fault_of

            raise OSError(f"the editor {command[0]} failed ({fault_of(status)})")
        try:
            return Path(file.name).read_text("utf-8").strip()
        except UnicodeDecodeError as why:
            place = f"{why.reason} at byte {why.start}"
            raise OSError(f"the edited text is not UTF-8: {place}") from None


def _command() -> list[str]:
    """Return the words of the editor's command. Raises OSError if a quote is open in them."""
    words = "vi"
    for name in ("VISUAL", "EDITOR"):
        chosen = os.environ.get(name, "").strip()
        if chosen:
            words = chosen
            break
    try:
        return shlex.split(words)
    except ValueError as why:
        raise OSError(f"the editor {words!r} is not a command: {why}") from None
