"""Bank text for learning systems: the one place where it is escaped.

Words become HTML text, emphasis <em>, and formulas what the form sets: TeX, or MathML. Every writer
of HTML calls these functions and adds no text of its own without them. What they give is XML too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from ..bank.media import Medium, Table
from ..bank.model import Item, Match, Numeric, Order, Reason, Short
from ..bank.text import Text, plain
from ..languages import _, later
from ..media import Made
from ..media.shelf import describe
from ..page.html import quantity
from ..page.media import below_choices
from .writing import Selection, tex


def html(text: Text, math: Callable[[str], Markup] = tex) -> Markup:
    """Write bank text as HTML; `math` writes a formula."""
    return Markup("").join(_run(run, math) for run in text)


def _run(run, math: Callable[[str], Markup]) -> Markup:
    if run.kind == "emphasis":
        return Markup("<em>{}</em>").format(run.text)
    return math(run.text) if run.kind == "math" else escape(run.text)


def paragraph(content: Markup | str) -> Markup:
    return Markup("<p>{}</p>").format(content)


def story(text: Text, math: Callable[[str], Markup] = tex) -> Markup:
    """Write what a case tells before it asks."""
    return Markup('<p class="story">{}</p>').format(html(text, math))


def listed(entries: Iterable[Markup | str]) -> Markup:
    """Write entries as a list, or nothing if there are none."""
    rows = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup("<ul>{}</ul>").format(rows) if rows else Markup("")


def why(reason: Reason, chosen: Selection) -> Markup:
    """Write a reason with its sources."""
    sources = chosen.sources.list(reason.references)
    told = Markup('<span class="why">{}</span> <small>{}</small>')
    return told.format(html(reason.why, chosen.math), " ".join(sources))


def table(medium: Table, math: Callable[[str], Markup] = tex) -> Markup:
    """Write a medium that is a table as one."""
    head = Markup("").join(
        Markup("<th>{}</th>").format(html(cell, math)) for cell in medium.columns
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(html(cell, math)) for cell in row)
        )
        for row in medium.rows
    )
    caption = Markup("<caption>{}</caption>").format(html(medium.alt, math))
    parts = Markup("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
    return parts.format(caption, head, rows)


def picture(png: bytes, made: Made, medium: Medium, address: str, caption: bool = True) -> Markup:
    """Write a drawing that lies at an address, half as wide as its pixels, and its caption.

    The caption says what the bars measure and where a signal comes from; of drawings beside
    choices `below` says it once.
    """
    width = int.from_bytes(png[16:20]) // 2
    drawn = Markup('<p><img src="{}" alt="{}" width="{}"/></p>')
    shown = drawn.format(address, plain(medium.alt), width)
    words = describe(medium, made) if caption else ""
    return shown + (paragraph(Markup("<small>{}</small>").format(words)) if words else Markup(""))


def below(item: Item, chosen: Selection) -> Markup:
    """Write what the drawings beside choices have in common."""
    words = below_choices(item, chosen.shelf)
    return paragraph(Markup("<small>{}</small>").format(words)) if words else Markup("")


def choices(item: Item, chosen: Selection) -> list[Markup]:
    """Write each choice of an item, what is right of it, and why: for forms with one rationale."""

    def said(text: Text) -> Markup:
        stop = "" if plain(text).endswith((".", "?", "!")) else "."
        return html(text, chosen.math) + stop

    match item:
        case Numeric():
            unit = item.answer.unit
            leads = [Markup("<b>{}.</b>").format(quantity(r.value, unit)) for r in item.reasons()]
        case Short():
            leads = [Markup("<b>{}.</b>").format(", ".join(s.accept)) for s in item.reasons()]
        case Match():
            pair = Markup("{}: <b>{}</b>")
            leads = [pair.format(html(p.left, chosen.math), said(p.right)) for p in item.pairs]
        case Order():
            step = Markup("<b>{}.</b> {}")
            leads = [step.format(n, said(s.text)) for n, s in enumerate(item.steps, 1)]
        case _:
            option = Markup("<b>{}:</b> {}")
            words = {True: _("Right"), False: _("Not right")}
            leads = [option.format(words[o.correct], said(o.text)) for o in item.options]
    return [
        Markup("{} {}").format(lead, why(reason, chosen))
        for lead, reason in zip(leads, item.reasons(), strict=True)
    ]


def afterwards(item: Item, chosen: Selection, reasons: bool = False) -> Markup:
    """Write what is said after any answer: the point, media in words, objective, version, licence.

    `reasons` adds every choice with its reason, for forms that hold none beside a choice.
    """
    sources = chosen.sources.list(item.references)
    parts = [
        paragraph(
            html(item.point, chosen.math) + Markup(" <small>{}</small>").format(" ".join(sources))
        )
    ]
    if reasons:
        parts.append(listed(choices(item, chosen)))
    for use in item.uses():
        if use.medium and use.medium.long:
            parts.append(paragraph(html(use.medium.long, chosen.math)))
    name = _("{id}, version {n}", id=item.id, n=item.version)
    name = f"{name}; {chosen.bank.title}; {chosen.licence}"
    about = " ".join(tested(item, chosen))
    parts += [paragraph(escape(about)), Markup("<p><small>{}</small></p>").format(name)]
    return Markup("").join(parts)


LEVELS = {"recall": later("recall"), "apply": later("apply"), "analyse": later("analyse")}


def tested(item: Item, chosen: Selection) -> list[str]:
    """Say which objective an item tests, for whom, and which pitfall it is about."""
    told = [f"{chosen.objective(item)} ({_(LEVELS[item.level])}, {item.audience})"]
    return [*told, pitfall(item, chosen)] if item.pitfall else told


def pitfall(item: Item, chosen: Selection) -> str:
    """Say which pitfall an item is about."""
    return _("Pitfall: {pitfall}", pitfall=chosen.bank.pitfalls[item.pitfall])


def tags(item: Item) -> list[str]:
    """Give what one would search an item by."""
    kinds = [item.chapter, item.objective, item.level, item.audience]
    return [*kinds, *([f"pitfall-{item.pitfall}"] if item.pitfall else [])]


def title(item: Item) -> str:
    """Name an item in one short line."""
    words = plain(item.stem).split()
    short = ""
    for word in words:
        if len(short) + len(word) > 60:
            return f"{short}…"
        short = f"{short} {word}".strip()
    return short
