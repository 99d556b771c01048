"""Run every check that can be run here, print a table, and keep it for the book."""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from physiology import axon, meta_analysis, slow_wave
from physiology.benchmarks.pooling import BCG
from physiology.cramp_threshold import ramp_response
from physiology.excitation_contraction import Fibre, isometric_force

from .sources import DU, GUERRA, KIM, Missing, fetch

ROOT = Path(__file__).parents[2]
HOME = ROOT / "_build" / "cross-check"
HERE = Path(__file__).parent
DATA = ROOT / "chapters" / "data"
KEPT = DATA / "models-cross-check.csv"
FARTHEST = 0.01  # a step of 0.05 ms in the shortest interval between spikes
COLUMNS = ("date", "model", "program", "version", "commit", "quantity", "theirs", "ours", "apart")
Row = tuple[str, str, str]


def environment() -> Path:
    """Make the environment once; give its Python. A package that cannot be had is left out."""
    python = HOME / "env" / "bin" / "python"
    done = HOME / "env" / "installed"
    if not done.exists():
        venv.create(HOME / "env", with_pip=True)
        lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
        for wanted in (line for line in lines if line and not line.startswith("#")):
            print(f"installing {wanted}", file=sys.stderr)
            subprocess.run([python, "-m", "pip", "install", "--quiet", wanted], check=False)
        done.touch()
    return python


def run(check: str, folder: Path) -> dict:
    """Let the other environment run a check; what it lacks is told in words."""
    command = [environment(), HERE / "theirs.py", check, folder]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HOME)
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no message"])[-1]
        raise Missing(f"it did not run here: {last}")
    return json.loads(answer.stdout.splitlines()[-1])


def clock(folder: Path) -> Iterator[tuple[str, Row]]:
    """M6b: rates of change at fifty states."""
    found = run("du", folder)
    places = [slow_states(name) for name in found["states"]]
    worst = 0.0
    for state, slopes in found["rows"]:
        ordered = np.empty(6)
        ordered[places] = state
        ours = np.array(slow_wave._gastric_slopes(ordered, slow_wave.GastricCell(), 0.0))[places]
        worst = max(worst, float(np.max(np.abs(ours - slopes) / np.maximum(np.abs(slopes), 1e-9))))
    yield found["version"], ("largest difference of 300 rates of change", "0", f"{worst:.1e}")


def slow_states(name: str) -> int:
    """Say where a state of the CellML file stands among ours: V, d, f, calcium, store, IP3."""
    last = name.split(".")[-1].lower()
    known = {"v_m": 0, "d_na": 1, "f_na": 2, "d": 1, "f": 2, "ca_c": 3, "ca_s": 4, "ip_3": 5}
    if last not in known:
        raise Missing(f"its state {name} is not known here")
    return known[last]


def neuron(folder: Path) -> Iterator[tuple[str, Row]]:
    """M1: a ramp of current to 20 nA and back, step 0.05 ms."""
    found = run("guerra", folder)
    ours = ramp_response(np.array([0.0, 0.3]), step=0.05)
    for n, gamma in enumerate((0.0, 0.3)):
        times = np.array(found[str(gamma)])
        # The current rises by 4 nA a second for 5 s, and falls as fast.
        first, last = ours.recruitment[n] / 4, 10 - ours.last_spike_current[n] / 4
        for words, theirs, mine in (
            ("spikes on the ramp", len(times), ours.spikes[n]),
            ("first spike (s)", times[0], first),
            ("last spike (s)", times[-1], last),
            ("highest rate (Hz)", 1 / np.diff(times).min(), ours.peak_rate[n]),
        ):
            yield found["version"], (f"{words}, gamma {gamma:g}", f"{theirs:.5g}", f"{mine:.5g}")


def muscle(folder: Path) -> Iterator[tuple[str, Row]]:
    """M3b: peaks of twitches at four lengths; the mechanisms need new names to compile."""
    made = HOME / "neuron"
    made.mkdir(parents=True, exist_ok=True)
    for name in ("module1_2", "module3", "Xm"):
        text = (folder / "fig2_4_6" / f"{name}.mod").read_text(encoding="latin-1")
        (made / f"{name}.mod").write_text(renamed(text), encoding="latin-1")
    compiler = environment().parent / "nrnivmodl"
    if not compiler.exists():
        raise Missing("NEURON could not be installed")
    done = subprocess.run([compiler, "."], cwd=made, capture_output=True, text=True)
    if done.returncode:
        raise Missing("its mechanisms do not compile with this NEURON")
    found = run("kim", made)
    for length in ("-16", "-8", "-4", "0"):
        _, force = isometric_force([0.0], 400, fibre=Fibre(length=float(length)))
        yield (
            found["version"],
            (f"peak of a twitch at {length} mm (N)", f"{found[length]:.4g}", f"{force.max():.4g}"),
        )


def renamed(text: str) -> str:
    """Give names that NEURON 9 keeps for itself another spelling; no equation changes."""
    text = re.sub(r"\bU\b(?= *\(| *=)", "uptake", text)
    # A name cannot be a function and a variable at once.
    return re.sub(r", (U|phi)[ \t]*$", "", text, flags=re.M)


def pooling(_: Path) -> Iterator[tuple[str, Row]]:
    """M9: three methods, two kinds of interval, and the Q-profile, by metafor in R."""
    if not shutil.which("Rscript"):
        raise Missing("R with metafor is not installed: sudo apt install r-cran-metafor")
    answer = subprocess.run(["Rscript", HERE / "metafor.R"], capture_output=True, text=True)
    if answer.returncode:
        raise Missing("R has no metafor: sudo apt install r-cran-metafor")
    lines = [line.split() for line in answer.stdout.splitlines() if line[:1].isalpha()]
    version = next(line[1] for line in lines if line[0] == "version")
    trials = meta_analysis.log_risk_ratio(*BCG.T)
    for method, test, *numbers in (line for line in lines if len(line) > 4):
        if method == "Q-profile":
            ours = meta_analysis.tau2_interval(*trials).tau2
        elif method in meta_analysis.METHODS:
            pooled = meta_analysis.pool(*trials, method, test == "knha")
            ours = (pooled.tau2, pooled.effect, pooled.lower, pooled.upper)
        else:
            continue
        words = (
            ("tau2", "effect", "lower", "upper")
            if len(numbers) == 4
            else ("tau2", "lower", "upper")
        )
        for word, theirs, mine in zip(words, numbers, ours, strict=True):
            yield version, (f"BCG, {method} {test}: {word}", f"{float(theirs):.7g}", f"{mine:.7g}")


def handed_on(folder: Path) -> Iterator[tuple[str, Row]]:
    """M2b, M6b: the book's SBML files, run by another engine."""
    found = run("sbml", folder)
    own = {
        "models-axon": axon.simulate(10.0, duration=100.0, step=0.01)[0][::10],
        "models-gastric": slow_wave.simulate_gastric(100.0, spacing=0.1).voltage,
    }
    for name, ours in own.items():
        apart = float(np.abs(np.array(found[name]) - ours).max())
        yield found["version"], (f"{name}: largest difference (mV)", "0", f"{apart:.2g}")


CHECKS = (
    ("M1", "soma_den_mn_model in Brian2", neuron, GUERRA),
    ("M2b, M6b", "libroadrunner on our SBML", handed_on, None),
    ("M3b", "ModelDB 266732 in NEURON", muscle, KIM),
    ("M6b", "Du_IP3_2013 (CellML) in myokit", clock, DU),
    ("M9", "metafor in R", pooling, None),
)


def apart(theirs: str, ours: str) -> str:
    """Say how far apart two numbers are: relative, or as they are where theirs is 0."""
    a, b = float(theirs), float(ours)
    return f"{abs(b - a) / abs(a):.1e}" if a else f"{abs(b):.1e}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.cross_check", description=__doc__)
    parser.add_argument(
        "--sources",
        type=Path,
        metavar="DIR",
        help="folder of git clones, for a machine that cannot download: "
        + ", ".join(source.name for *_, source in CHECKS if source),
    )
    return parser.parse_args()


def main() -> None:
    given = arguments().sources
    HOME.mkdir(parents=True, exist_ok=True)
    today, rows = date.today().isoformat(), []
    for model, program, check, source in CHECKS:
        commit = source.commit[:7] if source else ""
        print(f"{model}: {program}", file=sys.stderr)
        try:
            folder = fetch(source, HOME / "sources", given) if source else DATA
            for version, (quantity, theirs, ours) in check(folder):
                far = apart(theirs, ours)
                rows.append((today, model, program, version, commit, quantity, theirs, ours, far))
        except Missing as why:
            rows.append((today, model, program, "", commit, f"skipped: {why}", "", "", ""))
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for row in (COLUMNS, *rows):
            write(row)
    for row in rows:
        print(" | ".join(filter(None, row[1:])))
    print(f"kept in {KEPT.relative_to(ROOT)}: the book shows it")
    far = [row for row in rows if row[-1] and float(row[-1]) > FARTHEST]
    if far:
        sys.exit(f"{len(far)} numbers lie more than {FARTHEST:g} apart")


if __name__ == "__main__":
    main()
