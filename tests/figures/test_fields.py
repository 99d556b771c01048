"""A chart that names a column which its data lack is refused, and no other."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from quizbook import figure

LOAVES = pd.DataFrame({"flour": ["rye", "wheat"], "water": [80, 65], "rise": [2, 5]})


def bars(**encoding) -> alt.Chart:
    return alt.Chart(LOAVES).mark_bar().encode(**encoding)


def words(chart: alt.Chart) -> alt.Chart:
    return chart.mark_text().encode(text="watr:Q")


@pytest.mark.parametrize(
    "chart",
    [
        bars(x="flour:N", y="watr:Q"),
        bars(x="flour:N", y="mean(watr):Q"),
        bars(x=alt.X("flour:N", sort=alt.EncodingSortField("watr"))),
        bars(x="flour:N").facet("watr:N"),
        bars(x="flour:N") + words(bars(x="flour:N")),
        bars(x="flour:N") | bars(x="watr:Q"),
        bars(x="flour:N").transform_calculate(dry="1 - datum.watr"),
        bars(x="flour:N").transform_filter("datum['watr'] > 70"),
        bars(x="flour:N").transform_filter(alt.datum.watr > 70),
        bars(x="flour:N").transform_fold(["watr", "rise"]),
        bars(color=alt.condition("datum.watr > 70", alt.value("red"), alt.value("blue"))),
    ],
)
def test_a_column_that_is_gone_is_named_with_the_nearest(chart):
    with pytest.raises(ValueError, match=r'a column "watr" that its data lack; did you .*"water"'):
        figure(chart, "Rye takes more water.")


@pytest.mark.parametrize(
    "chart",
    [
        bars(x="flour:N", y="sum(water):Q", text="count()"),
        bars(x="flour:N", y="dry:Q").transform_calculate(dry="100 - datum.water"),
        bars(x="key:N", y="value:Q").transform_fold(["water", "rise"]),
        bars(x="flour:N", y="most:Q").transform_aggregate(most="max(rise)", groupby=["flour"]),
        bars(x="rye:Q").transform_pivot("flour", value="water"),
        bars(x="value:Q", y="density:Q").transform_density("water"),
        bars(x=alt.X("flour:N", axis=alt.Axis(labelExpr="datum.label"))),
        bars(
            x=alt.X(
                "water:Q",
                axis=alt.Axis(
                    labelColor=alt.condition(
                        "datum.value > 70", alt.value("red"), alt.value("black")
                    )
                ),
            )
        ),
        bars(x=alt.X(alt.repeat("column"), type="quantitative")).repeat(column=["water", "rise"]),
        alt.Chart(pd.DataFrame({"a.b": [1], "c[1]": [2]}))
        .mark_bar()
        .encode(x="a\\.b:Q", y="c\\[1\\]:Q"),
        alt.Chart(alt.Data(values=[{"a": {"b": 1}}])).mark_bar().encode(x="a.b:Q"),
        alt.Chart("loaves.csv").mark_bar().encode(x="anything:Q"),
        alt.Chart(alt.sequence(0, 9, as_="x")).mark_line().encode(x="x:Q"),
        alt.layer(
            bars(x="flour:N"),
            alt.Chart(pd.DataFrame({"limit": [3]})).mark_rule().encode(y="limit:Q"),
        ),
    ],
)
def test_a_chart_that_has_what_it_shows_is_taken(chart):
    figure(chart, "Rye takes more water.")


def many(rows: int) -> alt.Chart:
    table = pd.DataFrame({"x": range(rows), "y": [n * n % 997 for n in range(rows)]})
    return alt.Chart(table).mark_point().encode(x="x", y="y")


def test_a_table_of_too_many_rows_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match=r"\(6000\) .* \(5000\); group the table, or draw a sam"):
        figure(many(6000), "Many points.")


def test_a_drawing_too_heavy_for_a_page_is_refused_with_what_to_do():
    with alt.data_transformers.disable_max_rows():
        heavy, light = (figure(many(rows), "Many points.") for rows in (20_000, 6000))
    with pytest.raises(ValueError, match=r"this drawing has \d\.\d MB, .* at most 2 MB: group the"):
        heavy._repr_mimebundle_()
    assert "<svg" in light.svg
