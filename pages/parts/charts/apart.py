"""How far apart two readings of the same text are, letter by letter, as a Vega-Lite spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.arrays import Array
from pages.parts.components import tokens


def apart_chart(symbols: Sequence[str], shares: Array, title: str) -> dict[str, Any]:
    """One bar a letter; nothing where nothing could be measured."""
    groups = tokens()
    shade = 1 if st.context.theme.type == "dark" else 0
    ink, muted, line = (groups["neutral"][name][shade] for name in ("ink", "muted", "line"))
    rows = [
        {"step": t + 1, "letter": letter, "share": float(shares[t])}
        for t, letter in enumerate(symbols)
        if shares[t] == shares[t]
    ]
    letters = "[" + ",".join(f"'{letter}'" for letter in symbols) + "]"
    axis = {
        "labelColor": muted, "titleColor": muted, "gridColor": line, "domainColor": line,
        "tickColor": line, "labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": "normal",
    }  # fmt: skip
    return {
        "height": 220,
        "background": "transparent",
        "title": {
            "text": title,
            "anchor": "start", "color": ink, "fontSize": 17, "fontWeight": 600, "offset": 12,
        },
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "step", "type": "ordinal", "title": "letter read",
                "axis": {
                    **axis, "labelAngle": 0, "labelExpr": f"{letters}[datum.value - 1]",
                },
            },
            "y": {
                "field": "share", "type": "quantitative",
                "title": "distance of h, relative", "scale": {"domain": [0, 1]},
                "axis": {**axis, "format": ".0%", "tickCount": 4},
            },
            "tooltip": [
                {"field": "step", "title": "step"},
                {"field": "letter", "title": "reads"},
                {"field": "share", "title": "apart", "format": ".1%"},
            ],
        },
        "mark": {"type": "bar", "color": groups["quantity"]["h"][shade], "clip": True},
        "config": {"view": {"stroke": None}, "font": "inherit"},
    }  # fmt: skip
