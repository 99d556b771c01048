"""How the book's charts look: the page's colour for words and axes, four colours for marks."""

from __future__ import annotations

import re

THEME = {
    "background": None,
    "font": "sans-serif",
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "domainColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.15,
        "labelColor": "currentColor",
        "labelFontSize": 13,
        "labelLimit": 260,
        "tickColor": "currentColor",
        "titleColor": "currentColor",
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "header": {
        "labelColor": "currentColor",
        "labelFontSize": 13,
        "titleColor": "currentColor",
        "titleFontSize": 13,
    },
    "legend": {
        "labelColor": "currentColor",
        "labelFontSize": 13,
        "labelLimit": 260,
        "titleColor": "currentColor",
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "orient": "top",
    },
    "title": {"color": "currentColor", "fontSize": 14, "anchor": "start"},
    "text": {"fill": "currentColor", "fontSize": 13},
    "rule": {"stroke": "currentColor"},
    "point": {"size": 70},
    "range": {"category": ["#1f78b4", "#d9730d", "#2c8c57", "#9a5fb5"]},
}
"""Text and axes take the page's colour; the marks' colours reach 3:1 on white and near-black."""


def styled(spec: dict) -> dict:
    """Lay a Vega-Lite specification's own configuration over the theme."""
    return {**spec, "config": _merge(THEME, spec.get("config"))}


def draw(spec: dict) -> str:
    """Draw a Vega-Lite specification as SVG, by vl-convert: no browser, no network."""
    import vl_convert

    return _PLACES.sub(_rounded, vl_convert.vegalite_to_svg(spec))


_PLACES = re.compile(r' (?:d|[xy][12]?)="[^"]*|translate\([^)]*')
_NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")


def _rounded(places: re.Match) -> str:
    """Write places to a hundredth of a pixel: nobody sees more, and a page carries every digit."""
    return _NUMBER.sub(lambda number: f"{round(float(number[0]), 2) + 0:.9g}", places[0])


def _merge(theme: dict, own: dict | None) -> dict:
    """Block by block."""
    merged = dict(theme)
    for key, value in (own or {}).items():
        old = merged.get(key)
        merged[key] = (
            {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged
