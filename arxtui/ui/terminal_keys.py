"""The keys of the terminal: bytes in, keys out, with Esc and the key behind it as two keys."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser  # Textual has no public place for its parser

_ESC = "\x1b"
_BEGINNINGS = "[O"
"""Letters behind Esc with which the sequences of the other keys begin, such as `Esc [ A` for Up."""
_WORD_KEYS = {"b": "alt+b", "f": "alt+f"}
_SAME_IN_TEXT = {"alt+b": "ctrl+left", "alt+f": "ctrl+right"}


class KeyParser(XTermParser):
    """Textual's parser of keys, except that a quick Esc and a key behind it are two keys.

    A terminal sends the same bytes for Alt-d as for Esc and d typed quickly. Textual takes both as
    Alt-d, which no command has, so both keys would be lost. This parser returns Esc, then d. Alt-b
    and Alt-f, which move by words in a text, stay single keys: only the program knows whether a
    text has the focus; see split().
    """

    @property
    def is_waiting(self) -> bool:
        """True after an Esc that may be the beginning of a sequence."""
        return self._timeout_time is not None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """Yield the keys of a sequence. `alt` is for a character that was sent behind Esc.

        Alt-Backspace stays Ctrl-w, which removes a word.
        """
        if _follows_esc(sequence):
            alt = True
            sequence = sequence[1:]
        if not alt:
            yield from super()._sequence_to_key_events(sequence)
        elif sequence in _WORD_KEYS:
            yield events.Key(_WORD_KEYS[sequence], sequence)
        else:
            yield events.Key("escape", _ESC)
            yield from super()._sequence_to_key_events(sequence)


def _follows_esc(sequence: str) -> bool:
    """Return True for Esc and a character that is no beginning of a longer sequence."""
    if len(sequence) != 2 or sequence[0] != _ESC:
        return False
    return sequence[1] not in _BEGINNINGS and sequence[1] not in (_ESC, "\x7f")


def split(event: events.Key, *, in_text: bool) -> list[events.Key]:
    """Return the keys of Alt-b or Alt-f, an empty list for all other keys.

    `in_text` = a text field has the focus: there both move by a word, as in a shell.
    """
    if event.key not in _SAME_IN_TEXT or event.character is None:
        return []
    if in_text:
        return [events.Key(_SAME_IN_TEXT[event.key], None)]
    return [events.Key("escape", _ESC), events.Key(event.character, event.character)]
