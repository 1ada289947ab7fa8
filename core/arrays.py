"""Array types and the checks that turn bad input into a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.intp]
Params: TypeAlias = dict[str, Array]


def as_float_array(value: ArrayLike, name: str) -> Array:
    """`value` as a float64 array; ValueError, naming `name`, if it is not numeric."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers; got {value!r}.") from error


def require_shape(array: Array, shape: Sequence[int], name: str, legend: str) -> None:
    """Raise ValueError unless `array` has `shape`; `legend` spells the axes, as in "(T, B, H)"."""
    if array.shape != tuple(shape):
        raise ValueError(f"{name} must have shape {legend} = {tuple(shape)}; got {array.shape}.")


def require_names(given: Mapping[str, object], known: Sequence[str], what: str) -> None:
    """Raise ValueError if `given` has a key that is not one of `known`."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        names = ", ".join(known)
        raise ValueError(f"{what} must be among: {names}; got {', '.join(unknown)}.")


def frozen(array: Array) -> Array:
    """The same array, read-only from now on."""
    array.setflags(write=False)
    return array


def outer_sum(left: Array, right: Array) -> Array:
    """Σ over steps and batch of left ⊗ right: (T, B, I), (T, B, J) → (I, J)."""
    return left.reshape(-1, left.shape[-1]).T @ right.reshape(-1, right.shape[-1])
