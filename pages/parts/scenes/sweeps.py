"""Learning as a scene: forward with its losses, back with its gradients, the update."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.arrays import Array
from core.arrivals import arrivals, gradient_sizes
from core.cells import Cell
from core.explain.record import at_step, param_symbol
from core.formula import Value
from core.influence import sizes
from core.measure import axis_limit
from core.squash import line
from core.update import Descent, descent, gathered, relative_steps, stepped, uses
from pages.parts.numbers import show
from pages.parts.opening import PARAMETERS
from pages.parts.reading import Reading

LOWEST, HIGHEST, PLACES = -3.0, 1.0, 33  # log10 of η
LEAST_AXIS = 10.0  # the axis of gradients reaches at least this far, so that cells compare


@cache
def rates() -> tuple[float, ...]:
    """The places of the slider for η, the same for everybody."""
    return tuple(float(f"{10**power:.2g}") for power in line(LOWEST, HIGHEST, PLACES).tolist())


def places(eta: float) -> list[float]:
    """The slider's places with η itself among them."""
    return sorted({*rates(), eta})


def steps_of(read: Reading, eta: float) -> Descent:
    """A step of every size that the slider has, and of η."""
    return descent(read.grads, read.readout, read.loss, places(eta), read.loss_at)


def sweeps_scene(read: Reading, shown: str, eta: float, found: Descent) -> dict[str, Any]:
    """What assets/components/bptt draws.

    shown  the parameter whose gradient is gathered
    found  the losses after a step of each size (`steps_of`); eta: the size to begin with
    """
    trace, grads, cell = read.trace, read.grads, read.trace.cell
    asked = [read.asked(t) for t in range(trace.T)]
    parts, norms = arrivals(grads), gradient_sizes(grads)
    pre = [f"a_{gate}" for gate in cell.gates]
    vectors = {name: grads[name][:, 0] for name in (*cell.state, *pre)}
    return {
        "cell": cell.title,
        "units": trace.H,
        "symbols": list(read.symbols),
        "read": [read.inputs.index(letter) for letter in read.symbols],
        "targets": list(read.targets),
        "classes": [read.outputs.index(letter) for letter in read.targets],
        "asked": asked,
        "losses": read.loss.steps[:, 0],
        "soFar": read.loss.so_far[:, 0],
        "right": read.right,
        "states": [
            {**_named(cell, name), "values": trace.rows[name][:, 0]} for name in cell.state[::-1]
        ],
        "grads": [
            {**_named(cell, name), "values": vectors[name], "gate": name in pre and len(pre) > 1}
            for name in vectors
        ],
        "norms": {name: values[:, 0] for name, values in norms.items()},
        "arrived": {"own": parts.own[:, 0], "carried": parts.carried[:, 0]},
        "axis": max(LEAST_AXIS, axis_limit(*vectors.values())),
        "direct": [name for name in cell.state if _direct(cell, name)],
        "matrix": _matrix(read, shown, found.rates),
        "update": _update(found, eta),
        "equations": equations(cell, shown),
    }


def _named(cell: Cell, name: str) -> dict[str, Any]:
    quantity = cell.quantity(name)
    return {
        "name": name,
        "latex": quantity.latex,
        "words": quantity.words,
        "symbol": quantity.symbol.removeprefix("a_"),
    }


def _direct(cell: Cell, name: str) -> bool:
    """Whether the gradient of a state goes to the state before it without a weight between."""
    return rf"\partial L/\partial {name}_{{t+1}}" in cell.grad_formula(name).latex


def _matrix(read: Reading, shown: str, slides: Array) -> dict[str, Any]:
    """The parameter, its gradient use by use and as gathered so far, and what a step makes of it.

    Of the input weights only the rows of letters that the text holds: no other row has a
    gradient.
    """
    trace, grads, param = read.trace, read.grads, PARAMETERS[shown]
    value = read.params[param]
    rows = list(range(value.shape[1]))
    if shown == "U":
        rows = sorted({read.inputs.index(letter) for letter in read.symbols})
    added, gradient = uses(grads, param), grads.params[param]
    sums = gathered(added)
    tables = [_flat(value[:, rows]), _flat(added[:, :, rows]), _flat(sums[:, :, rows])]
    cell = trace.cell
    return {
        "name": shown,
        "rows": [read.inputs[k] if shown == "U" else str(k + 1) for k in rows],
        "places": rows,
        "gates": [
            [cell.quantity(gate).symbol, cell.quantity(gate).words]
            if len(cell.gates) > 1
            else ["", ""]
            for gate in cell.gates
        ],
        "value": tables[0],
        "added": tables[1],
        "gathered": tables[2],
        "after": _flat(stepped(value, gradient, slides)[:, :, rows]),
        "addedNorms": sizes(added.reshape(trace.T, -1)),
        "gatheredNorms": sizes(sums.reshape(trace.T, -1)),
        "high": axis_limit(*tables),
        "shares": relative_steps(value, gradient, slides),
    }


def _flat(blocks: Array) -> Array:
    """(…, G, K, H) → (…, K, G·H): gate blocks side by side."""
    *lead, gates, rows, columns = blocks.shape
    return blocks.swapaxes(-3, -2).reshape(*lead, rows, gates * columns)


def _update(found: Descent, eta: float) -> dict[str, Any]:
    slides = found.rates.tolist()
    return {
        "rates": slides,
        "texts": [show(rate) for rate in slides],
        "at": slides.index(eta),
        "before": found.before,
        "after": found.after,
        "steps": found.steps[:, :, 0],
        "right": found.right[:, :, 0],
        "title": verdict(found),
    }


def verdict(found: Descent) -> str:
    """Which size of step is best here, and from which on the loss rises."""
    least = found.after[found.best]
    if not least < found.before:
        return "No step of these sizes lowers the loss"
    best = f"η = {show(found.rates[found.best])} leaves the least loss here"
    if found.rises is None:
        return best
    return f"{best}; from η = {show(found.rates[found.rises])} on it is larger than before"


def equations(cell: Cell, shown: str) -> dict[str, list[list[list[str]]]]:
    """The rules of each phase, each as [[LaTeX, the part of the picture that it is]]."""
    forward = [[[latex, "state"]] for _, latex in cell.equations]
    if shown in PARAMETERS and cell.state == cell.gates:  # the plain RNN: one rule serves
        forward = [[[cell.formula(name).latex, "state"]] for name in ("a_h", "h")]
    forward.append([[r"L_t = -\log \hat{y}_t[\mathrm{target}]", "loss"]])
    backward = []
    for quantity in reversed(cell.quantities):
        if quantity.kind == "pre-activation":
            continue
        latex = cell.grad_formula(quantity.name).latex
        left, right = latex.split(" = ", 1)
        if quantity.name == "h":
            own, _, later = right.partition(" + ")
            backward.append([[f"{left} =", "h"], [own, "own"], ["+", "h"], [later, "carried"]])
        if quantity.name in cell.gates:
            inner = cell.grad_formula(f"a_{quantity.name}").latex
            if quantity.name != "h":  # what the gate receives, put in
                inner = inner.replace(left, right)
            backward.append([[inner, "a"]])
        elif quantity.name != "h":
            backward.append([[latex, "c" if quantity.name == "c" else "inner"]])
    backward += [[[rule, "use"]] for rule in _gathering(cell, shown)]
    step = rf"{shown} \ ← \ {shown} - \eta \ \partial L/\partial {shown}"
    return {
        "forward": forward,
        "backward": backward,
        "update": [[[step, "update"]], [[r"\mathrm{likewise\ all\ other\ weights}", ""]]],
    }


def _gathering(cell: Cell, shown: str) -> list[str]:
    """∂L/∂W as a sum over its uses; block by block where the blocks multiply different things."""
    found: dict[str, list[int]] = {}
    for block in range(len(cell.gates)):
        factor, _ = cell.param_use(PARAMETERS[shown], block)
        fed = ""
        if isinstance(factor, Value):
            fed = "x_t" if factor.name == "x" else cell.quantity(factor.name).latex
            fed = (at_step(fed, "t-1") if factor.shift else fed) + r" \, ⊗ \, "
        found.setdefault(fed, []).append(block)
    if len(found) == 1:
        return [
            rf"\partial L/\partial {shown} = \Sigma_t {fed}\partial L/\partial a_t" for fed in found
        ]
    return [
        rf"\partial L/\partial {param_symbol(cell, PARAMETERS[shown], block)} = \Sigma_t {fed}"
        rf"\partial L/\partial {cell.quantity(cell.param_use(PARAMETERS[shown], block)[1]).latex}"
        for fed, blocks in found.items()
        for block in blocks
    ]
