"""The scale of attention weights: one for all maps, even to the eye, its digits legible."""

import re

import numpy as np
import pytest

from pages.parts.components import COMPONENTS, tokens
from tests.pages.test_tokens import TEXT, THEMES, contrast

FOLDER = COMPONENTS / "attention"
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(colour):
    """Björn Ottosson's OKLab of "#RRGGBB"."""
    rgb = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_LMS @ linear)


def colour(lab):
    linear = np.linalg.solve(TO_LMS, np.linalg.solve(TO_LAB, lab) ** 3).clip(0, 1)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * c):02X}" for c in rgb)


def ramp(shade):
    """The OKLab colours of the scale's two ends in a theme, as the style sheet mixes them."""
    css = (FOLDER / "map.css").read_text("utf-8")
    found = re.search(r"--ramp: color-mix\(in oklab, var\(--u-h\) (\d+)%, var\(--u-ink\)\)", css)
    part, groups = int(found[1]) / 100, tokens()
    ink, paper = (oklab(groups["neutral"][name][shade]) for name in ("ink", "paper"))
    return paper, part * oklab(groups["quantity"]["h"][shade]) + (1 - part) * ink


def looks():
    """Where digits change their colour: weights from which only black will do, and from which the
    colour of the paper will."""
    found = re.search(r"BLACK = \[([\d.]+), ([\d.]+)\]", (FOLDER / "layout.js").read_text("utf-8"))
    return float(found[1]), float(found[2])


def test_oklab_is_the_standards():
    np.testing.assert_allclose(oklab("#FFFFFF"), [1, 0, 0], atol=1e-3)
    assert colour(oklab("#1F4FB4")) == "#1F4FB4"


@pytest.mark.parametrize("shade", [0, 1], ids=THEMES)
def test_digits_are_legible_on_every_weight(shade):
    low, high = ramp(shade)
    first, second = looks()
    plain, inverted = (("#000000", "#FFFFFF"), ("#FFFFFF", "#000000"))[shade]
    for weight in np.linspace(0, 1, 101):
        ground = colour(low + weight * (high - low))
        digits = plain if weight < first else "#000000" if weight < second else inverted
        assert contrast(ground, digits) >= TEXT, f"weight {weight:.2f}"


@pytest.mark.parametrize("shade", [0, 1], ids=THEMES)
def test_weights_differ_in_lightness_so_that_hue_is_not_needed(shade):
    low, high = ramp(shade)
    assert abs(high[0] - low[0]) > 0.5
    assert np.hypot(*(high - low)[1:]) < abs(high[0] - low[0]) / 2
