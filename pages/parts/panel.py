"""The panel that opens a number, the same on every page."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from core.explain import Explanation, Ref
from pages.parts.components import component
from pages.parts.opening import Openable
from pages.parts.settings import PageState, pattern

_panel = component("panel")

SOURCES = (
    "trace", "grads", "logits", "prediction", "input", "injected", "loss", "weights", "d_weights",
    "length",
)  # fmt: skip
WITHOUT_STEP = ("weights", "d_weights")  # their t is a row
SELECTION = rf"({'|'.join(SOURCES)})\.[A-Za-z_]{{1,12}}\.(-1|\d{{1,3}})\.\d{{1,3}}"

MATRICES = {
    "U": "input weights: from each input to each unit",
    "W": "recurrent weights: from each unit to each unit of the next step",
    "V": "output weights: from each unit to each prediction",
}


def selection(default: str) -> Any:
    """A setting that names the number that is open: "source.name.t.unit", t and unit from 0."""
    return pattern(default, SELECTION, "a number such as trace.h.2.0")


def ref_of(sel: str) -> Ref:
    """The place that a selection names."""
    source, name, t, unit = sel.split(".")
    return Ref(source, name, int(t), int(unit))


def sel_of(ref: Ref) -> str:
    """The selection that names a place."""
    return f"{ref.source}.{ref.name}.{ref.t}.{ref.unit}"


def fitting(sel: str, reading: Openable) -> str:
    """`sel`, or the nearest number that this reading has: its last step, else the state h."""
    ref = ref_of(sel)
    if reading.has(ref):
        return sel
    end = reading.trace.T - 1
    near = (Ref(ref.source, ref.name, t, ref.unit) for t in (min(ref.t, end), end))
    return sel_of(next(filter(reading.has, near), Ref("trace", "h", end, 0)))


def follow(sel: str, before: int, after: int) -> str:
    """The same number at another step, if it was open at the step that the learner left."""
    ref = ref_of(sel)
    if ref.source in WITHOUT_STEP or ref.t != before:
        return sel
    return sel_of(Ref(ref.source, ref.name, after, ref.unit))


def open_panel(state: PageState[Any], reading: Openable, setting: str = "sel") -> None:
    """Show the number that a setting of the page names, with its arithmetic.

    A page with two panels has a setting for each.
    """
    mark = "" if setting == "sel" else f"-{setting}"
    trail_key, panel_key = f"{state.page}/trail{mark}", f"{state.page}.panel{mark}"
    wanted = getattr(state.now, setting)
    sel = fitting(wanted, reading)
    trail: list[str] = st.session_state.setdefault(trail_key, [])

    def opened() -> None:
        chosen = st.session_state[panel_key].open
        if not chosen:
            return
        if chosen in trail:
            del trail[trail.index(chosen) :]
        else:
            trail.append(sel)
        state.set(**{setting: chosen})

    # A number opened anywhere else than in the panel begins a new trail.
    if st.session_state.get(f"{trail_key}/at") != sel and not _led_here(panel_key, sel):
        trail.clear()
    st.session_state[f"{trail_key}/at"] = sel
    if sel != wanted and wanted != state.default(setting):
        st.caption(
            f"This network, on this sequence, has no {_asked(ref_of(wanted))} to open. "
            "Opened instead: the nearest that there is."
        )
    ref = ref_of(sel)
    steps = [step for step in trail if reading.has(ref_of(step))]
    scene = matrix_scene(reading, ref) if ref.source == "weights" else _scene(reading, sel, steps)
    _panel(key=panel_key, data=scene, on_open_change=opened)


def _asked(ref: Ref) -> str:
    if ref.source in WITHOUT_STEP:
        return f"entry [{ref.t + 1}, {ref.unit + 1}] of {ref.name}"
    return f"{ref.name}[{ref.unit + 1}] at step {ref.t + 1}"


def _led_here(panel_key: str, sel: str) -> bool:
    held = st.session_state.get(panel_key)
    return held is not None and held.get("open") == sel


def matrix_scene(reading: Openable, ref: Ref) -> dict[str, Any]:
    """A whole weight matrix, rows from → columns to, gate blocks side by side."""
    cell, units = reading.trace.cell, [str(j + 1) for j in range(reading.trace.H)]
    if ref.name == "V":
        blocks, rows, columns = reading.readout["V"][None], units, list(reading.outputs)
    else:
        blocks = reading.params["W_x" if ref.name == "U" else "W_h"]
        rows, columns = (list(reading.inputs) if ref.name == "U" else units), units
    gates = cell.gates if ref.name != "V" else ("h",)
    return {
        "sel": sel_of(ref),
        "role": "y" if ref.name == "V" else "x" if ref.name == "U" else "h",
        "matrix": {
            "name": ref.name,
            "values": blocks,
            "rows": rows,
            "columns": columns,
            "gates": [cell.quantity(gate).words for gate in gates],
            "words": MATRICES[ref.name],
        },
    }


def _scene(reading: Openable, sel: str, trail: list[str]) -> dict[str, Any]:
    ref = ref_of(sel)
    opened = reading.explain(ref)
    inner = _inner(reading, opened)
    summed = inner or opened
    return {
        "sel": sel,
        "role": _role(reading, ref),
        "where": f"{reading.trace.cell.title}, {_when(ref)}",
        "read": reading.symbols[ref.t] if _reads(reading, ref) else "",
        "symbol": opened.symbol,
        "words": opened.words,
        "equation": opened.equation,
        "inner": [inner.symbol, inner.equation] if inner else None,
        "terms": [
            [t.weight_label, t.value_label, sel_of(t.ref) if _opens(reading, t.ref) else ""]
            for t in summed.terms
        ],
        "numbers": numbers_of(summed),
        "result": numbers_of(opened)[-1:],
        "function": opened.function,
        "note": opened.note,
        "other": _counterpart(reading, ref),
        "trail": [[step, reading.explain(ref_of(step)).symbol] for step in trail[-4:]],
    }


def _inner(reading: Openable, opened: Explanation) -> Explanation | None:
    """What stands inside a function of one number: σ(a) is opened down to the products of a."""
    if opened.function is None or len(opened.terms) != 1:
        return None
    ref = opened.terms[0].ref
    return reading.explain(ref) if ref is not None and reading.has(ref) else None


def numbers_of(opened: Explanation) -> Any:
    """Rows of weight, value, product; the last row is sum, result, 0."""
    rows = [(t.weight, t.value, t.product) for t in opened.terms]
    return np.array([*rows, (opened.sum, opened.result, 0.0)])


def _opens(reading: Openable, ref: Ref | None) -> bool:
    return ref is not None and reading.has(ref)


def _when(ref: Ref) -> str:
    if ref.source in WITHOUT_STEP:
        return "over all steps"
    return f"step {ref.t + 1}" if ref.t >= 0 else "before the first step"


def _reads(reading: Openable, ref: Ref) -> bool:
    """Whether a letter is read at the step of this number."""
    return ref.t >= 0 and reading.driven and ref.source not in WITHOUT_STEP


def _role(reading: Openable, ref: Ref) -> str:
    if ref.source in ("grads", "injected", "d_weights", "length"):
        return "gradient"
    if ref.source == "input":
        return "x"
    if ref.source in ("logits", "prediction", "loss"):
        return "y"
    return reading.trace.cell.quantity(ref.name).role


def _counterpart(reading: Openable, ref: Ref) -> list[Any] | None:
    """The gradient beside a value, the value beside a gradient: [words, sel, symbol, number]."""
    if not reading.driven:  # nothing is read, so nothing is predicted: there is no loss to speak of
        return None
    if ref.source == "trace":
        other, words = Ref("grads", ref.name, ref.t, ref.unit), "its gradient"
    elif ref.source == "grads" and ref.name != "x":
        other, words = Ref("trace", ref.name, ref.t, ref.unit), "the value itself"
    elif ref.source == "prediction":
        other, words = Ref("logits", ref.name, ref.t, ref.unit), "its logit"
    elif ref.source == "logits":
        other, words = Ref("prediction", ref.name, ref.t, ref.unit), "its probability"
    else:
        return None
    opened = reading.explain(other)
    return [words, sel_of(other), opened.symbol, numbers_of(opened)]
