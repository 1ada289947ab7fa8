"""How a scene travels to the browser: JSON for words, raw float32 for numbers.

Streamlit sends a `bytes` payload untouched, while nested arrays in a dict arrive as strings and
NaN breaks its JSON. So a scene is one bytes object: the header's length (uint32, little
endian), the header as JSON, padding to a multiple of four, then every array as float32. In the
header an array stands as {"$": [offset, shape]}. Non-finite numbers travel as they are, and
the browser draws them as such. The reader is assets/components/shared/unpack.js.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np


def pack(scene: dict[str, Any]) -> bytes:
    """`scene` as bytes; its values may nest dicts, lists, str, numbers, None and arrays.

    Raises ValueError for a bare float that is not finite: such numbers belong into arrays.
    """
    chunks: list[bytes] = []
    filled = 0

    def encode(value: object) -> object:
        nonlocal filled
        if isinstance(value, np.ndarray):
            with np.errstate(over="ignore"):  # beyond float32 is drawn as infinite
                data = np.ascontiguousarray(value, dtype="<f4")
            place = {"$": [filled, list(value.shape)]}
            chunks.append(data.tobytes())
            filled += data.size
            return place
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, dict):
            return {key: encode(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [encode(item) for item in value]
        return value

    header = json.dumps(encode(scene), allow_nan=False, separators=(",", ":")).encode()
    padding = b" " * (-len(header) % 4)
    return b"".join([struct.pack("<I", len(header)), header, padding, *chunks])


def unpack(payload: bytes) -> dict[str, Any]:
    """The scene that `pack` packed, arrays as float32: what the browser sees."""
    (size,) = struct.unpack_from("<I", payload)
    start = 4 + size + (-size % 4)
    numbers = np.frombuffer(payload, dtype="<f4", offset=start)

    def decode(value: dict[str, Any]) -> object:
        if "$" not in value:
            return value
        offset, shape = value["$"]
        return numbers[offset : offset + int(np.prod(shape))].reshape(shape)

    return dict(json.loads(payload[4 : 4 + size], object_hook=decode))
