"""A number is written the same by Python and by the browser."""

import math

import numpy as np
import pytest

from pages.parts.numbers import show
from tests.pages.node import run_module

SHOW = """
import { show } from "./assets/components/shared/numbers.js";
const bytes = new Uint8Array(input);
output([...new Float64Array(bytes.buffer)].map(show));
"""


def browser_shows(values):
    return run_module(SHOW, np.asarray(values, dtype="<f8").tobytes())


def neighbours(values):
    """Each number with those just below and above it."""
    values = np.asarray(values, dtype=float)
    return np.concatenate([values, np.nextafter(values, -np.inf), np.nextafter(values, np.inf)])


def boundaries():
    at = [0, 1e-3, 0.00995, 0.01, 0.0995, 0.1, 0.9995, 1, 9.995, 10, 99.95, 100, 99999.5, 1e5]
    return neighbours([*at, 2**53, 1e22, 1e21, 1e-7, 1e300, 1e-300])


def ties():
    """Numbers half way between two that can be written, at every number of digits."""
    k = np.arange(-2000, 2000) + 0.5
    eighths = np.arange(-4000, 4000) / 8 + 1 / 16  # exact ties in binary
    powers = (np.arange(100, 1000)[:, None] + 0.5) * 10.0 ** np.arange(-30, 30, 7)
    scaled = [k, k / 10, k / 100, k / 1e3, k / 1e4, k / 1e5]
    return neighbours(np.concatenate([*scaled, eighths, powers.ravel()]))


def anything():
    rng = np.random.default_rng(7)
    bits = rng.integers(0, 2**64, 8000, dtype=np.uint64).view(np.float64)
    spread = rng.standard_normal(8000) * 10.0 ** rng.integers(-12, 12, 8000)
    states = np.tanh(rng.standard_normal(4000) * 3).astype(np.float32).astype(float)
    return np.concatenate([bits, spread, states])


def odd():
    tiny = [5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0.0]
    return np.array([*tiny, math.inf, -math.inf, math.nan, -1e-9, -12345.6])


@pytest.mark.parametrize("numbers", [boundaries, ties, anything, odd])
def test_python_and_the_browser_write_the_same(numbers):
    values = numbers()
    ours, theirs = [show(value) for value in values.tolist()], browser_shows(values)
    wrong = [(v, a, b) for v, a, b in zip(values, ours, theirs, strict=True) if a != b]
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.500"),
        (-0.25, "−0.250"),
        (0.00951, "0.0095"),
        (0.009951, "0.010"),
        (1.005, "1.00"),
        (12.345, "12.3"),
        (99.95, "100"),
        (99999.4, "99999"),
        (99999.5, "1.00×10⁵"),
        (0.000999, "9.99×10⁻⁴"),
        (0.0009999, "1.00×10⁻³"),
        (-1e300, "−1.00×10³⁰⁰"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_digits(value, words):
    assert show(value) == words


def test_written_digits_are_within_half_a_unit_of_the_number():
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    for value in anything().tolist():
        if not math.isfinite(value):
            continue
        shown = show(value).translate(raised).replace("×10", "e")
        # The fewest digits are two, from 0.0010 to 0.0099.
        assert float(shown) == pytest.approx(value, rel=0.0500001, abs=5e-324)
