"""Every row of the table that the book prints, by mark; then the table itself."""

import ast
import re
from math import inf
from pathlib import Path

import pytest

import physiology
from physiology.benchmarks import BENCHMARKS, MARKS, MODELS, Benchmark

ROOT = Path(physiology.__file__).parents[1]

# Their records are incomplete or scraped: the evidence file's errata forbid to cite them.
NOT_CITABLE = {
    "archintern1984",
    "asme2004stenosis",
    "courseshub_rmp",
    "fes2023table",
    "guttman1971calcium",
}


def with_mark(mark):
    chosen = [b for b in BENCHMARKS if b.mark == mark]
    names = [f"{b.model}: {b.quantity} [{' '.join(b.sources) or 'no key'}]" for b in chosen]
    return pytest.mark.parametrize("benchmark", chosen, ids=names)


def check(benchmark):
    value = benchmark.ours()
    assert benchmark.holds(value), (
        f"{benchmark.quantity}: {value:g} {benchmark.unit}, expected {benchmark.relation} "
        f"{benchmark.published:g} within {benchmark.tolerance:g}"
    )


@with_mark("P")
def test_published_value_is_reproduced(benchmark):
    check(benchmark)


@with_mark("D")
def test_value_derived_from_a_published_one_is_reproduced(benchmark):
    check(benchmark)


@with_mark("C")
def test_calibrated_value_still_meets_its_target(benchmark):
    check(benchmark)


@with_mark("X")
def test_what_stands_beside_it_as_context_still_does(benchmark):
    check(benchmark)


@with_mark("R")
def test_regression_value_is_unchanged(benchmark):
    check(benchmark)


def test_every_model_has_a_row_and_every_row_a_model():
    assert {b.model for b in BENCHMARKS} == set(MODELS)


def test_no_quantity_stands_twice():
    names = [(b.model, b.quantity) for b in BENCHMARKS]
    assert len(names) == len(set(names))


KEYS = set(re.findall(r"^@\w+\{(.+),$", (ROOT / "references.bib").read_text("utf-8"), re.M))


def test_every_published_or_calibrated_row_names_a_source_that_exists():
    assert not [b.quantity for b in BENCHMARKS if b.mark in "PC" and not b.sources]
    assert {key for b in BENCHMARKS for key in b.sources} <= KEYS


def test_context_says_what_it_is():
    assert not [b.quantity for b in BENCHMARKS if b.mark == "X" and not b.note]


def test_a_bound_or_a_sign_is_never_called_published():
    assert not [b.quantity for b in BENCHMARKS if b.mark == "P" and b.relation != "±"]


def test_every_mark_is_explained():
    assert {b.mark for b in BENCHMARKS} == set(MARKS)


def test_regression_rows_claim_no_source():
    assert not [b.quantity for b in BENCHMARKS if b.mark == "R" and b.sources]


def test_no_row_cites_what_may_not_be_cited():
    assert not NOT_CITABLE & {key for b in BENCHMARKS for key in b.sources}


def make(published, tolerance, relation="±"):
    return Benchmark("M1", "x", published, "", tolerance, "R", (), lambda: 0.0, relation)


def test_benchmark_accepts_the_edge_of_its_tolerance_and_nothing_beyond():
    row = make(10.0, 0.1)
    assert row.holds(10.1) and row.holds(9.9)
    assert not row.holds(10.11) and not row.holds(9.89)


def test_benchmark_that_never_happens_accepts_only_never():
    assert make(inf, 1).holds(inf)
    assert not make(inf, 1).holds(60.0)
    assert not make(60.0, 1).holds(inf)


def test_benchmark_refuses_a_value_that_is_not_a_number():
    assert not any(make(1.0, 1, relation).holds(float("nan")) for relation in "±<>")


def test_benchmark_bounds_are_strict():
    assert make(0.0, 0, "<").holds(-1e-9) and not make(0.0, 0, "<").holds(0.0)
    assert make(0.0, 0, ">").holds(1e-9) and not make(0.0, 0, ">").holds(0.0)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_package_imports_only_numpy_scipy_and_itself():
    files = set(Path(physiology.__file__).parent.rglob("*.py"))
    writers = {file for file in files if file.name in ("__main__.py", "cover.py", "exchange.py")}
    standard = {"abc", "collections", "dataclasses", "functools", "itertools", "math", "typing"}
    allowed = standard | {"numpy", "scipy", "physiology"}
    assert {name for file in files - writers for name in imported(file)} <= allowed
    files_and_forms = {"ast", "csv", "io", "pathlib", "sys", "xml"}
    assert {name for file in writers for name in imported(file)} <= allowed | files_and_forms
