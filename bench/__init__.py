"""The measuring bench: how light and how fast the book is, and against whom.

`python -m bench` measures everything in one run on one machine; nothing here is part of the book.
"""
