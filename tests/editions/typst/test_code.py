"""No text can become code, whatever it is."""

from __future__ import annotations

import unicodedata

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizbook.editions.typst.code import Call, Raw, origin_comment, render, string, value

HOSTILE = [
    '"] #panic("out") [',
    '" + panic("out") + "',
    '\\"); panic("out"); ("',
    "\\",
    "\\\\",
    '\\u{22} + panic("out")',
    "#panic()",
    "$ #panic() $",
    "*/ #panic() /*",
    "// comment",
    "line\nbreak\r\n\u2028\u2029",
    "`raw` ``` @label <label> = heading",
    "\0\x1b\x7f\u0085\ufeff",
    "{ panic() }",
]


def printed(code: str) -> str:
    """Let typst evaluate code and give the string that it is."""
    source = f"#metadata({code})<it>".encode()
    return typst.query(source, "<it>", field="value", one=True, ignore_system_fonts=True)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_what_it_is(text: str) -> None:
    assert unquoted(printed(string(text))) == text


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example('"')
@example("\\")
def test_any_text_comes_back_from_typst_as_it_went_in(text: str) -> None:
    assert unquoted(printed(string(text))) == text


@settings(max_examples=60, deadline=None)
@given(st.text('"\\#$[]{}()@<>`*_=-+/~;:,.\n\t uax0', max_size=40))
def test_any_text_can_stand_in_a_document(text: str) -> None:
    page = Call(body=[])
    page.add(Call("par", body=[text or " "]))
    page.add(Call("raw", (text,)))
    page.add(Call("link", ("https://example.org",), body=[Call("emph", body=[text or " "])]))
    page.add(Call("figure", body=[text], named={"alt": text}, origin=f"{text}.md:1"))
    code = f"#set document(title: [T])\n#{render(page)}"
    try:
        typst.compile(code.encode(), ignore_system_fonts=True)
    except typst.TypstError as error:
        pytest.fail(f"{error.diagnostic}\n{code}")


def unquoted(answer: str) -> str:
    import json

    return json.loads(answer)


def test_a_comment_keeps_to_its_line() -> None:
    assert origin_comment("a\nb\r\u2028c.md:3") == "@ a b c.md:3"


def test_values_of_every_kind() -> None:
    given = ["a", Raw("2fr"), 3, 1.5, True, None, (1,), {"k": "v"}, {}]
    assert value(given) == '("a", 2fr, 3, 1.5, true, none, (1,), ("k": "v"), (:))'


def test_neighbouring_texts_become_one_and_slots_stand_before_the_body() -> None:
    call = Call("callout", named={"weight": "calm"})
    call.add("one ")
    call.add("two")
    call.add(Call(slot="title", body=["Note"]))
    assert render(call) == 'callout(weight: "calm", title: "Note", "one two")'


def test_the_empty_body_is_empty() -> None:
    assert render(Call(body=[])) == "[]"
    assert unicodedata.category("\u2028") == "Zl"
