"""Attention: queries, keys and values, with every score, weight and context traced.

att = Attention("additive")
params = att.init(query_size, key_size, rng)
trace = att.forward(params, queries, keys, mask=mask)
grads = att.backward(trace, d_context)
explain_weight(trace, t, b, s)               how a number came about
SelfAttention(heads=2).forward(params, x)    one sequence that asks itself
"""

from core.attention.attention import SCORES, Attention, AttentionGrads, AttentionTrace
from core.attention.costs import Cost, attention_cost, measured, recurrence_cost
from core.attention.explain import (
    PLAIN,
    STATES,
    Names,
    explain_context,
    explain_exponential,
    explain_hidden,
    explain_query,
    explain_score,
    explain_weight,
)
from core.attention.self_attention import SelfAttention, SelfGrads, SelfTrace

__all__ = [
    "PLAIN",
    "SCORES",
    "STATES",
    "Attention",
    "AttentionGrads",
    "AttentionTrace",
    "Cost",
    "Names",
    "SelfAttention",
    "SelfGrads",
    "SelfTrace",
    "attention_cost",
    "explain_context",
    "explain_exponential",
    "explain_hidden",
    "explain_query",
    "explain_score",
    "explain_weight",
    "measured",
    "recurrence_cost",
]
