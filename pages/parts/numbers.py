"""How a number is written, everywhere: the twin of assets/components/shared/numbers.js."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def show(value: float) -> str:
    """Two or three significant digits, minus sign, "∞" and "undefined" for what is not finite."""
    if math.isnan(value):
        return "undefined"
    sign, size = ("−" if value < 0 else ""), abs(value)
    if math.isinf(size):
        return f"{sign}∞"
    if size == 0:
        return "0"
    if size >= 99999.5 or size < 0.001:
        digits, power = _exponential(size)
        return f"{sign}{digits}×10{str(power).translate(_RAISED)}"
    return sign + _fixed(size, _decimals(size))


def _decimals(size: float) -> int:
    for bound, places in ((99.95, 0), (9.995, 1), (0.9995, 2), (0.00995, 3)):
        if size >= bound:
            return places
    return 4


def _fixed(size: float, places: int) -> str:
    # Half up on the exact value, as JavaScript's toFixed does; Python's format rounds to even.
    return str(Decimal(size).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _exponential(size: float) -> tuple[str, int]:
    exact = Decimal(size)
    power = exact.adjusted()
    digits = exact.scaleb(-power).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if digits >= 10:
        digits, power = (digits / 10).quantize(Decimal("0.01")), power + 1
    return str(digits), power
