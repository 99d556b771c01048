"""Stand-ins that a build's processes find first, by PYTHONPATH, in place of something slow."""
