"""How each shipped model is made, by the model's name; `python -m core.pretrain` makes it."""

from __future__ import annotations

from collections.abc import Mapping

from core.recipes.agreement import RECIPES as AGREEMENT
from core.recipes.base import Recipe
from core.recipes.french import RECIPES as FRENCH
from core.recipes.letters import RECIPES as LETTERS
from core.recipes.memory import RECIPES as MEMORY
from core.recipes.pronounce import RECIPES as PRONOUNCE
from core.recipes.remedies import RECIPES as REMEDIES

RECIPES: Mapping[str, Recipe] = {
    **LETTERS, **MEMORY, **REMEDIES, **PRONOUNCE, **FRENCH, **AGREEMENT,
}  # fmt: skip
