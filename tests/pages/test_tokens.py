"""Colours: contrast on both themes, one set for scenes and for Streamlit, one for each quantity."""

import tomllib
from itertools import product

import pytest

from core.cells import GRU, LSTM, VanillaRNN
from pages.parts.components import tokens
from tests.pages.visits import ROOT

TOKENS = tokens()
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
THEMES = ("light", "dark")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2: contrast of text, and of shapes and large text
AS_TEXT = ("ink", "muted", "accent", "warn")
CELLS = [
    *(VanillaRNN(activation=phi) for phi in ("tanh", "relu", "sigmoid", "identity")),
    *(LSTM(peephole=p, activation=phi) for p, phi in product((False, True), ("tanh", "relu"))),
    LSTM(coupled=True),
    *(GRU(reset_after=after) for after in (False, True)),
]


def luminance(colour):
    channels = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def cases():
    for shade, theme in enumerate(THEMES):
        for ground in ("paper", "raised"):
            for name in AS_TEXT:
                yield pytest.param(
                    "neutral", name, ground, shade, TEXT, id=f"{name}-{ground}-{theme}"
                )
            for name in ("strong-line", "positive", "negative"):
                yield pytest.param(
                    "neutral", name, ground, shade, SHAPE, id=f"{name}-{ground}-{theme}"
                )
            for name in TOKENS["quantity"]:
                yield pytest.param(
                    "quantity", name, ground, shade, SHAPE, id=f"{name}-{ground}-{theme}"
                )


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("group", "name", "ground", "shade", "least"), list(cases()))
def test_a_colour_stands_out_from_its_ground(group, name, ground, shade, least):
    found = contrast(TOKENS[group][name][shade], TOKENS["neutral"][ground][shade])
    assert found >= least


@pytest.mark.parametrize("shade", range(2), ids=THEMES)
@pytest.mark.parametrize("name", ["x", "h", "gradient"])
def test_a_quantity_that_colours_small_text_can_be_read(name, shade):
    """x: a right guess; h: what a function made of a number; gradient: the slope."""
    assert contrast(TOKENS["quantity"][name][shade], TOKENS["neutral"]["paper"][shade]) >= TEXT


@pytest.mark.parametrize("shade", range(2), ids=THEMES)
@pytest.mark.parametrize("name", ["x", "accent"])
def test_paper_on_a_filled_shape_can_be_read(name, shade):
    colours = {**TOKENS["neutral"], **TOKENS["quantity"]}
    assert contrast(TOKENS["neutral"]["paper"][shade], colours[name][shade]) >= TEXT


@pytest.mark.parametrize("shade", range(2), ids=THEMES)
@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("primaryColor", "accent"),
        ("backgroundColor", "paper"),
        ("secondaryBackgroundColor", "raised"),
        ("textColor", "ink"),
        ("borderColor", "line"),
        ("linkColor", "accent"),
    ],
)
def test_streamlit_wears_the_same_colours(option, name, shade):
    assert CONFIG[THEMES[shade]][option].upper() == TOKENS["neutral"][name][shade].upper()


@pytest.mark.parametrize("cell", CELLS, ids=repr)
def test_every_quantity_has_a_colour_and_a_word(cell):
    roles = {quantity.role for quantity in cell.quantities}
    assert roles <= set(TOKENS["quantity"])
    assert roles <= set(TOKENS["words"])


def test_no_two_quantities_share_a_colour():
    for shade in range(2):
        colours = [pair[shade] for pair in TOKENS["quantity"].values()]
        assert len(set(colours)) == len(colours)
