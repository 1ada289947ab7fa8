"""Any number of a trace, its gradients or its predictions, opened down to its products.

    explain(trace, "f", t=3, b=0, unit=2)     how f[2] at step index 3 came about
    explain(grads, "c", t=3, b=0, unit=2)     how ∂L/∂c[2] came about there
    explain_param(grads, "W_h", (1, 0, 2))    how ∂L/∂W_h[1, 0, 2] came about
    explain_length(grads, "h", 3, 0)          how long ∂L/∂h_4 is
    explain_logit, explain_probability, explain_loss, explain_error,
    explain_injected, explain_chosen          the readout

Every answer ends in the number that the trace holds; the terms are read from the same arrays
that the time loop used, so that what is opened is what was computed. In labels steps and units
count from 1, and step 0 is the initial state, as in the equations of the lessons.
"""

from core.explain.lengths import explain_length, explain_use_length
from core.explain.predictions import (
    explain_chosen,
    explain_error,
    explain_injected,
    explain_logit,
    explain_loss,
    explain_probability,
)
from core.explain.quantities import explain, explain_param
from core.explain.record import Explanation, Ref, Term

__all__ = [
    "Explanation",
    "Ref",
    "Term",
    "explain",
    "explain_chosen",
    "explain_error",
    "explain_injected",
    "explain_length",
    "explain_logit",
    "explain_loss",
    "explain_param",
    "explain_probability",
    "explain_use_length",
]
