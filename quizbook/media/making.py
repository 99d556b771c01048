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
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from .. import charts
from ..bank.settings import speak
from . import drawing, sound
from .signals import take

FEW = 6
"""Below so many orders a second process costs more than it saves."""


def make(order: dict[str, Any]) -> dict[str, Any]:
    """Make one medium; gives its parts, or why it cannot be made as "fault"."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return _signal(order) if order["kind"] == "signal" else _figure(order)
    except Exception as error:
        return {"fault": f"cannot be made: {type(error).__name__}: {' '.join(str(error).split())}"}


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
        svg = _run(order["cells"], order["folder"])
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
        spec["data"] = {"values": [dict(row) for row in table], "format": {"parse": "auto"}}
    return charts.draw(spec)


def _run(sources: list[str], folder: str) -> str:
    """Run a chapter's cells up to the one that makes a figure; its last line is the figure."""
    import ast

    root = os.getcwd()
    os.chdir(folder)
    try:
        known: dict[str, Any] = {}
        for source in sources[:-1]:
            exec(compile(source, "<chapter>", "exec"), known)
        tree = ast.parse(sources[-1])
        last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, "<chapter>", "exec"), known)
        return eval(compile(last, "<chapter>", "eval"), known).svg
    finally:
        os.chdir(root)


def main(root: str) -> None:
    """Answer every order of stdin."""
    os.chdir(root)
    sys.path.insert(0, root)
    speak(Path(root))
    orders = [json.loads(line) for line in sys.stdin]
    if len(orders) > FEW and (os.cpu_count() or 1) > 1:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            answers = list(pool.map(make, orders, chunksize=2))
    else:
        answers = list(map(make, orders))
    for answer in answers:
        print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
