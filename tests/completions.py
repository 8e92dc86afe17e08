"""Write the completion scripts of arxtui/completions/: `python -m tests.completions`.

The values of a word follow from the place-holders of the grammar: an ID is completed by the ids
that `arxtui completion ids` prints, a DIR by folders, and so on.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from arxtui import export
from arxtui.categories import ALL
from arxtui.cli.commands import COMMANDS
from arxtui.cli.grammar import command_parser
from arxtui.cli.manual import TOPICS
from arxtui.settings import config

FOLDER = Path(__file__).parent.parent / "arxtui" / "completions"
HEAD = "# Written by `python -m tests.completions` from the grammar of the command line.\n"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: tuple[str, ...]
    """`-o`, `--output`."""
    help: str
    """Its help, on one line."""
    value: str | None
    """The place-holder of its value, or the values with `|` between them; None = no value."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its options and words."""

    name: str
    help: str
    options: tuple[Option, ...]
    words: tuple[str, ...]
    """The place-holders of its words, in order; the last word may be repeated."""


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
    """Return the words that a place-holder stands for, if they are fixed."""
    known: Mapping[str, list[str]] = {
        "FORMAT": [*export.FORMATS, *export.FOLDERS],
        "S": list(config.STYLES),
        "TOPIC": list(TOPICS),
        "CATEGORY|ID": list(ALL),
    }
    if value in known:
        return known[value]
    if value.islower():
        return value.split("|")
    return []


ASKED = ("ids", "tags", "fields", "commands")
"""The kinds of words that the scripts ask `arxtui completion` for."""


def kind(value: str) -> str:
    """Return how a shell completes a place-holder.

    It is one of ASKED, or `folders`, `files`, `words` for fixed words, or `nothing`.
    """
    if value == "DIR":
        return "folders"
    if value in ("PATH", "FILE"):
        return "files"
    if value.endswith("ID") and value != "CATEGORY|ID":
        return "ids"
    if value.startswith("TAG"):
        return "tags"
    if value == "QUERY":
        return "fields"
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
        "    local command= previous= word count=0 kind= list= options= library=",
        "    local -a words",
        '    read -ra words <<< "${line%"$current"}"',
        '    for word in "${words[@]:1}"; do',
        "        if [[ $previous == --library ]]; then library=$word previous=; continue; fi",
        "        if [[ $word == --library=* ]]; then library=${word#*=}; fi",
        "        previous=$word",
        "        [[ $word == -* ]] && continue",
        "        if [[ -z $command ]]; then command=$word; else count=$((count + 1)); fi",
        "    done",
        "    if [[ $previous == --library ]]; then",
        "        COMPREPLY=()",
        "        while IFS= read -r word; do",
        '            COMPREPLY+=("$word")',
        '        done < <(compgen -d -- "$current")',
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
        "    library=${library/#\\~\\//$HOME/}",
        "    COMPREPLY=()",
        "    case $kind in",
        '        files) list=$(compgen -f -- "$current") ;;',
        f"        {'|'.join(ASKED)})",
        '            list=$(arxtui ${library:+--library "$library"} completion $kind 2>/dev/null |',
        "                cut -f 1) ;;",
        "        nothing) return ;;",
        "        *) list=${list// /$'\\n'} ;;",
        "    esac",
        "    # not by compgen -W, which would run what stands in a tag",
        "    while IFS= read -r word; do",
        '        if [[ -n $word && $word == "$current"* ]]; then COMPREPLY+=("$word"); fi',
        '    done <<< "$list"',
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
        "    local curcontext=$curcontext state line library",
        "    local -A opt_args",
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
        "    library=${(Q)opt_args[--library]}",
        "    library=${library/#\\~\\//$HOME/}",
        "    case $state in",
        "        command) _describe command commands ;;",
        "        words)",
        "            case $words[1] in",
    ]
    for command in commands():
        lines += _zsh_command(command)
    lines += ["            esac", "            ;;", "    esac", "}", ""]
    lines += ["_arxtui_ids() {", "    local -a found", "    local id title", _ZSH_IDS, "}", ""]
    for asked in ASKED[1:]:
        option = ""
        if asked == "fields":
            option = "-S '' "
        lines += [
            f"_arxtui_{asked}() {{",
            "    local -a found",
            f'    found=(${{(f)"$(_arxtui_completion {asked})"}})',
            f"    compadd {option}-a found",
            "}",
            "",
        ]
    lines += ["_arxtui_completion() {", _ZSH_CALL, "}", "", '_arxtui "$@"']
    return "\n".join(lines) + "\n"


_ZSH_CALL = "    arxtui ${library:+--library} ${library:+$library} completion $1 2>/dev/null"
_ZSH_IDS = """\
    _arxtui_completion ids | while IFS=$'\\t' read -r id title; do
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
        "nothing": " ",
    }
    how = kind(value)
    if how in ASKED:
        return f"_arxtui_{how}"
    if how != "words":
        return actions[how]
    words = " ".join(word.replace(":", "\\:") for word in fixed_words(value))
    return f"({words})"


def _zsh_text(text: str) -> str:
    return _first(text).replace("[", "(").replace("]", ")").replace(":", "\\:")


# fish

_FISH_CALL = """\
function __arxtui_completion
    set -l words (commandline -opc)
    set -l library
    if set -l at (contains -i -- --library $words)
        set library --library (string replace -r '^~/' $HOME/ -- $words[(math $at + 1)])
    end
    arxtui $library completion $argv[1] 2>/dev/null
end
"""


def fish() -> str:
    """Return the script for fish."""
    lines = [HEAD + _FISH_CALL, "complete -c arxtui -f"]
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
        "nothing": "",
    }
    how = kind(value)
    if how in ASKED:
        return f"'(__arxtui_completion {how})'"
    if how == "words":
        return shlex.quote(" ".join(fixed_words(value)))
    return f"'{calls[how]}'"


def _fish_text(text: str) -> str:
    return "'" + _first(text).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _first(text: str) -> str:
    """Return the first sentence of a help text, on one line."""
    return " ".join(text.split()).partition(". ")[0].replace("%%", "%")


SCRIPTS = {"bash": ("arxtui.bash", bash), "zsh": ("_arxtui", zsh), "fish": ("arxtui.fish", fish)}
"""Shell -> (the name of its file, the function that returns the text)."""


if __name__ == "__main__":
    for file, make in SCRIPTS.values():
        (FOLDER / file).write_text(make(), "utf-8")
