"""The index: what Sphinx gathered from the pages, with the places of the book."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinx.environment.adapters.indexentries import IndexEntries


@dataclass
class Entry:
    """`places` are labels, those in `main` define it; `inner` says whether it hangs below."""

    words: str
    places: list[str]
    main: list[str]
    inner: bool = False


@dataclass
class Index:
    """`terms` finds the label of a glossary term by its words."""

    groups: list[tuple[str, list[Entry]]] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)


def book_index(builder) -> Index:
    """Gather the index, and let its places be labelled."""
    index = Index()
    for letter, gathered in IndexEntries(builder.env).create_index(builder):
        entries: list[Entry] = []
        for words, (targets, inner, _) in gathered:
            entries.append(_entry(builder.places, words, targets))
            entries += [_entry(builder.places, w, t, inner=True) for w, t in inner]
        index.groups.append((letter, entries))
    index.terms = {
        entry.words.lower(): entry.main[0]
        for _, entries in index.groups
        for entry in entries
        if entry.main and "#term-" in entry.main[0]
    }
    return index


def _entry(places, words: str, targets: list, inner: bool = False) -> Entry:
    found = [(kind, label) for kind, uri in targets if (label := places.find(uri))]
    for _, label in found:
        places.want(label)
    main = [label for kind, label in found if kind == "main"]
    return Entry(words, [label for _, label in found], main, inner)
