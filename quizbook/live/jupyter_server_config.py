"""What `quizbook lab` tells Jupyter's server."""

from quizbook.live import keeping

keeping.install()
c = get_config()  # noqa: F821
c.JupytextConfiguration.preferred_jupytext_formats_read = "md:myst"
