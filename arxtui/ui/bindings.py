"""The keys of the commands, as Textual binds them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType

from arxtui.keys import Verb


def bindings(verbs: Sequence[Verb]) -> list[BindingType]:
    """Return the keys of the commands.

    All have priority: Textual runs such a binding before the next key is looked at. A key without
    it goes through the focused widget first, and a key typed right behind it would overtake it: in
    `Space d` the paper would be done before it is selected. While a box is open the check_action()
    of the main screen leaves them to the box.
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
