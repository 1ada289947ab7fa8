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
    """`value` as a float64 array; ValueError, naming `name`, if it is not made of real numbers.

    NumPy alone would read None as NaN, "3" as 3 and drop an imaginary part.
    """
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:  # rows of unequal length
        raise ValueError(f"{name} must be an array of numbers; got {value!r}.") from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be an array of numbers; got {value!r}.")
    return np.asarray(array, dtype=np.float64)


def require_shape(array: Array, shape: Sequence[int], name: str, legend: str) -> None:
    """Raise ValueError unless `array` has `shape`; `legend` spells the axes, as in "(T, B, H)"."""
    if array.shape != tuple(shape):
        raise ValueError(f"{name} must have shape {legend} = {tuple(shape)}; got {array.shape}.")


def as_lengths(lengths: ArrayLike, T: int, B: int) -> Ints:
    """Lengths (B,) of sequences of at most T steps; ValueError unless they are that."""
    array = as_float_array(lengths, "lengths")
    require_shape(array, (B,), "lengths", "(B,)")
    if not np.all((array >= 1) & (array <= T) & (array == np.floor(array))):
        raise ValueError(f"lengths must be whole numbers from 1 to T = {T}; got {array.tolist()}.")
    return array.astype(np.intp)


def require_mapping(given: object, what: str) -> None:
    """Raise ValueError unless `given` holds things by name."""
    if not isinstance(given, Mapping):
        raise ValueError(f"{what} must be given by name, in a dict; got {type(given).__name__}.")


def require_names(given: Mapping[str, object], known: Sequence[str], what: str) -> None:
    """Raise ValueError if `given` is no mapping or has a key that is not one of `known`."""
    require_mapping(given, what)
    unknown = sorted(str(name) for name in given if name not in known)
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
