"""Examinations: items drawn by a blueprint, in forms that differ in order alone."""
