"""The report's plots: drawings that say in words what they show; the tables hold their numbers."""

from __future__ import annotations

import altair as alt

from ..figures.figure import Figure
from ..languages import _
from .item_statistics import Estimate
from .report import Report

SHARE = alt.Axis(format="%")
WIDTH = 460


def draw(report: Report) -> dict[str, Figure]:
    """Draw what there are numbers for, by name."""
    found = {
        "pitfalls": [(row.text, row.share) for row in report.pitfalls if row.share],
        "certainty": [(row.words, row.share) for row in report.certainty if row.share],
        "gains": [(row.text, row.gain.mean) for row in report.gains],
        "items": [(row.item.id, row.right) for row in report.first if row.right],
    }
    titles = {
        "pitfalls": _("Answers that were sure and wrong"),
        "certainty": _("Answers that were right"),
        "gains": _("Gain from before to after (share of items)"),
        "items": _("People who had it right at first"),
    }
    return {name: _intervals(rows, titles[name], name) for name, rows in found.items() if rows}


def _intervals(rows: list[tuple[str, Estimate]], title: str, name: str) -> Figure:
    """Draw a point with its interval for each row, in the order given."""
    data = [
        {"what": _short(words), "value": e.value, "low": e.low, "high": e.high, "place": n}
        for n, (words, e) in enumerate(rows)
    ]
    scale = alt.Scale() if name == "gains" else alt.Scale(domain=[0, 1])
    rows_axis = alt.Y(
        "what:N", title=None, sort=alt.SortField("place"), axis=alt.Axis(labelLimit=330)
    )
    base = alt.Chart(alt.Data(values=data), width=WIDTH, height=alt.Step(28))
    spread = base.mark_rule(strokeWidth=2).encode(
        rows_axis, alt.X("low:Q", title=title, axis=SHARE, scale=scale), alt.X2("high:Q")
    )
    points = base.mark_point(filled=True, opacity=1).encode(
        rows_axis, alt.X("value:Q", scale=scale)
    )
    layers = [spread, points]
    if name == "gains":
        zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(strokeDash=[4, 3])
        layers.append(zero.encode(alt.X("zero:Q", scale=scale)))
    most, least = (pick(rows, key=lambda row: row[1].value) for pick in (max, min))
    share, low = (f"{100 * row[1].value:.0f}" for row in (most, least))
    if len(rows) > 1:
        told = _(
            "{title}: from {low}% ({least}) to {share}% ({most}).",
            title=title,
            low=low,
            least=least[0],
            share=share,
            most=most[0],
        )
    else:
        told = _("{title}: {share}% ({most}).", title=title, share=share, most=most[0])
    room = {"left": 70, "right": 20, "top": 4, "bottom": 4}  # another machine's letters are wider
    return Figure(alt.layer(*layers, padding=room), told)


def _short(words: str) -> str:
    return words if len(words) <= 44 else words[:43].rsplit(" ", 1)[0] + " …"
