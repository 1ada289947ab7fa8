"""Truncated backpropagation as a scene: what each window keeps, and the gradient that is left."""

from __future__ import annotations

from typing import Any

from core.arrays import Bools
from core.flow import Paths, chunks, look_back, path_matrix, truncations
from core.flow.window import entry_norms, window
from pages.parts.numbers import show
from pages.parts.reading import Reading
from pages.parts.scenes.paths import lossy, shared_scale


def truncation_scene(read: Reading) -> dict[str, Any]:
    """What assets/components/truncation draws: both forms, at every place of the slider."""
    paths = path_matrix(read.trace, read.loss.d_h)
    T, taken = read.trace.T, lossy(read)
    taus = list(range(1, T + 1))
    norms = entry_norms(paths)
    return {
        "letters": list(read.symbols),
        "lossy": taken,
        "norms": norms,
        "scale": shared_scale(norms),
        "taus": taus,
        "texts": [str(tau) for tau in taus],
        "forms": [
            _form("look", look_back(T, taus), paths, taken, [looking(tau) for tau in taus]),
            _form("chunk", chunks(T, taus), paths, taken, [chunked(T, tau) for tau in taus]),
        ],
    }


def _form(
    key: str, keep: Bools, paths: Paths, taken: list[bool], says: list[str]
) -> dict[str, Any]:
    left, seen = truncations(paths, keep), window(keep, taken)
    return {
        "key": key,
        "says": says,
        "first": seen.first,
        "kept": seen.kept,
        "entries": seen.entries,
        "reach": seen.reach,
        "error": left.error,
        "angle": left.angle,
        "ratio": left.ratio,
        "errors": [percent(value) for value in left.error.tolist()],
        "angles": [degrees(value) for value in left.angle.tolist()],
        "lengths": [percent(value) for value in left.ratio.tolist()],
    }


def looking(tau: int) -> str:
    """The window of a loss, in words."""
    return (
        "every loss reaches its own step alone"
        if tau == 1
        else f"every loss reaches at most {tau} uses"
    )


def chunked(T: int, tau: int) -> str:
    """How T steps are cut into chunks of tau, the last of which may be shorter."""
    whole, rest = divmod(T, tau)
    if whole == 1 and not rest:
        return f"one chunk of {tau}: nothing is cut"
    parts = f"{whole} {'chunk' if whole == 1 else 'chunks'} of {tau}"
    return f"{parts}, and a last one of {rest}" if rest else parts


def percent(share: float) -> str:
    """A share in percent; what is small but not zero does not say zero."""
    return "undefined" if share != share else f"{show(100 * share)} %"


def degrees(angle: float) -> str:
    """An angle."""
    return "undefined" if angle != angle else f"{show(angle)}°"
