"""What a recipe is: it trains a model, and says what is measured of the stored weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from core.cells import Cell
from core.models import Model

Show = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A trained model with what the report says of its training.

    curve  values by name, a point for each epoch
    notes  further entries of the report
    """

    model: Model
    curve: dict[str, list[float]]
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe(ABC):
    """How to train a model. All entries of the returned dicts go into the report as they are."""

    @property
    def machine(self) -> dict[str, Any]:
        """What is trained, as the report says it."""
        return {}

    @abstractmethod
    def data(self) -> dict[str, Any]:
        """What there is to train on and to measure on."""

    @abstractmethod
    def settings_in_words(self) -> dict[str, Any]:
        """How it is trained."""

    @abstractmethod
    def make(self, show: Show) -> Made:
        """Train, telling `show` a line now and then."""

    @abstractmethod
    def judge_stored(self, stored: Model) -> dict[str, Any]:
        """What is measured of the weights as they are stored."""

    @abstractmethod
    def verdict(self, report: dict[str, Any]) -> str:
        """The finished report in one line."""


@dataclass(frozen=True)
class CellRecipe(Recipe):
    """How to train a network with a recurrent cell."""

    cell: Cell

    @property
    def machine(self) -> dict[str, Any]:
        return {"cell": {"class": type(self.cell).__name__, **asdict(self.cell)}}
