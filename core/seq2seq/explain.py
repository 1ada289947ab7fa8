"""Opening what stands between attention and the output: h̃, and logits."""

from __future__ import annotations

from core.explain.record import Explanation, Ref, Term, summed
from core.seq2seq.model import Seq2Seq
from core.seq2seq.run import Run


def explain_combined(model: Seq2Seq, run: Run, t: int, b: int, unit: int) -> Explanation:
    """Open h̃_t[unit] = tanh(b_c + W_c [context_t, h_t])."""
    if run.combined is None or run.attention is None:
        raise ValueError("a model without attention has no h̃; its output reads h.")
    _within(run, t, b, unit, model.hidden_size, "unit")
    W, bias, H = model.params["combine.W_c"], model.params["combine.b_c"], model.hidden_size
    terms = [_term(f"b_c[{unit + 1}]", bias[unit], "1", 1.0)]
    for first, name, row, ref in (
        (0, rf"\mathrm{{context}}_{{{t + 1}}}", run.attention["context"][t, b], "attention"),
        (H, f"h_{{{t + 1}}}", run.trace["h"][t, b], "trace"),
    ):
        label = "context" if ref == "attention" else "h"
        terms += [
            _term(
                f"W_c[{first + j + 1},{unit + 1}]", W[first + j, unit], f"{name}[{j + 1}]", row[j],
                Ref(ref, label, t, j),
            )
            for j in range(H)
        ]  # fmt: skip
    return summed(
        rf"\tilde{{h}}_{{{t + 1}}}[{unit + 1}]",
        f"unit {unit + 1} of context and state combined at step {t + 1}",
        r"\tilde{h}_t = \tanh(W_c [\mathrm{context}_t, h_t] + b_c)",
        tuple(terms), float(run.combined[t, b, unit]), "tanh",
    )  # fmt: skip


def explain_output(model: Seq2Seq, run: Run, t: int, b: int, k: int) -> Explanation:
    """Open the logit y_t[k] of the k-th symbol written, the end being the last."""
    labels = model.target.written
    _within(run, t, b, k, len(labels), "k")
    V, c = model.readout["V"], model.readout["c"]
    combined = run.combined is not None
    row = run.trace["h"][t, b] if run.combined is None else run.combined[t, b]
    name = rf"\tilde{{h}}_{{{t + 1}}}" if combined else f"h_{{{t + 1}}}"
    label = rf"\mathrm{{{labels[k].strip('<>')}}}"
    terms = [_term(f"c[{label}]", c[k], "1", 1.0)]
    terms += [
        _term(
            f"V[{j + 1},{label}]", V[j, k], f"{name}[{j + 1}]", row[j],
            Ref("combined" if combined else "trace", "combined" if combined else "h", t, j),
        )
        for j in range(len(row))
    ]  # fmt: skip
    return summed(
        f"y_{{{t + 1}}}[{label}]",
        f"logit of {labels[k]}",
        r"y_t = c + V \tilde{h}_t" if combined else "y_t = c + V h_t",
        tuple(terms), float(run.logits[t, b, k]),
    )  # fmt: skip


def _term(
    weight_label: str, weight: float, value_label: str, value: float, ref: Ref | None = None
) -> Term:
    weight, value = float(weight), float(value)
    return Term(weight_label, weight, value_label, value, weight * value, ref)


def _within(run: Run, t: int, b: int, place: int, size: int, name: str) -> None:
    T, B, _ = run.logits.shape
    for what, value, limit in (("t", t, T), ("b", b, B), (name, place, size)):
        if not 0 <= value < limit:
            raise ValueError(f"{what} must lie in 0…{limit - 1}; got {value}.")
