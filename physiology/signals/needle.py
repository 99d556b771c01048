"""Needle recordings: willed effort, cramp, contracture, and whatever fires by itself.

Keys in the docstrings name works of the book's bibliography; "our choice" says that no published
number stands behind a parameter.
"""

import numpy as np

from physiology.signals import recipes
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
_COARSE = 200  # moments a second at which the rate of a cramp is laid down
_POINTS = 160, 400  # moments of a short run: of a stretched cramp, of neuromyotonia
_SHORT, _LONG = 14, 12  # s: a cramp has a rise and a fall; its height lasts no longer


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
    e, rank = recipes.Effort, np.arange(units) / units
    thresholds = e.first_joins + e.joining_over * rank**e.joining_power
    sizes = e.smallest * (e.largest**rank) * rng.uniform(e.size_low, e.size_high, units)
    for threshold, size in zip(thresholds, sizes, strict=True):
        shape = unit_potential(rng, size * rng.choice([1.0, e.beside, e.far]))
        if level <= threshold:
            continue
        quick = e.quickening * min(1, (level - threshold) / e.quickening_over)
        fired = train(rng, np.full(time.size, e.slowest + quick), time, e.variation)
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
    place(samples, fired, unit_potential(rng, ONE_UNIT), RATE)
    return Recording(samples[None], RATE, "µV", {}, (fired,))


ONE_UNIT = 600
"""Size of a single unit, µV: our choice."""
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
    seconds = amount("seconds", seconds, _SHORT, LONGEST, "s")
    units, top = count("units", units, 1000), amount("top", top, 6, 150, "per s")
    c = recipes.Cramp
    over = c.stretch_excites + c.stretch_ends
    if stretch is not None:
        stretch = moment("stretch", stretch, seconds - over)
    rng = draws(seed)
    time = clock(seconds, RATE)
    coarse = np.linspace(0, seconds, max(2, round(seconds * _COARSE)))
    samples, spikes = noise(rng, time.size), []
    events = {"onset": c.onset, "height": c.height_at}
    fall = max(seconds - c.sinks_before_end, c.sinks_after)
    joins = np.sort(rng.uniform(c.onset, c.all_joined, units))
    for number, start in enumerate(joins):
        scale = rng.uniform(c.size_low, c.size_high)
        size = c.smallest * c.largest ** (number / units) * scale
        height = top * rng.uniform(c.height_low, c.height_high)
        leaves = seconds - c.last_leaves - (units - 1 - number) / units * c.leaving_over
        rise = np.clip((coarse - start) / c.rise, 0, 1)
        sink = 1 - np.clip((coarse - fall) / c.sink, 0, 1)
        rate = c.slowest + (height - c.slowest) * np.minimum(rise, sink)
        rate *= 1 + c.beat_depth * np.sin(2 * np.pi * c.beat * coarse)
        rate[(coarse < start) | (coarse > leaves)] = 0
        if stretch is not None:
            calms = stretch + c.stretch_excites
            rate *= np.where((coarse > stretch) & (coarse < calms), c.stretch_gain, 1)
            rate[coarse > calms + rng.uniform(0, c.stretch_ends)] = 0
        fired = with_doublets(rng, train(rng, rate, coarse, c.variation), c.doublets)
        place(samples, fired, unit_potential(rng, size), RATE)
        spikes.append(fired)
    if stretch is not None:
        excited = np.linspace(stretch, stretch + c.stretch_excites, _POINTS[0])
        for _ in range(c.stretch_joins):
            fired = train(rng, np.full(excited.size, c.joining_rate), excited, c.variation)
            size = rng.uniform(c.joining_smallest, c.joining_largest)
            place(samples, fired, unit_potential(rng, size), RATE)
            spikes.append(fired)
        events |= {"stretch": float(stretch), "end": float(stretch) + over}
    return Recording(samples[None], RATE, "µV", events, tuple(spikes))


def cramp_height(seconds=3.0, seed=0):
    """Record three seconds from the height of a cramp: see ``cramp``.

    Raises ``ValueError`` for more than 12 s.
    """
    seconds = amount("seconds", seconds, 1 / RATE, _LONG, "s")
    whole = cramp(recipes.Cramp.whole, seed=seed)
    first = round(recipes.Cramp.height_at * RATE)
    samples = whole.samples[:, first : first + round(seconds * RATE)]
    return Recording(samples, RATE, "µV", {})


def contracture(seconds=4.0, stops=1.5, seed=0):
    """Record hard effort that ends at `stops` s while the muscle stays hard and the needle silent.

    A contracture is silent by definition (`simons1998tone`). Two channels: the needle (µV), and the
    force (% of its height), which falls to 88 % only; that number is our choice.
    Raises ``ValueError`` for an effort that ends after the recording.
    """
    c = recipes.Contracture
    hard = effort(c.effort, seconds, seed)
    stops = moment("stops", stops, seconds)
    rng = draws(seed + 1)
    quiet = noise(rng, hard.samples.shape[1])
    needle = np.where(hard.time < stops, hard.samples[0], quiet)
    force = 100 * (1 - c.lost * np.clip((hard.time - stops) / c.losing_over, 0, 1))
    force = force + c.wander * rng.standard_normal(hard.time.size).cumsum() / c.wander_steps
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
    t = recipes.Tetany
    starts = train(rng, np.full(time.size, t.groups), time, t.variation)
    starts = starts[starts < seconds - t.last]
    counts = np.clip(
        group + rng.integers(-1, 2, starts.size) * (rng.random(starts.size) < 0.5), 2, t.most
    )
    fired = grouped(rng, starts, counts, t.within, t.lengthening)
    place(samples, fired, unit_potential(rng, t.size, t.scatter), RATE)
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
    m = recipes.Myotonia
    start, end = m.tap, seconds - m.ends
    height = start + m.rising * (seconds - m.around)
    shape = np.interp(time, [start, height, end], [0, 1, 0], left=0, right=0)
    fast = m.slowest + (top - m.slowest) * shape
    rate = np.where((time >= start) & (time <= end), fast, 0)
    fired = train(rng, rate, time, m.variation)
    sizes = m.smallest + m.growth * np.interp(fired, time, shape)
    sizes = sizes + m.size_scatter * rng.standard_normal(fired.size)
    place(samples, fired, positive_wave(m.size), RATE, sizes)
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
    j, samples, spikes = recipes.Spontaneous, noise(rng, time.size), []
    for _ in range(sources):
        fired = train(rng, np.full(time.size, rate / sources), time, 1.0)
        size = rng.uniform(j.jump_smallest, j.jump_largest)
        scatter = rng.uniform(j.jump_scatter_low, j.jump_scatter_high)
        place(samples, fired, unit_potential(rng, size, scatter), RATE)
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
    falling = rate * (1 - recipes.Spontaneous.slowing * time / time[-1])
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
    r = recipes.Neuromyotonia
    samples, all_spikes, at = noise(rng, time.size), [], r.begins
    shape = unit_potential(rng, r.size, r.scatter)
    while at < seconds - r.last:
        length = rng.uniform(r.shortest, r.longest)
        part = np.linspace(at, at + length, _POINTS[1])
        fired = train(rng, r.rate * (1 - r.slowing * (part - at) / length), part, r.variation)
        place(samples, fired, shape, RATE, np.exp(-r.shrinking * (fired - at) / length))
        all_spikes.append(fired)
        at += length + rng.uniform(r.gap_low, r.gap_high)
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
    m = recipes.Myokymia
    starts = np.arange(m.begins, seconds - m.begins, m.every)
    starts = starts + rng.normal(0, m.wander, starts.size)
    counts = m.spikes + rng.integers(-1, 2, starts.size)
    fired = grouped(rng, starts, counts, m.within, 1.0)
    place(samples, fired, unit_potential(rng, m.size), RATE)
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
    p, muscles, spikes = recipes.StiffPerson, [], []
    for _ in range(2):
        samples = noise(rng, time.size)
        for number in range(p.units):
            decay = np.exp(-(time - stimulus - p.after) / p.decline)
            after = np.where(time > stimulus + p.after, decay, 0)
            rate = (p.resting if number < p.at_rest else 0) + p.added * np.clip(after, 0, 1)
            fired = train(rng, np.maximum(rate, 0), time, p.variation)
            jerks = stimulus + np.array([p.jerk, p.second_jerk])
            jerks = jerks + rng.normal(0, p.jerk_scatter, 2)
            fired = np.sort(np.concatenate([fired, jerks]))
            place(samples, fired, unit_potential(rng, rng.uniform(p.smallest, p.largest)), RATE)
            spikes.append(fired)
        muscles.append(samples)
    events = {"stimulus": float(stimulus), "jerk": float(stimulus) + p.jerk}
    return Recording(np.stack(muscles), RATE, "µV", events, tuple(spikes))
