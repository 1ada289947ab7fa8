"""Our cells written a second time, step by step in PyTorch, so that autograd can judge them.

Written from the equations in the docstrings of core/cells, not from their code. Every tensor
keeps its gradient, so that intermediates can be compared as well.
"""

import numpy as np
import torch
from cases import Problem

from core.cells import GRU, LSTM

ACTIVATION = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "identity": lambda a: a,
}


def tensor(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def vanilla_step(cell, params, x, prev, hold):
    a = x @ params["W_x"][0] + prev["h"] @ params["W_h"][0] + params["b"][0]
    return {"a_h": a, "h": hold("h", ACTIVATION[cell.activation](a))}


def lstm_step(cell, params, x, prev, hold):
    phi = ACTIVATION[cell.activation]
    h, c = prev["h"], prev["c"]
    a = {
        f"a_{gate}": x @ params["W_x"][k] + h @ params["W_h"][k] + params["b"][k]
        for k, gate in enumerate("ifgo")
    }
    if cell.peephole:
        a["a_i"] = a["a_i"] + params["p"][0] * c
        a["a_f"] = a["a_f"] + params["p"][1] * c
    f = hold("f", torch.sigmoid(a["a_f"]))
    i = hold("i", 1 - f if cell.coupled else torch.sigmoid(a["a_i"]))
    g = hold("g", phi(a["a_g"]))
    c = f * c + i * g
    if cell.peephole:
        a["a_o"] = a["a_o"] + params["p"][2] * c
    o = hold("o", torch.sigmoid(a["a_o"]))
    squashed = phi(c)
    return {**a, "i": i, "f": f, "g": g, "o": o, "c": c, "squashed_c": squashed, "h": o * squashed}


def gru_step(cell, params, x, prev, hold):
    W, h = params["W_h"], prev["h"]
    a_r, a_z, inputs = (x @ params["W_x"][k] + params["b"][k] for k in range(3))
    a_r, a_z = a_r + h @ W[0], a_z + h @ W[1]
    r, z = hold("r", torch.sigmoid(a_r)), hold("z", torch.sigmoid(a_z))
    if cell.reset_after:
        inner = {"m": h @ W[2] + params["b_hn"]}
        a_n = inputs + r * inner["m"]
    else:
        inner = {"rh": r * h}
        a_n = inputs + inner["rh"] @ W[2]
    n = hold("n", torch.tanh(a_n))
    h = (1 - z) * h + z * n
    return {"a_r": a_r, "a_z": a_z, "a_n": a_n, "r": r, "z": z, "n": n, **inner, "h": h}


def run(p: Problem):
    """Values and gradients: ({name: (T, B, H)}, {name: …}, params, x, initial as tensors)."""
    step = {LSTM: lstm_step, GRU: gru_step}.get(type(p.cell), vanilla_step)
    params = {name: tensor(value) for name, value in p.params.items()}
    x, state = tensor(p.x), {name: tensor(value) for name, value in p.initial.items()}
    initial = dict(state)
    T, B, _ = p.x.shape
    lengths = torch.tensor(p.lengths if p.lengths is not None else [T] * B)
    kept, loss = [], torch.zeros((), dtype=torch.float64)
    for t in range(T):

        def hold(gate, value, t=t):
            if gate not in p.clamp:
                return value
            held = torch.tensor(p.clamp[gate][t])
            return torch.where(torch.isnan(held), value, torch.nan_to_num(held))

        own = (t < lengths)[:, None]
        now = step(p.cell, params, x[t], state, hold)
        for value in now.values():
            if value.requires_grad:  # a gate that is held everywhere has none
                value.retain_grad()
        kept.append(now)
        state = {name: torch.where(own, now[name], state[name]) for name in state}
        loss = loss + (torch.tensor(p.d_h[t]) * now["h"] * own).sum()
    loss = loss + sum((torch.tensor(p.d_final[name]) * state[name]).sum() for name in state)
    loss.backward()
    values = {name: np.stack([now[name].detach() for now in kept]) for name in kept[0]}
    grads = {
        name: np.stack([_grad(now[name]) for now in kept]) for name in kept[0]
    }  # fmt: skip
    return values, grads, params, x, initial


def _grad(value: torch.Tensor) -> np.ndarray:
    return np.zeros(value.shape) if value.grad is None else value.grad.numpy()
