"""Networks at random, gentle and extreme ones."""

from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from tests.example import Example

Kind = Literal["gentle", "extreme", "largest"]

ACTIVATIONS = [
    name for name, operation in OPS.items() if operation.kind == "activation" and not operation.joint
]
"""Those of one neuron; a joint one comes with the loss that requires it."""

LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None]


def either_sign(least: float, most: float) -> SearchStrategy[float]:
    """Those of so small a size that a product of theirs is subnormal are left out: XLA takes that for 0, ReLU's kink."""
    return st.floats(least, most) | st.floats(-most, -least)


# A weight of 700 on an input of 1 drives a neuron to z = 700, where exp(−z) is still a number, and 750 to where it is not.
NUMBERS: dict[Kind, SearchStrategy[float]] = {
    "gentle": st.sampled_from([0.0, 1.0, -1.0]) | either_sign(1e-9, 2),
    "extreme": st.sampled_from([0.0, 1.0, -1.0, 1e-9, 40.0, -40.0, 700.0, -700.0, 750.0, -750.0])
    | either_sign(1e-9, 700),
    "largest": st.sampled_from([0.0, 1e6, -1e6, 1.0, -1.0, 1e-300, 5e-324]) | st.floats(-1e6, 1e6),
}


@st.composite
def networks(
    draw: DrawFn,
    kind: Kind,
    *,
    activations: tuple[str, ...] = tuple(ACTIVATIONS),
    losses: tuple[str, ...] = tuple(LOSSES),
    output: str | None = None,
    least_hidden: int = 0,
) -> Example:
    """A network of 0 to 4 hidden layers of 1 to 6 neurons, with 1 to 4 outputs, and a loss that fits."""
    numbers = NUMBERS[kind]
    loss = draw(st.sampled_from(losses))
    fitting = (output,) if output else OPS[loss].requires or activations
    widths = draw(st.lists(st.integers(1, 6), min_size=least_hidden, max_size=4))
    sources = inputs = draw(st.integers(1, 6))
    outputs = draw(st.integers(1, 4))
    layers = []
    for depth, width in enumerate([*widths, outputs]):
        row = st.tuples(*[numbers] * sources)
        layers.append(
            Layer(
                draw(st.sampled_from(activations if depth < len(widths) else fitting)),
                draw(st.tuples(*[row] * width)),
                draw(st.tuples(*[numbers] * width)),
            )
        )
        sources = width
    targets = numbers
    if (limits := OPS[loss].targets.range) is not None:
        # Of a target of 1e-308 over three outputs XLA would see nothing; the kind "largest" is not for XLA.
        margin = 0.0 if kind == "largest" else 1e-9
        targets = st.sampled_from(limits) | st.floats(limits[0] + margin, limits[1] - margin)
    if OPS[loss].canonical is not None and kind != "largest" and draw(st.booleans()):
        # What these losses are for: one class is true.
        true = draw(st.integers(0, outputs - 1))
        return Example(
            draw(st.tuples(*[numbers] * inputs)),
            tuple(float(k == true) for k in range(outputs)),
            tuple(layers),
            loss,
        )
    return Example(
        draw(st.tuples(*[numbers] * inputs)), draw(st.tuples(*[targets] * outputs)), tuple(layers), loss
    )
