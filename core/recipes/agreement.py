"""Words that must agree: networks of self-attention with 1, 2 and 4 heads, and one without any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np

from core.agreement.grammar import HELD_OUT_PARTS, LECTURE, Sentence, sentences
from core.agreement.lexicon import AGREEING, WORDS
from core.agreement.network import Agreement, batch, loss_and_grads
from core.arrays import Array, Bools
from core.models import Model
from core.optimizers import clip_by_norm
from core.recipes.base import Made, Recipe, Show
from core.recipes.memory import wilson
from core.tasks.base import MEASURING, TRAINING
from core.training import Settings

HEADS = (0, 1, 2, 4)  # 0: each word on its own
SIZE = 32
STEPS, EPOCHS = 1500, 30
MEASURED = 1000  # held-out sentences
DIGITS = 4


@dataclass(frozen=True)
class AgreementRecipe(Recipe):
    """heads: how many; all networks have embeddings of one size, which heads share out."""

    heads: int
    settings: Settings = field(
        default=Settings(epochs=EPOCHS, batch_size=64, learning_rate=0.01, seed=1)
    )

    @property
    def machine(self) -> dict[str, Any]:
        return {"self_attention": {"heads": self.heads, "score": "scaled"}}

    def data(self) -> dict[str, Any]:
        return {
            "sentences": "drawn from core/agreement/grammar.py, afresh for each step",
            "held_out": f"one sentence in {HELD_OUT_PARTS}, by its content",
            "held_out_too": " ".join(LECTURE),
        }

    def settings_in_words(self) -> dict[str, Any]:
        return {"steps": STEPS, **asdict(self.settings)}

    def make(self, show: Show) -> Made:
        settings, rng = self.settings, np.random.default_rng((self.settings.seed, TRAINING))
        model = Agreement.init(SIZE, self.heads, np.random.default_rng(settings.seed))
        optimizer, start = settings.make_optimizer(), perf_counter()
        curve: dict[str, list[float]] = {"step": [], "loss": []}
        losses: list[float] = []
        for step in range(1, STEPS + 1):
            value, grads = loss_and_grads(model, batch(sentences(settings.batch_size, rng, False)))
            grads, _ = clip_by_norm(grads, settings.clip)
            optimizer.learning_rate = settings.rate((step - 1) / STEPS)
            merged = optimizer.step({**model.params, **model.readout}, grads)
            model = replace(
                model,
                params={name: merged[name] for name in model.params},
                readout={name: merged[name] for name in model.readout},
            )
            losses.append(value)
            if step % (STEPS // EPOCHS) == 0:
                curve["step"].append(step)
                curve["loss"].append(round(float(np.mean(losses)), 6))
                losses.clear()
                left = (perf_counter() - start) / step * (STEPS - step)
                show(f"  step {step} of {STEPS}  loss {curve['loss'][-1]:.4f}  {left:.0f} s left")
        return Made(model, curve)

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        if not isinstance(stored, Agreement):
            raise ValueError(f"this recipe makes an Agreement; got {type(stored).__name__}.")
        return judge(stored, measured())

    def verdict(self, report: dict[str, Any]) -> str:
        right, asked = report["agreeing"]["right"], report["agreeing"]["asked"]
        return f"{right} of {asked} agreeing words right"


def measured() -> list[Sentence]:
    """The held-out sentences on which all are measured."""
    return sentences(MEASURED, np.random.default_rng((1, MEASURING)), True)


def judge(model: Agreement, asked: list[Sentence]) -> dict[str, Any]:
    """What the network gets right of the words that agree, by kind and in all; whole sentences;
    and for each head and kind the mean weight on the word that decides the form."""
    given = batch(asked)
    made = model.read(given)
    right = made.loss.prediction.argmax(axis=2) == given.targets
    kinds = {kind: _places(asked, right.shape, kind) for kind in AGREEING}
    agreeing = np.logical_or.reduce(list(kinds.values()))
    whole = (right | (given.targets < 0)).all(axis=0)
    found: dict[str, Any] = {
        "agreeing": _counted(right[agreeing]),
        "by_kind": {kind: _counted(right[places]) for kind, places in kinds.items()},
        "others": _counted(right[~agreeing & (given.targets >= 0)]),
        "sentences": _counted(whole),
    }
    if made.attention is not None:
        on = _on_deciding(made.attention.weight, asked)
        found["weight_on_deciding"] = {
            kind: [round(float(head[places].mean()), DIGITS) for head in on]
            for kind, places in kinds.items()
        }
    return found


def _places(asked: list[Sentence], shape: tuple[int, ...], kind: str) -> Bools:
    """(S, B): where a word of this kind stands."""
    places = np.zeros(shape, dtype=np.bool_)
    for column, sentence in enumerate(asked):
        for at, word in enumerate(sentence.words):
            places[at, column] = WORDS[word].kind == kind
    return places


def _on_deciding(weight: Array, asked: list[Sentence]) -> Array:
    """(n, S, B): each word's weight on the word that decides its form; weight (S, B, n, S)."""
    decides = np.zeros(weight.shape[:2], dtype=np.intp)
    for column, sentence in enumerate(asked):
        decides[: len(sentence.words), column] = sentence.decides
    picked = np.take_along_axis(weight, decides[:, :, None, None], axis=3)[..., 0]
    return np.asarray(picked.transpose(2, 0, 1))


def _counted(right: Bools) -> dict[str, Any]:
    n, share = right.size, float(right.mean())
    return {"right": int(right.sum()), "asked": n, "interval": wilson(share, n)}


RECIPES: Mapping[str, AgreementRecipe] = {
    f"agreement-{heads}": AgreementRecipe(heads) for heads in HEADS
}
