"""The characters that pass are those that the PDF's fonts can set."""

from __future__ import annotations

import pytest

typst = pytest.importorskip("typst")

from quizbook.bank import characters  # noqa: E402


def sets(tmp_path, text: str) -> bool:
    source = tmp_path / "page.typ"
    escaped = "".join(f"\\u{{{ord(c):x}}}" for c in text)
    source.write_text(
        '#set document(title: "t")\n#set text(font: "Libertinus Serif", fallback: false)\n'
        f'#"{escaped}"\n'
    )
    try:
        typst.compile(str(source), pdf_standards=["ua-1"], ignore_system_fonts=True)
    except RuntimeError:
        return False
    return True


def test_every_covered_range_can_be_set(tmp_path):
    for first, last in characters.COVERED:
        text = "".join(map(chr, range(first, last + 1)))
        assert sets(tmp_path, text), f"{first:X} to {last:X}"


def test_the_probe_notices_a_missing_glyph(tmp_path):
    assert not sets(tmp_path, "\N{GRINNING FACE}")


@pytest.mark.parametrize(
    "bad", ["\x07", "\u202e", "\u200b", "\u2066", "\ufeff", "\u2028", "\ue000", "漢", "😀"]
)
def test_what_cannot_be_printed_is_named(bad):
    assert f"U+{ord(bad):04X}" in characters.fault(bad)


@pytest.mark.parametrize("good", [*"aé−–≤±µ°αβΔ′″×·½₂²→’“”\n\t\u00a0\u202f"])
def test_what_medicine_writes_passes(good):
    assert characters.fault(good) is None
