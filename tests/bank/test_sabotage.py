"""What a person can damage in a course is told with file and line, and with what to do.

Each row damages the small course in one way; the message is the whole of what `check` says.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from quizbook.bank.load import load_book
from quizbook.bank.settings import OURS
from quizbook.editions import faults

CRUST, BANK, BIB = "chapters/crust.md", "quizzes/crust.yml", "references.bib"
HEAT = "A crust browns in dry heat"
STEM = "What browns a crust?"

DAMAGES = {
    "toc: chapter twice": (
        "_toc.yml",
        "  - file: chapters/signs\n",
        "  - file: chapters/signs\n  - file: chapters/crust\n",
        "_toc.yml:7: file: chapters/crust stands twice (first on line 5); keep one",
    ),
    "toc: no root": (
        "_toc.yml",
        "root: chapters/index\n",
        "",
        '_toc.yml:1: file: has no root; write "root: chapters/index" for the first page',
    ),
    "toc: misspelt key": (
        "_toc.yml",
        "  - file: chapters/signs",
        "  - fiel: chapters/signs",
        '_toc.yml:6: file: the key "fiel" is not known; did you mean "file"?',
    ),
    "toc: misspelt chapter": (
        "_toc.yml",
        "chapters/signs",
        "chapters/sings",
        '_toc.yml:6: file: there is no chapters/sings.md; did you mean "chapters/signs"?',
    ),
    "toc: glob": (
        "_toc.yml",
        "  - file: chapters/signs",
        "  - glob: chapters/s*",
        "_toc.yml:6: file: glob is not read here; name each chapter with file:",
    ),
    "toc: not YAML": (
        "_toc.yml",
        "chapters:",
        "chapters",
        "_toc.yml:3: file: is not YAML: could not find expected ':'; "
        "look for an unclosed quote or bracket, or a wrong indent",
    ),
    "toc: empty": (
        "_toc.yml",
        None,
        "",
        '_toc.yml:1: file: is empty; begin it with "format: jb-book", "root: chapters/index" '
        'and "chapters:"',
    ),
    "toc: no format": (
        "_toc.yml",
        "format: jb-book\n",
        "",
        '_toc.yml:1: file: has no format; write "format: jb-book" as its first line',
    ),
    "toc: a key that may not stand there": (
        "_toc.yml",
        "  - file: chapters/crust\n",
        "  - file: chapters/crust\n    chapters:\n    - url: https://example.org\n",
        '_toc.yml:6: file: cannot be read: the key "chapters" may not stand here; it may have '
        "defaults, file, format, meta, options, sections, subtrees, title",
    ),
    "config: misspelt setting of ours": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "quizbook_papr: a4\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: the key "quizbook_papr" is not known; '
        'did you mean "quizbook_paper"?',
    ),
    "config: misspelt key below another": (
        "_config.yml",
        "stderr_output: error",
        "stder_output: error",
        '_config.yml:6: file: execute: the key "stder_output" is not known; '
        'did you mean "stderr_output"?',
    ),
    "config: unknown word": (
        "_config.yml",
        "execute_notebooks: cache",
        "execute_notebooks: cashe",
        '_config.yml:6: file: execute: execute_notebooks: "cashe" is unknown; '
        "write auto | cache | force | inline | off",
    ),
    "config: another bibliography": (
        "_config.yml",
        "[references.bib]",
        "[refs.bib]",
        "_config.yml:7: file: bibtex_bibfiles names refs.bib, which is not there",
    ),
    "config: not YAML": (
        "_config.yml",
        "title: Bread",
        "title: [Bread",
        "_config.yml:2: file: is not YAML: expected ',' or ']', but got ':'; "
        "look for a wrong indent or an unclosed quote",
    ),
    "config: empty": (
        "_config.yml",
        None,
        "",
        '_config.yml:1: file: is empty; begin it with "title:", and see README for the settings',
    ),
    "config: no extension": (
        "_config.yml",
        "[quizbook.editions]",
        "[sphinx.ext.todo]",
        "_config.yml:11: file: sphinx: extra_extensions: must name quizbook.editions; "
        "add [quizbook.editions]",
    ),
    "config: no bibliography": (
        "_config.yml",
        "bibtex_bibfiles: [references.bib]\n",
        "",
        "_config.yml:1: file: has no bibtex_bibfiles; add bibtex_bibfiles: [references.bib]",
    ),
    "config: paper": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "quizbook_paper: letter\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: quizbook_paper is "letter"; '
        "write a4 | us-letter | large-print | booklet",
    ),
    "chapter: no end of front matter": (
        CRUST,
        '"2026-11-22"}\n---\n',
        '"2026-11-22"}\n',
        "chapters/crust.md:1: file: its front matter has no end; "
        "write --- on a line of its own below it",
    ),
    "chapter: no beginning of front matter": (
        CRUST,
        "---\njupytext:",
        "jupytext:",
        "chapters/crust.md:1: file: its front matter has no beginning; "
        "write --- on a line of its own above it",
    ),
    "chapter: empty": (
        CRUST,
        None,
        "",
        "chapters/crust.md:1: file: is empty; write its title, or take it out of _toc.yml",
    ),
    "chapter: an unfinished merge": (
        CRUST,
        HEAT,
        f"<<<<<<< HEAD\n{HEAT}",
        "chapters/crust.md:11: crust: a merge was left here; "
        "keep one of the versions and delete the marks",
    ),
    "chapter: impossible date": (
        CRUST,
        "2026-11-22",
        "2026-13-45",
        'chapters/crust.md:7: crust: updated is "2026-13-45", which is no day of the calendar',
    ),
    "chapter: question outside a cell": (
        CRUST,
        HEAT,
        f'quiz("crust-brown")\n\n{HEAT}',
        'chapters/crust.md:11: crust: quiz("crust-brown") stands outside a cell, so readers see '
        "these words; put it between ```{code-cell} ipython3 and ```",
    ),
    "chapter: question in a listing": (
        CRUST,
        HEAT,
        f'```python\nquiz("crust-brown")\n```\n\n{HEAT}',
        'chapters/crust.md:11: crust: this shows the words quiz("crust-brown") and no question; '
        "write ```{code-cell} ipython3 above them",
    ),
    "chapter: directive with a backtick": (
        CRUST,
        "```{list-table}",
        "```{list-table} Loaves of {cite}`baker2001bread`",
        "chapters/crust.md:42: crust: Markdown reads no directive here, since its first line "
        "holds a backtick (`); open and close it with ::: instead of ```",
    ),
    "chapter: unclosed cell": (
        CRUST,
        'quiz("crust-brown")\n```',
        'quiz("crust-brown")',
        "chapters/crust.md:13: crust: {code-cell} is opened here and not ended before line 21 "
        "opens {code-cell}; write ``` above that line",
    ),
    "chapter: unclosed listing": (
        CRUST,
        HEAT,
        f"```python\nheat = 1\n\n{HEAT}",
        "chapters/crust.md:11: crust: this block is opened here and not ended before line 16 opens "
        "{code-cell}; write ``` above that line, or ```` here and at its end if it shall hold what "
        "follows",
    ),
    "chapter: misspelt tag": (
        CRUST,
        ":tags: [remove-input]\nfrom",
        ":tags: [remove-inptu]\nfrom",
        'chapters/crust.md:13: crust: the tag "remove-inptu" does nothing; '
        'did you mean "remove-input"?',
    ),
    "chapter: misspelt tag among other options": (
        "chapters/dough.md",
        "---\ntags: [remove-input]",
        "---\ntags:\n  - other\n  - remove-imput",
        'chapters/dough.md:37: dough: the tag "remove-imput" does nothing; '
        'did you mean "remove-input"?',
    ),
    "chapter: box in a box": (
        CRUST,
        HEAT,
        f":::{{note}}\n:::{{tip}}\n{HEAT}\n:::\n:::\n",
        "chapters/crust.md:11: crust: {note} is opened here and not ended before line 12 opens "
        "{tip}; write ::: above that line, or :::: here and at its end if it shall hold what "
        "follows",
    ),
    "chapter: objectives in another shape": (
        CRUST,
        'objectives:\n  - {id: "crust.1"',
        'objectives: {id: "crust.1"',
        "chapters/crust.md:5: crust: objectives must be a list, not a block of keys",
    ),
    "data: not text": (
        "chapters/data/flour.csv",
        None,
        b"flour,water\nr\xe4,60\n",
        "chapters/data/flour.csv:2: file: is not UTF-8 here; save the file with the encoding UTF-8",
    ),
    "data: no row": (
        "chapters/data/flour.csv",
        "white,60\nrye,80\n",
        "",
        "chapters/data/flour.csv:1: file: has no row below a head; fetch it again, or delete its "
        "name on chapters/dough.md:9",
    ),
    "chapter: unclosed box": (
        CRUST,
        HEAT,
        f":::{{note}}\n{HEAT}",
        "chapters/crust.md:11: crust: {note} is opened here and never closed; end it with :::",
    ),
    "chapter: remote picture": (
        CRUST,
        HEAT,
        f"![A loaf](https://example.org/loaf.png)\n\n{HEAT}",
        "chapters/crust.md:11: crust: this picture or sound lies on another host, which readers' "
        "devices would ask; save the file beside the chapter and name it here",
    ),
    "chapter: note without words": (
        CRUST,
        HEAT,
        f"{HEAT}[^heat]",
        "chapters/crust.md:11: crust: the note [^heat] has no words; write [^heat]: and its words "
        "on a line of their own, or \\[^heat] where no note is meant",
    ),
    "chapter: note that nothing calls": (
        CRUST,
        HEAT,
        f"[^heat]: In an oven.\n\n{HEAT}",
        "chapters/crust.md:11: crust: nothing calls this note; write [^heat] where it belongs, or "
        "delete it",
    ),
    "chapter: note twice": (
        CRUST,
        HEAT,
        f"{HEAT}[^heat]\n\n[^heat]: In an oven.\n\n[^heat]: In a pan.\n\nAnd",
        "chapters/crust.md:15: crust: the note [^heat] stands twice (first on line 13); keep one, "
        "or give each a name of its own",
    ),
    "chapter: role without braces": (
        CRUST,
        HEAT,
        f"Bread cite`baker2001bread`\n{HEAT}",
        "chapters/crust.md:11: crust: readers see cite`baker2001bread` as words; write "
        "{cite}`baker2001bread`",
    ),
    "chapter: role in other brackets": (
        CRUST,
        HEAT,
        f"{HEAT} (term)`crust`",
        "chapters/crust.md:11: crust: readers see (term)`crust` as words; write {term}`crust`",
    ),
    "chapter: role apart from its words": (
        CRUST,
        HEAT,
        f":::{{note}}\n{{cite}} `baker2001bread`\n:::\n\n{HEAT}",
        "chapters/crust.md:12: crust: readers see the word {cite}; write what it is about right "
        "after it: {cite}`baker2001bread`",
    ),
    "chapter: unclosed role": (
        CRUST,
        HEAT,
        f"{HEAT}\n(so {{cite:t}}`baker2001bread)",
        "chapters/crust.md:12: crust: {cite:t} is opened here by ` and never closed; end it with `",
    ),
    "chapter: unclosed formula": (
        CRUST,
        HEAT,
        f"So $x = 5 and\n{HEAT}",
        "chapters/crust.md:11: crust: this dollar sign opens or ends no formula; write $ at both "
        "ends of each, and \\$ where a mere sign is meant",
    ),
    "chapter: unopened formula": (
        CRUST,
        HEAT,
        f"So 5\\%\nor x^2$, so.\n{HEAT}",
        "chapters/crust.md:12: crust: this dollar sign opens or ends no formula; write $ at both "
        "ends of each, and \\$ where a mere sign is meant",
    ),
    "chapter: unclosed display formula": (
        CRUST,
        HEAT,
        f"$$\nx = 5\n\n{HEAT}",
        "chapters/crust.md:11: crust: $$ opens a formula that is never closed; end it with $$ on a "
        "line of its own",
    ),
    "chapter: display formula in a line": (
        CRUST,
        HEAT,
        f"Let $$x = 5$$ be. {HEAT}",
        "chapters/crust.md:11: crust: $$ within a line shows its dollar signs; write $ there, or a "
        "line of its own",
    ),
    "chapter: two prices": (
        CRUST,
        HEAT,
        f"It costs $5 to $10. {HEAT}",
        'chapters/crust.md:11: crust: Markdown reads "5 to" as a formula; write $ at both ends of '
        "each, and \\$ where a mere sign is meant",
    ),
    "chapter: two variables": (
        CRUST,
        HEAT,
        f"In $HOME or\n$PATH. {HEAT}",
        'chapters/crust.md:11: crust: Markdown reads "HOME or" as a formula; write $ at both ends '
        "of each, and \\$ where a mere sign is meant",
    ),
    "chapter: role that runs on": (
        CRUST,
        HEAT,
        f"As {{cite}}`baker2001bread says, and `code`. {HEAT}",
        "chapters/crust.md:11: crust: {cite} is opened here by ` and never closed; end it with `",
    ),
    "chapter: no title": (
        "chapters/answers.md",
        "# Answers\n",
        "Answers\n",
        "chapters/answers.md:3: answers: has no title; write one above its words, such as "
        '"# Bread"',
    ),
    "chapter: a title in a box alone": (
        "chapters/answers.md",
        "# Answers\n",
        ":::{note}\n# Answers\n:::\n",
        "chapters/answers.md:3: answers: has no title; write one above its words, such as "
        '"# Bread"',
    ),
    "chapter: misspelt picture": (
        CRUST,
        HEAT,
        f"`![A](b.png)` ![A loaf](data/flower.csv)\n\n{HEAT}",
        "chapters/crust.md:11: crust: there is no picture data/flower.csv; did you mean "
        '"data/flour.csv"?',
    ),
    "chapter: picture that is not there": (
        CRUST,
        HEAT,
        f":::{{figure}} loaf.png\nA loaf.\n:::\n\n{HEAT}",
        "chapters/crust.md:11: crust: there is no picture loaf.png; save it there, or mend its "
        "name here",
    ),
    "chapter: misspelt work": (
        CRUST,
        HEAT,
        f"Bread {{cite:p}}`yeast2010rise,\nbaker2001bred`. {HEAT}",
        'chapters/crust.md:12: crust: references.bib has no "baker2001bred"; did you mean '
        '"baker2001bread"?',
    ),
    "chapter: a work that is not there": (
        CRUST,
        HEAT,
        f"{{cite}}`zzz`. {HEAT}",
        'chapters/crust.md:11: crust: references.bib has no "zzz"; add it there',
    ),
    "chapter: bell": (
        CRUST,
        HEAT,
        f"{HEAT} so\a",
        f'chapters/crust.md:11: crust: holds a control character (U+0007) after "{HEAT[-17:]} so"; '
        "delete it",
    ),
    "chapter: lost letter": (
        CRUST,
        HEAT,
        f"{HEAT}\ufffd",
        "chapters/crust.md:11: crust: a letter was lost here (U+FFFD); write it again",
    ),
    "chapter: byte order mark within": (
        CRUST,
        HEAT,
        f"\ufeff{HEAT}",
        "chapters/crust.md:11: crust: holds an invisible mark (U+FEFF) that stands before a text; "
        "delete it",
    ),
    "bank: NUL": (
        BANK,
        STEM,
        f"{STEM[:-1]}\0?",
        "quizzes/crust.yml:10: file: holds a control character (U+0000) after "
        '"What browns a crust"; delete it',
    ),
    "bank: lost letter": (
        BANK,
        STEM,
        f"{STEM}\ufffd",
        "quizzes/crust.yml:10: file: a letter was lost here (U+FFFD); write it again",
    ),
    "bib: bell": (
        BIB,
        "title = {Bread}",
        "title = {Br\aead}",
        'references.bib:3: file: holds a control character (U+0007) after "title = {Br"; delete it',
    ),
    "config: control character": (
        "_config.yml",
        "title: Bread",
        "title: Bread\a",
        '_config.yml:1: file: holds a control character (U+0007) after "title: Bread"; delete it',
    ),
    "config: no such language": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "language: xx\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: there is no language "xx"; write en | de, or another one\'s code',
    ),
    "config: language by its name": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "language: German\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: there is no language "German"; did you mean "de"?',
    ),
    "config: language with a hyphen": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "language: pt-BR\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: there is no language "pt-BR"; did you mean "pt_BR"?',
    ),
    "config: Norwegian": (
        "_config.yml",
        "nb_ipywidgets_js: {}",
        "language: no\n    nb_ipywidgets_js: {}",
        '_config.yml:15: file: language must be the code of one, in quotes, such as "no"',
    ),
    "bib: unknown type": (
        BIB,
        "@article{yeast",
        "@artikel{yeast",
        "references.bib:8: yeast2010rise: a work of the type @artikel cannot be printed; "
        "did you mean @article?",
    ),
    "bib: one work under two keys": (
        BIB,
        "@article{yeast2010rise",
        "@misc{rise,\n  title = {Dough},\n  year = {2010},\n  doi = {10.1000/182}\n}\n\n"
        "@article{yeast2010rise",
        'references.bib:14: yeast2010rise: is the work of "rise" again (doi 10.1000/182); '
        "cite that",
    ),
    "bib: lost brace": (
        BIB,
        "title = {Bread},",
        "title = {Bread,",
        "references.bib:8: file: is not BibTeX: syntax error in line 8: '}' expected; look for a "
        'lost brace or comma in "baker2001bread", which begins on line 1',
    ),
    "bib: empty": (
        BIB,
        None,
        "",
        "references.bib:1: file: holds no work, but questions cite some; add them",
    ),
    "bib: key twice": (
        BIB,
        "@article{yeast2010rise",
        "@article{baker2001bread",
        "references.bib:8: file: is not BibTeX: repeated bibliography entry: baker2001bread",
    ),
    "bank: a script that the PDF lacks": (
        BANK,
        STEM,
        "最低温度?",
        'quizzes/crust.yml:4: crust-brown: "最低温度?" holds "最" (U+6700, cjk unified '
        "ideograph-6700) and 3 other letters, which the PDF's own fonts lack; name one that has it "
        "as quizbook_fonts in _config.yml",
    ),
    "bank: decimal comma": (
        BANK,
        "schema: 1",
        "schema: 1\nextra: {value: 254,9}",
        "quizzes/crust.yml:2: file: 254,9 is two things here; write 254.9",
    ),
    "bank: yes": (
        BANK,
        "correct: true",
        "correct: yes",
        "quizzes/crust.yml:12: file: yes would be read as true or false; "
        'write true or false, or "yes" in quotes where a text is meant',
    ),
    "bank: item under cases": (
        BANK,
        '  - id: "crust-case"\n',
        '  - {id: "crust-late", type: single, stem: "Why?"}\n  - id: "crust-case"\n',
        "quizzes/crust.yml:93: crust-late: this is a question, but stands under cases:; "
        "move it up, under items:",
    ),
    "bank: exam waits for itself": (
        BANK,
        'after: "crust-after"',
        'after: "crust-before"',
        "quizzes/crust.yml:90: crust-before: after names this exam itself, "
        "so that its key would never appear",
    ),
    "bank: bold": (
        BANK,
        STEM,
        "What **browns** a crust?",
        'quizzes/crust.yml:4: crust-brown: "**b" is two asterisks, which readers would see as it '
        "was typed; a question holds words, *emphasis* and $TeX$ [markup]",
    ),
    "bank: list": (
        BANK,
        STEM,
        r"In the oven:\n\n- steam\n- heat\n\nWhat browns a crust?",
        'quizzes/crust.yml:4: crust-brown: "- steam - heat" is a list, which readers would see as '
        "it was typed; a question holds words, *emphasis* and $TeX$ [markup]",
    ),
    "bank: empty book": (
        "quizzes/book.yml",
        None,
        "",
        'quizzes/book.yml:1: file: is empty; write "schema: 1", an id, a title and pitfalls',
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_told_with_its_place_and_what_to_do(course: Path, name: str):
    file, old, new, said = DAMAGES[name]
    path = course / file
    if old is not None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        new = text.replace(old, new, 1)
    path.write_bytes(new if isinstance(new, bytes) else new.encode())
    told = [str(problem) for problem in load_book(course).problems]
    assert said in told
    alone = told == [said]
    assert alone or name in FOLLOWED, told


FOLLOWED = {
    "toc: misspelt key",  # the chapter is gone from the list: its questions have none
    "toc: misspelt chapter",
    "toc: glob",
    "toc: not YAML",
    "toc: empty",
    "toc: no root",
    "bib: key twice",
    "bank: empty book",
    "bank: item under cases",
}


def test_what_only_looks_like_a_fault_is_none(course: Path):
    """Money, a shell, code, and marks that are escaped."""
    chapter = course / CRUST
    words = r"""
The price is $5.

Or 5$.

See $HOME, the term `x` and `cite`, \{cite} and \$x, `$x = 5`.
In $PATH/x_y.

And `[^heat]`, \[^heat], {cite:t}`baker2001bread`, $x = \$5$ and $y_1$.[^real]

[^real]: Words.

$$
x = 5

y = 6
$$ (eq)

```sh
$ echo $x {cite} `y` [^heat] ![A](b.png)
```

:::{math}
x = 5 \text{ of $y$}
:::

{{ cite }}
"""
    chapter.write_text(chapter.read_text().replace(HEAT, words + HEAT))
    assert load_book(course).problems == []


def test_a_language_that_there_are_no_words_in_is_a_warning(course: Path):
    path = course / "_config.yml"
    text = path.read_text()
    told = {}
    for language in ("fr", "de", "de_AT", "en_GB"):
        path.write_text(text.replace("nb_ipy", f"language: {language}\n    nb_ipy", 1))
        book = load_book(course)
        assert book.problems == []
        told[language] = [str(one) for one in book.warnings if one.file == "_config.yml"]
    assert told == {
        "fr": [
            "_config.yml:15: file: there are no words in French (fr), so that what this machine "
            'says on pages stays English, such as "Check answer"; translate it (docs: Other '
            "languages), or write en | de"
        ],
        "de": [],
        "de_AT": [],
        "en_GB": [],
    }
    path.write_text(text.replace("nb_ipy", "language: fr\n    nb_ipy", 1))
    own = course / "locales" / "fr" / "LC_MESSAGES" / "quizbook.po"
    own.parent.mkdir(parents=True)
    own.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    assert [one for one in load_book(course).warnings if one.file == "_config.yml"] == []


def test_a_question_that_no_chapter_shows_is_a_warning(course: Path):
    path = course / CRUST
    shown = '```{code-cell} ipython3\n:tags: [remove-input]\nquiz("crust-case")\n```\n'
    path.write_text(path.read_text(encoding="utf-8").replace(shown, ""), encoding="utf-8")
    book = load_book(course)
    assert book.problems == []
    [case] = [str(one) for one in book.warnings if one.subject == "crust-case"]
    assert case.endswith(
        'crust-case: no chapter shows it; write quiz("crust-case") into a code cell of '
        "chapters/crust.md"
    )
    assert {one.subject for one in book.warnings} >= {"crust-steam", "crust-pale"}


def test_ids_are_unique_over_items_cases_and_exams(course: Path):
    bank = course / BANK
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text.replace('  - id: "crust-case"', '  - id: "crust-brown"'))
    chapter = course / CRUST
    chapter.write_text(chapter.read_text().replace('quiz("crust-case")', 'quiz("crust-brown")'))
    assert any(
        "crust-brown: this id is taken by quizzes/crust.yml:4" in str(problem)
        for problem in load_book(course).problems
    )


@pytest.mark.parametrize(
    ("content", "said"), [("", "is empty"), ("<svg><g></svg>", "is no sound SVG: mismatched tag")]
)
def test_a_damaged_drawing_is_told_before_anything_is_built(course: Path, content, said):
    (course / "chapters" / "loaf.svg").write_text(content)
    chapter = course / CRUST
    chapter.write_text(chapter.read_text().replace(HEAT, f"![A loaf](loaf.svg)\n\n{HEAT}"))
    [problem] = load_book(course).problems
    assert str(problem).startswith(f"chapters/loaf.svg:1: file: {said} (shown by {CRUST}:11)")


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("loaf.png", b"", "is empty"),
        ("loaf.png", PNG + b"IHDR", "is not whole"),
        ("loaf.png", b"<html>404</html>", "is no PNG"),
        ("loaf.jpg", PNG + b"IEND", "is no JPG"),
        ("loaf.webp", b"<html>404</html>", "is no WEBP"),
        ("loaf.png", PNG + b"IEND", ""),
    ],
)
def test_a_picture_that_no_browser_can_show_is_told(course: Path, name, content, said):
    (course / "chapters" / name).write_bytes(content)
    chapter = course / CRUST
    chapter.write_text(chapter.read_text().replace(HEAT, f"![A loaf]({name})\n\n{HEAT}"))
    wanted = f"chapters/{name}:1: file: {said} (shown by {CRUST}:11); save the picture again"
    assert [str(p) for p in load_book(course).problems] == ([wanted] if said else [])


def test_a_picture_from_outside_the_book_is_told_by_the_name_that_the_chapter_gives_it(course):
    (course.parent / "loaf.png").write_bytes(b"")
    chapter = course / CRUST
    chapter.write_text(chapter.read_text().replace(HEAT, f"![A loaf](../../loaf.png)\n\n{HEAT}"))
    [problem] = load_book(course).problems
    assert str(problem).startswith("../../loaf.png:1: file: is empty ")


def test_a_page_of_another_kind_in_the_list_is_refused(course: Path):
    (course / "chapters" / "nb.rst").write_text("Bread")
    toc = course / "_toc.yml"
    toc.write_text(toc.read_text().replace("chapters/signs", "chapters/nb"))
    told = [str(problem) for problem in load_book(course).problems]
    assert (
        "_toc.yml:6: file: chapters/nb.rst is no chapter: chapters are MyST Markdown (.md) or "
        "notebooks (.ipynb); write it as chapters/nb.md"
    ) in told


def test_a_chapter_with_the_ending_in_the_list_is_read(course: Path):
    toc = course / "_toc.yml"
    toc.write_text(toc.read_text().replace("chapters/signs", "chapters/signs.md"))
    assert load_book(course).problems == []


def test_chapters_and_sources_may_lie_in_folders_of_another_name(course: Path):
    (course / "chapters").rename(course / "lessons")
    (course / "references.bib").rename(course / "works.bib")
    for name, old, new in (
        ("_toc.yml", "chapters/", "lessons/"),
        ("_config.yml", "references.bib", "works.bib"),
    ):
        path = course / name
        path.write_text(path.read_text().replace(old, new))
    said = {str(problem) for problem in load_book(course).problems}
    assert {line for line in said if "works.bib" in line or "references.bib has" in line} == set()


def test_a_chapter_that_is_missing_is_told_once_for_each_file_of_questions(course: Path):
    toc = course / "_toc.yml"
    toc.write_text(toc.read_text().replace("  - file: chapters/signs\n", ""))
    told = [str(problem) for problem in load_book(course).problems]
    assert [line for line in told if "there is no chapter" in line] == [
        "quizzes/signs.yml:4: signs-sound: there is no chapter signs in _toc.yml; "
        "add it or rename this file"
    ]


def test_every_setting_that_a_course_may_make_is_known_to_the_check():
    app, found = MagicMock(), set()

    def set_up(name: str) -> None:
        if name.startswith("quizbook."):
            import_module(name).setup(app)

    app.setup_extension.side_effect = set_up
    app.add_config_value.side_effect = lambda name, *_, **__: found.add(name)
    try:
        set_up("quizbook.editions")
    finally:
        faults.note_app(None)
    found = {name for name in found if name.startswith("quizbook_")}
    assert found - {"quizbook_book", "quizbook_edition"} == set(OURS)  # two come from the bank
