"""One update of a memory by hand: an LSTM step with every gate held, and all that a hand could do.

The cell is the core's own. Its three gates and its candidate are clamped, so that nothing is
left of the weights; with ReLU for φ, and amounts that are not negative, φ changes nothing:

    kept = f ∗ memory      c = kept + i ∗ new      h = o ∗ φ(c) = o ∗ c

    H numbers of the memory, each with valves of its own        B alternatives
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, as_float_array, require_names
from core.cells import LSTM
from core.measure import update_parts
from core.sequence import Trace, forward

HANDLES = ("memory", "new", "f", "i", "o")  # what a hand can move
RESULTS = ("kept", "written", "c", "h")
MOST = 100.0  # of an amount that comes to a valve
SHARES = tuple(k / 100 for k in range(101))
AMOUNTS = tuple(float(k) for k in range(101))
PLACES = {name: AMOUNTS if name in ("memory", "new") else SHARES for name in HANDLES}


def update(given: Mapping[str, ArrayLike]) -> Trace:
    """One step (T = 1) with each of HANDLES given, (B, H) or broadcastable to it.

    Raises ValueError for a name that is missing or unknown, and for a negative number.
    """
    require_names(given, HANDLES, "what is held")
    if missing := [name for name in HANDLES if name not in given]:
        raise ValueError(f"{', '.join(HANDLES)} must all be given; missing: {', '.join(missing)}.")
    arrays = {name: np.atleast_2d(as_float_array(given[name], name)) for name in HANDLES}
    for name, array in arrays.items():
        if not (array >= 0).all():
            raise ValueError(f"{name} must not be negative; got {float(array.min())}.")
    try:
        B, H = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"all must be broadcastable to (B, H); got {shapes}.") from error
    cell = LSTM(activation="relu")
    params = {name: np.zeros(shape) for name, shape in cell.param_shapes(1, H).items()}
    clamp = {"g": arrays["new"][None], **{gate: arrays[gate][None] for gate in "fio"}}
    memory = np.broadcast_to(arrays["memory"], (B, H))
    return forward(cell, params, np.zeros((1, B, 1)), initial={"c": memory}, clamp=clamp)


def results(trace: Trace) -> Array:
    """RESULTS of an update, (results, B, H)."""
    kept, written = update_parts(trace)
    return np.concatenate([kept, written, trace["c"], trace["h"]])


def sweep_handles(given: Mapping[str, ArrayLike]) -> Array:
    """RESULTS at each place of each handle, (handles, places, results, H), from one batch.

    Entry [k, p, :, j] has the handle k of number j at PLACES[k][p] and all else as given, (H,).
    No number touches another, so a handle may move for all H of them at once.
    """
    names, count = HANDLES, len(SHARES)
    rows = {name: as_float_array(given[name], name) for name in names}
    held = {name: np.tile(rows[name], (len(names) * count, 1)) for name in names}
    for k, name in enumerate(names):
        held[name][k * count : (k + 1) * count] = np.array(PLACES[name])[:, None]
    found = results(update(held))
    return found.transpose(1, 0, 2).reshape(len(names), count, len(RESULTS), -1)


def pass_through(amount: float, gates: ArrayLike) -> Array:
    """What is left of an amount behind each of some gates, (places,): f ∗ memory of an update."""
    gates = as_float_array(gates, "gates")
    zero = np.zeros(1)
    held: dict[str, ArrayLike] = dict.fromkeys(HANDLES, zero)
    held |= {"memory": [amount], "f": gates[:, None]}
    passed: Array = results(update(held))[0, :, 0]
    return passed
