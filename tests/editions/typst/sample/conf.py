project = "A Sampler of Sorts"
author = "The setter"
copyright = "2026, The setter"
html_title = project
language = "en"
extensions = ["myst_nb", "sphinx_design", "sphinxcontrib.bibtex", "quizbook.editions"]
exclude_patterns = ["_build"]
numfig = True
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
myst_enable_extensions = [
    "attrs_inline",
    "attrs_block",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "tasklist",
]
nb_execution_mode = "cache"
nb_ipywidgets_js = {}
html_math_renderer = "mathml"
