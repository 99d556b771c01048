"""Runs independent programs of the same models beside the package: `python -m bench.cross_check`.

No outside model code is kept here: each program is fetched by the reader, at a pinned commit, under
its own licence. What cannot be had is skipped, and its row says why.
"""
