"""Values and gradients against PyTorch in float64: autograd over our equations, and torch.nn."""

import numpy as np
import pytest
import torch
from cases import cells, every_cell, problem, running
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch_cells import run

CLOSE = {"rtol": 1e-10, "atol": 1e-11}
shapes = st.tuples(*(st.integers(1, high) for high in (6, 4, 3, 5)))
every_seed = given(
    seed=st.integers(0, 2**32 - 1), shape=shapes, ragged=st.booleans(), clamped=st.booleans()
)


def close(ours, theirs, name=""):
    np.testing.assert_allclose(ours, np.asarray(theirs), err_msg=name, **CLOSE)


@every_cell
@every_seed
def test_every_value_and_every_gradient_equal_autograd(cell, seed, shape, ragged, clamped):
    p = problem(cell, seed, shape, ragged, clamped)
    trace, grads = p.trace(), p.grads()
    values, torch_grads, params, x, initial = run(p)
    own = running(trace)
    assert set(values) == set(trace)
    for name in trace:
        close(trace[name][own], values[name][own], name)
        close(grads[name], torch_grads[name], f"gradient of {name}")
    for name, value in params.items():
        grad = np.zeros(value.shape) if value.grad is None else value.grad
        close(grads.params[name], grad, f"gradient of {name}")
    close(grads.x, np.zeros(p.x.shape) if x.grad is None else x.grad)
    for name, value in initial.items():
        close(grads.initial[name], np.zeros(value.shape) if value.grad is None else value.grad)


# torch.nn -------------------------------------------------------------------------------------
# Rows of torch's weights are our columns; its gate order: LSTM i, f, g, o as ours; GRU r, z, n.


def torch_module(p):
    """torch.nn's cell with our weights. Both of its biases are filled, ours being their sum."""
    _, D, H = p.params["W_x"].shape
    kind = {"RNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}[p.cell.title]
    extra = {"nonlinearity": p.cell.activation} if p.cell.title == "RNN" else {}
    module = kind(D, H, dtype=torch.float64, **extra)
    split = np.random.default_rng(1).standard_normal(p.params["b"].shape)
    if p.cell.title == "GRU":
        split[2] = p.params["b_hn"]
        first = np.concatenate([p.params["b"][:2] - split[:2], p.params["b"][2:]])
    else:
        first = p.params["b"] - split
    with torch.no_grad():
        for name, value in (
            ("weight_ih_l0", flip_z(p, p.params["W_x"]).transpose(0, 2, 1).reshape(-1, D)),
            ("weight_hh_l0", flip_z(p, p.params["W_h"]).transpose(0, 2, 1).reshape(-1, H)),
            ("bias_ih_l0", flip_z(p, first).reshape(-1)),
            ("bias_hh_l0", flip_z(p, split).reshape(-1)),
        ):
            getattr(module, name).copy_(torch.tensor(np.ascontiguousarray(value)))
    return module


def flip_z(p, blocks):
    """torch's z is 1 - ours: σ(-a), so the block of z changes its sign."""
    if p.cell.title != "GRU":
        return blocks
    blocks = blocks.copy()
    blocks[1] = -blocks[1]
    return blocks


def to_blocks(p, grad):
    """(G·H, K) → (G, K, H) and (G·H,) → (G, 1, H)."""
    grad = grad.numpy()
    H = p.params["W_h"].shape[-1]
    grad = grad.reshape(-1, H, grad.size // len(grad)).transpose(0, 2, 1)
    return flip_z(p, grad)


standard = cells("rnn-tanh", "rnn-relu", "lstm", "gru-reset_after")


@standard
@pytest.mark.parametrize("ragged", [False, True], ids=["full", "packed"])
@pytest.mark.parametrize("seed", range(4))
def test_standard_cells_equal_torch_nn(cell, ragged, seed):
    p = problem(cell, seed, (7, 4, 3, 5), ragged)
    module = torch_module(p)
    x = torch.tensor(p.x, requires_grad=True)
    first = {name: torch.tensor(value[None]).requires_grad_() for name, value in p.initial.items()}
    state = tuple(first.values()) if len(first) == 2 else first["h"]
    trace, grads = p.trace(), p.grads()
    lengths = torch.tensor(np.full(4, 7) if p.lengths is None else p.lengths)

    if ragged:
        packed, last = module(pack_padded_sequence(x, lengths, enforce_sorted=False), state)
        h, _ = pad_packed_sequence(packed, total_length=7)  # zeros past the end
    else:
        h, last = module(x, state)
    last = dict(zip(first, last if len(first) == 2 else (last,), strict=True))
    close(trace["h"] * running(trace)[:, :, None], h.detach())
    for name, value in last.items():
        close(trace.final(name), value.detach()[0])

    loss = (h * torch.tensor(p.d_h)).sum()
    loss = loss + sum(
        (value[0] * torch.tensor(p.d_final[name])).sum() for name, value in last.items()
    )
    loss.backward()
    close(grads.x, x.grad)
    for name, value in first.items():
        close(grads.initial[name], value.grad[0])
    close(grads.params["W_x"], to_blocks(p, module.weight_ih_l0.grad))
    close(grads.params["W_h"], to_blocks(p, module.weight_hh_l0.grad))
    close(grads.params["b"], to_blocks(p, module.bias_ih_l0.grad))
    if cell.title == "GRU":
        close(grads.params["b_hn"], to_blocks(p, module.bias_hh_l0.grad)[2])
