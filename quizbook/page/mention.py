"""What `quiz` gives while a book is built: a question's id, which is all that a page needs of it.

The widget would load the whole bank in every chapter's kernel, and leave 25 kB of state for each
question behind.
"""

from __future__ import annotations

from dataclasses import dataclass

MIME_TYPE = "application/vnd.quizbook.item+json"


@dataclass(frozen=True)
class Mention:
    """A question, an unfolding case or an exam, named by its id."""

    item: str

    def _repr_mimebundle_(self, **kwargs) -> dict:
        return {MIME_TYPE: {"item": self.item}, "text/plain": f"Quiz({self.item})"}
