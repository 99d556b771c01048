"""Review how items are written: the flaws that item-writing guides agree on, one function a rule.

Sources of the rules: the item-writing guide of the National Board of Medical Examiners
(Constructing Written Test Questions for the Basic and Clinical Sciences) and Rodriguez 2005,
doi 10.1111/j.1745-3992.2005.00006.x. An item may switch one rule off with a written reason:
`allow: {rule-name: "why"}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from .book import Book
from .model import Choice, Item
from .problems import Problem
from .rules import KEY_COUNT
from .safety import FILE
from .text import plain

Rule = Callable[[Item, "Book"], Iterator[str]]
RULES: dict[str, tuple[bool, Rule]] = {}
"""Name of each rule, whether it stops the build, and the rule."""


@dataclass(frozen=True)
class Finding:
    """A flaw; an error stops the build, a warning asks for a second look."""

    problem: Problem
    is_error: bool


def review(book: Book, faulty: Container[str] = ()) -> Iterator[Finding]:
    """Yield every flaw of every item that is not faulty already, unless it is allowed."""
    for item in book.bank.items.values():
        if item.id in faulty:
            continue
        allowed = dict(item.allow)
        for name in allowed:
            if name not in RULES and name != KEY_COUNT:
                message = f'allow names no rule called "{name}"; there is {", ".join(RULES)}'
                yield Finding(Problem(item.file, item.line, item.id, message), True)
        for name, (is_error, rule) in RULES.items():
            for message in rule(item, book) if name not in allowed else ():
                told = f"{message} [{name}]"
                yield Finding(Problem(item.file, item.line, item.id, told), is_error)


def _rule(name: str, error: bool) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        RULES[name] = (error, rule)
        return rule

    return register


def lead_in(item: Item) -> str:
    """Give the last sentence of a stem: what is asked."""
    return re.split(r"(?<=[.!?:])\s+", plain(item.stem).strip())[-1]


def _options(item: Item) -> list[str]:
    return [plain(o.text) for o in item.options] if isinstance(item, Choice) else []


@_rule("question", error=True)
def _asks(item: Item, book: Book) -> Iterator[str]:
    if item.type in ("match", "order") or getattr(item, "statement", False):
        return
    asked = lead_in(item)
    if not asked.endswith("?"):
        yield f'the stem ends "{asked[-40:]}"; end it with a question'
    if re.search(r"which (one )?of the following (statements? )?(is|are) ", asked, re.I):
        yield "ask something that can be answered with the options covered: what, which, how"


@_rule("negative-stem", error=True)
def _is_positive(item: Item, book: Book) -> Iterator[str]:
    found = re.search(r"\b(not|except|least likely|false|incorrect|never)\b", lead_in(item), re.I)
    if found:
        yield f'the question asks for what is "{found[1]}"; ask for what is so'


@_rule("above", error=True)
def _no_above(item: Item, book: Book) -> Iterator[str]:
    pattern = r"\b(all|none|both|neither) of (the|these)( above| options)?$|^[A-E] and [A-E]$"
    for option in _options(item):
        if re.search(pattern, option.strip(" ."), re.I):
            yield f'the option "{option}" stands for others; write an option of its own'


@_rule("article", error=True)
def _no_article_clue(item: Item, book: Book) -> Iterator[str]:
    if re.search(r"\b(a|an)\s*[:.]?$", plain(item.stem).strip()):
        yield 'the stem ends in "a" or "an", which gives options away; ask a whole question'


ABSOLUTE = r"\b(always|never|all|only|every|none|must|impossible|completely)\b"
VAGUE = r"\b(usually|often|sometimes|may|might|frequently|rarely|commonly|occasionally)\b"


@_rule("absolute", error=False)
def _no_absolutes(item: Item, book: Book) -> Iterator[str]:
    for option in _options(item):
        for pattern, kind in ((ABSOLUTE, "absolute"), (VAGUE, "vague")):
            found = re.search(pattern, option, re.I)
            if found:
                yield f'the option "{option}" holds the {kind} word "{found[1]}"; say how much'


@_rule("long-key", error=False)
def _key_is_not_longest(item: Item, book: Book) -> Iterator[str]:
    if item.type != "single" or item.statement:
        return
    key = next(len(plain(o.text)) for o in item.options if o.correct)
    others = mean(len(plain(o.text)) for o in item.options if not o.correct)
    if key > 1.4 * others:
        yield f"the key has {key} characters, the others {others:.0f} on average; even them out"


def _number(option: str) -> float | None:
    found = re.search(r"[-−]?\d+(?:\.\d+)?", option)
    return float(found[0].replace("−", "-")) if found else None


def _is_quantity(option: str) -> bool:
    return bool(re.match(r"(about |in |by |from |to )?[-−+]?\d", option, re.I))


@_rule("homogeneous", error=False)
def _options_are_of_a_kind(item: Item, book: Book) -> Iterator[str]:
    kinds = {_is_quantity(option) for option in _options(item)}
    if len(kinds) > 1:
        yield "some options are quantities and some are not; make them all of one kind"


@_rule("ascending", error=False)
def _quantities_ascend(item: Item, book: Book) -> Iterator[str]:
    options = _options(item)
    if not options or not all(map(_is_quantity, options)):
        return
    numbers = [_number(option) for option in options]
    if numbers != sorted(numbers) and numbers != sorted(numbers, reverse=True):
        yield "the options are quantities; put them in order of size"


COMMON = set(
    "about after again answer before being cause could every first found given least "
    "might needs other people right same should still their there these thing think those three "
    "under until which while whose without would years".split()
)


def words(text: str) -> set[str]:
    """List the telling words of a text, without their endings."""
    found = set(re.findall(r"[a-z]{5,}", text.lower())) - COMMON
    return {re.sub(r"(ing|ed|es|s)$", "", word) for word in found}


@_rule("clang", error=False)
def _no_clang(item: Item, book: Book) -> Iterator[str]:
    """A key may echo the stem as long as a distractor does so too, each with a word of its own."""
    if item.type != "single":
        return
    stem = words(plain(item.stem))
    texts = [(words(plain(o.text)), o.correct) for o in item.options]
    alone = [
        (own & stem - set().union(*(w for m, (w, _) in enumerate(texts) if m != n)), right)
        for n, (own, right) in enumerate(texts)
    ]
    if any(echo for echo, right in alone if not right):
        return
    for word in sorted(word for echo, right in alone if right for word in echo):
        yield f'"{word}" stands in the stem and in the key alone; vary the word or repeat it'


@_rule("overlap", error=False)
def _ranges_do_not_overlap(item: Item, book: Book) -> Iterator[str]:
    pattern = r"(\d+(?:\.\d+)?) ?(?:to|–|-) ?(\d+(?:\.\d+)?)"
    found = [(o, re.fullmatch(rf"{pattern}[^\d]*", o)) for o in _options(item)]
    ranges = sorted((float(m[1]), float(m[2]), o) for o, m in found if m)
    for (_, high, first), (low, _, second) in pairwise(ranges):
        if low < high:
            yield f'the ranges "{first}" and "{second}" overlap; part them'


@_rule("reference-range", error=True)
def _values_have_unit_and_range(item: Item, book: Book) -> Iterator[str]:
    stem = plain(item.stem)
    for analyte in book.bank.analytes:
        pattern = rf"\b{re.escape(analyte)}\b(?: (?:is|was|of|at|level|concentration))* (\d[\d.,]*)"
        found = re.search(pattern, stem, re.I)
        if not found:
            continue
        after = stem[found.end() :]
        if not re.match(r"\s?(%|[a-zµ]+/|[a-zµ]+\b)", after, re.I):
            yield f'{analyte} "{found[1]}" has no unit; give it'
        if not re.search(r"\([^)]*\d (?:to|–) \d[^)]*\)|\(reference[^)]*\)", after, re.I):
            yield f'{analyte} "{found[1]}" has no reference range; give it in brackets'


@_rule("length", error=False)
def _reading_load(item: Item, book: Book) -> Iterator[str]:
    count = len(plain(item.stem).split())
    if count > 150:
        yield f"the stem has {count} words; use at most 150"
    for option in _options(item):
        if len(option.split()) > 25:
            yield f'the option "{option[:30]}..." has {len(option.split())} words; use at most 25'


@_rule("urgency", error=True)
def _one_urgency(item: Item, book: Book) -> Iterator[str]:
    """What an item teaches may name an urgency; it must be that of the safety file."""
    if book.safety is None:
        return
    keys = [o for o in item.options if o.correct] if isinstance(item, Choice) else []
    for taught in (item.point, *(words_ for o in keys for words_ in (o.text, o.why))):
        for sentence in re.split(r"(?<=[.!?:;]) ", plain(taught)):
            found = book.safety.contradicted(sentence)
            if found:
                sign, phrase, title = found
                yield (
                    f'"{phrase}" is not how fast {FILE} says to act on "{sign}": {title}; '
                    "say the same, or leave the speed out"
                )


MARKUP = {
    r"\*\*\S": "two asterisks",
    r"!?\[[^\]]+\]\([^)\s]+\)": "a link or a picture",
    r"\{[\w:-]+\}`": "a role",
    r"`[^`]+`": "code",
    r"</?(a|b|br|code|em|i|img|li|ol|p|strong|sub|sup|table|td|tr|u|ul)\b[^>]*>": "an HTML tag",
    r"\|[^|]+\|[^|]+\|": "a table",
    r"(?:^|[:.?!] )([-*+]) [^-*+]+ \1 \S+|(?:^|[:.?!] )1[.)] .+? 2[.)] \S+": "a list",
    r"(?:^|[:.?!] )#{1,6} \S+": "a heading",
}
"""What people write to mark words up, and a question shows as it was typed."""


@_rule("markup", error=True)
def _no_markup(item: Item, book: Book) -> Iterator[str]:
    for words_ in item.texts():
        typed = "".join(run.text for run in words_ if run.kind == "plain")
        for pattern, kind in MARKUP.items():
            found = re.search(pattern, typed)
            if found:
                shown = found[0].lstrip(" .:?")[:40]
                yield (
                    f'"{shown}" is {kind}, which readers would see as it was typed; '
                    "a question holds words, *emphasis* and $TeX$"
                )
