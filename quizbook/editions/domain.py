"""What the whole book knows of its questions: which page shows which, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.domains import Domain

from .nodes import question


class QuizDomain(Domain):
    """Keeps, for each page, the numbers and ids of the questions on it."""

    name = "quiz"
    label = "Questions"
    initial_data = {"uses": {}}
    data_version = 1

    def process_doc(self, env, docname: str, document) -> None:
        uses = [(node["number"], node["item"]) for node in document.findall(question)]
        if uses:
            self.data["uses"][docname] = uses

    def clear_doc(self, docname: str) -> None:
        self.data["uses"].pop(docname, None)

    def merge_domaindata(self, docnames, otherdata) -> None:
        for docname in docnames:
            if docname in otherdata["uses"]:
                self.data["uses"][docname] = otherdata["uses"][docname]

    def in_order(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Yield the pages that ask something, in the order of the table of contents."""
        pending, seen = [self.env.config.root_doc], set()
        while pending:
            docname = pending.pop(0)
            if docname in seen:
                continue
            seen.add(docname)
            if docname in self.data["uses"]:
                yield docname, self.data["uses"][docname]
            pending = [*self.env.toctree_includes.get(docname, []), *pending]
