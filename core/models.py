"""Trained models as files: .npz without pickles, so that opening a stranger's file is safe.

A file holds the weights in single precision, as "params.W_x", "readout.V", …, and "about", a
JSON text with the format's name, the cell's class and options, and what the network reads: a
letter model's alphabet, the name of a memory task, or the two vocabularies of an encoder–decoder;
of a network of self-attention, which has no cell, its number of heads.
Weights are float64 again once loaded.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np

from core.agreement.network import Agreement
from core.arrays import Params
from core.attention import Attention
from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.language import CharModel
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Vocabulary
from core.tasks.model import TaskModel
from core.text import Alphabet

FORMAT = "unrolled character model 1"
TASK_FORMAT = "unrolled task model 1"
PAIR_FORMAT = "unrolled encoder-decoder model 1"
AGREEMENT_FORMAT = "unrolled agreement model 1"
FORMATS = (FORMAT, TASK_FORMAT, PAIR_FORMAT, AGREEMENT_FORMAT)
Model: TypeAlias = CharModel | TaskModel | Seq2Seq | Agreement
FOLDER = Path(__file__).resolve().parents[1] / "assets" / "models"
CELLS: Mapping[str, type[Cell]] = {cell.__name__: cell for cell in (VanillaRNN, LSTM, GRU)}
MOST_BYTES = 64 * 2**20  # a compressed file may unfold to far more than it weighs

_UNREADABLE = (
    ValueError, KeyError, EOFError, OSError, MemoryError, NotImplementedError, RuntimeError,
    OverflowError, SyntaxError, TypeError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def names() -> list[str]:
    """Names of the models that come with the app, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.npz"))


def load(name: str) -> Model:
    """The model called `name`; ValueError that lists those there are."""
    if name not in names():
        raise ValueError(f"model must be one of {', '.join(names())}; got {name!r}.")
    return read_file(FOLDER / f"{name}.npz")


def report(name: str) -> dict[str, Any]:
    """How the model called `name` was made and what was measured; see `core.pretrain`."""
    if name not in names():
        raise ValueError(f"model must be one of {', '.join(names())}; got {name!r}.")
    made: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return made


def write_file(model: Model, file: Path | IO[bytes]) -> None:
    """Write `model`, its weights rounded to single precision."""
    arrays: dict[str, Any] = {
        f"{group}.{name}": value.astype(np.float32)
        for group, values in (("params", model.params), ("readout", model.readout))
        for name, value in values.items()
    }
    np.savez_compressed(file, about=np.array(json.dumps(describe(model))), **arrays)


def describe(model: Model) -> dict[str, Any]:
    """What a file says of a model beside its weights."""
    if isinstance(model, Agreement):
        return {"format": AGREEMENT_FORMAT, "heads": model.heads}
    about: dict[str, Any] = {"cell": type(model.cell).__name__, "options": asdict(model.cell)}
    if isinstance(model, TaskModel):
        return {"format": TASK_FORMAT, **about, "task": model.task}
    if isinstance(model, CharModel):
        return {"format": FORMAT, **about, "alphabet": model.alphabet.symbols}
    return {
        "format": PAIR_FORMAT,
        **about,
        "source": list(model.source.symbols),
        "target": list(model.target.symbols),
        "attention": None if model.attention is None else model.attention.score,
        "bidirectional": model.bidirectional,
    }


def make_seq2seq(about: dict[str, Any], params: Params, readout: Params) -> Seq2Seq:
    """The encoder–decoder that a file describes; ValueError for what is none."""
    score, both = about.get("attention"), about.get("bidirectional")
    if not isinstance(both, bool) or not isinstance(score, str | None):
        raise ValueError(
            f"attention must be a score's name or null, bidirectional true or false; "
            f"got {score!r}, {both!r}."
        )
    attention = None if score is None else Attention(score)
    source, target = (_make_vocabulary(about.get(side), side) for side in ("source", "target"))
    return Seq2Seq(_make_cell(about), params, readout, source, target, attention, both)


def read_file(file: Path | IO[bytes]) -> Model:
    """The model in a file, of the kind that its format says.

    Raises ValueError that says what is wrong with a file that is not one of ours.
    """
    try:
        arrays = _read_arrays(file)
    except FileNotFoundError as error:
        raise ValueError(f"there is no file {file}.") from error
    except _UNREADABLE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"the file is not a readable .npz of plain arrays: {reason}") from error
    if "about" not in arrays:
        held = ", ".join(sorted(arrays)) or "nothing"
        raise ValueError(f'the file must hold "about" beside the weights; it holds {held}.')
    about = _read_about(arrays.pop("about"))
    weights: dict[str, Params] = {"params": {}, "readout": {}}
    for key, array in arrays.items():
        group, _, name = key.partition(".")
        if group not in weights or not re.fullmatch(r"\w+(\.\w+)?", name):
            raise ValueError(f'weights are named "params.…" or "readout.…"; the file has {key!r}.')
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ValueError(f"{key} must hold finite real numbers; got {array.dtype}.")
        weights[group][name] = array.astype(np.float64)
    if about["format"] == TASK_FORMAT:
        return TaskModel(_make_cell(about), **weights, task=_make_task(about))
    if about["format"] == PAIR_FORMAT:
        return make_seq2seq(about, **weights)
    if about["format"] == AGREEMENT_FORMAT:
        return Agreement(**weights, heads=_make_heads(about))
    return CharModel(_make_cell(about), **weights, alphabet=_make_alphabet(about))


def _read_arrays(file: Path | IO[bytes]) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        unfolded = sum(member.file_size for member in archive.infolist())
        if unfolded > MOST_BYTES:
            raise ValueError(f"it unfolds to {unfolded:,} bytes; at most {MOST_BYTES:,} are read.")
    if not isinstance(file, Path):
        file.seek(0)
    with np.load(file, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def _read_about(array: Any) -> dict[str, Any]:
    text = array.item() if isinstance(array, np.ndarray) and array.shape == () else None
    try:
        about = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        about = None
    if not isinstance(about, dict) or about.get("format") not in FORMATS:
        found = about.get("format") if isinstance(about, dict) else text
        known = " or ".join(f'"{name}"' for name in FORMATS)
        raise ValueError(f"the file's format must be {known}; got {str(found)[:60]!r}.")
    return about


def _make_cell(about: dict[str, Any]) -> Cell:
    kind, options = about.get("cell"), about.get("options")
    if not isinstance(kind, str) or kind not in CELLS:
        raise ValueError(f"the cell must be one of {', '.join(CELLS)}; got {kind!r}.")
    known = {field.name: type(field.default) for field in fields(CELLS[kind])}
    if not isinstance(options, dict) or any(
        type(value) is not known.get(name) for name, value in options.items()
    ):
        wanted = ", ".join(f"{name} ({type_.__name__})" for name, type_ in known.items())
        raise ValueError(f"options of {kind} must be among {wanted}; got {options!r}.")
    return CELLS[kind](**options)


def _make_alphabet(about: dict[str, Any]) -> Alphabet:
    symbols = about.get("alphabet")
    if not isinstance(symbols, str):
        raise ValueError(f"the alphabet must be a text; got {symbols!r}.")
    return Alphabet(symbols)


def _make_vocabulary(symbols: Any, side: str) -> Vocabulary:
    if not isinstance(symbols, list) or not all(isinstance(symbol, str) for symbol in symbols):
        raise ValueError(f"the {side} symbols must be a list of texts; got {str(symbols)[:60]}.")
    return Vocabulary(tuple(symbols))


def _make_heads(about: dict[str, Any]) -> int:
    heads = about.get("heads")
    if type(heads) is not int:
        raise ValueError(f"heads must be a whole number; got {heads!r}.")
    return heads


def _make_task(about: dict[str, Any]) -> str:
    task = about.get("task")
    if not isinstance(task, str):
        raise ValueError(f"the task must be named by a text; got {task!r}.")
    return task  # that there is such a task, the model checks
