"""What a person types where a number is asked for."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST = 40  # characters that are read at all
EXPECTED = "one number, such as 12.5, −3, 1e-1 or 1/2"

_SIGNS = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "-": "-", "⁄": "/"})
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.I)
_FRACTION = re.compile(r"([+-]?\d{1,9})/(\d{1,9})")
_MIXED = re.compile(r"([+-]?)(\d*)([^\d\s.,+-])")


def read_number(typed: str) -> float:
    """The number in `typed`: decimal point or comma, any minus sign, 1e-1, 1/2, ½.

    Spaces are ignored. Raises ValueError that says what was expected and what came.
    """
    bare = re.sub(r"\s", "", typed)
    value = _value(bare) if 0 < len(bare) <= LONGEST else None
    if value is None or not math.isfinite(value):
        came = f"“{typed.strip()[:LONGEST]}”" if bare else "nothing"
        raise ValueError(f"Expected {EXPECTED}; got {came}.")
    return value


def _value(bare: str) -> float | None:
    mixed = _MIXED.fullmatch(bare.translate(_SIGNS))
    if mixed and unicodedata.category(mixed[3]) == "No":  # ½, also as 2½
        part = unicodedata.numeric(mixed[3], None)
        if part is not None and 0 < part < 1:
            return float(f"{mixed[1]}1") * (float(mixed[2] or 0) + part)
    if any(unicodedata.category(c) == "No" for c in bare):  # 1² is not 12
        return None
    plain = unicodedata.normalize("NFKC", bare.translate(_SIGNS)).translate(_SIGNS)
    if _NUMBER.fullmatch(plain):
        return float(plain.replace(",", "."))
    if (fraction := _FRACTION.fullmatch(plain)) and int(fraction[2]):
        return int(fraction[1]) / int(fraction[2])
    return None
