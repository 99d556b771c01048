"""The drawing on the cover is what the model draws, and says what it shows."""

from lxml import etree

from physiology import cover


def test_the_drawing_is_the_one_that_the_model_makes(root):
    kept = (root / "chapters" / "figures" / "cover.svg").read_text(encoding="utf-8")
    assert kept == cover.draw(), "python -m physiology.cover chapters/figures/cover.svg"


def test_it_begins_and_ends_in_silence_and_says_so():
    drawn = etree.fromstring(cover.draw().encode())
    lines = [line.get("stroke") for line in drawn.iter("{*}path")]
    assert len(lines) == cover.LINES
    assert lines[0] == lines[-1] == cover.INK
    assert cover.BRICK in lines
    assert "silence" in drawn.findtext("{*}desc")
