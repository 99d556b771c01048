"""Single papers in the design of the paper edition: examinations and their keys.

They are set from the model, without Sphinx: each is one typst document and one accessible PDF.
"""
