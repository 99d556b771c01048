"""Write what can be handed on: `python -m physiology FOLDER`.

Tables of parameters and sensitivities (CSV), and two models (SBML, with SED-ML). A test holds the
files that the book carries to what is computed.
"""

import csv
import io
import sys
from pathlib import Path

from physiology import exchange
from physiology.cramp_threshold import pool_thresholds
from physiology.sensitivity import HEADLINES, IN_WORDS, influences

COURSES = {
    "models-axon": (exchange.hodgkin_huxley, 100, 1000),
    "models-gastric": (exchange.gastric_cell, 100_000, 1000),
}
SPREADS = (0.1, 0.2, 0.3)
POOL = {"size": 24, "highest": 40, "stride": 5}
COLUMNS = (
    *(
        "model",
        "headline",
        "unit",
        "value",
        "parameter",
        "in words",
        "parameter unit",
        "usual",
        "plausible low",
    ),
    *("plausible high", "from", "elasticity", "at low", "at high"),
)


def number(value):
    """Write a number with six digits; what never happens is "none", what has no value is empty."""
    if value != value:
        return ""
    return "none" if abs(value) == float("inf") else f"{value:.6g}"


def sensitivity_rows(model):
    """Give the rows of one model, one for each parameter."""
    headline, value, found = influences(model)
    for i in found:
        yield (
            *(model, headline.words, headline.unit, number(value), i.parameter),
            *(IN_WORDS[model][i.parameter], i.span.unit),
            *(number(i.span.value), number(i.span.low), number(i.span.high), i.span.source),
            *(number(i.elasticity), number(i.at_low), number(i.at_high)),
        )


def table(columns, rows):
    """Write rows as CSV."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(columns)
    for row in rows:
        write(row)
    return out.getvalue()


def pool_rows():
    """Give the thresholds of pools of unlike motor neurons, one row a cell."""
    for spread in SPREADS:
        for cell, threshold in enumerate(pool_thresholds(spread, **POOL)):
            yield number(spread), cell, number(threshold)


def files():
    """Yield name and text of everything but sensitivities and pools, which take minutes."""
    yield "models-parameters.csv", exchange.parameter_table()
    for name, (make, duration, points) in COURSES.items():
        equations = make()
        yield f"{name}.sbml", exchange.to_sbml(equations)
        yield f"{name}.sedml", exchange.to_sedml(equations, f"{name}.sbml", duration, points)


def main(folder):
    """Write all files into `folder`, and say which; the last two take minutes."""
    slow = {
        "models-pool.csv": (("spread", "cell", "threshold"), pool_rows),
        "models-sensitivity.csv": (
            COLUMNS,
            lambda: (row for model in HEADLINES for row in sensitivity_rows(model)),
        ),
    }
    for name, text in files():
        save(folder / name, text)
    for name, (columns, rows) in slow.items():
        save(folder / name, table(columns, rows()))


def save(path, text):
    """Write one file and say so."""
    path.write_text(text, encoding="utf-8")
    print(path, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("say into which folder: python -m physiology chapters/data")
    main(Path(sys.argv[1]))
