"""Numbers that a reader has to read off a recording, measured in its samples: keys of questions."""

import numpy as np

from physiology.signals import gullet, heart, measures, needle


def qt(**arguments):
    """Return the QT interval (ms) of ``heart.ecg`` with these arguments."""
    return 1000 * measures.qt_interval(heart.ecg(**arguments))


def latency(**arguments):
    """Return the distal latency (s) of ``gullet.swallow`` with these arguments."""
    return measures.distal_latency(gullet.swallow(**arguments))


def unit_rate(**arguments):
    """Return how often a second the unit of ``needle.one_unit`` fires."""
    made = needle.one_unit(**arguments)
    return measures.peaks(made).size / (made.samples.shape[1] / made.rate)


def outline(recording, columns=300, channel=0):
    """Return (time, low, high), shape (columns, 3): the range that a column of a drawing holds."""
    samples = recording.samples[channel]
    edges = np.linspace(0, samples.size, columns, endpoint=False).astype(int)
    low, high = np.minimum.reduceat(samples, edges), np.maximum.reduceat(samples, edges)
    return np.column_stack([edges / recording.rate, low, high])
