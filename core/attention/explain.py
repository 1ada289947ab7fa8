"""Opening attention: every score, exponential, weight and context number, down to its products.

Each answer ends in the number that the trace holds. In labels steps, positions and units count
from 1; in arguments from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.attention.attention import AttentionTrace
from core.explain.record import Explanation, Ref, Term, summed


@dataclass(frozen=True)
class Names:
    """What queries, keys and values are called in labels (LaTeX)."""

    query: str = "q"
    key: str = "k"
    value: str = r"\mathrm{value}"


PLAIN = Names()
STATES = Names("h", "e", "e")  # decoder states ask, encoder states answer


def explain_score(
    trace: AttentionTrace, t: int, b: int, s: int, names: Names = PLAIN
) -> Explanation:
    """Open score_ts: the products of the score function."""
    _check(trace, t, b, s=s)
    latex = trace.attention.function.latex(f"{names.query}_t", f"{names.key}_s")
    rule = rf"\mathrm{{score}}_{{t,s}} = {latex}"
    between = trace[trace.attention.function.between]
    if "hidden" in trace:
        v, hidden = trace.params["v"], between[t, b, s]
        terms = tuple(
            _term(
                f"v[{a + 1}]", v[a], rf"\mathrm{{hidden}}_{{{t + 1},{s + 1}}}[{a + 1}]", hidden[a],
                Ref("attention", "hidden", t, a, s),
            )
            for a in range(len(v))
        )  # fmt: skip
    else:
        query, key = between[t, b], trace.keys[s, b]
        own = trace.attention.score == "dot"
        name = _query_name(trace, names, t)
        terms = tuple(
            _term(
                f"{names.key}_{{{s + 1}}}[{j + 1}]", key[j], f"{name}[{j + 1}]", query[j],
                Ref("queries", "query", t, j) if own else Ref("attention", "query", t, j),
            )
            for j in range(len(key))
        )  # fmt: skip
    note = "" if _seen(trace, t, b, s) else "this position is masked: its score is not used"
    return summed(
        _symbol("score", t, s), f"score of position {s + 1} at step {t + 1}", rule, terms,
        float(trace["score"][t, b, s]), None, note,
    )  # fmt: skip


def explain_query(
    trace: AttentionTrace, t: int, b: int, unit: int, names: Names = PLAIN
) -> Explanation:
    """Open one unit of what is multiplied with the keys: q, q/√H or Wᵀq."""
    _check(trace, t, b)
    query = trace["query"][t, b]
    _within("unit", unit, len(query))
    symbol = f"{_query_name(trace, names, t)}[{unit + 1}]"
    words = f"unit {unit + 1} of what meets the keys at step {t + 1}"
    given, name = trace.queries[t, b], f"{names.query}_{{{t + 1}}}"
    if trace.attention.score == "general":
        W = trace.params["W"]
        terms = tuple(
            _term(
                f"W[{i + 1},{unit + 1}]", W[i, unit], f"{name}[{i + 1}]", given[i],
                Ref("queries", "query", t, i),
            )
            for i in range(len(given))
        )  # fmt: skip
        rule = rf"(W^\top {names.query}_t)[j] = \Sigma_i W[i,j] \, {names.query}_t[i]"
    else:
        scaled = trace.attention.score == "scaled"
        factor = 1.0 / np.sqrt(trace.keys.shape[2]) if scaled else 1.0
        label = rf"1/\sqrt{{{trace.keys.shape[2]}}}" if scaled else "1"
        ref = Ref("queries", "query", t, unit)
        terms = (_term(label, factor, f"{name}[{unit + 1}]", given[unit], ref),)
        rule = rf"{names.query}_t / \sqrt{{H}}" if scaled else f"{names.query}_t"
    return summed(symbol, words, rule, terms, float(query[unit]))


def explain_hidden(
    trace: AttentionTrace, t: int, b: int, s: int, unit: int, names: Names = PLAIN
) -> Explanation:
    """Open one hidden unit of the additive score: tanh of products with query and key."""
    _check(trace, t, b, s=s)
    hidden = trace["hidden"][t, b, s]
    _within("unit", unit, len(hidden))
    terms = []
    for param, row, name, source, at in (
        ("W_q", trace.queries[t, b], f"{names.query}_{{{t + 1}}}", "queries", t),
        ("W_k", trace.keys[s, b], f"{names.key}_{{{s + 1}}}", "keys", s),
    ):
        W = trace.params[param]
        terms += [
            _term(
                f"{param}[{j + 1},{unit + 1}]", W[j, unit], f"{name}[{j + 1}]", row[j],
                Ref(source, source, at, j),
            )
            for j in range(len(row))
        ]  # fmt: skip
    return summed(
        rf"\mathrm{{hidden}}_{{{t + 1},{s + 1}}}[{unit + 1}]",
        f"hidden unit {unit + 1} of the score of position {s + 1} at step {t + 1}",
        rf"\mathrm{{hidden}}_{{t,s}} = \tanh(W_q {names.query}_t + W_k {names.key}_s)",
        tuple(terms), float(hidden[unit]), "tanh",
    )  # fmt: skip


def explain_exponential(trace: AttentionTrace, t: int, b: int, s: int) -> Explanation:
    """Open exp((score_ts - largest) / τ): what a position has before the division."""
    _check(trace, t, b, s=s)
    symbol = f"x_{{{t + 1},{s + 1}}}"
    words = f"exponential of position {s + 1} at step {t + 1}"
    rule = r"x_{t,s} = \exp((\mathrm{score}_{t,s} - \mathrm{largest}_t) / \tau)"
    result = float(trace["exponential"][t, b, s])
    if not _seen(trace, t, b, s):
        return Explanation(symbol, words, rule, (), 0.0, None, result, MASKED)
    share = 1.0 / float(trace.temperature[b])
    label = "1" if share == 1.0 else rf"1/{trace.temperature[b]:.3g}"
    score, largest = float(trace["score"][t, b, s]), float(trace["largest"][t, b, 0])
    terms = (
        _term(label, share, _symbol("score", t, s), score, Ref("attention", "score", t, s)),
        _term(f"-{label}", -share, rf"\mathrm{{largest}}_{{{t + 1}}}", largest),
    )
    return summed(symbol, words, rule, terms, result, "exp")


def explain_weight(trace: AttentionTrace, t: int, b: int, s: int) -> Explanation:
    """Open α_ts: the terms are all exponentials of the row; their sum is the denominator."""
    _check(trace, t, b, s=s)
    symbol, result = _alpha(t, s), float(trace["weight"][t, b, s])
    words = f"weight of position {s + 1} at step {t + 1}"
    rule = r"\alpha_{t,s} = x_{t,s} / \Sigma_{s'} x_{t,s'}"
    if trace.held[t, b]:
        note = "the weights of this step are held by hand"
        return Explanation(symbol, words, rule, (), result, None, result, note)
    if not _seen(trace, t, b, s):
        return Explanation(symbol, words, rule, (), 0.0, None, result, MASKED)
    row = trace["exponential"][t, b]
    terms = tuple(
        _term(
            "1", 1.0, f"x_{{{t + 1},{place + 1}}}", row[place],
            Ref("attention", "exponential", t, place),
        )
        for place in range(len(row))
        if _seen(trace, t, b, place)
    )  # fmt: skip
    total = float(trace["total"][t, b, 0])
    note = f"the sum is the denominator: {row[s]:.4g} / {total:.4g} = {result:.4g}"
    return summed(symbol, words, rule, terms, result, None, note)


def explain_context(
    trace: AttentionTrace, t: int, b: int, unit: int, names: Names = PLAIN
) -> Explanation:
    """Open context_t[unit] = Σ_s α_ts value_s[unit]."""
    _check(trace, t, b)
    context = trace["context"][t, b]
    _within("unit", unit, len(context))
    weight = trace["weight"][t, b]
    terms = tuple(
        _term(
            f"{names.value}_{{{s + 1}}}[{unit + 1}]", trace.values[s, b, unit],
            _alpha(t, s), weight[s], Ref("attention", "weight", t, s),
        )
        for s in range(len(weight))
        if _seen(trace, t, b, s)
    )  # fmt: skip
    return summed(
        rf"\mathrm{{context}}_{{{t + 1}}}[{unit + 1}]",
        f"unit {unit + 1} of the context at step {t + 1}",
        rf"\mathrm{{context}}_t = \Sigma_s \alpha_{{t,s}} \, {names.value}_s",
        terms, float(context[unit]),
    )  # fmt: skip


MASKED = "this position is past the end of the source: it gets exactly 0"


def _seen(trace: AttentionTrace, t: int, b: int, s: int) -> bool:
    if trace.mask is None:
        return True
    return bool(trace.mask[min(t, len(trace.mask) - 1), b, s])


def _term(
    weight_label: str, weight: float, value_label: str, value: float, ref: Ref | None = None
) -> Term:
    weight, value = float(weight), float(value)
    return Term(weight_label, weight, value_label, value, weight * value, ref)


def _symbol(name: str, t: int, s: int) -> str:
    return rf"\mathrm{{{name}}}_{{{t + 1},{s + 1}}}"


def _alpha(t: int, s: int) -> str:
    return rf"\alpha_{{{t + 1},{s + 1}}}"


def _query_name(trace: AttentionTrace, names: Names, t: int) -> str:
    name = f"{names.query}_{{{t + 1}}}"
    return {"general": rf"(W^\top {name})", "scaled": rf"({name}/\sqrt{{H}})"}.get(
        trace.attention.score, name
    )


def _check(trace: AttentionTrace, t: int, b: int, s: int = 0) -> None:
    T, B, S = trace["score"].shape
    for name, value, size in (("t", t, T), ("b", b, B), ("s", s, S)):
        _within(name, value, size)


def _within(name: str, value: int, size: int) -> None:
    if not 0 <= value < size:
        raise ValueError(f"{name} must lie in 0…{size - 1}; got {value}.")
