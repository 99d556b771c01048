"""What `quiz` gives while a book is built: a question's id, which is all that a page needs of it.

The widget would load the whole bank in every chapter's kernel, and leave 25 kB of state for each
question behind.
"""

from __future__ import annotations

import traitlets
from ipywidgets import Widget

MIME_TYPE = "application/vnd.quizbook.item+json"
MODEL = "QuizbookMention"
"""What a notebook's widget state calls one: boxes name what they hold by that state."""


class Mention(Widget):
    """A question, an unfolding case or an exam, named by its id.

    It stands where the widget would: in a box among others, and with the widget's traits, which
    nobody answers during a build.
    """

    _model_name = traitlets.Unicode(MODEL).tag(sync=True)
    item = traitlets.Unicode(read_only=True).tag(sync=True)
    answers = traitlets.List(traitlets.Unicode())
    score = traitlets.Float(None, allow_none=True)
    attempts = traitlets.List(traitlets.Dict())

    def __init__(self, item: str) -> None:
        self.set_trait("item", item)
        super().__init__()

    def __repr__(self) -> str:
        return f"Quiz({self.item})"

    def _repr_mimebundle_(self, **kwargs) -> dict:
        return {MIME_TYPE: {"item": self.item}, "text/plain": repr(self)}
