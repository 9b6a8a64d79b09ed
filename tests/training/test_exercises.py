"""An update that is asked for, and bugs in it: every number against NumPy, every sentence against its arithmetic."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from generator.engine.optimizers.table import OPTIMIZERS
from generator.script import Script
from tests.lesson.content import WORDS
from tests.training.subjects import Subject, on_points, random_network

NETWORK = random_network((2, 3, 1), ("tanh", "sigmoid"), "bce", seed=7)
UPDATE, PARAMETER = 4, "w11"


def subject(optimizer: str = "gradient_descent", **settings: Any) -> Subject:
    return on_points(NETWORK, "circles", optimizer=optimizer, **{"rate": 0.05, "batch": 5, **settings})


@dataclass(frozen=True)
class Update:
    """One update by the engine in Python, and what it was made from."""

    w: float
    w_t: float
    gradients: list[float]
    norm: float
    before: dict[str, float]
    after: dict[str, float]
    rows: list[int]
    earlier: float

    @property
    def mean(self) -> float:
        return float(np.sum(self.gradients)) / len(self.gradients)


def made(of: Subject) -> Update:
    training = of.in_python()
    k = list(training.names).index(PARAMETER)

    def kept() -> dict[str, float]:
        return {name: float(each[k]) for name, each in training.state.items()}

    for _ in range(UPDATE - 2):
        training.update()
    _, earlier = training.loss_and_gradient(training.rows(UPDATE - 1))
    training.update()
    w, before, rows = training.parameters.copy(), kept(), training.rows(UPDATE)
    gradients = [float(training.loss_and_gradient(rows[i : i + 1])[1][k]) for i in range(len(rows))]
    _, gradient = training.loss_and_gradient(rows)
    weights = np.array([not name.startswith("b") for name in training.names])
    l1, l2 = of.settings.get("l1", 0), of.settings.get("l2", 0)
    norm = float(np.linalg.norm(gradient + weights * (l2 * w + l1 * np.sign(w))))
    training.update()
    return Update(
        float(w[k]),
        float(training.parameters[k]),
        gradients,
        norm,
        before,
        kept(),
        rows.tolist(),
        float(earlier[k]),
    )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_lines_of_an_update_lead_to_its_numbers(script: Script, optimizer: str) -> None:
    """With a penalty and a gradient that is shortened: from the samples to the new value."""
    of = subject(optimizer, l1=0.01, l2=0.02, clip=0.05)
    lines = script.call("updateAsked", of.as_data(), UPDATE, PARAMETER, 3)
    found = {each["kind"]: each["result"] for each in lines}
    update = made(of)
    assert found["mean"] == pytest.approx(update.mean, rel=1e-10)
    penalised = update.mean + 0.02 * update.w + 0.01 * np.sign(update.w)
    assert found["penalised"] == pytest.approx(penalised, rel=1e-10)
    assert found["factor"] == pytest.approx(0.05 / (update.norm + 1e-6), rel=1e-10)
    assert found["clipped"] == pytest.approx(penalised * found["factor"], rel=1e-10)
    for name, kind in (
        ("velocity", "m_t"),
        ("first_moment", "m_t"),
        ("second_moment", "v_t"),
        ("sum_of_squares", "s_t"),
    ):
        assert (name not in update.after) or kind in found
        if name in update.after:
            assert found[kind] == pytest.approx(update.after[name], rel=1e-9)
    for kind, kept, beta in (("m_hat", "m_t", 0.9), ("v_hat", "v_t", 0.999)):
        if kind in found:
            assert found[kind] == pytest.approx(found[kept] / (1 - beta**UPDATE), rel=1e-10)
    assert found["w_t"] == pytest.approx(update.w_t, rel=1e-10)
    start = found.get("u", update.w)
    assert found["move"] == pytest.approx(start - update.w_t, rel=1e-7)


def test_a_level_asks_for_the_last_line_every_second_or_all(script: Script) -> None:
    def asked(level: int) -> list[bool]:
        lines = script.call("updateAsked", subject("adam").as_data(), UPDATE, PARAMETER, level)
        return [each["asked"] for each in lines]

    assert asked(3) == [True] * 7
    assert asked(2) == [True, False, True, False, True, False, True]
    assert asked(1) == [False] * 6 + [True]


def slips(of: Subject) -> dict[str, tuple[str, float]]:
    """Of each slip, the line in which it is made and the number that its sentence describes."""
    u = made(of)
    optimizer, clip = of.settings["optimizer"], of.settings.get("clip")
    share = of.settings.get("l2", 0) * u.w
    g = u.mean + share
    found = {
        "sum_for_mean": ("mean", float(np.sum(u.gradients))),
        "wrong_sign": ("mean", -u.mean),
        "penalty_forgotten": ("penalised", u.mean),
        "penalty_alone": ("penalised", share),
        "upside_down": ("factor", (u.norm + 1e-6) / (clip or 1)),
        "not_shortened": ("clipped", g),
        "added": ("w_t", u.w + (u.w - u.w_t)),
        "move_alone": ("w_t", u.w - u.w_t),
        "no_rate": ("move", (u.w - u.w_t) / of.settings["rate"]),
    }
    if optimizer == "momentum":
        found |= {"only_new": ("m_t", g), "only_old": ("m_t", 0.9 * u.before["velocity"])}
    if optimizer == "adagrad":
        found["not_squared"] = ("s_t", u.before["sum_of_squares"] + g)
    if optimizer == "adam":
        m, m_t, v_t = u.before["first_moment"], u.after["first_moment"], u.after["second_moment"]
        m_hat, v_hat = m_t / (1 - 0.9**UPDATE), v_t / (1 - 0.999**UPDATE)
        found |= {
            "swapped_betas": ("m_t", 0.999 * m + 0.001 * g),
            "share_forgotten": ("m_t", 0.9 * m + g),
            "no_correction": ("m_hat", m_t),
            "times_correction": ("m_hat", m_t * (1 - 0.9**UPDATE)),
            "no_power": ("m_hat", m_t / 0.1),
            "no_root": ("move", of.settings["rate"] * m_hat / (v_hat + 1e-8)),
        }
    if optimizer == "adamw":
        found = {"decay_forgotten": ("u", u.w), "decay_without_rate": ("u", u.w - 0.9 * u.w)}
    return found


def test_what_is_said_to_a_wrong_number_is_what_was_done(script: Script) -> None:
    """Every slip once at least."""
    seen = set()
    for of in (
        subject("gradient_descent"),
        subject("gradient_descent", l2=5.0, clip=0.05),
        subject("momentum", batch=2),
        subject("adagrad", batch=2),
        subject("adam", batch=2),
        subject("adamw", rate=0.3, options={"decay": 0.9}),
    ):
        lines = script.call("updateAsked", of.as_data(), UPDATE, PARAMETER, 3)
        right = {each["kind"]: each["result"] for each in lines if each["asked"]}
        for slip, (kind, number) in slips(of).items():
            # Of what is small two decimals tell nothing apart.
            if kind in right and abs(number - right[kind]) > max(0.02 * abs(right[kind]), 1e-3):
                said = script.call("updateDiagnosis", of.as_data(), UPDATE, PARAMETER, kind, number)
                assert said == slip, (of.settings, kind, number)
                seen.add(slip)
    assert seen == set(script.call("exercises")["slips"])


def wrong_numbers(name: str, u: Update, optimizer: str) -> dict[str, float]:
    """The lines that a bug computes wrongly, the first one first, and the numbers that it gives there."""
    g = u.mean
    if name == "not_zeroed":
        return {"mean": g + u.earlier}
    if name == "sum_for_mean":
        return {"mean": len(u.gradients) * g}
    if name == "stale_momentum" and optimizer == "momentum":
        return {"move": 0.05 * u.before["velocity"]}
    if name == "stale_momentum" and optimizer == "nesterov":
        return {"d": g + 0.9 * u.before["velocity"]}
    m, v = u.before["first_moment"], u.before["second_moment"]
    if name == "stale_momentum":
        return {"m_hat": m / (1 - 0.9**UPDATE)}
    if name == "swapped_betas":
        return {"m_t": 0.999 * m + 0.001 * g, "v_t": 0.9 * v + 0.1 * g**2}
    if name == "no_correction":
        return {"m_hat": u.after["first_moment"], "v_hat": u.after["second_moment"]}
    assert name == "coupled_decay"
    coupled = g + 0.5 * u.w
    return {"m_t": 0.9 * m + 0.1 * coupled, "v_t": 0.999 * v + 0.001 * coupled**2, "u": u.w}


FAR: Any = {"inputs": [[3.0, -3.0], [2.5, 2.5]], "targets": [[0.0], [1.0]]}
"""Samples for the test, far from those that are learned from."""


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "nesterov", "adam", "adamw"])
def test_a_bug_computes_what_is_said_of_it(script: Script, optimizer: str) -> None:
    # A decay that can be seen in one update.
    of = subject(optimizer, **({"options": {"decay": 0.5}, "rate": 0.2} if optimizer == "adamw" else {}))
    puzzles = script.call("updatePuzzles", {**of.as_data(), "tested": FAR}, UPDATE, PARAMETER, [*range(1, 9)])
    u = made(of)
    for puzzle in puzzles:
        if puzzle["name"] in ("used_twice", "test_sample"):
            assert puzzle["wrong"] == ["samples"]
            assert len(puzzle["samples"]) == len(u.rows)
            if puzzle["name"] == "used_twice":
                assert set(puzzle["samples"]) < set(u.rows)
            else:
                (odd,) = set(puzzle["samples"]) - set(u.rows)
                assert odd in (len(of.inputs), len(of.inputs) + 1)
            continue
        wrong = wrong_numbers(puzzle["name"], u, optimizer)
        assert puzzle["wrong"] == list(wrong), puzzle["name"]
        for kind, number in wrong.items():
            assert puzzle["results"][kind] == pytest.approx(number, rel=1e-9), puzzle["name"]
        # What comes before is right, what comes after follows from it.
        said = [verdict for kind, verdict in puzzle["verdicts"] if kind not in wrong]
        assert set(said[: said.index("follows")]) == {"right"}
        assert said[-1] == "follows"
    expected = {"not_zeroed", "sum_for_mean", "used_twice", "test_sample"}
    expected |= {"stale_momentum"} if optimizer != "gradient_descent" else set()
    expected |= {"swapped_betas", "no_correction"} if optimizer.startswith("adam") else set()
    expected |= {"coupled_decay"} if optimizer == "adamw" else set()
    assert {puzzle["name"] for puzzle in puzzles} == expected


def test_a_bug_that_changes_nothing_is_not_offered(script: Script) -> None:
    """Of one sample the sum is the mean, and none can be there twice; at first nothing is left over from before."""

    def offered(of: Subject, update: int) -> set[str]:
        puzzles = script.call("updatePuzzles", of.as_data(), update, PARAMETER, [*range(1, 17)])
        return {puzzle["name"] if puzzle else "none" for puzzle in puzzles}

    assert offered(subject(batch=1), 1) == {"none"}
    assert offered(subject(batch=1), 2) == {"not_zeroed"}
    assert offered(subject("momentum", batch=1), 1) == {"stale_momentum"}
    assert offered(subject(), 1) == {"sum_for_mean", "used_twice"}


def test_every_bug_slip_and_question_has_its_words(script: Script) -> None:
    words, found = WORDS["tools"]["train"], script.call("exercises")
    assert set(words["bugs"]) == set(found["bugs"])
    assert set(words["asks"]) == set(found["kinds"])
    # That of the sign is practising's own.
    assert set(words["slips"]) == set(found["slips"]) - {"wrong_sign"}
