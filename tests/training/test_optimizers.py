"""Every optimizer: by optax, by hand, and its fast form against the formula that the page shows."""

import math
from collections.abc import Callable

import jax
import numpy as np
import optax
import pytest

from generator.engine.expression import parse_expression
from generator.engine.graph import forward
from generator.engine.optimizers.entry import Array, Optimizer, State
from generator.engine.optimizers.table import OPTIMIZERS

jax.config.update("jax_enable_x64", True)

RATE = 0.03
UPDATES = 100
BY_NAME = pytest.mark.parametrize("name", OPTIMIZERS)

OPTAX: dict[str, Callable[[], optax.GradientTransformation]] = {
    "gradient_descent": lambda: optax.sgd(RATE),
    "momentum": lambda: optax.sgd(RATE, momentum=0.9),
    "nesterov": lambda: optax.sgd(RATE, momentum=0.9, nesterov=True),
    "rmsprop": lambda: optax.rmsprop(RATE, decay=0.99, eps=1e-8, eps_in_sqrt=False),
    "adam": lambda: optax.adam(RATE),
    "adamw": lambda: optax.adamw(RATE, weight_decay=0.01),
}
"""Those that optax has with PyTorch's conventions; it puts Adagrad's epsilon inside the root, and corrects Adam always."""


def valley(w: Array) -> Array:
    """The gradient of ½·100·w₀² + ½·w₁² + ¼·w₂⁴, a narrow valley: the gradients change their signs and sizes."""
    return np.array([100 * w[0], w[1], w[2] ** 3])


def usual(optimizer: Optimizer) -> dict[str, float]:
    return {name: setting.usual for name, setting in optimizer.settings.items()}


def first_state(optimizer: Optimizer) -> State:
    return {name: np.zeros(3) for name in optimizer.state}


def taken(optimizer: Optimizer, updates: int) -> list[Array]:
    w, state, path = np.array([1.0, -2.0, 3.0]), first_state(optimizer), []
    for t in range(1, updates + 1):
        w, state = optimizer.step(w, valley(w), state, RATE / 10, usual(optimizer), t)
        path.append(w)
    return path


@pytest.mark.parametrize("name", OPTAX)
def test_a_hundred_updates_are_those_of_optax(name: str) -> None:
    optimizer, reference = OPTIMIZERS[name], OPTAX[name]()
    w, state = np.array([1.0, -2.0, 3.0]), first_state(optimizer)
    theirs = jax.numpy.asarray(w)
    their_state = reference.init(theirs)
    for t in range(1, UPDATES + 1):
        g = np.sin(np.array([t, 2.0 * t, 3.0 * t])) * np.array([1.0, 100.0, 1e-4])
        w, state = optimizer.step(w, g, state, RATE, usual(optimizer), t)
        moves, their_state = reference.update(jax.numpy.asarray(g), their_state, theirs)
        theirs = optax.apply_updates(theirs, moves)
        assert np.allclose(w, theirs, rtol=1e-12, atol=1e-12), t


@BY_NAME
def test_the_formula_that_is_shown_gives_the_same_numbers(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    graph = parse_expression(optimizer.formula).graph
    constants = parse_expression(optimizer.formula).constants
    w, state = np.array([1.0, -2.0, 3.0]), first_state(optimizer)
    for t in range(1, 6):
        g = valley(w)
        moved, kept = optimizer.step(w, g, state, RATE, usual(optimizer), t)
        for k in range(len(w)):
            given = {"w": w[k], "g": g[k], "t": float(t), "eta": RATE}
            given |= {optimizer.symbols[setting]: number for setting, number in usual(optimizer).items()}
            given |= {symbol: float(state[what][k]) for what, symbol in optimizer.state.items()}
            values = forward(graph, {**constants, **given})
            assert math.isclose(float(values[graph.index["w_t"]]), moved[k], rel_tol=1e-13)
            for what, symbol in optimizer.state.items():
                assert math.isclose(float(values[graph.index[f"{symbol}_t"]]), kept[what][k], rel_tol=1e-13)
        w, state = moved, kept


def by_hand(name: str, gradients: list[float], w: float = 1.0, rate: float = 0.1) -> list[float]:
    optimizer = OPTIMIZERS[name]
    state: State = {kept: np.zeros(1) for kept in optimizer.state}
    position, path = np.array([w]), []
    for t, g in enumerate(gradients, start=1):
        position, state = optimizer.step(position, np.array([g]), state, rate, usual(optimizer), t)
        path.append(float(position[0]))
    return path


def test_momentum_begins_with_the_gradient_itself() -> None:
    # m = 2, then 0.9 · 2 + 1 = 2.8
    assert by_hand("momentum", [2, 1]) == pytest.approx([1 - 0.2, 1 - 0.2 - 0.28], rel=1e-15)


def test_nesterov_adds_what_comes_next() -> None:
    # m = 2: 2 + 0.9 · 2 = 3.8; then m = 2.8: 1 + 0.9 · 2.8 = 3.52
    assert by_hand("nesterov", [2, 1]) == pytest.approx([1 - 0.38, 1 - 0.38 - 0.352], rel=1e-15)


def test_adagrad_divides_by_the_root_of_all_squares() -> None:
    # √9 = 3, then √(9 + 16) = 5
    expected = [1 - 0.1 * 3 / (3 + 1e-10), 1 - 0.1 * 3 / (3 + 1e-10) - 0.1 * 4 / (5 + 1e-10)]
    assert by_hand("adagrad", [3, 4]) == pytest.approx(expected, rel=1e-15)


def test_rmsprop_adds_epsilon_outside_the_root() -> None:
    # v = 0.01 · 4 = 0.04, whose root is 0.2. With a gradient of 1e-7 the root is 1e-8, as large as epsilon.
    assert by_hand("rmsprop", [2]) == pytest.approx([1 - 0.1 * 2 / (0.2 + 1e-8)], rel=1e-14)
    assert by_hand("rmsprop", [1e-7]) == pytest.approx([1 - 0.1 * 1e-7 / 2e-8], rel=1e-12)


def test_adam_first_moves_by_the_rate_whatever_the_gradient() -> None:
    # m̂ = g and v̂ = g², so that the move is η · g / (|g| + ε)
    for g in (1e-3, 1.0, 1e4):
        assert by_hand("adam", [g]) == pytest.approx([1 - 0.1 * g / (g + 1e-8)], rel=1e-14)


def test_adam_without_correction_first_moves_too_far() -> None:
    # m = 0.1 · g and v = 0.001 · g²: 0.1 / √0.001 = 3.1623 times the rate
    assert by_hand("adam_uncorrected", [1.0]) == pytest.approx(
        [1 - 0.1 * 0.1 / (math.sqrt(0.001) + 1e-8)], rel=1e-14
    )


def test_adamw_shrinks_the_weight_itself() -> None:
    # with no gradient at all: w · (1 − 0.1 · 0.01)
    assert by_hand("adamw", [0.0, 0.0]) == pytest.approx([0.999, 0.999**2], rel=1e-15)


@BY_NAME
def test_it_descends(name: str) -> None:
    first, *_, last = taken(OPTIMIZERS[name], UPDATES)
    assert np.sum(np.abs(valley(last))) < np.sum(np.abs(valley(first)))
