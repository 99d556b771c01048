"""Run the book: python -m quizbook COMMAND."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command; whoever interrupts it sees no traceback, even while it is being loaded."""
    try:
        from . import line
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    return line.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
