"""Use the watch rules and mute rules of the settings in the list."""

from __future__ import annotations

from arxtui.ui.workspace import Workspace


def use_rules(stage: Workspace) -> None:
    """Highlight and mute papers by the rules of the settings; report unusable rules."""
    faults = stage.shown.rules.use(stage.settings.watch, stage.settings.mute)
    if faults:
        stage.say(faults[0], "error")
