"""What a learner and an instructor are told beforehand: the activity, its date, the blueprint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from .. import languages
from ..bank import activity, coverage
from ..bank.activity import NONE, Activity
from ..languages import _, later, ngettext

NO_CREDIT = later(
    "This open book is not an accredited continuing education activity and carries no CME or CPD "
    "credit. Accredited providers may adapt it; they are then responsible for planning, "
    "disclosure, mitigation, designation of credit and evaluation."
)


class study_time(nodes.General, nodes.Inline, nodes.TextElement):
    """The study time of the whole book, known once every page is read."""


class ShowActivity(SphinxDirective):
    """Print quizzes/activity.yml: everything that has to be told before a learner begins."""

    def run(self) -> list[nodes.Node]:
        told = _told(self)
        data = told.data
        rows = [
            (_("Title"), [data["title"]]),
            (_("For whom"), data["audience"]),
            (_("The gap in practice"), [self._gap(data)]),
            (_("Objectives"), [self._objectives()]),
            (_("Accreditation"), _accreditation(told)),
            (_("Faculty and disclosures"), _people(data["faculty"], _("No faculty is named"))),
            (_("Planners and disclosures"), _people(data["planners"], _("No planner is named"))),
            (_("Commercial support"), _support(data["commercial_support"])),
            (_("Released"), [_day(data["released"])]),
            (_("Last review"), [_reviewed(data["reviewed"], self.env.app.quizbook.bank.reviewer)]),
            (_("Expires"), [_day(data["expires"])]),
            (_("Estimated study time"), [[study_time()]]),
            (_("How to take part"), [data["participation"]]),
            (_("What counts as enough"), [_performance(told)]),
            (_("What it needs"), [data["technical"]]),
            (_("Level of evidence"), [data["evidence"]]),
            (_("Help"), [_contact(data["contact"])]),
        ]
        return [_definitions(rows)]

    def _gap(self, data) -> list[nodes.Node]:
        keys = ",".join(data.get("gap_references", ()))
        cited = self.state.inline_text(f" {{cite}}`{keys}`", self.lineno)[0] if keys else []
        return [nodes.Text(data["gap"]), *cited]

    def _objectives(self) -> str:
        book = self.env.app.quizbook
        stated = [chapter for chapter in book.chapters.values() if chapter.objectives]
        return _(
            "{n}, stated at the heads of {chapters} chapters; the blueprint for "
            "instructors lists each with the questions that test it.",
            n=sum(len(chapter.objectives) for chapter in stated),
            chapters=len(stated),
        )


class ShowExpiry(SphinxDirective):
    """Say until when the book holds; the page warns a reader whose own date is later."""

    def run(self) -> list[nodes.Node]:
        day = _told(self).expires
        words = _(
            "Valid until {day}; after that day look for a newer edition before you rely on it.",
            day=languages.day(day),
        )
        return [nodes.paragraph("", words, classes=["quiz-expires", f"expires-{day}"])]


class ShowBlueprint(SphinxDirective):
    """Print each chapter's objectives with the number and kinds of questions that test them."""

    def run(self) -> list[nodes.Node]:
        book = self.env.app.quizbook
        files = [*(book.root / "quizzes").glob("*.yml")]
        for file in [*files, *(book.root / c.file for c in book.chapters.values())]:
            self.env.note_dependency(str(file))
        heads = (
            _("Objective"),
            _("Questions"),
            _("Types"),
            _("Levels"),
            _("Audience"),
            _("Pitfalls"),
        )
        found = [heads]
        for row in coverage.rows(book):
            kinds = [_counted(row.count(by)) for by in ("type", "level", "audience", "pitfall")]
            found.append((f"{row.id}: {row.text}", str(len(row.items)), *kinds))
        return [_table(found)]


class TellStudyTime(SphinxPostTransform):
    """Put the sum of the chapters' study times into its place, in every edition."""

    default_priority = 7

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(study_time)):
            minutes = sum(row[2] for row in self.env.get_domain("quiz").overview())
            hours = max(1, round(minutes / 60))
            words = ngettext(
                "About {n} hour for all of it; the map of the book gives each chapter's.",
                "About {n} hours for all of it; the map of the book gives each chapter's.",
                hours,
            )
            node.replace_self(nodes.Text(words))


def _told(directive: SphinxDirective) -> Activity:
    root = Path(directive.env.srcdir)
    directive.env.note_dependency(str(root / activity.FILE))
    told = directive.env.app.quizbook.activity
    if told is None:
        raise directive.error(f"there is no {activity.FILE}")
    return told


def _accreditation(told: Activity) -> list[str]:
    if not told.is_accredited:
        return [_(NO_CREDIT)]
    named = told.data["accreditation"]
    return [f"{named['provider']}. {named['statement']}"]


def _people(people, nobody: str) -> list[str]:
    if people == NONE:
        return [_("{nobody}, so there is nothing to disclose.", nobody=nobody)]
    return [
        f"{one['name']}, {one['credentials']} ({one['role']}). {_disclosed(one['disclosures'])}"
        for one in people
    ]


def _disclosed(relationships) -> str:
    if relationships == NONE:
        return _("No financial relationship with an ineligible company in the last 24 months.")
    told = [f"{r['company']}: {r['relationship']} ({r['mitigated']})" for r in relationships]
    return f"{'; '.join(told)}."


def _support(sources) -> list[str]:
    if sources == NONE:
        return [_("None.")]
    return [f"{one['source']}: {one['kind']}." for one in sources]


def _reviewed(day: str, reviewer: str) -> str:
    if day == NONE:
        if not reviewer:
            return _(
                "None: nobody has reviewed the content yet; each chapter says where it stands."
            )
        return _(
            "None: no {reviewer} has reviewed the content yet; each chapter says where it stands.",
            reviewer=reviewer.partition(" ")[2],
        )
    return _day(day)


def _performance(told: Activity) -> str:
    if told.pass_mark is None:
        return _(
            "Nothing here is passed or failed. Whoever sets an examination from it tells the "
            "pass mark before anyone begins."
        )
    return _("{n}% of the questions right.", n=told.pass_mark)


def _contact(words: str) -> str:
    return _("No address for help is given with this copy.") if words == NONE else words


def _day(written: str) -> str:
    return _("{day}.", day=languages.day(date.fromisoformat(written)))


def _counted(counts: dict[str, int]) -> str:
    told = (" ".join((str(n), _(coverage.NAMES.get(name, name)))) for name, n in counts.items())
    return ", ".join(told) or "–"


def _definitions(rows: Iterable[tuple[str, Iterable[str | list[nodes.Node]]]]) -> nodes.Element:
    listed = nodes.definition_list()
    for term, told in rows:
        held = [
            nodes.paragraph("", *([words] if isinstance(words, str) else ["", *words]))
            for words in told
        ]
        definition = nodes.definition("", *held)
        listed += nodes.definition_list_item("", nodes.term("", term), definition)
    return listed


def _table(rows: list[tuple[str, ...]]) -> nodes.table:
    group = nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=width) for width in (6, 1, 2, 2, 2, 3)]
    head, body = nodes.thead(), nodes.tbody()
    for place, row in enumerate(rows):
        entries = [nodes.entry("", nodes.paragraph("", words)) for words in row]
        (body if place else head).append(nodes.row("", *entries))
    group += [head, body]
    return nodes.table("", group, classes=["filterable"])
