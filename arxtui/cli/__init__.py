"""The command line: the only room that prints and that knows exit statuses.

The commands are in the table of commands.py. Exit status: 0 done; 1 done in part, with problems;
2 nothing could be done; 130 Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Sequence

from arxtui import crash_report
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
    mend_terminal_streams,
    warn,
)
from arxtui.text import reason_and_file


def run(argv: Sequence[str]) -> int:
    """Run a command line and return its exit status."""
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
        for line in f"arxtui: {why}".split("\n"):
            warn(line)
        return NOTHING
    except KeyboardInterrupt:
        return INTERRUPTED
    except RuntimeError as why:
        # Python 3.11 raises it from the KeyboardInterrupt where a class is made, as in an import.
        if not isinstance(why.__cause__, KeyboardInterrupt):
            raise
        return INTERRUPTED
    except BrokenPipeError:
        close_output()
        return DONE
    except OSError as why:
        warn(f"arxtui: {reason_and_file(why)}")
        return NOTHING
    return status


def _do(argv: list[str]) -> int:
    if not argv or (len(argv) == 2 and argv[0] == "--library"):
        from arxtui.cli.library import screen

        return screen(*argv[1:])  # without the parser, which takes 15 ms
    from arxtui.cli.grammar import parse

    args = parse(argv)
    if args.command not in ("", "open"):  # the screen reports a crash itself
        mend_terminal_streams()
        crashed = crash_report.unseen()
        if crashed is not None:
            warn(str(crashed))
    return int(args.run(args))
