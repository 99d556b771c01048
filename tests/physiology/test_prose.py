"""Numbers that the model pages print in their sentences, built anew from the models.

A sentence is made from what the model gives now; a page that does not hold it says something else
than its model. Numbers of others have their citation and are not asked here.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import physiology
from physiology import (
    attribution,
    axon,
    coronary,
    cramp_threshold,
    diagnostics,
    excitation_contraction,
    membrane,
    muscle_force,
    paired_experiment,
    slow_wave,
    smooth_muscle,
)

CHAPTERS = Path(physiology.__file__).parents[1] / "chapters"


@cache
def pumps():
    """Twitch (N) and half-relaxation (ms) with 5 and 100 % of the calcium pump."""
    rows = {}
    for percent in (5, 100):
        time, pull = excitation_contraction.isometric_force(
            np.arange(0, 500, 20.0), 1000, percent / 100
        )
        _, twitch = excitation_contraction.isometric_force([0.0], 400, percent / 100)
        rows[percent] = twitch.max(), excitation_contraction.half_relaxation(time, pull, 480)
    return rows


def pump_shares():
    (weak, slow), (full, usual) = pumps()[5], pumps()[100]
    return weak / full, slow / usual


def pump_halves():
    return pumps()[100][1], pumps()[5][1]


def removal():
    """Peak (N) and ripple (%) at 10 Hz with the usual removal, then half as fast."""
    peak, ripple = muscle_force.peak_and_ripple([10.0, 10.0], [0.02, 0.04])
    return peak[0], 100 * ripple[0], peak[1], 100 * ripple[1]


def kept():
    """Share (%) of the force that is left when calcium halves, by the rate of letting go."""
    force = [
        smooth_muscle.stress(
            smooth_muscle.steady_state(
                smooth_muscle.phosphorylation_rate(calcium), k7=[0.01, 0.1, 0.5]
            )
        )
        for calcium in (0.3, 0.15)
    ]
    return 100 * force[1] / force[0]


@cache
def waves():
    usual, slower = slow_wave.gastric_rate([1.0, 0.8], "voltage_synthesis")
    return usual, slower


def coupled():
    """Lowest and highest force (%) of the last cycles, quick bridges then slow ones."""
    _, force = smooth_muscle.slow_wave_stress(np.array([0.5, 0.01]), high=0.5, step=0.5)
    last = 100 * force[-41:]
    return last[:, 0].min(), last[:, 0].max(), last[:, 1].min(), last[:, 1].max()


def resting(*potassium):
    return [-float(membrane.resting_potential(potassium_out=p)) for p in potassium]


def course():
    return resting(4, 8)


def fall_from_4_to_2():
    low, usual = resting(2, 4)
    return [low - usual]


def calcium_left():
    return [100 * float(axon.calcium_fraction(axon.critical_shift(), k)) for k in (6, 9, 12)]


def per_e_fold():
    """What 20, 25 and 10 mV for a tenfold change are for an e-fold one (mV)."""
    return [tenfold / np.log(10) for tenfold in (20, 25, 10)]


def calcium_by_one_gate():
    return [100 * float(axon.calcium_fraction(axon.critical_shift(), k)) for k in per_e_fold()]


def after_a_train():
    return [cramp_threshold.train_response(13.0)[1]]


def lever():
    return [100 * float(coronary.lumen_left(0.2, ratio)) for ratio in (0.9, 0.75)]


def loss_by_diameter():
    """Change (%) of the loss of pressure with a tenth more, and less, of the diameter."""
    lost = [
        float(coronary.pressure_drop(1.0, 0.7, coronary.Vessel(diameter=d)))
        for d in (3.0, 3.3, 2.7)
    ]
    return [100 * abs(d / lost[0] - 1) for d in lost[1:]]


def after_finding():
    return [100 * float(diagnostics.probability_after(p, 5.2)) for p in (0.16, 0.01)]


def statin():
    ratio = 1.07
    added = float(attribution.excess_rate(ratio, 157))
    return 157 + added, added, float(attribution.cases_per_caused_case(ratio))


def treated():
    return [float(attribution.number_needed_to_treat(0.68, risk)) for risk in (0.56, 0.3)]


def spread_of_falls():
    return [float(paired_experiment.from_f(21.3 - 23.7, 2.81, 10).sd)]


def limits():
    """Limits (Hz) of the fall of 2010, 95 % and then 90 %."""
    fall = paired_experiment.from_f(21.3 - 23.7, 2.81, 10)
    wide, narrow = (paired_experiment.interval(fall, level) for level in (0.95, 0.9))
    return -wide[0], wide[1], -narrow[0], narrow[1]


def found(fall):
    """How many of the page's 200 imagined studies of ten people find a `fall` (Hz)."""
    drawn = paired_experiment.simulate_studies(0.0, spread_of_falls()[0], 10)
    return int((np.abs(drawn.difference + fall) > drawn.upper - drawn.difference).sum())


def rate_lost():
    """Share of the stomach's rate that a tenth less of the making of its messenger takes."""
    return 1 - float(slow_wave.gastric_rate(0.9, "voltage_synthesis") / waves()[0])


def falls_found():
    return spread_of_falls()[0] * paired_experiment.detectable_effect([5, 10, 30])


def slower():
    return [100 * (pump_shares()[1] - 1)]


def thermal():
    return [float(membrane.thermal_voltage())]


SAID = [
    ("models-muscle", "the peak rises from {0:.0f} to {2:.0f} N", removal),
    ("models-muscle", "ripples by {1:.0f} percent around a peak of {0:.0f} newtons", removal),
    ("models-muscle", "the peak is {2:.0f} newtons and the ripple {3:.0f} percent", removal),
    ("models-muscle", "grows {:.1f}-fold, but letting go takes only {:.1f} times", pump_shares),
    ("models-muscle", "half-relaxation from {:.0f} to {:.0f} milliseconds", pump_halves),
    ("models-muscle", "a slow bridge keeps {0:.0f} % of it, a fast one {2:.0f} %", kept),
    ("models-muscle", "{:.0f}, {:.0f} and {:.0f} percent of the force are left", kept),
    ("models-muscle", "A clock in one cell, {0:.2f} waves a minute", waves),
    ("models-muscle", "with 20 % less of the making of its messenger it slows to {1:.2f}", waves),
    (
        "models-muscle",
        "{:.0f} and {:.0f} percent with every wave; slow ones hold between {:.0f} and {:.0f}",
        coupled,
    ),
    ("models-nerve", "leaves the cell firing about {:.0f} times a second", after_a_train),
    ("models-nerve", "{:.0f} mV from 4 to 2 mmol/L", fall_from_4_to_2),
    (
        "models-nerve",
        "at 2 millimoles per litre over minus {:.0f} at 4 to minus {:.0f} at 8",
        course,
    ),
    ("models-nerve", "V = {:.1f}", thermal),
    ("models-nerve", "at a shift of {:.3f} mV", lambda: [axon.critical_shift()]),
    ("models-nerve", "by itself at {:.0f}, {:.0f} or {:.0f} % of the usual calcium", calcium_left),
    ("models-nerve", "which is {:.1f} to {:.1f} mV for an e-fold change", per_e_fold),
    ("models-nerve", "10 mV only, {2:.1f} mV for an e-fold change", per_e_fold),
    ("models-nerve", "by itself at {:.0f} to {:.0f} %, were it the second", calcium_by_one_gate),
    ("models-nerve", "the second, only at {2:.0f} % (the book's own numbers)", calcium_by_one_gate),
    ("models", "{2:.1f} mV in squid axons", per_e_fold),
    ("models", "{:.1f} to {:.1f} mV in myelinated fibres", per_e_fold),
    ("models", "moves the answer from {0:.0f} to {2:.0f} % of the usual calcium", calcium_left),
    ("models-vessel", "{:.0f} percent of it if the wall is thin, {:.0f} percent if", lever),
    ("models-evidence", "lifts 16 % to {:.0f} %, but 1 % only to {:.0f} %", after_finding),
    (
        "models-evidence",
        "of {:.0f} cases per 1000 exposed people {:.0f} are added, one in {:.0f}",
        statin,
    ),
    ("models-evidence", "{:.1f} if 56 of 100 would stay unwell without it, {:.0f} if 30", treated),
    ("dehydration", "fallen by as much as {0:.1f} Hz, or risen by as much as {1:.1f}", limits),
    ("dehydration", "90 % interval runs from −{2:.1f} to +{3:.1f} Hz", limits),
    (
        "dehydration",
        "{:.1f} Hz with five people, {:.1f} Hz with ten, {:.1f} Hz with thirty",
        falls_found,
    ),
    ("calcium", "makes relaxation {:.0f} % slower", slower),
    ("models-evidence", "a standard deviation of {:.1f} Hz", spread_of_falls),
]


@pytest.mark.parametrize(("page", "sentence", "given"), SAID, ids=[s[1][:40] for s in SAID])
def test_a_page_says_what_its_model_gives(page, sentence, given):
    text = (CHAPTERS / f"{page}.md").read_text("utf-8")
    assert sentence.format(*given()) in text


# A number that a page says in words: which words, what it is about, and within what they are true.
IN_WORDS = [
    ("models", "takes nearly a third off the rate", rate_lost, 0.28, 1 / 3),
    ("models", "by a third to a half", lambda: min(loss_by_diameter()), 27, 39),
    ("models", "by a third to a half", lambda: max(loss_by_diameter()), 44, 56),
    ("models-evidence", "sixteen of the two hundred find one", lambda: found(0), 16, 16),
    ("models-evidence", "about a quarter find it", lambda: found(2), 45, 55),
    ("models-vessel", "three quarters of its diameter", lambda: lever()[0], 74, 76),
    ("models-vessel", "closes a thick one (60 %)", lambda: coronary.lumen_left(0.2, 0.6), 0, 1e-6),
]


@pytest.mark.parametrize(("page", "words", "given", "low", "high"), IN_WORDS)
def test_words_for_numbers_are_right_too(page, words, given, low, high):
    assert words in (CHAPTERS / f"{page}.md").read_text("utf-8")
    assert low <= given() <= high
