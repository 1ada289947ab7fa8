"""What pages on a gated cell share: the machine, the conveyor, the holds and the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.cells import Cell
from core.sweeps import hold, sweep
from pages.parts.panel import fitting, follow, open_panel
from pages.parts.reading import Reading, model, reading
from pages.parts.scenes.machine import gates_of, machine_scene
from pages.parts.settings import PageState, pattern


def steps_held() -> Any:
    """A setting: steps on which holds act; "3" is step 3 alone, "3-" is step 3 and all after."""
    return pattern("", r"([1-9]\d?-?)?", "a step such as 3, or 3- for it and all after")


@dataclass(frozen=True)
class Preset:
    """A button that sets holds and switches: what it says, what it means, what it sets."""

    text: str
    says: str
    sets: Mapping[str, Any]


@dataclass(frozen=True)
class Machine:
    """One page's machine.

    state    its settings: text, one for each gate (None is free), hold_unit (0 is all),
             hold_steps, unit, step and phase (from 1), sel
    mount    the component; presets by name
    model    settings → the shipped model that reads; cell: with the switches that are thrown
    """

    state: PageState[Any]
    mount: Callable[..., Any]
    presets: Mapping[str, Preset]
    model: Callable[[Any], str]
    cell: Callable[[Any, Cell], Cell] = lambda _, cell: cell

    @property
    def key(self) -> str:
        return f"{self.state.page}.scene"

    @property
    def gates(self) -> tuple[str, ...]:
        return gates_of(model(self.model(self.state.now)).cell)

    def sets(self, name: str) -> dict[str, Any]:
        """All that a preset decides: what others set is at its default."""
        every = {*self.gates, *(key for preset in self.presets.values() for key in preset.sets)}
        return {**{key: self.state.default(key) for key in every}, **self.presets[name].sets}

    def chosen(self) -> str:
        """The preset that the settings are those of; "" if of none."""
        now = self.state.now
        for name in self.presets:
            if all(getattr(now, key) == value for key, value in self.sets(name).items()):
                return name
        return ""

    def place(self, T: int, H: int) -> tuple[int | None, tuple[int, int] | None]:
        """Unit and steps on which holds act; a place past the end of this text is its end."""
        now = self.state.now
        unit = min(now.hold_unit, H) - 1 if now.hold_unit else None
        if not now.hold_steps:
            return unit, None
        first = min(int(now.hold_steps.removesuffix("-")), T) - 1
        return unit, (first, T if now.hold_steps.endswith("-") else first + 1)

    def open_number(self, read: Reading) -> list[Any]:
        """The open number and a count that grows when somebody else than the scene opened it, so
        that the scene is sent again only then."""
        store, page, sel = st.session_state, self.state.page, fitting(self.state.now.sel, read)
        sent, known = store.get(f"{page}/sent", ["", 0]), store.get(f"{page}/known")
        if sel not in (known, sent[0]) or (known is None and sel != sent[0]):
            sent = [sel, sent[1] + 1]
            store[f"{page}/sent"], store[f"{page}/known"] = sent, sel
        return list(sent)

    # What the scene says, in callbacks ---------------------------------------------------

    def said(self, trigger: str) -> str:
        return str(st.session_state[self.key][trigger] or "")

    def on_hold(self) -> None:
        gate, _, value = self.said("hold").partition(":")
        if gate in self.gates:
            self.state.set(**{gate: None if value == "free" else float(value)})

    def on_preset(self) -> None:
        if (name := self.said("preset")) in self.presets:
            self.state.set(**self.sets(name))

    def on_scope(self) -> None:
        unit, _, steps = self.said("scope").partition(":")
        self.state.set(hold_unit=int(unit), hold_steps=steps)

    def on_step(self) -> None:
        step, _, phase = self.said("step").partition(".")
        sel = follow(self.state.now.sel, self.state.now.step - 1, int(step) - 1)
        self.state.set(step=int(step), phase=int(phase), sel=sel)
        self._known(sel)  # the scene moves its outline by the same rule

    def on_open(self) -> None:
        sel, _, unit = self.said("open").partition("/")
        self.state.set(sel=sel, unit=int(unit))
        self._known(sel)

    def _known(self, sel: str) -> None:
        st.session_state[f"{self.state.page}/known"] = sel


def first_view(state: PageState[Any], number: int) -> dict[str, int]:
    """Where the scene starts: the view's number, and step, phase and unit from 0."""
    now = state.now
    return {"id": number, "step": now.step - 1, "phase": now.phase - 1, "unit": now.unit - 1}


@st.fragment
def machine_at_work(machine: Machine, view: dict[str, int]) -> None:
    """The machine, the conveyor, the holds and the panel.

    A fragment within that of the controls: what the scene says reruns this much and no more.
    """
    state = machine.state
    now, name, gates = state.now, machine.model(state.now), machine.gates
    cell = machine.cell(now, model(name).cell)
    free = reading(name, now.text, cell=cell)
    T, H = free.trace.T, free.trace.H
    unit, steps = machine.place(T, H)
    held = {gate: getattr(now, gate) for gate in gates}
    set_by_hand = {gate: value for gate, value in held.items() if value is not None}
    clamp = hold(set_by_hand, T, H, unit, steps)
    read = reading(name, now.text, clamp, cell) if clamp else free
    runs = sweep(cell, free.model.params, free.trace.x, gates, set_by_hand, unit, steps)
    machine.mount(
        key=machine.key,
        data={
            **machine_scene(read, runs, held, unit, steps),
            "presets": [[name, p.text, p.says] for name, p in machine.presets.items()],
            "preset": machine.chosen(),
            "scope": now.hold_steps,
            "view": view,
            "open": machine.open_number(read),
        },
        on_hold_change=machine.on_hold,
        on_preset_change=machine.on_preset,
        on_scope_change=machine.on_scope,
        on_step_change=machine.on_step,
        on_open_change=machine.on_open,
    )
    open_panel(state, read)
    state.save()
