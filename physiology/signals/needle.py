"""Needle recordings: willed effort, cramp, contracture, and whatever fires by itself.

Keys in the docstrings name works of the book's bibliography; "our choice" says that no published
number stands behind a parameter.
"""

import numpy as np

from physiology.signals.potentials import fibre_potential, place, positive_wave, unit_potential
from physiology.signals.recording import (
    LONGEST,
    NEEDLE_RATE,
    Recording,
    amount,
    clock,
    count,
    draws,
    moment,
    noise,
)
from physiology.signals.trains import grouped, train, with_doublets

RATE = NEEDLE_RATE


def rest(seconds=3.0, seed=0):
    """Record a relaxed muscle away from the end plates: the noise of the chain alone.

    Raises ``ValueError`` as ``clock`` does, and for a seed that is no whole number.
    """

    rng = draws(seed)
    time = clock(seconds, RATE)
    return Recording(noise(rng, time.size)[None], RATE, "µV", {})


def effort(level=0.3, seconds=3.0, seed=0, units=40):
    """Record a willed contraction; `level` from 0 to 1 calls up units, the small ones first.

    Each unit begins at 6 and ends near 25 a second, the range of rates of willed contractions that
    `minetto2009discharge` compares its cramps with. Interval variation 15 %: our choice.
    Raises ``ValueError`` for per cent, and for no units.
    """
    level = amount("level", level, 0, 1)
    units = count("units", units, 1000)
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples, spikes = noise(rng, time.size), []
    thresholds = 0.02 + 0.75 * (np.arange(units) / units) ** 1.6
    sizes = 250 * (6.0 ** (np.arange(units) / units)) * rng.uniform(0.6, 1.4, units)
    for threshold, size in zip(thresholds, sizes, strict=True):
        shape = unit_potential(rng, size * rng.choice([1.0, 0.5, 0.3]))
        if level <= threshold:
            continue
        rate = np.full(time.size, 6 + 19 * min(1, (level - threshold) / 0.6))
        fired = train(rng, rate, time, 0.15)
        place(samples, fired, shape, RATE)
        spikes.append(fired)
    return Recording(samples[None], RATE, "µV", {}, tuple(spikes))


def one_unit(rate=15.0, seconds=2.0, variation=0.2, seed=0):
    """Record a single unit at `rate` a second, with the given variation of its intervals.

    Raises ``ValueError`` for a rate beyond 300 a second, and for per cent.
    """
    rate = amount("rate", rate, 0.1, 300, "per s")
    variation = amount("variation", variation, 0, 1)
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples = noise(rng, time.size)
    fired = train(rng, np.full(time.size, float(rate)), time, variation)
    place(samples, fired, unit_potential(rng, 600), RATE)
    return Recording(samples[None], RATE, "µV", {}, (fired,))


CRAMP_UNITS = 14
"""Units that a needle follows in a cramp: our choice."""


def cramp(seconds=30.0, units=CRAMP_UNITS, top=17.8, stretch=None, seed=0):
    """Record a cramp from its first unit to its end.

    Rates, variation, doublets and the common beat of 1.4 Hz are set so that the samples give back
    `minetto2009discharge` (48 units: 14.5 ± 5.1 per s, variation 44.6 %, doublets 4.1 %, 23.6 s).
    `stretch` (s), if given, ends it: activity first rises, as `ross1995motor` saw, for 0.8 s, with
    faster units and four that join (how much is our choice), and is over 0.35 s later.
    Raises ``ValueError`` below 14 s, for no units, and for a stretch after the end.
    """
    seconds = amount("seconds", seconds, 14, LONGEST, "s")
    units, top = count("units", units, 1000), amount("top", top, 6, 150, "per s")
    if stretch is not None:
        stretch = moment("stretch", stretch, seconds - 1.15)
    rng = draws(seed)
    time = clock(seconds, RATE)
    coarse = np.linspace(0, seconds, max(2, round(seconds * 200)))
    samples, spikes, events = noise(rng, time.size), [], {"onset": 0.6, "height": 8.0}
    fall = max(seconds - 12.0, 6.0)
    joins = np.sort(rng.uniform(0.6, 6.0, units))
    for number, start in enumerate(joins):
        size = 300 * 4.0 ** (number / units) * rng.uniform(0.7, 1.3)
        height = top * rng.uniform(0.75, 1.25)
        leaves = seconds - 1.2 - (units - 1 - number) / units * 3.0
        rise = np.clip((coarse - start) / 6.0, 0, 1)
        sink = 1 - np.clip((coarse - fall) / 11.0, 0, 1)
        rate = 4.2 + (height - 4.2) * np.minimum(rise, sink)
        rate *= 1 + 0.15 * np.sin(2 * np.pi * 1.4 * coarse)
        rate[(coarse < start) | (coarse > leaves)] = 0
        if stretch is not None:
            rate *= np.where((coarse > stretch) & (coarse < stretch + 0.8), 1.5, 1)
            rate[coarse > stretch + 0.8 + rng.uniform(0, 0.35)] = 0
        fired = with_doublets(rng, train(rng, rate, coarse, 0.17), 0.042)
        place(samples, fired, unit_potential(rng, size), RATE)
        spikes.append(fired)
    if stretch is not None:
        for _ in range(4):
            fired = train(rng, np.full(160, 14.0), np.linspace(stretch, stretch + 0.8, 160), 0.17)
            place(samples, fired, unit_potential(rng, rng.uniform(900, 1500)), RATE)
            spikes.append(fired)
        events |= {"stretch": float(stretch), "end": float(stretch) + 1.15}
    return Recording(samples[None], RATE, "µV", events, tuple(spikes))


def cramp_height(seconds=3.0, seed=0):
    """Record three seconds from the height of a cramp: see ``cramp``.

    Raises ``ValueError`` for more than 12 s.
    """
    seconds = amount("seconds", seconds, 1 / RATE, 12, "s")
    whole = cramp(20.0, seed=seed)
    first = round(8.0 * RATE)
    samples = whole.samples[:, first : first + round(seconds * RATE)]
    return Recording(samples, RATE, "µV", {})


def contracture(seconds=4.0, stops=1.5, seed=0):
    """Record hard effort that ends at `stops` s while the muscle stays hard and the needle silent.

    A contracture is silent by definition (`simons1998tone`). Two channels: the needle (µV), and the
    force (% of its height), which falls to 88 % only; that number is our choice.
    Raises ``ValueError`` for an effort that ends after the recording.
    """
    hard = effort(0.7, seconds, seed)
    stops = moment("stops", stops, seconds)
    rng = draws(seed + 1)
    quiet = noise(rng, hard.samples.shape[1])
    needle = np.where(hard.time < stops, hard.samples[0], quiet)
    force = 100 * (1 - 0.12 * np.clip((hard.time - stops) / 1.0, 0, 1))
    force = force + 0.6 * rng.standard_normal(hard.time.size).cumsum() / 200
    return Recording(np.stack([needle, force]), RATE, "µV", {"effort ends": float(stops)})


def tetany(group=3, seconds=3.0, seed=0):
    """Record one or two units that fire in groups of about `group` spikes.

    Healthy people after ten minutes of ischaemia give mostly twos and threes, people with tetany
    mostly fives and more (`deecke1983tetany`). Seven groups a second, 6 ms within: our choice.
    Raises ``ValueError`` for groups of less than 2 or more than 8.
    """
    group = count("group", group, 8, low=2)
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples = noise(rng, time.size)
    starts = train(rng, np.full(time.size, 7.0), time, 0.12)
    starts = starts[starts < seconds - 0.12]
    counts = np.clip(
        group + rng.integers(-1, 2, starts.size) * (rng.random(starts.size) < 0.5), 2, 9
    )
    fired = grouped(rng, starts, counts, 0.006, 1.12)
    place(samples, fired, unit_potential(rng, 700, 0.6), RATE)
    return Recording(samples[None], RATE, "µV", {}, (fired,))


def myotonia(top=80.0, seconds=3.4, seed=0):
    """Record one run of a muscle fibre after a tap: rate and size rise together, and sink again.

    From 20 to 80 a second and back (`myotoniaelectro`). That it sinks for longer than it rises,
    and how much the size changes, is our choice.
    Raises ``ValueError`` for a top outside 25 to 150 a second, and below 1 s.
    """
    top = amount("top", top, 25, 150, "per s")
    seconds = amount("seconds", seconds, 1, LONGEST, "s")
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples = noise(rng, time.size)
    start, height, end = 0.3, 0.3 + 0.36 * (seconds - 0.6), seconds - 0.25
    shape = np.interp(time, [start, height, end], [0, 1, 0], left=0, right=0)
    rate = np.where((time >= start) & (time <= end), 20 + (top - 20) * shape, 0)
    fired = train(rng, rate, time, 0.03)
    sizes = 0.25 + 0.75 * np.interp(fired, time, shape) + 0.03 * rng.standard_normal(fired.size)
    place(samples, fired, positive_wave(450), RATE, sizes)
    return Recording(samples[None], RATE, "µV", {"tap": start, "height": height}, (fired,))


def fasciculation(rate=1.0, seconds=3.5, seed=0, sources=3):
    """Record single potentials of motor units at random times, `rate` a second in all.

    Their size and length as in `decarvalho2013earliest` (12.6 ± 4.4 ms); random times (Poisson),
    several sources and the rate are our choice.
    Raises ``ValueError`` for a rate beyond 100 a second, and for no sources.
    """
    rate = amount("rate", rate, 0, 100, "per s")
    sources = count("sources", sources, 100)
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples, spikes = noise(rng, time.size), []
    for _ in range(sources):
        fired = train(rng, np.full(time.size, rate / sources), time, 1.0)
        place(samples, fired, unit_potential(rng, rng.uniform(300, 900), rng.uniform(1, 2.2)), RATE)
        spikes.append(fired)
    return Recording(samples[None], RATE, "µV", {}, tuple(spikes))


def fibrillation(rate=7.0, seconds=3.5, variation=0.02, seed=0, size=130.0):
    """Record one denervated fibre that fires like a clock and slows down by a quarter.

    Long runs slow down (`partanen2013fibrillation`). `variation` from 0 to 1 turns the clock into
    rain; rate and size are our choice.
    Raises ``ValueError`` for a rate beyond 100 a second, and for per cent.
    """
    rate = amount("rate", rate, 0, 100, "per s")
    variation, size = amount("variation", variation, 0, 1), amount("size", size, 0, 1e5, "µV")
    rng = draws(seed)
    time = clock(seconds, RATE)
    samples = noise(rng, time.size)
    falling = rate * (1 - 0.25 * time / time[-1])
    fired = train(rng, falling, time, variation)
    place(samples, fired, fibre_potential(size), RATE)
    return Recording(samples[None], RATE, "µV", {}, (fired,))


def neuromyotonia(seconds=3.0, seed=0):
    """Record runs of one unit at 30 to 300 a second (`maddison2006neuromyotonia`).

    Within a run intervals lengthen (`kleine2008interspike`); the runs' length and the falling size
    are our choice.
    Raises ``ValueError`` as ``rest`` does.
    """

    rng = draws(seed)
    time = clock(seconds, RATE)
    samples, all_spikes, at = noise(rng, time.size), [], 0.15
    shape = unit_potential(rng, 500, 0.5)
    while at < seconds - 0.5:
        length = rng.uniform(0.15, 0.45)
        part = np.linspace(at, at + length, 400)
        fired = train(rng, 195 * (1 - 0.25 * (part - at) / length), part, 0.05)
        place(samples, fired, shape, RATE, np.exp(-1.3 * (fired - at) / length))
        all_spikes.append(fired)
        at += length + rng.uniform(0.12, 0.6)
    return Recording(samples[None], RATE, "µV", {}, tuple(all_spikes))


def myokymia(seconds=3.5, seed=0):
    """Record one unit in bursts of about five that come back regularly.

    That they do is in `ginsberg2020electrodiagnostic`. Number, rate inside and distance of the
    bursts are our choice.
    Raises ``ValueError`` as ``rest`` does.
    """

    rng = draws(seed)
    time = clock(seconds, RATE)
    samples = noise(rng, time.size)
    starts = np.arange(0.2, seconds - 0.2, 0.7)
    starts = starts + rng.normal(0, 0.02, starts.size)
    counts = 5 + rng.integers(-1, 2, starts.size)
    fired = grouped(rng, starts, counts, 0.025, 1.0)
    place(samples, fired, unit_potential(rng, 500), RATE)
    return Recording(samples[None], RATE, "µV", {}, (fired,))


def stiff_person(seconds=4.0, stimulus=1.0, seed=0):
    """Record two opposing muscles that do not relax; a stimulus brings jerks, then more activity.

    The units are ordinary ones (`auger1994motor`). One to three bursts at 60 to 70 ms, then
    activity that declines over seconds (`meinck1995stiff`, eight people).
    Raises ``ValueError`` for a stimulus outside the recording.
    """
    rng = draws(seed)
    time = clock(seconds, RATE)
    stimulus = moment("stimulus", stimulus, seconds)
    muscles, spikes = [], []
    for _ in range(2):
        samples = noise(rng, time.size)
        for number in range(8):
            after = np.where(time > stimulus + 0.1, np.exp(-(time - stimulus - 0.1) / 1.2), 0)
            rate = (7 if number < 4 else 0) + 9 * np.clip(after, 0, 1)
            fired = train(rng, np.maximum(rate, 0), time, 0.15)
            jerks = stimulus + np.array([0.064, 0.13]) + rng.normal(0, 0.001, 2)
            fired = np.sort(np.concatenate([fired, jerks]))
            place(samples, fired, unit_potential(rng, rng.uniform(150, 450)), RATE)
            spikes.append(fired)
        muscles.append(samples)
    events = {"stimulus": float(stimulus), "jerk": float(stimulus) + 0.064}
    return Recording(np.stack(muscles), RATE, "µV", events, tuple(spikes))
