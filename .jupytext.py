"""What Jupytext does with the chapters, in JupyterLab, VS Code and on the command line."""

from contextlib import suppress

c = get_config()  # noqa: F821
c.preferred_jupytext_formats_read = "md:myst"
# Where the book's packages are not installed, every key of the front matter is kept all the same.
c.notebook_metadata_filter = "all,-language_info,-widgets,-vscode"

with suppress(ImportError):
    from quizbook.live import keeping

    keeping.install()
