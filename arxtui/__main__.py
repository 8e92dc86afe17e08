"""`python -m arxtui` and the entry point."""

import sys


def main() -> int:
    """Run the command line on sys.argv and return its exit status.

    An error that nothing handles is reported.
    """
    if sys.platform == "win32":
        sys.stderr.write("arxtui runs on Linux and macOS; on Windows, install it in WSL\n")
        return 2
    from arxtui import crash_report
    from arxtui.cli import run

    crash_report.watch()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
