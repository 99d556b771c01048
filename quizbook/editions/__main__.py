"""Run Jupyter Book in a process of its own: python -m quizbook.editions BOOK [ARGUMENT ...].

Ends with 0 after a build without a warning, with BAD_SOURCES if the book's sources have problems
(they stand on stdout, one a line), with DAMAGED if the saved work of earlier builds cannot be
read, and with something else after a failed build.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import jupyter_book.sphinx
from jupyter_book.cli.main import main

from ..bank.load import check
from ..bank.problems import BAD_SOURCES, DAMAGED, INTERRUPTED, BankError
from ..bank.settings import speak
from ..languages import CatalogueError
from . import faults

STRICT = ("-nW", "--keep-going")
"""Every warning is an error: a cell that raises must stop the build."""


def run(book: str, *arguments: str) -> int:
    """Check the sources, then build one edition; gives the exit status."""
    try:
        speak(Path(book))  # the bank is read once, and true and false stand in it as words
        check(Path(book))
    except (BankError, CatalogueError) as error:
        print(error)
        return BAD_SOURCES
    jupyter_book.sphinx.handle_exception = lambda *_: None  # prints the traceback, once of two
    try:
        main(["build", book, *STRICT, *arguments], prog_name="jupyter-book")
    except SystemExit as end:
        if isinstance(end.code, KeyboardInterrupt):
            return INTERRUPTED
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if isinstance(faults.cause(error), BankError):  # a drawing or a sound cannot be made
            print(faults.cause(error))
            return BAD_SOURCES
        if faults.is_damage(error):
            return DAMAGED
        faults.tell(error)
        return 1
    return 0


if __name__ == "__main__":
    gc.disable()  # a short life and hundreds of MB at most: collecting costs a tenth of the time
    try:
        status = run(*sys.argv[1:])
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # taking the book apart in memory would cost a second
