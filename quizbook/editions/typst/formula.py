"""A formula's MathML as typst mathematics: every piece is ours or a string literal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from ...page.mathml import BREAKS
from .code import string
from .signs import (
    ACCENTS,
    APPLY,
    BRACES,
    FENCES,
    LIMITS,
    OVERLINES,
    bare,
    content,
    is_apart,
    is_applied,
    is_name,
    upright,
)
from .symbols import FUNCTIONS

TEXT = "#math.upright("
STYLES = {"b": "bold", "i": "italic", "tt": "mono"}
_LENGTH = re.compile(r"(-?[\d.]+)em")
_MARGIN = re.compile(r"margin-left:\s*(-?[\d.]+)em")
_COLOUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{6})")


def write(element: Element) -> str:
    """Write a formula for use between dollar signs.

    Raises ValueError for an element that is not MathML of `page.mathml`.
    """
    draw = _DRAWN.get(element.tag)
    if draw is None:
        raise ValueError(f"no drawing for <{element.tag}>")
    return draw(element)


def lines(root: Element) -> str:
    """Write a formula that stands by itself; one of several lines may break between them."""
    held = content(root)
    if len(held) == 1 and held[0].tag == "mtable" and _is_aligned(held[0]):
        rows = [' & #"" '.join(_inner(cell) for cell in row) for row in held[0]]
        return " \\\n".join(rows)
    return write(root)


def parts(root: Element) -> int:
    """Count the parts between which a formula of one line may be broken."""
    held = content(root)
    while len(held) == 1 and held[0].tag in ("mrow", "mstyle"):
        held = content(held[0])
    return 1 + sum(part.tag == "mo" and bare(part) in BREAKS for part in held[1:])


def stretches(root: Element) -> list[int]:
    """Count the signs between the places where a formula of one line may be broken."""
    counts = [0]
    for part in content(root):
        counts[-1] += len("".join(part.itertext()))
        if part.tag == "mo" and bare(part) in BREAKS:
            counts.append(0)
    return counts


def _row(element: Element) -> str:
    """Write parts side by side; brackets at both ends grow with what they hold."""
    parts = content(element)
    if not parts:
        return '""'
    words = upright(element)
    inner = _upright(words) if words and len(words) > 1 else _joined(parts)
    if _is_fenced(parts):
        inner = f"lr({inner})"
    if element.get("class") == "boxed":
        return f"#box(stroke: .5pt, inset: 3pt, outset: (y: 1pt), ${inner}$)"
    colour = _COLOUR.search(element.get("style", ""))
    if colour:
        return f'#text(fill: rgb("{colour[1]}"), ${inner}$)'
    return _sized(element, inner)


def _joined(parts: list[Element]) -> str:
    """Write parts one after another.

    Around text typst keeps the spaces of its code, and a space there is a space on paper; where
    names would run together an empty string divides them.
    """
    written = ""
    for code in _codes(list(_numbers(parts))):
        plain = TEXT not in written[-200:] and TEXT not in code
        touching = written[-1:].isalnum() and code[:1].isalnum()
        written += (" " if plain else '#""' if touching else "") + code if written else code
    return written


def _codes(parts: list[Element]) -> Iterator[str]:
    """Write each part; a name that is applied to what follows is an operator."""
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        if part.tag == "mspace" and after is not None and _is_function(after):
            continue  # typst sets this space of itself
        if is_name(part) and (is_applied(after) or bare(part) in FUNCTIONS):
            yield _name(part)
        elif not is_applied(part):
            yield write(part)


def _is_function(element: Element) -> bool:
    """Tell a known function, with or without what it is applied to."""
    first = content(element)[0] if element.tag == "mrow" and content(element) else element
    return is_name(first) and re.split(r"[^a-z ]", bare(first))[0] in FUNCTIONS


def _name(element: Element) -> str:
    """Write the name of a function, with what may stand at its corners or below it."""
    if element.tag in _PLACES:
        base, *scripts = content(element)
        around = zip(_PLACES[element.tag], scripts, strict=True)
        given = ", ".join(f"{side}: {write(part)}" for side, part in around)
        return f"attach({_name(base)}, {given})"
    limits = ", limits: #true" if bare(element) in LIMITS else ""
    return f"op({string(bare(element))}{limits})"


def _numbers(parts: list[Element]) -> Iterator[Element]:
    """Yield parts; a number with commas between its digits, `10{,}000`, is one."""
    held: list[Element] = []
    for part in parts:
        comma = part.tag == "mo" and part.get("rspace") == "0" and bare(part) == ","
        if part.tag == "mn" or (held and comma):
            held.append(part)
            continue
        yield from _number_of(held)
        held = []
        yield part
    yield from _number_of(held)


def _number_of(parts: list[Element]) -> list[Element]:
    end = len(parts) - (bool(parts) and parts[-1].tag == "mo")
    if end < 2:
        return parts
    number = Element("mn")
    number.text = "".join(map(bare, parts[:end]))
    return [number, *parts[end:]]


def _upright(words: str) -> str:
    return f"{TEXT}{string(words)})"


def _sized(element: Element, inner: str) -> str:
    """Set large what is to be large, wherever it stands."""
    size = {"true": "display", "false": "inline"}.get(element.get("displaystyle"), "")
    return f"{size}({inner})" if size else inner


def _is_fenced(parts: list[Element]) -> bool:
    ends = (parts[0], parts[-1])
    return len(parts) > 1 and all(
        end.tag == "mo" and bare(end) in FENCES and end.get("stretchy") != "false" for end in ends
    )


def _letter(element: Element) -> str:
    text = bare(element)
    if not text:
        return '""'
    if len(text) > 1 or element.get("mathvariant") == "normal":
        return f"upright({text})" if len(text) == 1 and text.isalpha() else _upright(text)
    return text if text.isascii() and text.isalpha() else _sign(text)


def _number(element: Element) -> str:
    text = bare(element)
    return text if re.fullmatch(r"\d+(\.\d+)?", text) else _upright(text)


def _operator(element: Element) -> str:
    text = bare(element)
    if text in ("", APPLY, "\N{INVISIBLE SEPARATOR}"):
        return '""'
    if len(text) > 1:
        return f"op({string(text)})"
    size = _LENGTH.match(element.get("minsize", ""))
    return f"lr({_sign(text)}, size: #{size[1]}em)" if size else _sign(text)


def _sign(sign: str) -> str:
    """Escape what typst would read as code: a backslash makes any sign stand for itself."""
    if len(sign) > 1 or not sign.isprintable():
        return string(sign)
    return f"\\{sign}" if sign.isascii() else sign


def _words(element: Element) -> str:
    inner = _upright(element.text) if element.text else ""
    for part in element:
        inner += f"#math.{STYLES[part.tag]}({string(''.join(part.itertext()))})"
        inner += _upright(part.tail) if part.tail else ""
    return inner or '""'


def _space(element: Element) -> str:
    width = _LENGTH.match(element.get("width", "")) or _MARGIN.search(element.get("style", ""))
    return f"#h({float(width[1]):.4g}em)" if width else '""'


def _fraction(element: Element) -> str:
    over, under = map(write, content(element))
    if element.get("linethickness") == "0":
        return f"mat(delim: #none, row-gap: #.25em, {over}; {under})"
    return _sized(element, f"frac({over}, {under})")


def _root(element: Element) -> str:
    if element.tag == "msqrt":
        return f"sqrt({_inner(element)})"
    body, index = map(write, content(element))
    return f"root({index}, {body})"


def _inner(element: Element) -> str:
    return _joined(content(element)) or '""'


def _attached(element: Element) -> str:
    """Write what stands at the corners of, above and below something."""
    base, *scripts = content(element)
    places = _PLACES[element.tag]
    around = dict(zip(places, scripts, strict=True))
    if element.tag in ("munder", "mover") and (drawn := _accent(base, scripts[0], element.tag)):
        return drawn
    written = write(base)
    if is_apart(element, base):
        written = f"limits({_stretched(base)})"
    elif bare(base) in FUNCTIONS:
        written = _name(base)
    scripts = ", ".join(f"{side}: {write(part)}" for side, part in around.items())
    return f"attach({written}, {scripts})"


_PLACES = {
    "msub": "b",
    "msup": "t",
    "msubsup": "bt",
    "munder": "b",
    "mover": "t",
    "munderover": "bt",
}


def _stretched(base: Element) -> str:
    """Draw an arrow as long as what stands above it."""
    if base.tag == "mo" and bare(base) in "→←↔⇒⇐⇔⇌⇋↦⟶⟵":
        return f"stretch({_sign(bare(base))}, size: #(100% + .8em))"
    return write(base)


def _accent(base: Element, sign: Element, tag: str) -> str:
    """Write an accent, a line or a brace; nothing if the sign is none of them."""
    text = bare(sign) if sign.tag == "mo" else ""
    if text in BRACES:
        return f"{BRACES[text]}({write(base)})"
    if base.tag in ("munder", "mover") and len(base) == 2 and bare(base[1]) in BRACES:
        return f"{BRACES[bare(base[1])]}({write(base[0])}, {write(sign)})"
    if text in OVERLINES and sign.get("stretchy") == "true":
        return f"{'overline' if tag == 'mover' else 'underline'}({write(base)})"
    if text in ACCENTS and tag == "mover":
        return f"accent({write(base)}, {ACCENTS[text][0]})"
    return ""


def _corners(element: Element) -> str:
    base, *rest = content(element)
    cut = next((n for n, part in enumerate(rest) if part.tag == "mprescripts"), len(rest))
    sides = dict(zip(("br", "tr"), rest[:cut], strict=False))
    sides |= dict(zip(("bl", "tl"), rest[cut + 1 :], strict=False))
    scripts = ", ".join(
        f"{s}: {write(part)}" for s, part in sides.items() if len(part) or part.text
    )
    return f"attach({write(base)}, {scripts})" if scripts else write(base)


def _table(element: Element) -> str:
    rows = [[_placed(cell) for cell in row] for row in element]
    styles = [[cell.get("style", "") for cell in row] for row in element]
    named = ["delim: #none"]
    if _is_aligned(element):
        named.append("column-gap: #0pt")
        rows = [[f"display({cell})" if cell else "" for cell in row] for row in rows]
    across = [n for n, row in enumerate(styles) if row and all("border-top" in s for s in row)]
    down = [n + 1 for n, style in enumerate(styles[0] if styles else ()) if "border-right" in style]
    if across or down:
        given = [
            f"{k}: ({', '.join(map(str, v))},)"
            for k, v in (("hline", across), ("vline", down))
            if v
        ]
        named.append(f"augment: #({', '.join(given)})")
    written = "; ".join(", ".join(row) for row in rows)
    table = f"mat({', '.join(named)}, {written})"
    return f"script({table})" if element.get("scriptlevel") == "1" else table


def _is_aligned(table: Element) -> bool:
    """Tell lines of a formula, whose signs of equality stand below each other, from a table."""
    return table.get("displaystyle") == "true"


def _placed(cell: Element) -> str:
    """Write a cell with the mark by which typst puts it to the left or the right."""
    inner, style = _inner(cell), cell.get("style", "")
    if "text-align: left" in style:
        return f'& #"" {inner}' if "padding-left: 0" in style else f"& {inner}"
    return f"{inner} &" if "text-align: right" in style else inner


_DRAWN: dict[str, Callable[[Element], str]] = {
    "math": _row,
    "mrow": _row,
    "mstyle": _row,
    "mpadded": _row,
    "mi": _letter,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mphantom": lambda element: f"#hide(${_inner(element)}$)",
    "mtable": _table,
    "mmultiscripts": _corners,
    **dict.fromkeys(_PLACES, _attached),
}
