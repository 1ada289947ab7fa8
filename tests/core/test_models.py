"""Model files: what is written comes back, and what is not ours is refused with a sentence."""

import contextlib
import io
import json
import zipfile

import numpy as np
import pytest

from core import models
from core.agreement.network import Agreement
from core.cells import GRU, LSTM, VanillaRNN
from core.language import CharModel
from core.seq2seq import Seq2Seq
from core.tasks import TASKS
from core.tasks.model import TaskModel
from core.text import Alphabet

CELLS = [
    VanillaRNN("relu"),
    LSTM(),
    LSTM(peephole=True, activation="relu", coupled=True),
    GRU(),
    GRU(reset_after=True),
]


def untrained(cell=None, **options):
    return CharModel.init(cell or LSTM(), 3, np.random.default_rng(0), **options)


def stored(model):
    file = io.BytesIO()
    models.write_file(model, file)
    file.seek(0)
    return file


def altered(**changes):
    """A good file's arrays with some replaced (None: removed), as a file."""
    with np.load(stored(untrained())) as good:
        arrays = {**good, **{key.replace("__", "."): value for key, value in changes.items()}}
    file = io.BytesIO()
    np.savez(file, **{key: value for key, value in arrays.items() if value is not None})
    file.seek(0)
    return file


def about(**changes):
    good = {
        "format": models.FORMAT,
        "cell": "LSTM",
        "options": {},
        "alphabet": untrained().alphabet.symbols,
    }
    return altered(about=np.array(json.dumps({**good, **changes})))


@pytest.mark.parametrize("cell", CELLS, ids=repr)
def test_a_model_comes_back_rounded_to_single_precision(cell):
    model = untrained(cell, alphabet=Alphabet("·abcé"))
    back = models.read_file(stored(model))
    assert back.cell == model.cell
    assert back.alphabet == model.alphabet
    for ours, theirs in ((model.params, back.params), (model.readout, back.readout)):
        assert list(ours) == list(theirs)
        for name, value in ours.items():
            assert theirs[name].dtype == np.float64
            assert (theirs[name] == value.astype(np.float32)).all()


@pytest.mark.parametrize("cell", CELLS, ids=repr)
@pytest.mark.parametrize("task", TASKS)
def test_a_task_model_comes_back_as_one(task, cell):
    model = TaskModel.init(cell, 3, np.random.default_rng(0), task)
    back = models.read_file(stored(model))
    assert isinstance(back, TaskModel)
    assert (back.task, back.cell) == (task, cell)
    for ours, theirs in ((model.params, back.params), (model.readout, back.readout)):
        assert list(ours) == list(theirs)
        assert all((theirs[name] == value.astype(np.float32)).all() for name, value in ours.items())


def test_a_second_round_trip_changes_nothing(tmp_path):
    once = models.read_file(stored(untrained()))
    models.write_file(once, tmp_path / "again.npz")
    again = models.read_file(tmp_path / "again.npz")
    assert all((once.params[name] == again.params[name]).all() for name in once.params)
    assert (tmp_path / "again.npz").read_bytes() == stored(untrained()).getvalue()


def test_nothing_in_a_file_is_pickled():
    with zipfile.ZipFile(stored(untrained())) as archive:
        assert all(b"'|O'" not in archive.read(name)[:128] for name in archive.namelist())


def test_shipped_models_are_listed_and_loaded_by_name():
    assert {"names-rnn", "names-lstm", "recall-lstm"} <= set(models.names())
    for name in models.names():
        model = models.load(name)
        if isinstance(model, TaskModel):
            assert name.removeprefix("memory-").removeprefix("remedies-").startswith(model.task)
        elif isinstance(model, Seq2Seq):
            score = "none" if model.attention is None else model.attention.score
            assert name.startswith(("pronounce-", "french-"))
            assert name.endswith(f"-{score}")
        elif isinstance(model, Agreement):
            assert name == f"agreement-{model.heads}"
        else:
            assert model.alphabet.letters == "abcdefghijklmnopqrstuvwxyz"
        assert models.report(name)["name"] == name


@pytest.mark.parametrize("act", [models.load, models.report])
@pytest.mark.parametrize("name", ["names-lstn", "", "../data/names", "/etc/passwd"])
def test_an_unknown_name_lists_the_known(act, name):
    with pytest.raises(ValueError, match=r"model must be one of .*names-lstm"):
        act(name)


def pickled():
    return altered(params__W_x=np.array([{"a": 1}], dtype=object))


def truncated(keep):
    whole = stored(untrained()).getvalue()
    return io.BytesIO(whole[: int(len(whole) * keep)])


def corrupted():
    whole = bytearray(stored(untrained()).getvalue())
    whole[200:260] = b"\xff" * 60
    return io.BytesIO(bytes(whole))


def other_member():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("about.npy", b"no array")
    file.seek(0)
    return file


def bomb():
    return altered(params__W_x=np.zeros(models.MOST_BYTES // 8 + 1))


def task_about(**changes):
    """A letter model's weights that call themselves a task model's."""
    return about(**{"format": models.TASK_FORMAT, "task": "names", **changes})


W_X = np.zeros((4, 27, 3))
BAD = {
    "no task": (lambda: task_about(task=None), "task must be named by a text; got None"),
    "task not a name": (lambda: task_about(task=["names"]), "task must be named by a text"),
    "unknown task": (lambda: task_about(task="chess" * 99), "task must be one of recall, adding"),
    "task of another size": (lambda: task_about(task="parity"), "the D = 2 inputs of parity"),
    "a format in a list": (lambda: about(format=[models.FORMAT]), "format must be"),
    "empty": (lambda: io.BytesIO(b""), "not a readable .npz"),
    "text": (lambda: io.BytesIO(b"hello, I am a text"), "not a readable .npz"),
    "plain npy": (lambda: io.BytesIO(b"\x93NUMPY\x01\x00"), "not a readable .npz"),
    "half": (lambda: truncated(0.5), "not a readable .npz"),
    "almost whole": (lambda: truncated(0.99), "not a readable .npz"),
    "corrupted": (corrupted, "not a readable .npz"),
    "pickled": (pickled, "allow_pickle=False"),
    "member is no array": (other_member, "format must be|not a readable"),
    "too large": (bomb, "at most 67,108,864 are read"),
    "nothing known": (lambda: altered(about=None), 'must hold "about"'),
    "numbers about": (lambda: altered(about=np.array(3.0)), "format must be"),
    "no json": (lambda: altered(about=np.array("{")), "format must be"),
    "list about": (lambda: altered(about=np.array("[1]")), "format must be"),
    "other format": (lambda: about(format="x"), "format must be .* or .* got 'x'"),
    "unknown cell": (lambda: about(cell="Transformer"), "cell must be one of VanillaRNN, LSTM"),
    "cell not a name": (lambda: about(cell=["LSTM"]), "cell must be one of"),
    "unknown option": (lambda: about(options={"depth": 2}), "options of LSTM must be among"),
    "wrong option": (lambda: about(options={"peephole": "yes"}), "options of LSTM"),
    "no options": (lambda: about(options=None), "options of LSTM"),
    "bad activation": (lambda: about(options={"activation": "sine"}), "activation must be one of"),
    "no alphabet": (lambda: about(alphabet=None), "alphabet must be a text"),
    "short alphabet": (lambda: about(alphabet="·ab"), "must read K = 3"),
    "repeating alphabet": (lambda: about(alphabet="·aa"), "all distinct"),
    "missing weight": (lambda: altered(params__W_h=None), "must also hold W_h"),
    "missing readout": (lambda: altered(readout__V=None), "readout must hold V and c"),
    "extra weight": (lambda: altered(params__q=W_X), "must be among"),
    "unnamed group": (lambda: altered(W_x=W_X), "the file has 'W_x'"),
    "other blocks": (lambda: altered(params__W_x=np.zeros((3, 27, 3))), "W_x must have shape"),
    "other size": (lambda: altered(params__W_h=np.zeros((4, 2, 2))), "W_h must have shape"),
    "flat": (lambda: altered(params__W_x=np.zeros(3)), "W_x must have shape"),
    "whole numbers": (lambda: altered(params__W_x=W_X.astype(int)), "finite real numbers"),
    "complex": (lambda: altered(params__W_x=W_X.astype(complex)), "finite real numbers"),
    "not finite": (lambda: altered(params__W_x=W_X + np.nan), "finite real numbers"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_not_ours_is_refused_with_a_reason(case):
    make, message = BAD[case]
    with pytest.raises(ValueError, match=message):
        models.read_file(make())


@pytest.mark.parametrize("position", range(0, 2200, 97))
def test_a_damaged_byte_never_raises_anything_else(position):
    whole = bytearray(stored(untrained()).getvalue())
    whole[position % len(whole)] ^= 0xFF
    with contextlib.suppress(ValueError):  # a flip in unused header bytes may go unnoticed
        models.read_file(io.BytesIO(bytes(whole)))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match="there is no file"):
        models.read_file(tmp_path / "none.npz")
