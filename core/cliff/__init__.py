"""An exploding run that fits into a picture: one unit, two parameters, a loss with a cliff in it,
and the number at which exploding ends, because no larger one can be written."""

from core.cliff.descent import RULES, Paths, Steps, descend, steps_from
from core.cliff.network import START, TARGET, Run, run
from core.cliff.overflow import Growth, growth
from core.cliff.surface import LENGTHS, Surface, surface

__all__ = [
    "LENGTHS",
    "RULES",
    "START",
    "TARGET",
    "Growth",
    "Paths",
    "Run",
    "Steps",
    "Surface",
    "descend",
    "growth",
    "run",
    "steps_from",
    "surface",
]
