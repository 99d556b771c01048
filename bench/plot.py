"""The results as pictures: ours against the peers, and how times grow."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from quizbook.charts import draw
from quizbook.figures.fields import themed

from .measure import OURS, Row

PANELS = {
    ("weight", "five questions add"): "Five questions add to a page",
    ("weight", "a page of five questions loads"): "The page with them loads",
    ("reader", "question can be answered"): "Until the first can be answered",
    ("reader", "feedback is painted"): "From click to painted feedback",
}
OWN, OTHERS = "#1f78b4", "#8b949e"
COLOURS = """<style>svg{color:#1f2328}
@media (prefers-color-scheme:dark){svg{color:#e6edf3}}</style>"""
"""Outside the book's pages there is no colour to follow, so the picture brings two of its own."""


def peers_chart(rows: Sequence[Row], columns: int = 1):
    """Draw one panel of bars for each thing compared, on a logarithmic scale."""
    import altair as alt

    panels = [
        _panel(alt, rows, key, title, named=number % columns == 0)
        for number, (key, title) in enumerate(PANELS.items())
    ]
    return alt.concat(*panels, columns=columns, align="all", spacing=24)


def _panel(alt, rows: Sequence[Row], key: tuple[str, str], title: str, named: bool):
    bars = _bars([row for row in rows if (row.group, row.what) == key])
    low, high = bars[0]["low"], max(bar["value"] for bar in bars)
    room_for_words = (high / low) ** 0.6
    scale = alt.Scale(type="log", domain=[low, high * room_for_words])
    axis = alt.Axis(domain=False, ticks=False, labels=named, labelPadding=6)
    y = alt.Y("tool:N", sort=None, title=None, axis=axis)
    x = alt.X("value:Q", scale=scale, axis=None)
    base = alt.Chart(alt.Data(values=bars), width=235, title=title)
    drawn = base.mark_bar(height=15, cornerRadiusEnd=3).encode(
        y=y, x=x, x2="low:Q", color=alt.Color("colour:N", scale=None)
    )
    words = base.mark_text(align="left", dx=6).encode(y=y, x=x, text="label:N")
    return (drawn + words).properties(height=alt.Step(23))


def _bars(rows: Sequence[Row]) -> list[dict]:
    """Give each bar its length; a logarithmic bar has to begin somewhere: at a power of ten."""
    least = min(row.value for row in rows if row.value is not None)
    low = 10 ** math.floor(math.log10(least * 0.8))
    return [
        {
            "tool": row.tool,
            "value": row.value or low,
            "low": low,
            "colour": OWN if row.tool == OURS else OTHERS,
            "label": _label(row),
        }
        for row in rows
    ]


def _label(row: Row) -> str:
    if row.value is None:
        return absent(row)
    value = f"{rounded(row.value)} {row.unit}"
    return value if row.tool == OURS else f"{value} ×{rounded(row.ratio)}"


def absent(row: Row) -> str:
    """Say in a word or two why there is no value."""
    return "never" if row.note.startswith("never") else "not built"


def rounded(value: float) -> str:
    """Write two digits that count, as one reads them: 0.95, 2.4, 28, 1,400."""
    if not value or abs(value) < 0.0005:
        return "0"
    places = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):,.{max(0, places)}f}"


def peers_words(rows: Sequence[Row]) -> str:
    """Put the finding of the bars into words: what stands in for the picture."""
    said = []
    for key, title in PANELS.items():
        shown = [row for row in rows if (row.group, row.what) == key]
        said.append(f"{title}: " + ", ".join(f"{row.tool} {_label(row)}" for row in shown) + ".")
    return " ".join(said)


def growth_chart(rows: Sequence[Row]):
    """Draw times over sizes, both logarithmic: a straight line of slope 1 is linear growth."""
    import altair as alt

    data = alt.Data(values=growth_points(rows))
    log, tens = alt.Scale(type="log"), [10.0**n for n in range(-3, 6)]
    x = alt.X("size:Q", scale=log, title="Questions", axis=alt.Axis(values=tens, format=","))
    y = alt.Y("seconds:Q", scale=log, title="Seconds", axis=alt.Axis(values=tens, format=",~r"))
    colour = alt.Color("what:N", sort=None, title=None)
    base = alt.Chart(data, width=400, height=260).encode(x=x, y=y, color=colour)
    return base.mark_line(point=alt.OverlayMarkDef(filled=True, size=60))


def growth_points(rows: Sequence[Row]) -> list[dict]:
    """Find the timed sizes; a chapter of the made-up books has ten questions."""
    found = []
    for row in rows:
        part = re.fullmatch(r"(.+), (\d+) (questions|chapters)", row.what)
        if row.group == "growth" and part:
            size = int(part[2]) * (10 if part[3] == "chapters" else 1)
            found.append({"what": part[1], "size": size, "seconds": row.value})
    return found


def picture(rows: Sequence[Row]) -> str:
    """Draw the bars as a picture that stands alone, legible on light and on dark."""
    svg = draw(themed(peers_chart(rows, columns=2)))
    return re.sub(r"(<svg[^>]*>)", lambda tag: tag[0] + COLOURS, svg, count=1)


def growth_words(rows: Sequence[Row]) -> str:
    """Put the finding of the curves into words."""
    found = {point["what"]: [] for point in growth_points(rows)}
    for point in growth_points(rows):
        found[point["what"]].append(f"{point['size']:,} in {rounded(point['seconds'])} s")
    said = [f"{what.capitalize()}: {', '.join(sizes)}." for what, sizes in found.items()]
    return "Seconds over questions, three nearly straight rising lines. " + " ".join(said)
