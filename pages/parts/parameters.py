"""What is learned in a cell, as a table."""

from __future__ import annotations

from core.arrays import Params
from core.cells import Cell
from core.measure import parameter_blocks

TITLES = {
    "W_x": "input weights $W_x$",
    "W_h": "recurrent weights $W_h$",
    "b": "bias $b$",
    "p": "peephole $p$",
    "b_hn": "second bias",
}


def parameter_table(cell: Cell, params: Params) -> str:
    """Every learned matrix of the cell with its shape, gate by gate, as Markdown."""
    columns = [name for name in TITLES if name in params]
    head = " | ".join(TITLES[name] for name in columns)
    lines = [f"| gate | {head} | numbers |", "|:--|" + "--:|" * (len(columns) + 1)]
    blocks = parameter_blocks(cell, params)
    for block in blocks:
        shapes = (
            " × ".join(map(str, block.shapes[c])) if c in block.shapes else "–" for c in columns
        )
        words = cell.quantity(block.gate).words
        lines.append(f"| {words} | {' | '.join(shapes)} | {block.count:,} |")
    total = sum(block.count for block in blocks)
    return "\n".join([*lines, f"| **all, learned** |{' |' * len(columns)} **{total:,}** |"])
