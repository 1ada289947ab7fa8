"""Greedy writing and beam search as trees, one for each width, as a scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.seq2seq.beam import WIDEST, Node, Tree
from core.seq2seq.model import Seq2Seq
from core.seq2seq.ranking import places, scores
from pages.parts.passage import label

POWERS = tuple(k / 10 for k in range(21))
PRUNED_SHOWN = 3  # of each step, beside those that greedy writing takes; of wide beams two
FATES = ("kept", "pruned", "ended", "cut")


def trees_of(model: Seq2Seq, tokens: tuple[str, ...], longest: int) -> list[Tree]:
    """The searches of all widths, from 1."""
    return [model.beam(tokens, width, longest) for width in range(1, WIDEST + 1)]


def beam_scene(trees: Sequence[Tree]) -> dict[str, Any]:
    """What assets/components/beam draws."""
    greedy = trees[0].nodes
    return {
        "powers": list(POWERS),
        "fates": list(FATES),
        "trees": [_tree(tree, tuple(node.symbol for node in greedy)) for tree in trees],
    }


def _tree(tree: Tree, greedy: tuple[int, ...]) -> dict[str, Any]:
    """Nodes by column; `index` is the place in the whole tree, of which some pruned nodes are left
    out; `left_out` counts them, step by step."""
    on_greedy = [_follows(tree, node, greedy) for node in tree.nodes]
    most = PRUNED_SHOWN if tree.width <= WIDEST // 2 else PRUNED_SHOWN - 1
    shown: list[Node] = []
    left_out = [0] * len(tree.steps)
    ranks = [0] * len(tree.steps)
    rank: list[int] = []
    pruned = [0] * len(tree.steps)
    for node, follows in zip(tree.nodes, on_greedy, strict=True):
        if node.fate == "pruned":
            pruned[node.step] += 1
            if pruned[node.step] > most and not follows:
                left_out[node.step] += 1
                continue
        shown.append(node)
        rank.append(ranks[node.step])
        ranks[node.step] += 1
    place = {node.index: k for k, node in enumerate(shown)}
    found = scores(tree, POWERS)
    return {
        "index": [node.index for node in shown],
        "parent": [place[node.parent] if node.parent >= 0 else -1 for node in shown],
        "step": [node.step for node in shown],
        "rank": rank,
        "symbol": [node.symbol for node in shown],
        "label": [label(node.label) for node in shown],
        "fate": [FATES.index(node.fate) for node in shown],
        "greedy": [int(on_greedy[node.index]) for node in shown],
        "own": np.array([node.log_probability for node in shown]),
        "total": np.array([node.total for node in shown]),
        "left_out": left_out,
        "steps": len(tree.steps),
        "finished": [place[index] for index in tree.finished],
        "scores": found,
        "order": places(found, tree).tolist(),
    }


def _follows(tree: Tree, node: Node, greedy: tuple[int, ...]) -> bool:
    """Whether greedy writing comes through this node."""
    path = tuple(tree.nodes[place].symbol for place in tree.path(node.index))
    return path == greedy[: len(path)]
