"""Every number between an output and the states that it looks at, opened in the shared panel.

    probability → logits → h̃ → context → weight → exponentials → score → query, hidden units
    → states of the decoder and of the encoder, with their gates, down to the embeddings

A selection is "source.name.t.unit", with a position behind it for an additive score's hidden units,
or for the numbers of a cell "part/source.name.t.unit"; all count from 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.attention import (
    STATES,
    explain_context,
    explain_exponential,
    explain_hidden,
    explain_query,
    explain_score,
    explain_weight,
)
from core.explain import Explanation, Ref, explain_probability
from core.seq2seq.explain import explain_combined, explain_output
from pages.parts.components import component
from pages.parts.panel import SELECTION, numbers_of, ref_of, sel_of
from pages.parts.passage import DIRECTIONS, PARTS, labels
from pages.parts.scenes.attend import Attended
from pages.parts.settings import PageState

_panel = component("panel")

_PLACE = r"\.\d{1,3}\.\d{1,3}"
_OWN = (
    rf"(attention\.(score|exponential|weight|context|query){_PLACE}|attention\.hidden{_PLACE}\.\d{{1,3}}"
    rf"|combined\.combined{_PLACE}|output\.(y|p){_PLACE})"
)
LOOKED_AT = rf"({_OWN}|({'|'.join(PARTS)})/{SELECTION})?"  # what a setting may name
ROLES = {"combined": "h", "output": "y", "context": "c", "weight": "gradient"}


@dataclass(frozen=True, eq=False)
class Look:
    """The numbers of one attended input, by selection."""

    read: Attended

    def explain(self, sel: str) -> Explanation | None:
        """Open a number; None if it is not there."""
        part, _, rest = sel.rpartition("/")
        if part:
            cell = self.read.passage.parts.get(part)
            ref = ref_of(rest)
            return cell.explain(ref) if cell is not None and cell.has(ref) else None
        try:
            return self._own(sel)
        except (ValueError, IndexError):
            return None

    def _own(self, sel: str) -> Explanation:
        source, name, *places = sel.split(".")
        t, k, *position = map(int, places)
        trace, passage = self.read.trace, self.read.passage
        if source == "combined":
            return explain_combined(passage.model, passage.run, t, 0, k)
        if source == "output":
            opened = explain_output(passage.model, passage.run, t, 0, k)
            if name == "y":
                return opened
            return explain_probability(
                passage.run.logits[t, 0], t, k, labels(passage.model.target.written)
            )
        if name == "hidden":
            return explain_hidden(trace, t, 0, position[0], k, STATES)
        if name in ("exponential", "weight"):
            opens = explain_exponential if name == "exponential" else explain_weight
            return opens(trace, t, 0, k)
        opens_named = {"score": explain_score, "context": explain_context, "query": explain_query}
        return opens_named[name](trace, t, 0, k, STATES)

    def sel(self, ref: Ref | None, part: str = "") -> str:
        """The selection that a term of a number (in a cell, that cell's part) leads to; "" where
        nothing lies behind it."""
        if ref is None:
            return ""
        if part:
            has = self.read.passage.parts[part].has(ref)
            return f"{part}/{sel_of(ref)}" if has else ""
        if ref.source in ("queries", "trace"):
            return f"decoder/trace.h.{ref.t}.{ref.unit}"
        if ref.source in ("keys", "values"):
            return self.state(ref.t, ref.unit)
        if ref.source == "logits":
            return f"output.y.{ref.t}.{ref.unit}"
        behind = f".{ref.position}" if ref.position >= 0 else ""
        return f"{ref.source}.{ref.name}.{ref.t}.{ref.unit}{behind}"

    def state(self, s: int, unit: int) -> str:
        """The selection of a unit of the encoder's state at position s."""
        encoders = self.read.passage.run.encoder
        side, own = divmod(unit, encoders[0].H)
        step = len(self.read.typed.tokens) - 1 - s if side else s
        return f"{tuple(DIRECTIONS)[side]}/trace.h.{step}.{own}"

    def asked(self, what: str, t: int, s: int) -> str:
        """The selection of what a scene names beside its cell (t, s).

        "between.j": what a key or v is multiplied with; "key.s.j": a unit of the state at s;
        "chance": the probability of the row's output. "" for anything else.
        """
        name, *places = what.split(".")
        if not all(place.isdecimal() and len(place) < 4 for place in places):
            return ""
        numbers = [int(place) for place in places]
        if name == "between" and len(numbers) == 1:
            own = {"dot": f"decoder/trace.h.{t}.{numbers[0]}"}
            own["additive"] = f"attention.hidden.{t}.{numbers[0]}.{s}"
            return own.get(self.read.score, f"attention.query.{t}.{numbers[0]}")
        if name == "key" and len(numbers) == 2:
            return self.state(*numbers)
        target = self.read.passage.run.pairs.targets[t, 0]
        return f"output.p.{t}.{target}" if name == "chance" else ""

    def where(self, sel: str) -> str:
        """Of what, and when."""
        part, _, rest = sel.rpartition("/")
        t = int(rest.split(".")[2])
        if not part:
            return f"step {t + 1}, writing {self.read.outputs[t]}"
        symbols = self.read.passage.parts[part].symbols
        of = f"encoder, {DIRECTIONS[part]}" if part in DIRECTIONS else part
        return f"{of}, step {t + 1}, reading {symbols[t]}" if t >= 0 else f"{of}, before step 1"

    def role(self, sel: str) -> str:
        part, _, rest = sel.rpartition("/")
        source, name, *_ = rest.split(".")
        if part and source in ("trace", "grads"):
            if source == "grads" or name == "x":
                return "gradient" if source == "grads" else "x"
            return self.read.passage.parts[part].trace.cell.quantity(name).role
        return ROLES.get(name, ROLES.get(source, "h"))


def look_panel(state: PageState[Any], read: Attended, setting: str) -> None:
    """Show the number that a setting of the page names; nothing if it names none that there is."""
    look, sel = Look(read), getattr(state.now, setting)
    opened = look.explain(sel) if sel else None
    if opened is None:
        return
    key, trail_key = f"{state.page}.panel-{setting}", f"{state.page}/trail-{setting}"
    trail: list[str] = st.session_state.setdefault(trail_key, [])
    held = st.session_state.get(key)
    led_here = held is not None and held.get("open") == sel
    if st.session_state.get(f"{trail_key}/at") != sel and not led_here:
        trail.clear()
    st.session_state[f"{trail_key}/at"] = sel

    def followed() -> None:
        chosen = st.session_state[key].open
        if not chosen or not re.fullmatch(LOOKED_AT, chosen):
            return
        if chosen in trail:
            del trail[trail.index(chosen) :]
        else:
            trail.append(sel)
        state.set(**{setting: chosen})

    _panel(key=key, data=panel_scene(look, sel, opened, trail), on_open_change=followed)


def panel_scene(look: Look, sel: str, opened: Explanation, trail: list[str]) -> dict[str, Any]:
    """What assets/components/panel draws."""
    part = sel.rpartition("/")[0]
    inner = _inner(look, opened, part)
    summed = inner or opened
    back = [(step, look.explain(step)) for step in trail[-4:]]
    return {
        "sel": sel,
        "role": look.role(sel),
        "where": look.where(sel),
        "read": "",
        "symbol": opened.symbol,
        "words": opened.words,
        "equation": opened.equation,
        "inner": [inner.symbol, inner.equation] if inner else None,
        "terms": [[t.weight_label, t.value_label, look.sel(t.ref, part)] for t in summed.terms],
        "numbers": numbers_of(summed),
        "result": numbers_of(opened)[-1:],
        "function": opened.function,
        "note": opened.note,
        "other": None,
        "trail": [[step, found.symbol] for step, found in back if found is not None],
    }


def _inner(look: Look, opened: Explanation, part: str) -> Explanation | None:
    """What stands inside a function of one number, opened in its place."""
    if not part or opened.function is None or len(opened.terms) != 1:
        return None
    behind = look.sel(opened.terms[0].ref, part)
    return look.explain(behind) if behind else None
