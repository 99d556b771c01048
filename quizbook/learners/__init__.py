"""What a learner's browser keeps: the log, and pure functions of it."""
