"""What programs are written of in the tests: networks with every activation and loss, formulas with every function."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from itertools import cycle
from typing import Any

from generator.config import Formula
from generator.engine.expression import parse_expression
from generator.engine.network import Layer, Network, build_graph, leaf_values, parameters_of
from generator.engine.operations.table import OPS
from generator.engine.sample import Sample
from generator.script import Script
from tests.bundled import bundled

WEIGHTS = cycle([0.7, -0.4, 0.3, -0.9, 0.2, 1.1, -0.6, 0.5, -0.2])
TARGETS = {
    "bce": (1.0, 0.25),
    "bce_sum": (1.0, 0.25),
    "hinge_sum": (1.0, -1.0),
    "cce": (0.25, 0.75),
    "hinge": (1.0, -1.0),
}


NAMED = {"x1": "close", "w11": "value", "b1": "lambda", "h1": "gradients", "z1": "given", "y1": "forward"}
SHARED = {**NAMED, "w21": "value", "w12": "value", "b4": "lambda", "w42": "value"}
"""Names of one's own, such as the programs have too, and parameters that places share."""


def with_names(plain: Network, names: Mapping[str, str]) -> Network:
    """The same with these names; what is shared has one number."""
    numbers = dict.fromkeys(names, 0.25)
    places = iter(build_graph(plain).nodes)
    leaves = [node.name for node in places if node.role in ("weight", "bias")]
    given = iter(
        [numbers.get(leaf, number) for leaf, number in zip(leaves, parameters_of(plain), strict=True)]
    )
    layers = tuple(
        Layer(
            layer.activation,
            *zip(*[(tuple(next(given) for _ in row), next(given)) for row in layer.weights], strict=True),
        )
        for layer in plain.layers
    )
    return Network(layers, plain.loss, names=names)


def far_out(plain: Network) -> Network:
    """The same with weights in the thousands, of which exponentials overflow."""
    layers = tuple(
        replace(layer, weights=tuple(tuple(4000 * weight for weight in row) for row in layer.weights))
        for layer in plain.layers
    )
    return replace(plain, layers=layers)


def network(activation: str, loss: str, *, outputs: int = 2) -> Network:
    """3→2→1 or 3→2→2, with the output that the loss takes."""
    fitting = OPS[loss].requires
    last = fitting[0] if fitting else "identity"

    def layer(name: str, neurons: int, sources: int) -> Layer:
        rows = tuple(tuple(next(WEIGHTS) for _ in range(sources)) for _ in range(neurons))
        return Layer(name, rows, tuple(next(WEIGHTS) for _ in range(neurons)))

    return Network((layer(activation, 2, 3), layer(last, outputs, 2)), loss)


ACTIVATIONS = [name for name, entry in OPS.items() if entry.kind == "activation" and not entry.joint]
LOSSES = [name for name, entry in OPS.items() if entry.kind == "loss"]

FORMULAS: Mapping[str, Formula] = {
    "every function": Formula(
        "L = "
        + " + ".join(
            f"{entry.called}(0.3*a, b)" if entry.arity is None else f"{entry.called}(a)*b"
            for entry in OPS.values()
            if entry.called
        ),
        {"a": 0.7, "b": -1.3},
    ),
    "every sign": Formula("d = a*b/c - -a\nc_ = a^b + b^2 - d\nL = |c_| + e^a + π", {"a": 0.5, "b": 1.5, "c": 2.0}),
    "far out": Formula(
        "L = " + " + ".join(f"{name}(a) + b*{name}(c)" for name in ACTIVATIONS if name != "identity"),
        {"a": -1000.0, "b": 0.5, "c": 1000.0},
    ),
    "kinks": Formula(
        "L = relu(a) + abs(b) + leaky_relu(a) + elu(a) + max(a, b) + min(a, b, c) + max(a, c, b)",
        {"a": 0.0, "b": 0.0, "c": 0.0},
    ),
    "names that Python has": Formula("lambda = if*for\nmath = lambda + np\nmath^2", {"if": 2.0, "for": 3.0, "np": 1.0}),
    "assigned again": Formula("c = a + b\nc += c*a\nc -= 2\nc", {"a": -4.0, "b": 2.0}),
    "exponents that move": Formula("x^y + (-2)^2 + x^-1", {"x": 1.5, "y": 2.5}),
}  # fmt: skip


@cache
def script() -> Script:
    return Script(bundled("tests/taking/entry.js"))


def source(
    subject: Network | Formula, sample: Sample | None = None
) -> tuple[dict[str, Any], dict[str, float]]:
    """What the page knows of a network or a formula, and its present numbers."""
    if isinstance(subject, Formula):
        names = parse_expression(subject.text, subject.values).names
        values = {name: subject.values[name] for name in names}
        return {"network": None, "samples": [], "formula": {"text": subject.text, "values": values}}, values
    shown = sample or Sample((0.5, -1.0, 2.0), TARGETS.get(subject.loss, (0.8, -0.3))[: subject.outputs])
    return (
        {"network": asdict(subject), "samples": [asdict(shown)], "formula": None},
        {name: float(value) for name, value in leaf_values(subject, shown).items()},
    )


def program(subject: Network | Formula, language: str) -> str:
    given, leaves = source(subject)
    call = "(source, leaves, language) => programOf(subjectOf(source, leaves, 1), language)"
    text: str = script().call(call, given, leaves, language)
    return text


CASES: Mapping[str, Network | Formula] = {
    **{f"{name}, mse": network(name, "mse") for name in ACTIVATIONS},
    **{
        f"tanh, {loss}, {outputs}": network("tanh", loss, outputs=outputs)
        for loss in LOSSES
        for outputs in (1, 2)
        if outputs >= (1 if OPS[loss].base is None else 2) and outputs >= OPS[loss].least_outputs
    },
    "names of one's own": with_names(network("tanh", "mse"), NAMED),
    **{
        f"shared, {activation}, {loss}": with_names(network(activation, loss), SHARED)
        for activation, loss in (
            ("gelu", "mse"),
            ("elu", "bce"),
            ("mish", "cce"),
            ("relu", "huber"),
            ("silu", "mae"),
        )
    },
    **{f"far out, {loss}": far_out(network("sigmoid", loss)) for loss in ("bce", "cce", "mse")},
    "far out, shared": far_out(with_names(network("sigmoid", "cce"), SHARED)),
    **FORMULAS,
}
