"""`python -m arxtui` and the entry point."""

import sys


def main() -> int:
    """Run the command line on sys.argv; the exit status."""
    from arxtui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
