"""What these pages show of the program itself, so that they cannot tell of an older one."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout, suppress
from pathlib import Path
from textwrap import indent

from IPython.display import Markdown

from quizbook.__main__ import main
from quizbook.bank import describe
from quizbook.bank.lint import RULES
from quizbook.commands import COMMANDS
from quizbook.exports import FORMS

HERE = Path(__file__).parent


def fields(name: str, part: str | None = None) -> Markdown:
    """Show the fields of a schema, or of a part of it."""
    return Markdown(describe.table(name, part))


def example(id_: str) -> Markdown:
    """Show how a question of this book is written."""
    text = (HERE / "quizzes" / "questions.yml").read_text(encoding="utf-8")
    found = re.search(rf'^  - id: "{id_}"\n(?:    .*\n)+', text, re.M)
    return Markdown(f"```yaml\n{found[0]}```")


def commands() -> Markdown:
    """Show every command with what it does, and what it takes."""
    rows = [
        f"`quizbook {name}`\n: {words[0].upper()}{words[1:]}.\n{_options(name)}"
        for name, (_, words) in COMMANDS.items()
    ]
    return Markdown("\n\n".join(rows))


def _options(command: str) -> str:
    """Write what a command says of its arguments, below what it does."""
    said = io.StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        main([command, "--help"])
    usage, _, told = said.getvalue().partition("\n\n")
    told = told.partition("\n\n")[2].strip()  # without what it does
    told = re.sub(r"^ *-h, --help .*\n?", "", told, flags=re.M)
    told = re.sub(r"^options:\n+(?! )", "", f"{told}\n", flags=re.M).strip()
    usage = usage.replace(" [-h]", "")
    return indent(f"\n```text\n{usage}\n\n{told}\n```", "  ") if told else ""


def forms() -> Markdown:
    """Show every form in which questions leave."""
    rows = [f"| `{name}` | {form.summary} |" for name, form in FORMS.items()]
    return Markdown("\n".join(["| form | what it is |", "| --- | --- |", *rows]))


def rules() -> Markdown:
    """Show the rules of item-writing by name."""
    rows = [
        f"| `{name}` | {'stops the build' if stops else 'warns'} |"
        for name, (stops, _) in RULES.items()
    ]
    return Markdown("\n".join(["| rule | |", "| --- | --- |", *rows]))
