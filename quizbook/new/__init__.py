"""The template of a new course. Its folder `course` is also what the tests build."""
