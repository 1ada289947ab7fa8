"""What Python packs is what Python and the browser read."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pages.parts.wire import pack, unpack
from tests.pages.node import run_module

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
tables = arrays(np.float32, array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4))
scenes = st.dictionaries(
    words.filter(lambda name: name != "$"),
    st.recursive(
        plain | tables,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(words.filter(lambda name: name != "$"), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and np.array_equal(a, b, equal_nan=True)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return a == b and type(a) is type(b)


@given(scenes)
def test_a_scene_comes_back_as_it_was(scene):
    assert same(unpack(pack(scene)), scene)


def test_arrays_keep_what_is_not_finite():
    values = np.array([[math.nan, math.inf], [-math.inf, -0.0]])
    found = unpack(pack({"deep": [{"values": values}]}))["deep"][0]["values"]
    np.testing.assert_array_equal(found, values)
    assert math.copysign(1, found[1, 1]) == -1


def test_what_float32_cannot_hold_is_infinite_and_warns_nobody():
    assert unpack(pack({"a": np.array([1e300, -1e300])}))["a"].tolist() == [math.inf, -math.inf]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_bare_number_that_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="not JSON compliant"):
        pack({"a": [{"b": bad}]})


def test_views_integers_and_scalars_travel():
    rows = np.arange(12, dtype=np.int64).reshape(3, 4)
    found = unpack(pack({"t": rows.T[1:], "n": np.int64(3), "b": np.bool_(True), "p": (1, 2)}))
    np.testing.assert_array_equal(found["t"], rows.T[1:])
    assert (found["n"], found["b"], found["p"]) == (3, True, [1, 2])


@pytest.mark.parametrize("padding", range(4))
def test_numbers_are_aligned_whatever_the_words(padding):
    found = unpack(pack({"w": "é" * padding, "a": np.array([1.5, 2.5])}))
    assert found["a"].tolist() == [1.5, 2.5]


READ = """
import { Table, unpack } from "./assets/components/shared/unpack.js";

const lengths = input.readUInt32LE(0);
const scene = unpack(new Uint8Array(input.buffer, input.byteOffset + 4, lengths));
const say = (value) => {
  if (!(value instanceof Table)) {
    if (Array.isArray(value)) return value.map(say);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, say(item)]));
  }
  const walk = (index) => {
    if (index.length === value.shape.length - 1) return [...value.row(...index)].map(String);
    return Array.from({ length: value.shape[index.length] }, (_, k) => walk([...index, k]));
  };
  const end = value.shape.map((n) => n - 1);
  return { shape: value.shape, rows: walk([]), last: String(value.at(...end)) };
};
output(say(scene));
"""


def test_the_browser_reads_what_python_packs():
    cube = np.arange(24, dtype=float).reshape(2, 3, 4) / 8
    odd = np.array([math.nan, math.inf, -math.inf, 1e300])
    scene = {"words": "ŷ 🙂 \x00 </script>", "cube": cube, "in": {"list": [{"odd": odd}, None, 2]}}
    payload = pack(scene)
    # Behind four bytes, as inside a message: the numbers need not be aligned.
    found = run_module(READ, len(payload).to_bytes(4, "little") + payload)
    assert found["words"] == scene["words"]
    assert found["cube"]["shape"] == [2, 3, 4]
    np.testing.assert_array_equal(np.array(found["cube"]["rows"], dtype=float), cube)
    assert float(found["cube"]["last"]) == cube[-1, -1, -1]
    seen = found["in"]["list"]
    assert seen[0]["odd"]["rows"] == ["NaN", "Infinity", "-Infinity", "Infinity"]
    assert seen[1:] == [None, 2]


def test_a_packed_scene_is_json_that_browsers_accept():
    payload = pack({"a": np.array([math.nan])})
    size = int.from_bytes(payload[:4], "little")
    assert json.loads(payload[4 : 4 + size], parse_constant=pytest.fail) == {"a": {"$": [0, [1]]}}
