"""Neutral nodes: what a question is in the document, before any builder draws it."""

from __future__ import annotations

from docutils import nodes


class question(nodes.General, nodes.Element):
    """One occurrence of an item.

    Attributes: `item` (id), `number` (on its page), `uid` (unique on its page), `docname`.
    Children: two `question_part`s, named "asked" and "key", made of ordinary nodes, so that
    citations and mathematics resolve as in the text and every builder can draw them.
    """


class question_part(nodes.General, nodes.Element):
    """What is asked, or its key; attribute `part` says which."""


class question_group(nodes.General, nodes.Element):
    """An unfolding case or an exam: a title, then texts and questions.

    Attributes: `kind` ("case" or "exam"), `group` (id), `title`, `after` (an exam's id, or empty).
    """


class curtain(nodes.General, nodes.Element):
    """What answers a question, hidden until it is answered; attribute `item` is its id."""


class curtain_mark(nodes.General, nodes.Inline, nodes.Element):
    """Where a curtain begins (attribute `item`) or ends (empty); gone once the page is read."""


class sources(nodes.General, nodes.Inline, nodes.TextElement):
    """The citations behind one reason; attribute `keys` lists them, joined by commas."""


class answer_box(nodes.General, nodes.Inline, nodes.Element):
    """A place to mark an answer on paper; `shape` is "one", "many", "number" or "place"."""


class answer_key(nodes.General, nodes.Element):
    """Where the key stands on paper; on the page, a list of links to the questions."""


class book_map(nodes.General, nodes.Element):
    """The table of chapters with their questions and study time."""


class page_of(nodes.General, nodes.Inline, nodes.Element):
    """The page number of another place, on paper; `refuri` names the place."""


class drawing(nodes.General, nodes.Inline, nodes.Element):
    """An SVG drawn inside the page, so that it follows the page's colours; `svg` and `alt`."""
