"""Four cells side by side: one scale, the numbers of the reports, and what is said of them."""

import re
from functools import cache
from itertools import product
from string import ascii_lowercase

import numpy as np
import pytest

from core.cells import GRU, LSTM
from core.explain import Ref
from core.influence import influence
from core.tasks import CELLS, TASKS
from core.whatif import answered_at, told_at
from pages.parts.answering import TITLES, answering, model, report
from pages.parts.charts.compare import accuracy_curves, gradient_curves
from pages.parts.memory import FRESH, fresh_share
from pages.parts.panel import _scene, fitting, sel_of
from pages.parts.scenes.compare import POSITIONS, ROWS, Question, compare_scene, listed
from pages.parts.verdicts import (
    delay_verdict,
    learned_verdict,
    otherwise_verdict,
    percent,
    point,
)
from tests.pages.visits import say, scenes, settings, sound, visit, written

EVERY = pytest.mark.parametrize("task", TASKS)


@cache
def problem(task, delay=None, seed=3):
    return TASKS[task].example(TASKS[task].measured_at[3] if delay is None else delay, seed)


@cache
def readings(task, delay=None):
    posed = problem(task, delay)
    t = answered_at(posed)
    out = 0 if posed.targets.ndim == 3 else int(posed.targets[t, 0])
    return {cell: answering(cell, posed, (t, out)) for cell in CELLS}


def scene_of(task, rows="states", delay=None, **more):
    posed = problem(task, delay)
    q = Question(posed, told_at(posed), answered_at(posed), rows, **more)
    return compare_scene(readings(task, delay), q)


# One scale --------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("rows", ROWS)
def test_all_panels_of_a_kind_share_one_absolute_scale(task, rows):
    scene = scene_of(task, rows)
    kinds = {panel["scale"] for band in scene["bands"] for panel in band["panels"]}
    assert kinds == {{"states": "state", "gates": "gate", "gradient": "gradient"}[rows]}
    assert not any("low" in panel for band in scene["bands"] for panel in band["panels"])
    for band in scene["bands"]:
        for panel in band["panels"]:
            scale, free = scene["scales"][panel["scale"]], panel["values"][0]
            if rows != "gradient":
                assert scale["low"] <= free.min() <= free.max() <= scale["high"]


@EVERY
def test_the_scale_of_states_is_symmetric_round_and_holds_every_free_state(task):
    scale = scene_of(task)["scales"]["state"]
    assert scale["low"] == -scale["high"]
    traces = [reading.trace for reading in readings(task).values()]
    largest = max(np.abs(trace[name]).max() for trace in traces for name in trace.cell.state)
    assert largest <= scale["high"] <= max(1.0, 2 * largest)


def test_a_hold_does_not_change_the_scale_of_states():
    free = scene_of("recall")["scales"]["state"]
    assert scene_of("recall", gate="f", value=0.3)["scales"]["state"] == free


@EVERY
def test_the_scale_of_gradients_is_whole_decades_over_all_cells(task):
    scale = scene_of(task, "gradient")["scales"]["gradient"]
    sizes = np.concatenate([r.influence.x[:, 0] for r in readings(task).values()])
    log = np.log10(sizes[sizes > 0])
    assert scale["low"] == int(scale["low"])
    assert scale["low"] <= log.min()
    assert log.max() <= scale["high"]


# What is drawn is what was computed ---------------------------------------------------------


@EVERY
def test_states_and_gates_are_the_traces(task):
    for rows in ("states", "gates"):
        for band in scene_of(task, rows)["bands"]:
            trace = readings(task)[band["key"]].trace
            for panel in band["panels"]:
                np.testing.assert_allclose(
                    panel["values"][0], trace[panel["name"]][:, 0], rtol=1e-9, atol=1e-12
                )


def test_each_cell_shows_the_gates_it_has():
    bands = scene_of("recall", "gates")["bands"]
    shown = {band["key"]: [panel["name"] for panel in band["panels"]] for band in bands}
    assert shown == {"rnn": [], "lstm": ["f", "i", "o"], "lstm-peephole": ["f", "i", "o"],
                     "gru": ["z", "r"]}  # fmt: skip
    notes = {band["key"]: band["note"] for band in bands}
    assert "no gates" in notes["rnn"]
    assert notes["gru"] == ""


@EVERY
def test_gradients_are_those_of_the_chosen_answer(task):
    for band in scene_of(task, "gradient")["bands"]:
        reading = readings(task)[band["key"]]
        found = influence(reading.trace, reading.readout, *reading.answer)
        np.testing.assert_allclose(10.0 ** band["reach"][0], found.x[:, 0], rtol=1e-9)
        for panel in band["panels"]:
            wanted = np.abs(found.grads[panel["name"]][:, 0])
            np.testing.assert_allclose(10.0 ** panel["values"][0], wanted, rtol=1e-9)


@EVERY
@pytest.mark.parametrize("gate", ["f", "z"])
def test_every_place_of_the_slider_is_the_held_network(task, gate):
    scene = scene_of(task, gate=gate)
    assert scene["hold"]["positions"] == list(POSITIONS)
    for band in scene["bands"]:
        network = model(task, band["key"])
        has = gate in network.cell.gates
        assert band["swept"] == has
        assert {panel["values"].shape[0] for panel in band["panels"]} == {12 if has else 1}
        if not has:
            continue
        for k in (0, 4, 10):
            clamp = {gate: np.array(POSITIONS[k])}
            read = network.read(problem(task), clamp=clamp)
            for panel in band["panels"]:
                np.testing.assert_allclose(
                    panel["values"][k + 1], read.trace[panel["name"]][:, 0], rtol=1e-9, atol=1e-12
                )
            np.testing.assert_array_equal(band["right"][k + 1], read.right[:, 0])


def test_a_value_between_the_sliders_places_is_shown_as_it_is():
    scene = scene_of("recall", gate="f", value=0.37)
    band = next(b for b in scene["bands"] if b["key"] == "lstm")
    assert band["at"] == 12
    read = model("recall", "lstm").read(problem("recall"), clamp={"f": np.array(0.37)})
    for panel in band["panels"]:
        np.testing.assert_allclose(panel["values"][12], read.trace[panel["name"]][:, 0], rtol=1e-9)
    assert next(b for b in scene["bands"] if b["key"] == "rnn")["at"] == 0


def test_it_is_said_which_cells_do_not_have_the_gate():
    assert scene_of("recall", gate="f")["hold"]["without"].startswith("RNN and GRU have no such")
    without = scene_of("recall", gate="z")["hold"]["without"]
    assert without.startswith("RNN, LSTM and peephole LSTM have no such gate")


def test_the_trace_begins_where_the_input_is_read():
    posed = problem("reber")
    for band in scene_of("reber")["bands"]:
        for left in band["left"].values():
            assert (left[:, : told_at(posed)] == 0).all()
            assert (left[:, told_at(posed)] > 0).all()


# The reports ------------------------------------------------------------------------------


@EVERY
def test_the_chart_draws_the_reports_and_nothing_else(task):
    reports = {cell: report(task, cell) for cell in CELLS}
    drawn = accuracy_curves(TASKS[task], reports, TASKS[task].measured_at[2], "title")
    for series in drawn["series"]:
        found = reports[series["key"]]["accuracy"]
        assert series["x"] == found["delays"]
        np.testing.assert_array_equal(series["y"], found["accuracy"])
        np.testing.assert_array_equal(series["low"], [low for low, _ in found["interval"]])
        np.testing.assert_array_equal(series["high"], [high for _, high in found["interval"]])
        np.testing.assert_array_equal(drawn["chance"]["y"], found["chance"])
        assert drawn["shaded"]["range"] == list(found["trained_on"])


@EVERY
def test_the_page_quotes_the_training_reports(task):
    for delay in (TASKS[task].measured_at[0], TASKS[task].measured_at[-1]):
        at = visit("compare", {"task": task, "delay": str(delay)})
        sound(at)
        words = written(at)
        for cell in CELLS:
            found = report(task, cell)["accuracy"]
            k = found["delays"].index(delay)
            quoted = percent(found["accuracy"][k])
            row = next(line for line in words.splitlines() if line.startswith("| training report"))
            assert row.split("|")[2 + list(CELLS).index(cell)].strip() == quoted
            assert f"{found['count']:,} sequences" in row
        assert delay_verdict(TASKS[task], {c: report(task, c) for c in CELLS}, delay) in words


@EVERY
@pytest.mark.parametrize("cell", CELLS)
def test_new_sequences_agree_with_the_report(task, cell):
    """Within what chance allows 200 and 1,000 sequences: a few standard deviations."""
    delay = TASKS[task].measured_at[4]
    reported = point(report(task, cell), delay)
    here = fresh_share(task, cell, delay, "none", None)
    wide = np.sqrt(max(reported.right * (1 - reported.right), 0.01) / FRESH)
    assert abs(here - reported.right) < 5 * wide


def made(*right, chance=0.5, count=1000, delays=(5, 10, 20), trained=(5, 10)):
    wide = [1.96 * np.sqrt(p * (1 - p) / count) for p in right]
    return {"accuracy": {
        "delays": list(delays), "accuracy": list(right), "count": count,
        "chance": [chance] * len(right), "trained_on": list(trained),
        "interval": [[p - w, p + w] for p, w in zip(right, wide, strict=True)],
    }}  # fmt: skip


def test_who_still_knows_is_computed():
    task = TASKS["reber"]
    reports = {"rnn": made(0.9, 0.6, 0.51), "lstm": made(1.0, 1.0, 0.97)}
    said = delay_verdict(task, reports, 20).replace("\u00a0", " ")
    assert said == (
        "At delay 20, within what was trained, only the LSTM still answers above chance (50 %): "
        "LSTM 97 %. Not above it: RNN 51 %."
    )
    said = delay_verdict(task, reports, 10).replace("\u00a0", " ")
    assert "all cells answer above chance (50 %): RNN 60 %, LSTM 100 %" in said
    nobody = {"rnn": made(0.5, 0.5, 0.5), "gru": made(0.5, 0.5, 0.49)}
    assert "no cell answers above chance" in delay_verdict(task, nobody, 20)


def test_worse_than_guessing_is_not_called_forgetting():
    reports = {"rnn": made(0.9, 0.6, 0.02), "lstm": made(1.0, 1.0, 0.97)}
    said = delay_verdict(TASKS["reber"], reports, 20)
    assert "The RNN does worse than blind guessing" in said
    assert "it is not without memory" in said
    assert "worse than" not in delay_verdict(TASKS["reber"], reports, 10)


def test_where_guessing_is_always_right_there_is_nothing_to_remember():
    reports = {"rnn": made(1.0, 1.0, 1.0, chance=1.0)}
    assert "nothing to remember" in delay_verdict(TASKS["parity"], reports, 5)


def test_who_failed_to_learn_is_computed():
    def trained(share, chance=0.5):
        learned = share > 0.95
        return {
            "within_training": share, "chance_within_training": chance, "learned": learned,
        }  # fmt: skip

    shares = {"rnn": 0.51, "lstm": 0.99, "lstm-peephole": 1.0, "gru": 0.8}
    reports = {cell: trained(share) for cell, share in shares.items()}
    said = learned_verdict(TASKS["parity"], reports).replace("\u00a0", " ")
    assert "the LSTM and the peephole LSTM learn it (LSTM 99 %, peephole LSTM 100 %)" in said
    assert "the GRU does better than chance, but is not always right (GRU 80 %)" in said
    assert "**the RNN fails to learn it** (RNN 51 %)" in said


def test_other_delays_in_training_are_quoted_where_they_were_measured():
    def trained(share):
        other = {"accuracy": {"trained_on": [8, 12]}, "chance_within_training": 0.5}
        return {"otherwise_trained": {**other, "within_training": share}}

    def said(**shares):
        reports = {cell: trained(share) for cell, share in shares.items()}
        return otherwise_verdict(reports).replace("\u00a0", " ")

    instead = "Trained on delays 8 to 12 instead (chance 50 %): "
    assert said(rnn=1.0, gru=0.8) == instead + "RNN 100 %, GRU 80 %."
    assert said(rnn=0.5, gru=0.8) == instead + "RNN 50 %, GRU 80 %; **the RNN fails**."
    assert said(rnn=0.5, gru=0.51).endswith("**Then none of them learns it.**")
    assert otherwise_verdict({"rnn": {}}) == ""


@EVERY
def test_whoever_fails_is_named_on_the_page(task):
    reports = {cell: report(task, cell) for cell in CELLS}
    assert learned_verdict(TASKS[task], reports) in written(visit("compare"))


# The panel --------------------------------------------------------------------------------


def every_ref(read):
    last, H = read.trace.T - 1, read.trace.H
    for name in read.trace:
        first = -1 if name in read.trace.cell.state else 0
        for t, unit in product((first, 0, last), (0, H - 1)):
            yield Ref("trace", name, t, unit)
            yield Ref("grads", name, t, unit)
    for t, k in product((0, last), {0, len(read.outputs) - 1}):
        yield from (Ref(source, "y", t, k) for source in ("logits", "prediction"))
    for t, d in product((0, last), (0, len(read.inputs) - 1)):
        yield from (Ref("input", "x", t, d), Ref("grads", "x", t, d))
    for t in (0, last, read.answer[0]):
        yield Ref("injected", "h", t, H - 1)
    yield Ref("loss", "L", read.answer[0], 0)


@EVERY
@pytest.mark.parametrize("cell", CELLS)
def test_every_number_opens_in_the_panel(task, cell):
    read = readings(task)[cell]
    for ref in every_ref(read):
        assert read.has(ref), ref
        scene, opened = _scene(read, sel_of(ref), []), read.explain(ref)
        assert scene["result"][0, 1] == opened.result
        assert scene["role"]
        assert r"\partial L" not in str(scene) or ref.source == "loss"
        if scene["terms"]:
            products = scene["numbers"][:-1, 2].sum()
            np.testing.assert_allclose(products, scene["numbers"][-1, 0], rtol=1e-9, atol=1e-15)


@EVERY
def test_what_is_opened_is_the_number_itself(task):
    for read in readings(task).values():
        t, out = read.answer
        weight = read.readout["V"][0, out]

        def opened(source, name, t, unit, read=read):
            return read.explain(Ref(source, name, t, unit)).result

        assert opened("grads", "h", 0, 1) == read.influence.grads["h"][0, 0, 1]
        assert opened("injected", "h", t, 0) == weight
        assert opened("injected", "h", 0, 0) == (0 if t else weight)
        assert opened("prediction", "y", t, out) == pytest.approx(read.predictions[t, out])
        assert opened("loss", "L", t, 0) == pytest.approx(read.loss.steps[t, 0])


def test_where_nothing_is_asked_there_is_no_loss():
    read = readings("recall")["gru"]
    assert not read.has(Ref("loss", "L", 0, 0))
    assert fitting("loss.L.0.0", read) == f"loss.L.{read.trace.T - 1}.0"  # that of the answer


# The page ---------------------------------------------------------------------------------


def test_a_symbol_that_is_pressed_is_followed_and_an_answer_is_looked_at():
    at = visit("compare", {"task": "reber", "delay": "10"})
    at = say(at, "compare", trigger=True, open="gru/input.x.4.2;source=5")
    sound(at)
    assert scenes(at)["compare"]["source"] == 4
    assert at.query_params["source"] == "5"
    assert at.query_params["cell"] == "gru"
    at = say(at, "compare", trigger=True, open="rnn/prediction.y.6.0;asked=7")
    assert scenes(at)["compare"]["answer"] == 6
    assert scenes(at)["panel"]["sel"] == "prediction.y.6.0"


def test_a_gate_is_held_where_the_slider_was_let_go_and_let_go():
    at = say(visit("compare", {"gate": "f"}), "compare", trigger=True, hold="0.4")
    sound(at)
    assert at.query_params["held"] == "0.4"
    bands = {band["key"]: band for band in scenes(at)["compare"]["bands"]}
    assert bands["lstm"]["at"] == 1 + POSITIONS.index(0.4)
    assert bands["gru"]["at"] == 0
    assert "f held at 0.4" in written(at)
    at = say(at, "compare", trigger=True, hold="free")
    assert "held" not in at.query_params


def test_only_the_chosen_cells_are_shown():
    at = visit("compare", {"cells": "gru,rnn", "cell": "lstm"})
    sound(at)
    assert [band["key"] for band in scenes(at)["compare"]["bands"]] == ["rnn", "gru"]
    assert settings(at, "compare").cells == "gru,rnn"


def test_a_gate_that_nobody_shown_has_is_said():
    at = visit("compare", {"cells": "rnn", "gate": "z", "held": "0.5"})
    sound(at)
    assert "None of the networks shown has the gate z" in written(at)


@pytest.mark.parametrize(
    ("task", "own", "says"),
    [
        ("recall", "Bxyyx", None),
        ("recall", "xx", "Not read: type one letter A–D"),
        ("recall", "hello", "Not read: what is typed must be made of A B C D x y"),
        ("adding", "0.3 0.7* 0.1 0.2*", None),
        ("adding", "0.3 0.7", "two numbers must be marked"),
        ("parity", "01101", None),
        ("parity", "012", "Not read"),
        ("reber", "BTBTXSETE", None),
        ("reber", "BTBTXSEPE", "symbol 8 must be T"),
        ("recall", "A" + "x" * 400, "at most"),
    ],
)
def test_an_own_sequence_is_read_or_it_is_said_why_not(task, own, says):
    at = visit("compare", {"task": task, "own": own})
    sound(at)
    captions = re.sub(r"\\(.)", r"\1", "\n".join(caption.value for caption in at.caption))
    if says:
        assert says in captions
        assert "Shown instead" in captions
    else:
        assert "Not read" not in captions
        symbols = TASKS[task].parse(own).symbols
        assert scenes(at)["compare"]["symbols"] == list(symbols)


@pytest.mark.parametrize("typed", ["", "🙂", "Zoë", "anna maria", "x" * 60, "<b>hi</b>"])
def test_any_name_is_read_as_on_other_pages(typed):
    at = visit("compare", {"task": "names", "text": typed})
    sound(at)
    letters = "".join(c for c in typed.lower().replace("ë", "e") if c in ascii_lowercase)
    if letters:
        assert "".join(scenes(at)["compare"]["symbols"][1:]) == letters[:30]


@pytest.mark.parametrize("delay", ["0", "3", "37", "99", "200"])
@EVERY
def test_a_delay_that_was_not_measured_becomes_the_nearest_that_was(task, delay):
    at = visit("compare", {"task": task, "delay": delay})
    sound(at)
    shown = settings(at, "compare").delay
    assert shown in TASKS[task].measured_at
    assert abs(shown - int(delay)) == min(abs(d - int(delay)) for d in TASKS[task].measured_at)
    said = "was not measured" in written(at)
    assert said == (int(delay) not in TASKS[task].measured_at)


def test_a_task_after_another_keeps_the_page_whole():
    at = visit("compare", {"delay": "100", "asked": "102", "source": "90", "step": "70"})
    for task in ("names", "adding", "parity", "reber", "recall"):
        at.segmented_control(key="compare.task").set_value(task).run()
        sound(at)
        scene = scenes(at)["compare"]
        assert scene["source"] < len(scene["symbols"])
        assert scene["answer"] < len(scene["symbols"])


def test_gradient_curves_end_at_the_answer():
    read = readings("reber")
    t = next(iter(read.values())).answer[0]
    drawn = gradient_curves(read, 1, "title")
    assert all(len(series["y"]) == t + 1 for series in drawn["series"])
    assert drawn["y"]["low"] <= min(s["y"][np.isfinite(s["y"])].min() for s in drawn["series"])


def test_names_are_listed_as_in_a_sentence():
    said = [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert said == ["", "a", "a and b", "a, b and c"]
    assert set(TITLES) == set(CELLS)
    assert isinstance(CELLS["lstm"], LSTM)
    assert isinstance(CELLS["gru"], GRU)
