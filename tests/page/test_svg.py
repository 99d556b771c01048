"""Drawings cleaned and given names of their own."""

from __future__ import annotations

import pytest
from lxml import etree

from quizbook.page.svg import DrawingError, read, scope, size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def scoped(inner: str) -> str:
    root, lost = read(f"{OPEN}>{inner}</svg>".encode())
    assert lost == []
    scope(root, "d")
    return etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        (".a{fill:red}", ".d-a {fill:red}"),
        ("#b > rect{}", "#d-b > rect {}"),
        ("p{letter-spacing:3px}", "p:where(.d) {letter-spacing:3px}"),
        ("g rect, .a{}", "g rect:where(.d), .d-a {}"),
        ("rect:not(.a){}", "rect:not(.d-a):where(.d) {}"),
        (":root{}", "svg:where(.d) {}"),
        ("@media print{.a{}}", "@media print {.d-a {}}"),
        (".a{fill:url( '#g' )}", ".d-a {fill:url(#d-g)}"),
        ("@keyframes t{}.a{animation:t 1s}", "@keyframes d-t {}\n.d-a {animation:d-t 1s}"),
    ],
)
def test_a_style_reaches_nothing_but_its_drawing(css, wanted):
    assert wanted in etree.fromstring(scoped(f"<style>{css}</style>"))[0].text


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ('<rect id="x"/>', 'id="d-x"'),
        ('<rect class="a btn"/>', 'class="d-a d-btn"'),
        ("<rect fill=\"url('#g')\"/>", 'fill="url(#d-g)"'),
        ("<rect style='fill:url(\"#g\")'/>", "fill:url(#d-g)"),
        ('<use xlink:href="#x"/>', 'href="#d-x"'),
        ('<g id="x"/><g aria-labelledby="x y"/>', 'aria-labelledby="d-x y"'),
    ],
)
def test_names_are_a_drawings_own(inner, wanted):
    assert wanted in scoped(inner)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<a href=" javascript:alert(1)"/>',
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>',
    ],
)
def test_nothing_in_a_drawing_runs(inner):
    written = scoped(inner)
    assert "alert" not in written and "iframe" not in written


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ('<image href="https://example.org/x.png"/>', "asks another host for https://example.org"),
        ('<use href="other.svg#x"/>', "shows other.svg#x, which is not there"),
        ("<style>@import url(x.css);</style>", "asks another file by @import url(x.css);"),
        ("<style>.a{fill:url(https://x.org/a)}</style>", "asks another file for https://x.org/a"),
        ('<rect style="fill:url(//x.org/a)"/>', "asks another file for //x.org/a"),
    ],
)
def test_what_a_drawing_would_fetch_is_left_out_and_told(inner, said):
    root, lost = read(f"{OPEN}>{inner}</svg>".encode())
    assert any(said in fault for fault in lost)
    assert "x.org" not in etree.tostring(root, encoding="unicode")


def test_a_picture_beside_the_drawing_goes_into_it(tmp_path):
    (tmp_path / "a.png").write_bytes(b"dots")
    root, lost = read(f'{OPEN}><image xlink:href="a.png"/></svg>'.encode(), tmp_path)
    assert lost == [] and "data:image/png;base64,ZG90cw==" in str(etree.tostring(root))


@pytest.mark.parametrize(
    ("data", "said"), [(b"<svg><g></svg>", "well-formed"), (b"<p/>", "no SVG")]
)
def test_what_is_no_drawing_is_refused(data, said):
    with pytest.raises(DrawingError, match=said):
        read(data)


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('width="40mm" height="1in"', (40 * 96 / 25.4, 96)),
        ('viewBox="0,0,30,20"', (30, 20)),
        ('width="100%" viewBox="0 0 30 20"', (30, 20)),
        ("", (None, None)),
    ],
)
def test_a_drawing_tells_its_size(attributes, wanted):
    root, _ = read(f"{OPEN} {attributes}/>".encode())
    assert size(root) == pytest.approx(wanted) if wanted[0] else wanted
