"""The command line: the only room that prints and that knows exit codes. What a verb does is in the rooms below.

Exit status: 0 done; 1 done in part, with problems; 2 nothing could be done; 130 Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Sequence

from arxtui import crash
from arxtui.cli.terminal import (
    DONE,
    INTERRUPTED,
    NOTHING,
    Refused,
    close_output,
    do_afterwards,
    flush,
    let_go_of_streams,
    mend_streams,
    warn,
)


def run(argv: Sequence[str]) -> int:
    """Do what the words say, and what is left to do after the answer; return the exit status."""
    mend_streams()
    status = _answer(argv)
    do_afterwards()
    let_go_of_streams()
    return status


def _answer(argv: Sequence[str]) -> int:
    try:
        status = _do(list(argv))
        flush()
    except Refused as why:
        for line in str(why).split("\n"):
            warn(f"arxtui: {line}" if line == str(why).split("\n")[0] else line)
        return NOTHING
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        close_output()
        return DONE
    except OSError as why:
        warn(f"arxtui: {why.strerror or why}" + (f": {why.filename}" if why.filename else ""))
        return NOTHING
    return status


def _do(argv: list[str]) -> int:
    if not argv or (len(argv) == 2 and argv[0] == "--library"):  # the screen, without the 15 ms that a parser takes
        from arxtui.cli.library import screen

        return screen(argv[1] if argv else None)
    from arxtui.cli.grammar import parse

    args = parse(argv)
    if args.command not in ("", "open") and (crashed := crash.unseen()):  # the screen says it itself
        warn(str(crashed))
    return int(args.run(args))
