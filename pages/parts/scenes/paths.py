"""The path matrix of one reading as a scene, and the chain from each loss to each use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array
from core.explain.record import at_step
from core.flow import Paths, jacobians, path_matrix
from core.flow.walk import CellRoute, Walk, added, cell_route, walk
from core.formula import Value
from core.influence import decades, magnitude
from core.readout import loss
from pages.parts.reading import Reading

# The letter of a parameter on the page → its name in the core, its words, where a step uses it.
PARAMETERS = {
    "U": ("W_x", "input weights", "input"),
    "W": ("W_h", "recurrent weights", "recurrent"),
    "b": ("b", "bias", "node"),
    "p": ("p", "peepholes", "node"),
}
SCALE = (-3.0, 1.0)  # decades that every text and cell share; a scale with more holds these, too


@dataclass(frozen=True)
class Walked:
    """All about the chains of one reading that does not depend on the parameter."""

    paths: Paths
    walk: Walk
    route: CellRoute | None


def walked(read: Reading) -> Walked:
    """Every chain from a loss back to a step, for all pairs at once."""
    paths = path_matrix(read.trace, read.loss.d_h)
    jac = jacobians(read.trace)
    lstm = "c" in read.trace.cell.state
    return Walked(paths, walk(paths, jac), cell_route(read.trace, jac) if lstm else None)


def parameters_of(read: Reading) -> list[str]:
    """Letters of the parameters that the cell of this reading has."""
    return [letter for letter, (name, *_) in PARAMETERS.items() if name in read.params]


def alone(read: Reading, t: int) -> Reading:
    """The same reading, with the loss of step t as the only one."""
    targets = np.full(read.loss.targets.shape, -1.0)
    targets[t] = read.loss.targets[t]
    return replace(read, loss=loss(read.readout, read.trace["h"], targets))


def lossy(read: Reading) -> list[bool]:
    """Steps at which a loss is taken."""
    return [bool(some) for some in read.loss.d_logits[:, 0].any(axis=-1)]


def shared_scale(*sizes: Array) -> dict[str, float]:
    """Ends of the scale of all sizes, in decades."""
    low, high = decades(*(magnitude(values) for values in sizes))
    return {"low": min(low, SCALE[0]), "high": max(high, SCALE[1])}


def paths_scene(read: Reading, found: Walked, letter: str) -> dict[str, Any]:
    """What assets/components/paths draws, but for the contribution that is open."""
    trace, cell = read.trace, read.trace.cell
    name, _, use = PARAMETERS[letter]
    sums, walk_ = added(found.paths, name), found.walk
    route = found.route
    gated = len(cell.state) > 1
    return {
        "letters": list(read.symbols),
        "lossy": lossy(read),
        "parameters": [[own, PARAMETERS[own][1]] for own in parameters_of(read)],
        "parameter": letter,
        "use": use,
        "state": "s" if gated else "h",
        "units": [f"{s}{j + 1}" for s in cell.state for j in range(trace.H)],
        "columns": [str(j + 1) for j in range(trace.H)],
        "norms": sums.norms,
        "sums": sums.sums,
        "uses": sums.uses,
        "total": sums.total,
        "sizesAdded": sums.sizes,
        "scale": shared_scale(sums.norms, walk_.carried),
        "carried": walk_.carried,
        "factors": walk_.factors,
        "stretch": walk_.stretch,
        "product": walk_.product,
        "bound": walk_.bound,
        "made": {
            "slope": rf"{ACTIVATIONS[str(cell.function('h'))].latex}'",
            "slopes": trace.slope("h")[:, 0],
            "weights": read.params["W_h"][0],
        }
        if cell.gates == ("h",)
        else None,
        "split": None
        if route is None
        else {
            "whole": route.whole,
            "direct": route.direct,
            "rest": route.rest,
            "words": "all ways through h" + (" or a peephole" if "p" in read.params else ""),
        },
    }


def contribution(read: Reading, found: Walked, letter: str, t: int, k: int) -> dict[str, Any]:
    """One entry of the matrix, opened: the array, and the two vectors that it is the product of."""
    cell, name = read.trace.cell, PARAMETERS[letter][0]
    values = found.paths.contribution(t, k, name)
    blocks = values if values.ndim == 3 else values[None]
    uses = [cell.param_use(name, block) for block in range(len(blocks))]
    fed, symbols = zip(*(_fed(read, factor, k) for factor, _ in uses), strict=True)
    rows = {"U": list(read.inputs), "W": [str(j + 1) for j in range(read.trace.H)]}
    outer = letter in rows
    return {
        "t": t,
        "k": k,
        "values": blocks,
        "kind": "outer" if outer else "each" if letter == "p" else "same",
        "rows": rows.get(letter, [""]),
        "fed": np.array(fed),
        "left": list(symbols),
        "received": np.array([found.paths.grads[receiver][k, t] for _, receiver in uses]),
        "gates": [
            [
                receiver,
                cell.quantity(receiver.removeprefix("a_")).words,
                rf"\partial{{}}L_{{{t + 1}}}/\partial{{}}"
                + at_step(cell.quantity(receiver).latex, str(k + 1)),
            ]
            for _, receiver in uses
        ],
    }


def _fed(read: Reading, factor: object, k: int) -> tuple[Array, str]:
    """What a block of a parameter multiplies at step k, and its symbol; ones for a bias."""
    if not isinstance(factor, Value):
        return np.array([1.0]), "1"
    step, trace = k + factor.shift, read.trace
    if factor.name == "x":
        return trace.x[k, 0], at_step("x_t", str(k + 1))
    latex = trace.cell.quantity(factor.name).latex
    values = trace.prev(factor.name) if factor.shift else trace[factor.name]
    return values[k, 0], at_step(latex, str(step + 1))
