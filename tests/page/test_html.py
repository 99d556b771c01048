"""The HTML of a question: complete, semantic, and safe whatever the bank says."""

from __future__ import annotations

import dataclasses
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from lxml import html as lxml_html

from quizbook.bank.load import load_bank
from quizbook.bank.media import Use
from quizbook.bank.model import Item, Reason
from quizbook.bank.text import Run, parse
from quizbook.media import Shelf
from quizbook.page.html import render, render_group

from ..conftest import COURSE

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "'><svg onload=alert(1)>",
    "`${alert(1)}` {{7*7}} {% raw %}",
    r"\input{/etc/passwd} \write18{ls} #read(\"x\")",
    "$<img src=x onerror=alert(1)>$",
    r"$\text{<script>alert(1)</script>}$",
    "&lt;u&gt; &amp; &#60;script&#62;",
    "]]> --> <!-- <![CDATA[",
]


def items() -> dict[str, Item]:
    return load_bank(COURSE).items


@cache
def shelf() -> Shelf:
    """Make the media of a copy, so that nothing is written beside the sources."""
    return Shelf(Path(shutil.copytree(COURSE, Path(tempfile.mkdtemp()) / "course")))


def drawn(item: Item, **options) -> lxml_html.HtmlElement:
    options = {"number": 1, "shelf": shelf(), **options}
    text = render(item, lambda keys: ", ".join(keys), uid="q1", **options)
    return lxml_html.fragment_fromstring(text)


@pytest.mark.parametrize("item", items().values(), ids=items())
def test_a_question_has_the_parts_that_other_programs_rely_on(item):
    quiz = drawn(item)
    assert quiz.tag == "fieldset" and quiz.get("data-item") == item.id
    assert len(quiz.xpath("./legend")) == 1
    assert quiz.xpath(".//button")[0].text_content().startswith("Check answer")
    assert len(quiz.xpath(".//*[@role='status']")) == 1
    assert quiz.xpath(".//details[not(@open)]/summary")
    assert quiz.xpath(".//input | .//select")
    for control in quiz.xpath(".//input | .//select"):
        assert control.getparent().tag == "label" or control.getparent().getparent().tag == "label"
    ids = quiz.xpath(".//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("item", items().values(), ids=items())
def test_every_reason_and_source_is_in_the_key(item):
    key = drawn(item).xpath(".//details[@class='quiz-key']")[0]
    assert len(key.xpath(".//*[@data-why]")) == len(item.reasons()) + len(item.media)
    for reference in item.cited():
        assert reference in key.text_content()


def poisoned(item: Item, text: str) -> Item:
    """Put a text everywhere where an author can put one."""

    def poison(value):
        if isinstance(value, Use):
            medium = dataclasses.replace(value.medium, **fields(value.medium))
            return dataclasses.replace(value, medium=medium)
        if isinstance(value, Reason):
            return dataclasses.replace(value, **fields(value))
        if isinstance(value, tuple) and value and isinstance(value[0], Run):
            return parse(text)
        if isinstance(value, tuple) and value and isinstance(value[0], (Reason, Use, tuple)):
            return tuple(poison(v) for v in value)
        return value

    def fields(thing):
        names = (f.name for f in dataclasses.fields(thing))
        return {name: poison(getattr(thing, name)) for name in names}

    return dataclasses.replace(item, **fields(item))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("item", items().values(), ids=items())
def test_no_text_becomes_markup_or_script(item, text):
    quiz = drawn(poisoned(item, text))
    tags = {e.tag for e in quiz.iter() if isinstance(e.tag, str)}
    ours = {"svg"} if item.uses() else set()
    assert not tags & {"script", "img", "svg", "u", "iframe"} - ours
    assert len(quiz.xpath(".//svg")) == sum(use.medium.kind != "table" for use in item.uses())
    names = {name for e in quiz.iter() for name in e.attrib}
    assert not {n for n in names if n.startswith("on")}
    shown = re.sub(r"\s", "", quiz.xpath("./legend")[0].text_content())
    if "$" not in text:
        assert re.sub(r"\s", "", text.replace("\\\\", "\\")) in shown


def test_emphasis_and_mathematics_are_drawn():
    quiz = drawn(items()["dough-gas"])
    assert quiz.xpath("./legend/em")[0].text == "dough"
    assert quiz.xpath(".//details//math")


def test_two_occurrences_share_no_name_or_id():
    item = items()["crust-brown"]
    first, second = (render(item, ", ".join, uid=f"q{n}", number=n) for n in (1, 2))
    names = [set(re.findall(r'(?:id|name)="([^"]+)"', text)) for text in (first, second)]
    assert not names[0] & names[1]


def test_a_static_view_has_no_dead_button():
    assert not drawn(items()["dough-gas"], live=False).xpath(".//button")


def test_steps_and_sides_are_never_shown_in_the_right_order(root: Path):
    for bank in (load_bank(root), load_bank(COURSE)):
        for item in bank.items.values():
            if item.type == "order":
                assert item.shown != item.steps and set(item.shown) == set(item.steps)
            if item.type == "match":
                assert [id_ for id_, _ in item.offered][: len(item.pairs)] != item.key["right"]


def test_the_lists_of_a_match_question_cannot_be_misread():
    item = items()["dough-parts"]
    sides = [parse(tex) for tex in ("$\\frac{1}{2}$", "$x^2$", "$10^{-3}$")]
    given = zip(item.pairs, sides, strict=True)
    pairs = tuple(dataclasses.replace(pair, right=side) for pair, side in given)
    changed = drawn(dataclasses.replace(item, pairs=pairs, extra=()))
    chosen = changed.xpath("(.//select)[1]/option")
    words = {option.text.partition(". ")[2] for option in chosen[1:]}
    assert words == {"1/2", "x²", "10⁻³"}


def test_a_case_is_drawn_alike_in_the_widget():
    bank = load_bank(COURSE)
    text = render_group(bank.cases["crust-case"], bank, ", ".join, uid="c")
    case = lxml_html.fragment_fromstring(text)
    assert (
        case.tag == "section"
        and case.get("class") == "quiz-case"
        and case.xpath("./p//em")[0].text == "pale"
    )
    steps = case.xpath("./div[contains(@class, 'quiz-step')]")
    assert ["quiz-open" in step.get("class") for step in steps] == [True, False]
    assert case.xpath(".//fieldset/@data-item") == ["crust-steam", "crust-pale"]
