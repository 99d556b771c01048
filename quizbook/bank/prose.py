"""What stands within the lines of a chapter: roles, formulas, notes, works cited, its title.

They are read as the build reads them; what it takes for mere words, and the author did not, is
told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from .markup import VERBATIM, is_directive

ROLES = (
    "abbr cite command dfn doc download eq file func class kbd keyword math menuselection meth mod "
    "numref page-only paper-only program ref safety samp sub subscript sup superscript term"
).split()
"""Roles that authors type: ours, and those of MyST and Sphinx."""
_ROLE = rf"(?P<role>(?:{'|'.join(ROLES)})(?::\w+)?)"
_BRACED = re.compile(rf"(?<!\{{)\{{{_ROLE}\}}(?!\}})")
_BARE = re.compile(rf"(?:(?<![\w./{{-]){_ROLE}:?|[({{\[:]{_ROLE.replace('role', 'held')}[)\]:]?)$")
NAMING = ("{figure}", "{image}", "{include}", "{literalinclude}", "{code", "{raw}")
"""Directives whose first line names a file or a language."""
_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:.*(?:\n|$))+|---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|$)")
"""What a directive begins with before its words."""
_WORD = re.compile(r"[A-Z_][A-Z0-9_]+|\w{2,}")
"""What follows the dollar sign of a variable of a shell."""
_OPENS = re.compile(r"[A-Za-z](?![A-Za-z])|\\[A-Za-z]|\d+\s*[\\^=<>]")
"""What follows the dollar sign of a formula."""
_TEX = re.compile(r"\\[A-Za-z]|\^|[A-Za-z]_\{|(?<![A-Za-z])[A-Za-z]_[A-Za-z0-9]")
"""What none but a formula holds."""
_MEND = "write $ at both ends of each, and \\$ where a mere sign is meant"
_ESCAPED, _FORMULA, _OTHER = "\ue000", "\ue001", "\ue002"
"""Stand for what a line holds beside words."""


@dataclass
class Prose:
    """What a chapter's words hold, each with its line."""

    faults: list[tuple[int, str]] = field(default_factory=list)
    cited: list[tuple[int, str]] = field(default_factory=list)
    """Keys of works."""
    asked: dict[str, int] = field(default_factory=dict)
    """Labels of notes, where they are first called."""
    notes: dict[str, int] = field(default_factory=dict)
    """Labels of notes, where their words stand."""
    has_title: bool = False
    has_formulas: bool = True
    """Whether a dollar sign opens one."""


@lru_cache(maxsize=1024)
def read(body: str, offset: int, has_formulas: bool) -> Prose:
    """Read the words below `offset` lines; `has_formulas` if a dollar sign opens one.

    What has been read is remembered: of a watched book one page changes at a time.
    """
    found = Prose(has_formulas=has_formulas)
    _read(body, offset, _parser(has_formulas), found)
    for label, line in found.asked.items():
        if label not in found.notes:
            message = (
                f"the note [^{label}] has no words; write [^{label}]: and its words on a line of "
                f"their own, or \\[^{label}] where no note is meant"
            )
            found.faults.append((line, message))
    for label, line in found.notes.items():
        if label not in found.asked:
            message = f"nothing calls this note; write [^{label}] where it belongs, or delete it"
            found.faults.append((line, message))
    found.faults = sorted(set(found.faults))
    return found


def _parser(has_formulas: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    if has_formulas:
        parser.use(dollarmath_plugin)
    parser.use(myst_role_plugin).use(
        footnote_plugin, inline=False, move_to_end=False, always_match_refs=True
    )
    return parser.disable("text_join")  # keeps \$ apart from $


def _read(body: str, offset: int, parser: MarkdownIt, found: Prose) -> None:
    before = ""
    for token in parser.parse(body):
        if token.type == "inline" and before == "heading_open" and token.content.strip():
            found.has_title = True
        before = token.type
        if token.type == "footnote_reference_open":
            _note(token, offset, found)
        elif token.type == "inline":
            _words(token, offset, found)
        elif token.type in ("fence", "colon_fence") and is_directive(token):
            line = token.map[0] + 1 + offset
            # Where a page takes in another, or is written in another way, its title is not seen.
            has_title = found.has_title or token.info.startswith(("{include}", "{eval-rst}"))
            if not token.info.startswith(NAMING):
                _read(token.info.partition("}")[2], line - 1, parser, found)
            if not VERBATIM.match(token.info):
                _read(_OPTIONS.sub(_blank, token.content, 1), line, parser, found)
            found.has_title = has_title  # what a box holds is no title of the page


def _blank(options: re.Match) -> str:
    return "\n" * options[0].count("\n")


def _note(token: Token, offset: int, found: Prose) -> None:
    label, line = token.meta["label"], token.map[0] + 1 + offset
    if label in found.notes:
        message = (
            f"the note [^{label}] stands twice (first on line {found.notes[label]}); "
            "keep one, or give each a name of its own"
        )
        found.faults.append((line, message))
    found.notes.setdefault(label, line)


def _words(token: Token, offset: int, found: Prose) -> None:
    rows, first = token.content.split("\n"), token.map[0] + 1 + offset

    def line_of(words: str, beyond: int = 0) -> int:
        places = (n for n, row in enumerate(rows) if n >= beyond and words in row)
        return first + next(places, beyond)

    for place, child in enumerate(token.children):
        if child.type == "footnote_ref":
            label = child.meta["label"]
            found.asked.setdefault(label, line_of(f"[^{label}]"))
        elif child.type == "myst_role" and _is_unended(child):
            role = f"{{{child.meta['name']}}}"
            found.faults.append(
                (line_of(f"{role}`{child.content[:9]}".split("\n")[0]), _unended(role))
            )
        elif child.type == "myst_role" and _is_citing(child):
            for key in re.sub(r"\{[^}]*\}", "", child.content).split(","):
                found.cited.append((line_of(key.strip()), key.strip()))
        elif child.type == "text":
            after = token.children[place + 1 : place + 2]
            code = after[0].content if after and after[0].type == "code_inline" else None
            for words, message in _roles(child.content, code):
                found.faults.append((line_of(words), message))
    plain = "".join(map(_plain, token.children)) if found.has_formulas else ""
    for at, message in _formulas(plain, token.children):
        words = re.match(r"\$*[^\s\ue000-\ue002]{0,9}", plain[at:])[0]
        found.faults.append((line_of(words, plain.count("\n", 0, at)), message))


def _is_citing(role: Token) -> bool:
    return role.meta["name"].split(":")[0] == "cite"


def _is_unended(role: Token) -> bool:
    """Tell whether a role runs on to the mark that opens another one, or a listing."""
    words = role.content
    runs_on = any(re.search(r"\s", key.strip()) for key in words.split(",") if "{" not in key)
    return bool(re.search(r"\{[\w:-]+\}$", words)) or (_is_citing(role) and runs_on)


def _unended(role: str) -> str:
    return f"{role} is opened here by ` and never closed; end it with `"


def _plain(child: Token) -> str:
    """Give the words of a part of a line, and a sign for what is none."""
    match child.type:
        case "text":
            return child.content
        case "text_special":
            return _ESCAPED
        case "softbreak" | "hardbreak":
            return "\n"
        case "math_inline":
            return _FORMULA + "\n" * child.content.count("\n")
        case _:
            return _OTHER


def _roles(words: str, code: str | None) -> Iterator[tuple[str, str]]:
    """Yield what was meant for a role in words that `code`, if any, follows."""
    for braced in _BRACED.finditer(words):
        role = braced[0]
        if words.startswith("`", braced.end()):
            yield role, _unended(role)
        else:
            message = f"readers see the word {role}; write what it is about right after it: {role}`"
            yield role, f"{message}{code or '...'}`"
    bare = _BARE.search(words) if code is not None else None
    if bare:
        said, role = bare[0], bare["role"] or bare["held"]
        yield said, f"readers see {said}`{code}` as words; write {{{role}}}`{code}`"


def _formulas(plain: str, children: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield each dollar sign of a paragraph that is no end of a formula, or of a wrong one."""
    formulas = [child.content for child in children if child.type == "math_inline"]
    torn = list(_torn(plain, formulas))
    if torn:
        yield from torn
        return  # what follows is torn, too
    is_loose = any(held != held.strip() for held in formulas)
    for dollars in re.finditer(r"\$+", plain):
        at, sign, rest = dollars.start(), dollars[0], plain[dollars.end() :]
        if rest.startswith(_FORMULA) and rest[1:].lstrip("\n").startswith("$"):
            yield at, "$$ within a line shows its dollar signs; write $ there, or a line of its own"
        elif plain[:at].rstrip("\n").endswith(f"${_FORMULA}"):
            continue  # told of the sign before
        elif len(sign) > 1:
            message = f"{sign} opens a formula that is never closed; "
            yield at, f"{message}end it with {sign} on a line of its own"
        elif is_loose or _OPENS.match(rest) or _is_formula(plain[:at], rest.split("$")[0]):
            yield at, f"this dollar sign opens or ends no formula; {_MEND}"


def _torn(plain: str, formulas: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each formula that two signs make which were no pair."""
    for held, sign in zip(formulas, re.finditer(_FORMULA, plain), strict=True):
        before, after = plain[: sign.start()][-1:], plain[sign.end() + held.count("\n") :][:1]
        is_first = held[-1].isspace() and after.isalnum()  # $5 to $6, $HOME or $PATH
        is_last = held[0].isspace() and before.isalnum()  # 5$ to 6$
        if is_first or is_last or (before.isdigit() and after.isdigit()):
            said = " ".join(held.split())
            yield sign.start(), f'Markdown reads "{said[:40]}" as a formula; {_MEND}'


def _is_formula(before: str, after: str) -> bool:
    """Tell whether a dollar sign that stands alone has TeX at its open side."""
    opened = after[:1].strip() and not _WORD.match(after) and _TEX.search(after)
    ended = before[-1:].strip() and _TEX.search(re.split(r"[$\ue001]", before)[-1])
    return bool(opened or ended)
