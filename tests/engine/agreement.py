"""When do two passes agree? To 1e-12 relative, plus 1e-15 of what their numbers were computed from.

1e-15 absolute alone will not do. Where large terms cancel (700·h₁ − 700·h₂), the last digit of `exp`, in which NumPy,
V8 and XLA differ, is multiplied, through every layer once more; and where all is small (a saturated neuron's gradient of
1e-300), 1e-15 would let any mistake pass. So each number gets a scale of its own: the first-order bound on what rounding
can do to it, a unit of rounding at every node (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3).
It is found by moving the operands of every node a little and looking what becomes of its result, so it knows nothing of
any operation.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.engine.graph import LEAF, Graph, Node, create_graph, forward
from generator.engine.operations.operation import Array, Values
from generator.engine.operations.table import OPS
from tests.engine.engines import Answer, Engine, Leaves, Nodes

RELATIVE = 1e-12
ABSOLUTE = 1e-15
NUDGE = 1e-12
STEP = 1e-6


UNDERFLOW = 1e-290
"""The least scale: what is subnormal, below 2e-308, XLA flushes to 0, whereas NumPy and V8 keep what digits are left."""


def disagreements(answer: Answer, reference: Answer, scales: Answer) -> list[str]:
    """A line for every value, gradient and local derivative in which an answer is off; none if all is well."""
    lines = _differences("value of", answer.values, reference.values, scales.values)
    lines += _differences("gradient of", answer.gradients, reference.gradients, scales.gradients)
    for name, expected in reference.locals.items():
        found, scale = (dict(enumerate(each.locals[name])) for each in (answer, scales))
        lines += _differences(f"derivative of {name} by parent", found, dict(enumerate(expected)), scale)
    return lines


def agree(one: float, other: float, scale: float) -> bool:
    """Whether two numbers are equal but for rounding; infinities are equal or not, and NaN never is."""
    if one == other:
        return True
    return abs(one - other) <= RELATIVE * max(abs(one), abs(other)) + ABSOLUTE * scale < math.inf


def graph_of(nodes: Nodes) -> Graph:
    """The shipped engine's graph of nodes that are plain data."""
    return create_graph(
        Node(**{**node, "symbol": tuple(node["symbol"]), "parents": tuple(node["parents"])}) for node in nodes
    )


def _differences(
    what: str, found: Mapping[Any, float], expected: Mapping[Any, float], scales: Mapping[Any, float]
) -> list[str]:
    assert found.keys() == expected.keys()
    return [
        f"{what} {key}: {found[key]!r} instead of {expected[key]!r} (scale {scales[key]:.1e})"
        for key in expected
        if not agree(found[key], expected[key], scales[key])
    ]


@np.errstate(all="ignore")
def rounding_scales(nodes: Nodes, leaves: Leaves) -> Answer:
    """What a unit of rounding everywhere adds up to in every value, gradient and local derivative."""
    graph = graph_of(nodes)
    values = forward(graph, leaves)
    count = len(graph.nodes)
    of_values = np.zeros(count)
    derivatives: list[NDArray[np.float64]] = []
    of_derivatives: list[NDArray[np.float64]] = []
    for i, node in enumerate(graph.nodes):
        if graph.rules[i] is None:
            of_values[i] = _leaf_scale(node, float(values[i]))
            derivatives.append(np.zeros(0))
            of_derivatives.append(np.zeros(0))
            continue
        scales = [of_values[source] for source in graph.sources[i]]
        value, local, moved_value, moved_local = _results(graph, values, i, scales)
        of_values[i] = _size(value) + _size(moved_value) + UNDERFLOW
        derivatives.append(local)
        of_derivatives.append(_sizes(local) + _sizes(moved_local) + UNDERFLOW)

    gradients, of_gradients = np.zeros(count), np.zeros(count)
    gradients[-1] = 1
    for i in reversed(range(count)):
        for k, receiver in enumerate(graph.receivers[i]):
            gradients[receiver] += gradients[i] * derivatives[i][k]
            # The error of a product: each factor's with the other, and both errors with each other.
            error, error_of_local = of_gradients[i], of_derivatives[i][k]
            of_gradients[receiver] += _size(gradients[i] * error_of_local) + _size(error * derivatives[i][k])
            of_gradients[receiver] += error * error_of_local * ABSOLUTE + UNDERFLOW
    names = [node.name for node in graph.nodes]
    return Answer(
        dict(zip(names, of_values.tolist(), strict=True)),
        dict(zip(names, of_gradients.tolist(), strict=True)),
        {name: each.tolist() for name, each in zip(names, of_derivatives, strict=True)},
    )


def _leaf_scale(node: Node, value: float) -> float:
    """A leaf is exact, but what it is multiplied with or added to is rounded at its size.

    Not so a target of 0 or 1: there a cross-entropy has one term, and nothing that could cancel.
    """
    return 0.0 if node.role == "target" and value in (0.0, 1.0) else abs(value) + UNDERFLOW


def _results(
    graph: Graph, values: Values, i: int, scales: Sequence[float]
) -> tuple[float, NDArray[np.float64], float, NDArray[np.float64]]:
    """Value and derivatives of node i, and how fast they move when its operands move by their scales."""
    rule = graph.rules[i]
    assert rule is not None
    width = len(scales)
    # The first column as it is, then every operand moved up, then every one moved down.
    moves = np.hstack([np.zeros((width, 1)), np.eye(width), -np.eye(width)])
    operands: list[Array] = [
        values[source] + move * NUDGE * scale
        for source, move, scale in zip(graph.sources[i], moves, scales, strict=True)
    ]
    result = np.broadcast_to(rule.forward(operands), moves.shape[1:])
    locals_ = np.array(
        [np.broadcast_to(each, result.shape) for each in rule.local_derivatives(operands, result)]
    )
    # Of the two ways to move, the worse one.
    moved = [np.abs(rows[..., 1:] - rows[..., :1]) / NUDGE for rows in (result, locals_)]
    worse = [np.maximum(rows[..., :width], rows[..., width:]).sum(axis=-1) for rows in moved]
    return float(result[0]), locals_[:, 0], float(worse[0]), worse[1]


def _sizes(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(numbers), np.abs(numbers), 0.0)


def _size(number: float) -> float:
    """Infinities have no scale: they are equal or they are not."""
    return abs(float(number)) if math.isfinite(number) else 0.0


def doubts(engine: Engine, nodes: Nodes, leaves: Leaves) -> list[str]:
    """A line for every leaf whose gradient is not its difference quotient, as far as that can tell.

    How far it can tell, it says itself: by how much it differs from the quotient of twice the step. Where that steps
    over a kink there is no derivative, and nothing to be told.
    """
    answer, graph = engine.run(nodes, leaves), graph_of(nodes)
    fine = engine.finite_differences(nodes, leaves, STEP)
    coarse = engine.finite_differences(nodes, leaves, 2 * STEP)
    loss = abs(answer.values[nodes[-1]["name"]])
    return [
        f"gradient of {name}: {answer.gradients[name]!r}, but its difference quotient is {fine[name]!r}"
        for name in leaves
        if not _may_be(answer.gradients[name], fine[name], 4 * abs(fine[name] - coarse[name]) + 1e-9 * loss)
        and not _steps_over_a_kink(graph, leaves, name)
    ]


def _may_be(gradient: float, quotient: float, doubt: float) -> bool:
    return not math.isfinite(quotient) or abs(gradient - quotient) <= 1e-6 * max(1.0, abs(gradient)) + doubt


def _steps_over_a_kink(graph: Graph, leaves: Leaves, name: str) -> bool:
    width = 2 * STEP * max(1.0, abs(leaves[name]))
    values = forward(graph, {**leaves, name: leaves[name] + np.array([-width, 0.0, width])})
    signs = [
        np.sign(operand - kink.at(operands, position))
        for node in graph.nodes
        if node.op != LEAF and (kink := OPS[node.op].kink) is not None
        for operands in [np.broadcast_arrays(*(values[parent] for parent in node.parents))]
        for position, operand in enumerate(operands)
    ]
    return any(np.ptp(sign) > 0 or not np.all(sign) for sign in signs)
