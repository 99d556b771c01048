"""Run the book: python -m quizbook COMMAND."""

from __future__ import annotations

import argparse
import sys

from . import commands
from .bank.problems import BankError
from .builds import BuildError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 1 if something has to be mended first."""
    parser = argparse.ArgumentParser(prog="python -m quizbook", description=__doc__)
    parser.add_argument("--book", metavar="FOLDER", help="the book's root (default: from here up)")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (run, summary) in commands.COMMANDS.items():
        command = subparsers.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        if name in ("build", "watch"):
            command.add_argument(
                "editions", nargs="*", metavar="EDITION", help="html, pdf (default: every edition)"
            )
        if name == "release":
            command.add_argument("edition", metavar="NAME", help="the edition's name, such as 1.0")
    options, options.more = parser.parse_known_args(arguments)
    if options.more and options.command != "lab":
        parser.error(f"unknown: {' '.join(options.more)}")
    try:
        return options.run(options)
    except BankError as error:
        print(error)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''} to mend", file=sys.stderr)
        return 1
    except (FileNotFoundError, BuildError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
