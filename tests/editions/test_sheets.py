"""The book's one style sheet: what stays in it, and what goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.editions import sheets
from quizbook.editions.names import look_at


def pruned(css: str, *usable: str, files: dict[str, str] | None = None) -> str:
    rules = sheets.read(css, "styles", (files or {}).__getitem__)
    return sheets.write(sheets.prune(rules, set(usable).__contains__)).replace("\n", "")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".card{color:red} .row{color:blue}", ".row{color:blue}"),
        (".card,.row{color:red}", ".row{color:red}"),
        (".row .card{color:red}", ""),
        (".row:not(.card)::before{color:red}", ".row:not(.card)::before{color:red}"),
        (".row:is(.card, p){color:red}", ".row:is(.card, p){color:red}"),
        ("#top{color:red}#main > p{color:blue}", "#main > p{color:blue}"),
        ("[data-score='1']{color:red} [lang]{color:blue}", "[lang]{color:blue}"),
        ("a:hover{color:red} TABLE a{color:blue}", "a:hover{color:red}"),
        ("@media print{.card{color:red} p{color:blue}}", "@media print{p{color:blue}}"),
        ("@media print{.card{color:red}}", ""),
        (
            "@supports (gap:1px){@media print{p{top:0}}}",
            "@supports (gap:1px){@media print{p{top:0}}}",
        ),
        ("p{top:0!important;;color:red}", "p{top:0!important;color:red}"),
        ("@charset 'utf-8';/* words */p{color:red}", "p{color:red}"),
        ("@page{margin:2cm}", "@page{margin:2cm}"),
        (
            ":root{--a:var(--b);--b:1;--c:2}p{top:var(--a)}",
            ":root{--a:var(--b);--b:1}p{top:var(--a)}",
        ),
        (
            "@keyframes x{to{top:0}}@keyframes y{to{top:0}}p{animation:y 1s}",
            "@keyframes y{to{top:0}}p{animation:y 1s}",
        ),
        (
            "@font-face{font-family:'A';src:url(a.woff)}@font-face{font-family:B;src:url('b.woff')}p{font-family:B}",
            '@font-face{font-family:B;src:url("styles/b.woff")}p{font-family:B}',
        ),
        ('p{background:url("data:image/svg+xml,x")}', 'p{background:url("data:image/svg+xml,x")}'),
    ],
)
def test_a_rule_stays_if_all_that_it_names_can_occur(css, kept):
    assert pruned(css, ".row", "#main", "[lang]", "p", "a") == kept


def test_an_imported_sheet_stands_where_it_was_imported():
    files = {"basic.css": "p{background:url(file.png)}"}
    css = '@import "../basic.css"; a{color:red}'
    assert pruned(css, "p", "a", files=files) == 'p{background:url("file.png")}a{color:red}'


def test_a_page_names_its_markup_and_a_script_whatever_it_says(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><p class="lead wide" id="top" style="color: var(--ink)">A word</p>'
        '<script src="a/b.js?v=1"></script>'
        '<script>make("fig-" + n); box.dataset.pairMade = 1;</script>'
        '<script type="application/json">{"silent": 1}</script>'
    )
    names = look_at(page)
    names.add_script('e.ariaBusy = "true"; e.classList.add("show"); document.createElement("UL")')
    assert names.scripts == {"a/b.js"}
    wanted = {".lead", ".wide", "#top", "[style]", "--ink", "p", "tbody", ".fig-7"}
    wanted |= {"[data-pair-made]", "[aria-busy]", ".show", "ul"}
    assert names.usable(wanted | {".word", ".silent", "#lead", "ol", ".busy"}) == wanted
