"""The keys of the commands, as Textual binds them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType

from arxtui.keys import Verb


def bindings(verbs: Sequence[Verb]) -> list[BindingType]:
    """Return the keys of the commands.

    All of them have priority: Textual runs such a binding before it handles the next key. A key
    without priority goes through the focused widget first, and the next key would overtake it: with
    `Space d` the paper would be done before it is selected. While a box is open, check_action() of
    the main screen gives the keys to the box.
    """
    return [
        Binding(
            key,
            f"verb('{verb.id}', '{key}')",
            verb.label,
            show=False,
            id=f"{verb.id}.{key}",
            priority=True,
        )
        for verb in verbs
        for key in verb.keys
    ]
