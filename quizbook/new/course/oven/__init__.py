"""A package of the course's own: what its chapters compute."""

BASE = 200


def temperature(extra: float) -> float:
    """Give the temperature of the oven in degrees Celsius."""
    return BASE + extra
