"""A style rule that a page needs and its sheet lacks is seen, in the look that needs it alone."""

from __future__ import annotations

import json

from bench.looks import compare

HTML = '<!doctype html><link rel="stylesheet" href="_static/book.css">'
PAGES = {
    "plain.html": HTML,
    "folded.html": f"{HTML}<details><summary>More</summary><p>Red</p></details>",
    "start.html": '<meta http-equiv="Refresh" content="0; url=folded.html">',
}


def test_a_rule_that_was_left_out_changes_the_page_that_needs_it(chromium, tmp_path):
    out = tmp_path / "_build" / "html"
    (out / "_static").mkdir(parents=True)
    (tmp_path / "_build" / ".doctrees").mkdir()
    for name, text in PAGES.items():
        (out / name).write_text(text)
    (out / "_static" / "book.css").write_text("")
    (out / "_static" / "page.css").write_text("p { color: red }")
    record = {"sheets": ["_static/page.css"], "pages": {name: {} for name in PAGES}}
    (tmp_path / "_build" / ".doctrees" / "styles.json").write_text(json.dumps(record))
    *folded, unfolded = compare(tmp_path, chromium)
    assert [(row.value, row.note, row.holds) for row in folded] == [(0, "", True)] * 3
    assert (unfolded.value, unfolded.note, unfolded.holds) == (1, "folded", False)
    assert unfolded.what.startswith("of 2 pages")
