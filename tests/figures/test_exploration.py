"""What a playable figure holds, before any page draws it."""

from __future__ import annotations

import io
import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest
import traitlets
from lxml import html as lxml_html

from quizbook import explore
from quizbook.figures.controls import Control
from quizbook.figures.exploration import BUDGET, LEAST, THIRD
from quizbook.figures.vega import as_json, bundle, compiled
from quizbook.page.explorer import render

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "<!-- <script> &amp; ]]>",
]
MIME = "application/vnd.quizbook.figure+json"


def rows() -> pd.DataFrame:
    return pd.DataFrame([(s, x, s * x) for s in (1, 2, 3) for x in (0, 1)], columns=["s", "x", "y"])


def make(**changes):
    table = changes.pop("table", rows())
    chart = alt.Chart(table, width=120, height=80).transform_filter("datum.s == s")
    given = {
        "sliders": {"s": {"label": "Slope", "unit": "N/m", "values": [1, 2, 3], "start": 2}},
        "readout": lambda s: f"ends at {s} N",
        "states": {"Flat": {"s": 1}, "Usual": {}},
        "alt": "A line that rises.",
        "numbers": table,
        "source": "Invented.",
        "units": {"x": "way, m", "y": "force, N"},
    }
    return explore(chart.mark_line().encode(x="x:Q", y="y:Q"), **{**given, **changes})


def payload(figure) -> dict:
    return json.loads(figure.exploration.payload)


def test_every_point_of_the_grid_has_its_readout_in_the_order_the_page_counts():
    sliders = {
        "s": {"label": "S", "values": [1, 2, 3], "start": 2},
        "kind": {"label": "K", "values": ["a", "b"], "start": "b"},
    }
    figure = make(sliders=sliders, readout=lambda s, kind: f"{s}{kind}", states={"One": {}})
    assert payload(figure)["readouts"] == ["1a", "1b", "2a", "2b", "3a", "3b"]
    assert figure.readout == "2b" and payload(figure)["states"] == [[1, 1]]


def test_the_embedded_table_is_the_one_that_was_given():
    data = next(d for d in payload(make())["spec"]["data"] if "columns" in d)
    pd.testing.assert_frame_equal(pd.DataFrame(table_of(data)), rows(), check_dtype=False)


def table_of(data):
    """Give the columns of a table as the page reads them."""
    table = {}
    for name, column in data["columns"].items():
        values = np.repeat(np.array(column["values"], dtype=object), column["each"]).tolist()
        table[name] = values * (data["rows"] // len(values))
    return table


@pytest.mark.parametrize("cells, told", [
    ([1, 1, 2, 2], {"each": 2, "values": [1, 2]}),
    ([1, 2, 1, 2], {"each": 1, "values": [1, 2]}),
    ([1, 1, 2, 2, 1, 1, 2, 2], {"each": 2, "values": [1, 2]}),
    ([1, 1, 2], {"each": 1, "values": [1, 1, 2]}),
    ([5, 5, 5], {"each": 3, "values": [5]}),
    ([1, True, 0], {"each": 1, "values": [1, True, 0]}),
    ([None, None, "a", "a"], {"each": 2, "values": [None, "a"]}),
])  # fmt: skip
def test_a_column_of_a_grid_does_not_repeat_itself(cells, told):
    source = compiled({"data": {"values": [{"x": cell} for cell in cells]}, "mark": "point"})[
        "data"
    ][0]
    assert source["columns"]["x"] == told and list(map(repr, table_of(source)["x"])) == list(
        map(repr, cells)
    )


def test_missing_and_infinite_values_become_empty_not_invalid():
    table = rows().astype(float)
    table.loc[0, "y"], table.loc[1, "y"] = np.inf, np.nan
    figure = make(table=table)
    data = next(d for d in payload(figure)["spec"]["data"] if "columns" in d)
    assert table_of(data)["y"][:2] == [None, None]
    assert "1,0,none\n1,1,\n" in figure.exploration.csv
    assert "Infinity" not in figure.exploration.payload and "NaN" not in figure.exploration.payload


@pytest.mark.parametrize("letters", [3, 11, 22])
def test_three_stand_side_by_side_in_letters_that_can_be_read(letters):
    table = pd.DataFrame([(s, letters * "m", s) for s in (1, 2, 3)], columns=["s", "row", "y"])
    chart = alt.Chart(table, width=300, height=80).transform_filter("datum.s == s")
    row = alt.Y("row:N", title=None, axis=alt.Axis(labelLimit=400))
    units = {"row": "row", "y": "force, N"}
    figure = explore(
        chart.mark_bar().encode(x="y:Q", y=row),
        sliders={"s": {"label": "Slope", "unit": "N/m", "values": [1, 2, 3], "start": 2}},
        readout=lambda s: f"{s} N",
        states={"Flat": {"s": 1}, "Usual": {}},
        alt="Bars.",
        numbers=table,
        source="Invented.",
        units=units,
    ).exploration
    drawn = figure.drawing(figure.states[0], narrow=True)
    width = float(re.search(r'width="([\d.]+)"', drawn)[1])
    plot = float(re.search(r'class="background"[^>]*?d="M[^h]*h([\d.]+)', drawn)[1])
    assert width <= THIRD or plot == LEAST
    assert (width <= THIRD) == (letters < 22)


def test_the_csv_names_source_columns_and_units_and_reads_back():
    text = make().exploration.csv
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head == [
        "# Numbers of a figure. A line that rises.",
        "# Source: Invented.",
        "# s: Slope, N/m",
        "# x: way, m",
        "# y: force, N",
    ]
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(text), comment="#"), rows())


def test_lists_in_the_numbers_become_rows():
    table = pd.DataFrame({"s": [1, 2], "x": [[0, 1], [0, 1]], "y": [[5, 6], [7, 8]]})
    text = make(table=rows(), numbers=table).exploration.csv
    assert text.endswith("s,x,y\n1,0,5\n1,1,6\n2,0,7\n2,1,8\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alt": " "}, "alt text"),
        ({"source": ""}, "source"),
        ({"sliders": {}}, "without a slider"),
        ({"states": {}}, "state for paper"),
        ({"states": {"Off": {"s": 9}}}, "no value 9"),
        ({"states": {"Off": {"t": 1}}}, "no slider is called t"),
        ({"readout": lambda s: ""}, "give words"),
        ({"readout": lambda s: None}, "give words"),
        ({"units": {"x": "way"}}, "column y"),
        ({"readout": lambda s: "m" * 50_000}, "coarser steps"),
        ({"drill": "t"}, "no slider is called t"),
        ({"drill": "s", "readout": lambda s: f"a slope of {s} N/m"}, "would be given away"),
        ({"drill": "s", "readout": lambda s: "a line"}, "reads alike"),
    ],
)
def test_what_is_missing_or_too_much_is_refused_in_words(changes, said):
    with pytest.raises(ValueError, match=said):
        make(**changes)


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("background", {}, "another plain word"),
        ("two words", {}, "another plain word"),
        ("s", {"label": " "}, "label"),
        ("s", {"values": [1, 1]}, "different values"),
        ("s", {"values": [1]}, "different values"),
        ("s", {"values": [1, "b"]}, "mixes"),
        ("s", {"values": [1, 1 / 3]}, "six digits"),
        ("s", {"start": 4}, "no value 4"),
    ],
)
def test_a_control_refuses_what_a_page_could_not_hold(name, changes, said):
    with pytest.raises(ValueError, match=said):
        Control(name, **{"label": "S", "values": [1, 2], "start": 1, **changes})


def test_a_drill_hides_one_control_and_the_page_knows_which():
    made = make(drill="s")
    assert payload(made)["drill"] == 0 and payload(make())["drill"] is None
    page = lxml_html.fragment_fromstring(render(made.exploration.content, "<svg></svg>", "f1"))
    box = page.find_class("explore-drill")[0]
    assert box.get("hidden") is not None  # until a script can play it
    assert [o.text for o in box.iter("option")] == ["Choose a setting", "1 N/m", "2 N/m", "3 N/m"]
    plain = lxml_html.fragment_fromstring(render(make().exploration.content, "<svg></svg>", "f1"))
    assert not plain.find_class("explore-drill")


def test_the_data_of_a_figure_stay_within_the_budget():
    assert len(make().exploration.payload.encode()) < BUDGET == 150_000


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_or_ends_the_script(text):
    made = make(
        sliders={"s": {"label": text, "unit": text, "values": [1, 2, 3], "start": 2}},
        readout=lambda s: f"{text} {s}",
        states={text: {"s": 1}},
        alt=text,
        source=text,
    )
    page = render(made.exploration.content, "<svg></svg>", "f1", "<a>CSV</a>")
    root = lxml_html.fragment_fromstring(page)
    tags = [e.tag for e in root.iter()]
    assert tags.count("script") == 1 and "img" not in tags
    assert not {n for e in root.iter() for n in e.attrib if n.startswith("on")}
    inside = root.xpath(".//script")[0].text
    assert json.loads(inside)["readouts"][0] == f"{' '.join(text.split())} 1"
    assert "<" not in inside
    assert text in root.xpath(".//label")[0].text_content()


def test_json_in_a_script_element_holds_no_less_than_sign():
    assert as_json({"a": "</script>\u2028"}) == '{"a":"\\u003c/script>\\u2028"}'


def test_ids_are_unique_and_every_control_is_labelled():
    page = render(make().exploration.content, "<svg></svg>", "f1")
    root = lxml_html.fragment_fromstring(page)
    ids = root.xpath(".//@id")
    assert ids == ["f1-1"] and root.xpath(".//label/@for") == ids
    slider = root.xpath(".//input")[0]
    assert (slider.get("value"), slider.get("max")) == ("1", "2")
    assert slider.get("aria-valuetext") == "2 N/m"
    assert len(root.xpath(".//*[@role='status']")) == 1


def test_values_can_be_set_and_read_from_python_and_nothing_unreachable():
    figure = make()
    figure.values = {"s": 3}
    assert figure.readout == "ends at 3 N" and figure.read(s=2.5) == "ends at 2.5 N"
    with pytest.raises(traitlets.TraitError, match="no value 7"):
        figure.values = {"s": 7}
    assert figure.values == {"s": 3}


def test_the_bundle_holds_live_view_drawings_and_words():
    data, _ = make()._repr_mimebundle_()
    assert {MIME, "application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"} <= set(
        data
    )
    drawn = data[MIME]
    assert [d["alt"] for d in drawn["drawings"]] == ["Flat: ends at 1 N", "Usual: ends at 2 N"]
    assert all("<svg" in d["svg"] and "ends at" in d["svg"] for d in drawn["drawings"])
    assert drawn["drawings"][0]["svg"] != drawn["drawings"][1]["svg"]
    assert "currentColor" in drawn["svg"]
    assert data["text/plain"] == "Explorer(A line that rises. At first: ends at 2 N)"


def test_the_kernel_sends_vega_when_it_is_asked_and_only_then(monkeypatch):
    sent = []
    figure = make()
    monkeypatch.setattr(figure, "send", lambda content: sent.append(content))
    figure._handle_custom_msg({"ask": "tea"}, None)
    figure._handle_custom_msg({"ask": "vega"}, None)
    assert len(sent) == 1 and sent[0]["vega"].startswith("(function")


def test_vega_is_one_classic_script_without_imports():
    text = bundle()
    assert 300_000 < len(text) < 700_000
    assert text.rstrip().endswith("})();") and "globalThis.vega={View" in text
    assert "\nimport " not in text and "\nexport " not in text


def test_compiling_gives_a_table_by_its_columns_with_its_lists():
    table = pd.DataFrame({"s": [1, 2], "y": [[1, 2], [3, 4]]})
    chart = alt.Chart(table).transform_flatten(["y"]).mark_point().encode(y="y:Q")
    source = compiled(chart.to_dict())["data"][0]
    assert "values" not in source and source["columns"] == {
        "s": {"each": 1, "values": [1, 2]},
        "y": {"each": 1, "values": [[1, 2], [3, 4]]},
    }
