"""Properties are searched without a clock: on a busy machine time says nothing about physiology."""

from hypothesis import settings

settings.register_profile("physiology", deadline=None)
settings.load_profile("physiology")
