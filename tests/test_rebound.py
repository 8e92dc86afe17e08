"""Every command has another key: no screen and no message names the old key."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from arxtui.keys import VERBS, shown
from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.screen import Driver, drive
from tests.test_screens import STATES, morning  # noqa: F401
from tests.test_words import MODULES, texts_of

KEYS = [
    *(f"f{number}" for number in range(1, 13)),
    *(f"shift+f{number}" for number in range(1, 13)),
    *(f"ctrl+f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abefgknopqstwxy"),
    *(f"f{number}" for number in range(13, 25)),
]
"""Keys of no command that are no letters."""


def rebound_keys() -> dict[str, tuple[str, ...]]:
    """Return a new key for every command."""
    return {verb.id: (key,) for verb, key in zip(VERBS, KEYS, strict=False)}


NEW = rebound_keys()
OLD = {key: verb.id for verb in VERBS for key in verb.keys}
SIGNS = {shown(key) for key in OLD if len(shown(key)) == 1 and not shown(key).isdigit()}
LETTERS = SIGNS - {"a", "A"}
"""Old keys of one sign; `a` is an article, too."""
NAMED = {"Space", *(shown(key) for key in OLD if key.startswith("ctrl+"))} - {
    shown(key) for (key,) in NEW.values()
}


def test_there_is_a_new_key_for_every_command() -> None:
    assert len(NEW) == len(VERBS)
    assert not set(OLD) & {key for (key,) in NEW.values() if not key.startswith("ctrl+")}


def chrome(user: Driver) -> Iterator[str]:
    """Yield the program's own texts, without the papers."""
    main = user.main
    yield main.message.text
    yield main.message._right
    yield main.papers.content.empty
    if not main.papers.selected:
        yield " ".join(key for key, _ in main.hints._pairs)
    for line in (*main.hints._lines, main.hints._pairs):
        for key, label in line:
            yield f"{key} {label}"


def old_keys(text: str) -> list[str]:
    """Return the old keys that a text names."""
    tokens = re.split(r"[\s()·,]+", text)
    return [token for token in tokens if token in LETTERS or token in NAMED]


SCRIPTS = {**STATES, "start": "", "tags": "t", "question": "A", "passes": "T b T"}


@pytest.mark.parametrize("state", SCRIPTS)
def test_no_screen_names_an_old_key(morning: Library, state: str) -> None:  # noqa: F811
    names = {"/": "slash", ":": "colon", "!": "exclamation_mark", "Space": "space", "Tab": "tab"}

    async def play(user: Driver) -> None:
        for typed in SCRIPTS[state].split():
            key = names.get(typed, typed)
            main = user.main
            if user.app.screen is main and main.questions.asking is None and not main.box.prompt:
                key = NEW[OLD[key]][0]
            await user.press(key)
            if main.questions.asking is not None:
                continue  # the choices of a menu are its own letters
            for text in chrome(user):
                assert not old_keys(text), (typed, text)
            for key in re.findall(r"more \((\S+)\)", user.text()):
                assert key not in LETTERS, key
        if user.app.screen is not user.main and state in ("calendar", "palette"):
            text = "\n".join(user.lines())
            assert not [token for token in NAMED if f" {token} " in text]

    drive(morning, play, settings=Settings(keys=NEW))


def test_no_text_of_the_screen_contains_a_fixed_key() -> None:
    """Messages take keys from the commands: `{key("undo")} undoes`, never `u undoes`."""
    found = []
    for path in MODULES:
        if "ui" not in path.parts:
            continue
        for line, text in texts_of(path):
            for part in REVIEWED:
                text = text.replace(part, "")
            text = re.sub(r"\{[^}]*\}( s\b| min\b)?", "{}", text)  # seconds, minutes
            if old_keys(text):
                found.append(f"{path}:{line}: {text!r}")
    assert not found, "\n".join(found)


REVIEWED = {
    "?  y yes  n no": "y and n answer the question",
    "{key('filter')} f ": "the choice `all` of that menu",
    "{self._stage.key('view')} n ": "the choice `newest` of that menu",
    "← {": "an arrow that points to an earlier day",
}
"""Parts of texts that look like keys, and why they are no keys."""


def test_the_calendar_uses_the_current_keys(morning: Library) -> None:  # noqa: F811
    async def play(user: Driver) -> None:
        await user.press(NEW["calendar"][0])
        assert user.app.screen is not user.main
        await user.press("D")
        assert user.app.screen is not user.main
        await user.press(NEW["calendar"][0])
        assert user.app.screen is user.main

    drive(morning, play, settings=Settings(keys=NEW))
