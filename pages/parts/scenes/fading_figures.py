"""The figures that the text about fading gradients quotes: of the networks the page opens with."""

from __future__ import annotations

from functools import cache

from core.fading import LONGEST, RADII, REACHES, Setup, by_radius, left, theory
from core.reach import pairs
from core.slopes import NEAR_LIMIT, slopes, steepest
from pages.parts.numbers import show
from pages.parts.scenes.fading import written

RADIUS, STEPS = 0.9, REACHES[0]
BIAS = 1.0


def power(
    name: str,
    radius: float = RADIUS,
    activation: str = "tanh",
    bias: float = BIAS,
    measure: str = "h",
    d: int = STEPS,
) -> float:
    """log10 of what one network leaves."""
    return left(Setup(activation), name, radius, bias, measure, d)


@cache
def fading_figures() -> dict[str, str]:
    """For the section "fading-try"."""
    ends = by_radius(Setup(), "rnn", BIAS, "h", STEPS).powers[:, -1]
    beyond = [float(end) for radius, end in zip(RADII, ends, strict=True) if radius > 1.5]
    rate = theory(Setup(), STEPS)[RADII.index(RADIUS), 1, 1]
    found = {
        "rnn": power("rnn", RADIUS),
        "linear": power("rnn", RADIUS, "identity"),
        "sigma": power("rnn", RADIUS, "sigmoid"),
        "first": power("rnn", RADIUS, d=1),
        "rate": float(rate),
        "lstm_0": power("lstm", RADIUS, bias=0.0),
        "lstm_1": power("lstm", RADIUS),
        "lstm_3": power("lstm", RADIUS, bias=3.0),
        "gru": power("gru", RADIUS),
        "exploding": power("lstm", 3.0, bias=3.0, measure="c"),
        "later": power("lstm", 3.0, bias=3.0, measure="c", d=LONGEST),
        "endless": power("rnn", 1.5, "identity", d=LONGEST),
        "waver_low": min(beyond),
        "waver_high": max(beyond),
        "linear_most": power("rnn", RADII[-1], "identity"),
    }
    return {name: written(value) for name, value in found.items()}


@cache
def reach_figures() -> dict[str, str]:
    """For the section "reach-try"."""
    found = pairs(Setup(), "rnn", RADIUS, 0.0, "h", STEPS)
    return {
        "low": written(float(found.factors.min())),
        "high": written(float(found.factors.max())),
        "chain": written(float(found.chains[STEPS, STEPS - 30])),
        "product": written(float(found.powers[STEPS, STEPS - 30])),
    }


@cache
def saturation_figures() -> dict[str, str]:
    """For both sections on saturation."""
    tanh, relu = slopes(Setup(), STEPS), slopes(Setup("relu"), STEPS)
    return {
        "limit": f"{NEAR_LIMIT:g}",
        "slope": show(1 - NEAR_LIMIT**2),
        "linear": written(power("rnn", 2.0, "identity")),
        "tanh": written(power("rnn", 2.0)),
        "saturated": _percent(tanh.saturated[RADII.index(2.0)]),
        "quarter": written(steepest("sigmoid", STEPS)),
        "off": _percent(relu.saturated[RADII.index(RADIUS)]),
    }


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
