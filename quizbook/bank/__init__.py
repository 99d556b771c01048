"""The bank of questions: read strictly, judged whole, kept as frozen data."""
