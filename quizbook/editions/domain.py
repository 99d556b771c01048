"""What the whole book knows of its questions: which page shows which, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.domains import Domain

from .nodes import answer_key, book_map, question
from .overview import count_words, study_minutes
from .used import LISTS, places


class QuizDomain(Domain):
    """Keeps, for each page that asks something, the numbers and ids of its questions, and words.

    Under `keys` it keeps the page that holds the answer key; under `used` the works and terms of
    each page; under `whole` each page that tells of the others, and so changes with them.
    """

    name = "quiz"
    label = "Questions"
    initial_data = {"uses": {}, "words": {}, "keys": {}, "used": {}, "whole": {}}
    data_version = 5

    def process_doc(self, env, docname: str, document) -> None:
        uses = [(node["number"], node["item"]) for node in document.findall(question)]
        if uses:
            self.data["uses"][docname] = uses
            self.data["words"][docname] = count_words(document)
        if next(document.findall(answer_key), None) is not None:
            self.data["keys"][docname] = True
        self.data["used"][docname] = places(document)
        if any(isinstance(node, (answer_key, book_map, *LISTS)) for node in document.findall()):
            self.data["whole"][docname] = True

    def clear_doc(self, docname: str) -> None:
        for kept in self.data.values():
            if isinstance(kept, dict):
                kept.pop(docname, None)

    def merge_domaindata(self, docnames, otherdata) -> None:
        for name in self.initial_data:
            for docname in docnames:
                if docname in otherdata[name]:
                    self.data[name][docname] = otherdata[name][docname]

    def overview(self) -> Iterator[tuple[str, int, int]]:
        """Yield page, number of questions and study time in minutes, in reading order."""
        for docname, uses in self.in_order():
            yield docname, len(uses), study_minutes(self.data["words"][docname], len(uses))

    def in_order(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Yield the pages that ask something, with what they ask, in reading order."""
        uses = self.data["uses"]
        yield from ((docname, uses[docname]) for docname in self.pages() if docname in uses)

    def pages(self) -> Iterator[str]:
        """Yield every page in the order of the table of contents."""
        pending, seen = [self.env.config.root_doc], set()
        while pending:
            docname = pending.pop(0)
            if docname in seen:
                continue
            seen.add(docname)
            yield docname
            pending = [*self.env.toctree_includes.get(docname, []), *pending]
