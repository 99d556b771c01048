"""Charts as drawings: SVG in the page at once, with or without a script, and on paper."""

from __future__ import annotations

from functools import cached_property

MIME_TYPE = "application/vnd.quizbook.figure+json"

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


class Figure:
    """An Altair chart with the words that stand for it."""

    def __init__(self, chart, alt: str) -> None:
        if not alt or not alt.strip():
            raise ValueError("a figure needs alt text: say in a sentence what it shows")
        self.alt = " ".join(alt.split())
        self.spec = {**chart.to_dict(), "config": _merge(THEME, chart.to_dict().get("config"))}

    @cached_property
    def svg(self) -> str:
        """The drawing, made by vl-convert: no browser, no network."""
        import vl_convert

        return vl_convert.vegalite_to_svg(self.spec)

    def __repr__(self) -> str:
        return f"Figure({self.alt})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            MIME_TYPE: {"alt": self.alt, "svg": self.svg},
            "image/svg+xml": self.svg,
            "text/plain": repr(self),
        }


def _merge(theme: dict, own: dict | None) -> dict:
    """Lay a chart's own configuration over the theme, block by block."""
    merged = dict(theme)
    for key, value in (own or {}).items():
        old = merged.get(key)
        merged[key] = (
            {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged
