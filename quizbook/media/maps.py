"""A signal of many places as a map: shades for the eye, a line for where colour does not help."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..languages import _, decimal
from .paths import line, text
from .sheet import LETTER, nice, svg
from .signals import Signal

WIDTH, HIGH, SIDE, FOOT = 480, 260, 34, 46
PIXELS = (170, 48)
COLOURS = 16
EDGE = (140, 34)
SHADES = [(247, 251, 255), (200, 221, 240), (115, 179, 216), (41, 121, 185), (253, 174, 97),
          (215, 48, 39), (120, 0, 38)]  # fmt: skip
"""From low to high; also in grey each is darker than most before it."""


def draw(signal: Signal, show: Mapping[str, Any], marks: Mapping[str, float]) -> tuple[str, str]:
    """Draw a map with time to the right; gives the SVG and what its line and axis mean."""
    if signal.places is None:
        raise ValueError("view map needs a signal with places")
    head = LETTER + 6 if marks else 4
    wide = WIDTH - SIDE - 16
    field = _field(signal, PIXELS)
    top = float(show.get("range") or np.quantile(signal.samples, 0.999))
    picture = base64.b64encode(_png(np.clip(field / top, 0, 1))).decode()
    parts = [
        f'<image x="{SIDE}" y="{head}" width="{wide}" height="{HIGH}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{picture}"/>'
    ]
    level = show.get("level")
    if level is not None:
        parts.append(_edge(_field(signal, EDGE) >= level, SIDE, head, wide, HIGH))
    parts.append(line([(SIDE, head), (SIDE, head + HIGH), (SIDE + wide, head + HIGH)], stroke=1.5))
    step = nice(signal.seconds / 4)
    for second in np.arange(0, signal.seconds + 1e-9, step):
        x = SIDE + second / signal.seconds * wide
        parts.append(line([(x, head + HIGH), (x, head + HIGH + 6)]))
        parts.append(text(decimal(f"{second:g}"), x, head + HIGH + LETTER + 6, "middle"))
    for letter, at in marks.items():
        x = SIDE + at / signal.seconds * wide
        # Light below dark, so that it is seen on any shade.
        parts.append(_rule(x, head, HIGH))
        parts.append(text(letter, max(x, SIDE + 8), LETTER - 2, "middle", bold=True))
    parts.append(_upright(signal.places_unit or _("place"), head + HIGH / 2, LETTER))
    low, high = (decimal(f"{end:g}") for end in (signal.places.min(), signal.places.max()))
    words = _(
        "Left to right: time in seconds. Top to bottom: {low} to {high} {unit}.",
        low=low,
        high=high,
        unit=signal.places_unit,
    )
    if level is not None:
        most = f"{decimal(f'{level:g}')} {signal.unit}"
        words += " " + _("The line surrounds what exceeds {level}.", level=most)
    return svg(parts, WIDTH, head + HIGH + FOOT - 16), words


def _rule(x: float, top: float, high: float) -> str:
    path = f'd="M{x:.1f} {top:g}v{high:g}"'
    return (
        f'<path {path} stroke="#fff" stroke-width="4"/>'
        f'<path {path} stroke="#000" stroke-width="1.6" stroke-dasharray="6 4"/>'
    )


def _upright(words: str, y: float, size: int) -> str:
    from .paths import text

    x = size - 2
    return f'<g transform="rotate(-90 {x} {y:g})">{text(words, x, y, "middle")}</g>'


def _field(signal: Signal, shape: tuple[int, int]) -> np.ndarray:
    """Read the samples on a grid of (times, places), places evenly from top to bottom."""
    columns, rows = shape
    at = np.linspace(0, signal.samples.shape[1] - 1, columns).round().astype(int)
    places = np.linspace(signal.places.min(), signal.places.max(), rows)
    order = np.argsort(signal.places)
    sampled = signal.samples[order][:, at]
    known = signal.places[order]
    return np.column_stack([np.interp(places, known, column) for column in sampled.T])


def _edge(inside: np.ndarray, x: float, y: float, wide: float, high: float) -> str:
    """Draw the border between inside and outside, in steps, in one path."""
    rows, columns = inside.shape
    framed = np.pad(inside, 1)
    xs = np.round(x + np.arange(columns + 1) * wide / columns, 1).tolist()
    ys = np.round(y + np.arange(rows + 1) * high / rows, 1).tolist()
    path = []
    for column in range(columns + 1):
        crossed = framed[1:-1, column] != framed[1:-1, column + 1]
        path += [f"M{xs[column]:g} {ys[a]:g}V{ys[b]:g}" for a, b in _runs(crossed)]
    for row in range(rows + 1):
        crossed = framed[row, 1:-1] != framed[row + 1, 1:-1]
        path += [f"M{xs[a]:g} {ys[row]:g}H{xs[b]:g}" for a, b in _runs(crossed)]
    return f'<path d="{"".join(path)}" stroke="#000" stroke-width="1.6" stroke-linecap="square"/>'


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _png(share: np.ndarray) -> bytes:
    """Write shares of 0 to 1 as a PNG of few colours."""
    rows, columns = share.shape
    at = np.linspace(0, 1, len(SHADES))
    palette = np.column_stack(
        [
            np.interp(np.linspace(0, 1, COLOURS), at, [shade[n] for shade in SHADES])
            for n in range(3)
        ]
    )
    pixels = np.round(share * (COLOURS - 1)).astype(np.uint8)
    body = b"".join(b"\0" + row.tobytes() for row in pixels)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.round().astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
