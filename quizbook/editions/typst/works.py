"""How paper lists works: found by eye, surname first, three authors at most, one way to each."""

from __future__ import annotations

from docutils import nodes
from pybtex.database import Entry, Person
from pybtex.plugin import find_plugin
from pybtex.richtext import HRef, Tag, Text
from sphinx.transforms.post_transforms import SphinxPostTransform

MOST = 3
"""Authors that are named; the others are "et al."."""

HELD_IN = ("journal", "booktitle", "howpublished", "institution", "school", "publisher")
"""What may hold a work, or stand for it; the first two are titles."""


class ListWorks(SphinxPostTransform):
    """Write the lists of works anew, from the same entries."""

    default_priority = 8  # after the works are listed, before references resolve

    def run(self, **kwargs) -> None:
        if self.app.builder.name != "typst":
            return
        cited = self.env.get_domain("cite").citations if "cite" in self.env.domains else []
        entries = {citation.citation_id: citation.entry for citation in cited}
        backend = find_plugin("pybtex.backends", "docutils")()
        for node in self.document.findall(nodes.citation):
            entry = next((entries[id_] for id_ in node["ids"] if id_ in entries), None)
            if entry is not None:
                written = nodes.paragraph("", "", *listed(entry).render(backend))
                node.children = [node[0], written]
                written.parent = node


def listed(entry: Entry) -> Text:
    """Write a work: who (when). What. Where. One address.

    >>> from pybtex.database import parse_string
    >>> made = "@article{a, author={Ann Setter and Bo B. Smith}, title={On Type}, journal={Ink}, "
    >>> made += "year=2001, volume=3, pages={1--2}}"
    >>> print(listed(parse_string(made, "bibtex").entries["a"]))
    Setter, A., Smith, B. B. (2001). On type. Ink, 3:1–2.
    """
    fields = {name: Text.from_latex(words) for name, words in entry.fields.items()}
    who = _authors(entry)
    year = Text("(", fields["year"], ").") if "year" in entry.fields else None
    title = fields["title"].capitalize() if "title" in entry.fields else None
    where = [
        Tag("em", fields[name]) if name in HELD_IN[:2] else fields[name]
        for name in HELD_IN
        if name in entry.fields
    ]
    where += [fields[name] for name in ("type", "note") if name in entry.fields]
    part = _part(entry)
    parts = [
        Text(who, " ", year) if year and who else year or who,
        title.add_period() if title else None,
        Text(", ").join([*where, *([part] if part else [])]).add_period() if where else part,
        _address(entry),
    ]
    return Text(" ").join(part for part in parts if part)


def _authors(entry: Entry) -> Text | None:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    others = [person for person in people if str(person) == "others"]
    named = [person for person in people if person not in others]
    names = [_name(person, first=place == 0) for place, person in enumerate(named[:MOST])]
    if len(named) > MOST or others:
        names.append(Text("et al."))
    return Text(", ").join(names).add_period() if names else None


def _name(person: Person, first: bool) -> Text:
    surname = Text(" ").join([*person.rich_prelast_names, *person.rich_last_names])
    given = [*person.rich_first_names, *person.rich_middle_names]
    initials = Text(" ").join(part.abbreviate() for part in given)
    shown = Tag("strong", surname) if first else surname
    return Text(shown, ", ", initials) if given else Text(shown)


def _part(entry: Entry) -> Text | None:
    """Say which part of a journal or a series it is."""
    fields = {name: Text.from_latex(words) for name, words in entry.fields.items()}
    volume = fields["volume"] if "volume" in entry.fields else Text()
    number = fields["number"] if "number" in entry.fields else None
    issue = Text("(", number, ")") if volume and number else number or Text()
    pages = Text(entry.fields["pages"].replace("--", "–")) if "pages" in entry.fields else None
    found = Text(volume, issue)
    if pages:
        return Text(found, ":", pages) if found else Text("pp.\N{NO-BREAK SPACE}", pages)
    return found or None


def _address(entry: Entry) -> Text | None:
    """Give the address that lasts longest; one is enough on paper."""
    fields = entry.fields
    if "doi" in fields:
        return Text(HRef(f"https://doi.org/{fields['doi']}", f"doi:{fields['doi']}"))
    if "pmid" in fields:
        address = f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"
        return Text(HRef(address, f"PMID {fields['pmid']}"))
    if "url" in fields:
        shown = fields["url"].removeprefix("https://").removeprefix("http://").rstrip("/")
        return Text(HRef(fields["url"], shown))
    return None
