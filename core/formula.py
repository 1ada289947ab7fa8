"""How a number came about, as data: sums of products that `core.explain` opens.

Each cell states, for every quantity it traces and for the gradient of each, a `Formula`: an
optional function applied to a sum of two-factor products. The same records serve every cell,
so a new cell is explained by writing its formulas, not by touching the explainer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Value:
    """A traced quantity at step t + shift; with `complement`, one minus it."""

    name: str
    shift: int = 0
    complement: bool = False


@dataclass(frozen=True)
class Grad:
    """∂L/∂(quantity) at step t + shift."""

    name: str
    shift: int = 0


@dataclass(frozen=True)
class Slope:
    """φ'(a) of the quantity `name` at step t + shift; zero where that quantity is held."""

    name: str
    shift: int = 0


@dataclass(frozen=True)
class Weight:
    """Entry [block, 0, unit] of a parameter that acts element by element (b, p, b_hn)."""

    param: str
    block: int = 0


@dataclass(frozen=True)
class One:
    """The factor 1, for terms that enter a sum as they are."""


ONE = One()

Factor: TypeAlias = Value | Grad | Slope | Weight | One


@dataclass(frozen=True)
class Product:
    """sign · weight · value, element by element: one term."""

    weight: Factor
    value: Factor
    sign: float = 1.0
    unless_held: str = ""  # the term vanishes where this quantity is held


@dataclass(frozen=True)
class MatVec:
    """Row or column of a weight matrix times a vector: one term for each entry.

    Forward (transpose=False): Σ_k source[k] · M[k, unit].
    Backward (transpose=True):  Σ_k source[k] · M[unit, k].
    `block` is the gate's place on the leading axis; source "x" is the input.
    """

    param: str
    block: int
    source: Value | Grad
    transpose: bool = False


@dataclass(frozen=True)
class Injected:
    """∂L_t/∂h_t as the loss at step t injects it, and what enters the last state from outside."""

    state: str = "h"


Part: TypeAlias = Product | MatVec | Injected


@dataclass(frozen=True)
class Formula:
    """result = function(Σ parts); `latex` is the equation in symbols."""

    latex: str
    parts: tuple[Part, ...]
    function: str | None = None
