"""How fast the core runs beside PyTorch: `python -m tests.benchmarks.core_speed`.

Each row times forward + backward of an LSTM. Ours reads every intermediate and its gradient,
the gradients of x, of the initial state and of the parameters; torch.nn.LSTM keeps none of the
intermediates and yields the gradients of x and the parameters. The two alternate inside one run,
so that both are equally warm and share whatever else the machine does, and each is given its
best time, the one least disturbed by others.
A ratio is against torch in the same precision, float64, as the bar has it; float32 stands beside
it because that is what torch is mostly used with.

Growth in T compares two lengths on one thread, each in a process of its own (beside a longer
sequence the allocator would keep memory at hand that the shorter one alone has to ask for) and
in processor time, since the two do not take turns.

Threads are set in the environment of a child process: BLAS reads its number once, at import.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter, process_time
from typing import Any

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

# T, B, H, bar; the input is as wide as the hidden state.
ROWS = (
    (50, 1, 8, 0.25),
    (50, 1, 16, 0.25),
    (50, 1, 32, 0.25),
    (50, 32, 32, 1.2),
    (100, 32, 128, 1.2),
)
GROWTH = ((25, 1, 16), (50, 1, 32), (25, 32, 32), (50, 32, 64))
GROWTH_BAR = 4.4


def ours(T: int, B: int, H: int) -> Callable[[], None]:
    """One forward + backward of our LSTM with everything read."""
    import numpy as np

    from core.cells import LSTM
    from core.sequence import backward, forward

    rng = np.random.default_rng(0)
    cell = LSTM()
    params = cell.init(H, H, rng)
    x, d_h = rng.standard_normal((T, B, H)), rng.standard_normal((T, B, H))

    def run() -> None:
        trace = forward(cell, params, x)
        grads = backward(trace, d_h)
        _ = [(trace[name], grads[name]) for name in trace]
        _ = grads.x, grads.initial, grads.params

    return run


def torchs(T: int, B: int, H: int, precision: str) -> Callable[[], None]:
    """One forward + backward of torch.nn.LSTM."""
    import torch

    torch.manual_seed(0)
    dtype = getattr(torch, precision)
    lstm = torch.nn.LSTM(H, H, dtype=dtype)
    x = torch.randn(T, B, H, dtype=dtype, requires_grad=True)
    d_h = torch.randn(T, B, H, dtype=dtype)

    def run() -> None:
        lstm.zero_grad(set_to_none=True)
        x.grad = None
        h, _ = lstm(x)
        h.backward(d_h)

    return run


def milliseconds(
    tasks: Sequence[Callable[[], None]],
    seconds: float,
    clock: Callable[[], float] = perf_counter,
    rounds: int = 9,
) -> list[float]:
    """Best time of each task; they take turns for about `seconds` in all, `rounds` at least."""
    for task in tasks:
        for _ in range(min(5, rounds)):
            task()
    times: list[list[float]] = [[] for _ in tasks]
    end = perf_counter() + seconds
    while perf_counter() < end or len(times[0]) < rounds:
        for task, found in zip(tasks, times, strict=True):
            start = clock()
            task()
            found.append(1e3 * (clock() - start))
    return [min(found) for found in times]


def alone(T: int, B: int, H: int, seconds: float) -> float:
    """Our processor time for one size, from a process that has seen no other."""
    size = [str(n) for n in (T, B, H)]
    return float(child(["--one", *size, "--seconds", str(seconds)], capture_output=True).stdout)


def child(flags: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.benchmarks.core_speed", *flags]
    return subprocess.run(command, check=True, text=True, **options)


def verdict(ratio: float, bar: float) -> str:
    return "met" if ratio <= bar else "MISSED"


def report(threads: int, seconds: float) -> None:
    """Print the tables; runs in a process that has been given its threads."""
    import torch

    torch.set_num_threads(threads)
    print(f"\n{threads} thread(s) for NumPy's BLAS and for torch {torch.__version__}; best times")
    head = f"{'T':>4} {'B':>3} {'H':>4} {'ours ms':>9} {'torch64':>9} {'torch32':>9}"
    print(f"{head} {'ratio':>7} {'to f32':>7} {'bar':>6}")
    for T, B, H, bar in ROWS:
        tasks = (ours(T, B, H), torchs(T, B, H, "float64"), torchs(T, B, H, "float32"))
        mine, double, single = milliseconds(tasks, seconds)
        ratio = mine / double
        print(
            f"{T:>4} {B:>3} {H:>4} {mine:>9.3f} {double:>9.3f} {single:>9.3f} {ratio:>7.3f} "
            f"{mine / single:>7.3f} {bar:>6} {verdict(ratio, bar)}"
        )
    if threads > 1:
        return
    print(f"{'T':>4} {'B':>3} {'H':>4} {'T: ms':>9} {'4T: ms':>9} {'growth':>9} {'bar':>6}")
    for T, B, H in GROWTH:
        short, long = (alone(steps, B, H, seconds / 2) for steps in (T, 4 * T))
        growth = long / short
        print(
            f"{T:>4} {B:>3} {H:>4} {short:>9.3f} {long:>9.3f} {growth:>9.2f} {GROWTH_BAR:>6} "
            f"{verdict(growth, GROWTH_BAR)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, default=3.0, help="time a row takes")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--one", type=int, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(*milliseconds([ours(*options.one)], options.seconds, process_time))
        return
    if options.child:
        report(options.threads[0], options.seconds)
        return
    for threads in options.threads:
        environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(threads))
        flags = ["--child", "--threads", str(threads), "--seconds", str(options.seconds)]
        child(flags, env=environment)


if __name__ == "__main__":
    main()
