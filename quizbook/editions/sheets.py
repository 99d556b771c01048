"""One style sheet for a whole book: the rules that some page can use, and no others.

Theme and extensions bring some 570 kB of rules, of which a book uses a small part. A rule stays if
every class, id, element and attribute that its selector names occurs in a page or, as a word, in a
script that a page loads: whatever a script may still add to a page keeps its look. Whether a
selector matches is never judged.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import tinycss2

_NESTED = {"media", "supports", "layer", "container"}
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_VARIABLE = re.compile(r"--[\w-]+")


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet.

    `within` holds the at-rules around it; `selectors` maps each to the names that it needs; an
    at-rule that stands for itself, such as a font, has none, and `head` says what it is.
    """

    within: tuple[str, ...]
    head: str
    selectors: dict[str, frozenset[str]] = field(default_factory=dict)
    declarations: tuple[tuple[str, str], ...] = ()


def read(text: str, folder: str, load) -> Iterator[Rule]:
    """Read a style sheet, and those that it imports by `load(path)`.

    `folder` is where it lies, seen from the place where the book's sheet will lie.
    """
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _rules(nodes, (), folder, load)


def _rules(nodes, within: tuple[str, ...], folder: str, load) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = dict(_selectors(node.prelude))
            yield Rule(within, "", selectors, _declarations(node.content, folder))
        elif node.type == "at-rule":
            yield from _at_rule(node, within, folder, load)


def _at_rule(node, within: tuple[str, ...], folder: str, load) -> Iterator[Rule]:
    name = node.lower_at_keyword
    head = f"@{name} {tinycss2.serialize(node.prelude).strip()}".strip()
    if name == "import":
        path = next(part.value for part in node.prelude if part.type in {"string", "url"})
        path = posixpath.normpath(posixpath.join(folder, path))
        yield from read(load(path), posixpath.dirname(path), load)
    elif name in _NESTED and node.content is not None:
        inside = tinycss2.parse_blocks_contents(
            node.content, skip_comments=True, skip_whitespace=True
        )
        yield from _rules(inside, (*within, head), folder, load)
    elif name.endswith("keyframes"):
        yield Rule(within, head, {}, (("", tinycss2.serialize(node.content).strip()),))
    elif node.content is not None:
        yield Rule(within, head, {}, _declarations(node.content, folder))


def _selectors(prelude) -> Iterator[tuple[str, frozenset[str]]]:
    selector: list = []
    for part in [*prelude, None]:
        if part is not None and part != ",":
            selector.append(part)
        elif selector:
            yield tinycss2.serialize(selector).strip(), frozenset(_names(selector))
            selector = []


def _names(selector) -> Iterator[str]:
    """Yield what a selector needs: `.class`, `#id`, `[attribute]`, `element`.

    What stands in the brackets of `:is()`, `:not()` and their like need not occur.
    """
    before = ""
    for part in selector:
        if part.type == "ident" and before != ":":
            yield f".{part.value}" if before == "." else part.lower_value
        elif part.type == "hash":
            yield f"#{part.value}"
        elif part.type == "[] block":
            yield f"[{next(p.lower_value for p in part.content if p.type == 'ident')}]"
        before = part.value if part.type == "literal" else ""


def _declarations(content, folder: str) -> tuple[tuple[str, str], ...]:
    """Give names and texts of the declarations; what else stands in a rule has no name."""
    found = []
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            _move_addresses(part.value, folder)
            value = tinycss2.serialize(part.value).strip()
            important = "!important" if part.important else ""
            found.append((part.name, f"{part.name}:{value}{important}"))
        elif part.type != "error":
            found.append(("", part.serialize()))
    return tuple(found)


def _move_addresses(values, folder: str) -> None:
    """Let addresses of files lead there from the place of the book's sheet."""
    for part in values:
        if part.type == "url" and not re.match(r"\w+:|/|#", part.value):
            part.value = posixpath.normpath(posixpath.join(folder, part.value))
            part.representation = f'url("{part.value}")'
        elif part.type == "function":
            if part.lower_name == "url":
                _move_quoted(part.arguments, folder)
            else:
                _move_addresses(part.arguments, folder)


def _move_quoted(arguments, folder: str) -> None:
    for part in arguments:
        if part.type == "string" and not re.match(r"\w+:|/|#", part.value):
            part.value = posixpath.normpath(posixpath.join(folder, part.value))
            part.representation = f'"{part.value}"'


def prune(rules: Iterable[Rule], usable) -> list[Rule]:
    """Keep the rules whose names are all usable, and the variables, fonts and motions they use."""
    kept = []
    for rule in rules:
        fit = {text: names for text, names in rule.selectors.items() if all(map(usable, names))}
        if fit or rule.head:
            kept.append(Rule(rule.within, rule.head, fit, rule.declarations))
    kept = [rule for rule in kept if not rule.head.startswith("@font-face") or _used(rule, kept)]
    return _without_variables(_without_motions(kept), usable)


def _used(font: Rule, rules: list[Rule]) -> bool:
    family = dict(font.declarations)["font-family"].partition(":")[2].strip("\"' ")
    plain = (text for rule in rules if rule.selectors for _, text in rule.declarations)
    return any(family in text for text in plain)


def _without_motions(rules: list[Rule]) -> list[Rule]:
    texts = (text for rule in rules for name, text in rule.declarations if "animation" in name)
    moved = set(_WORD.findall(" ".join(texts)))
    return [
        rule for rule in rules if "keyframes" not in rule.head or rule.head.split()[-1] in moved
    ]


def _without_variables(rules: list[Rule], usable) -> list[Rule]:
    """Drop the variables that nothing asks for, whatever the order in which they ask."""
    asked_by: dict[str, set[str]] = {}
    asked: set[str] = set()
    for rule in rules:
        for name, text in rule.declarations:
            names = set(_VARIABLE.findall(text.removeprefix(name)))
            if name.startswith("--"):
                asked_by.setdefault(name, set()).update(names)
            else:
                asked |= names
    asked |= {name for name in asked_by if usable(name)}
    new = set(asked)
    while new:
        new = set().union(*(asked_by.get(name, ()) for name in new)) - asked
        asked |= new
    slim = []
    for rule in rules:
        left = tuple(d for d in rule.declarations if not d[0].startswith("--") or d[0] in asked)
        if left:
            slim.append(Rule(rule.within, rule.head, rule.selectors, left))
    return slim


def write(rules: Iterable[Rule]) -> str:
    """Write rules as one sheet, in their order; neighbours share the at-rules around them."""
    out: list[str] = []
    open_: tuple[str, ...] = ()
    for rule in rules:
        if rule.within != open_:
            out += ["}" * len(open_), *(f"{head}{{" for head in rule.within)]
            open_ = rule.within
        head = rule.head or ",".join(rule.selectors)
        out.append(f"{head}{{{';'.join(text for _, text in rule.declarations)}}}\n")
    return "".join([*out, "}" * len(open_)])
