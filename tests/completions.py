"""Write the completion scripts of arxtui/completions/: `python -m tests.completions`.

What a word may be is read off the place-holders of the grammar: an ID is completed by the ids that
`arxtui completion ids` prints, a DIR by folders, and so on.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from arxtui import config, export, query
from arxtui.categories import ALL
from arxtui.cli.commands import COMMANDS
from arxtui.cli.grammar import command_parser
from arxtui.cli.manual import TOPICS

FOLDER = Path(__file__).parent.parent / "arxtui" / "completions"
HEAD = "# Written by `python -m tests.completions` from the grammar of the command line.\n"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: tuple[str, ...]
    """`-o`, `--output`."""
    help: str
    """What it does, on one line."""
    value: str | None
    """The place-holder of its value, or the values with `|` between them; None = it has none."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its options and words."""

    name: str
    help: str
    options: tuple[Option, ...]
    words: tuple[str, ...]
    """The place-holders of its words, in order; the last one may be repeated."""


def commands() -> list[Command]:
    """Return all commands of the grammar, in its order."""
    return [_command(name, command_parser(name)) for name in COMMANDS]


def _command(name: str, parser: argparse.ArgumentParser) -> Command:
    found = []
    words = []
    for action in parser._actions:
        if action.option_strings:
            found.append(Option(tuple(action.option_strings), action.help or "", _value(action)))
        else:
            words.append(_value(action) or "")
    return Command(name, COMMANDS[name].help, tuple(found), tuple(words))


def _value(action: argparse.Action) -> str | None:
    if action.choices:
        return "|".join(map(str, action.choices))
    if action.nargs == 0:
        return None
    return str(action.metavar or "")


def fixed_words(value: str) -> list[str]:
    """Return the words that a place-holder stands for, where they are known beforehand."""
    known: Mapping[str, list[str]] = {
        "FORMAT": [*export.FORMATS, *export.FOLDERS],
        "S": list(config.STYLES),
        "TOPIC": list(TOPICS),
        "CATEGORY|ID": list(ALL),
        "QUERY": _query_words(),
    }
    if value in known:
        return known[value]
    if value.islower():
        return value.split("|")
    return []


def _query_words() -> list[str]:
    """Return the fields of the query language, and those of `is:` and `has:` with their values."""
    words = []
    for field in query.FIELDS:
        start, values = query.complete(f"{field}:", lambda field, typed: ())
        words += [start + value for value in values] or [f"{field}:"]
    return words


def kind(value: str) -> str:
    """Return how a shell completes a place-holder: folders, files, ids, tags, words or nothing."""
    if value == "DIR":
        return "folders"
    if value in ("PATH", "FILE"):
        return "files"
    if value.endswith("ID") and value != "CATEGORY|ID":
        return "ids"
    if value.startswith("TAG"):
        return "tags"
    if value == "NAME":
        return "commands"
    if fixed_words(value):
        return "words"
    return "nothing"


# bash


def bash() -> str:
    """Return the script for bash 3.2 and later."""
    names = " ".join(command.name for command in commands())
    lines = [HEAD, "_arxtui() {", "    local line=${COMP_LINE:0:COMP_POINT}"]
    lines += [
        "    local current=${line##*[[:space:]]}",
        "    local command= previous= word count=0 kind= list= options=",
        "    local -a words",
        '    read -ra words <<< "${line%"$current"}"',
        '    for word in "${words[@]:1}"; do',
        "        if [[ $previous == --library ]]; then previous=; continue; fi",
        "        previous=$word",
        "        [[ $word == -* ]] && continue",
        "        if [[ -z $command ]]; then command=$word; else count=$((count + 1)); fi",
        "    done",
        "    if [[ $previous == --library ]]; then",
        '        COMPREPLY=($(compgen -d -- "$current"))',
        "        return",
        "    fi",
        "    case $command in",
        f"        '') list={shlex.quote(names)} options='--library --version --help' ;;",
    ]
    for command in commands():
        lines += _bash_command(command)
    lines += [
        "    esac",
        "    if [[ $current == -* ]]; then kind=words list=$options; fi",
        "    case $kind in",
        '        files) COMPREPLY=($(compgen -f -- "$current")); return ;;',
        "        ids) list=$(arxtui completion ids 2>/dev/null | cut -f 1) ;;",
        "        tags) list=$(arxtui completion tags 2>/dev/null) ;;",
        "        commands) list=$(arxtui completion commands 2>/dev/null) ;;",
        "        nothing) return ;;",
        "    esac",
        '    COMPREPLY=($(compgen -W "$list" -- "$current"))',
        "    # bash completes only what stands behind the last colon",
        "    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then",
        '        local before=${current%"${current##*:}"}',
        '        COMPREPLY=("${COMPREPLY[@]#"$before"}")',
        "    fi",
        "    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then",
        "        compopt -o nospace 2>/dev/null",
        "    fi",
        "}",
        "complete -o filenames -F _arxtui arxtui",
    ]
    return "\n".join(lines).replace(f"{HEAD}\n", HEAD) + "\n"


def _bash_command(command: Command) -> Iterator[str]:
    names = [name for option in command.options for name in option.names]
    yield f"        {command.name})"
    yield f"            options={shlex.quote(' '.join(names))}"
    words = command.words or ("",)
    for place, value in enumerate(words[:-1]):
        yield f"            {_bash_set(words[-1])}"
        yield f"            if [[ $count == {place} ]]; then {_bash_set(value)}; fi"
    if len(words) == 1:
        yield f"            {_bash_set(words[0])}"
    valued = [option for option in command.options if option.value and option.value != "DIR"]
    if valued:
        yield "            case $previous in"
        for option in valued:
            yield f"                {'|'.join(option.names)}) {_bash_set(option.value or '')} ;;"
        yield "            esac"
    yield "            ;;"


def _bash_set(value: str) -> str:
    return f"kind={kind(value)} list={shlex.quote(' '.join(fixed_words(value)))}"


# zsh


def zsh() -> str:
    """Return the function for zsh, in a file that its completion system loads."""
    lines = ["#compdef arxtui", HEAD + "_arxtui() {"]
    lines += [
        "    local curcontext=$curcontext state line",
        "    local -a commands",
        "    commands=(",
    ]
    for command in commands():
        lines.append("        " + shlex.quote(f"{command.name}:{_first(command.help)}"))
    lines += [
        "    )",
        "    _arguments -C '--library[folder of the library]:folder:_files -/' \\",
        "        '--version[print the version]' '(-h --help)'{-h,--help}'[list the commands]' \\",
        "        '1:command:->command' '*::word:->words'",
        "    case $state in",
        "        command) _describe command commands ;;",
        "        words)",
        "            case $words[1] in",
    ]
    for command in commands():
        lines += _zsh_command(command)
    lines += ["            esac", "            ;;", "    esac", "}", ""]
    lines += ["_arxtui_ids() {", "    local -a found", "    local id title", _ZSH_IDS, "}", ""]
    for words in ("tags", "commands"):
        lines += [f"_arxtui_{words}() {{", "    local -a found"]
        lines += [
            f'    found=(${{(f)"$(arxtui completion {words} 2>/dev/null)"}})',
            "    compadd -a found",
            "}",
            "",
        ]
    lines += ['_arxtui "$@"']
    return "\n".join(lines) + "\n"


_ZSH_IDS = """\
    arxtui completion ids 2>/dev/null | while IFS=$'\\t' read -r id title; do
        found+=("${id//:/\\\\:}:$title")
    done
    _describe paper found"""


def _zsh_command(command: Command) -> Iterator[str]:
    yield f"                {command.name}) _arguments \\"
    for option in command.options:
        for name in option.names:
            spec = f"{name}[{_zsh_text(option.help)}]"
            if option.value:
                spec += f":value:{_zsh_action(option.value)}"
            yield f"                    {shlex.quote(spec)} \\"
    for place, value in enumerate(command.words[:-1], 1):
        yield f"                    {shlex.quote(f'{place}:word:{_zsh_action(value)}')} \\"
    if command.words:
        yield f"                    {shlex.quote(f'*:word:{_zsh_action(command.words[-1])}')} \\"
    yield "                    && return 0 ;;"


def _zsh_action(value: str) -> str:
    actions = {
        "folders": "_files -/",
        "files": "_files",
        "ids": "_arxtui_ids",
        "tags": "_arxtui_tags",
        "commands": "_arxtui_commands",
        "nothing": " ",
    }
    how = kind(value)
    if how != "words":
        return actions[how]
    words = " ".join(word.replace(":", "\\:") for word in fixed_words(value))
    if value == "QUERY":
        return f"compadd -S '' -- {' '.join(fixed_words(value))}"
    return f"({words})"


def _zsh_text(text: str) -> str:
    return _first(text).replace("[", "(").replace("]", ")").replace(":", "\\:")


# fish


def fish() -> str:
    """Return the script for fish."""
    lines = [HEAD, "complete -c arxtui -f"]
    first = "__fish_use_subcommand"
    lines.append(f"complete -c arxtui -n {first} -l library -x -a '(__fish_complete_directories)'")
    lines.append(f"complete -c arxtui -n {first} -l version -d 'print the version'")
    for command in commands():
        about = _fish_text(command.help)
        lines.append(f"complete -c arxtui -n {first} -a {command.name} -d {about}")
    for command in commands():
        lines += _fish_command(command)
    return "\n".join(lines).replace(f"{HEAD}\n", HEAD) + "\n"


def _fish_command(command: Command) -> Iterator[str]:
    seen = f"complete -c arxtui -n '__fish_seen_subcommand_from {command.name}'"
    for option in command.options:
        parts = [seen]
        for name in option.names:
            parts.append(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}")
        if option.value:
            parts.append(f"-x -a {_fish_values(option.value)}")
        parts.append(f"-d {_fish_text(option.help)}")
        yield " ".join(parts)
    values = dict.fromkeys(command.words)
    for value in values:
        if kind(value) == "files":
            yield f"{seen} -F"
        elif kind(value) != "nothing":
            yield f"{seen} -a {_fish_values(value)}"


def _fish_values(value: str) -> str:
    calls = {
        "folders": "(__fish_complete_directories)",
        "files": "(__fish_complete_path)",
        "ids": "(arxtui completion ids 2>/dev/null)",
        "tags": "(arxtui completion tags 2>/dev/null)",
        "commands": "(arxtui completion commands 2>/dev/null)",
        "nothing": "",
    }
    how = kind(value)
    if how == "words":
        return shlex.quote(" ".join(fixed_words(value)))
    return f"'{calls[how]}'"


def _fish_text(text: str) -> str:
    return "'" + _first(text).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _first(text: str) -> str:
    """Return the first sentence of a help text, on one line."""
    return " ".join(text.split()).partition(". ")[0].replace("%%", "%")


SCRIPTS = {"bash": ("arxtui.bash", bash), "zsh": ("_arxtui", zsh), "fish": ("arxtui.fish", fish)}
"""Shell -> (the name of its file, what makes the text)."""


if __name__ == "__main__":
    for file, make in SCRIPTS.values():
        (FOLDER / file).write_text(make(), "utf-8")
