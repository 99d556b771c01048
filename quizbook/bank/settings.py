"""The book's settings, _config.yml: read before Jupyter Book reads them, and judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from babel import Locale, UnknownLocaleError

from .. import languages
from . import characters, contents
from .problems import BankError, Problem
from .source import mark_of, read_text

FILE = "_config.yml"
EXTENSION = "quizbook.editions"
PAPERS = ("a4", "us-letter", "large-print", "booklet")
OURS = ("quizbook_paper", "quizbook_fonts", "quizbook_cover", "quizbook_report", "quizbook_code")
"""What a course may set in sphinx: config: of this machine; `editions` registers each."""
_LANGUAGE = re.compile(r"""^language\s*=\s*["'](\w+)["']""", re.M)
BIBLIOGRAPHY = "references.bib"
KNOWN = (
    "title author copyright logo description exclude_patterns only_build_toc_files parse execute "
    "html bibtex_bibfiles latex launch_buttons repository sphinx comments binder"
).split()
"""What Jupyter Book reads at the top of the file."""
_ELSEWHERE = f"it may have {', '.join(KNOWN)}; a setting of Sphinx stands below sphinx: config:"


def judge(root: Path) -> list[Problem]:
    """List every fault of _config.yml that would stop a build, or be passed over in silence."""
    if contents.is_plain(root):
        return []
    try:
        text = read_text(root / FILE, FILE)
        data = _parse(text)
    except BankError as error:
        return error.problems
    return [Problem(FILE, _line(text, key), "file", message) for key, message in _judge(data, root)]


def notes(root: Path) -> list[Problem]:
    """Tell of a language that the machine has no words in: the book builds all the same."""
    named = language(root)
    if contents.is_plain(root) or _strange(named) or _speaks(named, root):
        return []
    message = (
        f"there are no words in {_name(named)} ({named}), so that what this machine says on pages "
        f'stays English, such as "Check answer"; translate it (docs: Other languages), or write '
        f"{_spoken(root)}"
    )
    return [Problem(FILE, line_of(root, "language"), "file", message)]


def bibliographies(root: Path) -> list[str]:
    """Name the files in which the book's sources stand."""
    try:
        named = _parse(read_text(root / FILE, FILE)).get("bibtex_bibfiles")
    except BankError:
        named = None
    if isinstance(named, str):
        return [named]
    return [str(name) for name in named] if named else [BIBLIOGRAPHY]


def has_formulas(root: Path) -> bool:
    """Tell whether a dollar sign opens a formula in the chapters."""
    if contents.is_plain(root):
        return "dollarmath" in read_text(root / contents.PLAIN, contents.PLAIN)
    try:
        parse = _parse(read_text(root / FILE, FILE)).get("parse")
    except BankError:
        return False
    named = parse.get("myst_enable_extensions") if isinstance(parse, dict) else None
    # Where nothing is said, one does, says Jupyter Book.
    return not isinstance(named, list) or "dollarmath" in named


def language(root: Path) -> str:
    """Name the language of the course, as Sphinx does."""
    if contents.is_plain(root):
        found = _LANGUAGE.search(read_text(root / contents.PLAIN, contents.PLAIN))
        return found[1] if found else "en"
    return str(_config(root).get("language") or "en")


def speak(root: Path) -> None:
    """Say the machine's words in the language of the course; raises CatalogueError."""
    languages.use(language(root), root)


def sheet(root: Path) -> str:
    """Name the sheet that paper is made for."""
    named = _config(root).get("quizbook_paper")
    return named if named in PAPERS else PAPERS[0]


def fonts(root: Path) -> list[str]:
    """Name the fonts that paper takes for letters that its own lack."""
    return _list(_config(root).get("quizbook_fonts"))


def _speaks(language: str, root: Path) -> bool:
    return language.split("_")[0] == "en" or bool(languages.files(language, root))


def _spoken(root: Path) -> str:
    """List the languages that there are words in."""
    return " | ".join(["en", *languages.known(root)])


def _name(language: str) -> str:
    return Locale.parse(language.split("_")[0]).get_display_name("en")


def _strange(named: object) -> bool:
    """Tell whether there is no language of this name."""
    try:
        return not (isinstance(named, str) and Locale.parse(named.partition("@")[0]))
    except (UnknownLocaleError, ValueError):
        return True


def given(root: Path) -> dict[str, Any]:
    """Give what the course sets of Sphinx and its extensions."""
    return {} if contents.is_plain(root) else _config(root)


def line_of(root: Path, key: str) -> int:
    """Give the line of _config.yml on which a setting stands."""
    return _line(read_text(root / FILE, FILE), key)


def _list(named: object) -> list[str]:
    return [str(name) for name in named] if isinstance(named, list) else []


def _config(root: Path) -> dict[str, Any]:
    try:
        config = _parse(read_text(root / FILE, FILE)).get("sphinx", {}).get("config", {})
    except (BankError, AttributeError):
        return {}
    return config if isinstance(config, dict) else {}


@lru_cache(maxsize=4)
def _parse(text: str) -> dict[str, Any]:
    faults = [Problem(FILE, line, "file", said) for line, said in characters.broken(text)]
    if faults:
        raise BankError(faults)
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = mark_of(error)
        message = f"is not YAML: {error.problem}; look for a wrong indent or an unclosed quote"
        raise BankError([Problem(FILE, mark.line + 1 if mark else 1, "file", message)]) from None
    except yaml.YAMLError as error:
        message = f"is not YAML: {' '.join(str(error).split())}"
        raise BankError([Problem(FILE, 1, "file", message)]) from None
    if not isinstance(data, dict):
        said = "is empty" if data is None else "must be a block of keys"
        message = f'{said}; begin it with "title:", and see README for the settings'
        raise BankError([Problem(FILE, 1, "file", message)])
    return data


def _judge(data: dict[str, Any], root: Path) -> Iterator[tuple[str, str]]:
    for key in data.keys() - set(KNOWN):
        hint = get_close_matches(str(key), KNOWN, 1)
        mend = f'did you mean "{hint[0]}"?' if hint else _ELSEWHERE
        yield str(key), f'the key "{key}" is not known; {mend}'
    sphinx = data.get("sphinx")
    sphinx = sphinx if isinstance(sphinx, dict) else {}
    if EXTENSION not in (sphinx.get("extra_extensions") or ()):
        message = f"sphinx: extra_extensions: must name {EXTENSION}; add [{EXTENSION}]"
        yield "extra_extensions" if "extra_extensions" in sphinx else "sphinx", message
    files = data.get("bibtex_bibfiles")
    if not files:
        message = f"has no bibtex_bibfiles; add bibtex_bibfiles: [{BIBLIOGRAPHY}]"
        yield "bibtex_bibfiles", message
    for name in [files] if isinstance(files, str) else files or ():
        if not (root / str(name)).is_file():
            yield "bibtex_bibfiles", f"bibtex_bibfiles names {name}, which is not there"
    yield from _shapes(data)
    config = sphinx.get("config")
    for key in config if isinstance(config, dict) else ():
        if str(key).startswith("quizbook_") and key not in OURS:
            hint = get_close_matches(key, OURS, 1)
            mend = f'did you mean "{hint[0]}"?' if hint else f"there is {', '.join(OURS)}"
            yield key, f'the key "{key}" is not known; {mend}'
    named = config.get("language") if isinstance(config, dict) else None
    if named is not None and _strange(named):
        yield "language", _advise(named, root)
    paper = config.get("quizbook_paper", "a4") if isinstance(config, dict) else "a4"
    named = config.get("quizbook_fonts", []) if isinstance(config, dict) else []
    if not isinstance(named, list):
        yield "quizbook_fonts", "quizbook_fonts must be a list: write [Noto Sans CJK SC]"
    if paper not in PAPERS:
        yield "quizbook_paper", f'quizbook_paper is "{paper}"; write {" | ".join(PAPERS)}'


def _advise(named: object, root: Path) -> str:
    """Say what to write for a language that does not exist."""
    if not isinstance(named, str):
        # To YAML `no` is no Norwegian.
        code = "no" if named is False else "de"
        return f'language must be the code of one, in quotes, such as "{code}"'
    names = {name.lower(): code for code, name in Locale("en").languages.items()}
    code = named.replace("-", "_")
    near = [] if _strange(code) else [code]
    near = near or [names[n] for n in get_close_matches(named.lower(), names, 1, 0.8)]
    mend = f'did you mean "{near[0]}"?' if near else f"write {_spoken(root)}, or another one's code"
    return f'there is no language "{named}"; {mend}'


def _shapes(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Compare with Jupyter Book's own schema, whose faults it only prints among much else."""
    book = find_spec("jupyter_book")
    if book is None or not book.origin:
        return
    rules = json.loads(Path(book.origin).with_name("config_schema.json").read_text("utf-8"))
    rules["properties"].pop("bibtex_bibfiles")  # one file may be named without brackets
    for fault in jsonschema_rs.validator_for(rules).iter_errors(data):
        path = [str(step) for step in fault.instance_path]
        may = getattr(fault.kind, "options", None)
        mend = f"; write {' | '.join(each for each in may if isinstance(each, str))}" if may else ""
        said = (
            fault.message.partition(" is not one of ")[0] + " is unknown" if may else fault.message
        )
        yield path[-1] if path else "", f"{': '.join(path)}: {said}{mend}"
    for name, rule in rules["properties"].items():
        known = list(rule.get("properties", ()))
        for key in data[name] if known and isinstance(data.get(name), dict) else ():
            hint = get_close_matches(str(key), known, 1, 0.8)
            if key not in known and hint:
                yield str(key), f'{name}: the key "{key}" is not known; did you mean "{hint[0]}"?'


def _line(text: str, key: str) -> int:
    rows = text.split("\n")
    begun = [n for n, row in enumerate(rows, 1) if row.lstrip().startswith(f"{key}:")]
    inside = re.compile(rf"[^#]*[{{,] *{re.escape(key)}:")
    return next(iter([*begun, *(n for n, row in enumerate(rows, 1) if inside.match(row))]), 1)
