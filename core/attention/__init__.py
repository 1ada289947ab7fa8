"""Attention: queries, keys and values, with every score, weight and context traced.

att = Attention("additive")
params = att.init(query_size, key_size, rng)
trace = att.forward(params, queries, keys, mask=mask)
grads = att.backward(trace, d_context)
"""

from core.attention.attention import SCORES, Attention, AttentionGrads, AttentionTrace

__all__ = ["SCORES", "Attention", "AttentionGrads", "AttentionTrace"]
