"""The drawing on the cover: one cramp from its first unit to its last, line below line.

`python -m physiology.cover chapters/figures/cover.svg` writes it; a test holds the file to this.
"""

import sys
from pathlib import Path

import numpy as np

from physiology.signals.needle import cramp

LASTS = 30.0
"""Seconds, first silence and last included: our choice. Its rates are those of `needle.cramp`."""

LINES, ACROSS, APART = 20, 420, 66
"""Lines, strokes a line, and the distance between two lines, in tenths of a millimetre."""

STEP = 4.0
"""Tenths of a millimetre between two strokes."""

TALL = 0.075
"""Tenths of a millimetre for a microvolt."""

INK, BRICK = "#1d1d1b", "#7d2b20"
SAID = (
    "A cramp as a needle in the muscle would record it, written line below line like a letter: "
    "single small spikes, then a dense band that fills the lines, then single spikes, then "
    "silence. Drawn from published rates of firing; it is no patient's."
)


def draw(seed=3):
    """Return the drawing as SVG; its description says what is to be seen."""
    recording = cramp(LASTS, seed=seed)
    samples = recording.samples[0]
    size = samples.size // (LINES * ACROSS)
    strokes = samples[: LINES * ACROSS * size].reshape(LINES, ACROSS, size) * TALL
    lines = [_line(*extremes) for extremes in zip(strokes.min(2), strokes.max(2), strict=True)]
    width, height = round(STEP * (ACROSS - 1)), APART * (LINES + 1)
    drawn = "".join(
        f'<path stroke="{_colour(strokes[n])}" d="M0 {APART * (n + 1)}{line}"/>\n'
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width / 10}mm" height="{height / 10}mm">\n<desc>{SAID}</desc>\n'
        f'<g fill="none" stroke-width="1.3" stroke-linejoin="round">\n{drawn}</g>\n</svg>\n'
    )


def _line(lowest, highest):
    """Write the strokes of a line, from one extreme to the other, relative to each other."""
    tops = np.stack([-highest, -lowest], axis=1)
    tops[1::2] = tops[1::2, ::-1]  # down, then up: one line without a jump
    steps = np.diff(np.rint(tops.ravel()).astype(int), prepend=0)
    across = np.diff(np.rint(STEP * np.repeat(np.arange(len(lowest)), 2)).astype(int), prepend=0)
    return "".join(f"l{x} {y}" if x else f"v{y}" for x, y in zip(across, steps, strict=True))


def _colour(strokes):
    """Give the colour of a line: where the cramp is at its height it is another."""
    return BRICK if np.abs(strokes).max(1).mean() > 0.30 * APART else INK


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say which file: python -m physiology.cover chapters/figures/cover.svg")
    Path(sys.argv[1]).write_text(draw(), encoding="utf-8")
