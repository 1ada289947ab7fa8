"""Hypothesis without a clock and with the same examples at every run."""

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("core")
