"""Every construct, from Markdown to typst code, beside what it should be.

After a change that is meant, write the files anew with WRITE_GOLDEN=1 and read the difference.
"""

from __future__ import annotations

import os

import pytest

from .conftest import SAMPLE, Built

PAGES = [*sorted(SAMPLE.glob("pages/*.md")), *sorted(SAMPLE.glob("chapters/*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_becomes_the_code_that_stands_beside_it(page, sample: Built) -> None:
    code = sample.page(f"pages/{page.relative_to(SAMPLE).with_suffix('.typ').as_posix()}")
    golden = page.with_suffix(".typ")
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(code, encoding="utf-8")
    assert code == golden.read_text(encoding="utf-8")


def test_the_index_knows_which_pages_define(sample: Built) -> None:
    places = '("pages/glossary#term-sort",)'
    assert f'entry("sort", places: {places}, main: {places}, keys: {places})' in sample.code
    assert (
        'entry("indexed", places: ("pages/words#index-0",), inner: true,'
        ' keys: ("pages/words#index-0",))'
    ) in sample.code
    assert 'entry("see setting", inner: true)' in sample.code


def test_the_sample_book_is_built_without_a_warning(sample: Built) -> None:
    assert sample.warnings == ""
