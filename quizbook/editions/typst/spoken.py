"""A formula's MathML in words, for those who hear the book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

from .signs import ACCENTS, BRACES, LARGE, OVERLINES, bare, content, is_applied, upright
from .symbols import FUNCTIONS, SPOKEN, UNCHANGED, UNITS

_POWERS = {"2": "squared", "3": "cubed"}
_CHARGE = re.compile(r"\d*[+−-]")
_JOINT = "\N{WORD JOINER},\N{WORD JOINER}"
_ENDS = {"|": "absolute value", "‖": "norm"}


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
        name = _ENDS[bare(parts[0])]
        return f"the {name} of {say(parts[1])}, end {name},"
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
        return FUNCTIONS[text]
    if upright(element) is not None and (len(text) > 1 or text.isascii()):
        return _written(text)
    plain = unicodedata.normalize("NFKC", text) if len(text) == 1 else text
    if plain in SPOKEN:
        return SPOKEN[plain]
    if len(plain) == 1 and not plain.isascii():
        return _named(text if text in SPOKEN else plain)
    return f"capital {plain}" if len(plain) == 1 and plain.isupper() else plain


def _named(sign: str) -> str:
    """Call a sign by its own name, Greek letters by theirs alone."""
    name = unicodedata.name(sign, sign).lower()
    greek = re.fullmatch(r"greek (capital|small) letter (\w+)|greek (\w+) symbol", name)
    if greek:
        capital = "capital " if greek[1] == "capital" else ""
        return capital + (greek[2] or greek[3]).replace("lamda", "lambda")
    return re.sub(r"^(double-struck|black-letter|script) ", "", name)


def _operator(element: Element) -> str:
    text = bare(element)
    if not text or text == "\N{INVISIBLE SEPARATOR}":
        return ""
    return SPOKEN.get(text) or (_named(text) if len(text) == 1 else text)


def _text(element: Element) -> str:
    return _written("".join(element.itertext()))


def _written(words: str) -> str:
    return words.replace("/", " per ").replace("%", " percent ").strip()


def _fraction(element: Element) -> str:
    top, bottom = content(element)
    over, under = say(top), say(bottom)
    if element.get("linethickness") == "0":
        return f"{over} above {under}"
    if _simple(top) and _simple(bottom):
        return f"{over} over {under}"
    return f"the fraction {over} over {under}, end fraction,"


def _root(element: Element) -> str:
    parts = content(element)
    body, index = (parts[0], parts[1]) if element.tag == "mroot" else (element, None)
    kind = "square" if index is None else _ordinal(say(index))
    inner = _joined(parts) if index is None else say(body)
    is_simple = all(map(_simple, parts)) and len(parts) < 2 if index is None else _simple(body)
    return f"the {kind} root of {inner}{'' if is_simple else ', end root,'}"


def _ordinal(index: str) -> str:
    return {"2": "square", "3": "cube"}.get(index, f"{index}-th")


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
        return f"the logarithm to base {say(sub)} of"
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
            return f"{say(base)} {'bar' if script is sup else 'underlined'}"
        if sign in ACCENTS and script is sup:
            return f"{say(base)} {ACCENTS[sign][1]}"
    braced = base.tag in ("munder", "mover") and len(base) == 2 and bare(base[1]) in BRACES
    if braced:
        return f"{say(base)}, that is {say(sub if sub is not None else sup)},"
    words = say(base)
    words += f" with {say(sup)} above" if sup is not None else ""
    return words + (f" with {say(sub)} below" if sub is not None else "")


def _limits(name: str, sub: Element | None, sup: Element | None) -> str:
    said = SPOKEN[name] if name in LARGE else FUNCTIONS[name].removesuffix(" of")
    low, high = (say(part) if part is not None else "" for part in (sub, sup))
    start = f" from {low}" if low and high else ""
    over = f" over {low}" if low and not high else ""
    end = f" to {high}" if high else ""
    if name == "lim":
        over = over.replace(" over ", " as ", 1).replace(" gives ", " to ")
    return f"{said}{start}{over}{end} of"


def _sub(base: Element, sub: Element) -> str:
    chemical = upright(base) is not None and bare(sub).isdigit()
    # Letters that make a name are not said one by one.
    letter = sub.tag == "mi" and len(bare(sub)) == 1 and bare(sub).isascii()
    words = bare(sub) if letter else say(sub)
    return words if chemical else f"sub {words}"


def _sup(sup: Element) -> str:
    written = bare(sup)
    if written in _POWERS:
        return _POWERS[written]
    if _CHARGE.fullmatch(written) or (written and set(written) <= set("′″‴∗∘°")):
        return say(sup)
    return f"to the power of {say(sup)}" + ("" if _simple(sup) else ", end power,")


def _corners(element: Element) -> str:
    base, *rest = content(element)
    scripts = [say(part) for part in rest if part.tag != "mprescripts" and bare(part)]
    return " ".join([say(base), *scripts])


def _table(element: Element) -> str:
    if element.get("displaystyle") == "true":
        rows = [" ".join(map(_joined_cell, row)) for row in element]
        return "; next line: ".join(rows)
    return _matrix(element)


def _joined_cell(cell: Element) -> str:
    return _joined(content(cell))


def _cases(table: Element) -> str:
    said = [", if ".join(_case(cell) for cell in row) for row in table]
    return f"{len(said)} cases: " + "; ".join(said)


def _case(cell: Element) -> str:
    return re.sub(r"^(if|when|for)\s+|[,;]\s*$", "", _joined_cell(cell).strip())


def _matrix(table: Element) -> str:
    said = [", ".join(map(_joined_cell, row)) for row in table]
    return f"a matrix of {len(said)} rows: " + "; ".join(said)


def unit(element: Element, plural: bool) -> str | None:
    """Say a unit in full: "millimoles per litre"; None if it is none."""
    if element.tag == "msup":
        base, power = content(element)
        name, said = unit(base, plural), _POWERS.get(bare(power))
        return f"{name} {said}" if name and said else None
    words = upright(element)
    if words is None:
        return None
    above, *below = [_units(side) for side in words.split("/")]
    if above is None or None in below:
        return None
    if above and plural:
        above = _plural(above)
    return " per ".join([above, *below])


def _units(side: str) -> str | None:
    names = [UNITS.get(word) for word in side.replace("·", " ").replace("⋅", " ").split()]
    return None if None in names else " ".join(names)


def _plural(name: str) -> str:
    head, of, rest = name.partition(" of ")
    return name if head in UNCHANGED else f"{head}s{of}{rest}"


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
