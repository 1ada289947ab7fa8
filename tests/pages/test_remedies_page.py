"""The section on remedies, as links open it and as its scene reports back."""

from __future__ import annotations

import numpy as np
import pytest

from core.recipes.remedies import REMEDIES, SEEDS
from pages.parts.remedy_words import TITLES
from tests.pages.visits import say, scene_at, settings, sound, visit, written

SCENE = "gradients.remedies"


def test_a_run_that_is_opened_is_in_the_settings_the_words_and_the_table():
    at = visit("gradients")
    scene = scene_at(at, SCENE)
    assert (scene["view"]["remedy"], scene["when"]) == ("identity", "before")
    say(at, SCENE, open="gru.3", distance=7)
    now = settings(at, "gradients")
    assert (now.r_remedy, now.r_seed, now.r_distance) == ("gru", 3, 7)
    said = written(at)
    assert f"**{TITLES['gru']}, seed 3:**" in said
    assert "| **3** |" in said
    sound(at)


@pytest.mark.parametrize(
    "query",
    [
        {"r_task": "recall", "r_when": "after", "r_remedy": "lstm-1-truncated", "r_seed": "8",
         "r_distance": "0"},
        {"r_task": "nil", "r_when": "-", "r_remedy": "<script>", "r_seed": "9",
         "r_distance": "1e9"},
    ],
)  # fmt: skip
def test_any_link_opens(query):
    at = visit("gradients", query)
    sound(at)
    scene = scene_at(at, SCENE)
    assert len(scene["rows"]) == len(REMEDIES)
    kept = query["r_task"] == "recall"
    assert scene["view"]["seed"] == (SEEDS[-1] if kept else SEEDS[0])
    assert scene["steps"] == (32 if kept else 50)
    cut = next(row for row in scene["rows"] if row["id"] == "lstm-1-truncated")
    assert np.isneginf(cut["middle"][-1])
