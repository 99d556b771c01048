"""A signal as a drawing: SVG of a few relative paths in the page's colour.

Words do not stand in it, except the names of channels, single letters for marks and numbers on the
axis of a map: whatever else belongs to it stands below it, as text that can be read at any size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..languages import _, decimal
from . import maps
from .paths import line, outline, text
from .sheet import LETTER, nice, svg
from .signals import Signal

WIDTH = 480
HEIGHT = {"trace": 130, "lines": 74, "paper": 0, "map": 0}
COLUMNS = 440


def draw(signal: Signal, show: Mapping[str, Any], marks: Mapping[str, float]) -> tuple[str, str]:
    """Draw a signal; gives the SVG, and what its bars or squares measure in words."""
    if "window" in show:
        signal, marks = _cut(signal, marks, *show["window"])
    if show["view"] == "map":
        return maps.draw(signal, show, marks)
    chosen = show.get("channels", range(len(signal.samples)))
    if max(chosen) >= len(signal.samples):
        raise ValueError(f"channel {max(chosen)} is drawn; the signal has {len(signal.samples)}")
    channels = signal.samples[list(chosen)]
    if show["view"] == "paper":
        return _paper(signal, channels, show, marks)
    if show["view"] == "trace" and len(channels) != 1:
        raise ValueError(f"view trace draws one channel, not {len(channels)}; write view: lines")
    return _traces(signal, channels, show, marks)


def _cut(
    signal: Signal, marks: Mapping[str, float], first: float, last: float
) -> tuple[Signal, dict[str, float]]:
    """Keep the seconds from `first` to `last`; a mark outside them cannot be drawn."""
    if not first < last <= signal.seconds:
        raise ValueError(f"the window ends at {last:g} s; the signal has {signal.seconds:g} s")
    outside = [letter for letter, at in marks.items() if not first <= at <= last]
    if outside:
        raise ValueError(f"the mark {outside[0]} lies outside the window that is drawn")
    kept = signal.samples[:, round(first * signal.rate) : round(last * signal.rate)]
    moved = {letter: at - first for letter, at in marks.items()}
    return replace(signal, samples=kept), moved


def _traces(
    signal: Signal, channels: np.ndarray, show: Mapping[str, Any], marks: Mapping[str, float]
) -> tuple[str, str]:
    room = LETTER + 6 if marks else 4
    tall = HEIGHT[show["view"]]
    names: Sequence[str] = show.get("names", ())
    gap = LETTER + 4 if names else 6
    reach = show.get("range") or float(np.abs(channels).max()) or 1.0
    parts, top = [], room
    for number, samples in enumerate(channels):
        if names:
            parts.append(text(names[number], 2, top + LETTER - 4, "start"))
        top += gap if names or number else 0
        columns = _columns(len(channels), samples)
        parts.append(outline(samples, reach, top, tall, WIDTH, columns))
        top += tall
    parts += _letters(marks, signal.seconds, LETTER - 2, room + (gap if names else 0), top)
    bars, words = _bars(signal, show, reach, tall, top)
    return svg([*parts, *bars], WIDTH, top + 16), words


def _columns(count: int, samples: np.ndarray) -> int:
    return min(samples.size, COLUMNS if count < 3 else COLUMNS * 2 // count)


def _letters(
    marks: Mapping[str, float], seconds: float, baseline: float, top: float, bottom: float
) -> list[str]:
    drawn = []
    for letter, at in marks.items():
        x = at / seconds * WIDTH
        drawn.append(line([(x, top), (x, bottom)], opacity=0.55, dash="5 4"))
        drawn.append(text(letter, min(max(x, 8), WIDTH - 8), baseline, "middle", bold=True))
    return drawn


def _bars(
    signal: Signal, show: Mapping[str, Any], reach: float, tall: float, bottom: float
) -> tuple[list[str], str]:
    """Draw a bar of time and one of size in the lower right corner."""
    time = show.get("bar") or nice(signal.seconds / 5)
    size = show.get("height") or nice(reach / 2)
    width, height = time / signal.seconds * WIDTH, size / (2 * reach) * tall
    x, y = WIDTH - 3, bottom + 10
    bar = line([(x - width, y), (x, y), (x, y - height)], stroke=3)
    times, sizes = _amount(time, "s"), _amount(size, signal.unit)
    return [bar], _("Bars: {time} and {size}.", time=times, size=sizes)


def _amount(value: float, unit: str) -> str:
    return f"{decimal(f'{value:g}')}\N{NO-BREAK SPACE}{unit}"


MOST_POINTS = 1900
SPEED, SIZE = 25, 10
"""Squared paper: 25 mm a second, 10 mm for one unit."""


def _paper(
    signal: Signal, channels: np.ndarray, show: Mapping[str, Any], marks: Mapping[str, float]
) -> tuple[str, str]:
    """Draw channels on squared paper; a small square is 1 mm."""
    mm = WIDTH / (signal.seconds * SPEED)
    names: Sequence[str] = show.get("names", ())
    low, top = (bound(channels) * SIZE / 5 for bound in (np.min, np.max))
    low, rows = 5 * np.floor(low), 5 * int(np.ceil(top) - np.floor(low))
    high = rows * mm * len(channels)
    head = LETTER + 6 if marks else 0
    grid = [
        squares("fine", mm, head, high, 0.22, 0.7),
        squares("bold", 5 * mm, head, high, 0.45, 1),
    ]
    parts = []
    for number, samples in enumerate(channels):
        tall, top = rows * mm, head + number * rows * mm
        columns = min(samples.size, MOST_POINTS // (2 * len(channels)))
        reach = rows / 2 / SIZE
        level = samples - low / SIZE - reach  # the middle of the row is drawn as zero
        parts.append(outline(level, reach, top, tall, WIDTH, columns, stroke=1.7))
        if names:
            top = head + number * rows * mm
            parts.append(text(names[number], 4, top + LETTER - 2, "start", bold=True))
    parts += _letters(marks, signal.seconds, LETTER - 2, head, head + high)
    wide, tall = _amount(1 / SPEED, "s"), _amount(1 / SIZE, signal.unit)
    words = _("A small square is {wide} wide and {high} high.", wide=wide, high=tall)
    return svg([*grid, *parts], WIDTH, head + high), words


def squares(name: str, step: float, top: float, high: float, opacity: float, stroke: float) -> str:
    """Fill the paper with squares."""
    return (
        f'<pattern id="{name}" y="{top:g}" width="{step:.6g}" height="{step:.6g}" '
        f'patternUnits="userSpaceOnUse"><path d="M0 {step:.6g}V0H{step:.6g}" '
        f'stroke-width="{stroke:g}" opacity="{opacity:g}"/></pattern>'
        f'<rect y="{top:g}" width="{WIDTH}" height="{high:.5g}" fill="url(#{name})" '
        f'stroke-width="1" stroke-opacity="{opacity:g}"/>'
    )
