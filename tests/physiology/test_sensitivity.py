"""What moves a headline: the definition, and the tables that the book carries."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology import __main__ as written
from physiology.cramp_threshold import _first_success, pool_cells
from physiology.motoneuron_pool import Pool
from physiology.sensitivity import HEADLINES, IN_WORDS, elasticity

DATA = Path(written.__file__).parents[1] / "chapters" / "data"
ROWS = list(csv.DictReader((DATA / "models-sensitivity.csv").open(encoding="utf-8")))
SLOW = {"M1", "M3b", "M6b"}


@given(st.floats(-5, 5), st.floats(0.1, 10))
def test_a_power_law_has_its_exponent_for_elasticity(exponent, value):
    assert elasticity(lambda x: 3 * x**exponent, value) == pytest.approx(exponent, abs=1e-9)


def test_there_is_no_elasticity_where_there_is_no_number():
    assert np.isnan(elasticity(lambda x: np.inf, 2.0))
    assert np.isnan(elasticity(lambda x: x - 2.0, 2.0))
    with pytest.raises(ValueError, match="a value of 0 has no elasticity"):
        elasticity(abs, 0.0)


def test_every_parameter_lies_in_its_plausible_range_and_names_where_it_is_from():
    assert {row["model"] for row in ROWS} == set(HEADLINES)
    for headline in HEADLINES.values():
        for name, span in headline.spans.items():
            assert span.low <= span.value <= span.high and span.source, name


def test_every_parameter_has_a_name_in_words_that_no_other_of_its_model_has():
    for model, headline in HEADLINES.items():
        named = IN_WORDS[model]
        assert set(named) == set(headline.spans)
        assert len(set(named.values())) == len(named)
        assert all(
            words.isascii() and not set(words) & set("_0123456789") for words in named.values()
        )
    assert [row["in words"] for row in ROWS] == [IN_WORDS[r["model"]][r["parameter"]] for r in ROWS]


@pytest.mark.parametrize("model", sorted(set(HEADLINES) - SLOW))
def test_the_table_of_the_book_is_what_the_package_computes(model):
    kept = [tuple(row.values()) for row in ROWS if row["model"] == model]
    assert kept == [tuple(map(str, row)) for row in written.sensitivity_rows(model)]


@pytest.mark.parametrize("model", sorted(SLOW))
def test_one_row_of_each_slow_model_is_what_it_computes(model):
    row = next(r for r in ROWS if r["model"] == model and r["at low"] != "none")
    headline = HEADLINES[model]
    usual = {name: span.value for name, span in headline.spans.items()}
    low = headline.spans[row["parameter"]].low
    found = headline.compute(**{**usual, row["parameter"]: round(low, 12)})
    assert float(row["at low"]) == pytest.approx(found, rel=1e-3)


def test_the_pools_of_the_book_are_what_the_package_computes():
    rows = list(csv.DictReader((DATA / "models-pool.csv").open(encoding="utf-8")))
    assert [row["spread"] for row in rows[:: written.POOL["size"]]] == ["0.1", "0.2", "0.3"]
    kept = np.array([float(row["threshold"].replace("none", "inf")) for row in rows])
    cells = pool_cells(np.array(written.SPREADS), written.POOL["size"])
    inhibition, gamma, fibres = (x.ravel() for x in cells)
    # Of every cell the rates around its threshold alone: the whole search takes minutes.
    top = np.minimum(kept, written.POOL["highest"] + 1)[:, None].astype(int)
    rested = Pool(gamma, inhibition, fibres).run(500.0)
    found = _first_success(rested, np.add(top, [-5, -1, 0]), 2.0)
    missed = np.isinf(kept)
    assert (found[~missed] == kept[~missed]).all() and (found[missed] > 40).all()


def test_a_pool_of_equals_has_one_threshold_and_unlike_cells_have_many():
    alike, unlike = pool_cells(0.0, 3), pool_cells(0.3, 4000)
    for same, different, usual in zip(alike, unlike, (0.06, 0.3, 54), strict=True):
        assert same == pytest.approx([usual] * 3)
        assert different.mean() == pytest.approx(usual, rel=0.03)
        assert different.std() / different.mean() == pytest.approx(0.3, rel=0.06)
