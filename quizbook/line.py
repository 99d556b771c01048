"""Run the book: what stands on the command line, and what a command that cannot go on says."""

from __future__ import annotations

import argparse
import sys

from . import commands
from .bank.problems import INTERRUPTED, BankError
from .builds import KEPT, BuildError
from .environment import home, refusal
from .exports import FILTERS, FORMS, PASS_MARK, ChoiceError
from .imports import FOLDER as UNFINISHED
from .imports import ImportFault
from .languages import CatalogueError
from .new import LICENCES, NONE, NewError

FAULTS = (BuildError, CatalogueError, ChoiceError, ImportFault, NewError)
"""Whose message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 1 if something has to be mended first."""
    parser = argparse.ArgumentParser(prog="python -m quizbook", description="Run the book.")
    parser.add_argument("--book", metavar="FOLDER", help="the book's root (default: from here up)")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (run, summary) in commands.COMMANDS.items():
        command = subparsers.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        if name in ("build", "watch"):
            command.add_argument(
                "editions",
                nargs="*",
                metavar="EDITION",
                help="html, pdf, epub (default: every edition)",
            )
        if name == "new":
            _add_new(command)
        if name == "export":
            _add_export(command)
        if name == "exam":
            _add_exam(command)
        if name == "teach":
            command.add_argument("chapters", nargs="*", metavar="CHAPTER", help="(default: all)")
            command.add_argument("-o", "--output", metavar="FOLDER", help="(default: here)")
        if name == "review":
            command.add_argument("chapter", nargs="?", metavar="CHAPTER", help="such as gut")
            command.add_argument("--take", metavar="FILE", help="what a reviewer sent back")
            command.add_argument("-o", "--output", metavar="PATH", help="the packet's file")
        if name == "report":
            _add_report(command)
        if name == "verify":
            command.add_argument("files", nargs="+", metavar="FILE", help="a learner's saved file")
        if name == "blueprint":
            command.add_argument(
                "-o", "--output", metavar="PATH", help="a CSV file (default: here)"
            )
        if name == "import":
            _add_import(command)
        if name == "release":
            command.add_argument("edition", metavar="NAME", help="the edition's name, such as 1.0")
    options, options.more = parser.parse_known_args(arguments)
    if options.more and options.command != "lab":
        parser.error(f"unknown: {' '.join(options.more)}")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a terminal may know ASCII alone
    try:
        with home():
            return options.run(options)
    except BankError as error:
        print(error)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''} to mend", file=sys.stderr)
        return 1
    except FAULTS as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(refusal(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Interrupted. {KEPT}", file=sys.stderr)
        return INTERRUPTED


def _add_new(command: argparse.ArgumentParser) -> None:
    command.epilog = "At a terminal, what is left out is asked."
    command.add_argument("folder", metavar="FOLDER", help="a new or empty folder")
    command.add_argument("--title", help="default: the folder's name")
    command.add_argument("--author", help="who writes the course")
    command.add_argument("--id", help="names what learners' browsers keep (default: of the title)")
    command.add_argument("--licence", help=f"{', '.join((*LICENCES, NONE))}")


def _add_export(command: argparse.ArgumentParser) -> None:
    forms = "; ".join(f"{name}: {form.summary}" for name, form in FORMS.items())
    command.epilog = f"Without a condition, every question that is scored. {forms}."
    command.add_argument("form", choices=FORMS, metavar="FORMAT", help=", ".join(FORMS))
    command.add_argument(
        "-o", "--output", metavar="PATH", help="file or folder (default: the book's id)"
    )
    for name in FILTERS:
        command.add_argument(f"--{name}", action="append", help="may be given more than once")
    command.add_argument("--items", nargs="+", metavar="ID", help="these questions alone")
    command.add_argument("--predictions", action="store_true", help="guesses too")
    command.add_argument(
        "--pass-mark", type=int, default=PASS_MARK, metavar="POINTS", help="of 100, for scorm"
    )
    command.add_argument("--report", action="store_true", help="list what the form cannot hold")


def _add_exam(command: argparse.ArgumentParser) -> None:
    command.add_argument("--blueprint", required=True, metavar="FILE", help="what to draw (YAML)")
    command.add_argument("--seed", required=True, type=int, help="the same seed, the same papers")
    command.add_argument("--forms", type=int, default=1, metavar="N", help="forms (default: 1)")
    command.add_argument("-o", "--output", metavar="FOLDER", help="where (default: ID-SEED)")


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="learners' files, response CSVs, or folders"
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        default="class-report.html",
        help="the page; its table goes beside it (default: class-report.html)",
    )
    command.add_argument(
        "--minimum", type=int, default=5, metavar="N", help="people of the smallest group shown"
    )


def _add_import(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "A table's columns are those of `export csv`; stem, choice 1, right 1 and so on are enough."
        " Nothing that is there is changed."
    )
    command.add_argument("file", metavar="FILE", help="Moodle XML (.xml), or a table (.csv)")
    command.add_argument("--chapter", help="of questions that name none (default: the file's name)")
    command.add_argument(
        "-o", "--output", metavar="FOLDER", help=f"where the files go (default: {UNFINISHED})"
    )
