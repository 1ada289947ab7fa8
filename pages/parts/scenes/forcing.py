"""Teacher forcing beside free running, as a scene: the same input, two ways to feed the decoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.readout import log_softmax
from core.seq2seq.branches import Branches
from core.seq2seq.judged import distance, judged, likeliest
from core.seq2seq.model import Seq2Seq
from core.seq2seq.run import Run
from pages.parts.passage import labels

GUESSES = 3


def forcing_scene(
    model: Seq2Seq, found: Branches, forced: Run | None, right: Sequence[int] | None
) -> dict[str, Any]:
    """What assets/components/forcing draws.

    right     the right symbols as places in `labels`, the end included; None where nobody knows
    free      all copies of `core.seq2seq.branches`, (T, B, …); copy 0 is what is written freely
    forced    the same of the one run that is fed what is right, or None
    """
    scene: dict[str, Any] = {
        "labels": list(labels(model.target.written)),
        "start": labels((model.target.read[model.target.start],))[0],
        "right": None if right is None else list(right),
        "choices": found.ranked.tolist(),
        "free": _lane(found.written, found.log_probabilities, right),
        "forced": None,
    }
    if right is not None:
        ends = model.target.end
        kept = [[int(k) for k in column if 0 <= k < ends] for column in found.written.T]
        wanted = [k for k in right if k != ends]
        scene["distance"] = [distance(one, wanted) for one in kept]
    if forced is not None:
        log_p = log_softmax(forced.logits)
        scene["forced"] = _lane(log_p.argmax(axis=2), log_p, right)
    return scene


def _lane(written: Any, log_p: Any, right: Sequence[int] | None) -> dict[str, Any]:
    ranked, chances = likeliest(log_p, GUESSES)
    lane = {
        "written": written,
        "ranked": ranked,
        "log_p": chances,
        "lengths": (written >= 0).sum(axis=0).tolist(),
    }
    if right is None:
        return lane
    found = judged(written, log_p, right)
    return {
        **lane,
        "surprise": found.surprise,
        "so_far": found.so_far,
        "wrong": found.wrong,
        "count": found.count,
    }
