"""Single papers in the design of the paper edition: examinations, an instructor's edition, slides.

They are set from the model, without Sphinx: each is one typst document and one accessible PDF.
"""
