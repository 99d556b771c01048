"""The machine's words: marks in code, catalogues, and what a course adds to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quizbook import languages
from quizbook.languages import CatalogueError, _, ngettext
from quizbook.languages.catalogue import Catalogue, read
from quizbook.languages.scripts import MarkError, translated

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
POLISH = (
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) '
    '? 1 : 2);\\n"\n\n'
)


def write(root: Path, language: str, messages: str, head: str = HEAD) -> Path:
    file = root / "locales" / language / "LC_MESSAGES" / "quizbook.po"
    file.parent.mkdir(parents=True)
    file.write_text(head + messages, encoding="utf-8")
    return root


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    messages = """
msgid "Step {n} of {all}"
msgstr "Krok {n} z {all}"

msgid "Right"
msgstr "Dobrze `$"

msgid "{n} question"
msgid_plural "{n} questions"
msgstr[0] "{n} pytanie"
msgstr[1] "{n} pytania"
msgstr[2] "{n} pytań"

msgid "en-GB"
msgstr "pl"
"""
    return write(tmp_path, "pl", messages, HEAD.rstrip("\n") + "\n" + POLISH)


@pytest.fixture
def spoken():
    yield languages.use
    languages.use("en")


def test_words_dates_and_numbers_are_of_the_language(polish, spoken):
    assert spoken("pl", polish) == []
    assert _("Step {n} of {all}", n=1, all=4) == "Krok 1 z 4"
    assert [ngettext("{n} question", "{n} questions", n) for n in (1, 3, 5)] == [
        "1 pytanie",
        "3 pytania",
        "5 pytań",
    ]
    assert languages.day(date(2026, 11, 9)) == "9 listopada 2026"
    assert languages.decimal("0.25") == "0,25"


def test_english_is_what_stands_in_the_code(spoken):
    assert spoken("en") == []
    assert _("Step {n} of {all}", n=1, all=4) == "Step 1 of 4"
    assert ngettext("{n} question", "{n} questions", 1) == "1 question"
    assert languages.day(date(2026, 11, 9)) == "9 November 2026"


def test_a_language_without_words_is_told_in_one_line(spoken):
    (told,) = spoken("xx")
    assert "xx" in told and _("Right") == "Right"


def test_a_variety_falls_back_on_its_language(polish, spoken):
    assert spoken("pl_PL", polish) == []
    assert _("Step {n} of {all}", n=1, all=4) == "Krok 1 z 4"


def test_values_that_are_markup_stay_markup(spoken):
    from markupsafe import Markup

    said = _("Case: {title} <", title=Markup("<em>x</em>"))
    assert said == "Case: <em>x</em> &lt;"


SCRIPT = """
a = _("Right"); b = _("Step {n} of {all}", { n: n + 1, all: f(steps, "x,)").length });
c = ngettext("{n} question", "{n} questions", xs.length);
d = map((_, n) => print_("Right"));
"""


def test_a_script_in_english_is_as_if_nothing_had_been_marked():
    assert (
        translated(SCRIPT, Catalogue())
        == """
a = "Right"; b = `Step ${n + 1} of ${f(steps, "x,)").length}`;
c = (xs.length != 1 ? `${xs.length} questions` : `${xs.length} question`);
d = map((_, n) => print_("Right"));
"""
    )


def test_a_script_carries_the_words_and_the_rule_of_plurals(polish):
    said = translated(SCRIPT, read("pl", polish))
    assert 'a = "Dobrze `$";' in said
    assert '`Krok ${n + 1} z ${f(steps, "x,)").length}`' in said
    forms = ", ".join(f"`${{xs.length}} {word}`" for word in ("pytanie", "pytania", "pytań"))
    assert f"[{forms}][(xs.length==1 ? 0" in said


@pytest.mark.parametrize(
    "source", ['_("Step {n}")', '_("a" + b)', 'ngettext("a", "b")', '_("Step {n}", { n: `x` })']
)
def test_a_mark_that_cannot_be_read_is_refused(source):
    with pytest.raises(MarkError):
        translated(source, Catalogue())


@pytest.mark.parametrize("words", ["Krok {n}", "Krok {n} z {alle}", "Krok {n} z {all} {"])
def test_a_translation_that_lost_a_name_is_told_with_its_line(tmp_path, words):
    write(tmp_path, "pl", f'msgid "Step {{n}} of {{all}}"\nmsgstr "{words}"\n')
    with pytest.raises(CatalogueError, match=r"^locales/pl/LC_MESSAGES/quizbook.po:4: "):
        read("pl", tmp_path)


def test_a_course_says_some_words_in_its_own_way(tmp_path, spoken):
    root = write(tmp_path, "en", 'msgid "Check answer"\nmsgstr "Check it"\n')
    spoken("en", root)
    assert (_("Check answer"), _("Hint")) == ("Check it", "Hint")
