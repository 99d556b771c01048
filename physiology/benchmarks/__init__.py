"""Published values beside ours: one list that the tests check and the book prints.

It formats nothing: the book decides how a row looks.
"""

from physiology.benchmarks import (
    contraction,
    excitability,
    motoneuron,
    paired_experiment,
    pooling,
    probability,
    smooth_muscle,
    vessels,
)
from physiology.benchmarks.benchmark import MARKS, Benchmark

__all__ = ["BENCHMARKS", "MARKS", "MODELS", "Benchmark"]

MODELS = {
    "M1": "motoneuron with a persistent inward current",
    "M2a": "Nernst and Goldman-Hodgkin-Katz potentials",
    "M2b": "Hodgkin-Huxley membrane with shifted gates",
    "M3a": "force from stimulation rate",
    "M3b": "store, pump, troponin, cross-bridges",
    "M4": "re-analysis of the dehydration experiments",
    "M5a": "coronary stenosis and geometric lever",
    "M6a": "latch-bridge of smooth muscle",
    "M6b": "gastric slow wave",
    "M7": "Bayes and likelihood ratios",
    "M8": "attributable share, nocebo ratio, E-value",
    "M9": "random-effects meta-analysis",
}

BENCHMARKS = (
    *motoneuron.ROWS,
    *excitability.ROWS,
    *contraction.ROWS,
    *vessels.ROWS,
    *smooth_muscle.ROWS,
    *paired_experiment.ROWS,
    *probability.ROWS,
    *pooling.ROWS,
)
