"""A formula's MathML in words, for those who hear the book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

from ...languages import _, later, ngettext
from .signs import ACCENTS, BRACES, LARGE, OVERLINES, bare, content, is_applied, upright
from .symbols import FUNCTIONS, SPOKEN, UNITS

_POWERS = {"2": later("squared"), "3": later("cubed")}
_CHARGE = re.compile(r"\d*[+−-]")
_JOINT = "\N{WORD JOINER},\N{WORD JOINER}"
_ENDS = {"|": later("absolute value"), "‖": later("norm")}


def spoken(root: Element) -> str:
    """Read a formula, as `page.mathml.formula` gives it, aloud."""
    return " ".join(say(root).replace(" ,", ",").split()).replace(" ;", ";")


def say(element: Element) -> str:
    return _SAID[element.tag](element)


def _row(element: Element) -> str:
    words = upright(element)
    if words and (len(words) > 1 or words.isascii()):
        return _written(words)
    parts = [part for part in content(element) if not is_applied(part)]
    if len(parts) == 3 and bare(parts[0]) == bare(parts[2]) and bare(parts[0]) in _ENDS:
        name = _(_ENDS[bare(parts[0])])
        return _("the {name} of {inner}, end {name},", name=name, inner=say(parts[1]))
    if len(parts) > 1 and parts[1].tag == "mtable" and bare(parts[0]) in "{([|‖":
        closing = "" if len(parts) == 2 else bare(parts[2]).strip("\N{INVISIBLE SEPARATOR}")
        before = "" if len(parts) < 4 else " ".join(map(say, parts[3:]))
        return f"{_cases(parts[1]) if not closing else _matrix(parts[1])} {before}".strip()
    return _joined(parts)


def _joined(parts: list[Element]) -> str:
    words: list[str] = []
    before: Element | None = None
    for part in parts:
        words.append(_in_row(part, before))
        if (part.tag != "mspace" and part.tag != "mtext") or bare(part):
            before = part
    said = " ".join(words)
    return re.sub(rf"\s*{_JOINT}\s*(?=\d)", ",", said).replace(_JOINT, ",")


def _in_row(part: Element, before: Element | None) -> str:
    """Say a part by what stands before it: a unit comes after a number."""
    if before is not None and before.tag == "mn":
        named = unit(part, plural=bare(before) != "1")
        if named:
            return named
    in_number = before is not None and before.tag == "mn" and part.get("rspace") == "0"
    if in_number and bare(part) == ",":
        return _JOINT
    return say(part)


def _letter(element: Element) -> str:
    text = bare(element)
    if text in FUNCTIONS:
        return _(FUNCTIONS[text])
    if upright(element) is not None and (len(text) > 1 or text.isascii()):
        return _written(text)
    plain = unicodedata.normalize("NFKC", text) if len(text) == 1 else text
    if plain in SPOKEN:
        return _(SPOKEN[plain])
    if len(plain) == 1 and not plain.isascii():
        return _named(text if text in SPOKEN else plain)
    is_capital = len(plain) == 1 and plain.isupper()
    return _("capital {letter}", letter=plain) if is_capital else plain


def _named(sign: str) -> str:
    """Call a sign by its own name, Greek letters by theirs alone."""
    name = unicodedata.name(sign, sign).lower()
    greek = re.fullmatch(r"greek (capital|small) letter (\w+)|greek (\w+) symbol", name)
    if greek:
        letter = (greek[2] or greek[3]).replace("lamda", "lambda")
        return _("capital {letter}", letter=letter) if greek[1] == "capital" else letter
    return re.sub(r"^(double-struck|black-letter|script) ", "", name)


def _operator(element: Element) -> str:
    text = bare(element)
    if not text or text == "\N{INVISIBLE SEPARATOR}":
        return ""
    if text in SPOKEN:
        return _(SPOKEN[text])
    return _named(text) if len(text) == 1 else text


def _text(element: Element) -> str:
    return _written("".join(element.itertext()))


def _written(words: str) -> str:
    percent = _("percent")
    return words.replace("/", _(" per ")).replace("%", f" {percent} ").strip()


def _fraction(element: Element) -> str:
    top, bottom = content(element)
    over, under = say(top), say(bottom)
    if element.get("linethickness") == "0":
        return _("{top} above {bottom}", top=over, bottom=under)
    if _simple(top) and _simple(bottom):
        return _("{top} over {bottom}", top=over, bottom=under)
    return _("the fraction {top} over {bottom}, end fraction,", top=over, bottom=under)


def _root(element: Element) -> str:
    parts = content(element)
    body, index = (parts[0], parts[1]) if element.tag == "mroot" else (element, None)
    kind = _("square") if index is None else _ordinal(say(index))
    inner = _joined(parts) if index is None else say(body)
    is_simple = all(map(_simple, parts)) and len(parts) < 2 if index is None else _simple(body)
    if is_simple:
        return _("the {kind} root of {inner}", kind=kind, inner=inner)
    return _("the {kind} root of {inner}, end root,", kind=kind, inner=inner)


def _ordinal(index: str) -> str:
    return {"2": _("square"), "3": _("cube")}.get(index) or _("{n}-th", n=index)


_CORNERS = {
    "msub": ("sub",),
    "msup": ("sup",),
    "msubsup": ("sub", "sup"),
    "munder": ("sub",),
    "mover": ("sup",),
    "munderover": ("sub", "sup"),
}


def _script(element: Element) -> str:
    base, *scripts = content(element)
    corners = dict(zip(_CORNERS[element.tag], scripts, strict=True))
    sub, sup = corners.get("sub"), corners.get("sup")
    name = bare(base)
    if name in LARGE or (name in FUNCTIONS and (sub is not None) and name != "log"):
        return _limits(name, sub, sup)
    if name == "log" and sub is not None:
        return _("the logarithm to base {base} of", base=say(sub))
    if element.tag.startswith(("munder", "mover")):
        return _apart(element, base, sub, sup)
    words = [say(base)] if name and base.tag != "mspace" else []
    if sub is not None:
        words.append(_sub(base, sub))
    if sup is not None:
        words.append(_sup(sup))
    return " ".join(words)


def _apart(element: Element, base: Element, sub: Element | None, sup: Element | None) -> str:
    """Say what stands above or below: an accent, a note to a brace, words to an arrow."""
    for script in (sub, sup):
        if script is None or script.tag != "mo":
            continue
        sign = bare(script)
        if sign in BRACES:
            return say(base)
        if sign in OVERLINES and script.get("stretchy") == "true":
            return " ".join((say(base), _("bar") if script is sup else _("underlined")))
        if sign in ACCENTS and script is sup:
            return " ".join((say(base), _(ACCENTS[sign][1])))
    braced = base.tag in ("munder", "mover") and len(base) == 2 and bare(base[1]) in BRACES
    if braced:
        note = say(sub if sub is not None else sup)
        return _("{base}, that is {note},", base=say(base), note=note)
    words = say(base)
    words += _(" with {sign} above", sign=say(sup)) if sup is not None else ""
    return words + (_(" with {sign} below", sign=say(sub)) if sub is not None else "")


def _limits(name: str, sub: Element | None, sup: Element | None) -> str:
    said = _(SPOKEN[name]) if name in LARGE else _(FUNCTIONS[name]).removesuffix(_(" of"))
    low, high = (say(part) if part is not None else "" for part in (sub, sup))
    if name == "lim" and low and not high:
        gives, to = _("gives"), _(" to ")
        return _("{limit} as {low} of", limit=said, low=low.replace(f" {gives} ", to))
    start = _(" from {low}", low=low) if low and high else ""
    over = _(" over {low}", low=low) if low and not high else ""
    end = _(" to {high}", high=high) if high else ""
    return "".join((said, start, over, end, _(" of")))


def _sub(base: Element, sub: Element) -> str:
    chemical = upright(base) is not None and bare(sub).isdigit()
    # Letters that make a name are not said one by one.
    letter = sub.tag == "mi" and len(bare(sub)) == 1 and bare(sub).isascii()
    words = bare(sub) if letter else say(sub)
    return words if chemical else _("sub {index}", index=words)


def _sup(sup: Element) -> str:
    written = bare(sup)
    if written in _POWERS:
        return _(_POWERS[written])
    if _CHARGE.fullmatch(written) or (written and set(written) <= set("′″‴∗∘°")):
        return say(sup)
    if _simple(sup):
        return _("to the power of {power}", power=say(sup))
    return _("to the power of {power}, end power,", power=say(sup))


def _corners(element: Element) -> str:
    base, *rest = content(element)
    scripts = [say(part) for part in rest if part.tag != "mprescripts" and bare(part)]
    return " ".join([say(base), *scripts])


def _table(element: Element) -> str:
    if element.get("displaystyle") == "true":
        rows = [" ".join(map(_joined_cell, row)) for row in element]
        return _("; next line: ").join(rows)
    return _matrix(element)


def _joined_cell(cell: Element) -> str:
    return _joined(content(cell))


def _cases(table: Element) -> str:
    said = [_(", if ").join(_case(cell) for cell in row) for row in table]
    return ngettext("{n} case: ", "{n} cases: ", len(said)) + "; ".join(said)


def _case(cell: Element) -> str:
    opening = _("if|when|for")
    return re.sub(rf"^({opening})\s+|[,;]\s*$", "", _joined_cell(cell).strip())


def _matrix(table: Element) -> str:
    said = [", ".join(map(_joined_cell, row)) for row in table]
    lead = ngettext("a matrix of {n} row: ", "a matrix of {n} rows: ", len(said))
    return lead + "; ".join(said)


def unit(element: Element, plural: bool) -> str | None:
    """Say a unit in full: "millimoles per litre"; None if it is none."""
    if element.tag == "msup":
        base, power = content(element)
        name, said = unit(base, plural), _POWERS.get(bare(power))
        return " ".join((name, _(said))) if name and said else None
    words = upright(element)
    if words is None:
        return None
    sides = [side.replace("·", " ").replace("⋅", " ").split() for side in words.split("/")]
    if not all(word in UNITS for side in sides for word in side):
        return None
    said = [
        " ".join(_unit(word, plural and not (row or place)) for place, word in enumerate(side))
        for row, side in enumerate(sides)
    ]
    return _(" per ").join(said)


def _unit(word: str, plural: bool) -> str:
    prefix, (one, many) = UNITS[word]
    name = ngettext(one, many, 2 if plural else 1)
    return _(prefix) + name.lower() if prefix else name


def _simple(element: Element) -> bool:
    """Tell whether a part is said in one breath, so that its end needs no word."""
    if upright(element) is not None or element.tag in ("mi", "mn", "mo", "mtext"):
        return True
    if element.tag in ("msub", "msup", "msubsup", "mover", "munder"):
        return all(map(_simple, content(element)))
    if element.tag == "msqrt":
        return False
    if element.tag in ("mrow", "mstyle", "mpadded"):
        held = [part for part in content(element) if part.tag != "mspace"]
        if held and bare(held[0]) in ("−", "+"):
            held = held[1:]
        return len(held) <= 1 and all(map(_simple, held))
    return False


_SAID: dict[str, Callable[[Element], str]] = {
    "math": _row,
    "mrow": _row,
    "mstyle": _row,
    "mpadded": _row,
    "mi": _letter,
    "mn": bare,
    "mo": _operator,
    "mtext": _text,
    "mspace": lambda element: "",
    "mphantom": lambda element: "",
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    "mmultiscripts": _corners,
    **dict.fromkeys(_CORNERS, _script),
}
