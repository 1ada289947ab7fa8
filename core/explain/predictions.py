"""Opening the readout: logits, probabilities, the loss, and what it asks of h."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Params
from core.explain.record import Explanation, Ref, Term, summed
from core.readout import Loss, log_softmax, logits, softmax


def explain_logit(
    readout: Params, h: Array, t: int, k: int, names: Sequence[str] | None = None
) -> Explanation:
    """Open y_t[k] = c[k] + Σ_j V[j, k] h_t[j], for h (H,), the hidden state after step t.

    `names` are what the K outputs stand for; t counts from 0.
    """
    V, c = readout["V"], readout["c"]
    label = _names(names, V.shape[1])[k]
    terms = [Term(f"c[{label}]", float(c[k]), "1", 1.0, float(c[k]))]
    terms += [
        Term(
            rf"V[{j + 1},{label}]",
            float(V[j, k]),
            f"h_{{{t + 1}}}[{j + 1}]",
            float(h[j]),
            float(V[j, k] * h[j]),
            Ref("trace", "h", t, j),
        )
        for j in range(len(h))
    ]
    result = float(logits(readout, h)[k])
    symbol = f"y_{{{t + 1}}}[{label}]"
    return summed(symbol, f"logit of {label}", "y_t = c + V h_t", tuple(terms), result)


def explain_probability(
    y: Array, t: int, k: int, names: Sequence[str] | None = None
) -> Explanation:
    """Open ŷ_t[k] = exp(y_t[k]) / Σ_j exp(y_t[j]) for logits y (K,).

    Terms are the exponentials, largest first, shifted by the largest logit (which cancels).
    Their sum is the denominator; the note says so, and the result is the k-th divided by it.
    """
    labels = _names(names, len(y))
    top = float(y.max())
    with np.errstate(all="ignore"):
        exponentials = np.exp(y - top)
    terms = tuple(
        Term(
            "1",
            1.0,
            rf"e^{{y[{labels[j]}] - y_{{max}}}}",
            float(exponentials[j]),
            float(exponentials[j]),
            Ref("logits", "y", t, int(j)),
        )
        for j in np.argsort(-y, kind="stable")
    )
    result = float(softmax(y)[k])
    quotient = f"{exponentials[k]:.4g} / {exponentials.sum():.4g} = {result:.4g}"
    return summed(
        rf"\hat{{y}}_{{{t + 1}}}[{labels[k]}]",
        f"probability that {labels[k]} comes next",
        r"\hat{y}_t[k] = e^{y_t[k]} / \Sigma_j e^{y_t[j]}",
        terms,
        result,
        None,
        f"the sum is the denominator: {quotient}",
    )


def explain_loss(y: Array, t: int, target: int, names: Sequence[str] | None = None) -> Explanation:
    """Open L_t = -log ŷ_t[target] for logits y (K,)."""
    label = _names(names, len(y))[target]
    value = float(-log_softmax(y)[target])
    log_p = -value
    term = Term("-1", -1.0, rf"\log \hat{{y}}_{{{t + 1}}}[{label}]", log_p, value)
    rule = r"L_t = -\log \hat{y}_t[\mathrm{target}]"
    note = f"the letter that really came was {label}"
    return summed(f"L_{{{t + 1}}}", "loss of this step, in nats", rule, (term,), value, None, note)


def explain_injected(
    readout: Params, loss: Loss, t: int, b: int, unit: int, names: Sequence[str] | None = None
) -> Explanation:
    """Open ∂L_t/∂h_t[unit] = Σ_k V[unit, k] ∂L_t/∂y_t[k]."""
    V, d_y = readout["V"], loss.d_logits[t, b]
    labels = _names(names, len(d_y))
    terms = tuple(
        Term(
            f"V[{unit + 1},{labels[k]}]",
            float(V[unit, k]),
            rf"\partial L_{{{t + 1}}}/\partial y_{{{t + 1}}}[{labels[k]}]",
            float(d_y[k]),
            float(V[unit, k] * d_y[k]),
        )
        for k in range(len(d_y))
    )
    ends = (
        r"\hat{y}_t - \mathrm{target}" if loss.kind == "cross-entropy" else r"y_t - \mathrm{target}"
    )
    return summed(
        rf"\partial L_{{{t + 1}}}/\partial h_{{{t + 1}}}[{unit + 1}]",
        "what the loss of this step asks of the hidden state",
        rf"\partial L_t/\partial h_t = V \, ({ends})",
        terms,
        float(loss.d_h[t, b, unit]),
    )


def _names(names: Sequence[str] | None, size: int) -> Sequence[str]:
    return names if names is not None else [str(j + 1) for j in range(size)]


def explain_error(
    y: Array, target: Array, t: int, names: Sequence[str] | None = None
) -> Explanation:
    """Open L_t = ½ Σ_k (y_t[k] - target[k])² for predicted and wanted values (K,)."""
    labels, terms = _names(names, len(y)), []
    for k, label in enumerate(labels):
        error = float(y[k] - target[k])
        shown = f"(y_{{{t + 1}}}[{label}] - {target[k]:.4g})"
        ref = Ref("logits", "y", t, k)
        terms.append(Term(rf"0.5 {shown}", 0.5 * error, shown, error, 0.5 * error * error, ref))
    rule = r"L_t = 0.5 \ \Sigma_k (y_t[k] - \mathrm{target}_k)^2"
    value = float(np.sum([term.product for term in terms]))
    return summed(f"L_{{{t + 1}}}", "loss of this step", rule, tuple(terms), value)


def explain_chosen(
    readout: Params, t: int, at: int, out: int, unit: int, names: Sequence[str] | None = None
) -> Explanation:
    """Open what one prediction, y = y_at[out], asks of h_t[unit] directly: V[unit, out] at its
    own step, nothing at any other."""
    V = readout["V"]
    label = _names(names, V.shape[1])[out]
    symbol = rf"\partial y/\partial h_{{{t + 1}}}[{unit + 1}]"
    words = "what the prediction asks of the hidden state, directly"
    if t != at:
        note = f"the prediction is made at step {at + 1}, from the hidden state of that step alone"
        return summed(symbol, words, symbol, (), 0.0, None, note)
    value = float(V[unit, out])
    term = Term(f"V[{unit + 1},{label}]", value, "1", 1.0, value)
    return summed(symbol, words, r"\partial y/\partial h_t = V", (term,), value)
