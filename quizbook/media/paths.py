"""Paths of a drawing, written briefly: relative steps in tenths, nothing repeated."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from markupsafe import escape


def outline(
    samples: np.ndarray,
    reach: float,
    top: float,
    tall: float,
    width: float,
    columns: int,
    stroke: float = 1.3,
) -> str:
    """Draw samples as the range that each column of the drawing holds, in one path.

    Every sample counts: the last column takes what does not divide evenly.
    """
    edges = np.linspace(0, samples.size, columns, endpoint=False).astype(int)
    high = np.maximum.reduceat(samples, edges)
    low = np.minimum.reduceat(samples, edges)
    # One step earlier joins what lies left of a column to it.
    high[1:] = np.maximum(high[1:], samples[edges[1:] - 1])
    low[1:] = np.minimum(low[1:], samples[edges[1:] - 1])
    xs = np.repeat(edges / samples.size * width, 2)
    ys = np.column_stack([high, low])
    ys[1::2] = ys[1::2, ::-1]  # down one column, up the next
    ys = top + tall / 2 - np.clip(ys.ravel(), -reach, reach) / reach * tall / 2
    return moves(np.column_stack([xs, ys]), stroke)


def moves(points: np.ndarray, stroke: float) -> str:
    """Draw a line through points."""
    whole = np.round(np.asarray(points) * 10).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    path = f"M{_pair(whole[0])}l" + "".join(map(_step, steps)).lstrip(" ")
    return (
        f'<path d="{path}" transform="scale(.1)" stroke-width="{stroke * 10:g}" '
        'stroke-linejoin="round"/>'
    )


def _pair(step: Iterable[int]) -> str:
    x, y = step
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _step(step: Iterable[int]) -> str:
    pair = _pair(step)
    return pair if pair.startswith("-") else f" {pair}"


def line(
    points: list[tuple[float, float]], stroke: float = 1.5, opacity: float = 1, dash: str = ""
) -> str:
    """Draw a few points joined."""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    look = f' opacity="{opacity:g}"' if opacity < 1 else ""
    look += f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" stroke-width="{stroke:g}"{look}/>'


def text(words: str, x: float, y: float, anchor: str, bold: bool = False, size: int = 20) -> str:
    """Write a letter or a name."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight} '
        f'fill="currentColor" stroke="none">{escape(words)}</text>'
    )
