"""How fast two states change, step by step, as a Vega-Lite spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.arrays import Array
from pages.parts.components import tokens


def change_chart(symbols: Sequence[str], curves: Mapping[str, Array], title: str) -> dict[str, Any]:
    """One line a state over the letters read; nothing where nothing could be measured."""
    groups = tokens()
    shade = 1 if st.context.theme.type == "dark" else 0
    ink, muted, line = (groups["neutral"][name][shade] for name in ("ink", "muted", "line"))
    colours = {name: groups["quantity"][name][shade] for name in curves}
    words = {name: f"{groups['words'][name]} {name}" for name in curves}
    rows = [
        {"step": t + 1, "letter": letter, "state": words[name], "share": float(curve[t])}
        for name, curve in curves.items()
        for t, letter in enumerate(symbols)
        if curve[t] == curve[t] and t > 0
    ]
    letters = "[" + ",".join(f"'{letter}'" for letter in symbols) + "]"
    axis = {
        "labelColor": muted, "titleColor": muted, "gridColor": line, "domainColor": line,
        "tickColor": line, "labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": "normal",
    }  # fmt: skip
    # The same legend for colour and dashes, so that both stand in one.
    legend = {"title": None, "orient": "top", "labelFontSize": 15, "labelColor": ink}
    return {
        "height": 300,
        "background": "transparent",
        "title": {
            "text": title,
            "anchor": "start", "color": ink, "fontSize": 17, "fontWeight": 600, "offset": 12,
        },
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "step", "type": "quantitative", "title": "letter read",
                "scale": {"domain": [1, max(2, len(symbols))], "nice": False},
                "axis": {
                    **axis, "grid": False, "tickMinStep": 1, "labelOverlap": True,
                    "values": list(range(2, len(symbols) + 1)),
                    "labelExpr": f"{letters}[datum.value - 1]",
                },
            },
            "y": {
                "field": "share", "type": "quantitative",
                "title": "change of one step, relative",
                "scale": {"zero": True}, "axis": {**axis, "format": ".0%"},
            },
            "color": {
                "field": "state", "type": "nominal",
                "scale": {"domain": list(words.values()), "range": list(colours.values())},
                "legend": legend,
            },
            "strokeDash": {
                "field": "state", "type": "nominal", "legend": legend,
                "scale": {"domain": list(words.values()), "range": [[1, 0], [6, 4]]},
            },
            "tooltip": [
                {"field": "state", "title": "state"},
                {"field": "letter", "title": "reads"},
                {"field": "share", "title": "change", "format": ".1%"},
            ],
        },
        "mark": {"type": "line", "point": {"size": 60, "filled": True}, "strokeWidth": 2.5},
        "config": {"view": {"stroke": None}, "font": "inherit"},
    }  # fmt: skip
