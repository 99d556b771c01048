"""QTI: 3.0, the same in the older names of 2.1, and 1.2 as Canvas reads it."""
