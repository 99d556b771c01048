"""Drawings hold every sample, and no label becomes markup."""

from __future__ import annotations

import re

import numpy as np
import pytest
from lxml import etree

from quizbook.media.drawing import draw
from quizbook.media.signals import Signal, take

HOSTILE = ["</text><script>alert(1)</script>", '" onload="alert(1)', "&lt;b&gt; & ]]>", "a\u202eb"]


def signal(samples, rate=1000.0, **more) -> Signal:
    return Signal(np.atleast_2d(np.asarray(samples, dtype=float)), rate, "µV", **more)


def ends(svg: str) -> np.ndarray:
    """The corners of the first path that is drawn in tenths, absolute."""
    path = re.search(r'd="M([^"]+)" transform="scale\(.1\)"', svg)[1]
    numbers = [int(n) for n in re.findall(r"-?\d+", path)]
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0) / 10


@pytest.mark.parametrize("size", [881, 1000, 4007, 16_001])
def test_the_last_sample_is_drawn_at_the_right_edge(size):
    samples = np.zeros(size)
    samples[-1] = 50
    corners = ends(draw(signal(samples), {"view": "trace"}, {})[0])
    assert corners[-1, 0] > 470 and corners[:, 1].min() < 10


def test_a_single_sample_among_thousands_is_not_lost():
    samples = np.zeros(20_000)
    samples[12_345] = -80
    corners = ends(draw(signal(samples), {"view": "trace"}, {})[0])
    assert corners[np.argmax(corners[:, 1]), 0] == pytest.approx(12_345 / 20_000 * 480, abs=2)


@pytest.mark.parametrize("view", ["trace", "lines", "paper"])
def test_a_mark_stands_where_its_second_is(view):
    svg, _ = draw(signal(np.sin(np.arange(2000) / 9) / 3), {"view": view}, {"A": 0.5, "B": 1.5})
    places = re.findall(r'<text x="([\d.]+)"[^>]*>([AB])<', svg)
    assert [(float(x), letter) for x, letter in places] == [(120, "A"), (360, "B")]


def test_squares_are_a_millimetre_of_25_a_second():
    svg, words = draw(signal(np.sin(np.arange(2000) / 50)), {"view": "paper"}, {})
    fine = float(re.search(r'id="fine"[^>]* width="([\d.]+)"', svg)[1])
    assert fine == pytest.approx(480 / (2 * 25), rel=1e-4) and "0.04" in words


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_a_name(name):
    svg, _ = draw(signal(np.arange(900)), {"view": "lines", "names": [name]}, {})
    root = etree.fromstring(svg.encode())
    assert {etree.QName(e).localname for e in root.iter()} == {"svg", "path", "text"}
    assert root.findtext("{*}text") == name
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on")]


@pytest.mark.parametrize("level", [True, False])
def test_a_map_needs_no_colour_to_be_read(level):
    places = np.arange(5.0)
    samples = np.outer(np.arange(5), np.ones(100)) * 10
    made = signal(samples, 10.0, places=places, places_unit="cm")
    svg, words = draw(made, {"view": "map", **({"level": 25} if level else {})}, {})
    assert ("exceeds 25" in words) is level and "data:image/png" in svg


@pytest.mark.parametrize("samples", [[1.0], [np.nan, 1.0], np.zeros((2, 2, 2))])
def test_what_is_no_signal_is_refused(samples):
    class Given:
        rate, unit = 10, "V"

    Given.samples = samples
    with pytest.raises(ValueError, match="samples must be"):
        take(Given)
