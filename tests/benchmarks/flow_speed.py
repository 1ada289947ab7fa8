"""How fast all Jacobians of a run are beside PyTorch: `python -m tests.benchmarks.flow_speed`.

Every ∂h_t/∂h_k of one run of T steps, forward pass included, against
`torch.autograd.functional.jacobian` of all states by what is added to each of them; both in one
run, on one thread. Ours of the LSTM holds all of c's Jacobians as well. The
`vectorize=True` of torch, experimental by its documentation, stands beside what the bar is for.

The map of ‖∂h_t/∂h_0‖ over spectral radius and length has a bar in seconds: a page waits for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from tests.benchmarks.core_speed import THREAD_VARIABLES, milliseconds, verdict

T, H = 50, 16
BAR = 0.05
GROWTH = (25, 50, 100)
MAP, MAP_BAR = (41, 200, 16), 2.0  # radii, steps, units; seconds


def ours(name: str, T: int) -> Callable[[], None]:
    """A forward pass of a cell of ours and every Jacobian between its states."""
    import numpy as np

    from core.cells import GRU, LSTM, VanillaRNN
    from core.flow import jacobians
    from core.sequence import forward

    rng = np.random.default_rng(0)
    cell = {"rnn": VanillaRNN(), "lstm": LSTM(), "gru": GRU(reset_after=True)}[name]
    params, x = cell.init(H, H, rng), rng.standard_normal((T, 1, H))

    def run() -> None:
        jacobians(forward(cell, params, x))

    return run


def torchs(name: str, vectorize: bool) -> Callable[[], None]:
    """The same of h by autograd."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    kinds = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
    cell = kinds[name](H, H, dtype=torch.float64)
    x = torch.randn(T, 1, H, dtype=torch.float64)
    nothing = torch.zeros(T, 1, H, dtype=torch.float64)

    def states(added: torch.Tensor) -> torch.Tensor:
        h = c = torch.zeros(1, H, dtype=torch.float64)
        found = []
        for t in range(T):
            if name == "lstm":
                h, c = cell(x[t], (h, c))
            else:
                h = cell(x[t], h)
            h = h + added[t]
            found.append(h)
        return torch.stack(found)

    def run() -> None:
        torch.autograd.functional.jacobian(states, nothing, vectorize=vectorize)

    return run


def radius_map() -> Callable[[], None]:
    """The map over radius and length at the size that the page shows first."""
    import numpy as np

    from core import flow
    from core.cells import VanillaRNN

    radii, steps, units = MAP
    rng = np.random.default_rng(0)
    cell, x = VanillaRNN(), rng.standard_normal((steps, 1, units))
    params = cell.init(units, units, rng)

    def run() -> None:
        flow.radius_map(cell, params, x, np.linspace(0.1, 2.1, radii))

    return run


def report() -> None:
    import torch

    print(f"\nAll Jacobians of h, T = {T}, H = {H}; one thread, torch {torch.__version__} float64")
    head = f"{'cell':<5} {'ours ms':>8} {'torch ms':>9} {'ratio':>7} {'bar':>5} {'':>7}"
    growth = " ".join(f"{f'T={steps}: ms':>10}" for steps in GROWTH)
    print(f"{head} {'vectorized':>11} {'ratio':>7} {growth}")
    for name in ("rnn", "lstm", "gru"):
        (theirs,) = milliseconds([torchs(name, False)], 0.0, rounds=1)
        mine, quick = milliseconds([ours(name, T), torchs(name, True)], 1.0, rounds=3)
        grown = [milliseconds([ours(name, steps)], 0.5)[0] for steps in GROWTH]
        print(
            f"{name:<5} {mine:>8.2f} {theirs:>9.1f} {mine / theirs:>7.4f} {BAR:>5} "
            f"{verdict(mine / theirs, BAR):>7} {quick:>11.1f} {mine / quick:>7.3f} "
            + " ".join(f"{ms:>10.2f}" for ms in grown)
        )
    print("The number of Jacobians grows with the square of T: fourfold from column to column.")
    seconds = milliseconds([radius_map()], 1.0, rounds=3)[0] / 1e3
    size = "{} radii, {} steps, {} units".format(*MAP)
    print(f"Radius map, {size}: {seconds:.2f} s, bar {MAP_BAR} s {verdict(seconds, MAP_BAR)}")


def main() -> None:
    if "--child" in sys.argv:
        report()
        return
    # BLAS reads its number of threads once, at import.
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, "1")
    command = [sys.executable, "-m", "tests.benchmarks.flow_speed", "--child"]
    subprocess.run(command, check=True, env=environment)


if __name__ == "__main__":
    main()
