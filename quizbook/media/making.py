"""Make media: python -m quizbook.media.making ROOT, one order a line on stdin, one answer a line.

Runs in a process of its own, which may import the course's package.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import json
import os
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from .. import charts
from ..bank.settings import speak
from ..environment import processors
from . import drawing, sound
from .signals import take

ROOT = Path.cwd()
"""The course's own folder: `main` enters it, and processes that it starts begin there."""
FEW = 6
"""Below so many orders a second process costs more than it saves."""


def make(order: dict[str, Any]) -> dict[str, Any]:
    """Make one medium; gives its parts, or why it cannot be made as "fault"."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return _signal(order) if order["kind"] == "signal" else _figure(order)
    except (Exception, SystemExit) as error:  # a cell may call exit()
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return {"fault": f"cannot be made: {said}", "at": _place(error)}


def _place(error: Exception) -> tuple[str, int] | None:
    """Find the line of the course, in a chapter or in its package, that an exception came from."""
    places = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    for name, line in reversed(places):
        file = Path(os.path.normpath(ROOT / name))
        if file.is_relative_to(ROOT) and "site-packages" not in file.parts and file.is_file():
            return file.relative_to(ROOT).as_posix(), line or 1
    return None


def _signal(order: dict[str, Any]) -> dict[str, Any]:
    module, _, function = order["make"].rpartition(".")
    signal = take(getattr(import_module(module), function)(**order["with"]))
    marks = {letter: signal.second(at) for letter, at in order["marks"].items()}
    svg, bars = drawing.draw(signal, order["show"], marks)
    wav = sound.write(signal) if order["sound"] else b""
    seconds = signal.seconds if order["sound"] else 0
    return {
        "svg": svg,
        "bars": bars,
        "wav": base64.b64encode(wav).decode(),
        "seconds": round(seconds, 1),
    }


def _figure(order: dict[str, Any]) -> dict[str, Any]:
    if order.get("cells"):
        svg = _run(order["cells"], order["chapter"])
    elif order["file"]:
        svg = Path(order["file"]).read_text(encoding="utf-8")
    else:
        svg = _chart(order)
    return {"svg": svg, "bars": "", "wav": "", "seconds": 0}


def _chart(order: dict[str, Any]) -> str:
    spec = charts.styled(order["chart"])
    if order["data"]:
        rows = Path(order["data"]).read_text(encoding="utf-8").splitlines()
        table = csv.DictReader(row for row in rows if not row.startswith("#"))
        values = [dict(row) for row in table]
        if not values:
            raise ValueError(f"{order['data']} holds no row below its head")
        for number, row in enumerate(values, 1):
            if None in row or None in row.values():
                raise ValueError(
                    f"row {number} of {order['data']} is longer or shorter than its head"
                )
        spec["data"] = {"values": values, "format": {"parse": "auto"}}
    return charts.draw(spec)


def _run(found: list[tuple[int, str]], chapter: str) -> str:
    """Run a chapter's cells up to the one that makes a figure; its last line is the figure."""
    import ast

    root = os.getcwd()
    os.chdir(Path(chapter).parent)
    # Lines are counted from the chapter's first, so that an exception names the line to mend.
    sources = ["\n" * (line - 1) + source for line, source in found]
    try:
        known: dict[str, Any] = {}
        for source in sources[:-1]:
            exec(compile(source, chapter, "exec"), known)
        tree = ast.parse(sources[-1], chapter)
        final = tree.body.pop()
        exec(compile(tree, chapter, "exec"), known)
        shown = eval(compile(ast.Expression(final.value), chapter, "eval"), known)
        if not hasattr(shown, "svg"):
            said = "the cell must end with figure(chart, alt=...), and nothing else draws it"
            raise SyntaxError(said, (chapter, final.lineno, None, None))
        return shown.svg
    finally:
        os.chdir(root)


def _end_with_parent() -> None:
    """End when whoever ordered has ended, in whatever way: an interrupt reaches no idle worker."""

    def follow() -> None:
        parent_process().join()
        os._exit(1)

    Thread(target=follow, daemon=True).start()


def main(root: str) -> None:
    """Answer every order of stdin."""
    global ROOT
    os.chdir(root)
    ROOT = Path.cwd()
    sys.path.insert(0, root)
    speak(Path(root))
    orders = [json.loads(line) for line in sys.stdin]
    if len(orders) > FEW and processors() > 1:
        with ProcessPoolExecutor(processors(), initializer=_end_with_parent) as pool:
            answers = list(pool.map(make, orders, chunksize=2))
    else:
        answers = list(map(make, orders))
    for answer in answers:
        print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
